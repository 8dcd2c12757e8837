"""Names have no dot, which stands between the keys of a path: whatever a planner names, wherever it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.errors import ScenarioError
from carbonsim.scenario.reading.read import read_scenario
from tests.scenario.reading.test_read import TUTORIAL, read, written

PLANT = "{label: North 1.5, group: wind, branch: power, modes: {run: {electricity: 1}}, capital_cost: 5, lifetime: 20}"
HEAD = "name: a\ntime: {years: [2020], discount_rate: 5 %/yr}\n"
REFUSED = {
    f'energy: {{plants: {{"wind.north": {PLANT}}}}}': "energy.plants.wind.north",
    f"energy: {{plants: {{a..b.: {PLANT}}}}}": "energy.plants.a..b.",
    "energy: {shapes: {warm.: {year-all: 1}}}": "energy.shapes.warm.",
    'targets: {"1.5": {indicator: co2, year: 2030, at_most: 2 Mt}}': "targets.1.5",
    "actions: {a.b: Works}": "actions.a.b",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_name_with_a_dot_is_told_with_its_line(text: str, tmp_path: Path) -> None:
    scenario, findings = read_scenario(written(tmp_path, f"name: Mine\n{text}\n"))
    assert scenario is None
    told = [finding for finding in findings if finding.path == REFUSED[text] and "without a dot" in str(finding.advice)]
    assert [Path(finding.file).name for finding in told] == ["mine.yaml"] and told[0].line == 3
    assert "不含点号的名称" in told[0].rendered("zh") and "请去掉点号，如 " in told[0].rendered("zh")


def test_a_number_with_a_dot_is_advised_to_lose_it_and_not_to_be_quoted(tmp_path: Path) -> None:
    _, findings = read_scenario(written(tmp_path, f"name: Mine\nenergy: {{plants: {{1.5: {PLANT}}}}}\n"))
    assert "the name 1.5; expected a text; write it without a dot, such as 1_5" in str(findings[0])


def test_a_name_in_a_table_is_told_with_its_row(tmp_path: Path) -> None:
    (tmp_path / "technologies.csv").write_text("name,outputs.coal\nmine,1\nmine.two,1\n", encoding="utf-8")
    file = tmp_path / "scenario.yaml"
    file.write_text(HEAD + "system: {commodities: {coal: {}}, technologies: technologies.csv}\n", encoding="utf-8")
    _, (finding,) = read_scenario(file)
    assert (Path(finding.file).name, finding.line) == ("technologies.csv", 3)
    assert finding.path == "system.technologies.mine.two" and str(finding.advice).endswith("such as mine_two")


def test_a_name_that_a_program_gives_is_told_too() -> None:
    plants = read(TUTORIAL).resolved["energy"]["plants"]
    with pytest.raises(ScenarioError, match=r"energy\.plants\.wind\.north: found the name wind\.north"):
        read(TUTORIAL).with_("energy.plants", {**plants, "wind.north": plants["wind"]})


def test_what_is_no_name_keeps_its_dots(tmp_path: Path) -> None:
    text = f"""name: Mine
energy: {{plants: {{"1": {PLANT}, a1_5: {PLANT}}}}}
inventory: {{notation: {{I.4.3: {{key: NE}}}}}}
campaigns:
  cheap:
    category: energy-transition
    owner: Bureau No. 1
    start: 2026
    full_by: 2030
    changes: {{energy.plants.1.capital_cost: 4}}
"""
    scenario = read(written(tmp_path, text))
    assert scenario.before_campaigns.energy.plants["1"].label.en == "North 1.5"
    assert scenario.energy.plants["1"].capital_cost.at(2035) == 4
    assert scenario.energy.plants["a1_5"].capital_cost.at(2035) == 5
