"""EnergySystem → Pyomo model: one column family a line, one equation family a loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyomo.environ as pyo

import carbonsim.optimization.equations as _equations  # noqa: F401  registers every equation
from carbonsim.optimization.coefficients import Coefficients
from carbonsim.optimization.equations.cost import COST_COMPONENTS, cost_terms, total_cost
from carbonsim.optimization.registry import EQUATIONS
from carbonsim.system.tables import Key

TABLES = (
    "delayed_output",
    "net_output", "shape_share", "demand", "demand_slice", "residual_capacity", "slice_potential", "yearly_potential",
    "activity_low", "activity_high", "growth_own", "growth_previous", "growth_seed", "degrowth_own",
    "degrowth_previous", "degrowth_seed", "added_stock", "firm_yield", "peak_use", "peak_demand", "season_kept",
    "season_gained", "last_day_kept", "last_day_gained", "kept_level", "charged_level",
    "discharged_level", "storage_size", "scope_factor", "import_factor", "ceiling_import_factor",
    "decline_import_factor", "budget_import_factor", "limit_term", "limit_bound", "decline_share", "peak_level_bound",
    "peak_cap_bound", "peak_budget_bound", "budget_years", "guard_bound", *COST_COMPONENTS,
)  # fmt: skip
BOUNDS = ("capacity_min", "capacity_max", "new_capacity_min", "new_capacity_max")


class Model:
    """The Pyomo model with plain dictionaries for its columns and cells, which the equations read."""

    activity_low: dict[Key, Any]
    activity_high: dict[Key, Any]

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
        self.costs: dict[str, list[Any]] = {}

    def _cells(self, name: str, values: dict[Key, float]) -> dict[Key, Any]:
        parameter = pyo.Param(list(values), initialize=dict(values), mutable=True, within=pyo.Any)
        self.pyomo.add_component(f"p_{name}", parameter)
        return dict(parameter.items())

    def _columns(self, name: str, keys: Sequence[Key], domain: Any = pyo.NonNegativeReals) -> dict[Key, Any]:
        variable = pyo.Var(list(keys), within=domain)
        self.pyomo.add_component(name, variable)
        return dict(variable.items())


def build(data: Coefficients) -> Model:
    """Build the Pyomo model: bounds of columns, every registered equation that has rows, the objective."""
    model = Model(data)
    _bound_columns(model)
    for name, equation in EQUATIONS.items():
        if rows := data.rows.get(name):
            rule = equation.rule
            constraint = pyo.Constraint(rows, rule=lambda _, *index, rule=rule: rule(model, *index))
            model.pyomo.add_component(f"eq_{name}", constraint)
    model.costs = {component: cost_terms(model, component) for component in COST_COMPONENTS}
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
    for key, low in model.activity_low.items():
        summed = key in model.yearly_activity
        column = model.yearly_activity[key] if summed else model.activity[model.data.columns[key][0]]
        column.setlb(low)
        column.setub(model.activity_high[key])
