"""Crops, straw, herds and forest, against figures worked out by hand and the direction an expert expects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from tests.system import town

LAND: dict[str, Any] = {
    "area": 1000,
    "arable": {"area": 0.5, "grain_floor": 2.0},
    "crops": {
        "maize": {"label": "Maize", "area": 0.3, "grain": 7, "straw": 1.2, "net_return": 4500, "nitrogen": 170},
        "rice": {
            "label": "Rice", "area": 0.1, "grain": 8, "straw": 1, "net_return": 7500, "methane": 168,
            "practices": {"aeration": {"label": "Aeration", "methane": 0.6, "cost": 300, "share_max": "50 %"}},
        },
        "beans": {"label": "Beans", "area": 0.1, "grain": 2, "net_return": 3600},
    },
    "straw": {
        "heating_value": 14, "fuels": ["straw"], "burnt_open": "10 %", "burnt_open_max": "5 %",
        "burning_emissions": {"CH4": 2}, "returned_min": "30 %",
    },
    "herds": {"cattle": {"label": "Cattle", "heads": 0.5, "enteric": 50, "manure_methane": 1, "straw": 2}},
    "forests": {
        "wood": {
            "label": "Wood", "area": 100, "uptake": 4, "planting": {2020: 2, 2021: 1}, "planting_max": 3,
            "planting_cost": 6000, "uptake_by_age": {1: 2, 3: 6},
        },
    },
}  # fmt: skip
STRAW = {"straw": {"label": "Straw", "group": "biomass", "price": 5, "ceiling": 100}}


def merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = merged(out[key], value) if both else value
    return out


def solve(folder: Path, **changes: Any) -> tuple[Results, Solution]:
    land = merged(LAND, changes.pop("land", {}))
    scenario = town.read(folder, merged({"land": land, "energy": {"fuels": STRAW}}, changes))
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal", solution.explanation
    return tabulate(scenario, system, solution), solution


def test_grain_and_emissions_are_area_times_factor(tmp_path: Path) -> None:
    """0.3 × 7 + 0.1 × 8 + 0.1 × 2 Mt; 0.1 Mha × 168 kg CH4; 0.3 Mha × 170 kg N × 1 % × 44/28 in kt."""
    results, _ = solve(tmp_path)
    assert results.series("Agricultural Production|Grain")[2025] == pytest.approx(3.1)
    assert results.series("Emissions|CH4|AFOLU|Agriculture|Rice")[2020] == pytest.approx(0.0168)
    assert results.series("Emissions|CH4|AFOLU|Agriculture|Livestock")[2020] == pytest.approx(0.5 * 51 / 1000)
    soils = results.series("Emissions|N2O|AFOLU|Agriculture|Managed Soils")
    assert soils[2020] == pytest.approx(0.3 * 170 * 0.01 * 44 / 28)


def test_straw_goes_somewhere(tmp_path: Path) -> None:
    """0.3 × 7 × 1.2 + 0.1 × 8 = 3.32 Mt, of which a tenth is burnt in 2020, 1 Mt fed, and the rest goes back."""
    results, _ = solve(tmp_path)
    assert results.series("Straw")[2020] == pytest.approx(3.32)
    assert results.series("Straw|Burning")[2020] == pytest.approx(0.332)
    assert results.series("Straw|Feed")[2020] == pytest.approx(1.0)
    assert results.series("Emissions|CH4|AFOLU|Agricultural Waste Burning")[2020] == pytest.approx(0.332 * 2 / 1000)


def test_straw_bounds_the_fuel_made_of_it(tmp_path: Path) -> None:
    """A plant that earns on straw gets what return and feed leave: 3.32 × 0.7 − 1 = 1.324 Mt of 14 GJ/t."""
    plant = {
        "label": "Straw power", "group": "biomass", "branch": "power", "fuel": "straw",
        "modes": {"run": {"electricity": 0.3}}, "capital_cost": 100, "lifetime": 20,
    }  # fmt: skip
    results, _ = solve(tmp_path, energy={"plants": {"straw-power": plant}, "fuels": {"straw": {"price": 1}}})
    assert results.series("Primary Energy|Biomass")[2025] * 1000 == pytest.approx(1.324 * 14, rel=1e-6)
    assert results.series("Straw|Energy")[2025] == pytest.approx(1.324, rel=1e-6)


def test_less_arable_land_costs_the_crop_that_earns_least(tmp_path: Path) -> None:
    results, _ = solve(tmp_path, land={"arable": {"area": {2020: 0.5, 2025: 0.45}}})
    assert results.series("Sown Area|Beans")[2025] == pytest.approx(0.05)
    assert results.series("Sown Area|Rice")[2025] == pytest.approx(0.1)


def test_the_grain_floor_binds_when_arable_land_is_cut(tmp_path: Path) -> None:
    """On 0.29 Mha the best earners are rice and 0.19 of maize: 2.13 Mt. A floor of 2.2 cannot be met better; 2.1 can.

    On 0.27 Mha: 0.1 of rice and 0.17 of maize give 1.99 Mt, below the floor of 2.0: no plan.
    """
    results, solution = solve(tmp_path, land={"arable": {"area": {2020: 0.5, 2021: 0.5, 2025: 0.29}}})
    assert results.series("Agricultural Production|Grain")[2025] == pytest.approx(2.13)
    floors = solution.duals[solution.duals["constraint"] == "grain floor"]
    assert floors[floors["year"] == 2025]["slack"].iloc[0] == pytest.approx(0.13)
    land = merged(LAND, {"arable": {"area": {2020: 0.5, 2021: 0.5, 2025: 0.27}}})
    system, findings = assemble(town.read(tmp_path, {"land": land, "energy": {"fuels": STRAW}}))
    assert system is not None, findings
    assert Optimization(system).solve_twin().status == "infeasible"


def cut(folder: Path, floor: float) -> tuple[Solution, Results | None]:
    """A plan that must emit less than half of the rice's methane less: aeration alone does not get there."""
    land = merged(LAND, {"arable": {"grain_floor": floor}})
    fuels = {**STRAW, "coal": {"emission_factors": {"CO2": 0, "CH4": 0}}}
    changes = {"land": land, "energy": {"fuels": fuels}, "scope": {"name": "territorial", "gases": "all"}}
    twin = Optimization(assembled(folder, changes)).solve_twin()
    level = twin.scope.set_index("year")["total"][2025] - 0.55 * 0.0168 * 28
    scenario = town.read(folder, {**changes, "peaking": {"emission_cap": {2025: float(level)}}})
    system, findings = assemble(scenario)
    assert system is not None, findings
    optimization = Optimization(system)
    solution = optimization.solve_plan(optimization.solve_twin())
    return solution, tabulate(scenario, system, solution) if solution.status == "optimal" else None


def assembled(folder: Path, changes: dict[str, Any]) -> EnergySystem:
    system, findings = assemble(town.read(folder, changes))
    assert system is not None, findings
    return system


def test_a_plan_may_not_cut_food_below_its_floor(tmp_path: Path) -> None:
    """With a low floor rice is set aside to cut methane; near the harvest there is no plan, and it says why."""
    low, results = cut(tmp_path, 2.0)
    assert low.status == "optimal" and results is not None
    assert 2.0 <= results.series("Agricultural Production|Grain")[2025] < 3.05
    high, _ = cut(tmp_path, 3.05)
    assert high.status == "infeasible"
    assert "grain_floor" in " ".join(str(statement.with_places()) for statement in high.explanation)


def test_planted_forest_takes_up_by_its_age(tmp_path: Path) -> None:
    """2 kha of 2020 take up 2 t at age 1, 4 at 2 and 6 at 3; 1 kha a year from 2021 follow; the stand 0.4 Mt.

    2021: 2 × 2. 2022: 2 × 4 + 1 × 2; 2023: 2 × 6 + 4 + 2; 2024: 6 + 4 + 2; 2025: 6 + 4 + 2: mean 13 kt.
    """
    results, _ = solve(tmp_path)
    uptake = results.series("Emissions|CO2|AFOLU|Land")
    assert uptake[2020] == pytest.approx(-0.4)
    assert uptake[2021] == pytest.approx(-0.404)
    assert uptake[2025] == pytest.approx(-0.4 - (10 + 18 + 12 + 12) / 4 / 1000)
    assert results.series("Land Cover|Forest")[2025] == pytest.approx((100 + 2 + 1 + 4 * 1) / 1000)


def test_more_planting_takes_up_more(tmp_path: Path) -> None:
    before, _ = solve(tmp_path)
    after, _ = solve(tmp_path, land={"forests": {"wood": {"planting": {2020: 2, 2021: 3}}}})
    assert after.series("Emissions|CO2|AFOLU|Land")[2025] < before.series("Emissions|CO2|AFOLU|Land")[2025]


def test_aeration_means_less_methane_of_rice(tmp_path: Path) -> None:
    """Half the rice at six tenths of its methane is a fifth less."""
    practice = {"aeration": {"share_min": {2021: 0, 2025: "50 %"}, "share_change_max": 1}}
    results, _ = solve(tmp_path, land={"crops": {"rice": {"practices": practice}}})
    assert results.series("Emissions|CH4|AFOLU|Agriculture|Rice")[2025] == pytest.approx(0.8 * 0.0168)


def test_uptake_counts_where_the_scope_says_so(tmp_path: Path) -> None:
    without, _ = solve(tmp_path)
    counted, _ = solve(tmp_path, scope={"land": True})
    difference = without.series("Peaking Emissions")[2020] - counted.series("Peaking Emissions")[2020]
    assert difference == pytest.approx(0.4)


def test_indicators_of_land(tmp_path: Path) -> None:
    results, _ = solve(tmp_path)
    assert results.series("Indicator|Grain output")[2025] == pytest.approx(3.1)
    assert results.series("Indicator|Forest cover")[2025] == pytest.approx(10.7)
    assert results.series("Indicator|Cropland by the yearbook")[2025] == pytest.approx(0.5)
    assert results.series("Indicator|Comprehensive use of straw")[2020] == pytest.approx(90)


SEED = {
    "crops": {"maize": {"practices": {"seed": {"label": "Seed", "grain": 1.1, "cost": 600, "share_change_max": 1}}}}
}


@pytest.mark.parametrize(
    ("lever", "more"),
    [
        ({"crops": {"maize": {"grain": {2020: 7, 2021: 7, 2025: 7.7}}}}, 0.3 * 0.7),
        (
            {"crops": {"maize": {"area": {2020: 0.3, 2021: 0.3, 2025: 0.35}},
                       "beans": {"area": {2020: 0.1, 2021: 0.1, 2025: 0.05}}}},
            0.05 * (7 - 2),
        ),
        (merged(SEED, {"crops": {"maize": {"practices": {"seed": {"share_min": {2021: 0, 2025: 0.5}}}}}}), 0.15 * 0.7),
    ],
    ids=["yield", "area", "seed"],
)  # fmt: skip
def test_grain_follows_yield_area_and_seed(lever: dict[str, Any], more: float, tmp_path: Path) -> None:
    """3.1 Mt of grain, and what a better yield, maize in place of beans, or seed on half of the maize add."""
    results, _ = solve(tmp_path, land=lever)
    assert results.series("Agricultural Production|Grain")[2025] == pytest.approx(3.1 + more)


def test_more_grain_is_asked_for_and_seed_gives_it_at_its_price(tmp_path: Path) -> None:
    """3.2 Mt need 0.1 more: seed on 0.1 / 0.7 Mha, at 600 CNY for 0.7 t, so 857 CNY a tonne."""
    asked = {"arable": {"grain_floor": {2020: 2, 2021: 2, 2025: 3.2}}}
    results, solution = solve(tmp_path, land=merged(SEED, asked))
    assert results.series("Agricultural Production|Grain")[2025] == pytest.approx(3.2)
    floors = solution.duals[(solution.duals["constraint"] == "grain floor") & (solution.duals["year"] == 2025)]
    assert float(abs(floors["dual"].iloc[0])) == pytest.approx(600 / 0.7, rel=1e-4)
