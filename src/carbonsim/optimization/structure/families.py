"""The families of columns and of tables that a model has: what the equations may name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from carbonsim.system.tables import Key, Label

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients

COST_COMPONENTS = {  # tables of cost → the family of columns that each is paid for
    "investment": "new_capacity",
    "salvage": "new_capacity",
    "fixed": "capacity",
    "variable": "activity",
    "carbon_price": "activity",
    "reservoir_investment": "reservoir_new_capacity",
    "reservoir_salvage": "reservoir_new_capacity",
}
TABLES = (
    "delayed_output", "delivered",
    "net_output", "shape_share", "demand", "demand_slice", "residual_capacity", "alive", "slice_potential",
    "yearly_potential",
    "activity_low", "activity_high", "growth_own", "growth_previous", "growth_seed", "degrowth_own",
    "degrowth_previous", "degrowth_seed", "added_stock", "firm_yield", "peak_use", "peak_demand", "season_kept",
    "season_gained", "last_day_kept", "last_day_gained", "kept_level", "charged_level",
    "discharged_level", "storage_size", "scope_factor", "import_factor", "ceiling_import_factor",
    "decline_import_factor", "budget_import_factor", "limit_term", "limit_bound", "decline_share", "peak_level_bound",
    "peak_cost_bound",
    "peak_cap_bound", "peak_budget_bound", "budget_years", "guard_bound", "demand_whole", "trade_weight", "unit_size",
    "scope_exogenous", "reserve_firm", "reserve_need", "renewable_term", "emission_term", "emission_room",
    "mode_activity_max", "mode_activity_min", "mode_kept_most", "mode_kept_least", "new_capacity_use", "capacity_use",
    "emission_limit_period_room", "emission_min_period_room", "activity_max_period", "activity_min_period",
    "variable_cost", "variable_cost_floor", "reservoir_alive", "reservoir_residual", "reservoir_level_start",
    "reservoir_yearly",
    "reservoir_daily", "reservoir_days_before", "reservoir_days_after", "reservoir_floor_share",
    "reservoir_inflow_term", "reservoir_outflow_term", "reservoir_inflow_max", "reservoir_outflow_max",
    *COST_COMPONENTS,
)  # fmt: skip


@dataclass(frozen=True)
class ColumnBound:
    """A bound of a column of a technology's year, by the parameter that is written: which column, side and cells.

    `words` are for a conflict, with `{name}` and `{value}`; `name` is for a list of prices, what they are per `per`.
    """

    column: str
    side: Literal["low", "high"]
    table: str
    words: Label
    name: str
    per: str


COLUMN_BOUNDS = {
    "activity_min": ColumnBound(
        "yearly_activity", "low", "activity_low", Label("at least {value} of {name}", "{name}至少{value}"),
        "least activity", "unit of activity",
    ),
    "activity_max": ColumnBound(
        "yearly_activity", "high", "activity_high", Label("at most {value} of {name}", "{name}至多{value}"),
        "most activity", "unit of activity",
    ),
    "capacity_min": ColumnBound(
        "capacity", "low", "capacity_min", Label("at least {value} of {name} standing", "{name}装机至少{value}"),
        "least capacity", "unit of capacity",
    ),
    "capacity_max": ColumnBound(
        "capacity", "high", "capacity_max", Label("at most {value} of {name} standing", "{name}装机至多{value}"),
        "most capacity", "unit of capacity",
    ),
    "new_capacity_min": ColumnBound(
        "new_capacity", "low", "new_capacity_min", Label("at least {value} of new {name}", "新增{name}至少{value}"),
        "least new capacity", "unit of capacity",
    ),
    "new_capacity_max": ColumnBound(
        "new_capacity", "high", "new_capacity_max", Label("at most {value} of new {name}", "新增{name}至多{value}"),
        "most new capacity", "unit of capacity",
    ),
}  # fmt: skip
BOUNDS = (*(name for name, one in COLUMN_BOUNDS.items() if name == one.table), "reservoir_new_max")
COLUMN_FAMILIES = (
    "activity", "new_capacity", "capacity", "yearly_activity", "storage_level", "season_level", "shaped_use",
    "inside_emissions", "net_import", "imported", "peak_level", "units", "trade", "emissions", "reservoir_capacity",
    "reservoir_new_capacity", "reservoir_level", "reservoir_day_start", "reservoir_day_finish", "reservoir_part",
    "reservoir_day_end",
)  # fmt: skip
FREE = frozenset({"shaped_use", "inside_emissions", "net_import", "trade", "emissions", "reservoir_day_end"})  # of sign
WHOLE = frozenset({"units"})  # columns in whole numbers


def columns_of(data: Coefficients, family: str) -> Sequence[Key]:
    """Return the keys of a family of columns."""
    keys: Sequence[Key] = getattr(data, "net_import" if family == "imported" else family)
    return keys


def column_bounds(data: Coefficients) -> Iterator[tuple[str, Key, str, str, Key]]:
    """Yield every bound of a column that is a cell: family and key of the column, side, table and key of the cell."""
    tables = data.tables
    for bound in COLUMN_BOUNDS.values():
        for key in tables[bound.table]:
            if (column := _bounded(data, bound.column, key)) is not None:
                yield *column, bound.side, bound.table, key
    known = set(data.reservoir_new_capacity)
    for key in tables["reservoir_new_max"]:
        if key in known:
            yield "reservoir_new_capacity", key, "high", "reservoir_new_max", key


def _bounded(data: Coefficients, family: str, key: Key) -> tuple[str, Key] | None:
    """Return the column that a bound of a technology's year acts on; None where there is none."""
    if family == "yearly_activity":
        return (family, key) if key in data.summed else ("activity", data.columns[key][0])
    known = data.built if family == "new_capacity" else data.vintages
    return (family, key) if key in known else None
