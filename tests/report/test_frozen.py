"""The verdict names what is frozen, in both languages, wherever it is told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from carbonsim import pipeline
from carbonsim.analysis.summary.records import FrozenRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.clock import Clock
from carbonsim.export.excel import write_workbook
from carbonsim.messages.message import message
from carbonsim.report.content import Content
from carbonsim.report.frozen import MOST_NAMED, frozen_sentences
from carbonsim.report.terminal.tables import verdict_table
from carbonsim.report.verdict import sentence
from carbonsim.report.words import rendered

CHOOSING = Path(__file__).parents[1] / "scenario" / "choosing.yaml"


def record(name: str, year: int = 2025) -> FrozenRecord:
    told = message("{what}", what=name).as_json()
    return FrozenRecord(service=name, service_message=told, year=year, basis="purchases", shares={})


@pytest.fixture(scope="module")
def content() -> Content:
    scenario, system = pipeline.prepare(CHOOSING, Clock())
    return pipeline.collect(scenario, pipeline.optimise(scenario, system, Clock()), Clock())


def told(summary: Summary) -> list[str]:
    return [str(one) for one in frozen_sentences(summary)]


def test_few_sets_are_named_and_many_counted(content: Content) -> None:
    few = content.with_summary(frozen=(record("cars"), record("buses"))).summary
    assert told(few) == ["Frozen: purchases for cars, buses keep their shares of 2025."]
    many = content.with_summary(frozen=tuple(record(f"use {number}") for number in range(MOST_NAMED + 1))).summary
    assert told(many) == [f"Frozen: in {MOST_NAMED + 1} sets of options, purchases keep their shares of 2025."]


def test_each_year_has_its_sentence_and_so_has_a_price_that_is_gone(content: Content) -> None:
    summary = content.with_summary(frozen=(record("cars"), record("buses", 2024)), no_price_from=2026).summary
    assert told(summary) == [
        "Frozen: purchases for cars keep their shares of 2025.",
        "Frozen: purchases for buses keep their shares of 2024.",
        "No carbon price is paid from 2026 on.",
    ]


def test_a_scenario_that_freezes_nothing_says_nothing(content: Content) -> None:
    assert told(content.summary) == []
    assert "Frozen" not in rendered(sentence(content), "en")


def test_verdict_terminal_and_workbook_name_it(content: Content, tmp_path: Path) -> None:
    frozen = content.with_summary(frozen=(record("cars"),), no_price_from=2026)
    english, chinese = (rendered(sentence(frozen), language) for language in ("en", "zh"))
    assert english.endswith(
        ". Frozen: purchases for cars keep their shares of 2025. No carbon price is paid from 2026 on."
    )
    assert chinese.endswith("。冻结设定：cars一直按2025年的购置份额购买。2026年起不再支付碳价。")
    rows = verdict_table(frozen.summary, tmp_path)
    assert list(rows.columns[0].cells).count("counterfactual") == 2
    write_workbook(tmp_path / "results.xlsx", frozen)
    cover = openpyxl.load_workbook(tmp_path / "results.xlsx").worksheets[0]
    cells = [str(cell.value) for row in cover.iter_rows() for cell in row if cell.value]
    assert any("Frozen: purchases for cars" in cell and "冻结设定" in cell for cell in cells)
