"""Alternatives from the file of a scenario: hand-solved, on the page, in the terminal and what is refused."""

from __future__ import annotations

import json
import textwrap
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

import carbonsim
from carbonsim.cli import app
from carbonsim.errors import InfeasibleError, ScenarioError
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.report.terminal.studies import study_tables

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
TWO_WAYS = """
    schema: 1
    name: Two ways
    quality: assumption
    source: made up
    time: {years: [2025, 2026], plan_from: 2026, discount_rate: 0}
    foresight: {years: 5}
    system:
      commodities:
        heat: {group: heat, balance: yearly}
      technologies:
        cheap: {outputs: {heat: 1}, variable_cost: 20 CNY/GJ}
        dear: {outputs: {heat: 1}, variable_cost: 60 CNY/GJ}
        never: {outputs: {heat: 1}, variable_cost: 2000000 CNY/GJ}
      demands:
        heat: {amount: 10 PJ}
"""


def write(folder: Path, text: str = TWO_WAYS, name: str = "two-ways.yaml") -> Path:
    """Write a scenario."""
    file = folder / name
    file.write_text(textwrap.dedent(text), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def town() -> ShownStudy:
    return _town()


@cache
def _town() -> ShownStudy:
    return carbonsim.alternatives(TUTORIAL, within="1 %")


def test_two_ways_of_one_demand_are_worked_out_by_hand(tmp_path: Path) -> None:
    """20 PJ of heat cost 400 million; 10 % more pays for one PJ of the way that costs 40 million a PJ more."""
    table = carbonsim.alternatives(write(tmp_path), within=0.1, year=2026).table.set_index("group")
    assert table.loc["dear", ["least", "plan", "most"]].tolist() == pytest.approx([0.0, 0.0, 1.0], abs=1e-5)
    assert table.loc["cheap", ["least", "plan", "most"]].tolist() == pytest.approx([9.0, 10.0, 10.0], rel=1e-5)
    assert table["outcome"].to_dict() == {"cheap": "in any case", "dear": "may be chosen", "never": "excluded"}
    costs = table.loc["dear", ["cost_of_least_million_CNY", "cost_of_most_million_CNY"]].tolist()
    assert costs[1] == pytest.approx(40.0, rel=1e-5)


def test_groups_may_be_chosen_by_name_or_sector(tmp_path: Path) -> None:
    file = write(tmp_path)
    assert carbonsim.alternatives(file, only=["dear"], within=0.1).table["group"].tolist() == ["dear"]
    assert set(carbonsim.alternatives(file, only=["system"]).table["group"]) == {"cheap", "dear", "never"}


def test_that_all_years_are_in_sight_is_said_first(tmp_path: Path) -> None:
    shown = carbonsim.alternatives(write(tmp_path))
    assert "sees 5 years ahead" in str(shown.basis)
    assert str(study_tables(shown, Path("page.html"))[0]) == str(shown.basis)


def test_the_town_keeps_its_peak_in_every_plan_and_plans_lie_apart(town: ShownStudy) -> None:
    table = town.table
    assert (table["least"] <= table["plan"] + 1e-6).all() and (table["plan"] <= table["most"] + 1e-6).all()
    kinds = {(one.group, one.measure) for one in table.itertuples()}
    assert {("power/wind", "stands"), ("power/coal", "runs"), ("heat/gas boiler", "runs")} <= kinds
    plans = town.data["plans"].filter(like="plan ")
    assert len(plans.columns) > 2 and not plans.T.duplicated().any()


def test_the_page_and_the_terminal_tell_the_same_in_both_languages(town: ShownStudy) -> None:
    page = town.page()
    for words in (town.sentence, town.basis, *(table.title for table in town.tables)):
        assert words.rendered("en") in page and words.rendered("zh") in page
    assert town.sentence.rendered("zh") != town.sentence.rendered("en")
    assert 'data-download="alternatives.csv"' in page
    assert len(study_tables(town, Path("page.html"))) == 3 + len(town.tables)
    assert "<table>" in town._repr_html_()


def test_the_command_writes_its_page_and_prints_json(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    told = CliRunner().invoke(app, ["alternatives", str(write(tmp_path)), "--out", str(page), "--json"])
    assert told.exit_code == 0, told.output
    assert {"alternatives", "plans", "sentence"} <= json.loads(told.stdout).keys()
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("options", "path"),
    [({"within": "1 Mt"}, "--within"), ({"year": 2031}, "time.years"), ({"only": ["wind"]}, "--only")],
)
def test_what_cannot_be_asked_is_refused(tmp_path: Path, options: dict[str, object], path: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        carbonsim.alternatives(write(tmp_path), **options)  # type: ignore[arg-type]
    assert [finding.path for finding in raised.value.findings] == [path]


def test_without_a_plan_it_says_why(tmp_path: Path) -> None:
    short = TWO_WAYS.replace("variable_cost: 60", "activity_max: 1 PJ, variable_cost: 60")
    short = short.replace("variable_cost: 20 ", "activity_max: 1 PJ, variable_cost: 20 ").replace(
        "2000000 CNY/GJ", "9 CNY/GJ, activity_max: 1 PJ"
    )
    with pytest.raises(InfeasibleError):
        carbonsim.alternatives(write(tmp_path, short))
