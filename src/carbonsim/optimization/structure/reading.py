"""What an equation sees of the model that reads it: tables of cells, families of columns, and sums of their terms.

There are two readings, as arrays and as Pyomo; an equation is written once for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from carbonsim.optimization.structure.coefficients import Coefficients

Part = str | int  # one part of an index
Parts = tuple[Part, ...]


class Row(Protocol):
    """A sum between its bounds, as one index asks for it, or many rows at once."""


class LinearTerm(Protocol):
    """A cell, a column, a cell times a column, or a sum of such: of one row, or of many, one a row."""

    def __mul__(self, other: LinearTerm) -> LinearTerm:
        """Multiply a cell by a column."""
        ...

    def __neg__(self) -> LinearTerm:
        """Turn the sign."""
        ...

    def __le__(self, bound: LinearTerm | float) -> Row:
        """Bound it from above by a cell, or by zero."""
        ...

    def __ge__(self, bound: LinearTerm | float) -> Row:
        """Bound it from below by a cell, or by zero."""
        ...

    def __eq__(self, bound: LinearTerm | float) -> Row:  # type: ignore[override]
        """Fix it to a cell, or to zero."""
        ...


class Family(Protocol):
    """A table of cells, or a family of columns, by index."""

    def __getitem__(self, key: tuple[Part | None, ...]) -> LinearTerm:
        """Return one cell or column; none has None in its index."""
        ...

    def get(self, key: Parts, /) -> LinearTerm | None:
        """Return one cell or column, if there is one."""
        ...

    def __contains__(self, key: object) -> bool:
        """Say whether there is one."""
        ...

    def items(self) -> Iterable[tuple[Parts, LinearTerm]]:
        """Return every key with its cell."""
        ...


class Reading(Protocol):
    """A model that reads equations."""

    data: Coefficients
    costs: Mapping[str, Iterable[LinearTerm]]

    def __getattr__(self, name: str, /) -> Family:
        """Return a table or a family of columns by its name."""
        ...

    def each(self, family: Family, keys: Iterable[Parts]) -> LinearTerm:
        """Return the cells or columns of many rows, one a row."""
        ...

    def number(self, number: float) -> LinearTerm:
        """Return a plain number, as it stands in front of a column."""
        ...

    def total(self, terms: Iterable[LinearTerm]) -> LinearTerm:
        """Return the sum of terms."""
        ...
