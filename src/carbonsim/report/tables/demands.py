"""How the demand for services answered prices, as rows that the page prints."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.milestones import milestones_of
from carbonsim.analysis.summary.behaviour_records import DemandRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Wording, from_json, in_context, message

TITLE = message("How demand answers prices")
SCOPE = message(
    "Less is demanded of a service that is dearer than in the reference, by its price elasticity, and more of one that "
    "is cheaper. Surplus is the area below the demand between what is asked for and what is demanded, less what warmth "
    "was worth where rooms are kept colder than in the reference; both are discounted over all years, in million CNY."
)


class DemandRow(NamedTuple):
    """A service, and its figures as text."""

    name: Wording
    figures: tuple[str, ...]


def demand_columns(summary: Summary) -> tuple[Wording, ...]:
    """Return the heads of the columns: two years, the second the last of the plan."""
    years = _years(summary)
    changes = [one for year in years for one in (message("Price, {year}", year=year), _demand(year))]
    return (
        in_context("demand", "Service"), in_context("demand", "Elasticity"), *changes, in_context("demand", "Surplus"),
        message("Comfort given up"),
    )  # fmt: skip


def _demand(year: int) -> Wording:
    return message("Demand, {year}", year=year)


def demand_rows(summary: Summary) -> list[DemandRow]:
    """Return every service whose demand answers prices, in the order of the scenario."""
    return [_row(record, _years(summary)) for record in summary.demands]


def _years(summary: Summary) -> tuple[int, ...]:
    """Return the years that are told: the end of the first five-year plan, or the first after it, and the last."""
    years = [one.year for one in summary.demands[0].years] if summary.demands else []
    known = milestones_of(years, summary.plan_from)
    if known is None:
        return ()
    return tuple(dict.fromkeys([next((year for year in years if year >= known.first), years[-1]), years[-1]]))


def _row(record: DemandRecord, years: tuple[int, ...]) -> DemandRow:
    by_year = {one.year: one for one in record.years}
    changes: list[str] = []
    for year in years:
        one = by_year.get(year)
        prices = (one.price / one.usual_price, one.demanded / one.asked) if one is not None else (None, None)
        changes += ["–" if ratio is None else f"{100.0 * (ratio - 1.0):+.1f} %" for ratio in prices]
    money = (f"{value:,.0f}" for value in (record.surplus, record.given_up))
    return DemandRow(from_json(record.service_message), (f"{record.elasticity:.2g}", *changes, *money))
