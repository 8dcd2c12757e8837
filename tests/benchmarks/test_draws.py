"""Draws from the ranges: what they move stands in the city, and nothing steps from the last year before the plan."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from carbonsim.pipeline import read_checked
from carbonsim.scenario.scenario import Scenario
from tests.benchmarks.audit.side import figures
from tests.benchmarks.draws.__main__ import CITY, SCENARIOS
from tests.benchmarks.draws.drawing import Range, drawn, mapped, ranges


@cache
def city() -> Scenario:
    return read_checked(CITY / f"{SCENARIOS[0]}.yaml")


def test_a_triangle_has_its_sides_and_its_top() -> None:
    """Between 0 and 4 with the top at 1: a quarter lies below 1, and half of the rest below 4 - sqrt(0.375 × 12)."""
    one = Range(2030, 2030, 0.0, 1.0, 4.0)
    assert [one.at(quantile) for quantile in (0.0, 0.25, 1.0)] == [0.0, 1.0, 4.0]
    assert one.at(0.625) == pytest.approx(4.0 - np.sqrt(0.375 * 12.0))
    assert Range(2030, 2030, 2.0, 2.0, 2.0).at(0.3) == 2.0


def test_every_input_has_a_range_and_every_path_leads_to_a_figure_of_the_city() -> None:
    assert set(mapped()) <= set(ranges())
    lost = [path for _, paths in mapped().values() for path in paths if not list(figures(city(), path.split(".")))]
    assert lost == []


def test_the_past_is_not_drawn_and_nothing_steps() -> None:
    scenario, moved = city(), drawn(city(), 3)
    last = scenario.time.plan_from - 1
    assert len(moved) > len(mapped())
    for path, values in moved.items():
        assert isinstance(values, dict)
        ((_, figure),) = figures(scenario, path.split("."))
        for year in (one for one in scenario.time.years if one <= last):
            assert values[year] == pytest.approx(figure.at(year))
        if path.endswith(("floor_area", "population", "distance", "activity")):
            assert values[last + 1] == pytest.approx(figure.at(last + 1), rel=0.2)


def test_the_same_number_is_the_same_draw() -> None:
    assert drawn(city(), 7) == drawn(city(), 7)
    assert drawn(city(), 7) != drawn(city(), 8)
