"""What a scenario changes in the economy of its baseline, counted by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from carbonsim.errors import Finding
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.context import Context
from carbonsim.system.sectors import economy
from carbonsim.system.sectors.value_added import NO_CHANGE, economic_change
from carbonsim.system.tables import Years
from tests.system import town

YEARS = Years((2020, 2021, 2025), 2021, 0.05)
FURNACE = {"furnace": {"label": "Furnace", "input": "coal", "efficiency": 0.5, "capital_cost": 100, "lifetime": 20}}
HEAT = {"heat": {"label": "Heat", "final_energy": {"coal": 1}, "technologies": ["furnace"]}}
CARS: dict[str, Any] = {
    "label": "Cars", "activity": 2, "activity_unit": "million vehicles", "value_added": 10, "uses": HEAT,
}  # fmt: skip
PARTS: dict[str, Any] = {
    "label": "Parts", "activity": 1, "activity_unit": "output", "value_added": 6, "uses": HEAT,
    "customers": {"cars": {"share": "50 %"}},
}  # fmt: skip
JOBS: dict[str, Any] = {
    "cars": {"label": "Cars", "of": "cars", "per_value_added": 1.5},
    "industry": {"label": "Other", "of": "value_added_secondary", "without": ["cars"], "per_value_added": 4},
    "services": {"label": "Services", "of": "value_added_tertiary", "per_value_added": 5},
}
SKIING = {"skiing": {"label": "Skiing", "value_added": {2020: 0, 2021: 0, 2025: 3}}}
HALF_AGAIN = {2020: 2, 2021: 2, 2025: 3}  # million vehicles


def write(folder: Path, name: str, content: dict[str, Any]) -> Path:
    """JSON is YAML, and knows no aliases."""
    file = folder / name
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def changed(folder: Path, changes: dict[str, Any], root: dict[str, Any] | None = None) -> Path:
    """The town with two branches and jobs, and a scenario that changes it."""
    industry = {"technologies": FURNACE, "branches": {"cars": CARS, "parts": PARTS}}
    whole = town.over(town.TOWN, {"industry": industry, "economy": {"jobs": JOBS}})
    write(folder, "base.yaml", town.over(whole, root or {}))
    return write(folder, "changed.yaml", {"extends": "base.yaml", **changes})


def drivers_of(file: Path) -> tuple[dict[str, np.ndarray], list[Finding]]:
    scenario, findings = read_scenario(file)
    assert scenario is not None and scenario.economy is not None, findings
    system, found = assemble(scenario)
    context = Context(YEARS, (), lambda _: ("", 0))
    economy.translate(scenario.economy, context, economic_change(scenario))
    if system is not None:
        jobs = next(one for one in system.indicators if one.card.name == "jobs")
        context.drivers["jobs"] = np.array([jobs.numerator.constants.get(year, 0.0) for year in YEARS])
    return dict(context.drivers), found


def branch(**changes: Any) -> dict[str, Any]:
    return {"industry": {"branches": {"cars": changes}}}


def test_a_baseline_changes_nothing(tmp_path: Path) -> None:
    scenario, _ = read_scenario(changed(tmp_path, {}).with_name("base.yaml"))
    assert scenario is not None
    assert economic_change(scenario) == NO_CHANGE


def test_half_as_many_cars_again_raise_gdp_and_jobs_with_those_of_their_parts(tmp_path: Path) -> None:
    """Cars add 5 to their 10 billion CNY, and parts a quarter of their 6: GDP of 150 becomes 156.5 in 2025.

    Jobs: 15 × 1.5 thousand at cars; in other industry 60 + 6.5 − 15 = 51.5 × 4; in services 75 × 5.
    """
    drivers, _ = drivers_of(changed(tmp_path, branch(activity=HALF_AGAIN)))
    assert drivers["gdp"] == pytest.approx([100, 110, 156.5])
    assert drivers["value_added_secondary"] == pytest.approx([40, 44, 66.5])
    assert drivers["gdp_per_capita"][-1] == pytest.approx(156.5 / 2)
    assert drivers["jobs"][-1] == pytest.approx((15 * 1.5 + 51.5 * 4 + 75 * 5) / 1000)
    before, _ = drivers_of(tmp_path / "base.yaml")
    assert drivers["jobs"][-1] - before["jobs"][-1] == pytest.approx((5 * 1.5 + 1.5 * 4) / 1000)


def test_targets_per_gdp_are_told_against_the_changed_gdp(tmp_path: Path) -> None:
    scenario, _ = read_scenario(changed(tmp_path, branch(activity=HALF_AGAIN)))
    assert scenario is not None
    system, findings = assemble(scenario)
    assert system is not None, findings
    cards = {one.card.name: one for one in system.indicators}
    for name in ("co2_per_gdp", "energy_per_gdp"):
        below = cards[name].denominator
        assert below is not None and below.constants[2025] == pytest.approx(156.5)


def test_suppliers_move_by_a_stated_multiplier_and_by_none_where_none_is_stated(tmp_path: Path) -> None:
    """Of 5 billion CNY, 0.4 in industry and 0.2 in services: 2 and 1 more."""
    multiplier = {key: {"value": each, "source": "an input-output table"} for key, each in
                  {"secondary": 0.4, "tertiary": 0.2}.items()}  # fmt: skip
    drivers, _ = drivers_of(changed(tmp_path, branch(activity=HALF_AGAIN, supplier_multiplier=multiplier)))
    assert drivers["gdp"][-1] == pytest.approx(156.5 + 3)
    assert drivers["value_added_secondary"][-1] == pytest.approx(66.5 + 2)
    assert drivers["value_added_tertiary"][-1] == pytest.approx(75 + 1)


def test_a_new_service_brings_value_added_and_jobs(tmp_path: Path) -> None:
    drivers, _ = drivers_of(changed(tmp_path, {"economy": {"services": SKIING}}))
    assert drivers["gdp"] == pytest.approx([100, 110, 153])
    before, _ = drivers_of(tmp_path / "base.yaml")
    assert drivers["jobs"][-1] - before["jobs"][-1] == pytest.approx(3 * 5 / 1000)


def test_growth_of_the_whole_economy_is_no_change_of_its_branches(tmp_path: Path) -> None:
    """GDP a tenth above the centre lets branches that follow it grow, and is counted once."""
    corridor = {"central": {2020: 100, 2025: 150}, "least": "0 %/yr", "most": "20 %/yr"}
    root = {"economy": {"growth_corridor": corridor}, **branch(elasticity=1)}
    drivers, _ = drivers_of(changed(tmp_path, {"economy": {"gdp": {2020: 100, 2025: 165}}}, root))
    assert drivers["gdp"] == pytest.approx([100, 113, 165])


def test_a_project_adds_its_own_jobs_and_no_others(tmp_path: Path) -> None:
    """2 billion CNY and 300 persons from 2021 on; a project that tells no jobs has those of its sector."""
    project = {"label": "Works", "branch": "cars", "start": 2021, "energy": {"coal": 1}, "value_added": 2}
    before, _ = drivers_of(changed(tmp_path, {}).with_name("base.yaml"))
    for own, jobs in (({"jobs": 300}, 300e-6), ({}, 2 * 4 / 1000)):
        drivers, _ = drivers_of(changed(tmp_path, {"projects": {"works": {**project, **own}}}))
        assert drivers["gdp"] == pytest.approx([100, 112, 152])
        assert drivers["jobs"] - before["jobs"] == pytest.approx([0, jobs, jobs])


def test_a_plant_that_leaves_is_a_project_with_minus_signs(tmp_path: Path) -> None:
    project = {"label": "Closing", "branch": "cars", "start": 2025, "energy": {"coal": -1}, "value_added": -3,
               "jobs": -500}  # fmt: skip
    before, _ = drivers_of(changed(tmp_path, {}).with_name("base.yaml"))
    drivers, _ = drivers_of(changed(tmp_path, {"projects": {"closing": project}}))
    assert drivers["gdp"] == pytest.approx([100, 110, 147])
    assert drivers["jobs"] - before["jobs"] == pytest.approx([0, 0, -500e-6])


def test_more_may_not_leave_than_is_there(tmp_path: Path) -> None:
    project = {"label": "Closing", "branch": "cars", "start": 2025, "energy": {}, "value_added": -100}
    _, found = drivers_of(changed(tmp_path, {"projects": {"closing": project}}))
    assert [finding.path for finding in found] == ["projects.closing"]


HALLS: dict[str, Any] = {
    "label": "Halls", "floor_area": {2020: 1, 2021: 1, 2025: 2}, "uses": HEAT,
}  # fmt: skip
FAIRS: dict[str, Any] = {"label": "Fairs", "value_added": {2020: 4, 2021: 4, 2025: 8}, "building_class": "halls"}
OFFICE: dict[str, Any] = {**FAIRS, "label": "Office", "value_added": {2020: 0, 2021: 0, 2025: 3.75}}


@pytest.mark.parametrize(("before", "changes", "heat"), [
    ({"fairs": FAIRS}, {"fairs": {"value_added": {2020: 4, 2021: 4, 2025: 12}}}, 1.5),  # half as much again
    ({"fairs": FAIRS}, {"clinic": {**OFFICE, "value_added": {2020: 0, 2021: 0, 2025: 2}}}, 1.25),  # 10 in place of 8
    ({}, {"office": OFFICE}, 1.05),  # of the 75 billion CNY of all services
    ({"fairs": FAIRS}, {"fairs": {"value_added": {2020: 4, 2021: 4, 2025: 0}}}, 0.0),
    ({"fairs": FAIRS}, {"fairs": {"label": "Fairs and shows"}}, 1.0),
])  # fmt: skip
def test_business_that_grows_in_a_class_of_buildings_moves_its_energy(
    tmp_path: Path, before: dict[str, Any], changes: dict[str, Any], heat: float
) -> None:
    """The area doubles to 2025 anyway: 1 PJ of coal in a furnace of half becomes 1 PJ of heat."""
    root = {"buildings": {"technologies": FURNACE, "classes": {"halls": HALLS}}, "economy": {"services": before}}
    file = changed(tmp_path, {"economy": {"services": changes}}, root)
    assert heat_of_halls(file) == pytest.approx([0.5, 0.5, heat])
    assert heat_of_halls(tmp_path / "base.yaml") == pytest.approx([0.5, 0.5, 1.0])


def test_a_scenario_that_writes_the_floor_itself_is_believed(tmp_path: Path) -> None:
    root = {
        "buildings": {"technologies": FURNACE, "classes": {"halls": HALLS}},
        "economy": {"services": {"fairs": FAIRS}},
    }
    own = {"classes": {"halls": {"floor_area": {2020: 1, 2021: 1, 2025: 2.2}}}}
    more = {"economy": {"services": {"fairs": {"value_added": {2020: 4, 2021: 4, 2025: 12}}}}, "buildings": own}
    assert heat_of_halls(changed(tmp_path, more, root)) == pytest.approx([0.5, 0.5, 1.1])


def heat_of_halls(file: Path) -> list[float]:
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    system, found = assemble(scenario)
    assert system is not None, found
    demands = system.parameters["demand"]
    return [demands.get((system.region, "buildings/halls/heat", year), 0.0) for year in YEARS]
