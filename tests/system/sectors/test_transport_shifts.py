"""Traffic that changes its mode or fills its vehicles better, checked by hand and by direction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from tests.system import town


def fleet(stock: float, distance: float, load: Any, fuel: str, consumption: float) -> dict[str, Any]:
    drive = {
        "label": "Drive", "group": fuel, "consumption": {fuel: consumption}, "capital_cost": 100000, "stock_share": 1,
    }  # fmt: skip
    return {
        "label": "Fleet", "carries": "passengers", "stock": stock, "distance": distance, "load": load, "lifetime": 12,
        "drivetrains": {"drive": drive},
    }  # fmt: skip


TRANSPORT: dict[str, Any] = {
    "fleets": {
        "car": fleet(0.5, 10000, 1.5, "petrol", 2.4),
        "bus": fleet(0.01, 50000, 20, "electricity", 4.0),
    },
    "services": {
        "metro": {
            "label": "Metro", "activity": 2, "activity_unit": "billion pkm",
            "uses": {"run": {"label": "Run", "final_energy": {"electricity": 1}, "technologies": ["traction"]}},
        },
    },
    "technologies": {
        "traction": {
            "label": "Traction", "input": "electricity", "efficiency": 1, "capital_cost": 10, "lifetime": 20,
        },
    },
}  # fmt: skip
ENERGY: dict[str, Any] = {
    "fuels": {"petrol": {"label": "Petrol", "group": "oil", "price": 100, "emission_factors": {"CO2": 70}}},
    "shapes": {"charging": dict.fromkeys(town.SLICES, 1)},
}


def solved(folder: Path, **transport: Any) -> Results:
    scenario = town.read(folder, {"transport": {**TRANSPORT, **transport}, "energy": ENERGY})
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status == "optimal", solution.explanation
    return tabulate(scenario, system, solution)


def shift(to: str, share: float) -> dict[str, Any]:
    return {"move": {"label": "Move", "from": "car", "to": to, "share": {2020: 0, 2025: share}}}


def test_a_shift_keeps_all_travel(tmp_path: Path) -> None:
    """Cars carry 0.5 × 10 × 1.5 = 7.5 billion pkm; a fifth, 1.5, moves to buses of 20 seats taken: 0.075 Gvkm more."""
    travel = "Energy Service|Transportation|Passenger"
    before, after = solved(tmp_path), solved(tmp_path, shifts=shift("bus", 0.2))
    assert after.series(f"{travel}|car")[2025] == pytest.approx(6.0)
    assert after.series(f"{travel}|bus")[2025] == pytest.approx(0.01 * 50 * 20 + 1.5)
    assert after.series(travel)[2025] == pytest.approx(before.series(travel)[2025])
    oil = "Final Energy|Transportation|Liquids|Oil"
    assert after.series(oil)[2025] * 1000 == pytest.approx(0.8 * 0.5 * 10 * 2.4)


def test_a_shift_to_a_service_adds_to_its_activity(tmp_path: Path) -> None:
    """1.5 billion pkm on top of 2: the metro takes 1.75 PJ instead of 1; cars emit a fifth less."""
    before, after = solved(tmp_path), solved(tmp_path, shifts=shift("metro", 0.2))
    power = "Final Energy|Transportation|Electricity"
    assert (after.series(power)[2025] - before.series(power)[2025]) * 1000 == pytest.approx(0.75)
    emitted = "Emissions|CO2|Energy|Demand|Transportation"
    assert after.series(emitted)[2025] == pytest.approx(0.8 * before.series(emitted)[2025])


def test_the_metro_carries_what_cars_lose_and_its_own(tmp_path: Path) -> None:
    """All travel of cars, buses and the metro: 7.5 + 10 + 2 billion pkm, before and after 1.5 have moved."""
    travel = "Energy Service|Transportation|Passenger"
    services = {"metro": {**TRANSPORT["services"]["metro"], "carries": {"passengers": 1}}}
    before = solved(tmp_path, services=services)
    after = solved(tmp_path, services=services, shifts=shift("metro", 0.2))
    assert before.series(travel)[2025] == pytest.approx(19.5)
    assert after.series(travel)[2025] == pytest.approx(19.5)
    assert after.series(f"{travel}|metro")[2025] == pytest.approx(3.5)


def test_a_shift_to_a_service_that_tells_no_kind_adds_up_too(tmp_path: Path) -> None:
    travel = "Energy Service|Transportation|Passenger"
    before, after = solved(tmp_path), solved(tmp_path, shifts=shift("metro", 0.2))
    assert after.series(travel)[2025] == pytest.approx(before.series(travel)[2025])
    assert before.series(f"{travel}|metro") == {}


def test_rail_carries_both_by_its_shares(tmp_path: Path) -> None:
    """Of 3 billion a third are passengers."""
    rail = {**TRANSPORT["services"]["metro"], "activity": 3, "carries": {"passengers": 1 / 3, "freight": 2 / 3}}
    results = solved(tmp_path, services={"rail": rail})
    assert results.series("Energy Service|Transportation|Passenger|rail")[2025] == pytest.approx(1)
    assert results.series("Energy Service|Transportation|Freight|rail")[2025] == pytest.approx(2)


def test_passengers_do_not_move_to_what_carries_freight(tmp_path: Path) -> None:
    services = {"rail": {**TRANSPORT["services"]["metro"], "carries": {"freight": 1}}}
    changes = {"transport": {**TRANSPORT, "services": services, "shifts": shift("rail", 0.1)}, "energy": ENERGY}
    _, findings = town.attempt(tmp_path, changes)
    assert [finding.path for finding in findings] == ["transport.shifts.move.to"]


def test_fuller_cars_drive_less(tmp_path: Path) -> None:
    """1.5 to 1.8 persons in a car: a sixth less distance for the same travel."""
    fuller = {**TRANSPORT["fleets"], "car": fleet(0.5, 10000, {2020: 1.5, 2025: 1.8}, "petrol", 2.4)}
    before, after = solved(tmp_path), solved(tmp_path, fleets=fuller)
    oil, travel = "Final Energy|Transportation|Liquids|Oil", "Energy Service|Transportation|Passenger|car"
    assert after.series(oil)[2025] == pytest.approx(before.series(oil)[2025] * 1.5 / 1.8)
    assert after.series(travel)[2025] == pytest.approx(before.series(travel)[2025])
