"""Fragments remembered: what a changed scenario translates anew, joined to the rest, is what a whole assembly gives."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from carbonsim.memory import Memory
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.system import fragments
from carbonsim.system.assemble import assemble, frame_of, write_sections
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.fragments import Fragment, Sight, join, opened

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def scenario(name: str) -> Scenario:
    found, findings = read_scenario(SCENARIOS / name)
    assert found is not None, findings
    return found


def system_of(changed: Scenario, memory: Memory | None = None) -> EnergySystem:
    system, findings = assemble(changed, memory)
    assert system is not None, findings
    return system


@cache
def the_city() -> tuple[Scenario, EnergySystem]:
    """Return the city with all its campaigns, and the system that a whole assembly gives."""
    base = scenario("changchun/all-campaigns.yaml")
    return base, system_of(base)


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
    order = [list(table) for table in one.parameters.values()] == [list(table) for table in two.parameters.values()]
    return told and order and one == two


def test_every_price_of_the_tutorial_gives_the_system_that_a_whole_assembly_gives() -> None:
    base, memory = scenario("tutorial.yaml"), Memory()
    system_of(base, memory)
    for path, quantity in prices(base).items():
        changed = base.with_(path, doubled(quantity))
        assert same(system_of(changed, memory), system_of(changed)), path


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("energy.carbon_price", "99 CNY/t"), ("energy.fuels.raw_coal.price", "99 CNY/GJ"),
        ("energy.heat_network.losses", "14 %"), ("energy.plants.wind.lifetime", "22 yr"),
        ("scope.land", True), ("time.discount_rate", "5 %/yr"),
        ("economy.gdp", {2020: "600 billion CNY", 2060: "3000 billion CNY"}),
        ("transport.fleets.car.stock", {2020: 2.0, 2060: 3.0}),
    ],
)  # fmt: skip
def test_a_change_of_the_city_is_told_as_a_whole_assembly_tells_it(path: str, value: object) -> None:
    base, whole = the_city()
    memory = Memory()
    system_of(base, memory)
    changed = base.with_(path, value)
    assert same(system_of(changed, memory), system_of(changed))
    assert same(system_of(base, memory), whole)


def test_what_is_alike_is_not_translated_again(monkeypatch: pytest.MonkeyPatch) -> None:
    base, memory, written = scenario("changchun/baseline.yaml"), Memory(), []
    system_of(base, memory)
    write = fragments.write_fragment

    def noted(translator: fragments.Translator, *others: object) -> Fragment:
        written.append(translator.section)
        return write(translator, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(fragments, "write_fragment", noted)
    noted.__module__, known = write.__module__, memory._known
    for function, label in [key for key in known if key[0] is write]:
        known[noted, label] = known.pop((function, label))
    system_of(base.with_("energy.fuels.raw_coal.price", "99 CNY/GJ"), memory)
    assert written == ["energy", "energy", "economy"]  # the fuel, what stands in its place, what households pay for it


def test_what_households_pay_follows_the_price_of_their_fuel() -> None:
    base, memory = scenario("changchun/baseline.yaml"), Memory()
    before = system_of(base, memory)
    after = system_of(base.with_("energy.fuels.raw_coal.price", "99 CNY/GJ"), memory)
    assert after.indicators != before.indicators


def test_a_translator_sees_of_others_what_it_may() -> None:
    base = scenario("tutorial.yaml")
    whole = write_sections(base, Memory())
    assert whole.seen(Sight.DECLARED).parameters == {} and whole.seen(Sight.DECLARED).technologies
    assert "variable_cost" not in whole.seen(Sight.UNPRICED).parameters
    rows, _ = opened(whole.seen(Sight.UNPRICED), frame_of(base), Sight.UNPRICED)
    with pytest.raises(TypeError):
        rows.parameters["demand"]["city", "more", 2030] = 1.0


def test_fragments_add_demand_and_write_over_everything_else() -> None:
    first = Fragment(parameters={"demand": {("city", "heat", 2030): 1.0}, "lifetime": {("city", "a"): 5.0}})
    after = Fragment(parameters={"demand": {("city", "heat", 2030): 2.0}, "lifetime": {("city", "a"): 7.0}})
    both = join(first, after)
    assert both.table("demand") == {("city", "heat", 2030): 3.0}
    assert both.table("lifetime") == {("city", "a"): 7.0}
    assert first.table("demand") == {("city", "heat", 2030): 1.0}
