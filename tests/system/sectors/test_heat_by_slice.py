"""An air heat pump by hand: what a GJ of heat takes of power follows the weather."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.system.sectors.heat_by_slice import bands_of
from carbonsim.system.tables import TimeSlice
from tests.system import town

PUMP = "heat/air-pump"
COLD = {"winter_day": 0.8, "winter_night": 0.5, "summer_day": 1, "summer_night": 1}


def changes(**others: Any) -> dict[str, Any]:
    """The town with a pump that gives 3 units of heat per unit of power in summer, and no boiler that could be new."""
    pump = {
        "label": "Air heat pump", "group": "heat pump", "branch": "heat", "fuel": "electricity",
        "modes": {"run": {"heat": 3}}, "heat_profile": "cold", "capacity": 0, "capital_cost": 100, "lifetime": 20,
        **others,
    }  # fmt: skip
    return {
        "energy": {
            "profiles": {"cold": COLD},
            "plants": {"air-pump": pump, "boiler": {"capital_cost": 90000, "capacity": {2020: 2, 2025: 0}}},
        }
    }


def test_every_band_of_weather_is_a_way_to_run(tmp_path: Path) -> None:
    """A unit of capacity gives as much heat in any weather, for a third, 1 / 2.4 and 1 / 1.5 of it in power."""
    tables = town.build(tmp_path, changes()).parameters
    modes = ("run", "run-2", "run-3")
    given = {mode: tables["output_ratio"]["Town", PUMP, mode, "heat_supply", 2025] for mode in modes}
    taken = {mode: tables["input_ratio"]["Town", PUMP, mode, "electricity_supply", 2025] for mode in modes}
    assert given == pytest.approx(dict.fromkeys(modes, 1.0))
    assert taken == pytest.approx({"run": 1 / 3, "run-2": 1 / 2.4, "run-3": 1 / 1.5})


def test_heat_takes_the_power_of_its_weather(tmp_path: Path) -> None:
    system = town.build(tmp_path, changes())
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal"
    run = solution.activity
    run = run[(run["technology"] == PUMP) & (run["year"] == 2025) & (run["value"] > 1e-9)]
    assert set(zip(run["time_slice"], run["mode"], strict=True)) >= {("winter_night", "run-3")}
    for part, mode in zip(run["time_slice"], run["mode"], strict=True):
        assert mode == {"winter_day": "run-2", "winter_night": "run-3"}.get(part, "run")


def test_many_levels_are_told_in_four_bands_of_equal_width() -> None:
    parts = tuple(TimeSlice(f"s{place}", f"s{place}", "all", 0.1, 24.0, 36.5) for place in range(10))
    bands = bands_of({part.name: 1.0 - 0.05 * place for place, part in enumerate(parts)}, parts)
    assert [len(names) for _, names in bands] == [3, 2, 2, 3]
    assert [level for level, _ in bands] == pytest.approx([0.95, 0.825, 0.725, 0.6])
