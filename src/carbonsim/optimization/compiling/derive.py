"""EnergySystem → coefficients of the equations: every product is formed here, before the build.

Filters and defaults stop here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace

from carbonsim.memory import Memory
from carbonsim.optimization.equations import derivations
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.parameters import COSTS
from carbonsim.system.tables import Peaking

DEMANDS = ("demand", "demand_slice")


def derive(system: EnergySystem, memory: Memory | None = None) -> Coefficients:
    """Derive index lists and coefficients; the peaking rows are laid out too, free until told otherwise.

    What does not rest on the numbers of costs and demands is not derived again where the memory knows it.
    """
    layout = (memory or Memory()).recall("", _lay_out, _without_numbers(system), system.peaking)
    data = replace(layout, system=system, tables=defaultdict(dict, layout.tables))
    for step in derivations():
        if step.numbers:
            step(data)
    return data


def _without_numbers(system: EnergySystem) -> EnergySystem:
    """Return a system without costs, in which what is demanded is demanded without end."""
    floors = bool(system.parameters["variable_cost_min"])  # costs stand in their rows
    kept = {name: table for name, table in system.parameters.items() if name not in COSTS}
    kept |= {"variable_cost": system.parameters["variable_cost"]} if floors else {}
    kept |= {"room_warmth": {}}
    kept |= {name: {key: _without_bound(amount) for key, amount in system.parameters[name].items()} for name in DEMANDS}
    return replace(system, name="", parameters=kept, indicators=(), targets=(), warnings=(), places={}, foresight=None)


def _without_bound(value: float) -> float:
    return math.copysign(math.inf, value) if value else 0.0


def _lay_out(system: EnergySystem, peaking: tuple[Peaking, ...]) -> Coefficients:
    """Write rows and columns, and every table but those of costs and demands; equal systems may peak otherwise."""
    data = Coefficients(replace(system, peaking=peaking))
    for step in derivations():
        if not step.numbers:
            step(data)
    return data
