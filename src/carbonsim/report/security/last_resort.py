"""What is used where nothing else serves, as rows that page, terminal and document print in red."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.summary.security_records import LastResortRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Wording, from_json, message

TITLE = message("Used where nothing else serves")
SCOPE = message(
    "The plan does not hold without it: power bought in an emergency, fuel beyond its ceiling, or energy that is not "
    "served, each at the price that the scenario states. What is not served is a loss to those who go without."
)
COLUMNS = (
    message("What"),
    message("Years"),
    message("Most in a year, PJ"),
    message("Price, CNY/kWh"),
    message("Cost of that year, million CNY"),
)
GJ_PER_MWH = 3.6


class LastResortRow(NamedTuple):
    """What it is, in which years it is used, how much of it in the worst one, its price and cost then."""

    name: Wording
    years: str
    most: str
    price: str
    cost: str
    unserved: bool


def last_resort_rows(summary: Summary) -> list[LastResortRow]:
    """Return a row for everything that is used as a last resort."""
    return [_row(record) for record in summary.last_resort]


def _row(record: LastResortRecord) -> LastResortRow:
    year = _worst(record)
    figures = f"{record.amount_PJ[year]:,.3g}", f"{record.price[year] * GJ_PER_MWH / 1000:.3g}"
    name, cost = from_json(record.technology_message), f"{record.cost[year]:,.0f} ({year})"
    return LastResortRow(name, ", ".join(map(str, record.amount_PJ)), *figures, cost, record.unserved)


def _worst(record: LastResortRecord) -> int:
    return max(record.amount_PJ, key=lambda year: record.amount_PJ[year])
