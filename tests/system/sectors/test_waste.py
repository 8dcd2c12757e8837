"""Refuse, landfill gas and wastewater, against figures worked out by hand and the direction an expert expects."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from tests.system import town

REFUSE: dict[str, Any] = {
    "per_person": 1,
    "income_elasticity": 0.5,
    "routes": {
        "landfill": {"label": "Landfill", "buried": True, "share": 0.5, "cost": 90},
        "incineration": {
            "label": "Incineration", "share": 0.5, "share_max": 0.6, "cost": 200,
            "emissions": {"CO2_process": 272},
        },
        "composting": {"label": "Composting", "separate": True, "cost": 300, "emissions": {"CH4": 4}},
    },
    "landfill": {
        "fractions": {"food": {"share": 0.5, "carbon": 0.15, "decay": 0.06}},
        "past_deposits": {2018: 1.0, 2019: 0.5},
        "capture": {"fuel": "biogas", "share": 0, "share_max": "60 %", "cost": 12},
    },
}  # fmt: skip
WATER = {"homes": {"label": "Homes", "organic_load": 40, "correction": 0.2, "nitrogen": 4.7, "people": "population"}}
FUEL = {"biogas": {"label": "Biogas", "group": "biomass", "price": 0, "supplied": False}}
POTENTIAL = 0.5 * 0.15 * 0.5 * 1.0 * 0.5 * 16 / 12  # t CH4 per tonne of this refuse


def solved(folder: Path, **changes: Any) -> Results:
    refuse = {**REFUSE, **changes}
    plan = {"waste": {"refuse": refuse, "wastewater": WATER}, "energy": {"fuels": FUEL}}
    scenario = town.read(folder, plan)
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal", solution.explanation
    return tabulate(scenario, system, solution)


def captured(**changes: Any) -> dict[str, Any]:
    return {"landfill": {**REFUSE["landfill"], "capture": {**REFUSE["landfill"]["capture"], **changes}}}


def routed(name: str, **changes: Any) -> dict[str, Any]:
    return {"routes": {**REFUSE["routes"], name: {**REFUSE["routes"][name], **changes}}}


def test_refuse_follows_people_and_income(tmp_path: Path) -> None:
    """1.5 million people in towns, 1 kg a day; a head's income rises from 50 to 75, its root by 22 per cent."""
    made = solved(tmp_path).series("Waste|Generation")
    assert made[2020] == pytest.approx(1.5 * 365 / 1000)
    assert made[2025] == pytest.approx(1.5 * 365 / 1000 * math.sqrt(75 / 50))


def test_landfill_gas_of_the_past_decays(tmp_path: Path) -> None:
    """Of 1.0 Mt of 2018 the second year's part comes in 2020, of 0.5 Mt of 2019 the first; nothing yet of 2020."""
    gas = solved(tmp_path).series("Landfill Gas|Generated")
    first, second = 1 - math.exp(-0.06), math.exp(-0.06) - math.exp(-0.12)
    assert gas[2020] == pytest.approx(POTENTIAL * (1.0 * second + 0.5 * first))


def test_a_tenth_of_escaping_gas_is_oxidised(tmp_path: Path) -> None:
    results = solved(tmp_path)
    water = 2 * 40 * 365 * 0.6 * 0.2 / 1e6
    escaped = results.series("Landfill Gas|Generated|Released")[2020]
    assert results.series("Emissions|CH4|Waste")[2020] == pytest.approx(0.9 * escaped + water)


def test_gas_that_came_and_gas_to_come_are_all_that_was_laid_down(tmp_path: Path) -> None:
    """2021 stands for itself and 2025 for four years: flows count once for each of them."""
    results = solved(tmp_path)
    gas, buried = results.series("Landfill Gas|Generated"), results.series("Waste|Treatment|Landfill")
    spans = {2020: 1, 2021: 1, 2025: 4}
    stock = results.series("Landfill Gas|Still to Come")
    came = sum(gas[year] * spans[year] for year in (2021, 2025))
    laid = sum(buried[year] * spans[year] for year in (2021, 2025)) * POTENTIAL
    assert came + stock[2025] == pytest.approx(stock[2020] + laid)


def test_wastewater_gives_nitrous_oxide(tmp_path: Path) -> None:
    """2 million people × 4.7 kg N × 0.005 × 44/28 in kt."""
    oxide = solved(tmp_path).series("Emissions|N2O|Waste")
    assert oxide[2020] == pytest.approx(2 * 4.7 * 0.005 * 44 / 28)


def test_more_gas_capture_means_less_methane(tmp_path: Path) -> None:
    little = solved(tmp_path, **captured(share_min="10 %")).series("Emissions|CH4|Waste")
    much = solved(tmp_path, **captured(share_min="60 %")).series("Emissions|CH4|Waste")
    assert much[2025] < little[2025]
    assert much[2020] == pytest.approx(little[2020])


def test_burning_more_means_less_methane_and_more_fossil_carbon(tmp_path: Path) -> None:
    before = solved(tmp_path)
    after = solved(tmp_path, **routed("incineration", share_min="55 %"))
    assert after.series("Emissions|CH4|Waste")[2025] < before.series("Emissions|CH4|Waste")[2025]
    assert after.series("Emissions|CO2|Waste")[2025] > before.series("Emissions|CO2|Waste")[2025]


def test_composting_takes_only_what_is_sorted(tmp_path: Path) -> None:
    """The landfill closes, incineration takes 60 per cent; sorting bounds what composting must take."""
    routes = routed("landfill", share_max="30 %")["routes"]
    routes["composting"] = {**routes["composting"], "share_change_max": 1}
    done = solved(tmp_path, routes=routes, separate_share_max="20 %")
    made = done.series("Waste|Generation")[2025]
    assert done.series("Waste|Treatment|Composting")[2025] == pytest.approx(0.1 * made, rel=1e-6)


def test_a_methane_charge_pays_for_capture(tmp_path: Path) -> None:
    """Collecting costs 12 CNY/GJ × 50 GJ/t = 600 CNY/t and 50 for the flare; a charge of 800 on nine tenths is more."""
    landfill = {**REFUSE["landfill"], "methane_charge": 800}
    free, charged = solved(tmp_path), solved(tmp_path, landfill=landfill)
    assert free.series("Landfill Gas|Generated|Captured")[2025] == pytest.approx(0.0, abs=1e-9)
    gas = charged.series("Landfill Gas|Generated")[2025]
    assert charged.series("Landfill Gas|Generated|Captured")[2025] == pytest.approx(0.6 * gas, rel=1e-6)


def test_wastewater_of_industry_follows_its_branch(tmp_path: Path) -> None:
    """20 kt of oxygen demand × 0.25 × 0.8, half of it collected: 2 kt of methane; output doubles to 2025."""
    works = {
        "label": "Mill", "activity": {2020: 1, 2025: 2}, "activity_unit": "Mt", "value_added": 5,
        "uses": {"power": {"label": "Power", "final_energy": {"electricity": 1}, "technologies": ["motor"]}},
    }  # fmt: skip
    motor = {"label": "Motor", "input": "electricity", "efficiency": 1, "capital_cost": 300, "lifetime": 15}
    water = {
        "label": "Mill", "branch": "mill", "organic_load": 20, "correction": 0.8, "recovered": 0.5, "nitrogen": 1,
    }  # fmt: skip
    scenario = town.read(
        tmp_path,
        {
            "industry": {"technologies": {"motor": motor}, "branches": {"mill": works}},
            "waste": {"industrial_wastewater": {"mill": water}},
        },
    )
    system, findings = assemble(scenario)
    assert system is not None, findings
    results = tabulate(scenario, system, Optimization(system).solve_twin())
    methane, oxide = results.series("Emissions|CH4|Waste"), results.series("Emissions|N2O|Waste")
    assert (methane[2020], methane[2025]) == pytest.approx((0.002, 0.004))
    assert oxide[2020] == pytest.approx(1 * 0.005 * 44 / 28)
