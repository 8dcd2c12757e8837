"""A figure that knows how it came about: its value, and the same sum as a formula of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A value and its formula; `{path}` stands for a quantity of the scenario, `{line:commodity}` for a cell."""

    value: float
    text: str = ""  # empty: it was written, not calculated

    def __add__(self, other: Figure) -> Figure:
        """Return the sum."""
        return Figure(self.value + other.value, f"{self.text}+{other.text}")

    def __sub__(self, other: Figure) -> Figure:
        """Return the difference."""
        return Figure(self.value - other.value, f"{self.text}-({other.text})")

    def __mul__(self, other: Figure) -> Figure:
        """Return the product."""
        return Figure(self.value * other.value, f"({self.text})*({other.text})")

    def __truediv__(self, other: Figure) -> Figure:
        """Return the quotient; zero where there is nothing to divide by."""
        value = self.value / other.value if other.value else 0.0
        return Figure(value, f"({self.text})/({other.text})")

    def __neg__(self) -> Figure:
        """Return the figure with the other sign."""
        return Figure(-self.value, f"-({self.text})")


def constant(value: float) -> Figure:
    """Return a constant."""
    return Figure(value, repr(float(value)))


def total(figures: Iterable[Figure]) -> Figure:
    """Return the sum of figures; zero of none."""
    found = list(figures)
    if not found:
        return constant(0.0)
    whole = found[0]
    for figure in found[1:]:
        whole = whole + figure
    return whole
