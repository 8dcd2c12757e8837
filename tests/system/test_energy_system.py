"""When two systems are the same: by what decides their optima, and by nothing that only names or reports."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import NoReturn

import pytest

from carbonsim.errors import Finding
from carbonsim.scenario.sections.targets import Change
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Bracket, Label, Peaking, Place, Reservoir, Scope
from carbonsim.system.targets import Target
from tests.optimization.whole_systems import electric_system

TARGET = Target("share", "coal_share", 2022, "<=", 0.5, None, True, "targets.share", Label("", ""), "", Label("", ""))
REPORTED = {
    "name": "another",
    "peaking": (Peaking(by=2022),),
    "warnings": (Finding("a.yaml", 1, "", "", "", ""),),
    "places": {"demand": {(): Place("here")}},
    "targets": (replace(TARGET, enforced=False),),
}
DECISIVE: dict[str, object] = {
    "foresight": 5,
    "choices": (None,),
    "region": "town",
    "time_slices": (),
    "commodities": (),
    "technologies": (),
    "storages": (),
    "emissions": (),
    "parameters": {},
    "limits": (None,),
    "scope": Scope("gross_imports", {"CO2": 1.0}),
    "reservoirs": (Reservoir("lake", "city", "PJ", Label("", "")),),
    "brackets": (Bracket(0, 0, 0, ()),),
    "delays": (None,),
    "targets": (TARGET,),
    "sectors": False,
}


class NeverCompared(float):
    """A number that nobody may look at."""

    __hash__ = float.__hash__

    def __eq__(self, other: object) -> NoReturn:
        raise AssertionError("a shared table is looked into")


@pytest.mark.parametrize("name", REPORTED)
def test_what_only_names_or_reports_makes_no_other_system(name: str) -> None:
    one = electric_system()
    two = replace(one, **{name: REPORTED[name]})
    assert one == two and one.digest() == two.digest()


@pytest.mark.parametrize("name", DECISIVE)
def test_whatever_decides_an_optimum_makes_another_system(name: str) -> None:
    one = electric_system()
    two = replace(one, **{name: DECISIVE[name]})
    assert one != two and one.digest() != two.digest()


def test_every_field_of_a_system_either_decides_or_reports() -> None:
    known = {*REPORTED, *DECISIVE, "years", "indicators", "rules"}
    assert {part.name for part in fields(EnergySystem)} == known


def test_a_target_against_a_base_year_counts_by_what_it_asks() -> None:
    one = replace(electric_system(), targets=(TARGET,))
    other = replace(TARGET, change=Change(-0.1, 2020))
    assert one != replace(one, targets=(other,))
    assert one == replace(one, targets=(replace(TARGET, note="seen"),))


def test_tables_that_two_systems_share_are_not_looked_into() -> None:
    one = electric_system()
    shared = {**one.parameters, "demand": {key: NeverCompared(1.0) for key in one.parameters["demand"]}}
    one = replace(one, parameters=shared)
    two = replace(one, parameters={**shared, "capital_cost": {}})
    assert one != two
    assert one == replace(one, parameters=dict(shared), name="another")
