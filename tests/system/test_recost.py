"""Prices alone: translating one section again gives the system that assembling everything gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble, assemble_openly
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.recost import Recost

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def scenario(name: str) -> Scenario:
    found, findings = read_scenario(SCENARIOS / name)
    assert found is not None, findings
    return found


def recost(name: str) -> Recost:
    assembly, _ = assemble_openly(scenario(name))
    assert assembly is not None
    return Recost(scenario(name), assembly)


def whole(changed: Scenario) -> EnergySystem:
    system, findings = assemble(changed)
    assert system is not None, findings
    return system


def doubled(quantity: Quantity) -> object:
    year, value = quantity.points[0]
    return (
        f"{2 * value + 1} {quantity.unit}"
        if year is None
        else {y: f"{2 * v + 1} {quantity.unit}" for y, v in quantity.points}
    )


def prices(of: Scenario) -> dict[str, Quantity]:
    return {path: quantity for path, quantity in of.quantities() if quantity.unit.startswith("CNY/")}


def same(one: EnergySystem, two: EnergySystem) -> bool:
    told = (one.indicators, one.targets, one.warnings, one.name) == (
        two.indicators,
        two.targets,
        two.warnings,
        two.name,
    )
    return told and one == two


def test_every_price_of_the_tutorial_gives_the_system_that_a_whole_assembly_gives() -> None:
    base, quick = scenario("tutorial.yaml"), recost("tutorial.yaml")
    taken = 0
    for path, quantity in prices(base).items():
        changed = base.with_(path, doubled(quantity))
        system = quick.system(changed, [path])
        taken += system is not None
        assert system is None or same(system, whole(changed)), path
    assert taken == len(prices(base)) - 1  # the lights had no cost before


@pytest.mark.parametrize(
    "path",
    [
        "energy.carbon_price", "energy.fuels.raw_coal.price", "energy.fuels.natural_gas.price",
        "energy.plants.wind.capital_cost", "energy.trade.import_price",
    ],
)  # fmt: skip
def test_a_price_of_the_city_is_one_section_translated_again(path: str) -> None:
    name = "changchun/all-campaigns.yaml"
    base = scenario(name)
    changed = base.with_(path, doubled(prices(base)[path]))
    system = recost(name).system(changed, [path])
    assert system is not None and same(system, whole(changed))
    assert system != whole(base)


def test_what_households_pay_follows_the_price_of_their_fuel() -> None:
    name = "changchun/baseline.yaml"
    base = scenario(name)
    path = "energy.fuels.raw_coal.price"
    system = recost(name).system(base.with_(path, "99 CNY/GJ"), [path])
    assert system is not None and system.indicators != whole(base).indicators


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("energy.heat_network.losses", "14 %"), ("energy.fuels.raw_coal.emission_factors.CO2", "0.1 t/GJ"),
        ("energy.plants.wind.lifetime", "22 yr"), ("time.discount_rate", "5 %/yr"), ("economy.gdp", {2025: 60}),
    ],
)  # fmt: skip
def test_what_is_no_price_takes_a_whole_assembly(path: str, value: object) -> None:
    base = scenario("tutorial.yaml")
    assert recost("tutorial.yaml").system(base.with_(path, value), [path]) is None


def test_a_price_that_brings_a_cell_takes_a_whole_assembly() -> None:
    base = scenario("tutorial.yaml")
    path = next(path for path, quantity in prices(base).items() if path.endswith("fixed_cost") and quantity.at(2030))
    assert recost("tutorial.yaml").system(base.with_(path, "0 CNY/kW/yr"), [path]) is None
