"""Branches of industry and the chain of the car: what is made drives what is bought."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from tests.system import town


def branch(activity: Any, power: float, **more: Any) -> dict[str, Any]:
    use = {"label": "Motors", "final_energy": {"electricity": power}, "technologies": ["motor"]}
    return {"label": "Branch", "activity": activity, "activity_unit": "unit", "uses": {"motors": use}, **more}


MOTOR = {"label": "Motor", "input": "electricity", "efficiency": 0.9, "capital_cost": 300, "lifetime": 15}
CARS = {2020: 2, 2025: 3}
CHAIN: dict[str, Any] = {
    "steel": branch(1, 2, customers={"parts": {"share": 0.5}}),
    "parts": branch({2020: 1, 2025: 1.2}, 3, customers={"cars": {"share": 0.6, "content": {2020: 1, 2025: 0.9}}}),
    "cars": branch(CARS, 4),
}


def made(folder: Path, **branches: Any) -> Results:
    industry = {"technologies": {"motor": MOTOR}, "branches": {**CHAIN, **branches}}
    scenario = town.read(folder, {"industry": industry})
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal"
    return tabulate(scenario, system, solution)


def test_cars_drive_parts_and_parts_drive_steel(tmp_path: Path) -> None:
    """Cars at 1.5 with 0.9 of parts each: 0.4 × 1.2 + 0.6 × 1.5 × 0.9 = 1.29 of parts; steel 0.5 + 0.5 × 1.29."""
    results = made(tmp_path)
    assert results.series("Production|Industry|parts")[2025] == pytest.approx(1.29)
    assert results.series("Production|Industry|steel")[2025] == pytest.approx(1.145)
    energy = results.series("Final Energy|Industry|Electricity")[2025] * 1000
    assert energy == pytest.approx(4 * 1.5 + 3 * 1.29 + 2 * 1.145)


def test_a_tenth_more_cars_raises_energy_of_parts_and_steel(tmp_path: Path) -> None:
    before, after = made(tmp_path), made(tmp_path, cars=branch({2020: 2, 2025: 3.3}, 4))
    for name, share in (("parts", 0.6 * 1.5 * 0.9), ("steel", 0.5 * 0.6 * 1.5 * 0.9)):
        made_before = before.series(f"Production|Industry|{name}")[2025]
        assert after.series(f"Production|Industry|{name}")[2025] == pytest.approx(made_before + 0.1 * share)
    energy = "Final Energy|Industry"
    assert after.series(energy)[2025] > before.series(energy)[2025]
    assert after.series(energy)[2020] == pytest.approx(before.series(energy)[2020])


def findings_of(folder: Path, **branches: Any) -> list[str]:
    industry = {"technologies": {"motor": MOTOR}, "branches": {**CHAIN, **branches}}
    return [str(finding) for finding in town.attempt(folder, {"industry": industry})[1]]


def test_parts_follow_cars_and_cars_follow_value_added_above_the_centre(tmp_path: Path) -> None:
    """Value added is 1.2 of the centre in 2025: cars at elasticity 0.5 are 1.5 × 1.2 ^ 0.5, and parts with them."""
    corridor = {"central": {2020: 100, 2025: 125}, "least": "0 %/yr", "most": "20 %/yr"}
    industry = {"technologies": {"motor": MOTOR}, "branches": {**CHAIN, "cars": branch(CARS, 4, elasticity=0.5)}}
    system = town.build(tmp_path, {"industry": industry, "economy": {"growth_corridor": corridor}})
    made_in = {name: system.parameters["demand"]["Town", f"industry/{name}/motors", 2025] for name in CHAIN}
    cars = 1.5 * 1.2**0.5
    assert made_in["cars"] == pytest.approx(4 * 0.9 * cars)
    assert made_in["parts"] == pytest.approx(3 * 0.9 * (0.4 * 1.2 + 0.6 * cars * 0.9))


def test_branches_that_buy_in_a_circle_are_refused(tmp_path: Path) -> None:
    (line,) = findings_of(tmp_path, cars=branch(CARS, 4, customers={"steel": {"share": 0.1}}))
    assert "a circle of customers" in line


def cement(ways: dict[str, Any], **more: Any) -> dict[str, Any]:
    process = {"emission": "CO2_process", "amount": 2, "ways": ways, **more}
    return branch({2020: 7, 2025: 7}, 4, process_emissions={"clinker": process})


def test_a_lower_clinker_ratio_emits_less(tmp_path: Path) -> None:
    """2 Mt in 2020; at nine tenths of the clinker 1.8."""
    results = made(tmp_path, cement=cement({}, intensity={2020: 1, 2025: 0.9}))
    emitted = results.series("Emissions|CO2|Industrial Processes")
    assert (emitted[2020], emitted[2025]) == pytest.approx((2, 1.8))


def test_blended_cement_takes_its_share_and_costs(tmp_path: Path) -> None:
    """At least a tenth of the output from 2021 at 0.7 of emissions: 2 × (1 - 0.03); 2 Mt × 0.1 × 50 CNY/t a year."""
    way = {"label": "Blended", "emissions": 0.7, "cost": 50, "share_min": {2020: 0.1}, "share_change_max": 0.1}
    plain, blended = made(tmp_path, cement=cement({})), made(tmp_path, cement=cement({"blended": way}))
    emitted = "Emissions|CO2|Industrial Processes"
    assert blended.series(emitted)[2020] == pytest.approx(2)
    assert blended.series(emitted)[2025] == pytest.approx(2 * 0.97)
    cost = "Cost|Industry|Variable"
    assert blended.series(cost)[2025] - plain.series(cost).get(2025, 0.0) == pytest.approx(0.01)


def test_capture_starts_when_it_is_there(tmp_path: Path) -> None:
    way = {
        "label": "Capture", "emissions": 0.1, "cost": 400, "first_year": 2025, "share_min": 0.2, "share_change_max": 1,
    }  # fmt: skip
    emitted = made(tmp_path, cement=cement({"capture": way})).series("Emissions|CO2|Industrial Processes")
    assert (emitted[2021], emitted[2025]) == pytest.approx((2, 2 * 0.82))


PRICE = {"carbon_price": {2020: 50, 2021: 50, 2025: 200}}


def priced(folder: Path, way: dict[str, Any], **more: Any) -> Results:
    """Return what is made where cement may be blended, at a carbon price of 50 CNY/t in 2021 and 200 in 2025."""
    branches = {**CHAIN, "cement": cement({"blended": way}, **more)}
    scenario = town.read(
        folder, {"industry": {"technologies": {"motor": MOTOR}, "branches": branches}, "energy": PRICE}
    )
    system, findings = assemble(scenario)
    assert system is not None, findings
    return tabulate(scenario, system, Optimization(system).solve_twin())


def test_process_co2_pays_the_carbon_price_from_the_year_in_which_the_market_covers_it(tmp_path: Path) -> None:
    """2 Mt at 200 CNY/t are 0.4 billion CNY in 2025; before, and where no market covers it, nothing is paid."""
    dear = {"label": "Blended", "emissions": 0.7, "cost": 500}
    paid = priced(tmp_path, dear, carbon_market_from=2025).series("Cost|Industry|Carbon Price")
    assert paid[2021] == 0.0
    assert paid[2025] == pytest.approx(0.4)
    assert not any(priced(tmp_path, dear).series("Cost|Industry|Carbon Price").values())


KILNS = {
    "coal-kiln": {"label": "Coal kiln", "input": "coal", "efficiency": 0.5, "capital_cost": 100, "lifetime": 20},
}  # fmt: skip


def test_fuel_of_a_use_pays_the_carbon_price_from_the_year_in_which_the_market_covers_it(tmp_path: Path) -> None:
    """Two kilns burn 10 PJ each, as much in 2025 as the output asks for; one of them is covered from 2025 on.

    Coal of the town has 90 kg/GJ: 0.9 Mt at 200 CNY/t are 0.18 billion CNY.
    """

    def kiln(**more: Any) -> dict[str, Any]:
        return {"label": "Kiln", "final_energy": {"coal": 10}, "technologies": ["coal-kiln"], **more}

    works = {
        "label": "Works", "activity": 1, "activity_unit": "Mt",
        "uses": {"clinker": kiln(carbon_market_from=2025), "brick": kiln()},
    }  # fmt: skip
    industry = {"technologies": KILNS, "branches": {"works": works}}
    scenario = town.read(tmp_path, {"industry": industry, "energy": PRICE})
    system, findings = assemble(scenario)
    assert system is not None, findings
    prices = system.parameters["carbon_price"].items()
    paying = {key[1] for key, price in prices if price and str(key[1]).startswith("industry/works")}
    assert paying == {"industry/works/clinker/coal-kiln"}
    paid = tabulate(scenario, system, Optimization(system).solve_twin()).series("Cost|Industry|Carbon Price")
    assert paid[2021] == 0.0
    assert paid[2025] == pytest.approx(0.18)


def test_blending_is_bought_where_it_costs_less_than_the_allowances_it_saves(tmp_path: Path) -> None:
    """Blended cement costs 50 CNY/t of what it replaces and saves 0.3 t of it, worth 60 CNY at 200 CNY/t."""
    way = {"label": "Blended", "emissions": 0.7, "cost": 50, "share_max": 0.4, "share_change_max": 1}
    emitted = "Emissions|CO2|Industrial Processes"
    assert priced(tmp_path, way).series(emitted)[2025] == pytest.approx(2)
    assert priced(tmp_path, way, carbon_market_from=2025).series(emitted)[2025] == pytest.approx(2 * (1 - 0.4 * 0.3))
    assert priced(tmp_path, way, carbon_market_from=2030).series(emitted)[2025] == pytest.approx(2)
