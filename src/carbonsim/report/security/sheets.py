"""What is used as a last resort, and the ceilings that hold the plan, as sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Message, from_json, message

Cell = Message | str | int | float | None


class SecuritySheet(NamedTuple):
    """A sheet: its title, its columns, and its rows."""

    title: str
    columns: tuple[Message | str, ...]
    rows: list[list[Cell]]


def security_sheets(summary: Summary) -> Iterator[SecuritySheet]:
    """Yield the sheets that have a row."""
    yield from (sheet for sheet in (_last_resort(summary), _ceilings(summary)) if sheet.rows)


def _last_resort(summary: Summary) -> SecuritySheet:
    """Return a row for every year in which something is used as a last resort."""
    columns = (message("What"), message("Year"), message("Amount, PJ"), message("Price, CNY/GJ"),
               message("Cost, million CNY"))  # fmt: skip
    rows: list[list[Cell]] = [
        [from_json(one.technology_message), year, amount, one.price[year], one.cost[year]]
        for one in summary.last_resort
        for year, amount in one.amount_PJ.items()
    ]
    return SecuritySheet("Last resort", columns, rows)


def _ceilings(summary: Summary) -> SecuritySheet:
    """Return a row for every ceiling that holds the plan, with its worth by year."""
    years = [year for year in summary.years if any(year in one.worth for one in summary.ceilings)]
    heads = message("What"), message("Key"), message("Share of the years of the plan")
    columns: tuple[Message | str, ...] = (*heads, message("Worth in million CNY per"), *map(str, years))
    rows: list[list[Cell]] = [
        [from_json(one.name_message), one.path, one.share, one.unit, *(one.worth.get(year) for year in years)]
        for one in summary.ceilings
    ]
    return SecuritySheet("Ceilings", columns, rows)
