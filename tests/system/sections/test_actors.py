"""Who invests in what, and at which rate; what a planner is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from carbonsim.memory import Memory
from carbonsim.optimization.idle_keys.idle_keys import find_idle
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from tests.system import town

HOMES = {"households": {2020: "17.5 %/yr", 2025: "12.5 %/yr"}}
SHOPS = {
    "label": "Shops", "value_added": 10,
    "uses": {"lights": {"label": "Lights", "final_energy": {"electricity": 2}, "technologies": ["lights"]}},
}  # fmt: skip


def rates(system: EnergySystem) -> dict[str, list[float]]:
    """Return every technology with a rate, and that by year."""
    found: dict[str, list[float]] = {}
    for (_, name, _), rate in system.parameters["actor_rate"].items():
        found.setdefault(str(name), []).append(rate)
    return found


def told(folder: Path, changes: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(warning.path, str(warning.found)) for warning in town.build(folder, changes).warnings]


def test_where_nobody_invests_nothing_has_a_rate(tmp_path: Path) -> None:
    assert not town.build(tmp_path).parameters["actor_rate"]


def test_an_actor_that_is_called_as_a_sector_invests_in_it(tmp_path: Path) -> None:
    found = rates(town.build(tmp_path, {"actors": {"buildings": "12 %/yr"}}))
    assert set(found) == {"buildings/homes/heating/network-heat", "buildings/homes/lights/lights"}
    assert found["buildings/homes/lights/lights"] == pytest.approx([0.12, 0.12, 0.12])


def test_plants_and_networks_are_of_the_energy_sector(tmp_path: Path) -> None:
    found = rates(town.build(tmp_path, {"actors": {"energy": "10 %/yr"}}))
    assert {"power/chp", "heat/boiler", "power/wind"} <= set(found)
    assert not any(name.startswith("buildings/") for name in found)


def test_a_plant_names_an_actor_of_its_own(tmp_path: Path) -> None:
    plants = {"wind": {"actor": "developers"}}
    found = rates(town.build(tmp_path, {"actors": {"developers": "7 %/yr"}, "energy": {"plants": plants}}))
    assert found == {"power/wind": pytest.approx([0.07] * 3)}
    both = {"developers": "7 %/yr", "energy": "10 %/yr"}
    found = rates(town.build(tmp_path, {"actors": both, "energy": {"plants": plants}}))
    assert (found["power/wind"][0], found["power/chp"][0]) == pytest.approx((0.07, 0.1))


def test_the_actor_that_is_named_goes_before_the_one_of_the_sector(tmp_path: Path) -> None:
    changes = {
        "actors": {**HOMES, "buildings": "8 %/yr"},
        "buildings": {"classes": {"homes": {"actor": "households"}}},
        "economy": {"services": {"shops": SHOPS}},
    }
    found = rates(town.build(tmp_path, changes))
    assert found["buildings/homes/lights/lights"] == pytest.approx([0.175, 0.165, 0.125])  # linear between years
    assert found["buildings/shops/lights/lights"] == pytest.approx([0.08] * 3)


def test_a_service_names_an_actor_of_its_own(tmp_path: Path) -> None:
    services = {"shops": {**SHOPS, "actor": "traders"}}
    found = rates(town.build(tmp_path, {"actors": {"traders": "9 %/yr"}, "economy": {"services": services}}))
    assert set(found) == {"buildings/shops/lights/lights"}


def test_a_rate_below_that_of_society_is_told_and_taken(tmp_path: Path) -> None:
    changes = {"actors": {"buildings": {2020: "6 %/yr", 2025: "4 %/yr"}}}
    assert told(tmp_path, changes) == [("actors.buildings", "4 % a year in 2025, below the discount rate")]
    assert rates(town.build(tmp_path, changes))["buildings/homes/lights/lights"][-1] == pytest.approx(0.04)


def test_an_actor_whom_nothing_names_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, {"actors": HOMES}) == [("actors.households", "an actor that nothing names")]


def test_an_actor_that_acts_is_not_idle_and_one_beside_the_same_rate_is(tmp_path: Path) -> None:
    def idle(buildings: str) -> list[str]:
        actors = {"households": "12 %/yr", "buildings": buildings}
        scenario = town.read(tmp_path, {"actors": actors, "buildings": {"classes": {"homes": {"actor": "households"}}}})
        system, findings = assemble(scenario, memory := Memory())
        assert system is not None, findings
        return [warning.path for warning in find_idle(scenario, system, memory) if "actor" in warning.path]

    assert idle("8 %/yr") == []
    assert idle("12 %/yr") == ["buildings.classes.homes.actor"]
