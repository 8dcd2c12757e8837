"""End uses by hand: from final energy to useful demand, capacity that stands, and bounds of the past."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sectors.end_use import relative_to_first
from tests.system import town

STEAM: dict[str, Any] = {
    "label": "Steam", "final_energy": {"coal": 8, "electricity": 2}, "technologies": ["boiler", "spare", "electrode"],
    "full_load_hours": 5000, "intensity": {2020: 1, 2025: 0.5},
}  # fmt: skip
TECHNOLOGIES: dict[str, Any] = {
    "boiler": {"label": "Boiler", "input": "coal", "efficiency": "75 %", "capital_cost": 500, "lifetime": 20},
    "spare": {"label": "Spare", "input": "coal", "efficiency": "90 %", "capital_cost": 900, "lifetime": 20},
    "electrode": {"label": "Electrode", "input": "electricity", "efficiency": 1, "capital_cost": 400, "lifetime": 15},
}


def works(use: dict[str, Any] | None = None, plan_from: int = 2021, **technologies: dict[str, Any]) -> dict[str, Any]:
    known = {name: {**written, **technologies.get(name, {})} for name, written in TECHNOLOGIES.items()}
    branch = {
        "label": "Works", "activity": {2020: 10, 2025: 15}, "activity_unit": "kt",
        "uses": {"steam": {**STEAM, **(use or {})}},
    }  # fmt: skip
    industry = {"technologies": known, "branches": {"works": branch}}
    return {"time": {"plan_from": plan_from}, "industry": industry}


def of(system: EnergySystem, parameter: str, technology: str, year: int, *more: str) -> float | None:
    return system.parameters[parameter].get(("Town", f"industry/works/steam/{technology}", *more, year))


def test_a_path_is_told_against_its_first_value() -> None:
    assert list(relative_to_first(np.array([2.0, 3.0, 1.0]))) == [1.0, 1.5, 0.5]
    assert list(relative_to_first(np.array([0.0, 3.0]))) == [1.0, 1.0]


def test_useful_demand_is_final_energy_times_efficiency_activity_and_intensity(tmp_path: Path) -> None:
    """8 × 0.75 + 2 × 1 = 8 PJ; in 2025 activity is 1.5 and intensity 0.5 of the base year: 6 PJ."""
    demand = town.build(tmp_path, works()).parameters["demand"]
    assert demand["Town", "industry/works/steam", 2020] == pytest.approx(8.0)
    assert demand["Town", "industry/works/steam", 2025] == pytest.approx(6.0)


def test_a_carrier_belongs_to_the_first_technology_that_takes_it(tmp_path: Path) -> None:
    system = town.build(tmp_path, works())
    assert of(system, "activity_max", "boiler", 2020) == pytest.approx(6.0, rel=2e-6)
    assert of(system, "activity_max", "spare", 2020) == 0.0
    assert of(system, "activity_min", "electrode", 2020) == pytest.approx(2.0, rel=2e-6)


def test_what_stands_gives_its_hours_of_full_load(tmp_path: Path) -> None:
    """5000 h of a GW are 18 PJ: 6 PJ need a third of a GW, of which three quarters stand after five of 20 years."""
    system = town.build(tmp_path, works())
    assert of(system, "residual_capacity", "boiler", 2020) == pytest.approx(1 / 3)
    assert of(system, "residual_capacity", "boiler", 2025) == pytest.approx(0.25)


def test_fuel_is_burnt_and_feedstock_is_not(tmp_path: Path) -> None:
    """1/0.75 PJ of coal at 90 kg/GJ per PJ of steam: 0.12 Mt."""
    burnt = town.build(tmp_path, works())
    assert of(burnt, "emission_factor", "boiler", 2020, "run", "CO2") == pytest.approx(0.12)
    kept = town.build(tmp_path, works({"burnt": False}))
    assert of(kept, "emission_factor", "boiler", 2020, "run", "CO2") is None


def test_captured_carbon_is_not_emitted(tmp_path: Path) -> None:
    system = town.build(tmp_path, works(boiler={"capture": "90 %"}))
    assert of(system, "emission_factor", "boiler", 2020, "run", "CO2") == pytest.approx(0.012)


def test_the_past_follows_the_shares_that_were_seen_within_two_per_cent(tmp_path: Path) -> None:
    """In 2021 demand is 8 × 1.1 × 0.9 = 7.92 PJ; the electrode had 40 % of it, the boiler what was left."""
    system = town.build(tmp_path, works({"shares": {"electrode": {2021: "40 %"}}}, plan_from=2025))
    bounds = [of(system, name, "electrode", 2021) for name in ("activity_min", "activity_max")]
    assert bounds == pytest.approx([7.92 * 0.4 * 0.98, 7.92 * 0.4 * 1.02])
    assert of(system, "activity_max", "boiler", 2021) == pytest.approx(7.92 * 0.6 * 1.02)
    assert of(system, "activity_max", "spare", 2021) == 0.0


def test_before_the_plan_no_more_stands_than_was_left_or_lacked(tmp_path: Path) -> None:
    """In 2021 the boiler, of 20 years, has 19/20 of its 6 PJ left, more than the 60 % it serves: nothing is bought.

    The electrode, of 15 years, has 14/15 of 2 PJ left and serves 40 % of 7.92 PJ: it buys what it lacks.
    """
    system = town.build(tmp_path, works({"shares": {"electrode": {2021: "40 %"}}}, plan_from=2025))
    gigawatt_year = 5000 * 0.0036  # PJ that a GW gives
    assert of(system, "capacity_max", "boiler", 2021) == pytest.approx(6.0 * 19 / 20 * 1.02 / gigawatt_year, rel=2e-6)
    assert of(system, "capacity_max", "electrode", 2021) == pytest.approx(7.92 * 0.4 * 1.02 * 1.02 / gigawatt_year)
    assert of(system, "capacity_max", "boiler", 2025) is None


LEAST_COST: dict[str, Any] = {"choices": {"on": False}}


def test_a_share_rises_by_so_many_points_a_year(tmp_path: Path) -> None:
    """Four points a year from 2021 to 2025: sixteen points of a demand of 6 PJ, told against 7.92 PJ before."""
    system = town.build(tmp_path, works() | LEAST_COST)
    (limit,) = [one for one in system.limits if one.name.startswith("rise of industry") and one.year == 2025
                and one.name.endswith("electrode")]  # fmt: skip
    assert limit.bound == pytest.approx(0.16)
    assert {term.year: term.coefficient for term in limit.terms} == pytest.approx({2025: 1 / 6, 2021: -1 / 7.92})


def test_a_ban_ends_new_capacity(tmp_path: Path) -> None:
    system = town.build(tmp_path, works(boiler={"last_year": 2021}))
    assert of(system, "new_capacity_max", "boiler", 2021) is None
    assert of(system, "new_capacity_max", "boiler", 2025) == 0.0


@pytest.mark.parametrize(
    ("use", "words"),
    [
        ({"technologies": ["boiler", "electrod"]}, "found technology electrod, which is not defined"),
        ({"final_energy": {"gas": 1}}, "found final energy of gas, which none of the technologies takes"),
        ({"shares": {"electrod": "10 %"}}, "found technology electrod, which is not defined"),
        ({"shape": "shpe"}, "found load shape shpe, which is not defined"),
    ],
)
def test_a_name_nothing_answers_to_is_told(tmp_path: Path, use: dict[str, Any], words: str) -> None:
    system, findings = town.attempt(tmp_path, works(use))
    assert system is None
    assert any(words in str(finding) for finding in findings)


def test_refrigerant_leaks_from_the_capacity_that_serves_a_use(tmp_path: Path) -> None:
    """A PJ a year in 5000 hours is 55.6 MW; at 0.018 kg/kW that is one tonne."""
    system = town.build(tmp_path, works(electrode={"refrigerant": "0.018 kg/kW/yr"}))
    key = ("Town", "industry/works/steam/electrode", "run", "HFC", 2020)
    assert system.parameters["emission_factor"][key] == pytest.approx(1e-6)
    assert ("Town", "industry/works/steam/boiler", "run", "HFC", 2020) not in system.parameters["emission_factor"]


def test_where_people_choose_a_share_moves_as_they_do(tmp_path: Path) -> None:
    """Only a pace that is written holds: no way back for the boiler."""
    system = town.build(tmp_path, works(boiler={"share_rise_max": 0}))
    limited = {one.name for one in system.limits if one.name.startswith(("rise of industry", "fall of industry"))}
    assert {name.rpartition("/")[2] for name in limited} == {"boiler"}


@pytest.mark.parametrize(
    ("written", "limited"),
    [
        ({}, {"boiler", "spare", "electrode"}),
        ({"boiler": {"last_year": 2021}}, {"boiler"}),  # the others have to follow it
        ({"boiler": {"last_year": 2021}, "spare": {"share_change_max": "3 %/yr"}}, {"boiler", "spare"}),
        ({"boiler": {"last_year": 2021}, "electrode": {"share_rise_max": 0}}, {"boiler", "electrode"}),
    ],
)
def test_what_follows_another_whose_purchases_end_rises_as_it_is_written(
    tmp_path: Path, written: dict[str, Any], limited: set[str]
) -> None:
    system = town.build(tmp_path, works(**written) | LEAST_COST)
    rising = {one.name.rpartition("/")[2] for one in system.limits if one.name.startswith("rise of industry")}
    assert rising == limited


def test_a_ban_has_a_plan_though_its_stock_leaves_faster_than_shares_usually_move(tmp_path: Path) -> None:
    """Three quarters of the steam lose their boilers within five years: fifteen points a year where four are usual."""
    changed = works({"technologies": ["boiler", "electrode"]}, boiler={"last_year": 2020, "lifetime": 5})
    system = town.build(tmp_path, changed | LEAST_COST)
    assert Optimization(system).solve_twin().status == SolveStatus.OPTIMAL
