"""Plants, networks, trade and storage, checked against balances written out by hand."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.system.energy_system import EnergySystem
from tests.system import town

CHP = ("Town", "power/chp")
WIND = tuple(town.TOWN["energy"]["profiles"]["wind"].items())


@pytest.fixture
def system(tmp_path: Path) -> EnergySystem:
    return town.build(tmp_path)


def test_shapes_sum_to_one_and_follow_the_mean_load(tmp_path: Path) -> None:
    shape = {
        key[3]: share
        for key, share in town.build(tmp_path).parameters["shape"].items()
        if key[1] == "buildings/homes/heating/network-heat"
    }
    assert sum(shape.values()) == pytest.approx(1)
    assert shape["winter_day"] == pytest.approx(2 / 5)  # loads of 2 and 3 over equally long slices
    assert shape["winter_night"] == pytest.approx(3 / 5)
    assert shape["summer_day"] == 0


def test_a_chp_plant_burns_the_same_fuel_in_both_modes(system: EnergySystem) -> None:
    inputs, outputs = system.parameters["input_ratio"], system.parameters["output_ratio"]
    assert inputs[*CHP, "condensing", "coal", 2020] == pytest.approx(1 / 0.4)
    assert inputs[*CHP, "extraction", "coal", 2020] == pytest.approx(1 / 0.4)
    assert outputs[*CHP, "condensing", "electricity_supply", 2020] == pytest.approx(0.9)  # 10 % own use
    assert outputs[*CHP, "extraction", "electricity_supply", 2020] == pytest.approx(0.3 / 0.4 * 0.9)
    assert outputs[*CHP, "extraction", "heat_supply", 2020] == pytest.approx(0.45 / 0.4)


def test_extraction_uses_all_its_fuel_but_a_quarter(system: EnergySystem) -> None:
    """Gross power and heat over fuel: the total efficiency that was written, 0.30 + 0.45."""
    outputs, inputs = system.parameters["output_ratio"], system.parameters["input_ratio"]
    gross = outputs[*CHP, "extraction", "electricity_supply", 2020] / 0.9
    heat = outputs[*CHP, "extraction", "heat_supply", 2020]
    assert (gross + heat) / inputs[*CHP, "extraction", "coal", 2020] == pytest.approx(0.75)


def test_the_order_of_ways_to_run_says_nothing(
    system: EnergySystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chp = town.TOWN["energy"]["plants"]["chp"]
    monkeypatch.setitem(chp, "modes", dict(reversed(chp["modes"].items())))
    other = town.build(tmp_path)
    assert other.digest() == system.digest()
    assert next(t for t in other.technologies if t.name == "power/chp").modes == ("condensing", "extraction")


def test_capacity_and_output_are_counted_in_the_main_mode(tmp_path: Path) -> None:
    """A unit of power in extraction takes 1 / 0.30 of fuel; in condensing mode it then gives 0.40 / 0.30."""
    system = town.build(tmp_path, town.plant("chp", main="extraction"))
    inputs, outputs = system.parameters["input_ratio"], system.parameters["output_ratio"]
    assert inputs[*CHP, "condensing", "coal", 2020] == pytest.approx(1 / 0.3)
    assert outputs[*CHP, "condensing", "electricity_supply", 2020] == pytest.approx(0.4 / 0.3 * 0.9)


def test_emissions_and_allowances_follow_the_fuel_burnt(system: EnergySystem) -> None:
    factor, price = system.parameters["emission_factor"], system.parameters["carbon_price"]
    assert factor[*CHP, "condensing", "CO2", 2020] == pytest.approx(90 / 1000 / 0.4)
    assert factor["Town", "heat/boiler", "run", "CH4", 2020] == pytest.approx(1e-6 / 0.8)
    assert price[*CHP, "condensing", 2020] == pytest.approx(100 * 0.225)  # CNY/t × Mt/PJ = million CNY/PJ
    assert ("Town", "heat/boiler", "run", 2020) not in price


def test_captured_carbon_is_neither_emitted_nor_paid_for(tmp_path: Path) -> None:
    system = town.build(tmp_path, town.plant("chp", capture="90 %"))
    key = (*CHP, "condensing")
    assert system.parameters["emission_factor"][*key, "CO2", 2020] == pytest.approx(0.0225)
    assert system.parameters["carbon_price"][*key, 2020] == pytest.approx(2.25)


def test_networks_lose_and_pump(system: EnergySystem) -> None:
    inputs = system.parameters["input_ratio"]
    heat = ("Town", "grid/district-heat", "deliver")
    assert inputs["Town", "grid/electricity", "deliver", "electricity_supply", 2020] == pytest.approx(1 / 0.95)
    assert inputs[*heat, "heat_supply", 2020] == pytest.approx(1 / 0.9)
    assert inputs[*heat, "electricity", 2020] == pytest.approx(0.02 / 0.9)  # per heat fed in


def test_electric_heat_is_bought_at_the_busbar(tmp_path: Path) -> None:
    boiler = {
        "label": "Electrode boiler", "group": "electric boiler", "branch": "heat", "fuel": "electricity",
        "modes": {"run": {"heat": "98 %"}}, "capital_cost": 600, "lifetime": 20,
    }  # fmt: skip
    system = town.build(tmp_path, {"energy": {"plants": {"electrode": boiler}}})
    inputs = system.parameters["input_ratio"]
    assert inputs["Town", "heat/electrode", "run", "electricity_supply", 2020] == pytest.approx(1 / 0.98)


def test_wind_blows_by_its_profile(system: EnergySystem) -> None:
    available = system.parameters["availability"]
    assert available["Town", "power/wind", 2020, "winter_night"] == pytest.approx(0.4)


def test_surplus_wind_shows_as_curtailment_and_costs_nothing(tmp_path: Path) -> None:
    """Five gigawatts blow whether or not anybody takes the power; what nobody takes is no cost and no gain."""
    system = town.build(tmp_path, town.plant("wind", capacity=5))
    plan = Optimization(system).solve_twin()
    run = plan.activity[plan.activity["technology"] == "power/wind"].groupby(["year", "time_slice"])["value"].sum()
    lengths = {part.name: part.share for part in system.time_slices}
    blown = {(year, part): 5 * 31.536 * share * lengths[part] for year in (2020, 2021, 2025) for part, share in WIND}
    assert run.to_dict() == pytest.approx(blown)
    curtailed = plan.activity[plan.activity["technology"] == "power/curtailment"]["value"].sum()
    assert curtailed > 1.0
    paid = plan.costs[plan.costs["technology"].isin(["power/wind", "power/curtailment", "heat/rejection"])]
    assert paid[paid["component"] == "variable"].empty
    assert plan.total_cost == pytest.approx(plan.objective, rel=2e-6)


def test_nothing_new_is_built_before_the_plan(tmp_path: Path) -> None:
    most = town.build(tmp_path, town.plant("wind", new_capacity_max="0.2 GW/yr")).parameters["new_capacity_max"]
    built = [most["Town", "power/wind", year] for year in (2020, 2021, 2025)]
    assert built == pytest.approx([0, 0.2, 0.8])  # 2025 stands for four years


def test_a_retired_plant_neither_stands_nor_runs(tmp_path: Path) -> None:
    tables = town.build(tmp_path, town.plant("chp", retire_by=2021)).parameters
    assert tables["residual_capacity"][*CHP, 2021] == 1
    assert (*CHP, 2025) not in tables["residual_capacity"]
    assert tables["activity_max"][*CHP, 2025] == 0
    assert tables["new_capacity_max"][*CHP, 2025] == 0


def test_the_past_is_held_to_what_was_seen(tmp_path: Path) -> None:
    system = town.build(tmp_path, town.plant("chp", history=12, heat_history=10))
    limits = {(limit.name, limit.year): limit for limit in system.limits if limit.kind == "calibration"}
    assert {year for _, year in limits} == {2020}
    most = limits["most heat of CHP", 2020]
    assert most.bound == pytest.approx(10, rel=1e-5)
    assert [(term.mode, term.coefficient) for term in most.terms] == [("extraction", pytest.approx(0.45 / 0.4))]
    least = limits["least electricity of CHP", 2020]
    assert {term.mode: term.coefficient for term in least.terms} == {
        "condensing": pytest.approx(1),
        "extraction": pytest.approx(0.75),
    }


def test_least_and_most_output_bind_from_the_plan_on(tmp_path: Path) -> None:
    tables = town.build(tmp_path, town.plant("boiler", output_min=20, output_max=40)).parameters
    key = ("Town", "heat/boiler")
    assert [tables["activity_min"].get((*key, year), 0) for year in (2020, 2021, 2025)] == [0, 20, 20]
    assert [tables["activity_max"].get((*key, year)) for year in (2020, 2021, 2025)] == [None, 40, 40]


def test_heat_of_a_plant_grows_no_faster_than_its_connections(tmp_path: Path) -> None:
    """At 45 of heat for 40 of power in the main mode, and from the plan on only."""
    system = town.build(tmp_path, town.plant("chp", heat_max={2021: 3, 2025: 7}))
    limits = {limit.year: limit for limit in system.limits if limit.name == "most heat of power/chp"}
    assert {year: limit.bound for year, limit in limits.items()} == {2021: 3, 2025: 7}
    (term,) = limits[2025].terms
    assert (term.mode, term.coefficient) == ("extraction", pytest.approx(0.45 / 0.4))


def test_a_retired_plant_has_no_duty(tmp_path: Path) -> None:
    """An inherited least output must not forbid a planner to close the plant, or to leave less of it."""
    closed = town.build(tmp_path, town.plant("boiler", output_min=20, retire_by=2021))
    assert ("Town", "heat/boiler", 2025) not in closed.parameters["activity_min"]
    assert not closed.warnings
    small = town.build(tmp_path, town.plant("boiler", output_min={2021: 20, 2025: 30}, capacity=0.5))
    assert small.parameters["activity_min"]["Town", "heat/boiler", 2025] == pytest.approx(0.5 * 31.536)
    (told,) = map(str, small.warnings)
    assert "energy.plants.boiler.output_min" in told
    assert "30 PJ in 2025, of which what stands can give 15.768 PJ" in told


def test_trade_has_a_price_a_ceiling_and_a_line(system: EnergySystem) -> None:
    tables = system.parameters
    assert tables["variable_cost"]["Town", "trade/import", "trade", 2020] == 100
    assert tables["variable_cost"]["Town", "trade/export", "trade", 2020] == -60
    assert tables["activity_max"]["Town", "trade/import", 2020] == 20
    assert tables["residual_capacity"]["Town", "trade/export", 2020] == 1


def test_a_storage_loses_half_on_the_way_in(tmp_path: Path) -> None:
    store = {
        "label": "Battery", "group": "battery", "commodity": "electricity_supply", "duration": 4,
        "efficiency": "81 %", "capital_cost": 3000, "lifetime": 13,
    }  # fmt: skip
    (battery,) = town.build(tmp_path, {"energy": {"stores": {"battery": store}}}).storages
    assert battery.charge_efficiency == pytest.approx(0.9)
    assert battery.charge_efficiency * battery.discharge_efficiency == pytest.approx(0.81)


def test_a_shape_must_name_every_slice(tmp_path: Path) -> None:
    _, findings = town.attempt(tmp_path, {"energy": {"shapes": {"heating": {"summer_night": None}}}})
    assert findings[0].path == "energy.shapes.heating"
    assert "summer_night" in str(findings[0].found)


def test_units_lit_for_heat_stay_on_through_the_heating_season(tmp_path: Path) -> None:
    """At 60 per cent, 7 PJ on winter days allow no less than 3 PJ on winter nights, equally long: 0.6 × (7 + 3) / 2."""
    system = town.build(tmp_path, town.plant("chp", least_load={2020: "60 %", 2025: "40 %"}))
    limits = [limit for limit in system.limits if limit.path == "energy.plants.chp.least_load"]
    assert [(limit.year, limit.sense, limit.bound) for limit in limits[::2]] == [
        (2020, ">=", 0), (2021, ">=", 0), (2025, ">=", 0),
    ]  # fmt: skip
    night = next(limit for limit in limits if limit.name.endswith("winter_night"))
    terms = {term.time_slice: term.coefficient for term in night.terms}
    assert set(terms) == {"winter_day", "winter_night"}
    assert 7 * terms["winter_day"] + 3 * terms["winter_night"] == pytest.approx(0)


def test_captured_co2_of_biomass_is_removed_from_the_air(tmp_path: Path) -> None:
    """Straw of 100 kg/GJ at 25 per cent, nine tenths captured: 0.36 t a GJ of power; what is not captured is no CO2."""
    straw = {"label": "Straw", "group": "biomass", "price": 20, "biogenic": 100, "emission_factors": {"CH4": 0.03}}
    plant = {
        "label": "Straw", "group": "biomass", "branch": "power", "fuel": "straw", "capital_cost": 9000, "lifetime": 20,
        "modes": {"run": {"electricity": "25 %"}},
    }  # fmt: skip
    plants = {"plain": plant, "capture": {**deepcopy(plant), "capture": "90 %"}}
    factors = town.build(tmp_path, {"energy": {"fuels": {"straw": straw}, "plants": plants}}).parameters[
        "emission_factor"
    ]
    assert factors["Town", "power/capture", "run", "CO2", 2025] == pytest.approx(-0.36)
    assert factors["Town", "power/capture", "run", "CH4", 2025] == pytest.approx(0.03 / 1000 / 0.25)
    assert ("Town", "power/plain", "run", "CO2", 2025) not in factors
