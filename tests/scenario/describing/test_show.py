"""The resolved scenario: YAML that reads back, runs to the same optimum, and tells where each value came from."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

import carbonsim
from carbonsim.scenario.describing.show import show_resolved
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.starting.new import new_city

ROOT = Path(__file__).parents[3]
TUTORIAL = ROOT / "scenarios" / "tutorial.yaml"


def read(path: Path) -> Scenario:
    scenario, findings = read_scenario(path)
    assert scenario is not None, "\n".join(map(str, findings))
    return scenario


def shown(folder: Path, scenario: Scenario) -> Path:
    file = folder / "again.yaml"
    file.write_text(show_resolved(scenario), encoding="utf-8")
    return file


def test_every_value_is_followed_by_its_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"extends: {TUTORIAL}\nname: Mine\neconomy: {{population: 2}}\n", encoding="utf-8")
    lines = show_resolved(read(file)).splitlines()
    assert [line for line in lines if line.startswith("name: Mine ") and line.endswith("# mine.yaml:2")]
    assert [line for line in lines if line.startswith("  population: 2 ") and line.endswith("# mine.yaml:3")]
    assert [line for line in lines if line.startswith("  plan_from: 2026 ") and line.endswith("# tutorial.yaml:13")]
    unmarked = [line for line in lines if "#" not in line and not line.endswith(":")]
    assert unmarked == []


WRITTEN = ['"with: colon"', '"#1"', "'no'", '"007"', "' space '", '"line\\nbreak"', "长春", '"a \\" quote"', "'2030'"]


@pytest.mark.parametrize("name", WRITTEN)
def test_an_odd_name_reads_back_as_it_was(tmp_path: Path, name: str) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"extends: {TUTORIAL}\nname: {name}\n", encoding="utf-8")
    scenario = read(file)
    assert read(shown(tmp_path, scenario)).name == scenario.name
    assert YAML(typ="safe").load(show_resolved(scenario))["name"] == scenario.name


@pytest.mark.parametrize("name", ["baseline", "peak-2030"])
def test_the_real_city_resolves_to_the_same_scenario(tmp_path: Path, name: str) -> None:
    """Files that it names lie elsewhere, and are named as they are found from here."""
    scenario = read(ROOT / "scenarios" / "changchun" / f"{name}.yaml")
    file = tmp_path / "again.yaml"
    file.write_text(show_resolved(scenario, tmp_path), encoding="utf-8")
    again, written = read(file).model_dump(), scenario.model_dump()
    assert {**again, "time": None, "reference": None} == {**written, "time": None, "reference": None}
    assert {**again["time"], "series": None} == {**written["time"], "series": None}


def test_what_is_shown_runs_to_the_same_optimum(tmp_path: Path) -> None:
    new_city(tmp_path, "Here")
    whole = carbonsim.run(tmp_path / "peak.yaml", write_results=False)
    again = carbonsim.run(shown(tmp_path, whole.scenario), write_results=False)
    assert again.summary["objective"] == pytest.approx(whole.summary["objective"], rel=1e-9)
    assert again.summary["emissions_Mt"] == pytest.approx(whole.summary["emissions_Mt"], rel=1e-5)
