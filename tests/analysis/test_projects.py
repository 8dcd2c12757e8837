"""A project is what the run with it has more than the run without it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from carbonsim import pipeline
from carbonsim.scenario.sections.projects import Project

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
YEARS = (2025, 2026, 2027, 2028, 2030, 2032, 2034, 2036, 2038, 2040)


def run_with(text: str, folder: Path) -> dict[str, Any]:
    file = folder / "scenario.yaml"
    file.write_text(f"extends: {TUTORIAL}\n{text}", encoding="utf-8")
    return pipeline.run(file, write_results=False).summary


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A works that burns 1 PJ of coal (92 kg/GJ, 30 CNY/GJ) from 2028, half of it in its first year."""
    text = (
        "projects:\n  works: {label: {en: Works, zh: 工厂}, branch: homes, start: 2027, ramp: 2, "
        "energy: {raw_coal: 1 PJ}, process: {CO2_process: 0.05 Mt}, value_added: 2, jobs: 300}\n"
    )
    (project,) = run_with(text, tmp_path_factory.mktemp("works"))["projects"]
    return dict(project)


def test_where_nothing_is_constrained_a_project_adds_what_it_burns(works: dict[str, Any]) -> None:
    expected = {year: 0.0 if year < 2027 else 0.046 if year == 2027 else 0.092 for year in YEARS}
    effect = {int(year): value for year, value in works["twin_effect_Mt"].items()}
    assert effect == pytest.approx(expected, abs=1e-6)
    assert works["direct_CO2_Mt"] == pytest.approx(0.092)


def test_where_nothing_is_constrained_it_costs_its_fuel(works: dict[str, Any]) -> None:
    """30 million CNY in each calendar year from 2028, half of it in 2027, at 6 % from mid-year to 2025."""
    expected = 15.0 / 1.06**2.5 + sum(30.0 / 1.06 ** (year + 0.5 - 2025) for year in range(2028, 2041))
    assert works["twin_cost_million_CNY"] == pytest.approx(expected, rel=1e-4)


def test_the_plan_pays_more_for_it_than_its_twin(works: dict[str, Any]) -> None:
    """Under a peak and a decline of 2 % a year the same coal has to be made up for elsewhere."""
    assert works["cost_million_CNY"] > works["twin_cost_million_CNY"] + 1.0
    late = {int(year): value for year, value in works["effect_Mt"].items() if int(year) > 2028}
    assert all(value < 0.092 for value in late.values())


def test_it_says_what_the_project_does_to_the_peak(works: dict[str, Any]) -> None:
    assert works["twin_peak_with"]["level_Mt"] == pytest.approx(
        works["twin_peak_without"]["level_Mt"] + 0.092, rel=1e-6
    )
    assert works["peak_with"]["year"] == works["peak_without"]["year"] == 2028
    assert (works["full_from"], works["jobs"], works["value_added_billion_CNY"]) == (2028, 300, 2)


def test_without_its_project_a_scenario_is_the_one_that_never_had_it(tmp_path: Path) -> None:
    plain = pipeline.run(TUTORIAL, write_results=False).summary
    text = (
        "projects: {works: {label: Works, branch: homes, start: 2028, energy: {electricity: 1 PJ, natural_gas: 1}}}\n"
    )
    (project,) = run_with(text, tmp_path)["projects"]
    assert project["peak_without"]["level_Mt"] == pytest.approx(plain["peak"]["level_Mt"], rel=1e-6)
    assert project["status_without"] == "optimal"


def test_each_project_is_judged_beside_the_others(tmp_path: Path) -> None:
    one = "label: Works, branch: homes, start: 2028, energy: {raw_coal: 1 PJ}"
    found = run_with(f"projects: {{a: {{{one}}}, b: {{{one}}}}}\n", tmp_path)["projects"]
    assert [project["name"] for project in found] == ["a", "b"]
    assert found[0]["twin_effect_Mt"]["2030"] == pytest.approx(found[1]["twin_effect_Mt"]["2030"], abs=1e-6)
    json.dumps(found)


def test_full_load_is_reached_by_equal_steps() -> None:
    project = Project.model_validate({"label": "x", "branch": "b", "start": 2027, "ramp": 4, "energy": {}})
    assert [project.load(year) for year in (2026, 2027, 2028, 2030, 2040)] == [0.0, 0.25, 0.5, 1.0, 1.0]


def test_a_plant_that_leaves_takes_its_energy_process_jobs_and_value_added_with_it(tmp_path: Path) -> None:
    """2 PJ of power at 6 % losses and 40 % of coal at 92 kg/GJ are 0.489 Mt, where coal makes the power."""
    text = (
        "projects:\n  closing: {label: Closing, branch: homes, start: 2028, energy: {electricity: -2 PJ}, "
        "process: {CO2_process: -0.1}, value_added: -2, jobs: -300}\n"
    )
    (project,) = run_with(text, tmp_path)["projects"]
    assert project["twin_effect_Mt"]["2027"] == pytest.approx(0, abs=1e-6)
    assert project["twin_effect_Mt"]["2028"] == pytest.approx(-2 / 0.94 / 0.4 * 0.092, rel=1e-4)
    assert project["twin_cost_million_CNY"] < 0 and project["cost_million_CNY"] < 0
    assert (project["jobs"], project["value_added_billion_CNY"]) == (-300, -2)


def test_a_plant_that_leaves_with_what_its_branch_no_longer_uses_is_warned_of(tmp_path: Path) -> None:
    """Homes that halve their use of power keep 6 PJ in 2040: a plant that leaves with 8 takes more."""
    text = (
        "buildings: {classes: {homes: {uses: {appliances: {intensity: {2025: 1, 2028: 1, 2040: 0.35}}}}, offices: "
        "{label: Offices, floor_area: 9, uses: {power: {label: Power, final_energy: {electricity: 8 PJ}, "
        "technologies: [lights]}}}}}\n"
        "projects:\n  closing: {label: Closing, branch: homes, start: 2028, energy: {electricity: -8 PJ}}\n"
    )
    file = tmp_path / "alone.yaml"
    file.write_text(f"include: {TUTORIAL}\n{text}", encoding="utf-8")
    (warning,) = pipeline.run(file, write_results=False).summary["warnings"]
    assert warning["path"] == "projects.closing.energy.electricity"
    assert "less electricity in homes than leaves" in warning["text"]
