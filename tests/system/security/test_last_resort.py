"""What closes by age may run on, and where nothing else serves there is a last resort: by hand, on the town."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.security.last_resort import is_last_resort, plant_name
from tests.system import town

OVERHAUL = {"years": 10, "capital_cost": 500}
CLOSING = {"capacity": {2020: 1, 2021: 1, 2025: 0.25}, "last_year": 2020}
EXTENDED = ("Town", "power/chp-extended")


def _alone(**chp: Any) -> dict[str, Any]:
    """The town where no wind is built and bought power costs ten times as much: its plant is what is cheap."""
    return {
        "energy": {
            "plants": {"chp": {**CLOSING, **chp}, "wind": {"last_year": 2020}},
            "trade": {"import_price": 1000},
        }
    }


def _solved(folder: Path, changes: dict[str, Any]) -> Solution:
    return Optimization(town.build(folder, changes)).solve_twin()


def _activity(solved: Solution, technology: str, year: int) -> float:
    rows = solved.activity[(solved.activity["technology"] == technology) & (solved.activity["year"] == year)]
    return float(rows["value"].sum())


def _built(solved: Solution, technology: str, year: int) -> float:
    rows = solved.new_capacity
    return float(rows[(rows["technology"] == technology) & (rows["year"] == year)]["value"].sum())


def test_what_closes_by_age_may_run_on_and_no_more(tmp_path: Path) -> None:
    system = town.build(tmp_path, town.plant("chp", **CLOSING, life_extension=OVERHAUL))
    most = system.parameters["new_capacity_max"]
    assert [most.get((*EXTENDED, year)) for year in (2020, 2021, 2025)] == [0.0, 0.0, pytest.approx(0.75)]
    assert system.parameters["lifetime"][EXTENDED] == 10
    assert system.parameters["capital_cost"][*EXTENDED, 2025] == 500
    ratios = system.parameters["input_ratio"]
    assert ratios[*EXTENDED, "extraction", "coal", 2025] == ratios["Town", "power/chp", "extraction", "coal", 2025]
    assert plant_name(EXTENDED[1]) == "chp"


def test_a_plant_that_has_to_close_does_not_run_on(tmp_path: Path) -> None:
    system = town.build(tmp_path, town.plant("chp", **CLOSING, retire_by=2021, life_extension=OVERHAUL))
    assert system.parameters["new_capacity_max"][*EXTENDED, 2025] == 0.0
    assert system.parameters["activity_max"][*EXTENDED, 2025] == 0.0


def test_units_run_on_where_that_costs_less_than_to_buy(tmp_path: Path) -> None:
    """10.2 PJ of lights and pumps over 95 % of lines and 90 % of own use, all year the same: 0.3783 GW, 0.25 stand."""
    solved = _solved(tmp_path, _alone(life_extension=OVERHAUL))
    needed = 10.2 / 0.95 / 0.9 / 31.536 - 0.25
    assert _built(solved, EXTENDED[1], 2025) >= needed * (1 - 1e-6)
    dear = _solved(tmp_path, _alone(life_extension=OVERHAUL | {"capital_cost": 1e6}))
    assert _built(dear, EXTENDED[1], 2025) == pytest.approx(0.0, abs=1e-9)


def test_a_plant_and_what_of_it_runs_on_stay_within_its_output_max(tmp_path: Path) -> None:
    """Bought power is dear: the plant gives what it may, 3 PJ, whoever of the two gives it."""
    solved = _solved(tmp_path, _alone(life_extension=OVERHAUL, output_max={2021: 30, 2025: 3}))
    both = _activity(solved, "power/chp", 2025) + _activity(solved, EXTENDED[1], 2025)
    assert both == pytest.approx(3.0)


def test_what_closed_before_its_age_does_not_run_on(tmp_path: Path) -> None:
    """A year of fixed cost is dearer than all it earns: in 2021 the plant closes, and in 2025 nothing is left of it."""
    free = OVERHAUL | {"fixed_cost": 0}
    solved = _solved(tmp_path, _alone(life_extension=free, early_retirement=True, fixed_cost=1e6))
    standing = solved.capacity[(solved.capacity["technology"] == "power/chp") & (solved.capacity["year"] == 2021)]
    assert standing["value"].sum() == pytest.approx(0.0, abs=1e-9)
    assert _built(solved, EXTENDED[1], 2025) == pytest.approx(0.0, abs=1e-9)
    kept = _solved(tmp_path, _alone(life_extension=free, fixed_cost=1e6))
    assert _built(kept, EXTENDED[1], 2025) > 0.01


def _starved(**resort: object) -> dict[str, Any]:
    """The town with no power plant from 2021 on and 4 PJ a year to be bought outside."""
    return {
        "energy": {
            "plants": {"chp": {"capacity": {2020: 1, 2021: 0}, "last_year": 2020}, "wind": {"last_year": 2020}},
            "trade": {"import_ceiling": {2020: 20, 2021: 4}},
            "last_resort": resort,
        }
    }


def test_what_cannot_be_had_is_bought_in_an_emergency_and_then_not_served(tmp_path: Path) -> None:
    """Of 10 PJ of lights and the pumps of 9 PJ of heat: 4 PJ bought, 0.05 GW of emergency, the rest not served."""
    resort = {"import_price": 300, "import_power": 0.05, "unserved_electricity": 5000}
    solved = _solved(tmp_path, _starved(**resort))
    pumps = 9.0 / 0.9 * 0.02
    delivered = 0.95 * (4.0 + 0.05 * 31.536)
    assert _activity(solved, "trade/emergency", 2025) == pytest.approx(0.05 * 31.536)
    assert _activity(solved, "unserved/electricity", 2025) == pytest.approx(10.0 + pumps - delivered, rel=1e-6)
    assert _activity(solved, "unserved/electricity", 2020) == 0.0


def test_without_a_last_resort_there_is_no_plan(tmp_path: Path) -> None:
    assert _solved(tmp_path, _starved()).status == "infeasible"


def test_power_of_an_emergency_counts_as_imported(tmp_path: Path) -> None:
    """Of all that is bought at 0.6 kg/kWh, 1 PJ emits 1/6 Mt."""
    resort = {"import_price": 300, "import_power": 1, "unserved_electricity": 5000}
    solved = _solved(tmp_path, _starved(**resort))
    bought = 4.0 + _activity(solved, "trade/emergency", 2025)
    imported = solved.scope.set_index("year")["imported_emissions"][2025]
    assert imported == pytest.approx(bought * 0.6 / 3.6)


def test_fuel_beyond_its_ceiling_costs_its_own_price(tmp_path: Path) -> None:
    fuel = {"ceiling": {2020: 100, 2021: 5}, "price_beyond_ceiling": 90}
    solved = _solved(tmp_path, {"energy": {"fuels": {"coal": fuel}}})
    assert _activity(solved, "supply/coal", 2025) == pytest.approx(5.0)
    assert _activity(solved, "supply/coal/beyond-ceiling", 2025) > 1.0
    assert is_last_resort("supply/coal/beyond-ceiling")
    assert not is_last_resort("supply/coal")


def test_an_emergency_import_needs_trade(tmp_path: Path) -> None:
    resort = {"import_price": 300, "import_power": 1}
    _, findings = town.attempt(tmp_path, {"energy": {"trade": None, "last_resort": resort}})
    assert [finding.path for finding in findings] == ["energy.last_resort.import_price"]
