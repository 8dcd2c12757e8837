"""EnergySystem → coefficients of the equations: every product is formed here, before the build.

Filters and defaults stop here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.structure.registry import uncollected
from carbonsim.optimization.terms.activity import bound_activity, derive_columns
from carbonsim.optimization.terms.adequacy import derive_reserves, peak_demands
from carbonsim.optimization.terms.balance import derive_balances, derive_flows
from carbonsim.optimization.terms.capacity import derive_capacities, derive_growth
from carbonsim.optimization.terms.cost import COST_TABLES, derive_costs
from carbonsim.optimization.terms.delays import derive_delays
from carbonsim.optimization.terms.emissions import derive_emissions
from carbonsim.optimization.terms.limits import derive_limits
from carbonsim.optimization.terms.modes import derive_mode_limits
from carbonsim.optimization.terms.peaking import derive_peaking
from carbonsim.optimization.terms.reservoir import derive_reservoirs
from carbonsim.optimization.terms.storage import derive_storages
from carbonsim.optimization.terms.targets import derive_targets
from carbonsim.optimization.terms.trade import derive_trade
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.parameters import COSTS

DEMANDS = frozenset({"demand", "demand_slice"})


@uncollected()
def derive(system: EnergySystem) -> Coefficients:
    """Derive index lists and coefficients; the peaking rows are laid out too, free until told otherwise."""
    data = Coefficients(system)
    derive_columns(data)
    derive_flows(data)
    derive_delays(data)
    derive_trade(data)
    derive_balances(data)
    derive_capacities(data)
    bound_activity(data)
    derive_storages(data)
    derive_reserves(data)
    derive_reservoirs(data)
    derive_emissions(data)
    derive_targets(data)
    derive_mode_limits(data)
    derive_limits(data)
    derive_growth(data)
    derive_costs(data)
    derive_peaking(data)
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
    derive_costs(new, changed & COSTS)
    if "demand_slice" in changed:
        new.tables["peak_demand"] = peak_demands(new)
    renewed = (name for cost in changed & COSTS for name in COST_TABLES[cost])
    return new if all(new.tables[name].keys() == data.tables[name].keys() for name in renewed) else None


def _sign(value: float) -> int:
    return (value > 0.0) - (value < 0.0)
