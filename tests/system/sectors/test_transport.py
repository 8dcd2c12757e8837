"""A fleet by hand: what it drives, what stands of it, what it burns, and how its sales may move."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Limit
from tests.system import town

FUEL = {"label": "Petrol", "group": "oil", "price": 140, "emission_factors": {"CO2": 70}}
PETROL: dict[str, Any] = {
    "label": "Petrol", "group": "petrol", "consumption": {"petrol": "2.3 MJ/km"}, "capital_cost": 100000,
    "stock_share": "90 %",
}  # fmt: skip
ELECTRIC: dict[str, Any] = {
    "label": "Electric", "group": "electric", "consumption": {"electricity": "20 kWh_100km"}, "capital_cost": 150000,
    "stock_share": "10 %", "sales_share_min": {2021: "30 %", 2025: "50 %"},
}  # fmt: skip
CAR = "transport/car/distance"
LEFT = {
    year: sum(1.04**-age for age in range(2030 - year)) / sum(1.04**-age for age in range(10)) for year in (2021, 2025)
}
SOLD = 1.04 - LEFT[2021], 1.2 - LEFT[2025] - (1.04 - LEFT[2021])  # 0.12 million in 2021, 0.53 in the four years to 2025


def changes(petrol: dict[str, Any] | None = None, electric: dict[str, Any] | None = None, **more: Any) -> Any:
    fleet = {
        "label": "Cars", "carries": "passengers", "stock": {2020: 1, 2025: 1.2}, "distance": "8000 km/yr",
        "load": 1.5, "lifetime": 10,
        "drivetrains": {"petrol": {**PETROL, **(petrol or {})}, "electric": {**ELECTRIC, **(electric or {})}},
        **more,
    }  # fmt: skip
    shape = {"winter_day": 1, "winter_night": 2, "summer_day": 1, "summer_night": 2}
    return {
        "energy": {"fuels": {"petrol": FUEL}, "shapes": {"charging": shape}},
        "transport": {"fleets": {"car": fleet}},
    }


def of(system: EnergySystem, parameter: str, drivetrain: str, year: int | None = None, *more: str) -> float | None:
    key = ("Town", f"{CAR}/{drivetrain}", *more)
    return system.parameters[parameter].get(key if year is None else (*key, year))


def limits(system: EnergySystem, start: str, year: int) -> list[Limit]:
    return [limit for limit in system.limits if limit.name.startswith(start) and limit.year == year]


def test_traffic_is_stock_times_distance(tmp_path: Path) -> None:
    """1 million cars × 8000 km are 8 billion vehicle-kilometres; 1.2 million are 9.6; 1.04 million in 2021 are 8.32."""
    demand = town.build(tmp_path, changes()).parameters["demand"]
    assert [demand["Town", CAR, year] for year in (2020, 2021, 2025)] == pytest.approx([8.0, 8.32, 9.6])


def test_the_stock_of_the_base_year_retires_over_one_lifetime(tmp_path: Path) -> None:
    """0.9 million petrol cars of even age and 10 years' life: 0.81 after one year, 0.45 after five."""
    system = town.build(tmp_path, changes(stock=1))
    stock = [of(system, "residual_capacity", "petrol", year) for year in (2020, 2021, 2025)]
    assert stock == pytest.approx([0.9, 0.81, 0.45])
    assert of(system, "capacity_to_activity", "petrol") == pytest.approx(8.0)


def test_a_stock_that_grows_is_young(tmp_path: Path) -> None:
    """Sales of ten years that grew by 4 per cent make the stock: those of the last nine, then five, are left of it."""
    system = town.build(tmp_path, changes())
    sold = [1.04**-age for age in range(10)]
    stock = [of(system, "residual_capacity", "petrol", year) for year in (2020, 2021, 2025)]
    assert stock == pytest.approx([0.9, 0.9 * sum(sold[:9]) / sum(sold), 0.9 * sum(sold[:5]) / sum(sold)])


def test_a_kilometre_takes_energy_and_petrol_emits(tmp_path: Path) -> None:
    """2.3 MJ/km are 2.3 PJ per billion km; at 70 kg/GJ 0.161 Mt. 20 kWh/100 km are 0.72 MJ/km."""
    system = town.build(tmp_path, changes())
    assert of(system, "input_ratio", "petrol", 2020, "run", "petrol") == pytest.approx(2.3)
    assert of(system, "emission_factor", "petrol", 2020, "run", "CO2") == pytest.approx(0.161)
    assert of(system, "input_ratio", "electric", 2020, "run", "electricity") == pytest.approx(0.72)
    assert of(system, "emission_factor", "electric", 2020, "run", "CO2") is None


def test_charging_follows_its_shape(tmp_path: Path) -> None:
    """Nights count twice; with half the hours each, a winter night has 165/365 of 2/3 of the charge."""
    shape = town.build(tmp_path, changes()).parameters["shape"]
    share = shape["Town", f"{CAR}/electric", "electricity", "winter_night"]
    assert share == pytest.approx(165 / 365 * 2 / 3)


def test_the_base_year_is_driven_as_it_was(tmp_path: Path) -> None:
    system = town.build(tmp_path, changes())
    assert of(system, "activity_max", "petrol", 2020) == pytest.approx(7.2, rel=2e-6)
    assert of(system, "activity_min", "petrol", 2020) == pytest.approx(7.2, rel=2e-6)
    assert of(system, "activity_max", "petrol", 2021) is None


def test_cars_that_drive_less_need_to_be_no_fewer(tmp_path: Path) -> None:
    """8000 km fall to 7000: a million cars can still do 8, and 87.5 per cent of that is asked of them."""
    system = town.build(tmp_path, changes(distance={2020: 8000, 2025: 7000}))
    assert of(system, "availability_year", "petrol", 2025) == pytest.approx(0.875)
    assert system.parameters["demand"]["Town", CAR, 2025] == pytest.approx(1.2 * 7)


def test_a_least_share_of_sales_is_one_row_over_all_sales(tmp_path: Path) -> None:
    """Electric − 50 % of all is at least zero: +0.5 electric, −0.5 petrol."""
    (limit,) = limits(town.build(tmp_path, changes()), f"least sales of {CAR}/electric", 2025)
    terms = {term.technology.rpartition("/")[2]: term.coefficient for term in limit.terms}
    assert terms == pytest.approx({"electric": 0.5, "petrol": -0.5})
    assert (limit.sense, limit.bound) == (">=", 0.0)


def test_a_share_of_sales_rises_by_so_much_a_year(tmp_path: Path) -> None:
    """Electric over all sales of the four years to 2025, less the same of 2021, is at most 4 × 6 per cent."""
    system = town.build(tmp_path, changes() | {"choices": {"on": False}})
    (limit,) = limits(system, f"rise of sales of {CAR}/electric", 2025)
    terms = {(term.technology.rpartition("/")[2], term.year): term.coefficient for term in limit.terms}
    assert terms == pytest.approx({("electric", 2025): 1 / SOLD[1], ("electric", 2021): -1 / SOLD[0]})
    assert limit.bound == pytest.approx(0.24)


WAVE: dict[str, Any] = {"time": {"years": [2020, 2021, 2022, 2025], "plan_from": 2022}, "choices": {"on": False}}


def test_a_wave_of_sales_does_not_fall_to_petrol(tmp_path: Path) -> None:
    """3 in 10 of 0.1 million sales are electric in 2021, give or take 2 %; of 1.1 million in 2022, 6 points more."""
    electric = {"capital_cost": 80000, "sales_share": {2020: "30 %"}}
    wave = changes(electric=electric, stock={2020: 1, 2021: 1, 2022: 2})
    solution = Optimization(town.build(tmp_path, wave | WAVE)).solve_twin()
    built = solution.new_capacity.set_index(["technology", "year"])["value"]
    sold = {year: (built[f"{CAR}/electric", year], built[f"{CAR}/petrol", year]) for year in (2021, 2022)}
    assert [sum(sold[year]) for year in (2021, 2022)] == pytest.approx([0.1, 2 - 0.8 - 0.1], rel=1e-5)
    assert [sold[year][0] / sum(sold[year]) for year in (2021, 2022)] == pytest.approx([0.306, 0.366], rel=1e-5)


def test_no_car_is_bought_in_foresight_of_the_plan(tmp_path: Path) -> None:
    """None is sold in 2020, whose stock is given; in 2021 what the stock needs beyond what is left, and no more."""
    system = town.build(tmp_path, changes() | WAVE)
    before = {limit.year: limit.bound for limit in system.limits if limit.name == "all sales of transport/car"}
    assert before == pytest.approx({2020: 0.0, 2021: SOLD[0]}, abs=1e-6)


def test_stock_shares_must_fill_the_stock(tmp_path: Path) -> None:
    found = [str(finding) for finding in town.attempt(tmp_path, changes(petrol={"stock_share": "80 %"}))[1]]
    assert len(found) == 1
    assert "transport.fleets.car.drivetrains: found stock shares of 0.9 in all; expected 100 % in all" in found[0]


def test_the_cheapest_fleet_sells_no_more_electric_cars_than_it_must(tmp_path: Path) -> None:
    """All cars that retire or are added are bought."""
    solution = Optimization(town.build(tmp_path, changes())).solve_twin()
    assert solution.status == "optimal"
    built = solution.new_capacity.set_index(["technology", "year"])["value"]
    sold = {year: (built[f"{CAR}/electric", year], built[f"{CAR}/petrol", year]) for year in (2021, 2025)}
    assert (sum(sold[2021]), sum(sold[2025])) == pytest.approx(SOLD)
    assert sold[2021][0] == pytest.approx(0.3 * SOLD[0])
    assert sold[2025][0] == pytest.approx(0.5 * SOLD[1])


def test_a_vehicle_loses_its_refrigerant_whatever_it_burns(tmp_path: Path) -> None:
    """1 million cars at 0.1 kg a year are 0.1 kt; each drives 8000 km, so a billion of them carries 12.5 t."""
    system = town.build(tmp_path, changes(refrigerant="0.1 kg/vehicle/yr"))
    factors = system.parameters["emission_factor"]
    lost = [factors["Town", f"{CAR}/{name}", "run", "HFC", 2020] for name in ("petrol", "electric")]
    assert lost == pytest.approx([0.0001 / 8, 0.0001 / 8])
