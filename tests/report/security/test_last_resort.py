"""What is used where nothing else serves stands in red on the page, and in workbook, document and terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from carbonsim import run
from carbonsim.export import word
from carbonsim.export.excel import write_workbook
from carbonsim.messages.message import rendered
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.security.last_resort import COLUMNS, TITLE, last_resort_rows
from carbonsim.report.terminal.tables import terminal_last_resort_table
from tests.system import town
from tests.system.security.test_last_resort import _starved as starved


@pytest.fixture(scope="module")
def dark(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("dark")
    resort = {"import_price": 300, "import_power": 0.05, "unserved_electricity": "20 CNY/kWh"}
    town.read(folder, starved(**resort))
    return run(folder / "changed.yaml", write_results=False)


def test_the_summary_tells_amount_price_and_cost_of_each_year(dark: Run) -> None:
    """10.2 PJ less 95 % of 4 PJ and of 0.05 GW all year; a kWh at 20 CNY is 5,555.6 million CNY a PJ."""
    bought, unserved = dark.summary.last_resort
    amount = 10.0 + 0.2 - 0.95 * (4.0 + 0.05 * 31.536)
    assert (bought.technology, bought.unserved) == ("trade/emergency", False)
    assert (unserved.technology, unserved.unserved) == ("unserved/electricity", True)
    assert unserved.path == "energy.last_resort.unserved_electricity"
    assert set(unserved.amount_PJ) == {2021, 2025}
    assert unserved.amount_PJ[2025] == pytest.approx(amount)
    assert unserved.cost[2025] == pytest.approx(amount * 20 / 3.6e-3, rel=1e-6)


def test_the_page_tells_it_in_red(dark: Run) -> None:
    page = render_report(dark.content)
    assert 'id="last-resort-list"' in page and page.count('<tr class="last-resort">') == 2
    assert "Electricity not served" in page and "未供电量" in page
    assert "tr.last-resort > * { color: var(--bad); }" in page


def test_workbook_terminal_and_results_tell_it(dark: Run, tmp_path: Path) -> None:
    write_workbook(tmp_path / "results.xlsx", dark.content)
    _, *lines = load_workbook(tmp_path / "results.xlsx")["Last resort"].iter_rows(values_only=True)
    assert len(lines) == 4
    table = terminal_last_resort_table(dark.summary)
    assert table is not None and table.row_count == 2
    assert {column.style for column in table.columns} == {"red"}
    known = dark.table[dark.table["variable"] == "Last Resort|unserved electricity"].set_index("year")["value"]
    assert known[2025] == pytest.approx(dark.summary.last_resort[1].amount_PJ[2025])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_document_tells_it(dark: Run, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "draw_pictures", lambda *_: {})
    word.write_document(tmp_path / "plan.docx", dark.content, language)
    heads = [[cell.text for cell in table.rows[0].cells] for table in Document(str(tmp_path / "plan.docx")).tables]
    assert [rendered(column, language) for column in COLUMNS] in heads
    assert TITLE.rendered("zh") != TITLE.rendered("en")


def test_rows_name_the_years_and_the_worst_of_them(dark: Run) -> None:
    bought, unserved = last_resort_rows(dark.summary)
    assert (bought.years, bought.most, bought.price) == ("2021, 2025", "1.58", "1.08")
    assert unserved.price == "20"
    assert unserved.cost.endswith("(2025)") or unserved.cost.endswith("(2021)")
