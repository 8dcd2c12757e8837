"""What the city's scenarios said when they were last renewed with a reason: least cost, peak, emissions."""

from __future__ import annotations

import json

import pytest

from tests.shipped.solved import FIGURES, NAMES, figures, solved

HELD = json.loads(FIGURES.read_text(encoding="utf-8"))
ASKED_FOR = {
    "baseline", "peak-2030", "peak-2028", "clean-energy", "green-living", "circular-industry", "all-campaigns",
    "high-growth", "carbon-budget", "neutral-2060",
}  # fmt: skip


def test_every_scenario_is_held() -> None:
    assert set(NAMES) == set(HELD) >= ASKED_FOR


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_says_what_it_said(name: str) -> None:
    held, now = HELD[name], figures(name)
    assert now["objective"] == pytest.approx(held["objective"], rel=1e-5)
    assert now["peak_year"] == held["peak_year"]
    assert now["peak_level"] == pytest.approx(held["peak_level"], abs=0.002)
    assert now["emissions"] == pytest.approx(held["emissions"], abs=0.02)


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_of_the_objective_sum_to_it(name: str) -> None:
    summary = solved(name).summary
    parts = summary["objective_parts"]
    told = parts["resource"] + parts["transfers"]
    assert told == pytest.approx(summary["total_cost"]["value"], rel=1e-6)
    assert told + parts["financing"] + parts["taste"] - parts["surplus"] == pytest.approx(
        summary["objective"], rel=1e-6
    )
