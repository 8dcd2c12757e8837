"""Where measures save and where emissions come back stands on page, in workbook, document and terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from rich.console import Console

from carbonsim.export import word
from carbonsim.export.excel import write_workbook
from carbonsim.messages.message import rendered
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.tables.leaks import COLUMNS, NOT_SOLVED, leak_rows, policies_unsolved
from carbonsim.report.terminal.tables import terminal_leak_table
from tests.analysis.leaks.warm_town import LAST, with_electric


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return with_electric(tmp_path_factory.mktemp("turned"), 0.5)


def test_a_row_names_places_with_their_amounts_in_the_unit_of_the_language(turned: Run) -> None:
    (row,) = leak_rows(turned.summary)
    assert (row.leak, row.high, row.power[:4]) == ("206 %", True, "0.90")
    told = {language: [rendered(cell, language) for cell in row.cells] for language in ("en", "zh")}
    assert told["en"][:5] == ["electric (campaign)", "0.562", "heat plants without a carbon price 0.562", "1.16",
                              "power plants 1.16"]  # fmt: skip
    assert told["zh"][:5] == ["electric（重点行动）", "56.2", "未付碳价的供热站 56.2", "116", "发电与热电厂 116"]


def test_page_and_workbook_tell_it(turned: Run, tmp_path: Path) -> None:
    page = render_report(turned.content)
    table = re.search(r'<table id="leak-list".*?</table>', page, re.S)
    assert table is not None and "206 %" in table[0] and 'href="#leaks"' in page
    assert NOT_SOLVED.rendered("en") in page and NOT_SOLVED.rendered("zh") in page
    write_workbook(tmp_path / "results.xlsx", turned.content)
    head, *lines = load_workbook(tmp_path / "results.xlsx")["Leaks"].iter_rows(values_only=True)
    (last,) = (dict(zip(head, line, strict=True)) for line in lines if LAST in line)
    (record,) = turned.summary.leaks
    assert last["Leak 泄漏率"] == pytest.approx(record.leak[LAST])
    assert last["Marginal, t/MWh 边际排放因子，t/MWh"] == pytest.approx(0.9)
    assert sum(name.endswith(", Mt") and "carbon price" in name for name in head) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_document_tells_it_in_both_languages(
    turned: Run, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    word.write_document(tmp_path / "plan.docx", turned.content, language)
    heads = [[cell.text for cell in table.rows[0].cells] for table in Document(str(tmp_path / "plan.docx")).tables]
    assert [column.rendered(language) for column in COLUMNS] in heads
    told = [paragraph.text for paragraph in Document(str(tmp_path / "plan.docx")).paragraphs]
    assert NOT_SOLVED.rendered(language) in told


def test_what_policies_do_is_missed_only_where_there_is_one_and_it_was_not_solved_for(turned: Run) -> None:
    content, (leak,) = turned.content, turned.summary.leaks
    assert policies_unsolved(content) == NOT_SOLVED
    told = leak.model_copy(update={"kind": "policy", "name": "carbon_price"})
    solved = content.summary.model_copy(update={"leaks": (told,)})
    assert policies_unsolved(replace(content, summary=solved)) is None
    peaking = content.summary.model_copy(update={"leaks": (told.model_copy(update={"name": "peaking"}),)})
    assert policies_unsolved(replace(content, summary=peaking)) == NOT_SOLVED
    free = content.scenario.model_copy(update={"energy": None})
    assert policies_unsolved(replace(content, scenario=free)) is None


def test_the_terminal_tells_it(turned: Run) -> None:
    console = Console(width=160)
    table = terminal_leak_table(turned.summary)
    assert table is not None
    with console.capture() as told:
        console.print(table)
    assert "electric (campaign)" in told.get() and "206 %" in told.get()
