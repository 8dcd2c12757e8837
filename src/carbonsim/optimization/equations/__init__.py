"""The equations of the model, one family a file: rows stand in the order of this register."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import TypeVar

from carbonsim.optimization.equations import (
    adequacy,
    balance,
    capacity,
    choice,
    cost,
    emissions,
    limits,
    modes,
    peaking,
    reservoir,
    storage,
    targets,
)
from carbonsim.optimization.structure.families import BOUNDS
from carbonsim.optimization.structure.registry import Derivation, Equation, equations_of
from carbonsim.optimization.structure.symbols import COLUMNS, Symbol

R = TypeVar("R")
EQUATIONS: dict[str, Equation] = equations_of(
    adequacy, balance, capacity, choice, emissions, limits, modes, peaking, reservoir, storage, targets
)  # the modules and their order are named here, so that rows do not depend on who imports what first


def with_role(role: type[R]) -> Iterator[tuple[Equation, R]]:
    """Yield every equation whose rows play a role, with what it declares."""
    for one in EQUATIONS.values():
        if isinstance(one.role, role):
            yield one, one.role


def tables() -> dict[str, Symbol]:
    """Return every table of coefficients that the equations and the cost read, with what it holds."""
    found = {name: symbol for one in EQUATIONS.values() for name, symbol in one.tables.items()}
    return found | {name: one.symbol for name, one in cost.COST_COMPONENTS.items()}


def cell_tables() -> tuple[str, ...]:
    """Return the names of all tables whose numbers are cells of a model: coefficients, costs and bounds of columns."""
    return (*tables(), *BOUNDS)


def symbols() -> dict[str, Symbol]:
    """Return every symbol that a formula may hold: columns, then tables."""
    return {**COLUMNS, **tables()}


def derivations() -> tuple[Derivation, ...]:
    """Return every step that some equation or part of the cost is derived by, after those whose work it reads."""
    order: TopologicalSorter[int] = TopologicalSorter()
    known: dict[int, Derivation] = {}
    waiting = [one.derived_by for one in EQUATIONS.values()]
    waiting += [one.derived_by for one in cost.COST_COMPONENTS.values()]
    while waiting:
        step = waiting.pop(0)
        if id(step) not in known:
            known[id(step)] = step
            order.add(id(step), *map(id, step.after))
            waiting += step.after
    return tuple(known[each] for each in order.static_order())
