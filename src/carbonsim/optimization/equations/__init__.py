"""The equations of the model, one family a file: rows stand in the order of this register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from carbonsim.optimization.equations import (
    adequacy,
    balance,
    capacity,
    emissions,
    limits,
    modes,
    peaking,
    reservoir,
    storage,
    targets,
)
from carbonsim.optimization.structure.registry import Equation, equations_of

R = TypeVar("R")
EQUATIONS: dict[str, Equation] = equations_of(
    adequacy, balance, capacity, emissions, limits, modes, peaking, reservoir, storage, targets
)  # the modules and their order are named here, so that rows do not depend on who imports what first


def with_role(role: type[R]) -> Iterator[tuple[Equation, R]]:
    """Yield every equation whose rows play a role, with what it declares."""
    for one in EQUATIONS.values():
        if isinstance(one.role, role):
            yield one, one.role
