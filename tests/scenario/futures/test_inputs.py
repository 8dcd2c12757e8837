"""Ranges in a scenario: what one draw moves, from when, and that the past and the skew stay."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from carbonsim.pipeline import read_checked
from carbonsim.scenario.futures.inputs import UncertainInput, uncertain_inputs
from carbonsim.scenario.scenario import Scenario

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
COAL, AREA, GDP = "energy.fuels.raw_coal.price", "buildings.classes.homes.floor_area", "economy.gdp"
PLANT = "energy.plants.coal-plant"


@cache
def tutorial() -> Scenario:
    return read_checked(TUTORIAL)


def only(scenario: Scenario) -> UncertainInput:
    (one,) = uncertain_inputs(scenario)
    return one


def test_a_value_without_a_range_is_not_drawn() -> None:
    assert uncertain_inputs(tutorial()) == []


def test_a_range_beside_a_value_holds_from_the_first_year_of_the_plan() -> None:
    scenario = tutorial().with_(COAL, {"value": "30 CNY/GJ", "low": 20, "high": "50 CNY/GJ", "shape": "uniform"})
    moved = only(scenario).moved(0.5, scenario)[COAL]
    assert isinstance(moved, dict)
    assert moved.pop(2025) == 30.0
    assert set(moved.values()) == {35.0}


def test_a_path_is_moved_whole_by_one_draw_and_its_skew_is_kept() -> None:
    """Of 36 m² in 2030 and 42 in 2040: 10 % less and 20 % more, and 10 % and 50 %; linear from 2025, which is known."""
    limits = {"low": {2034: 0.9 * 37.2, 2040: 0.9 * 42}, "high": {2034: 1.2 * 37.2, 2040: 1.5 * 42}}
    scenario = tutorial().with_(AREA, {"value": {2025: 30, 2040: 42}, **limits})
    high, low = (only(scenario).moved(quantile, scenario)[AREA] for quantile in (1.0, 0.0))
    assert isinstance(high, dict)
    assert isinstance(low, dict)
    assert high[2025] == low[2025] == 30.0
    assert high[2028] == pytest.approx(32.4 * (1.0 + 0.2 * 3 / 9))
    assert [high[2034], high[2040]] == pytest.approx([1.2 * 37.2, 1.5 * 42])
    assert [low[2030], low[2040]] == pytest.approx([34.0 * (1.0 - 0.1 * 5 / 9), 0.9 * 42])


def test_a_range_by_name_moves_all_that_its_paths_lead_to_in_its_own_ratio() -> None:
    written = {"moves": ["energy.fuels.*.price"], "low": 400, "central": 500, "high": 700, "unit": "CNY/t"}
    scenario = tutorial().with_("ranges", {"fuels": written})
    moved = only(scenario).moved(1.0, scenario)
    assert {path: round(value[2040], 9) for path, value in moved.items()} == {  # type: ignore[index]
        COAL: 42.0,
        "energy.fuels.natural_gas.price": 105.0,
    }


def test_growth_is_drawn_up_to_each_year_that_is_named_and_goes_on_as_written() -> None:
    """5 % a year in 2026–2028 and 1 % in 2029 and 2030, then the 4 % of the tutorial."""
    ends = {"low": {2028: "5 %", 2030: "1 %"}, "central": {2028: "5 %", 2030: "1 %"}, "high": {2028: "6 %", 2030: 0.02}}
    scenario = tutorial().with_("ranges", {"gdp": {"moves": [GDP], "how": "growth", **ends}})
    moved = only(scenario).moved(0.0, scenario)[GDP]
    assert isinstance(moved, dict)
    assert moved[2025] == 50.0
    assert moved[2028] == pytest.approx(50 * 1.05**3)
    assert moved[2032] == pytest.approx(50 * 1.05**3 * 1.01**2 * 1.04**2)


def test_what_grows_older_leaves_later() -> None:
    """The capacity falls by 1/75 a year from 2025 to 2040; with five years more it is that of five years before."""
    written = {"moves": [f"{PLANT}.capacity"], "how": "age", "low": 25, "central": 30, "high": 35}
    scenario = tutorial().with_("ranges", {"age": written})
    moved = only(scenario).moved(1.0, scenario)[f"{PLANT}.capacity"]
    assert isinstance(moved, dict)
    assert [moved[2025], moved[2028], moved[2034]] == pytest.approx([0.8, 0.8, 0.8 - 0.2 * 4 / 15])


def test_what_holds_for_all_years_stays_one_value() -> None:
    path = f"{PLANT}.lifetime"
    scenario = tutorial().with_(path, {"value": 30, "low": 20, "high": 40})
    assert only(scenario).moved(0.0, scenario) == {path: 20.0}


def test_a_scenario_says_which_ranges_count() -> None:
    ranges = {name: {"moves": [path], "low": 1, "central": 2, "high": 3} for name, path in (("a", COAL), ("b", GDP))}
    scenario = tutorial().with_({"ranges": ranges, "futures": {"inputs": ["b"]}})
    assert only(scenario).name == "b"


@pytest.mark.parametrize("quantile", [0.0, 0.3, 1.0])
def test_every_draw_can_be_written_into_the_scenario(quantile: float) -> None:
    scenario = tutorial().with_(COAL, {"value": 30, "low": 20, "high": 50})
    drawn = scenario.with_(only(scenario).moved(quantile, scenario))
    assert dict(drawn.quantities())[COAL].at(2025) == 30.0
