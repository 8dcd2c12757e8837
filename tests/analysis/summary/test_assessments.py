"""The evaluation of April 2026 counts misses: one control indicator or three supporting ones fail it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import carbonsim
from carbonsim.analysis.summary.assessments import AssessedRecord, Counted, Grade, grade_of
from carbonsim.messages.message import rendered
from carbonsim.report.assessed import assessment_tables
from carbonsim.report.compare_page import evaluation_rows
from carbonsim.report.page import render_report
from carbonsim.scenario.sections.targets import Assessment, FailsAt
from tests.system import town

RULE = "peaking-evaluation-2026"
CONTROL = {"co2_emissions", "co2_per_gdp", "coal_use", "oil_use", "non_fossil_share"}


def shipped() -> Assessment:
    text = resources.files("carbonsim.library").joinpath("policy/china.yaml").read_text(encoding="utf-8")
    return Assessment.model_validate(YAML(typ="safe").load(text)["assessments"][RULE])


def test_the_rule_has_five_control_and_nine_supporting_indicators() -> None:
    rows = shipped().indicators.values()
    assert [row.kind for row in rows].count("control") == 5
    assert [row.kind for row in rows].count("supporting") == 9
    assert {row.indicator for row in rows if row.kind == "control"} == CONTROL
    assert (shipped().fails_at.control, shipped().fails_at.supporting) == (1, 3)


def rows(control: list[str], supporting: list[str]) -> tuple[list[AssessedRecord], dict[str, int]]:
    found = [
        AssessedRecord.model_validate(
            {"name": f"{kind}{place}", "label": "", "label_zh": "", "kind": kind, "counted": told, "judged_by": None}
        )
        for kind, counts in (("control", control), ("supporting", supporting))
        for place, told in enumerate(counts)
    ]
    return found, {"control": control.count("missed"), "supporting": supporting.count("missed")}


@pytest.mark.parametrize(
    ("control", "supporting", "grade"),
    [
        (["met"] * 5, ["met"] * 9, Grade.EXCELLENT),
        (["met"] * 5, ["met"] * 7 + ["missed"] * 2, Grade.PASS),
        (["met"] * 5, ["met"] * 6 + ["missed"] * 3, Grade.FAIL),
        (["met"] * 4 + ["missed"], ["met"] * 9, Grade.FAIL),
        (["met"] * 4 + ["short of aim"], ["met"] * 9, Grade.PASS),
        (["met"] * 5, ["met"] * 8 + ["open"], Grade.OPEN),
        (["missed"] + ["open"] * 4, ["open"] * 9, Grade.FAIL),
    ],
)
def test_misses_decide_the_grade(control: list[str], supporting: list[str], grade: Grade) -> None:
    assert grade_of(*rows(control, supporting), FailsAt()) == grade


WRITTEN = """
extends: town.yaml
targets:
  coal-of-the-nation: {indicator: coal_use, year: 2025, at_most: 0 Mtce, level: national}
  coal-of-the-city: {indicator: coal_use, year: 2025, at_most: 900 Mtce, level: city}
  wind: {indicator: wind_capacity, year: 2025, at_least: 9 GW, wording: aim}
assessments:
  mine:
    label: {en: Our evaluation, zh: 本市考核}
    fails_at: {control: 1, supporting: 2}
    indicators:
      coal: {kind: control, label: {en: Coal, zh: 煤炭}, indicator: coal_use}
      wind: {kind: supporting, label: {en: Wind, zh: 风电}, target: wind}
      review: {kind: supporting, label: {en: Review, zh: 审查}, entered: {2025: missed}}
      sinks: {kind: supporting, label: {en: Sinks, zh: 碳汇}}
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> carbonsim.Run:
    folder: Path = tmp_path_factory.mktemp("assessed")
    town.read(folder, {})
    (folder / "assessed.yaml").write_text(WRITTEN, encoding="utf-8")
    return carbonsim.run(folder / "assessed.yaml", write_results=False)


def test_the_nearest_level_judges_and_what_has_no_figure_is_open(done: carbonsim.Run) -> None:
    (one,) = [found for found in done.content.summary.assessments if found.year == 2025]
    counted: dict[str, Any] = {row.name: (row.counted, row.judged_by) for row in one.rows}
    assert counted == {
        "coal": (Counted.MET, "coal-of-the-city"),
        "wind": (Counted.SHORT, "wind"),
        "review": (Counted.MISSED, "hand"),
        "sinks": (Counted.OPEN, None),
    }
    assert (one.grade, one.control_missed, one.supporting_missed, one.open) == (Grade.OPEN, 0, 1, 1)


def test_scenarios_are_compared_by_their_grades(done: carbonsim.Run) -> None:
    (line,) = evaluation_rows([done.content, done.content.with_summary(assessments=())])
    assert (rendered(line.name, "en"), line.year) == ("Our evaluation", "2025")
    assert [(kind, str(told)) for kind, told in line.cells] == [("none", "open"), ("", "–")]


def test_the_verdict_is_told_in_both_languages(done: carbonsim.Run) -> None:
    (table,) = assessment_tables(done.content.summary)
    assert str(table.sentences[-1]) == (
        "Our evaluation 2025: open. Control indicators missed: 0 of 1, and 1 would fail it; supporting ones: 1 of 3,"
        " and 2 would; without a figure or an entry: 1."
    )
    page = render_report(done.content)
    for words in ("Our evaluation 2025: open", "本市考核", "待填报", "no figure: enter met or missed by hand"):
        assert words in page, words
