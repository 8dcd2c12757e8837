"""What an equation is: a function whose docstring is its document, and what is declared beside it.

A family of constraints is such a function and its derivation, and stands in no list of names.
"""

from __future__ import annotations

import gc
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from carbonsim.optimization.structure.roles import Role

Rule = Callable[..., Any]


@contextmanager
def uncollected(*, kept: bool = False) -> Iterator[None]:
    """Let no garbage be collected meanwhile: a model is millions of small objects, none of which is garbage.

    What is to be kept for long is then old at once, so that the next collection of young objects need not walk it.
    Not for what is made again and again: it would put off the collection of old garbage each time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if kept and not gc.get_freeze_count():  # somebody's frozen objects stay frozen
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@dataclass(frozen=True)
class Equation:
    """One family of constraints: `rule(model, *index)` builds the row of one index.

    `together` names the last part of the index where the rule takes the rest and builds the rows of all at once.
    """

    name: str
    index: tuple[str, ...]
    unit: str
    rule: Rule
    role: Role | None = None
    together: str = ""

    @property
    def sentence(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.rule) or "").splitlines()[0]

    @property
    def formula(self) -> str:
        """The LaTeX formula of the docstring."""
        text = inspect.getdoc(self.rule) or ""
        return " ".join(text.split(".. math::")[1].split()) if ".. math::" in text else ""


def equation(
    *, index: str, unit: str, role: Role | None = None, together: str = ""
) -> Callable[[Rule], Equation]:  # fmt: skip
    """Make a function an equation; its rows are those listed under its name in `Coefficients.rows`."""

    def declared(rule: Rule) -> Equation:
        return Equation(rule.__name__, tuple(index.split()), unit, rule, role, together)

    return declared


def equations_of(*modules: ModuleType) -> dict[str, Equation]:
    """Return the equations of modules by name, in the order in which they stand there."""
    found = (one for module in modules for one in vars(module).values() if isinstance(one, Equation))
    return {one.name: one for one in found}
