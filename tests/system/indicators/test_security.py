"""Security of supply in the town, worked out by hand, and what happens when it is demanded."""

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

SECURITY = {"largest_heat_source": 0.1, "coldest_hour": 1.2}
RESERVE = "Indicator|Heat reserve without the largest source"


def solved(folder: Path, targets: dict[str, Any] | None = None, **energy: Any) -> tuple[Results, Solution]:
    changes = {"energy": {"security": SECURITY, **energy}, "targets": targets or {}}
    scenario = town.read(folder, changes)
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal", solution.explanation
    return tabulate(scenario, system, solution), solution


def test_heat_reserve_is_capacity_less_the_largest_source_less_the_coldest_hour(tmp_path: Path) -> None:
    """CHP 1 GW × 0.45 / 0.4, boilers 2 GW; winter nights take 3 / 5 of 9 PJ / 0.9 in 165 × 12 hours."""
    results, _ = solved(tmp_path)
    seconds = 165 * 12 * 3600
    load = 3 / 5 * 9 / 0.9 * 1e6 / seconds  # GW
    assert results.series(RESERVE)[2020] == pytest.approx(0.45 / 0.4 + 2 - 0.1 - 1.2 * load)


def test_a_reserve_that_is_demanded_is_built(tmp_path: Path) -> None:
    target = {"reserve": {"indicator": "heat_reserve", "at_least": "2.5 GW", "strength": "enforce", "source": "test"}}
    free, without = solved(tmp_path)
    held, with_reserve = solved(tmp_path, target)
    assert free.series(RESERVE)[2025] < 2.5
    assert held.series(RESERVE)[2025] >= 2.5 - 1e-6
    assert held.series(RESERVE)[2020] == pytest.approx(free.series(RESERVE)[2020])
    assert (with_reserve.objective or 0) > (without.objective or 0)


def test_imports_of_the_coldest_season_are_bounded(tmp_path: Path) -> None:
    """Cheap imports would cover all; at most a tenth may come in winter."""
    share = "Indicator|Import share of power in the coldest season"
    target = {"cold": {"indicator": "cold_import_share", "at_most": "10 %", "strength": "enforce", "source": "test"}}
    cheap = {"trade": {"import_price": 1}}
    free, _ = solved(tmp_path, **cheap)
    held, _ = solved(tmp_path, target, **cheap)
    assert free.series(share)[2025] > 10
    assert held.series(share)[2025] <= 10 + 1e-6


def test_gas_in_winter_counts_plants_by_slice_and_uses_by_their_shape(tmp_path: Path) -> None:
    """A gas boiler that heats runs in winter alone; a stove of flat shape burns 165 of 365 days."""
    scenario = town.read(
        tmp_path,
        {
            "energy": {"fuels": {"gas": {"label": "Gas", "group": "gas", "price": 50}}},
            "buildings": {
                "technologies": {
                    "stove": {
                        "label": "Stove", "input": "gas", "efficiency": 0.5, "capital_cost": 1, "lifetime": 20,
                    },
                },
                "classes": {
                    "homes": {
                        "uses": {
                            "cooking": {"label": "Cooking", "final_energy": {"gas": 4}, "technologies": ["stove"]},
                        },
                    },
                },
            },
        },
    )  # fmt: skip
    system, findings = assemble(scenario)
    assert system is not None, findings
    results = tabulate(scenario, system, Optimization(system).solve_twin())
    assert results.series("Indicator|Gas use in the heating season")[2020] == pytest.approx(4 * 165 / 365)


def test_districts_divide_the_city_by_their_keys(tmp_path: Path) -> None:
    areas = {
        "old": {"label": "Old town", "shares": {"people": 0.75, "floor": "60 %"}},
        "new": {"label": "New town", "shares": {"people": 0.25, "floor": "40 %"}},
    }
    keys = {"population": "people", "energy": "floor", "buildings": "people"}
    scenario = town.read(tmp_path, {"districts": {"keys": keys, "areas": areas}})
    system, findings = assemble(scenario)
    assert system is not None, findings
    results = tabulate(scenario, system, Optimization(system).solve_twin())
    assert results.series("District|Old|Population")[2020] == pytest.approx(1.5)
    whole = results.series("Peaking Emissions|Power and Heat")[2025]
    assert results.series("District|Old|Peaking Emissions|Power and Heat")[2025] == pytest.approx(0.6 * whole)
    assert results.series("District|New|Peaking Emissions")[2025] == pytest.approx(0.4 * whole)
