"""The workbook of a city that a statistics bureau fills in: cover, energy balance table, sheets of activity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from carbonsim.errors import Finding, ScenarioError
from carbonsim.export.balance_sheet import write_balance
from carbonsim.export.sheet import BOLD, HEAD, QUIET, TITLE, CellPlace, Sheet
from carbonsim.export.text_cell import as_text
from carbonsim.scenario.describing.path_words import describe_path
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.reading.workbook_layout import (
    BALANCE,
    CONSTANT,
    COVER,
    FORMAT,
    GROWTH,
    QUALITIES,
    QUALITY,
    RECORD,
    SOURCE,
    Block,
    to_cell,
    unit_of_activity,
    written,
)
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.base_year.energy_balance import BaseYear, Mistake, base_year_balance

WORD_OF = {quality: word for word, quality in QUALITIES.items()}
Column = int | str  # a year, or the word above a column
FIRST = 3  # the column of the constant; years follow


def city_workbook(scenario: Scenario) -> bytes:
    """Return the workbook of a scenario's base year; raises ScenarioError where its balance cannot be told."""
    book_keeping = base_year_balance(scenario)
    if book_keeping.mistakes:
        raise ScenarioError([_finding(scenario, mistake) for mistake in book_keeping.mistakes])
    book = Workbook()
    _cover(book.active, scenario, book_keeping)
    balance = Sheet(book.create_sheet(BALANCE))
    sheets, places = _activities(book, scenario)
    write_balance(balance, scenario, book_keeping, places)
    _record(book, scenario, {BALANCE: balance, **sheets})
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def workbook_paths(scenario: Scenario) -> list[str]:
    """Return the YAML paths whose values the workbook holds."""
    figures = [path for _, rows in written(scenario) for path, _ in rows]
    lines = [line for line in base_year_balance(scenario).lines if line.possible]
    return figures + [f"{line.key}.{commodity}" for line in lines for commodity in line.flows]


def _finding(scenario: Scenario, mistake: Mistake) -> Finding:
    return Finding(*scenario.locate(mistake.path), mistake.path, mistake.found, mistake.expected, mistake.advice)


def _activities(book: Workbook, scenario: Scenario) -> tuple[dict[str, Sheet], dict[str, CellPlace]]:
    """Write a sheet for each sector; return them with the place of every quantity."""
    by_sheet: dict[str, list[tuple[Block, list[tuple[str, Quantity]]]]] = {}
    for block, rows in written(scenario):
        by_sheet.setdefault(block.sheet, []).append((block, rows))
    sheets, places = {}, {}
    for name, blocks in by_sheet.items():
        sheets[name] = Sheet(book.create_sheet(name))
        places.update(_sheet(sheets[name], name, blocks, scenario))
    return sheets, places


def _sheet(
    sheet: Sheet, name: str, blocks: Sequence[tuple[Block, list[tuple[str, Quantity]]]], scenario: Scenario
) -> dict[str, CellPlace]:
    known = {year for _, rows in blocks for _, quantity in rows for year in quantity.years}
    base = scenario.time.years[0]
    years = sorted(known | set(range(base, scenario.time.plan_from + 1)))
    grows = any(quantity.growth is not None for _, rows in blocks for _, quantity in rows)
    columns: list[Column] = [CONSTANT, *years, *([GROWTH] if grows else []), SOURCE, QUALITY]
    sheet.text(1, 2, f"{scenario.region_zh or scenario.region}：{name}", font=TITLE).border = None
    row, places = 3, {}
    for block, rows in blocks:
        sheet.key(row, block.key)
        sheet.text(row, 2, block.header, fill=HEAD)
        for place, column in enumerate(columns):
            sheet.text(row, FIRST + place, f"{column}年" if isinstance(column, int) else column, fill=HEAD)
        for path, quantity in rows:
            row += 1
            cell = _row(sheet, row, path, quantity, block, columns, scenario)
            places[path] = CellPlace(name, cell, 1.0 / block.factor)
        row += 2
    last = FIRST + len(columns) - 1
    widths = {2: 46.0, **{FIRST + place: 11.0 for place in range(len(columns))}, last - 1: 60.0, last: 10.0}
    sheet.page.column_dimensions[get_column_letter(last + 1)].hidden = True
    sheet.finish(f"{get_column_letter(FIRST)}3", widths)
    return places


def _row(
    sheet: Sheet, row: int, path: str, quantity: Quantity, block: Block, columns: Sequence[Column], scenario: Scenario
) -> str:
    """Write one quantity and return the hidden cell that holds its figure of the base year."""
    counted = unit_of_activity(scenario, path)
    name = describe_path(scenario, path).zh + (f" [{counted}]" if counted else "")
    sheet.key(row, path)
    sheet.rows.append((path, name))
    sheet.text(row, 2, name)
    values: dict[Column, float] = {year or CONSTANT: to_cell(value, block.factor) for year, value in quantity.points}
    if quantity.growth is not None:
        values[GROWTH] = to_cell(quantity.growth, 100.0)
    for place, column in enumerate(columns):
        if column == SOURCE:
            sheet.words(row, FIRST + place, "；".join(part for part in (quantity.source, quantity.note) if part))
        elif column == QUALITY:
            sheet.words(row, FIRST + place, WORD_OF.get(quantity.quality or "", ""), quality=True)
        else:
            sheet.figure(row, FIRST + place, values.get(column))
    base = scenario.time.years[0]
    constant, first = (
        f"{get_column_letter(FIRST)}{row}",
        f"{get_column_letter(FIRST + 1 + columns[1:].index(base))}{row}",
    )
    otherwise = repr(to_cell(quantity.at(base), block.factor))
    text = f"=IF(ISNUMBER({constant}),{constant},IF(ISNUMBER({first}),{first},{otherwise}))"
    return sheet.formula(row, FIRST + len(columns), text, kept=False)


def _cover(page: Worksheet, scenario: Scenario, book: BaseYear) -> None:
    page.title = COVER
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 6, 110
    page["B1"], page["B1"].font = (
        f"{scenario.region_zh or scenario.region}{book.year}年能源平衡与活动水平填报表",
        TITLE,
    )
    as_text(page["B1"])
    for row, (zh, en) in enumerate(_steps(book.year), 3):
        page.cell(row, 1, row - 2).alignment = Alignment(vertical="top")
        cell = page.cell(row, 2, f"{zh}\n{en}")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[row].height = 15.0 * (2 + len(zh) // 60 + len(en) // 115)
    row = len(_steps(book.year)) + 4
    page.cell(row, 2, "由 carbonsim 生成；工作表无密码保护，隐藏列与隐藏表供程序读取，请勿删除。").font = QUIET
    page["B3"].font = BOLD
    page.protection.sheet = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _steps(year: int) -> tuple[tuple[str, str], ...]:
    return (
        ("只填浅黄色单元格；灰色单元格为公式，已锁定。单位见表头，只填数字，不要带单位、千分位或百分号。",
         "Fill in pale yellow cells only; grey ones are formulas and locked. Units are in the headers: type numbers."),
        (f"先填“能源平衡表”：{year}年，标准量，电热当量计算法（1万千瓦时=1.229吨标准煤），按国家能源平衡表的行次。",
         f"Begin with the energy balance of {year}: coal equivalent, calorific power, rows of the national table."),
        ("“平衡差额”一行须为零（允许供应量的0.1%）：可供量＋加工转换＝损失与自用＋终端消费。不为零的列显示红色。",
         "The row 平衡差额 has to be zero (0.1 % of supply is let pass); a column that does not close shows red."),
        ("加工转换、损失、车辆用能由“电厂与热源”“交通”等表自动计算；要改这些行，请改活动水平表。私人小汽车用油计入交通运输，不计入居民生活。",
         "Transformation, losses and vehicle fuel come from other sheets; cars count as transport, not homes."),
        ("活动水平表：一个指标或填“各年不变值”，或按年份填（未填的年份线性内插，末年以后不变），二者只填其一。",
         "Activity: one value for all years, or values by year (linear between, constant after the last); not both."),
        ("“来源”写明文件名称与年份，“数据质量”从下拉列表选择：官方、文献、推算、假设。",
         "Name document and year as source; choose the quality: official, literature, derived, assumption."),
        ("不要改工作表名称、表头、隐藏列，不要合并单元格或插入行列。在 Excel、WPS 或 LibreOffice 中存为 .xlsx。",
         "Keep sheet names, headers and the hidden column; merge no cells, insert no rows. Save as .xlsx."),
        ("存盘后运行：carbonsim check baseline.yaml（有错会指出工作表和单元格），再运行：carbonsim run baseline.yaml。",
         "Then run: carbonsim check baseline.yaml (mistakes by sheet and cell), then: carbonsim run baseline.yaml."),
    )  # fmt: skip


def _record(book: Workbook, scenario: Scenario, sheets: Mapping[str, Sheet]) -> None:
    """Write the hidden sheet by which a reader knows what has to be there."""
    page = book.create_sheet(RECORD)
    page.sheet_state = "hidden"
    page.append([FORMAT])
    page.append(["year", "", str(scenario.time.years[0]), ""])
    for name, sheet in sheets.items():
        page.append(["sheet", name, "", ""])
        for path, told in sheet.rows:
            page.append(["row", name, path, told])
        for cell, text in sheet.formulas:
            page.append(["formula", name, cell, text.replace("=", "＝", 1)])
    for row in page.iter_rows():
        for cell in row:
            as_text(cell)
    page.protection.sheet = True
