"""Extends, include and overrides: what wins, what is replaced whole, and where each value came from."""

from __future__ import annotations

from pathlib import Path

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"


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


def test_a_name_of_its_own_leaves_the_inherited_one_in_chinese(tmp_path: Path) -> None:
    base = {"description": "As it goes on.", "description_zh": "延续现状。", "name_zh": "基准", "region_zh": "小城"}
    text = "".join(f"{key}: {value}\n" for key, value in base.items())
    (tmp_path / "root.yaml").write_text(f"extends: {TUTORIAL}\n{text}", encoding="utf-8")
    (tmp_path / "own.yaml").write_text("extends: root.yaml\nname: Caps\n", encoding="utf-8")
    scenario, findings = read_scenario(tmp_path / "own.yaml")
    assert scenario is not None, findings
    assert (scenario.name, scenario.name_zh) == ("Caps", "")
    assert (scenario.description_zh, scenario.region_zh) == ("延续现状。", "小城")


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


def test_the_data_table_holds_every_written_quantity(tmp_path: Path) -> None:
    text = "economy:\n  gdp: {value: 55, source: Yearbook, quality: official}\n"
    table = read(written(tmp_path, text)).data_table().set_index("path")
    assert table.loc["economy.gdp", "source"] == "Yearbook"
    assert table.loc["economy.gdp", "line"] == 3
    assert "energy.plants.wind.lifetime" in table.index
    assert "energy.plants.wind.own_use" not in table.index, "a default is not written"


def advice_on(path: Path) -> list[str]:
    return [str(finding) for finding in read_scenario(path)[1]]


def test_a_path_that_leads_nowhere_gets_the_nearest_file(tmp_path: Path) -> None:
    written(tmp_path, "name: Mine\n", "baseline.yaml")
    assert advice_on(tmp_path / "basline.yaml")[0].endswith(
        "found no such file; expected a scenario file; did you mean baseline.yaml?"
    )
    assert advice_on(tmp_path / "baseline")[0].endswith("did you mean baseline.yaml?")
    assert advice_on(tmp_path)[0].endswith("found a folder; expected a scenario file; files there: baseline.yaml")
    assert advice_on(tmp_path / "elsewhere" / "a.yaml")[0].endswith("check the path")


def test_a_part_of_a_scenario_says_who_includes_it(tmp_path: Path) -> None:
    (tmp_path / "economy.yaml").write_text("economy: {population: 2}\n", encoding="utf-8")
    alone = advice_on(tmp_path / "economy.yaml")
    assert any(line.endswith("name: found nothing; expected title of the scenario; add name") for line in alone)
    written(tmp_path, "include: [economy.yaml]\n", "whole.yaml")
    told = advice_on(tmp_path / "economy.yaml")
    assert any("add name, or run whole.yaml, which includes this file" in line for line in told)
    assert len(told) == len(alone)
