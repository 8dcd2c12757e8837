"""The files that a scenario names hold from wherever it is written again, and a run's own scenario needs none."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.scenario.data_set import data_set_places
from carbonsim.scenario.describing.show import show_resolved
from carbonsim.scenario.reading.read import RESOLVED, read_scenario
from carbonsim.scenario.reading.written_paths import path_from
from carbonsim.scenario.scenario import Scenario
from tests.optimization.regional_systems import regional_data

ROOT = Path(__file__).parents[3]
SYSTEM = """
name: Plain
time: {years: [2025, 2030], discount_rate: 5 %/yr}
system:
  commodities: {power: {unit: PJ}}
  demands: {power: {commodity: power, amount: 1}}
  technologies: {plant: {outputs: {power: 1}, lifetime: 20}}
"""


def read(path: Path) -> Scenario:
    scenario, findings = read_scenario(path)
    assert scenario is not None, "\n".join(map(str, findings))
    return scenario


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def again(scenario: Scenario, folder: Path) -> Path:
    return written(folder / RESOLVED, show_resolved(scenario, folder))


@pytest.fixture
def child(tmp_path: Path) -> Path:
    """A scenario whose data set is named in a file of another folder, from there."""
    regional_data().write(tmp_path / "data")
    written(tmp_path / "parts" / "system.yaml", "system: {osemosys: ../data/csv, config: ../data/config.yaml}\n")
    written(tmp_path / "root.yaml", "name: Root\ninclude: parts/system.yaml\n")
    return written(tmp_path / "deep" / "er" / "child.yaml", "extends: ../../root.yaml\nname: Child\n")


@pytest.mark.parametrize("place", ["results/child", "elsewhere", "deep/er"])
def test_a_data_set_and_the_reference_hold_from_the_folder_of_the_results(
    child: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = read(child.relative_to(tmp_path))
    found = read(again(scenario, Path(place)))
    before, after = data_set_places(scenario), data_set_places(found)
    assert before is not None and after is not None
    assert [one.resolve() for one in after] == [one.resolve() for one in before]
    assert found.reference_path is not None and found.reference_path.resolve() == tmp_path / "root.yaml"
    monkeypatch.chdir(tmp_path / "data")
    assert read(tmp_path / place / RESOLVED).model_dump() == found.model_dump()


def test_what_is_shown_holds_beside_the_scenario(child: Path) -> None:
    shown = written(child.with_name("whole.yaml"), show_resolved(read(child)))
    places = data_set_places(read(shown))
    assert places is not None and places[1].is_file()
    assert read(shown).reference is None


def test_a_whole_path_stays_as_it_is_written(tmp_path: Path) -> None:
    data = regional_data().write(tmp_path / "data").parent
    text = f"name: Whole\nsystem: {{osemosys: {data / 'csv'}, config: {data / 'config.yaml'}}}\n"
    shown = show_resolved(read(written(tmp_path / "whole.yaml", text)), tmp_path / "results" / "whole")
    assert f'osemosys: "{data / "csv"}"' in shown


def test_a_reference_is_relative_to_the_file_that_names_it(tmp_path: Path) -> None:
    written(tmp_path / "base.yaml", SYSTEM)
    written(tmp_path / "plan.yaml", f"{SYSTEM}reference: base.yaml\n")
    child = written(tmp_path / "below" / "child.yaml", "extends: ../plan.yaml\nname: Child\n")
    scenario = read(child)
    assert scenario.reference_path is not None and scenario.reference_path.resolve() == tmp_path / "base.yaml"
    assert "../../base.yaml" in show_resolved(scenario, tmp_path / "results" / "child")


def test_a_root_has_no_reference_to_name(tmp_path: Path) -> None:
    scenario = read(written(tmp_path / "base.yaml", SYSTEM))
    assert read(again(scenario, tmp_path / "results")).model_dump() == scenario.model_dump()


def test_a_run_is_read_again_without_its_files(child: Path, tmp_path: Path) -> None:
    scenario = read(child)
    left = again(scenario, tmp_path / "results" / "child")
    far = written(tmp_path / "a" / "far" / "away" / RESOLVED, left.read_text(encoding="utf-8"))
    found, findings = read_scenario(far, left=scenario.time.years)
    assert found is not None and not findings
    assert (found.time, found.name) == (scenario.time, "Child")
    found, findings = read_scenario(far)
    assert found is None and "no folder '../../data/csv'" in str(findings[0])


def test_a_run_is_read_again_however_large_its_tables_are(tmp_path: Path) -> None:
    rows = [f"plant {number},{year},{number},{year},1" for number in range(450) for year in range(2025, 2065)]
    header = "name,year,capital_cost,fixed_cost,outputs.power"
    written(tmp_path / "plants.csv", "\n".join([header, *rows]) + "\n")
    text = SYSTEM.replace("{plant: {outputs: {power: 1}, lifetime: 20}}", "plants.csv").replace("2030", "2064")
    scenario = read(written(tmp_path / "large.yaml", text))
    found, findings = read_scenario(again(scenario, tmp_path / "results"), left=scenario.time.years)
    assert found is not None, findings
    assert found.model_dump() == scenario.model_dump()


def test_a_file_of_the_library_is_called_by_its_name_there(tmp_path: Path) -> None:
    city = read(ROOT / "scenarios" / "changchun" / "baseline.yaml")
    called = [path_from(tmp_path / "results", Path(file)) for file in city.trace.digests]
    included = [name for name in called if "library" in name]
    assert included[0] == "library:emission-factors-china" and "library:policy/china" in included
    assert str(ROOT / "scenarios" / "changchun" / "energy.yaml") in called
