"""Every number shipped tells where it comes from, or why it was assumed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carbonsim.scenario.quantity import QUALITIES
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.starting.new import new_city

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = [file for file in sorted(SCENARIOS.rglob("*.yaml")) if "\nname: " in f"\n{file.read_text(encoding='utf-8')}"]
DATED = re.compile(r"\b(19|20)\d\d\b|revision \w+")
EMPTY_WORDS = ("typical", "chinese project figures", "own assumption", "tbd", "todo", "usual value", "placeholder.")


def read(path: Path) -> Scenario:
    scenario, findings = read_scenario(path)
    assert scenario is not None, "\n".join(map(str, findings))
    return scenario


def untold(scenario: Scenario) -> list[str]:
    """Return the paths of values without a source or without a quality."""
    table = scenario.data_table()
    told = table["source"].fillna("").str.strip().str.len() > 0
    return list(table.loc[~told | ~table["quality"].isin(QUALITIES), "path"])


def test_the_shipped_scenarios_are_found() -> None:
    names = {file.stem for file in SHIPPED}
    assert {"tutorial", "island", "accounting", "baseline", "peak-2030", "peak-2028"} <= names
    assert "economy" not in names, "a part of a scenario is no scenario"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_value_of_a_shipped_scenario_tells_its_source(file: Path) -> None:
    scenario = read(file)
    assert untold(scenario) == []
    assert [name for name, target in scenario.targets.items() if not target.source or not target.quality] == []


def test_every_value_of_a_new_city_tells_its_source(tmp_path: Path) -> None:
    new_city(tmp_path, "My City")
    assert untold(read(tmp_path / "peak.yaml")) == []


def test_a_reason_says_more_than_that_it_is_one() -> None:
    table = read(SCENARIOS / "changchun" / "all-campaigns.yaml").data_table()
    sources = table["source"].str.lower()
    assert list(table.loc[sources.str.len() < 16, "path"]) == []
    for words in EMPTY_WORDS:
        assert list(table.loc[sources.str.contains(words, regex=False), "path"]) == [], words


def test_a_document_is_named_with_its_year_or_revision() -> None:
    """What is called official or literature was read somewhere; arithmetic may stand for itself."""
    scenario = read(SCENARIOS / "changchun" / "all-campaigns.yaml")
    table = scenario.data_table()
    cited = table[table["quality"].isin(["official", "literature"])]
    assert len(cited) > 30
    told = cited["source"] + " " + cited["note"].fillna("")
    assert [path for path, text in zip(cited["path"], told, strict=True) if not DATED.search(text)] == []
    figures = {name: figure.source for name, figure in scenario.calibration.items() if figure.quality == "official"}
    assert [name for name, source in figures.items() if not DATED.search(source)] == []
