"""EnergySystem → coefficients of the equations: every product is formed here, before the build.

Filters and defaults stop here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from carbonsim.optimization.equations import derivations
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.structure.registry import uncollected
from carbonsim.optimization.terms.adequacy import peak_demands
from carbonsim.optimization.terms.cost import COST_TABLES, fill_costs
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.parameters import COSTS

DEMANDS = frozenset({"demand", "demand_slice"})


@uncollected()
def derive(system: EnergySystem) -> Coefficients:
    """Derive index lists and coefficients; the peaking rows are laid out too, free until told otherwise."""
    data = Coefficients(system)
    for step in derivations():
        step(data)
    return data


def renew(data: Coefficients, system: EnergySystem) -> Coefficients | None:
    """Return the coefficients of a system that differs in costs and demands alone; None where more would change.

    Rows, columns and cells stay, and every table that says the same is the very same object.
    """
    changed = data.system.changed_parameters(system)
    floors = data.tables.get("variable_cost_floor")
    if changed is None or floors or system.peaking != data.peaking or not changed <= COSTS | DEMANDS:
        return None
    new = replace(data, system=system, tables=defaultdict(dict, data.tables))
    for name in changed & DEMANDS:
        held, wanted = data.system.parameters[name], system.parameters[name]
        if held.keys() != wanted.keys() or any(_sign(wanted[key]) != _sign(value) for key, value in held.items()):
            return None  # a row may come or go
        new.tables[name] = {key: wanted.get(key, 0.0) for key in data.tables[name]}
    fill_costs(new, changed & COSTS)
    if "demand_slice" in changed:
        new.tables["peak_demand"] = peak_demands(new)
    renewed = (name for cost in changed & COSTS for name in COST_TABLES[cost])
    return new if all(new.tables[name].keys() == data.tables[name].keys() for name in renewed) else None


def _sign(value: float) -> int:
    return (value > 0.0) - (value < 0.0)
