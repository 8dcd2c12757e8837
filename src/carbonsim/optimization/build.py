"""EnergySystem → Pyomo model: one column family a line, one equation family a loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyomo.environ as pyo

import carbonsim.optimization.equations as _equations  # noqa: F401  registers every equation
from carbonsim.optimization.coefficients import Coefficients
from carbonsim.optimization.equations.cost import COST_COMPONENTS, cost_terms, total_cost
from carbonsim.optimization.registry import EQUATIONS, uncollected
from carbonsim.system.tables import Key

TABLES = (
    "delayed_output", "delivered",
    "net_output", "shape_share", "demand", "demand_slice", "residual_capacity", "slice_potential", "yearly_potential",
    "activity_low", "activity_high", "growth_own", "growth_previous", "growth_seed", "degrowth_own",
    "degrowth_previous", "degrowth_seed", "added_stock", "firm_yield", "peak_use", "peak_demand", "season_kept",
    "season_gained", "last_day_kept", "last_day_gained", "kept_level", "charged_level",
    "discharged_level", "storage_size", "scope_factor", "import_factor", "ceiling_import_factor",
    "decline_import_factor", "budget_import_factor", "limit_term", "limit_bound", "decline_share", "peak_level_bound",
    "peak_cost_bound",
    "peak_cap_bound", "peak_budget_bound", "budget_years", "guard_bound", "demand_whole", "trade_weight", "unit_size",
    "scope_exogenous", "reserve_firm", "reserve_need", "renewable_term", "emission_term", "emission_room",
    "emission_limit_period_room", "emission_min_period_room", "activity_max_period", "activity_min_period",
    "variable_cost", "variable_cost_floor", "reservoir_residual", "reservoir_level_start", "reservoir_yearly",
    "reservoir_daily", "reservoir_days_before", "reservoir_days_after", "reservoir_floor_share",
    "reservoir_inflow_term", "reservoir_outflow_term", "reservoir_inflow_max", "reservoir_outflow_max",
    *COST_COMPONENTS,
)  # fmt: skip
BOUNDS = ("capacity_min", "capacity_max", "new_capacity_min", "new_capacity_max", "reservoir_new_max")


class Model:
    """The Pyomo model with plain dictionaries for its columns and cells, which the equations read."""

    activity_low: dict[Key, Any]
    activity_high: dict[Key, Any]
    reservoir_new_max: dict[Key, Any]

    def __init__(self, data: Coefficients) -> None:
        """Declare every table as a mutable parameter and every column family as a variable."""
        self.data = data
        self.pyomo = pyo.ConcreteModel(data.system.name)
        for name in (*TABLES, *BOUNDS):
            setattr(self, name, self._cells(name, data.tables[name]))
        self.activity = self._columns("activity", data.activity)
        self.new_capacity = self._columns("new_capacity", data.new_capacity)
        self.capacity = self._columns("capacity", data.capacity)
        self.yearly_activity = self._columns("yearly_activity", data.yearly_activity)
        self.storage_level = self._columns("storage_level", data.storage_level)
        self.season_level = self._columns("season_level", data.season_level)
        self.shaped_use = self._columns("shaped_use", data.shaped_use, domain=pyo.Reals)
        self.inside_emissions = self._columns("inside_emissions", data.inside_emissions, domain=pyo.Reals)
        self.net_import = self._columns("net_import", data.net_import, domain=pyo.Reals)
        self.imported = self._columns("imported", data.net_import)
        self.peak_level = self._columns("peak_level", data.peak_level)
        self.units = self._columns("units", data.units, domain=pyo.NonNegativeIntegers)
        self.trade = self._columns("trade", data.trade, domain=pyo.Reals)
        self.emissions = self._columns("emissions", data.emissions, domain=pyo.Reals)
        self._reservoirs(data)
        self.costs: dict[str, list[Any]] = {}

    def _reservoirs(self, data: Coefficients) -> None:
        self.reservoir_capacity = self._columns("reservoir_capacity", data.reservoir_capacity)
        self.reservoir_new_capacity = self._columns("reservoir_new_capacity", data.reservoir_new_capacity)
        self.reservoir_level = self._columns("reservoir_level", data.reservoir_level)
        self.reservoir_day_start = self._columns("reservoir_day_start", data.reservoir_day_start)
        self.reservoir_day_finish = self._columns("reservoir_day_finish", data.reservoir_day_finish)
        self.reservoir_part = self._columns("reservoir_part", data.reservoir_part)
        self.reservoir_day_end = self._columns("reservoir_day_end", data.reservoir_day_end, domain=pyo.Reals)

    def _cells(self, name: str, values: dict[Key, float]) -> dict[Key, Any]:
        parameter = pyo.Param(list(values), initialize=dict(values), mutable=True, within=pyo.Any)
        self.pyomo.add_component(f"p_{name}", parameter)
        return dict(zip(values, parameter.values(), strict=True))  # keys stay tuples, those of one part too

    def _columns(self, name: str, keys: Sequence[Key], domain: Any = pyo.NonNegativeReals) -> dict[Key, Any]:
        variable = pyo.Var(list(keys), within=domain)
        self.pyomo.add_component(name, variable)
        return dict(zip(keys, variable.values(), strict=True))


@uncollected()
def build(data: Coefficients) -> Model:
    """Build the Pyomo model: bounds of columns, every registered equation that has rows, the objective."""
    model = Model(data)
    model.costs = {component: cost_terms(model, component) for component in COST_COMPONENTS}
    _bound_columns(model)
    for name, equation in EQUATIONS.items():
        if rows := data.rows.get(name):
            rule = equation.rule
            constraint = pyo.Constraint(rows, rule=lambda _, *index, rule=rule: rule(model, *index))
            model.pyomo.add_component(f"eq_{name}", constraint)
    model.pyomo.add_component("total_cost", pyo.Objective(expr=total_cost(model.costs)))
    return model


def _bound_columns(model: Model) -> None:
    for family in ("capacity", "new_capacity"):
        columns = getattr(model, family)
        for key, cell in getattr(model, f"{family}_min").items():
            if key in columns:
                columns[key].setlb(cell)
        for key, cell in getattr(model, f"{family}_max").items():
            if key in columns:
                columns[key].setub(cell)
    for key, cell in model.reservoir_new_max.items():
        if key in model.reservoir_new_capacity:
            model.reservoir_new_capacity[key].setub(cell)
    for key, low in model.activity_low.items():
        summed = key in model.yearly_activity
        column = model.yearly_activity[key] if summed else model.activity[model.data.columns[key][0]]
        column.setlb(low)
        column.setub(model.activity_high[key])
