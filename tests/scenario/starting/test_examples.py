"""Shipped scenarios written into a folder: whole, unchanged, runnable, and over nothing that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonsim
from carbonsim.errors import ScenarioError
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.reading.shipped import shipped_scenarios
from carbonsim.scenario.starting.examples import copy_example

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.mark.parametrize("name", shipped_scenarios())
def test_an_example_is_the_shipped_scenario_and_reads_where_it_lies(name: str, tmp_path: Path) -> None:
    files = copy_example(name, tmp_path / "town")
    source = SCENARIOS / name if (SCENARIOS / name).is_dir() else SCENARIOS
    assert all(file.read_bytes() == (source / file.name).read_bytes() for file in files)
    scenario, findings = read_scenario(files[-1])
    assert not findings and scenario is not None
    assert not [place for place, _ in scenario.trace.origins.values() if str(SCENARIOS) in place]


def test_the_folder_is_called_as_the_example_and_nothing_in_it_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert copy_example("island") == [Path("island/island.yaml")]
    assert carbonsim.load("island/island.yaml").name
    Path("island/island.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="a file that is already there"):
        copy_example("island")
    assert Path("island/island.yaml").read_text(encoding="utf-8") == "mine"


def test_the_city_is_run_by_its_last_peaking_scenario(tmp_path: Path) -> None:
    assert copy_example("changchun", tmp_path / "c")[-1].name == "peak-2030.yaml"


def test_an_unknown_example_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"found tutorail; expected one of .*did you mean tutorial\?"):
        copy_example("tutorail", tmp_path)
