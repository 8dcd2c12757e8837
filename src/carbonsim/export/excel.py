"""results.xlsx: one sheet a topic, units in headers, years across, frozen panes, a cover with the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from carbonsim.results.results import Results

TOPICS = {
    "Emissions": ("Peaking Emissions", "Emissions"),
    "Energy balance": ("Energy Consumption", "Primary Energy", "Final Energy", "Secondary Energy", "Trade"),
    "Power and heat": ("Generation", "Capacity", "Capacity Additions", "Net Import", "Clean Share", "Carbon Intensity"),
    "Transport": ("Stocks", "Sales", "Energy Service"),
    "Costs": ("Cost",),
    "Economy": ("GDP", "Population", "CO2 per", "Energy per", "Electricity", "Non-fossil"),
}
BOLD = Font(bold=True)


def write_workbook(path: Path, summary: Mapping[str, Any], results: Results | None, data: pd.DataFrame) -> None:
    """Write the workbook of a run; without results it holds the cover and the inputs."""
    book = Workbook(write_only=True)
    _cover(book, summary)
    if results is not None:
        wide = _wide(results)
        for title, starts in TOPICS.items():
            rows = wide[[name.startswith(starts) for name in wide["variable"]]]
            _sheet(book, title, rows)
        _sheet(book, "Indicators", wide[[name.startswith("Indicator|") for name in wide["variable"]]])
    for title, rows in (("Targets", summary.get("targets")), ("Campaigns", _campaigns(summary))):
        if rows:
            _sheet(book, title, pd.DataFrame(rows))
    _sheet(book, "Inputs", data)
    book.save(path)


def _campaigns(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row for each campaign, paths by year spread over columns."""
    rows = []
    for campaign in summary.get("campaigns") or ():
        row = {key: value for key, value in campaign.items() if not isinstance(value, Mapping | list)}
        for key in ("first_in_Mt", "last_out_Mt", "wedge_Mt"):
            row.update({f"{key} {year}": value for year, value in campaign[key].items()})
        rows.append({**row, "changes": ", ".join(campaign["changes"])})
    return rows


def _wide(results: Results) -> pd.DataFrame:
    table = results.table.pivot_table(index=["variable", "unit"], columns="year", values="value", sort=False)
    return table.reset_index()


def _cover(book: Any, summary: Mapping[str, Any]) -> None:
    sheet = book.create_sheet("Verdict")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    peak, cost = summary["peak"], summary["total_cost"]
    rows = [
        ("Scenario", summary["name"]),
        ("What it shows", summary["description"]),
        ("Status", summary["status"]),
        ("Peak year", peak["year"]),
        ("Peak level, Mt", peak["level_Mt"]),
        ("Verdict", peak["status"]),
        ("Rule", peak["rule"]),
        (f"Total cost, {cost['unit']}", cost["value"]),
        *((f"Why {number}", text) for number, text in enumerate(summary["explanation"], 1)),
    ]
    for name, value in rows:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = BOLD
        sheet.append([cell, _safe(value)])


def _sheet(book: Any, title: str, table: pd.DataFrame) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 58, 18
    header = []
    for name in table.columns:
        cell = WriteOnlyCell(sheet, value=name if isinstance(name, int) else str(name))
        cell.font = BOLD
        header.append(cell)
    sheet.append(header)
    for row in table.itertuples(index=False):
        sheet.append([_safe(value) for value in row])


def _safe(value: Any) -> Any:
    """Return a cell value that no spreadsheet takes for a formula, and that is not NaN."""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in ("=", "+", "@") else value
    return None if value is None or value != value else value
