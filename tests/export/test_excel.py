"""The workbook opens, says the verdict first, freezes its panes and draws its own charts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest

import carbonsim
from tests.export.office import find_office

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book") / "out"
    carbonsim.run(TUTORIAL, out=folder)
    return folder / "results.xlsx"


def test_the_cover_comes_first_and_names_the_peak(book: Path) -> None:
    read = openpyxl.load_workbook(book)
    assert read.sheetnames[:3] == ["Verdict", "Charts", "Emissions"]
    cover = {str(row[0].value): row[1].value for row in read["Verdict"].iter_rows(min_row=2)}
    summary = carbonsim.run(TUTORIAL, write_results=False).summary
    assert cover["Peak year 达峰年份"] == summary["peak"]["year"]
    assert cover["Peak level, Mt 峰值排放量（百万吨）"] == pytest.approx(summary["peak"]["level_Mt"])


def test_every_topic_has_frozen_panes_and_a_unit_beside_each_variable(book: Path) -> None:
    read = openpyxl.load_workbook(book)
    for name in ("Emissions", "Energy balance", "Power and heat", "Costs"):
        sheet = read[name]
        assert sheet.freeze_panes == "C2"
        assert [cell.value for cell in sheet[1]][:3] == ["variable", "unit", 2025]
        assert all(row[1].value for row in sheet.iter_rows(min_row=2))


def test_native_charts_read_the_rows_they_name(book: Path) -> None:
    read = openpyxl.load_workbook(book)
    charts = read["Charts"]._charts
    assert len(charts) >= 4
    for chart in charts:
        for series in chart.series:
            sheet, cells = series.val.numRef.f.split("!")
            row = int(cells.split("$")[2].rstrip(":"))
            variable = read[sheet.strip("'")].cell(row=row, column=1).value
            assert variable.split("|")[-1] == series.tx.v


def test_the_workbook_opens_in_libreoffice(book: Path, tmp_path: Path) -> None:
    office = find_office("the workbook cannot be opened")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    words = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(book)]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "results.pdf").stat().st_size > 10_000


def test_every_sheet_prints_on_the_width_of_a_page(book: Path) -> None:
    for sheet in openpyxl.load_workbook(book):
        assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0), sheet.title


def test_the_cover_tells_status_and_rule_in_both_languages(book: Path) -> None:
    told = {row[0].value: str(row[1].value) for row in openpyxl.load_workbook(book)["Verdict"].iter_rows(min_row=2)}
    assert told["Status 求解状态"] == "optimal 已得最优解"
    assert "本规则为本工具自定" in told["Rule 达峰判定规则"]
    assert "tool's own rule" in told["Rule 达峰判定规则"]
