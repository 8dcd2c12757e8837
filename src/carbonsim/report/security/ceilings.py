"""Ceilings that hold power and heat, as rows that the page prints, the longest first."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Wording, from_json, message

TITLE = message("Ceilings that hold power and heat")
SCOPE = message(
    "What one more unit would be worth in the year in which it is worth most, in million CNY of the base year: a GW "
    "that stands for that year, a PJ, or a GW a year of new capacity. Those that hold the plan longest come first."
)
COLUMNS = (
    message("Ceiling"),
    message("Key"),
    message("Years"),
    message("Share of the years of the plan"),
    message("Worth at most"),
    message("Unit"),
)


class CeilingRow(NamedTuple):
    """A ceiling: of what, its key, first and last year, how long it holds, its worth with the year of it, and unit."""

    name: Wording
    path: str
    years: str
    share: str
    worth: str
    unit: str


def ceiling_rows(summary: Summary) -> list[CeilingRow]:
    """Return a row for every ceiling that holds the plan."""
    rows = []
    for one in summary.ceilings:
        year = max(one.worth, key=lambda known: one.worth[known])
        span = f"{one.years[0]}–{one.years[-1]}" if len(one.years) > 1 else str(one.years[0])
        worth = f"{one.worth[year]:,.3g} ({year})"
        rows.append(
            CeilingRow(from_json(one.name_message), one.path, span, f"{100.0 * one.share:.0f} %", worth, one.unit)
        )
    return rows
