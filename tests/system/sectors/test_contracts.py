"""Power by contract: its own profile, price and line, what of it counts as non-fossil, and that it emits nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from tests.system import town

WEST = {
    "label": "Western wind", "source": "wind", "profile": "wind", "price": 50, "losses": "10 %", "line_cost": 800,
    "lifetime": 25, "capacity": {2020: 0, 2021: 1}, "capacity_max": 1, "non_fossil": "80 %",
}  # fmt: skip


def solved(folder: Path, changes: dict[str, Any] | None = None, **west: Any) -> tuple[Results, Solution]:
    energy = {"contracts": {"west": {**WEST, **west}}, "trade": {"import_price": 150, "renewable_share": "30 %",
                                                                 "hydro_share": "10 %"}}  # fmt: skip
    scenario = town.read(folder, town.over({"energy": energy}, changes or {}))
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal", solution.explanation
    return tabulate(scenario, system, solution), solution


def _bought(solution: Solution, name: str, year: int) -> float:
    rows = solution.activity[(solution.activity["technology"] == name) & (solution.activity["year"] == year)]
    return float(rows["value"].sum())


def test_it_comes_as_its_profile_says_less_what_the_line_loses(tmp_path: Path) -> None:
    scenario = town.read(tmp_path, {"energy": {"contracts": {"west": WEST}}})
    system, _ = assemble(scenario)
    assert system is not None
    key = ("Town", "contract/west")
    assert system.parameters["availability"][*key, 2025, "winter_night"] == pytest.approx(0.4 * 0.9)
    assert system.parameters["variable_cost"][*key, "trade", 2025] == pytest.approx(50 / 0.9)
    assert system.parameters["capital_cost"][*key, 2025] == 800


def test_it_counts_as_bought_and_emits_nothing(tmp_path: Path) -> None:
    """What comes over the grid outside emits 0.6 kg/kWh; what comes by contract nothing."""
    results, solution = solved(tmp_path)
    west, grid = (_bought(solution, name, 2025) for name in ("contract/west", "trade/import"))
    sold = _bought(solution, "trade/export", 2025)
    assert west > 1.0
    assert results.series("Net Import|Electricity")[2025] == pytest.approx((west + grid - sold) / 3.6)
    assert results.series("Contracted Electricity|west")[2025] == pytest.approx(west / 3.6)
    imported = solution.scope.set_index("year")["imported_emissions"][2025]
    assert imported == pytest.approx(max(grid - sold, 0.0) * 0.6 / 3.6, abs=1e-9)


def test_what_counts_as_non_fossil_is_in_the_share(tmp_path: Path) -> None:
    """80 % of it by coal-equivalent over all energy, the contract in it with all it brings."""
    results, solution = solved(tmp_path, {"energy": {"plants": {"wind": {"last_year": 2020}}}})
    west = _bought(solution, "contract/west", 2025) / 3.6
    whole = results.series("Energy Consumption|Coal-equivalent")[2025]
    assert results.series("Non-fossil Share")[2025] == pytest.approx(100 * 0.8 * west * 0.29 / whole)
    told = results.series("Indicator|Non-fossil share of energy consumption")
    assert told[2025] == pytest.approx(results.series("Non-fossil Share")[2025])


def test_the_renewable_share_of_power_counts_contracts_and_what_the_grid_brings(tmp_path: Path) -> None:
    results, solution = solved(tmp_path, {"energy": {"plants": {"wind": {"last_year": 2020}}}})
    west, grid = (_bought(solution, name, 2025) / 3.6 for name in ("contract/west", "trade/import"))
    used = results.series("Electricity Consumption")[2025]
    share = results.series("Indicator|Renewable share of power used")[2025]
    less = results.series("Indicator|Non-hydro renewable share of power used")[2025]
    assert share == pytest.approx(100 * (0.8 * west + 0.3 * grid) / used)
    assert less == pytest.approx(100 * (0.8 * west + 0.2 * grid) / used)


def test_an_obligation_builds_contracts_and_has_a_price(tmp_path: Path) -> None:
    target = {"green": {"indicator": "renewable_power_share", "at_least": "40 %", "strength": "enforce",
                        "source": "test"}}  # fmt: skip
    changes = {"energy": {"plants": {"wind": {"last_year": 2020}}}}
    none: dict[str, Any] = {"capacity": 0, "line_cost": 9000, "capacity_max": 3}
    free, _ = solved(tmp_path, changes, **none)
    held, with_target = solved(tmp_path, {**changes, "targets": target}, **none)
    share = "Indicator|Renewable share of power used"
    assert free.series(share)[2025] < 40
    assert held.series(share)[2025] >= 40 - 1e-6
    rows = with_target.duals[with_target.duals["path"] == "targets.green"]
    assert rows["dual"].max() > 0.0


def test_a_profile_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, findings = town.attempt(tmp_path, {"energy": {"contracts": {"west": {**WEST, "profile": "wnid"}}}})
    assert [finding.path for finding in findings] == ["energy.contracts.west.profile"]
