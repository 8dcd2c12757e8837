"""What campaigns add to each part of the objective is told where a barrier is among them."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from carbonsim import pipeline
from carbonsim.export.excel import write_workbook
from carbonsim.export.word_objective import campaign_parts_table
from carbonsim.messages.message import rendered
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.tables.campaign_parts import COLUMNS, campaign_part_rows
from tests.system import town

LOANS = {
    "label": "Loans", "category": "energy-transition", "owner": "Energy Bureau", "start": 2021, "full_by": 2025,
    "changes": {"actors.energy": "5 %/yr"}, "public_cost": 0.01,
    "market_failure": {"what": "banks that know no wind", "source": "a study of lending"},
}  # fmt: skip


def run(folder: Path, **changes: object) -> Run:
    town.read(folder, changes)
    return pipeline.run(folder / "changed.yaml", write_results=False)


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run(tmp_path_factory.mktemp("lent"), actors={"energy": "15 %/yr"}, campaigns={"loans": LOANS})


def test_every_part_stands_beside_the_others(lent: Run) -> None:
    (row,) = campaign_part_rows(lent.summary)
    resource, public, _, financing, taste, surplus, welfare = row.values
    assert (row.name.en, taste, surplus) == ("Loans", 0.0, 0.0)
    assert str(row.mended) == "* Loans mends: banks that know no wind (a study of lending)"
    assert financing < 0.0 < public
    assert welfare == pytest.approx(-(resource + public) - financing)


def test_page_and_workbook_tell_it(lent: Run, tmp_path: Path) -> None:
    page = render_report(lent.content)
    assert 'id="campaign-parts"' in page
    write_workbook(tmp_path / "results.xlsx", lent.content)
    _, line = load_workbook(tmp_path / "results.xlsx")["Campaign parts"].iter_rows(values_only=True)
    assert len(line) == 1 + len(COLUMNS)
    assert line[1:] == pytest.approx(campaign_part_rows(lent.summary)[0].values)


def test_the_document_tells_it_below_the_campaigns(lent: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from carbonsim.export import word

    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    word.write_document(tmp_path / "plan.docx", lent.content, "en")
    document = Document(str(tmp_path / "plan.docx"))
    (table,) = (one for one in document.tables if one.rows[0].cells[-1].text == "Welfare")
    (row,) = campaign_part_rows(lent.summary)
    figures = [rendered(text, "en") for text in row.texts]
    assert [cell.text for cell in table.rows[1].cells] == ["Loans *", *figures]
    assert str(row.mended) in [paragraph.text for paragraph in document.paragraphs]


def test_nothing_is_told_where_no_rate_decides(tmp_path: Path) -> None:
    cheaper = {**LOANS, "changes": {"energy.plants.wind.capital_cost": 3000}, "market_failure": None}
    done = run(tmp_path, campaigns={"wind": cheaper})
    assert done.summary.campaigns and campaign_part_rows(done.summary) == []
    assert campaign_parts_table(done.content) is None
    assert 'id="campaign-parts"' not in render_report(done.content)
