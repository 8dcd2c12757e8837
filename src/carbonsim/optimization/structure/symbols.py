"""What the symbols of the equations stand for: every column and every table of coefficients, with its unit.

Which of them an equation uses is read from its code, so that the list printed beside a formula cannot go stale.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType


@dataclass(frozen=True)
class Symbol:
    """A symbol as it stands in formulas, its unit, and what it means in a phrase."""

    latex: str
    unit: str
    meaning: str


COLUMNS: dict[str, Symbol] = {
    "activity": Symbol(r"x_{rtmyl}", "activity unit", "activity of a technology in a mode and time slice"),
    "new_capacity": Symbol(r"n_{rty}", "capacity unit", "capacity built over the span of a model year"),
    "capacity": Symbol(r"K_{rty}", "capacity unit", "capacity that stands in a year"),
    "yearly_activity": Symbol(r"A_{rty}", "activity unit", "activity over the year, all modes and time slices"),
    "units": Symbol(r"u_{rty}", "1", "number of whole units built"),
    "storage_level": Symbol(r"L_{yl}", "PJ", "level of a storage after a day-part of a season's first day"),
    "season_level": Symbol(r"S_{ys}", "PJ", "level of a seasonal storage at the start of a season"),
    "shaped_use": Symbol(r"u_{rcsy}", "commodity unit", "net output of all technologies that share a load shape"),
    "inside_emissions": Symbol(r"E^{in}_{gy}, E_y", "Mt", "emissions inside the boundary, with counted imports E_y"),
    "net_import": Symbol(r"N_{cy}", "PJ", "net import over the year"),
    "imported": Symbol(r"I_{cy}", "PJ", "imports that count, never below zero"),
    "peak_level": Symbol(r"\hat{P}", "Mt", "level that no year of the plan exceeds"),
    "trade": Symbol(r"z_{rpcyl}", "commodity unit", "flow from a region to its partner"),
    "emissions": Symbol(r"E_{rey}", "emission unit", "emissions of a region in a year"),
    "reservoir_capacity": Symbol(r"C_{rsy}", "reservoir unit", "capacity of a reservoir"),
    "reservoir_new_capacity": Symbol(r"n_{rsv}", "reservoir unit", "capacity of a reservoir built in a year"),
    "reservoir_level": Symbol(r"L_{rsyq}, X_{rsyqdhk}", "reservoir unit", "level at the start of a season"),
    "reservoir_day_start": Symbol(r"S_{d}, X_{rsyqdhk}", "reservoir unit", "level at the start of a type's first day"),
    "reservoir_day_finish": Symbol(r"F_{d}, X_{rsyqdhk}", "reservoir unit", "level at the end of a type's last day"),
    "reservoir_part": Symbol(r"W_{h}, X_{rsyqdhk}", "reservoir unit", "level after a part of a type's first day"),
    "reservoir_day_end": Symbol(r"W_{d,H}, X_{rsyqdhk}", "reservoir unit", "level after the last part of a first day"),
}
COEFFICIENTS: dict[str, Symbol] = {
    "net_output": Symbol(r"o_{rtmcy} - i_{rtmcy}", "commodity unit per activity unit", "output less input"),
    "delivered": Symbol(
        r"o_{rtmcy}", "commodity unit per activity unit", "output into another region, less what is taken there"
    ),
    "delayed_output": Symbol(r"\omega_{rtmcvy}", "commodity unit per activity unit", "output of earlier activity"),
    "shape_share": Symbol(r"\sigma_{rcsl}", "share", "share of a year's flow that falls in a time slice"),
    "demand": Symbol(r"D_{rcy}", "commodity unit", "demand of a year"),
    "demand_slice": Symbol(r"D_{rcyl}", "commodity unit", "demand in a time slice"),
    "demand_whole": Symbol(r"D^{whole}_{rcy}", "commodity unit", "demand over the year, whenever it is met"),
    "trade_weight": Symbol(r"w_{rpcy}", "share", "weight of a flow in a region's balance"),
    "alive": Symbol(r"a_{rtvy}", "share", "share of a vintage that is alive in a year"),
    "residual_capacity": Symbol(r"R_{rty}", "capacity unit", "what remains of the stock before the first year"),
    "added_stock": Symbol(r"\max(R_{rty} - R_{rty'}, 0)", "capacity unit", "growth of the stock as given"),
    "slice_potential": Symbol(
        r"\kappa_{rt} \alpha_{rtyl} \lambda_l", "activity unit per capacity unit", "most activity in a time slice"
    ),
    "yearly_potential": Symbol(
        r"\kappa_{rt} \alpha_{rty}", "activity unit per capacity unit", "most activity over the year"
    ),
    "unit_size": Symbol(r"s_{rty}", "capacity unit", "size of a whole unit"),
    "activity_low": Symbol(r"\underline{A}_{rty}", "activity unit", "least activity of a year"),
    "activity_high": Symbol(r"\overline{A}_{rty}", "activity unit", "most activity of a year"),
    "growth_own": Symbol(r"1/|y|", "1/yr", "one over the years a model year stands for"),
    "growth_previous": Symbol(r"(1 + g_{rt})^{y - y'} / |y'|", "1/yr", "growth since the year before"),
    "growth_seed": Symbol(
        r"s_{rt} + g_{rt} R_{rty'} / T_{rt}", "capacity unit a year", "new capacity from which growth starts"
    ),
    "degrowth_own": Symbol(r"1/|y|", "1/yr", "one over the years a model year stands for"),
    "degrowth_previous": Symbol(r"(1 - d_{rt})^{y - y'} / |y'|", "1/yr", "what must be left of the year before"),
    "degrowth_seed": Symbol(r"s^-_{rt}", "capacity unit a year", "new capacity that may always fall away"),
    "firm_yield": Symbol(
        r"\phi_{rty} \kappa_{rt} o_{rtcy}", "commodity unit a year per capacity unit", "firm output of capacity"
    ),
    "peak_use": Symbol(
        r"(1 + \mu_{rcy}) i_{rtmcy} / \lambda_l",
        "commodity unit a year per activity unit",
        "use and its margin as a rate",
    ),
    "peak_demand": Symbol(
        r"(1 + \mu_{rcy}) D_{rcyl} / \lambda_l", "commodity unit a year", "demand and its margin as a rate"
    ),
    "kept_level": Symbol(r"(1 - \delta)^{h_l}", "share", "what losses leave of a level over a day-part"),
    "charged_level": Symbol(r"\eta^+ / d_l", "1/d", "level gained a day per unit charged in the season"),
    "discharged_level": Symbol(r"1 / (\eta^- d_l)", "1/d", "level drawn a day per unit given in the season"),
    "storage_size": Symbol(r"H", "PJ per capacity unit", "level that a unit of capacity holds"),
    "season_kept": Symbol(
        r"a^{d_s} - a (1 - a^{d_s}) / (1 - a)", "1", "what S gives the next season beside what L gives it"
    ),
    "season_gained": Symbol(r"(1 - a^{d_s}) / (1 - a)", "1", "what equal additions each day have grown to"),
    "last_day_kept": Symbol(
        r"(1 - \delta)^{h} (S'_{ys} - S_{ys})", "1", "change of the first level until the last day"
    ),
    "last_day_gained": Symbol(r"(1 - \delta)^{h} S'_{ys}", "1", "what earlier days have added by the last day"),
    "scope_factor": Symbol(r"w_e \varepsilon_{rtmey}", "Mt per activity unit", "emissions as the scope weighs them"),
    "scope_exogenous": Symbol(r"E^{exo}_{gy}", "Mt", "emissions that no technology here makes"),
    "import_factor": Symbol(r"f_{cy}", "Mt per PJ", "emissions counted per unit imported"),
    "ceiling_import_factor": Symbol(r"f_{cy}", "Mt per PJ", "the same in a ceiling, 0 where the twin exports"),
    "decline_import_factor": Symbol(r"(1 - d)^{y - y'} f_{cy'}", "Mt per PJ", "the same of the year before, declined"),
    "budget_import_factor": Symbol(r"n_y f_{cy}", "Mt per PJ", "the same, times the years that count"),
    "decline_share": Symbol(r"(1 - d)^{y - y'}", "share", "what the decline leaves of the year before"),
    "peak_level_bound": Symbol(r"\overline{E}", "Mt", "highest level allowed"),
    "peak_cap_bound": Symbol(r"\overline{E}_y", "Mt", "cap of a year"),
    "peak_budget_bound": Symbol(r"B", "Mt", "budget of its years together"),
    "peak_cost_bound": Symbol(r"\overline{C}", "million CNY", "most that the plan may cost, discounted"),
    "budget_years": Symbol(r"n_y", "yr", "calendar years of a model year that the budget counts"),
    "guard_bound": Symbol(r"E^{twin}_y (1 + 10^{-6})", "Mt", "what the twin emits"),
    "limit_term": Symbol(r"c_{jy}", "unit of the limit per column", "coefficient of a column"),
    "limit_bound": Symbol(r"B_y", "unit of the limit", "bound of a limit"),
    "mode_activity_max": Symbol(r"\overline{A}_{rtmy}", "activity unit", "most activity in a mode"),
    "mode_activity_min": Symbol(r"\underline{A}_{rtmy}", "activity unit", "least activity in a mode"),
    "mode_kept_most": Symbol(r"(1 + g_{rtmy'})", "share", "most activity in a mode per activity of the year before"),
    "mode_kept_least": Symbol(r"(1 - d_{rtmy'})", "share", "least activity in a mode per activity of the year before"),
    "new_capacity_use": Symbol(r"\beta_{rtcy}", "commodity unit per capacity unit", "what new capacity uses"),
    "capacity_use": Symbol(r"\gamma_{rtcy}", "commodity unit per capacity unit a year", "what capacity uses each year"),
    "reserve_firm": Symbol(r"\phi_{rty} \kappa_{rt}", "activity unit per capacity unit", "firm capacity"),
    "reserve_need": Symbol(
        r"\mu_{ry} \tau_{rcy} o_{rtmcy} / \lambda_{yl}", "1/yr", "reserve asked for per unit of activity"
    ),
    "renewable_term": Symbol(
        r"(\rho_{rty} - \sigma_{ry} \tau_{rcy}) o_{rtmcy}",
        "commodity unit per activity unit",
        "renewable output less its share",
    ),
    "emission_term": Symbol(
        r"\varepsilon_{rtmey}", "emission unit per activity unit", "emissions per unit of activity"
    ),
    "emission_room": Symbol(r"\overline{E}_{rey} - E^{exo}_{rey}", "emission unit", "limit less exogenous emissions"),
    "emission_limit_period_room": Symbol(
        r"\overline{E}_{re} - E^{exo}_{re}", "emission unit", "limit of the period less exogenous emissions"
    ),
    "emission_min_period_room": Symbol(
        r"\underline{E}_{re} - E^{exo}_{re}", "emission unit", "least of the period less exogenous emissions"
    ),
    "activity_max_period": Symbol(r"\overline{A}_{rt}", "activity unit", "most activity of all years together"),
    "activity_min_period": Symbol(r"\underline{A}_{rt}", "activity unit", "least activity of all years together"),
    "variable_cost": Symbol(r"v_{rtmy}", "million CNY per activity unit", "cost per unit of activity, undiscounted"),
    "variable_cost_floor": Symbol(r"\underline{V}_{rty}", "million CNY", "least variable cost of a year"),
    "reservoir_alive": Symbol(r"a_{rsvy}", "share", "share of a vintage that is alive in a year"),
    "reservoir_residual": Symbol(r"R_{rsy}", "reservoir unit", "what remains of the stock before the first year"),
    "reservoir_level_start": Symbol(r"L^{start}_{rs}", "reservoir unit", "level before the first year"),
    "reservoir_yearly": Symbol(
        r"(f_{rtms} - g_{rtms}) \Lambda_l / \lambda_l", "reservoir unit per activity unit", "net filling over a season"
    ),
    "reservoir_daily": Symbol(
        r"\delta_h (f_{rtms} - g_{rtms}) / \lambda_l", "reservoir unit per activity unit", "net filling of one day-part"
    ),
    "reservoir_days_before": Symbol(r"N_{d-1}", "d", "days of the type before"),
    "reservoir_days_after": Symbol(r"N_{d+1}", "d", "days of the type after"),
    "reservoir_floor_share": Symbol(r"\underline{\sigma}_{rsy}", "share", "least level as a share of capacity"),
    "reservoir_inflow_term": Symbol(
        r"f_{rtms} / \lambda_l", "reservoir unit a year per activity unit", "rate of filling"
    ),
    "reservoir_outflow_term": Symbol(
        r"g_{rtms} / \lambda_l", "reservoir unit a year per activity unit", "rate of drawing"
    ),
    "reservoir_inflow_max": Symbol(r"\overline{f}_{rs}", "reservoir unit a year", "highest rate of filling"),
    "reservoir_outflow_max": Symbol(r"\overline{g}_{rs}", "reservoir unit a year", "highest rate of drawing"),
    "investment": Symbol(r"I_{rty}", "million CNY per capacity unit", "discounted cost of new capacity"),
    "salvage": Symbol(r"S_{rty}", "million CNY per capacity unit", "discounted value left at the end"),
    "fixed": Symbol(r"F_{rty}", "million CNY per capacity unit", "discounted cost of capacity over the span"),
    "variable": Symbol(r"V_{rtmy}", "million CNY per activity unit", "discounted cost of activity over the span"),
    "carbon_price": Symbol(r"P_{rtmy}", "million CNY per activity unit", "discounted price of its emissions"),
    "reservoir_investment": Symbol(r"I_{rsy}", "million CNY per reservoir unit", "discounted cost of new reservoirs"),
    "reservoir_salvage": Symbol(r"S_{rsy}", "million CNY per reservoir unit", "discounted value left at the end"),
}
SYMBOLS = {**COLUMNS, **COEFFICIENTS}
BOUNDS_OF = {"yearly_activity": ("activity_low", "activity_high")}  # bounds of the column that an equation defines


@cache
def used_by(rule: Callable[..., object]) -> tuple[str, ...]:
    """Return the columns and tables that the code of an equation reads, its helper functions included."""
    found = {*_names(rule, frozenset()), *BOUNDS_OF.get(rule.__name__, ())}
    return tuple(name for name in SYMBOLS if name in found)


def _names(function: Callable[..., object], seen: frozenset[str]) -> Iterator[str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in SYMBOLS and _is_model(node.value):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called = function.__globals__.get(node.func.id)
            if node.func.id == "getattr" and _is_model(node.args[0]):
                yield from _columns_of(function.__module__)
            elif (
                isinstance(called, FunctionType)
                and called.__module__ == function.__module__
                and called.__name__ not in seen
            ):
                yield from _names(called, seen | {called.__name__})


def _is_model(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "m"


def _columns_of(module: str) -> tuple[str, ...]:
    """Return the columns that a family reads by name: a limit any that a policy may name, a reservoir its levels."""
    if module.endswith("reservoir"):
        return tuple(name for name in COLUMNS if name.startswith("reservoir_") and "capacity" not in name)
    return ("activity", "yearly_activity", "new_capacity", "capacity")
