"""The parameters of the reference energy system: index, unit, default and meaning of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Key = tuple[str | int, ...]

COSTS = frozenset(
    {"variable_cost", "carbon_price", "capital_cost", "fixed_cost", "actor_rate"}
)  # parameters that stand in costs alone


@dataclass(frozen=True)
class Parameter:
    """What a parameter means: its index, unit, default and one sentence.

    `of` tells what of a technology it speaks of: its activity, what its capacity is able to do, whether there is a
    capacity at all, that capacity, or what is newly built. `beside` names the parameter without which it says nothing.
    """

    index: tuple[str, ...]
    unit: str
    default: float
    sentence: str
    of: Literal["activity", "ability", "existence", "capacity", "new_capacity"] = "activity"
    beside: str = ""


_RT, _RTY = ("region", "technology"), ("region", "technology", "year")
PARAMETERS: dict[str, Parameter] = {
    "output_ratio": Parameter(
        ("region", "technology", "mode", "commodity", "year"), "per activity", 0, "Output per unit of activity."
    ),
    "input_ratio": Parameter(
        ("region", "technology", "mode", "commodity", "year"), "per activity", 0, "Input per unit of activity."
    ),
    "emission_factor": Parameter(
        ("region", "technology", "mode", "emission", "year"), "Mt per activity", 0, "Emissions per unit of activity."
    ),
    "variable_cost": Parameter(
        ("region", "technology", "mode", "year"), "million CNY per activity", 0, "Cost per unit of activity."
    ),
    "carbon_price": Parameter(
        ("region", "technology", "mode", "year"),
        "million CNY per activity",
        0,
        "Allowance cost per unit of activity, kept apart from other variable cost.",
    ),
    "preference": Parameter(
        ("region", "technology", "mode"),
        "1",
        0,
        "Weight among plans of equal cost, per unit of activity: below 0 taken first; it stands in no cost.",
    ),
    "demand": Parameter(("region", "commodity", "year"), "commodity unit", 0, "Yearly demand, balance: yearly."),
    "demand_slice": Parameter(
        ("region", "commodity", "year", "time_slice"), "commodity unit", 0, "Demand in a time slice, balance: slice."
    ),
    "price_elasticity": Parameter(
        ("region", "commodity"),
        "1",
        0,
        "Per cent by which a yearly demand moves for each that its price rises from that of the reference.",
    ),
    "room_warmth": Parameter(
        ("region", "commodity", "year"),
        "1",
        1,
        "Heat that the room temperature of a year asks for, relative to the base year: less than in the reference is"
        " comfort given up.",
    ),
    "capacity_to_activity": Parameter(
        _RT, "activity per capacity and year", 1, "Activity of one unit of capacity in a full year.", of="ability"
    ),
    "lifetime": Parameter(
        _RT, "yr", 0, "Years a vintage lives; absent: the technology needs no capacity.", of="existence"
    ),
    "residual_capacity": Parameter(
        _RTY, "capacity unit", 0, "Capacity built before the base year and still alive.", of="existence"
    ),
    "capital_cost": Parameter(_RTY, "million CNY per capacity unit", 0, "Cost of new capacity.", of="new_capacity"),
    "fixed_cost": Parameter(
        _RTY, "million CNY per capacity unit and year", 0, "Yearly cost of capacity.", of="capacity"
    ),
    "availability": Parameter(
        ("region", "technology", "year", "time_slice"),
        "share",
        1,
        "Share of capacity that can run in a time slice.",
        of="ability",
    ),
    "availability_year": Parameter(_RTY, "share", 1, "Share of capacity that can run over the year.", of="ability"),
    "shape": Parameter(
        ("region", "technology", "commodity", "time_slice"),
        "share of the year's flow",
        0,
        "How a yearly technology spreads its flow of a commodity that is balanced by slice.",
    ),
    "capacity_max": Parameter(_RTY, "capacity unit", float("inf"), "Upper bound on capacity.", of="capacity"),
    "capacity_min": Parameter(_RTY, "capacity unit", 0, "Lower bound on capacity.", of="existence"),
    "new_capacity_max": Parameter(
        _RTY, "capacity unit over the span", float("inf"), "Upper bound on new capacity.", of="existence"
    ),
    "new_capacity_min": Parameter(
        _RTY, "capacity unit over the span", 0, "Lower bound on new capacity.", of="existence"
    ),
    "activity_max": Parameter(_RTY, "activity unit", float("inf"), "Upper bound on yearly activity, all modes."),
    "activity_min": Parameter(_RTY, "activity unit", 0, "Lower bound on yearly activity, all modes."),
    "slice_activity_max": Parameter(
        ("region", "technology", "mode", "year", "time_slice"),
        "activity unit",
        float("inf"),
        "Upper bound on activity in a time slice, of what has a given capacity.",
    ),
    "slice_activity_min": Parameter(
        ("region", "technology", "mode", "year", "time_slice"),
        "activity unit",
        0,
        "Lower bound on activity in a time slice.",
    ),
    "storage_level_max": Parameter(
        ("region", "technology", "year"), "PJ", float("inf"), "Most that a storage of a given capacity holds."
    ),
    "growth_limit": Parameter(
        _RT, "share a year", 0, "New capacity a year may grow by this share a year; absent: free.", of="new_capacity"
    ),
    "growth_seed": Parameter(
        _RT,
        "capacity unit a year",
        0,
        "New capacity a year from which growth starts, beside what stands.",
        of="new_capacity",
        beside="growth_limit",
    ),
    "degrowth_limit": Parameter(
        _RT, "share a year", 0, "New capacity a year may fall by this share a year; absent: free.", of="new_capacity"
    ),
    "degrowth_seed": Parameter(
        _RT,
        "capacity unit a year",
        0,
        "New capacity a year that may always fall away.",
        of="new_capacity",
        beside="degrowth_limit",
    ),
    "early_retirement": Parameter(
        _RT,
        "1 where it holds",
        0,
        "Capacity may retire before its lifetime ends; its fixed cost then stops.",
        of="capacity",
    ),
    "capacity_credit": Parameter(
        _RTY, "share", 0, "Share of capacity that counts as firm in the highest demand.", of="capacity"
    ),
    "peak_margin": Parameter(
        ("region", "commodity", "year"),
        "share",
        0,
        "Firm capacity held beyond the highest demand for a commodity; absent: no such margin.",
    ),
    "slice_share": Parameter(
        ("time_slice", "year"),
        "share of the year",
        0,
        "Length of a slice in a year; absent: its own share.",
    ),
    "demand_whole": Parameter(
        ("region", "commodity", "year"),
        "commodity unit",
        0,
        "Least net output over the year of a commodity balanced by slice, whenever it comes.",
    ),
    "free_supply": Parameter(
        ("region", "commodity", "year"), "1 where it holds", 0, "Production of the commodity is unconstrained."
    ),
    "trade_route": Parameter(
        ("region", "partner", "commodity", "year"),
        "share of the flow",
        0,
        "Weight of the flow from region to partner in the region's balance; 1: what one gives the other gets.",
    ),
    "discount_rate": Parameter(("region",), "1/yr", 0, "Discount rate of a region; absent: that of the years."),
    "hurdle_rate": Parameter(
        _RT, "1/yr", 0, "Rate at which investment is paid back; absent: the discount rate.", of="new_capacity"
    ),
    "actor_rate": Parameter(
        _RTY,
        "1/yr",
        0,
        "Rate at which who buys it in the year pays it back: it decides and is no cost; absent: the discount rate.",
        of="new_capacity",
    ),
    "straight_line": Parameter(("region",), "1 where it holds", 0, "Salvage by straight line, not by sinking fund."),
    "unit_size": Parameter(
        _RTY, "capacity unit", 0, "New capacity comes in whole units of this size.", of="new_capacity"
    ),
    "mode_closed": Parameter(
        ("region", "technology", "mode", "year"), "1 where it holds", 0, "The mode cannot run in that year."
    ),
    "variable_cost_min": Parameter(
        _RTY, "million CNY", 0, "Least undiscounted variable cost of a technology in a year, all modes together."
    ),
    "mode_activity_max": Parameter(
        ("region", "technology", "mode", "year"),
        "activity unit",
        float("inf"),
        "Upper bound on yearly activity in a mode.",
    ),
    "mode_activity_min": Parameter(
        ("region", "technology", "mode", "year"), "activity unit", 0, "Lower bound on yearly activity in a mode."
    ),
    "mode_activity_increase": Parameter(
        ("region", "technology", "mode", "year"),
        "share",
        0,
        "Most growth of yearly activity in a mode from this year to the next one; absent: free.",
    ),
    "mode_activity_decrease": Parameter(
        ("region", "technology", "mode", "year"),
        "share",
        0,
        "Most fall of yearly activity in a mode from this year to the next one; absent: free.",
    ),
    "new_capacity_use": Parameter(
        ("region", "technology", "commodity", "year"),
        "commodity unit per capacity unit",
        0,
        "What a unit of new capacity uses in the year it is built, in the balance of the year.",
    ),
    "capacity_use": Parameter(
        ("region", "technology", "commodity", "year"),
        "commodity unit per capacity unit",
        0,
        "What a unit of capacity uses each year, in the balance of the year.",
    ),
    "activity_max_period": Parameter(
        _RT, "activity unit", float("inf"), "Upper bound on activity over all model years together."
    ),
    "activity_min_period": Parameter(_RT, "activity unit", 0, "Lower bound on activity over all model years together."),
    "reserve_ratio": Parameter(
        ("region", "year"), "capacity per rate of output", 0, "Firm capacity per rate of output, in every time slice."
    ),
    "reserve_output": Parameter(
        ("region", "commodity", "year"), "share", 0, "Share of a commodity's output for which reserve is held."
    ),
    "reserve_credit": Parameter(_RTY, "share", 0, "Share of a technology's capacity that counts as reserve."),
    "renewable_share_min": Parameter(
        ("region", "year"), "share", 0, "Least output of renewable technologies per output of the named commodities."
    ),
    "renewable_output": Parameter(
        ("region", "commodity", "year"), "share", 0, "Share of a commodity's output that the renewable target counts."
    ),
    "renewable_credit": Parameter(_RTY, "share", 0, "Share of a technology's output that counts as renewable."),
    "emission_limit": Parameter(
        ("region", "emission", "year"), "emission unit", float("inf"), "Upper bound on a year's emissions."
    ),
    "emission_limit_period": Parameter(
        ("region", "emission"), "emission unit", float("inf"), "Upper bound on emissions of all model years together."
    ),
    "emission_min_period": Parameter(
        ("region", "emission"), "emission unit", 0, "Lower bound on emissions of all model years together."
    ),
    "exogenous_emission": Parameter(
        ("region", "emission", "year"), "emission unit", 0, "Emissions of a year that no technology here makes."
    ),
    "exogenous_emission_period": Parameter(
        ("region", "emission"), "emission unit", 0, "Emissions of the whole period beside those of its years."
    ),
    "days_of_type": Parameter(("season", "day_type", "year"), "d", 0, "Days of a type in one occurrence of a season."),
    "day_part_share": Parameter(("day_part", "year"), "share of the year", 0, "Length of a part of one day."),
    "reservoir_inflow": Parameter(
        ("region", "technology", "mode", "reservoir"), "per activity", 0, "What activity puts into a reservoir."
    ),
    "reservoir_outflow": Parameter(
        ("region", "technology", "mode", "reservoir"), "per activity", 0, "What activity takes from a reservoir."
    ),
    "reservoir_inflow_max": Parameter(("region", "reservoir"), "per year", float("inf"), "Highest rate of filling."),
    "reservoir_outflow_max": Parameter(("region", "reservoir"), "per year", float("inf"), "Highest rate of drawing."),
    "reservoir_level_start": Parameter(("region", "reservoir"), "reservoir unit", 0, "Level before the first year."),
    "reservoir_level_min": Parameter(
        ("region", "reservoir", "year"), "share of capacity", 0, "Least level as a share of capacity."
    ),
    "reservoir_lifetime": Parameter(("region", "reservoir"), "yr", 0, "Years a reservoir lives."),
    "reservoir_residual": Parameter(
        ("region", "reservoir", "year"), "reservoir unit", 0, "Capacity built before the base year and still alive."
    ),
    "reservoir_capital_cost": Parameter(
        ("region", "reservoir", "year"), "million CNY per reservoir unit", 0, "Cost of new reservoir capacity."
    ),
    "reservoir_new_max": Parameter(
        ("region", "reservoir", "year"), "reservoir unit", float("inf"), "Upper bound on new reservoir capacity."
    ),
    "reservoir_discount_rate": Parameter(
        ("region", "reservoir"), "1/yr", 0, "Discount rate of a reservoir; absent: that of its region."
    ),
}
