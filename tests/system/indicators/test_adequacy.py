"""Adequacy of power in the town, worked out by hand, and what happens when it is demanded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.pipeline import check
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from tests.system import town

SECONDS = 365 * 86400
WEEK = {"wind": "5 %", "sun": 0, "heat_load": 1.2, "power_load": 1.1, "import_power": 0.1}
SECURITY = {"largest_heat_source": 0.1, "largest_power_source": 0.35, "peak_hour": 1.1, "cold_calm_week": WEEK}
FLAT = dict.fromkeys(town.SLICES, 1)
MARGIN = "Indicator|Reserve margin on peak load"
RESERVE = "Indicator|Power reserve without the largest unit"
WEEK_POWER = "Indicator|Power to spare in a cold calm week"
WEEK_HEAT = "Indicator|Heat to spare in a cold calm week"


def solved(folder: Path, targets: dict[str, Any] | None = None, **energy: Any) -> tuple[Results, Solution]:
    shapes = {**town.TOWN["energy"]["shapes"], "electricity": {**FLAT, "winter_night": 1.1}}
    changes = {"energy": {"security": SECURITY, "shapes": shapes, **energy}, "targets": targets or {}}
    scenario = town.read(folder, changes)
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal", solution.explanation
    return tabulate(scenario, system, solution), solution


def _winter_night() -> float:
    """The power fed into the grid on winter nights, GW: lights all year alike, pumps with 3 / 5 of the heat."""
    hours = 165 * 12 * 3600
    lights, pumps = 10 * hours / SECONDS, 3 / 5 * 9 / 0.9 * 0.02
    return (lights + pumps) / 0.95 * 1e6 / hours


def test_the_margin_is_firm_capacity_over_the_highest_hour(tmp_path: Path) -> None:
    """CHP 1 GW less a tenth of own use, imports of 2 GW with a credit of a half; wind counts for nothing."""
    results, _ = solved(tmp_path, trade={"capacity_credit": "50 %"})
    firm, load = 0.9 + 1.0, 1.1 * _winter_night()
    assert results.series(MARGIN)[2020] == pytest.approx(100 * (firm / load - 1))
    assert results.series(RESERVE)[2020] == pytest.approx(firm - 0.35 - load)


def test_a_credit_that_is_written_counts(tmp_path: Path) -> None:
    plants = {"chp": {"capacity_credit": "70 %"}, "wind": {"capacity": 1, "capacity_credit": "8 %"}}
    results, _ = solved(tmp_path, plants=plants, trade={"capacity_credit": 0})
    firm = 0.7 * 0.9 + 0.08
    assert results.series(RESERVE)[2020] == pytest.approx(firm - 0.35 - 1.1 * _winter_night())


def test_a_margin_that_is_demanded_moves_the_plan_and_has_a_price(tmp_path: Path) -> None:
    target = {"margin": {"indicator": "reserve_margin", "at_least": "300 %", "strength": "enforce", "source": "test"}}
    free, without = solved(tmp_path, trade={"capacity_credit": 0})
    held, with_margin = solved(tmp_path, target, trade={"capacity_credit": 0})
    assert free.series(MARGIN)[2025] < 300
    assert held.series(MARGIN)[2025] >= 300 - 1e-6
    assert (with_margin.objective or 0) > (without.objective or 0)
    rows = with_margin.duals[with_margin.duals["path"] == "targets.margin"]
    assert rows["dual"].max() > 0.0


def test_a_cold_calm_week_leaves_what_plants_of_heat_give_beside_their_heat(tmp_path: Path) -> None:
    """CHP at full heat: 0.3 / 0.4 × 0.9 GW of power and 0.45 / 0.4 GW of heat; 1 GW of wind gives 0.05; 0.1 bought."""
    results, _ = solved(tmp_path, plants={"wind": {"capacity": 1}})
    hours = 165 * 24 * 3600
    power = (10 * hours / SECONDS + 9 / 0.9 * 0.02) / 0.95 * 1e6 / hours
    heat = 9 / 0.9 * 1e6 / hours
    assert results.series(WEEK_POWER)[2020] == pytest.approx(0.3 / 0.4 * 0.9 + 0.05 + 0.1 - 1.1 * power)
    assert results.series(WEEK_HEAT)[2020] == pytest.approx(0.45 / 0.4 + 2 - 1.2 * heat)


def test_room_in_the_week_that_is_demanded_is_built(tmp_path: Path) -> None:
    target = {"week": {"indicator": "cold_week_power", "at_least": "0.8 GW", "strength": "enforce", "source": "test"}}
    held, _ = solved(tmp_path, target)
    assert held.series(WEEK_POWER)[2025] >= 0.8 - 1e-6


def test_neighbours_spare_less_in_winter(tmp_path: Path) -> None:
    """Imports would cover all at 1 CNY/GJ; a tenth of 2 GW comes in winter, all of it in summer."""
    profiles = {**town.TOWN["energy"]["profiles"], "spared": dict(zip(town.SLICES, (0.1, 0.1, 1, 1), strict=True))}
    cheap = {"trade": {"import_price": 1, "import_profile": "spared"}}
    _, solution = solved(tmp_path, profiles=profiles, **cheap)
    bought = solution.activity[
        (solution.activity["technology"] == "trade/import") & (solution.activity["year"] == 2025)
    ]
    by_slice = bought.set_index("time_slice")["value"]
    winter = 0.1 * 2 * 165 * 12 * 3600 / 1e6
    assert by_slice["winter_day"] == pytest.approx(winter)
    assert by_slice["winter_night"] == pytest.approx(winter)
    assert by_slice["summer_day"] > winter


def test_a_profile_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, findings = town.attempt(tmp_path, {"energy": {"trade": {"import_profile": "wnid"}}})
    assert [finding.path for finding in findings] == ["energy.trade.import_profile"]


def test_what_only_indicators_are_made_of_is_not_idle(tmp_path: Path) -> None:
    shares = {"plants": {"chp": {"capacity_credit": "70 %"}}, "trade": {"capacity_credit": 0, "renewable_share": 0.4}}
    town.read(tmp_path, {"energy": {"security": SECURITY, **shares}})
    _, warnings = check(tmp_path / "changed.yaml")
    assert [str(one) for one in warnings if "reaches no row" in str(one)] == []
