"""Drivers, checked against people and money counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from carbonsim.system.context import Context
from carbonsim.system.sectors import economy
from carbonsim.system.tables import Years
from tests.system import town

YEARS = Years((2020, 2021, 2025), 2021, 0.05)


@pytest.fixture
def drivers(tmp_path: Path) -> dict[str, np.ndarray]:
    context = Context(YEARS, (), lambda _: ("", 0))
    economy.translate(town.read(tmp_path).economy, context)
    return context.drivers


def test_gdp_is_linear_between_the_years_written(drivers: dict[str, np.ndarray]) -> None:
    assert drivers["gdp"] == pytest.approx([100, 110, 150])
    assert drivers["gdp_per_capita"] == pytest.approx([50, 55, 75])  # thousand CNY a head


def test_value_added_sums_to_gdp(drivers: dict[str, np.ndarray]) -> None:
    parts = [drivers[f"value_added_{name}"] for name in ("primary", "secondary", "tertiary")]
    assert [part[0] for part in parts] == pytest.approx([10, 40, 50])
    assert sum(parts) == pytest.approx(drivers["gdp"])


def test_people_live_in_households(drivers: dict[str, np.ndarray]) -> None:
    assert drivers["urban_population"][0] == pytest.approx(1.5)
    assert drivers["urban_households"][0] == pytest.approx(0.5)
    assert drivers["rural_households"][0] == pytest.approx(0.2)


def test_shares_above_the_whole_are_refused(tmp_path: Path) -> None:
    changes = {"economy": {"structure": {"primary": "61 %"}}}
    _, findings = town.attempt(tmp_path, changes)
    assert [finding.path for finding in findings] == ["economy.structure"]
