"""What a run leaves for an office, with a third catalogue of marked letters: what bears none escaped it."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from carbonsim import pipeline
from carbonsim.export import excel, word
from carbonsim.messages import catalogue
from carbonsim.results.results import COLUMNS
from tests.export.test_word import TEXT
from tests.messages.extraction import CATALOGUES, SOURCE
from tests.messages.pseudo_language import MARKED, write_catalogue
from tests.report.test_third_language import THIRD, forget

LIBRARY = SOURCE / "library"
TWO_LANGUAGES = ("actions.csv", "indicators.csv", "path_words.csv", "inventory/ipcc.csv", "inventory/gpc.csv")
PLAIN = re.compile(r"[A-Za-z]{2,}|[\u4e00-\u9fff]+")
UNITS = {"Mt", "CO", "million", "CNY"}
TABLES = (excel.TARGET_COLUMNS, excel.CAMPAIGN_COLUMNS, excel.INVENTORY_COLUMNS, excel.ECONOMY_COLUMNS)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pipeline.Run]:
    """Return a run where a folder of catalogues holds one more than there are."""
    folder = tmp_path_factory.mktemp("catalogues")
    for file in CATALOGUES.glob("*.po"):
        shutil.copy(file, folder)
    write_catalogue(folder, THIRD)
    scenario = tmp_path_factory.mktemp("town") / "town.yaml"
    scenario.write_text(TEXT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue, "folder", lambda: folder)
        patch.setattr(word, "draw_pictures", lambda *_: {})
        forget()
        yield pipeline.run(scenario, write_results=False)
    forget()


def texts_in(written: object) -> Iterator[str]:
    """Yield the texts among the values of a scenario."""
    if isinstance(written, Mapping | list | tuple):
        for one in written.values() if isinstance(written, Mapping) else written:
            yield from texts_in(one)
    elif isinstance(written, str):
        yield written


def planners(done: pipeline.Run) -> list[str]:
    """Return what a planner wrote and what tables of the library have in two languages, the longest first."""
    known = set(texts_in(done.content.inputs))
    for name in TWO_LANGUAGES:
        known |= {cell for row in csv.reader((LIBRARY / name).open(encoding="utf-8")) for cell in row}
    known |= {one[:1].upper() + one[1:] for one in known}  # as at the start of a cell
    return sorted((one for one in known if PLAIN.search(one)), key=len, reverse=True)


def escaped(text: str, known: list[str]) -> set[str]:
    """Return the words without marks that are neither known nor of a unit."""
    for one in known if PLAIN.search(text) else ():
        text = text.replace(one, " ")
    return set(PLAIN.findall(text)) - UNITS


def test_nothing_of_a_document_escapes(done: pipeline.Run, tmp_path: Path) -> None:
    word.write_document(tmp_path / "plan.docx", done.content, THIRD)
    document = Document(str(tmp_path / "plan.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs]
    texts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert len(texts) > 300
    known = [*planners(done), "results.xlsx", "Inputs"]
    assert [text for text in texts if escaped(text, known)] == []


def test_nothing_of_a_workbook_escapes(done: pipeline.Run, tmp_path: Path) -> None:
    """Columns of the results and of the inputs are keys; a planner's words stand in the languages that they are in."""
    excel.write_workbook(tmp_path / "results.xlsx", done.content)
    book = openpyxl.load_workbook(tmp_path / "results.xlsx")
    known = {*COLUMNS, *done.content.data.columns}
    known |= {str(heading) for table in TABLES for heading in table.values() if heading.languages}
    for sheet in book:
        headings = [str(cell.value) for cell in sheet[1] if isinstance(cell.value, str) and sheet.title != "Verdict"]
        told = [one for one in headings if one not in known and not one.isdigit()]  # a year is a year in any language
        assert [one for one in told if not marked(one)] == [], sheet.title
    for chart in book["Charts"]._charts:
        assert marked("".join(run.t for part in chart.title.tx.rich.p for run in part.r))


def test_nothing_of_the_cover_escapes(done: pipeline.Run, tmp_path: Path) -> None:
    excel.write_workbook(tmp_path / "results.xlsx", done.content)
    rows = list(openpyxl.load_workbook(tmp_path / "results.xlsx")["Verdict"].iter_rows(min_row=2, values_only=True))
    own = {done.summary["description"], done.summary["region"]}
    assert [name for name, _ in rows if not marked(str(name))] == []
    assert [value for _, value in rows if isinstance(value, str) and value not in own and not marked(value)] == []


def marked(text: str) -> bool:
    """Say whether a text has a letter of the language."""
    return bool(set(text) & set(MARKED.values()))
