"""results.xlsx: a cover with the verdict, charts, one sheet a topic, units in headers, years across, frozen panes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import AreaChart, BarChart, Reference, Series
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties

from carbonsim.analysis.inventory import written_inventory
from carbonsim.analysis.leaks.leaks import name_burning_place
from carbonsim.analysis.leaks.places import BurningPlace
from carbonsim.analysis.peaking import without_peak
from carbonsim.analysis.summary.behaviour_records import DemandRecord, ForesightSummary, LastPurchaseRecord
from carbonsim.analysis.summary.leak_records import LeakRecord
from carbonsim.analysis.summary.part import SummaryPart
from carbonsim.analysis.summary.records import CampaignRecord, EconomicChangeRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.export.text_cell import as_text
from carbonsim.messages.catalogue import languages
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, from_json, in_context, message, rendered
from carbonsim.report.air.tables import AGAINST_BASELINE, BESIDE_TWIN
from carbonsim.report.content import Content
from carbonsim.report.cost_lines import cost_line_rows
from carbonsim.report.first_steps.rows import first_step_sheets
from carbonsim.report.frozen import frozen_sentences
from carbonsim.report.peak_years import ensemble_words, joined, window_line, window_years
from carbonsim.report.security.sheets import security_sheets
from carbonsim.report.tables.campaign_parts import COLUMNS, campaign_part_rows
from carbonsim.report.tables.foresight import foresight_line
from carbonsim.report.tables.leaks import KINDS
from carbonsim.report.tables.objective_parts import part_rows
from carbonsim.report.verdict import rule_label
from carbonsim.report.words import wording
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
    "Power and heat": ("Generation", "Capacity", "Net Import", "Clean Share", "Electricity", "Curtail"),
    "Air": ("Air Pollution", "Fuel without Air Factor"),
    "Transport": ("Stocks", "Sales", "Energy Service"),
    "Costs": ("Cost",),
    "Economy": ("GDP", "Population", "CO2 per", "Energy per", "Non-fossil", "Production", "Jobs", "Value Added"),
    "Indicators": ("Indicator",),
}
ENGLISH, CHINESE = ("en",), ("zh",)


class Heading(NamedTuple):
    """The heading of a column: its words, told in these languages side by side, or in every one there is."""

    words: Message
    languages: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Tell the heading."""
        return side_by_side(self.words, self.languages)


TARGET_COLUMNS = {
    "name": Heading(in_context("workbook", "Target")),
    "label": Heading(message("Indicator"), ENGLISH),
    "label_zh": Heading(message("Indicator"), CHINESE),
    "unit": Heading(message("Unit")),
    "attribute": Heading(message("Attribute")),
    "wording": Heading(message("Wording")),
    "lead": Heading(message("Lead bureau"), ENGLISH),
    "lead_zh": Heading(message("Lead bureau"), CHINESE),
    "level": Heading(message("Level")),
    "year": Heading(message("Year")),
    "sense": Heading(message("Sense")),
    "target": Heading(message("Target value")),
    "result": Heading(in_context("workbook", "Result")),
    "gap": Heading(message("Gap")),
    "status": Heading(message("Status")),
    "judged_by": Heading(message("Judged by")),
    "strength": Heading(message("Strength")),
    "binding": Heading(message("Binding")),
    "shadow_price": Heading(message("Shadow price")),
    "price_unit": Heading(message("Price unit")),
    "source": Heading(message("Source")),
}
ASSESSED_COLUMNS = {
    "evaluation": Heading(message("Evaluation")),
    "year": Heading(message("Year")),
    "grade": Heading(message("Grade")),
    "label": Heading(message("Indicator"), ENGLISH),
    "label_zh": Heading(message("Indicator"), CHINESE),
    "kind": Heading(message("Kind of indicator")),
    "counted": Heading(message("Counted as")),
    "judged_by": Heading(message("Judged by")),
    "target": Heading(message("Target value")),
    "result": Heading(in_context("workbook", "Result")),
    "unit": Heading(message("Unit")),
    "source": Heading(message("Source")),
}
CAMPAIGN_COLUMNS = {
    "label": Heading(message("Campaign"), ENGLISH),
    "label_zh": Heading(message("Campaign"), CHINESE),
    "category_zh": Heading(message("Category of campaign"), CHINESE),
    "owner_zh": Heading(message("Owner"), CHINESE),
    "start": Heading(message("Start")),
    "full_by": Heading(message("Full by")),
    "cumulative_first_in_Mt": Heading(message("Avoided, first in, Mt")),
    "cumulative_last_out_Mt": Heading(message("Avoided, last out, Mt")),
    "cost_first_in": Heading(message("System cost, million CNY")),
    "public_cost": Heading(message("Public cost, million CNY")),
    "cost_per_tonne_first_in": Heading(message("Cost, first in, CNY/t")),
    "cost_per_tonne_last_out": Heading(message("Cost, last out, CNY/t")),
    "cost_saving": Heading(message("Saves under the peak, million CNY")),
}
YEARLY_COLUMNS = {
    "first_in_Mt": Heading(message("First in, Mt")),
    "last_out_Mt": Heading(message("Last out, Mt")),
    "wedge_Mt": Heading(message("Wedge, Mt")),
}
PART_COLUMNS = {
    "name": Heading(message("Part of the objective, discounted, billion CNY")),
    "plan": Heading(message("Plan")),
    "twin": Heading(message("Twin (no peaking target)")),
    "difference": Heading(message("Difference")),
}
ECONOMY_COLUMNS = {
    "label": Heading(in_context("document", "Change"), ENGLISH),
    "label_zh": Heading(in_context("document", "Change"), CHINESE),
    "path": Heading(message("Path")),
    "year": Heading(message("Year")),
    "gdp_billion_CNY": Heading(message("GDP, billion CNY of the base year")),
    "suppliers_billion_CNY": Heading(message("of which suppliers, billion CNY")),
    "jobs": Heading(message("Jobs")),
}
DEMAND_COLUMNS = {
    "service": Heading(in_context("demand", "Service")),
    "elasticity": Heading(in_context("demand", "Elasticity")),
    "unit": Heading(message("Unit")),
    "year": Heading(message("Year")),
    "asked": Heading(message("Asked for")),
    "demanded": Heading(message("Demanded")),
    "usual_price": Heading(message("Price in the reference, million CNY per unit")),
    "price": Heading(message("Price, million CNY per unit")),
    "surplus": Heading(message("Surplus, million CNY a year")),
    "given_up": Heading(message("Comfort given up, million CNY a year")),
}
ERROR_COLUMNS = {
    "label": Heading(message("Name"), ENGLISH),
    "label_zh": Heading(message("Name"), CHINESE),
    "year": Heading(message("Year")),
    "official": Heading(message("Statistics")),
    "model": Heading(message("Model")),
    "unit": Heading(message("Unit")),
    "error": Heading(message("Error")),
    "quality": Heading(message("Quality")),
    "standing": Heading(message("How it stands")),
    "explanation": Heading(message("Explanation"), ENGLISH),
    "explanation_zh": Heading(message("Explanation"), CHINESE),
    "source": Heading(message("Source")),
}
TREND_COLUMNS = {
    "name": Heading(message("Name")),
    "first": Heading(message("First year")),
    "last": Heading(message("Last year before the plan")),
    "planned": Heading(message("Planned year")),
    "past_growth": Heading(message("Growth a year before the plan")),
    "past_gdp": Heading(message("Growth a year of GDP before the plan")),
    "past_trend": Heading(message("Beyond GDP, before the plan")),
    "planned_growth": Heading(message("Growth a year in the plan")),
    "planned_gdp": Heading(message("Growth a year of GDP in the plan")),
    "planned_trend": Heading(message("Beyond GDP, in the plan")),
    "gap": Heading(message("Apart")),
    "standing": Heading(message("How it stands")),
    "policy": Heading(message("Explanation"), ENGLISH),
    "policy_zh": Heading(message("Explanation"), CHINESE),
    "source": Heading(message("Source")),
}
LEAK_COLUMNS = {
    "measure": Heading(in_context("leak", "Measure")),
    "kind": Heading(in_context("leak", "Kind")),
    "year": Heading(message("Year")),
    "saved_Mt": Heading(message("Saved, Mt")),
    "returned_Mt": Heading(message("Comes back, Mt")),
    "leak": Heading(in_context("leak", "Leak")),
    "more_power_TWh": Heading(message("More power, TWh")),
    "marginal_t_MWh": Heading(message("Marginal, t/MWh")),
    "average_t_MWh": Heading(message("Average, t/MWh")),
}
LAST_PURCHASE_COLUMNS = {
    "service": Heading(in_context("demand", "Service")),
    "technology": Heading(message("Option")),
    "last_year": Heading(message("Last year")),
    "share_of_service": Heading(in_context("purchase", "Share of the service")),
    "bought": Heading(in_context("purchase", "Bought then")),
    "usual": Heading(in_context("purchase", "Mean before")),
    "unit": Heading(in_context("purchase", "Unit")),
    "ratio": Heading(in_context("purchase", "Ratio")),
    "why": Heading(in_context("purchase", "Why")),
}
FORESIGHT_COLUMNS = {
    "year": Heading(message("Year")),
    "short": Heading(message("As decided, Mt")),
    "perfect": Heading(message("With perfect foresight, Mt")),
    "alone": Heading(message("Foresight alone, Mt")),
}
AVOIDED_COLUMNS = {
    "measure": Heading(in_context("leak", "Measure")),
    "pollutant": Heading(message("Pollutant")),
    "year": Heading(message("Year")),
    "avoided_kt": Heading(message("Avoided, kt")),
}
ADDED = message("Added to the objective, first in, discounted, billion CNY")
CHANGES = Heading(message("Changes"))
INVENTORY_COLUMNS = {
    "name": Heading(message("Category"), ENGLISH),
    "code": Heading(message("Code")),
    "name_zh": Heading(message("Category"), CHINESE),
    "standard": Heading(message("Standard")),
    "view": Heading(message("View")),
    "gas": Heading(in_context("emission", "Gas")),
    "unit": Heading(message("Unit")),
    "counted": Heading(message("In the accounting scope")),
    "note": Heading(message("Note"), ENGLISH),
    "note_zh": Heading(message("Note"), CHINESE),
}
BOLD = Font(bold=True)
TITLE = Font(bold=True, size=16)
HEAD = PatternFill("solid", fgColor="E3EDF6")
A4 = 9  # as spreadsheets number their papers
WRAP = Alignment(wrap_text=True, vertical="top", horizontal="left")
FIRST_YEAR = 3  # column of the first year on a topic sheet


class Drawing(NamedTuple):
    """A native chart: its title, the sheet and the variable whose children it shows, and its kind."""

    title: Message
    sheet: str
    variable: str
    unit: str
    kind: str


DRAWINGS = (
    Drawing(message("Emissions by sector"), "Emissions", "Peaking Emissions", "Mt CO2", "area"),
    Drawing(message("Emissions by user"), "Emissions", "Emissions by User", "Mt CO2", "area"),
    Drawing(message("Electricity by source"), "Power and heat", "Generation|Electricity", "TWh", "bar"),
    Drawing(message("District heat by source"), "Power and heat", "Generation|Heat", "PJ", "bar"),
    Drawing(
        in_context("workbook", "Cars by drivetrain"),
        "Transport",
        "Stocks|Transportation|Light-Duty Vehicle",
        "million",
        "bar",
    ),
    Drawing(message("Yearly cost by sector"), "Costs", "Cost", "billion CNY", "bar"),
)


def side_by_side(told: Value, chosen: Iterable[str] = (), between: str = " ") -> str:
    """Tell words in some languages or in every one, once where they are alike; a workbook is for readers of all."""
    return between.join(dict.fromkeys(rendered(told, language) for language in chosen or languages()))


def write_workbook(path: Path, content: Content) -> None:
    """Write the workbook of a run; without results it holds the cover and the inputs."""
    book = Workbook(write_only=True)
    _cover(book, content)
    if content.plan is not None:
        charts = book.create_sheet("Charts")
        wide = _wide(content.plan)
        sheets = {title: _topic(wide, starts) for title, starts in TOPICS.items()}
        written = {title: _sheet(book, title, rows) for title, rows in sheets.items() if len(rows)}
        _charts(charts, sheets, written)
    _records(book, "Targets", content.summary.targets, TARGET_COLUMNS)
    _assessments(book, content)
    _records(book, "Statistics", content.summary.calibration, ERROR_COLUMNS)
    _records(book, "Trends", content.summary.continuity, TREND_COLUMNS)
    _campaigns(book, content.summary.campaigns)
    _parts(book, content)
    _security(book, content.summary)
    _leaks(book, content.summary.leaks)
    _economy(book, content.summary.economic_changes)
    _avoided(book, content)
    _demands(book, content.summary.demands)
    _last_purchases(book, content.summary.last_purchases)
    _foresight(book, content.summary.foresight)
    if not content.inventory.empty:
        table = written_inventory(content.inventory)
        years = [name for name in table.columns if name not in INVENTORY_COLUMNS]
        _sheet(book, "Inventory", table[[*INVENTORY_COLUMNS, *years]], INVENTORY_COLUMNS)
    _sheet(book, "Inputs", content.data)
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
    sheet.append([side_by_side(message("Charts of this workbook; each reads the sheet of its topic"))])
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
    chart.title, chart.y_axis.title = side_by_side(drawing.title), drawing.unit
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.height, chart.width = 10.5, 19
    chart.legend.position = "b"
    return chart


def _records(book: Workbook, title: str, rows: Sequence[SummaryPart], columns: Mapping[str, Heading]) -> None:
    """Write the rows of a table of the summary under readable headers; no sheet where there are none."""
    if rows:
        table = pd.DataFrame([{name: row.get(name) for name in columns} for row in (one.plain() for one in rows)])
        _sheet(book, title, table, columns)


def _campaigns(book: Workbook, campaigns: Sequence[CampaignRecord]) -> None:
    """Write the campaigns, what each avoids by year spread over columns; no sheet where there are none."""
    rows = []
    columns: dict[str, object] = dict(CAMPAIGN_COLUMNS)
    for campaign in (one.plain() for one in campaigns):
        row = {name: campaign.get(name) for name in CAMPAIGN_COLUMNS}
        for name, heading in YEARLY_COLUMNS.items():
            for year, value in (campaign.get(name) or {}).items():
                row[f"{name}.{year}"], columns[f"{name}.{year}"] = value, f"{heading}, {year}"
        rows.append(row | {"changes": ", ".join(campaign.get("changes") or ())})
    if rows:
        _sheet(book, "Campaigns", pd.DataFrame(rows), columns | {"changes": CHANGES})


def _parts(book: Workbook, content: Content) -> None:
    """Write the objective in its parts, and what campaigns add; no sheet where the cost that is told decides alone."""
    rows = [(side_by_side(row.name), row.plan, row.twin, row.difference) for row in part_rows(content.summary)]
    if rows:
        _sheet(book, "Objective", pd.DataFrame(rows, columns=list(PART_COLUMNS)), PART_COLUMNS)
    added = [(side_by_side(row.name), *row.values) for row in campaign_part_rows(content.summary)]
    if added:
        headings = [str(Heading(one)) for one in (ADDED, *COLUMNS)]
        _sheet(book, "Campaign parts", pd.DataFrame(added, columns=headings))


def _assessments(book: Workbook, content: Content) -> None:
    """Write a row for every indicator of each evaluation and year; no sheet where there is none."""
    rows = [
        {**one.plain(), **row.plain(), "evaluation": f"{one.label} {one.label_zh}"}
        for one in content.summary.assessments
        for row in one.rows
    ]
    if rows:
        _sheet(book, "Evaluation", pd.DataFrame(rows)[[*ASSESSED_COLUMNS]], ASSESSED_COLUMNS)


def _security(book: Workbook, summary: Summary) -> None:
    """Write first steps, what is used as a last resort, and ceilings that hold; no sheet where there is none."""
    for title, columns, rows in (*first_step_sheets(summary), *security_sheets(summary)):
        headings = [str(Heading(one)) if isinstance(one, Message) else one for one in columns]
        cells = [[side_by_side(one) if isinstance(one, Message) else one for one in row] for row in rows]
        _sheet(book, title, pd.DataFrame(cells, columns=headings))


def _leaks(book: Workbook, leaks: Sequence[LeakRecord]) -> None:
    """Write a row for every year of each measure: what is saved, what comes back, and the places; no sheet without."""
    rows = []
    columns: dict[str, object] = dict(LEAK_COLUMNS)
    for one in leaks:
        by_year = {name: getattr(one, name) for name in [*LEAK_COLUMNS][3:]}
        names = {"measure": side_by_side(one.wording), "kind": side_by_side(KINDS[one.kind])}
        for year in one.saved_Mt:
            row = {**names, "year": year, **{name: path.get(year) for name, path in by_year.items()}}
            for part in one.places:
                words = str(Heading(name_burning_place(BurningPlace(part.place, part.priced), priced=True)))
                row[words], columns[words] = part.change_Mt.get(year), f"{words}, Mt"
            rows.append(row)
    if rows:
        _sheet(book, "Leaks", pd.DataFrame(rows), columns)


def _economy(book: Workbook, changes: Sequence[EconomicChangeRecord]) -> None:
    """Write a row for every year of what changes GDP or jobs against the baseline; no sheet where nothing does."""
    rows = [
        {**one.plain(), "year": year, **{name: getattr(one, name)[year] for name in [*ECONOMY_COLUMNS][4:]}}
        for one in changes
        for year in one.gdp_billion_CNY
    ]
    if rows:
        _sheet(book, "Economic changes", pd.DataFrame(rows)[[*ECONOMY_COLUMNS]], ECONOMY_COLUMNS)


def _avoided(book: Workbook, content: Content) -> None:
    """Write pollutants avoided by year: beside the twin, against the baseline, by campaign; no sheet where none are."""
    rows: list[tuple[str, str, int, float]] = []
    for one in content.summary.air:
        for against, told in ((one.twin_kt, BESIDE_TWIN), (one.baseline_kt, AGAINST_BASELINE)):
            named = side_by_side(told)
            rows += [
                (named, one.pollutant, year, against[year] - kept) for year, kept in one.plan_kt.items() if against
            ]
    for campaign in content.summary.campaigns:
        named = side_by_side(Label(campaign.label, campaign.label_zh))
        for pollutant, path in campaign.air_avoided_kt.items():
            rows += [(named, pollutant, year, value) for year, value in path.items()]
    if rows:
        _sheet(book, "Air avoided", pd.DataFrame(rows, columns=list(AVOIDED_COLUMNS)), AVOIDED_COLUMNS)


def _demands(book: Workbook, demands: Sequence[DemandRecord]) -> None:
    """Write a row for every planned year of each demand that answers prices; no sheet where none does."""
    rows = [
        {**one.plain(), **year.plain(), "service": side_by_side(from_json(one.service_message))}
        for one in demands
        for year in one.years
    ]
    if rows:
        _sheet(book, "Demands", pd.DataFrame(rows)[[*DEMAND_COLUMNS]], DEMAND_COLUMNS)


def _last_purchases(book: Workbook, purchases: Sequence[LastPurchaseRecord]) -> None:
    """Write what is bought of each option in the last year in which it may be; no sheet where no purchase ends."""
    rows = [
        {
            **one.plain(),
            "service": side_by_side(from_json(one.service_message)),
            "technology": side_by_side(from_json(one.technology_message)),
            "why": "; ".join(side_by_side(from_json(reason)) for reason in one.reasons),
        }
        for one in purchases
    ]
    if rows:
        _sheet(book, "Last purchases", pd.DataFrame(rows)[[*LAST_PURCHASE_COLUMNS]], LAST_PURCHASE_COLUMNS)


def _foresight(book: Workbook, seen: ForesightSummary | None) -> None:
    """Write the emissions of every year with short and with perfect foresight; no sheet where one is not known."""
    if seen is None or seen.short is None or seen.perfect is None:
        return
    short, perfect = seen.short.emissions_Mt, seen.perfect.emissions_Mt
    rows = [(year, short[year], perfect[year], short[year] - perfect[year]) for year in short if year in perfect]
    _sheet(book, "Foresight", pd.DataFrame(rows, columns=[*FORESIGHT_COLUMNS]), FORESIGHT_COLUMNS)


def _cover(book: Workbook, content: Content) -> None:
    sheet, summary = book.create_sheet("Verdict"), content.summary
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 52, 100
    _printed(sheet)
    names = dict.fromkeys(name for name in (summary.name, summary.name_zh) if name)
    title = as_text(WriteOnlyCell(sheet, value=" ".join(names)))
    title.font = TITLE
    sheet.append([title])
    for line, (name, value) in enumerate(_facts(content), 2):
        cell, told = WriteOnlyCell(sheet, value=name), _cell(sheet, value)
        cell.font, cell.fill, cell.alignment, told.alignment = BOLD, HEAD, WRAP, WRAP
        if isinstance(value, float):
            told.number_format = "#,##0.00"
        sheet.row_dimensions[line].height = 15 * sum(max(1, -(-_width(part) // 95)) for part in str(value).split("\n"))
        sheet.append([cell, told])


def _facts(content: Content) -> Iterator[tuple[str, object]]:
    """Yield what the cover tells: a name, and a number or words."""
    summary, peak, cost = content.summary, content.summary.peak, content.summary.total_cost
    base, total = summary.base_year, message("Total cost")
    told, beside, years = window_line(peak), ensemble_words(peak), window_years(peak)
    sight = foresight_line(content)
    alike = side_by_side(joined(years, summary.years)) if len(years) > 1 else None
    verdict = peak.status or without_peak(summary.emissions_Mt.values())
    if frozen := frozen_sentences(summary):
        yield side_by_side(message("Counterfactual")), "\n".join(map(side_by_side, frozen))
    facts: list[tuple[Value, object]] = [
        (message("What it shows"), summary.description),
        (message("Region"), summary.region),
        (in_context("workbook", "Status"), side_by_side(wording(summary.status))),
        (message("Peak year"), peak.year),
        (message("Years that cannot be told from it"), alike),
        (in_context("workbook", "Peak level, Mt"), peak.level_Mt),
        (in_context("workbook", "Verdict"), verdict and side_by_side(wording(verdict))),
        (in_context("workbook", "Rule"), None if peak.rule is None else side_by_side(rule_label(peak), between="\n")),
        (message("How closely emissions are known"), told and side_by_side(told, between="\n")),
        (message("Peak years of an ensemble"), beside and side_by_side(beside, between="\n")),
        (message("How years are decided"), sight and side_by_side(sight, between="\n")),
        (f"{side_by_side(total)}, {cost.unit}", cost.value),
        *((f"{side_by_side(line.name)}, {cost.unit}", line.value) for line in cost_line_rows(summary)),
        (message("Base-year energy, Mtce"), None if base is None else base.energy_Mtce),
        (message("Base-year emissions, Mt"), None if base is None else base.emissions_Mt),
    ]
    yield from ((side_by_side(name), value) for name, value in facts)
    for place, reason in enumerate(content.explanation, 1):
        yield side_by_side(message("Why {place}", place=place)), side_by_side(reason, between="\n")


def _width(text: str) -> int:
    """Return the width of a text in letters; a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


def _printed(sheet: WriteOnlyWorksheet) -> None:
    """Print a sheet across A4, as wide as the page, its head on every page."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _sheet(
    book: Workbook, title: str, table: pd.DataFrame, columns: Mapping[str, object] = MappingProxyType({})
) -> WriteOnlyWorksheet:
    """Write a table under the headings of its columns; a column without one is called as it is."""
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    _printed(sheet)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 58, 18
    header = []
    for name in table.columns:
        cell = _cell(sheet, name if isinstance(name, int) else str(columns.get(name, name)))
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
