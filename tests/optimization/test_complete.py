"""What a complete engine knows, each with the tests that work it out by hand; and the few that stand nowhere else."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.reference.data_set import Data
from tests.written_systems import by_year, solved

FAMILIES = "tests.optimization.test_families"
KNOWN = {
    "capacity factors by slice and year": (
        FAMILIES, "test_capacity_runs_by_its_factor_of_the_slice_and_the_year"),
    "early retirement": (
        FAMILIES, "test_capacity_that_may_retire_early_goes_when_it_is_not_needed_and_its_fixed_cost_stops"),
    "what retired stays away": (FAMILIES, "test_what_retired_early_does_not_come_back"),
    "growth limits from a seed": (FAMILIES, "test_new_capacity_grows_no_faster_than_its_limit_from_a_seed"),
    "degrowth limits with a seed": (
        FAMILIES, "test_new_capacity_falls_no_faster_than_its_limit_and_a_seed_may_fall_away"),
    "reserve margin on peak demand": (FAMILIES, "test_firm_capacity_covers_the_highest_demand_and_the_margin"),
    "reserve margin on output": (
        "tests.system.test_written_outside", "test_what_a_line_carries_is_no_output_for_which_reserve_is_held"),
    "share bounds of technologies": (FAMILIES, "test_a_group_takes_at_least_its_share_of_the_whole"),
    "share bounds of commodities": (__name__, "test_a_commodity_takes_its_share_of_all_inputs"),
    "removals below zero": (FAMILIES, "test_removals_count_below_zero_and_only_as_far_as_asked"),
    "no hidden floor but in a data set": (__name__, "test_a_removal_is_closed_in_a_data_set_and_open_in_our_words"),
    "daily storage": (__name__, "test_a_daily_storage_carries_the_day_into_the_night_with_its_losses"),
    "seasonal storage": (FAMILIES, "test_a_seasonal_storage_carries_summer_into_winter_at_its_efficiencies"),
    "seasonal storage with losses": (
        FAMILIES, "test_a_seasonal_storage_with_losses_is_its_days_one_after_the_other"),
    "trade with losses": (FAMILIES, "test_trade_loses_its_share_on_the_way"),
    "trade with limits": (FAMILIES, "test_trade_keeps_its_limit"),
    "model years of unequal length": (
        FAMILIES, "test_emissions_of_the_horizon_are_weighted_by_the_years_each_model_year_stands_for"),
    "steps of one year": ("tests.optimization.test_properties", "test_steps_of_one_year_are_the_yearly_convention"),
    "carbon price paths": (FAMILIES, "test_a_carbon_price_path_is_paid_on_what_is_emitted"),
    "investment ceilings": (
        FAMILIES, "test_investment_of_a_year_stays_below_its_ceiling_over_spans_of_any_length"),
    "the cheapest plan": ("tests.optimization.planning.test_twin_and_plan", "test_a_peak_year_caps_every_later_year"),
    "the lowest peak": ("tests.optimization.planning.test_objectives", "test_the_lowest_peak_that_money_can_buy"),
    "the earliest peak": ("tests.optimization.planning.test_objectives", "test_the_earliest_year_that_money_can_buy"),
    "whole units": ("tests.system.written.test_translate", "test_whole_units_are_built_where_a_unit_size_is_given"),
    "hurdle rates": ("tests.system.written.test_translate", "test_a_hurdle_rate_raises_what_an_investment_costs"),
    "hurdle rates by actor": (
        "tests.optimization.terms.test_cost", "test_a_buyer_perceives_what_it_pays_within_the_horizon"),
    "emissions from outside": (
        "tests.system.test_written_outside", "test_a_limit_on_all_emissions_counts_those_from_outside"),
    "both methods of depreciation": (
        "tests.system.test_written_outside", "test_what_is_left_after_the_last_year_falls_as_the_method_says"),
    "free trade": (
        "tests.system.test_written_outside", "test_a_route_runs_in_either_direction_as_two_lines_without_losses_do"),
}  # fmt: skip


@pytest.mark.parametrize("what", KNOWN)
def test_what_a_complete_engine_knows_has_its_test(what: str) -> None:
    module, name = KNOWN[what]
    assert callable(getattr(importlib.import_module(module), name))


BATTERY = """
    name: Battery
    time: {years: [2020], discount_rate: 0, seasons: {year: {days: 365}},
           day_parts: {day: {hours: 12}, night: {hours: 12}}}
    system:
      commodities: {power: {balance: slice}}
      technologies:
        sun: {outputs: {power: 1}, variable_cost: 3, lifetime: 1, residual_capacity: 1000, capacity_to_activity: 1,
              availability: 0, availability_by_slice: {year_day: 1}}
      storages:
        battery: {commodity: power, duration: 6 h, charge_efficiency: 0.9, discharge_efficiency: 0.8, loss: 1 %/h,
                  lifetime: 1, capital_cost: 2, capacity_to_activity: 1}
      demands: {power: {amount: 3, profile: {year_day: 0.6667, year_night: 0.3333}}}
    """


def test_a_daily_storage_carries_the_day_into_the_night_with_its_losses() -> None:
    """Each night takes a 365th of what the night asks: over 0.8, twelve hours at 1 % and 0.9 it was charged by day.

    The level in the evening fills six hours of the capacity.
    """
    found = solved(BATTERY)
    night = 3 * 0.3333
    evening = night / 365 / 0.8 / 0.99**12
    assert by_year(found, "activity", "sun") == pytest.approx([3 * 0.6667 + 365 * evening / 0.9])
    assert by_year(found, "capacity", "battery") == pytest.approx([evening * 8760 / 6])


def test_a_commodity_takes_its_share_of_all_inputs() -> None:
    """Straw is dear and must be a fifth of what the boilers burn: 10 of heat take 12.5, of which 2.5 are straw."""
    found = solved("""
        name: Boilers
        time: {years: [2020], discount_rate: 0}
        system:
          commodities: {heat: {}, coal: {}, straw: {}}
          technologies:
            mine: {outputs: {coal: 1}, variable_cost: 1}
            farm: {outputs: {straw: 1}, variable_cost: 4}
            boiler:
              modes:
                on-coal: {inputs: {coal: 1.25}, outputs: {heat: 1}}
                on-straw: {inputs: {straw: 1.25}, outputs: {heat: 1}}
          demands: {heat: {amount: 10}}
          limits:
            straw: {measure: input, commodities: [straw], of: {commodities: [coal, straw]}, share_min: 20 %}
            less-coal: {measure: input, commodities: [coal], of: {commodities: [coal, straw]}, share_max: 90 %}
        """)
    assert by_year(found, "activity", "farm") == pytest.approx([2.5])
    assert by_year(found, "activity", "mine") == pytest.approx([10.0])


REMOVING = """
    name: Removing
    time: {years: [2020, 2021], discount_rate: 0.05}
    system:
      commodities: {power: {balance: slice, surplus: true}}
      technologies:
        coal: {outputs: {power: 1}, variable_cost: 2, emission_factors: {CO2: 0.2}}
        wind: {outputs: {power: 1}, variable_cost: 9}
        CAPTURE
      demands: {power: {amount: 10}}
      limits: {air: {measure: emissions, emission: CO2, at_most: 1}}
    """


def test_a_removal_is_closed_in_a_data_set_and_open_in_our_words(tmp_path: Path) -> None:
    """OSeMOSYS lets no technology emit less than nothing: the same system without it in our words costs the same.

    With it open, the filter takes the tonne that coal emits beyond the limit, at 5, where wind would cost 7 / 0.2.
    """
    data = Data(
        {"R": ["land"], "T": ["coal", "wind", "filter"], "F": ["power"], "M": [1], "L": ["all"], "Y": [2020, 2021],
         "E": ["CO2"], "S": [], "Q": [], "D": [], "H": []}
    )  # fmt: skip
    data.put("YearSplit", 1)
    data.put("SpecifiedAnnualDemand", 10)
    data.put("SpecifiedDemandProfile", 1)
    for name, cost, emitted in (("coal", 2, 0.2), ("wind", 9, 0), ("filter", 5, -1)):
        data.put("VariableCost", cost, T=name)
        data.put("EmissionActivityRatio", emitted, T=name)
        if name != "filter":
            data.put("OutputActivityRatio", 1, T=name)
    data.put("AnnualEmissionLimit", 1)
    scenario, findings = read_scenario(data.write(tmp_path))
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    closed = Optimization(system).solve_twin().objective
    years = 1.05**-0.5 + 1.05**-1.5
    assert closed == pytest.approx(solved(REMOVING.replace("CAPTURE", "")).objective, rel=1e-9)
    assert closed == pytest.approx(years * (5 * 2 + 5 * 9))
    capture = "filter: {emission_factors: {CO2: -1}, variable_cost: 5}"
    assert solved(REMOVING.replace("CAPTURE", capture)).objective == pytest.approx(years * (10 * 2 + 1 * 5))
