"""results.xlsx: a cover with the verdict, charts, one sheet a topic, units in headers, years across, frozen panes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import AreaChart, BarChart, Reference, Series
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties

from carbonsim.analysis.peaking import without_peak
from carbonsim.analysis.summary.part import SummaryPart
from carbonsim.analysis.summary.records import CampaignRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.export.text_cell import as_text
from carbonsim.report.verdict import rule_label
from carbonsim.report.words import word_label
from carbonsim.results.results import Results

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

TOPICS = {
    "Emissions": ("Peaking Emissions", "Emissions", "All-gas Emissions", "Industry Emissions", "Carbon Intensity"),
    "Energy balance": (
        "Energy Consumption",
        "Primary Energy",
        "Final Energy",
        "Secondary Energy",
        "Trade",
        "Energy Flow",
    ),
    "Power and heat": ("Generation", "Capacity", "Net Import", "Clean Share", "Electricity"),
    "Transport": ("Stocks", "Sales", "Energy Service"),
    "Costs": ("Cost",),
    "Economy": ("GDP", "Population", "CO2 per", "Energy per", "Non-fossil", "Production", "Jobs", "Value Added"),
    "Indicators": ("Indicator",),
}
TARGET_COLUMNS = {
    "name": "Target 目标", "label": "Indicator", "label_zh": "指标", "unit": "Unit 单位",
    "attribute": "Attribute 指标属性", "lead": "Lead bureau", "lead_zh": "牵头单位", "level": "Level 层级",
    "year": "Year 年份", "sense": "Sense",
    "target": "Target value 目标值", "result": "Result 测算值", "gap": "Gap 差距", "status": "Status 状态",
    "strength": "Strength", "binding": "Binding 约束状态", "shadow_price": "Shadow price 影子价格",
    "price_unit": "Price unit", "source": "Source 来源",
}  # fmt: skip
CAMPAIGN_COLUMNS = {
    "label": "Campaign", "label_zh": "重点行动", "category_zh": "行动类别", "owner_zh": "责任单位",
    "start": "Start 启动年份", "full_by": "Full by 全面实施年份", "cumulative_first_in_Mt": "Avoided, first in, Mt",
    "cumulative_last_out_Mt": "Avoided, last out, Mt", "cost_first_in": "System cost, million CNY",
    "public_cost": "Public cost, million CNY", "cost_per_tonne_first_in": "Cost, first in, CNY/t",
    "cost_per_tonne_last_out": "Cost, last out, CNY/t", "cost_saving": "Saves under the peak, million CNY",
}  # fmt: skip
INVENTORY_COLUMNS = {
    "name": "Category", "code": "Code 编码", "name_zh": "类别", "standard": "Standard 标准", "view": "View 视角",
    "gas": "Gas 气体", "unit": "Unit 单位", "counted": "In the accounting scope 是否计入口径", "note": "Note",
    "note_zh": "说明",
}  # fmt: skip
BOLD = Font(bold=True)
TITLE = Font(bold=True, size=16)
HEAD = PatternFill("solid", fgColor="E3EDF6")
A4 = 9  # as spreadsheets number their papers
WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
FIRST_YEAR = 3  # column of the first year on a topic sheet


class Drawing(NamedTuple):
    """A native chart: its title, the sheet and the variable whose children it shows, and its kind."""

    title: str
    sheet: str
    variable: str
    unit: str
    kind: str


DRAWINGS = (
    Drawing("Emissions by sector 分领域排放", "Emissions", "Peaking Emissions", "Mt CO2", "area"),
    Drawing("Emissions by user 按终端用户分摊", "Emissions", "Emissions by User", "Mt CO2", "area"),
    Drawing("Electricity by source 分电源发电量", "Power and heat", "Generation|Electricity", "TWh", "bar"),
    Drawing("District heat by source 分热源供热量", "Power and heat", "Generation|Heat", "PJ", "bar"),
    Drawing(
        "Cars by drivetrain 乘用车保有量", "Transport", "Stocks|Transportation|Light-Duty Vehicle", "million", "bar"
    ),
    Drawing("Yearly cost by sector 年度系统成本", "Costs", "Cost", "billion CNY", "bar"),
)


def write_workbook(
    path: Path,
    summary: Summary,
    results: Results | None,
    data: pd.DataFrame,
    inventory: pd.DataFrame | None = None,
) -> None:
    """Write the workbook of a run; without results it holds the cover and the inputs."""
    book = Workbook(write_only=True)
    _cover(book, summary)
    if results is not None:
        charts = book.create_sheet("Charts")
        wide = _wide(results)
        sheets = {title: _topic(wide, starts) for title, starts in TOPICS.items()}
        written = {title: _sheet(book, title, rows) for title, rows in sheets.items() if len(rows)}
        _charts(charts, sheets, written)
    _records(book, "Targets", summary.targets, TARGET_COLUMNS)
    _campaigns(book, summary.campaigns)
    if inventory is not None and not inventory.empty:
        years = [name for name in inventory.columns if name not in INVENTORY_COLUMNS]
        _sheet(book, "Inventory", inventory[[*INVENTORY_COLUMNS, *years]].rename(columns=INVENTORY_COLUMNS))
    _sheet(book, "Inputs", data)
    book.save(path)


def _wide(results: Results) -> pd.DataFrame:
    table = results.table.pivot_table(index=["variable", "unit"], columns="year", values="value", sort=False)
    return table.reset_index()


def _topic(wide: pd.DataFrame, starts: tuple[str, ...]) -> pd.DataFrame:
    """Return the variables of a topic; the first start comes first."""
    rows = wide[[name.startswith(starts) for name in wide["variable"]]]
    order = [next(place for place, start in enumerate(starts) if name.startswith(start)) for name in rows["variable"]]
    return rows.assign(order=order).sort_values("order", kind="stable").drop(columns="order")


def _charts(
    sheet: WriteOnlyWorksheet, sheets: Mapping[str, pd.DataFrame], written: Mapping[str, WriteOnlyWorksheet]
) -> None:
    _printed(sheet)
    sheet.append(["Charts of this workbook; each reads the sheet of its topic 图表取自各专题表"])
    place = 0
    for drawing in DRAWINGS:
        if drawing.sheet not in written:
            continue
        chart = _chart(drawing, sheets[drawing.sheet], written[drawing.sheet])
        if chart is not None:
            sheet.add_chart(chart, f"{'AL'[place % 2]}{3 + 24 * (place // 2)}")
            place += 1


def _chart(drawing: Drawing, table: pd.DataFrame, sheet: WriteOnlyWorksheet) -> AreaChart | BarChart | None:
    start = f"{drawing.variable}|"
    names = list(table["variable"])
    rows = [row for row, name in enumerate(names) if name.startswith(start) and "|" not in name[len(start) :]]
    rows = [row for row in rows if table.iloc[row, 2:].abs().max() > 1e-9]
    if not rows:
        return None
    chart = AreaChart(grouping="stacked") if drawing.kind == "area" else BarChart()
    if drawing.kind == "bar":
        chart.grouping, chart.overlap, chart.gapWidth = "stacked", 100, 40
    last = FIRST_YEAR + len(table.columns) - 3
    for row in rows:
        values = Reference(sheet, min_col=FIRST_YEAR, max_col=last, min_row=row + 2, max_row=row + 2)
        chart.series.append(Series(values, title=names[row][len(start) :]))
    chart.set_categories(Reference(sheet, min_col=FIRST_YEAR, max_col=last, min_row=1, max_row=1))
    chart.title, chart.y_axis.title = drawing.title, drawing.unit
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.height, chart.width = 10.5, 19
    chart.legend.position = "b"
    return chart


def _records(book: Workbook, title: str, rows: Sequence[SummaryPart], columns: Mapping[str, str]) -> None:
    """Write the rows of a table of the summary under readable headers; no sheet where there are none."""
    if rows:
        table = pd.DataFrame(
            [{told: row.get(name) for name, told in columns.items()} for row in (one.plain() for one in rows)]
        )
        _sheet(book, title, table)


def _campaigns(book: Workbook, campaigns: Sequence[CampaignRecord]) -> None:
    """Write the campaigns, what each avoids by year spread over columns; no sheet where there are none."""
    paths = {"first_in_Mt": "First in, Mt", "last_out_Mt": "Last out, Mt", "wedge_Mt": "Wedge, Mt"}
    rows = [
        {told: campaign.get(name) for name, told in CAMPAIGN_COLUMNS.items()}
        | {f"{told}, {year}": value for key, told in paths.items() for year, value in (campaign.get(key) or {}).items()}
        | {"Changes 变更参数": ", ".join(campaign.get("changes") or ())}
        for campaign in (one.plain() for one in campaigns)
    ]
    if rows:
        _sheet(book, "Campaigns", pd.DataFrame(rows))


def _cover(book: Workbook, summary: Summary) -> None:
    sheet = book.create_sheet("Verdict")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 52, 100
    _printed(sheet)
    names = dict.fromkeys(name for name in (summary.name, summary.name_zh) if name)
    title = as_text(WriteOnlyCell(sheet, value=" ".join(names)))
    title.font = TITLE
    sheet.append([title])
    peak, cost, base = summary.peak, summary.total_cost, summary.base_year
    rows = [
        ("What it shows 情景说明", summary.description),
        ("Region 地区", summary.region),
        ("Status 求解状态", _both(summary.status)),
        ("Peak year 达峰年份", peak.year),
        ("Peak level, Mt 峰值排放量（百万吨）", peak.level_Mt),
        ("Verdict 达峰判定", _both(peak.status or without_peak(summary.emissions_Mt.values()))),
        ("Rule 达峰判定规则", None if peak.rule is None else "\n".join(rule_label(peak))),
        (f"Total cost, {cost.unit} 总成本现值", cost.value),
        ("Base-year energy, Mtce 基准年能源消费总量", None if base is None else base.energy_Mtce),
        ("Base-year emissions, Mt 基准年排放", None if base is None else base.emissions_Mt),
        *((f"Why {place} 冲突原因", text) for place, text in enumerate(summary.explanation, 1)),
    ]
    for line, (name, value) in enumerate(rows, 2):
        cell, told = WriteOnlyCell(sheet, value=name), _cell(sheet, value)
        cell.font, cell.fill, cell.alignment, told.alignment = BOLD, HEAD, WRAP, WRAP
        if isinstance(value, float):
            told.number_format = "#,##0.00"
        sheet.row_dimensions[line].height = 15 * sum(max(1, -(-_width(part) // 95)) for part in str(value).split("\n"))
        sheet.append([cell, told])


def _both(status: str | None) -> str | None:
    """Return a status in both languages."""
    return None if status is None else " ".join(dict.fromkeys(word_label(status)))


def _width(text: str) -> int:
    """Return the width of a text in letters; a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _printed(sheet: WriteOnlyWorksheet) -> None:
    """Print a sheet across A4, as wide as the page, its head on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _sheet(book: Workbook, title: str, table: pd.DataFrame) -> WriteOnlyWorksheet:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    _printed(sheet)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 58, 18
    header = []
    for name in table.columns:
        cell = _cell(sheet, name if isinstance(name, int) else str(name))
        cell.font, cell.fill = BOLD, HEAD
        header.append(cell)
    sheet.append(header)
    for row in table.itertuples(index=False):
        sheet.append([_cell(sheet, value) if isinstance(value, str) else _known(value) for value in row])
    return sheet


def _cell(sheet: WriteOnlyWorksheet, value: object) -> Cell:
    return as_text(WriteOnlyCell(sheet, value=_known(value)))


def _known(value: object) -> object:
    """Return a value, nothing where it is not known."""
    return None if value is None or value != value else value
