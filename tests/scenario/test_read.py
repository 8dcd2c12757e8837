"""Extends, include and overrides: what wins, what is replaced whole, and where each value came from."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from carbonsim.errors import ScenarioError
from carbonsim.scenario.new import FILES, new_city
from carbonsim.scenario.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.show import show_resolved

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


def read(path: Path) -> Scenario:
    scenario, findings = read_scenario(path)
    assert scenario is not None, "\n".join(map(str, findings))
    return scenario


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    file = folder / name
    file.write_text(f"extends: {TUTORIAL}\n{text}", encoding="utf-8")
    return file


def test_a_scenario_says_only_what_differs(tmp_path: Path) -> None:
    scenario = read(written(tmp_path, "name: Mine\nenergy:\n  plants:\n    wind: {fixed_cost: 80}\n"))
    assert scenario.name == "Mine"
    assert scenario.energy.plants["wind"].fixed_cost.at(2030) == 80
    assert scenario.energy.plants["coal-plant"].fixed_cost.at(2030) == 95


def test_a_quantity_is_replaced_whole(tmp_path: Path) -> None:
    parent = written(
        tmp_path,
        "economy:\n  gdp: {value: {2025: 50, 2040: 80}, source: Yearbook, quality: official}\n",
        "parent.yaml",
    )
    child = tmp_path / "child.yaml"
    child.write_text(f"extends: {parent.name}\neconomy:\n  gdp: {{2030: 70}}\n", encoding="utf-8")
    gdp = read(child).economy.gdp
    assert gdp.source is None
    assert gdp.at(2025) == 70


def test_null_removes_and_a_list_replaces(tmp_path: Path) -> None:
    text = "peaking: null\ntime: {years: [2025, 2026, 2030, 2040]}\nenergy:\n  plants: {wind: null}\n"
    scenario = read(written(tmp_path, text))
    assert scenario.peaking is None
    assert scenario.time.years == [2025, 2026, 2030, 2040]
    assert "wind" not in scenario.energy.plants


def test_the_parent_comes_first_then_includes_in_order_then_own_keys(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("description: one\nregion: from one\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text("name: two\n", encoding="utf-8")
    scenario = read(written(tmp_path, "include: [one.yaml, two.yaml]\ndescription: own\n"))
    assert (scenario.name, scenario.region, scenario.description) == ("two", "from one", "own")


def test_an_include_is_not_inherited_but_what_it_says_is(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("region: included\n", encoding="utf-8")
    written(tmp_path, "include: one.yaml\n", "parent.yaml")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    child = folder / "child.yaml"
    child.write_text("extends: ../parent.yaml\n", encoding="utf-8")
    assert read(child).region == "included"


def test_every_value_knows_its_file_and_line(tmp_path: Path) -> None:
    scenario = read(written(tmp_path, "name: Mine\n"))
    assert scenario.locate("name") == (str(tmp_path / "mine.yaml"), 2)
    file, line = scenario.locate("energy.plants.wind.lifetime")
    assert file.endswith("tutorial.yaml")
    assert "lifetime: 25" in TUTORIAL.read_text(encoding="utf-8").splitlines()[line - 1]


def test_the_reference_is_the_root_of_the_chain(tmp_path: Path) -> None:
    middle = written(tmp_path, "name: Middle\n", "middle.yaml")
    child = tmp_path / "child.yaml"
    child.write_text(f"extends: {middle.name}\n", encoding="utf-8")
    assert read(child).reference_path == TUTORIAL
    assert read(TUTORIAL).reference_path is None
    child.write_text(f"extends: {middle.name}\nreference: middle.yaml\n", encoding="utf-8")
    assert read(child).reference_path == tmp_path / "middle.yaml"


def test_the_resolved_text_reads_back_to_the_same_scenario(tmp_path: Path) -> None:
    scenario = read(written(tmp_path, 'name: "Mine: with, signs #1"\n'))
    text = show_resolved(scenario)
    assert "# mine.yaml:2" in text and "# tutorial.yaml:" in text
    assert YAML(typ="safe").load(text) == YAML(typ="safe").load(show_resolved(read_again(tmp_path, text)))
    assert read_again(tmp_path, text).model_dump() == scenario.model_dump()


def read_again(folder: Path, text: str) -> Scenario:
    file = folder / "again.yaml"
    file.write_text(text, encoding="utf-8")
    return read(file)


def test_the_data_table_holds_every_written_quantity(tmp_path: Path) -> None:
    text = "economy:\n  gdp: {value: 55, source: Yearbook, quality: official}\n"
    table = read(written(tmp_path, text)).data_table().set_index("path")
    assert table.loc["economy.gdp", "source"] == "Yearbook"
    assert table.loc["economy.gdp", "line"] == 3
    assert "energy.plants.wind.lifetime" in table.index
    assert "energy.plants.wind.own_use" not in table.index, "a default is not written"


def test_a_new_city_reads_and_overwrites_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    files = new_city(folder, "My City")
    assert [file.name for file in files] == list(FILES)
    assert read(folder / "peak.yaml").name == "My City peak by 2028"
    (folder / "baseline.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(ScenarioError, match="already there"):
        new_city(folder, "My City")
    assert (folder / "baseline.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["", "   ", "a: b", "two\nlines", "#1"])
def test_a_name_that_would_break_the_files_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ScenarioError, match="--name"):
        new_city(tmp_path / "city", name)
    assert not (tmp_path / "city").exists()
