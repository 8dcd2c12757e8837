"""What a run leaves for an office, in the language of marked letters: what bears none escaped the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from carbonsim import pipeline
from carbonsim.export import word
from carbonsim.export.excel import write_workbook
from carbonsim.export.word import write_document
from carbonsim.messages import message
from carbonsim.results.results import COLUMNS
from tests.export.test_word import TEXT
from tests.messages.extraction import SOURCE
from tests.messages.pseudo_language import MARKED, pseudo, told

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
LIBRARY = SOURCE / "library"
TWO_LANGUAGES = ("actions.csv", "indicators.csv", "path_words.csv", "inventory/ipcc.csv", "inventory/gpc.csv")
PLAIN = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Run:
    file = tmp_path_factory.mktemp("pseudo") / "town.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return pipeline.run(file, write_results=False)


@pytest.fixture(autouse=True)
def in_place_of_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "catalogue", pseudo)
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})


def planners() -> set[str]:
    """Return the words that a planner wrote, and those that tables of the library have in two languages."""
    texts = [TEXT, TUTORIAL.read_text(encoding="utf-8")]
    texts += [(LIBRARY / name).read_text(encoding="utf-8") for name in TWO_LANGUAGES]
    return {one for text in texts for one in PLAIN.findall(text)}


def test_nothing_of_a_document_escapes(done: pipeline.Run, tmp_path: Path) -> None:
    write_document(tmp_path / "plan.docx", done.content, "zh")
    document = Document(str(tmp_path / "plan.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert len(texts) > 300
    known = planners() | {"results", "xlsx", "Inputs", "万吨二氧化碳"}  # files, a sheet and a unit
    assert [text for text in texts if set(PLAIN.findall(text)) - known] == []


def test_nothing_of_a_workbook_escapes(done: pipeline.Run, tmp_path: Path) -> None:
    write_workbook(tmp_path / "results.xlsx", done.content)
    book = openpyxl.load_workbook(tmp_path / "results.xlsx")
    keys = {*COLUMNS, *done.content.data.columns}
    for sheet in book:
        headings = [str(cell.value) for cell in sheet[1] if isinstance(cell.value, str)]
        if sheet.title == "Verdict":
            headings = [str(row[0].value) for row in sheet.iter_rows(min_row=2)]
        beside = [text for text in headings if marked(text)]
        assert [one for one in headings if one not in keys and not marked(one) and told(one) not in beside] == []
    for chart in book["Charts"]._charts:
        assert marked("".join(run.t for part in chart.title.tx.rich.p for run in part.r))


def test_nothing_of_the_cover_escapes(done: pipeline.Run, tmp_path: Path) -> None:
    write_workbook(tmp_path / "results.xlsx", done.content)
    rows = openpyxl.load_workbook(tmp_path / "results.xlsx")["Verdict"].iter_rows(values_only=True)
    cover = {str(name): value for name, value in rows if isinstance(value, str)}
    own = {done.summary["description"], done.summary["region"]}
    assert [name for name, value in cover.items() if value not in own and not marked(value)] == []


def marked(text: str) -> bool:
    """Say whether a text has a letter of the language."""
    return bool(set(text) & set(MARKED.values()))
