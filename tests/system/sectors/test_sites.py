"""New plants fill the sites that are cheap to connect first, and grow on all of them together: by hand, on the town."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.security.last_resort import plant_name
from tests.system import town

SITES = {
    "near": {"capacity_max": 0.2, "grid_cost": 100},
    "far": {"capacity_max": 5, "grid_cost": 900, "output": "110 %"},
}
DEAR = {"trade": {"import_price": 1000}}


def _solved(folder: Path, **wind: Any) -> Solution:
    changes = town.plant("wind", sites=SITES, **wind)
    changes["energy"]["trade"] = {"import_price": 1000, "export_power": 0}
    changes["energy"]["plants"]["chp"] = {"carbon_market": True, "capacity": {2020: 1, 2021: 0}, "last_year": 2020}
    return Optimization(town.build(folder, changes)).solve_twin()


def _of(table: Any, technology: str, year: int) -> float:
    return float(table[(table["technology"] == technology) & (table["year"] == year)]["value"].sum())


def test_a_site_has_its_room_its_grid_cost_and_its_output(tmp_path: Path) -> None:
    system = town.build(tmp_path, town.plant("wind", sites=SITES))
    far = ("Town", "power/wind:far")
    assert system.parameters["capital_cost"][*far, 2025] == pytest.approx(4900)
    assert system.parameters["capacity_max"][*far, 2025] == pytest.approx(5)
    assert system.parameters["availability"][*far, 2025, "winter_day"] == pytest.approx(0.33)
    assert system.parameters["new_capacity_max"]["Town", "power/wind", 2025] == 0.0
    assert plant_name(far[1]) == "wind"


def test_what_is_near_is_full_before_anything_stands_far(tmp_path: Path) -> None:
    solved = _solved(tmp_path)
    assert _of(solved.capacity, "power/wind:far", 2025) > 0.1
    assert _of(solved.capacity, "power/wind:near", 2025) == pytest.approx(0.2)


def test_all_sites_grow_together(tmp_path: Path) -> None:
    """From 0.05 GW a year in 2021: four years later at most 0.05 + 0.05 × 1.2⁴ a year, over the four years of 2025."""
    solved = _solved(tmp_path, growth_limit="20 %/yr", growth_seed=0.05)
    new = {year: sum(_of(solved.new_capacity, f"power/wind:{one}", year) for one in SITES) for year in (2021, 2025)}
    assert new[2021] == pytest.approx(0.05)
    assert new[2025] == pytest.approx(4 * (0.05 + 0.05 * 1.2**4))


def test_a_bound_on_the_plant_holds_of_all_sites(tmp_path: Path) -> None:
    solved = _solved(tmp_path, capacity_max=0.5)
    assert sum(_of(solved.capacity, f"power/wind:{one}", 2025) for one in SITES) == pytest.approx(0.5)
