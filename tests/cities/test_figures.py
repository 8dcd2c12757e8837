"""The two cities' scenarios are held to their figures, and what they tell is right for a city without coal."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carbonsim.analysis.summary.absences import absences
from tests.cities.solved import CITIES, FIGURES, NAMES, figures_of, solved

HELD: dict[str, dict[str, Any]] = json.loads(FIGURES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_held_to_its_figures(name: str) -> None:
    found, held = figures_of(solved(name)), HELD[name]
    assert found["objective"] == pytest.approx(held["objective"], rel=1e-5)
    assert found["peak_year"] == held["peak_year"]
    assert found["peak_level"] == pytest.approx(held["peak_level"], rel=1e-4)
    assert found["emissions"] == pytest.approx(held["emissions"], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("city", CITIES)
def test_no_plan_costs_less_than_the_baseline(city: str) -> None:
    baseline, plan = (HELD[name] for name in CITIES[city])
    assert plan["objective"] > baseline["objective"]
    assert plan["emissions"]["2050"] < baseline["emissions"]["2050"]


def test_the_city_of_gaps_tells_them() -> None:
    told = {one.path for one in absences(solved("mendoza/baseline").scenario)}
    assert {"economy.gdp", "energy.heat_network", "transport", "economy.tariffs", "no_data.vehicles"} <= told
    assert "buildings.classes.homes.floor_area" in told


def test_winter_is_in_the_middle_of_the_southern_year() -> None:
    """Heat of homes is burnt from June to August; what cools runs from December to March."""
    shapes = solved("mendoza/baseline").scenario.energy
    assert shapes is not None
    heat, cold = shapes.shapes["heating"], shapes.shapes["cooling"]
    assert heat["winter_day"].at(2022) > 5 * heat["summer_day"].at(2022)
    assert cold["winter_day"].at(2022) == 0 < cold["summer_day"].at(2022)


def test_the_heat_of_amsterdam_is_that_of_its_plants() -> None:
    heat = solved("amsterdam/baseline").results.series("Generation|Heat|waste")
    assert heat[2023] == pytest.approx(0.991, rel=0.03)
