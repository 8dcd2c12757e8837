"""The families of columns and of tables that a model has: what the equations may name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from carbonsim.system.tables import Key

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
BOUNDS = ("capacity_min", "capacity_max", "new_capacity_min", "new_capacity_max", "reservoir_new_max")
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
    for family in ("capacity", "new_capacity"):
        known = set(columns_of(data, family))
        for side, table in (("low", f"{family}_min"), ("high", f"{family}_max")):
            yield from ((family, key, side, table, key) for key in tables[table] if key in known)
    known = set(data.reservoir_new_capacity)
    for key in tables["reservoir_new_max"]:
        if key in known:
            yield "reservoir_new_capacity", key, "high", "reservoir_new_max", key
    for key in tables["activity_low"]:
        summed = key in data.summed
        family, column = ("yearly_activity", key) if summed else ("activity", data.columns[key][0])
        yield family, column, "low", "activity_low", key
        yield family, column, "high", "activity_high", key
