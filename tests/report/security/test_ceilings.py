"""Ceilings that hold the plan are ranked by how long they do, with what one more unit is worth: by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from carbonsim import run
from carbonsim.export.excel import write_workbook
from carbonsim.pipeline import Run
from carbonsim.report.page import render_report
from carbonsim.report.security.ceilings import ceiling_rows
from tests.system import town

CHANGES = {
    "energy": {
        "plants": {"chp": {"capacity": {2020: 1, 2021: 0}, "last_year": 2020}, "wind": {"last_year": 2020}},
        "trade": {"import_price": 100, "import_ceiling": {2020: 20, 2021: 4}},
        "last_resort": {"unserved_electricity": 5000},
    }
}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("held")
    town.read(folder, CHANGES)
    return run(folder / "changed.yaml", write_results=False)


def test_one_more_unit_bought_saves_what_is_not_served_less_its_price(held: Run) -> None:
    """A PJ bought at 100 CNY/GJ brings 0.95 PJ that nobody need go without at 5,000 CNY/GJ."""
    first = held.summary.ceilings[0]
    assert first.path == "energy.trade.import_ceiling"
    assert (first.years, first.share, first.unit) == ((2021, 2025), 1.0, "PJ")
    assert first.worth[2025] == pytest.approx(0.95 * 5000 - 100, rel=1e-6)
    assert first.worth[2021] == pytest.approx(0.95 * 5000 - 100, rel=1e-6)


def test_what_holds_nothing_is_not_told(held: Run) -> None:
    assert "energy.trade.import_power" not in {one.path for one in held.summary.ceilings}


def test_page_and_workbook_tell_them(held: Run, tmp_path: Path) -> None:
    page = render_report(held.content)
    assert 'id="ceiling-list"' in page and "energy.trade.import_ceiling" in page
    row = ceiling_rows(held.summary)[0]
    assert (row.years, row.share) == ("2021–2025", "100 %")
    write_workbook(tmp_path / "results.xlsx", held.content)
    head, line, *_ = load_workbook(tmp_path / "results.xlsx")["Ceilings"].iter_rows(values_only=True)
    assert line[head.index("2025")] == pytest.approx(0.95 * 5000 - 100, rel=1e-6)
