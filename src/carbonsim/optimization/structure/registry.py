"""What an equation is: a function whose docstring is its document, and what is declared beside it.

A family of constraints is such a function and its derivation, and stands in no list of names.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.structure.roles import Role
from carbonsim.optimization.structure.symbols import Symbol

Rule = Callable[..., Any]


@dataclass(frozen=True)
class Derivation:
    """A step that writes index lists and coefficients, the steps whose work it reads, and the look-ups it fills.

    One of `numbers` reads costs and how much is demanded, and fills tables alone: it is done again for other
    numbers. To the other steps a demand that is there is without end, and no cost is there.
    """

    write: Callable[[Coefficients], None]
    after: tuple[Derivation, ...] = ()
    fills: type | None = None
    numbers: bool = False

    def __call__(self, data: Coefficients) -> None:
        """Write what it derives of the system."""
        if self.fills is not None:
            data.lookups[self.fills] = self.fills()
        self.write(data)


def derivation(
    *after: Derivation, fills: type | None = None, numbers: bool = False
) -> Callable[[Callable[[Coefficients], None]], Derivation]:
    """Make a function a derivation that runs after others; its look-ups are there, empty, when it begins."""
    return lambda write: Derivation(write, after, fills, numbers)


@dataclass(frozen=True)
class Equation:
    """One family of constraints: `rule(model, *index)` builds the row of one index.

    `derived_by` lists its rows and fills its tables; `tables` says what those are that it is the first to read, and
    `role` what its rows are to a plan. `by_name` are the families of columns that it reads by a name in the data.
    `together` names the last part of the index where the rule takes the rest and builds the rows of all at once.
    """

    name: str
    index: tuple[str, ...]
    unit: str
    rule: Rule
    derived_by: Derivation
    tables: Mapping[str, Symbol] = field(default_factory=dict)
    role: Role | None = None
    by_name: tuple[str, ...] = ()
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
    *,
    index: str,
    unit: str,
    derived_by: Derivation,
    tables: Mapping[str, Symbol] | None = None,
    role: Role | None = None,
    by_name: tuple[str, ...] = (),
    together: str = "",
) -> Callable[[Rule], Equation]:
    """Make a function an equation; its rows are those listed under its name in `Coefficients.rows`."""

    def declared(rule: Rule) -> Equation:
        parts = tuple(index.split())
        return Equation(rule.__name__, parts, unit, rule, derived_by, tables or {}, role, by_name, together)

    return declared


def equations_of(*modules: ModuleType) -> dict[str, Equation]:
    """Return the equations of modules by name, in the order in which they stand there."""
    found = (one for module in modules for one in vars(module).values() if isinstance(one, Equation))
    return {one.name: one for one in found}
