"""A miss is told by the class of the document's words: set, at least, about, an aim; what is entered says so."""

from __future__ import annotations

from typing import Any

import pytest

import carbonsim
from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.targets import TargetStatus
from carbonsim.messages.message import rendered
from carbonsim.report.compare_page import target_rows
from carbonsim.report.page import render_report
from carbonsim.report.tables import targets
from carbonsim.report.target_words import miss_words, status_words, wording_words
from tests.system import town

BY_HAND = "label: {en: Green travel, zh: 绿色出行比例}, unit: '%', level: city"
WRITTEN = f"""
extends: town.yaml
targets:
  gone: {{{BY_HAND}, year: 2025, at_least: 77, entered: {{2025: 76}}}}
  near: {{{BY_HAND}, year: 2025, at_least: 77, wording: about, entered: {{2025: 74}}}}
  off: {{{BY_HAND}, year: 2025, at_least: 77, wording: about, leeway: 1 %, entered: {{2025: 74}}}}
  hoped: {{{BY_HAND}, year: 2025, at_least: 77, wording: aim, entered: {{2025: 60}}}}
  open: {{{BY_HAND}, year: 2025, at_least: 77}}
  review: {{label: Review of projects, year: 2025, entered: {{2025: met}}}}
  refused: {{label: Review of plants, year: 2025, entered: {{2025: missed}}}}
  fallen: {{label: Water per head, year: 2025, at_most: -3 % against 2020, wording: about, entered: {{2025: -2.9}}}}
  coal: {{indicator: coal_use, year: 2025, at_most: -99 % against 2020, wording: about}}
  wind: {{indicator: wind_capacity, year: 2025, at_least: 9 GW, wording: aim}}
"""


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> carbonsim.Run:
    folder = tmp_path_factory.mktemp("words")
    town.read(folder, {})
    (folder / "worded.yaml").write_text(WRITTEN, encoding="utf-8")
    return carbonsim.run(folder / "worded.yaml", write_results=False)


def rows(done: carbonsim.Run) -> dict[str, TargetRecord]:
    return {row.name: row for row in done.content.summary.targets}


def test_the_class_of_the_words_decides_what_a_miss_is(done: carbonsim.Run) -> None:
    found = {name: row.status for name, row in rows(done).items()}
    assert found == {
        "gone": TargetStatus.FAIL, "near": TargetStatus.NEAR, "off": TargetStatus.FAIL, "hoped": TargetStatus.SHORT,
        "open": TargetStatus.BY_HAND, "review": TargetStatus.PASS, "refused": TargetStatus.FAIL,
        "fallen": TargetStatus.NEAR, "coal": TargetStatus.FAIL, "wind": TargetStatus.SHORT,
    }  # fmt: skip
    judged = {name for name, row in rows(done).items() if row.judged_by == "model"}
    assert judged == {"coal", "wind"} and rows(done)["open"].indicator is None


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("gone", "Green travel 2025: 76.00% where 77.00% is set, missed by 1.00 points"),
        ("near", "Green travel 2025: 74.00% for about 77.00%, which is within its leeway"),
        ("off", "Green travel 2025: 74.00% for about 77.00%, 3.00 points off and beyond the leeway of 1.0%"),
        ("hoped", "Green travel 2025: 60.00% for an aim of 77.00%; 17.0 points short of an aim is no failure"),
        ("refused", "Review of plants 2025: entered as missed"),
    ],
)
def test_a_miss_is_told_by_its_words(done: carbonsim.Run, name: str, told: str) -> None:
    assert miss_words(rows(done)[name]).rendered("en") == told


def test_a_floor_and_a_ceiling_are_told_apart() -> None:
    told: dict[str, Any] = {
        "name": "mine", "label": "Coal", "label_zh": "煤炭", "indicator": "coal_use", "unit": "Mtce", "year": 2030,
        "target": 3.0, "result": 4.0, "gap": 1.0, "status": "fail", "wording": "at_least", "level": None,
    }  # fmt: skip
    most, least = (TargetRecord.model_validate({**told, "sense": sense}) for sense in ("<=", ">="))
    assert "at most 3.000 Mtce is allowed, 1.000 Mtce above the most" in miss_words(most).rendered("en")
    assert "at least 3.000 Mtce is asked, 1.000 Mtce below the least" in miss_words(least).rendered("en")
    assert [rendered(wording_words(one), "zh") for one in (most, least)] == ["不超过", "不低于"]


def test_what_was_entered_says_so_on_the_page_in_both_languages(done: carbonsim.Run) -> None:
    assert status_words(rows(done)["review"]) != "pass"
    page = render_report(done.content)
    for words in ("pass, entered by hand", "达标（人工填报）", "not entered", "待填报", "力争", "不计为未完成"):
        assert words in page, words
    sentence = [told.rendered("en") for told in targets.by_words(done.content)]
    assert sentence == [
        "Met within the leeway of “about”: 2.",
        "Aims that are not reached, which is no failure: 2.",
        "Judged by no variable of the model and not entered by hand yet: 1.",
    ]


def test_scenarios_are_compared_by_the_same_words(done: carbonsim.Run) -> None:
    cells = {str(line.name): line.cells[0] for line in target_rows([done.content])}
    kinds = [kind for kind, _ in cells.values()]
    assert {"good", "bad", "none"} <= set(kinds)
