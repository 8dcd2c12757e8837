"""The parts of the objective are told where more decides than the cost, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

import carbonsim
from carbonsim.export.excel import write_workbook
from carbonsim.export.word_objective import objective_table
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.tables.objective_parts import part_rows

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.fixture(scope="module")
def plain() -> Run:
    return carbonsim.run(SCENARIOS / "tutorial.yaml", write_results=False)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    file = tmp_path_factory.mktemp("actors") / "actors.yaml"
    text = (
        f"extends: {SCENARIOS / 'tutorial.yaml'}\nactors: {{energy: 10 %/yr, buildings: 17.5 %/yr}}\n"
        "energy: {carbon_price: 50 CNY/t, plants: {coal-plant: {carbon_market: true}}}\n"
    )
    file.write_text(text, encoding="utf-8")
    return carbonsim.run(file, write_results=False)


def test_nothing_is_told_where_the_cost_decides_alone(plain: Run) -> None:
    assert part_rows(plain.summary) == []
    assert objective_table(plain.content) is None
    assert 'id="objective-parts"' not in render_report(plain.content)


def test_the_parts_of_a_shipped_scenario_with_actors_sum_to_its_objective(run: Run) -> None:
    summary = run.summary
    assert summary.objective is not None and summary.objective_parts is not None
    resource, transfers, told, financing, perceived = (row.plan for row in part_rows(summary))
    assert financing > 0.0
    assert told == pytest.approx(resource + transfers)
    assert 1000 * told == pytest.approx(summary.total_cost.value, rel=1e-6)
    assert perceived == pytest.approx(told + financing)
    assert 1000 * perceived == pytest.approx(summary.objective, rel=1e-6)
    for row in part_rows(summary):
        assert row.difference == pytest.approx(row.plan - (row.twin or 0.0))


def test_page_workbook_and_document_tell_the_same_figures(run: Run, tmp_path: Path) -> None:
    rows = part_rows(run.summary)
    page = render_report(run.content)
    assert all(row.name.rendered(language) in page for row in rows for language in ("en", "zh"))
    write_workbook(tmp_path / "results.xlsx", run.content)
    sheet = load_workbook(tmp_path / "results.xlsx")["Objective"]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == pytest.approx([row.plan for row in rows])
    table = objective_table(run.content)
    assert table is not None
    assert [row[0] for row in table.rows] == [row.name for row in rows]


def test_the_document_holds_the_table(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from carbonsim.export import word

    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    word.write_document(tmp_path / "plan.docx", run.content, "en")
    told = [table.rows[-1].cells[0].text for table in Document(str(tmp_path / "plan.docx")).tables]
    assert part_rows(run.summary)[-1].name.rendered("en") in told
