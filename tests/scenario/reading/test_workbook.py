"""One broken workbook per rule, made from a good one: each gives its line, with sheet and cell, and exit code 2."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.export.city_folder import new_workbook_city
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.reading.workbook_layout import BALANCE, RECORD

Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good") / "city"
    new_workbook_city(folder, "某市")
    return folder


def row_of(page: Any, key: str) -> int:
    return next(cell.row for cell in page["A"] if cell.value == key)


def column_of(page: Any, row: int, header: str) -> int:
    return next(cell.column for cell in page[row] if str(cell.value or "").startswith(header))


def cell_of(page: Any, key: str, header: str, header_row: int = 4) -> Any:
    return page.cell(row_of(page, key), column_of(page, header_row, header))


MANUFACTURING = "industry.branches.manufacturing.uses.steam.final_energy"


def more_coal(book: Any) -> None:
    cell = cell_of(book[BALANCE], MANUFACTURING, "原煤")
    cell.value += 10.0


def total_typed_over(book: Any) -> None:
    page = book[BALANCE]
    cell_of(page, "~industry", "天然气").value = 5.0


def formula_deleted(book: Any) -> None:
    cell_of(book[BALANCE], "~check", "原煤").value = None


def text_in_a_number(book: Any) -> None:
    cell_of(book[BALANCE], MANUFACTURING, "原煤").value = "20.5万吨"


def formula_unsaved(book: Any) -> None:
    cell_of(book[BALANCE], MANUFACTURING, "原煤").value = "=3+4"


def percentage(book: Any) -> None:
    page = book["经济社会"]
    cell = page.cell(row_of(page, "economy.structure.primary"), 3)
    cell.value, cell.number_format = 0.06, "0%"


def unit_changed(book: Any) -> None:
    page = book["交通"]
    page.cell(3, 2).value = "车辆保有量（辆）"


def unit_of_a_fuel_changed(book: Any) -> None:
    page = book[BALANCE]
    page.cell(4, column_of(page, 4, "原煤")).value = "原煤（万吨）"


def header_lost(book: Any) -> None:
    book["建筑"].cell(3, 4).value = "今年"


def year_twice(book: Any) -> None:
    book["建筑"].cell(3, 5).value = "2025年"


def sheet_missing(book: Any) -> None:
    del book["交通"]


def sheet_renamed(book: Any) -> None:
    book[BALANCE].title = "平衡表"


def cells_merged(book: Any) -> None:
    book["建筑"].merge_cells("C4:D4")


def row_deleted(book: Any) -> None:
    page = book["建筑"]
    page.delete_rows(row_of(page, "buildings.classes.homes.floor_area"))


def row_twice(book: Any) -> None:
    page = book["经济社会"]
    page.cell(row_of(page, "economy.structure.secondary"), 1).value = "economy.structure.primary"


def two_ways_at_once(book: Any) -> None:
    page = book["建筑"]
    page.cell(row_of(page, "buildings.classes.homes.floor_area"), 3).value = 4500


def unknown_quality(book: Any) -> None:
    page = book["经济社会"]
    page.cell(row_of(page, "economy.population"), column_of(page, 3, "数据质量")).value = "大概"


def row_inserted(book: Any) -> None:
    book[BALANCE].insert_rows(10)


def column_inserted(book: Any) -> None:
    book[BALANCE].insert_cols(4)


def record_lost(book: Any) -> None:
    del book[RECORD]


def below_zero(book: Any) -> None:
    page = book["交通"]
    page.cell(row_of(page, "transport.fleets.car.distance"), 3).value = -5


def too_much_heat(book: Any) -> None:
    page = book["电厂与热源"]
    page.cell(row_of(page, "energy.plants.coal-chp.heat_history"), 4).value = 5000


FORMULA = "undo what was typed there, or copy the formula from a fresh workbook; correct the lines instead"
COAL = "能源平衡表!C24: industry.branches.manufacturing.uses.steam.final_energy.raw_coal: found"
BROKEN: dict[str, tuple[Change, str]] = {
    "does not balance": (
        more_coal,
        "能源平衡表!C32: balance.supply.raw_coal: found a balance that does not close (平衡差额): 原煤 is supplied "
        "with …, 10 万吨标准煤 (2.931 PJ) less than the … that its rows use; expected supply equal to transformation, "
        "losses and final use; correct the supply or the row that is wrong; the largest rows: 燃煤热电联产 -",
    ),
    "total typed over": (
        total_typed_over,
        "能源平衡表!D23: found 5, a total whose lines add up to 3.41208: 1.588 apart in the row 2.工业; expected the "
        f"formula =SUM(D24:D25); {FORMULA}",
    ),
    "formula deleted": (
        formula_deleted,
        "能源平衡表!C32: found nothing in the row 五、平衡差额（须为0）; expected the formula",
    ),
    "text in a number": (
        text_in_a_number,
        f"{COAL} '20.5万吨', which is text; expected a number; type the number alone",
    ),
    "formula unsaved": (formula_unsaved, f"{COAL} a formula =3+4 without a saved result; expected a number"),
    "percentage": (
        percentage,
        "经济社会!C7: economy.structure.primary: found a percentage, 6 %; expected a number in the",
    ),
    "unit changed": (
        unit_changed,
        "交通!B3: found the unit 辆 in the header '车辆保有量（辆）'; expected 车辆保有量（万辆）; put it back; "
        "figures in another unit have to be changed to 万辆 before they are typed in",
    ),
    "unit of a fuel changed": (
        unit_of_a_fuel_changed,
        "能源平衡表!C4: found the unit 万吨 in the header '原煤（万吨）'; expected 原煤（万吨标准煤）; put it back",
    ),
    "header lost": (header_lost, "建筑!D3: found the header '今年'; expected a year, 各年不变值, 以后年均增长（%）"),
    "year twice": (year_twice, "建筑!E3: found a second column 2025年; expected each column once"),
    "sheet missing": (
        sheet_missing,
        " found no sheet 交通; expected every sheet of the workbook; sheets there: 填表说明",
    ),
    "sheet renamed": (
        sheet_renamed,
        " found no sheet 能源平衡表; expected every sheet of the workbook; sheets there: 填表",
    ),
    "cells merged": (cells_merged, "建筑!C4:D4: found merged cells; expected one figure a cell; unmerge them"),
    "row deleted": (
        row_deleted,
        "建筑: buildings.classes.homes.floor_area: found no row 住宅，建筑面积; expected every row",
    ),
    "row twice": (
        row_twice,
        "经济社会!B8: economy.structure.primary: found a second row 产业结构，第二产业, first at 经济社会!B7",
    ),
    "two ways at once": (
        two_ways_at_once,
        "建筑!C4: buildings.classes.homes.floor_area: found a value that never changes beside others by year",
    ),
    "unknown quality": (
        unknown_quality,
        "经济社会!I11: found the quality '大概'; expected one of 官方, 文献, 推算, 假设",
    ),
    "row inserted": (row_inserted, "能源平衡表: found … formulas that are not where they were: rows or columns were"),
    "column inserted": (column_inserted, "能源平衡表: found … formulas that are not where they were: rows or columns"),
    "record lost": (
        record_lost,
        "city.xlsx: found no hidden sheet carbonsim that says carbonsim 1; expected a workbook",
    ),
    "below zero": (
        below_zero,
        "交通!C8: transport.fleets.car.distance: found -5.0; expected a quantity in km/yr not below 1; "
        "the cell holds -5 公里/辆; correct the value",
    ),
    "too much heat": (
        too_much_heat,
        "energy.plants.coal-boiler: found 120.8 万吨标准煤 (35.39 PJ) more heat from the other plants "
        "than is used; expected heat of plants equal to what is used and lost",
    ),
}


def broken_copy(good: Path, tmp_path: Path, change: Change) -> Path:
    folder = tmp_path / "city"
    shutil.copytree(good, folder)
    book = openpyxl.load_workbook(folder / "city.xlsx")
    change(book)
    book.save(folder / "city.xlsx")
    return folder


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_gets_its_line_and_nothing_is_overwritten(good: Path, tmp_path: Path, name: str) -> None:
    change, line = BROKEN[name]
    folder = broken_copy(good, tmp_path, change)
    results = tmp_path / "results"
    results.mkdir()
    (results / "report.html").write_text("earlier", encoding="utf-8")
    done = CliRunner().invoke(app, ["run", str(folder / "peak.yaml"), "--out", str(results / "new"), "--quiet"])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    for part in line.split("…"):
        assert part in done.output
    assert "city.xlsx:" in done.output
    assert [file.name for file in results.iterdir()] == ["report.html"]
    assert (results / "report.html").read_text(encoding="utf-8") == "earlier"


def far_value(book: Any) -> None:
    book["经济社会"]["XFD1048576"] = 1


def far_value_on_the_hidden_sheet(book: Any) -> None:
    book[RECORD]["XFD1048576"] = 1


def whole_sheet_merged(book: Any) -> None:
    book["建筑"].merged_cells.add("A1:XFD1048576")


def year_of_the_record(book: Any) -> None:
    next(row for row in book[RECORD].iter_rows() if row[0].value == "year")[2].value = "soon"


def formula_of_the_record(book: Any) -> None:
    row = next(row for row in book[RECORD].iter_rows() if row[0].value == "formula")
    row[2].value = "A1:XFD1048576"


def formula_over_everything(book: Any) -> None:
    row = next(row for row in book[RECORD].iter_rows() if row[0].value == "formula")
    book[row[1].value][row[2].value].value = 5.0
    row[3].value = "＝SUM(A1:XFD1048576,A:A,nonsense)"


def kind_of_the_record(book: Any) -> None:
    book[RECORD]["A5"] = "rows"


def path_of_the_record(book: Any) -> None:
    row = next(row for row in book[RECORD].iter_rows() if row[0].value == "row")
    row[2].value = "..economy"


def factor_of_a_block(book: Any) -> None:
    book["经济社会"]["A3"] = "#|地区生产总值|亿元|ten"


def parts_of_a_block(book: Any) -> None:
    book[BALANCE]["A4"] = "#|标准量"


def key_of_a_row(book: Any) -> None:
    page = book["经济社会"]
    page.cell(row_of(page, "economy.population"), 1).value = "economy.gdp.value"


def header_of_a_year(book: Any) -> None:
    page = book["经济社会"]
    page.cell(3, next(cell.column for cell in page[4][2:] if isinstance(cell.value, int | float))).value = None


def import_ceiling_too_low(book: Any) -> None:
    page = book["电厂与热源"]
    row = row_of(page, "energy.trade.import_ceiling")
    for cell in page[row][2:]:
        if isinstance(cell.value, int | float):
            cell.value = 0.1


def test_a_base_year_above_a_ceiling_is_told_by_its_cells(good: Path, tmp_path: Path) -> None:
    folder = broken_copy(good, tmp_path, import_ceiling_too_low)
    done = CliRunner().invoke(app, ["check", str(folder / "peak.yaml")])
    assert done.exit_code == 2
    assert "city.xlsx:能源平衡表!" in done.output
    assert "above its ceiling (energy.trade.import_ceiling, city.xlsx:电厂与热源!" in done.output


def test_a_base_year_above_a_ceiling_of_the_model_beside_it_is_told_by_its_line(good: Path, tmp_path: Path) -> None:
    folder = broken_copy(good, tmp_path, lambda _: None)
    with (folder / "peak.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\nenergy: {fuels: {raw_coal: {ceiling: 1 PJ}}}\n")
    line = len((folder / "peak.yaml").read_text(encoding="utf-8").splitlines())
    done = CliRunner().invoke(app, ["check", str(folder / "peak.yaml")])
    assert done.exit_code == 2
    assert "balance.supply.raw_coal: found 原煤 of" in done.output
    assert f"above its ceiling (energy.fuels.raw_coal.ceiling, peak.yaml:{line}); expected at most 3.412" in done.output


HIDDEN: dict[str, tuple[Change, str]] = {
    "a value at the far end": (far_value, "经济社会!XFD1048576: found a cell far behind the table"),
    "a value at the far end of the hidden sheet": (
        far_value_on_the_hidden_sheet,
        "XFD1048576: found a cell far behind",
    ),
    "a sheet merged as a whole": (whole_sheet_merged, "found cells A1:XFD1048576 merged at once"),
    "another year": (year_of_the_record, "on the hidden sheet; expected what carbonsim wrote there"),
    "a formula everywhere": (formula_of_the_record, "on the hidden sheet"),
    "a sum of everything": (formula_over_everything, "found 5 in the row"),
    "another kind": (kind_of_the_record, f"{RECORD}!A5: found 'rows"),
    "a path of nothing": (path_of_the_record, "on the hidden sheet"),
    "a factor in words": (
        factor_of_a_block,
        "经济社会!A3: found the key '#|地区生产总值|亿元|ten' in the hidden column",
    ),
    "a block without a unit": (parts_of_a_block, "能源平衡表!A4: found the key '#|标准量' in the hidden column"),
    "another key": (key_of_a_row, "found the key 'economy.gdp.value' in the hidden column"),
    "a header gone": (header_of_a_year, "found a figure in a column without a header"),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_meant_to_be_edited_is_told_at_once(good: Path, tmp_path: Path, name: str) -> None:
    change, line = HIDDEN[name]
    scenario, findings = read_scenario(broken_copy(good, tmp_path, change) / "peak.yaml")
    assert scenario is None
    assert any(line in str(finding) for finding in findings), findings


def test_every_mistake_of_a_workbook_is_told_at_once(good: Path, tmp_path: Path) -> None:
    def several(book: Any) -> None:
        text_in_a_number(book)
        unit_changed(book)
        cells_merged(book)

    findings = read_scenario(broken_copy(good, tmp_path, several) / "peak.yaml")[1]
    places = {str(finding).split(": ")[0].rpartition("city.xlsx:")[2] for finding in findings}
    assert places == {"能源平衡表!C24", "交通!B3", "建筑!C4:D4"}


def test_a_row_that_is_gone_does_not_make_every_formula_wrong(good: Path, tmp_path: Path) -> None:
    def shortened(book: Any) -> None:
        page = book[BALANCE]
        page.delete_rows(row_of(page, MANUFACTURING))

    findings = read_scenario(broken_copy(good, tmp_path, shortened) / "peak.yaml")[1]
    assert [str(finding.found) for finding in findings] == ["no row 制造业：蒸汽"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "city.xlsx",
            b"no workbook",
            "found a file that is no Excel workbook; expected a workbook (.xlsx); save it as",
        ),
        (
            "city.xls",
            b"old",
            "found a .xls file; expected a scenario in YAML or a workbook in .xlsx; save it as an Excel",
        ),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "town.yaml").write_text(f"schema: 1\nname: Town\ninclude: {name}\n", encoding="utf-8")
    findings = read_scenario(tmp_path / "town.yaml")[1]
    assert [words in str(finding) for finding in findings] == [True]


def test_a_workbook_alone_is_no_scenario(good: Path) -> None:
    done = CliRunner().invoke(app, ["run", str(good / "city.xlsx")])
    assert done.exit_code == 2
    assert "found a workbook alone; expected a scenario in YAML; name the scenario that includes it" in done.output


def test_a_sound_workbook_is_read_without_a_word(good: Path) -> None:
    scenario, findings = read_scenario(good / "peak.yaml")
    assert findings == []
    assert scenario is not None
    assert scenario.balance is not None
    assert scenario.balance.year == 2025
    assert scenario.place("transport.fleets.car.stock") == "transport.fleets.car.stock, city.xlsx:交通!D4"
