"""Where each measure saves and where emissions come back, as rows of text for page, document and terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from carbonsim.analysis.leaks.leaks import HIGH, LEAST, name_burning_place
from carbonsim.analysis.leaks.places import BurningPlace
from carbonsim.analysis.leaks.policies import PEAKING
from carbonsim.analysis.summary.leak_records import LeakRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.label import TextByLanguage, in_each
from carbonsim.messages.message import Message, Value, in_context, message, rendered
from carbonsim.report.content import Content, attribute
from carbonsim.report.words import READERS_UNITS, bare_amount, number
from carbonsim.scenario.quantity import Quantity
from carbonsim.units import ResultUnit

TITLE = message("Where measures save, and where emissions come back")
SCOPE = message(
    "Each measure against the same without it, in one year: a campaign first in, a project or a policy by itself, and "
    "the peaking plan against the scenario without it. A leak is what comes back over what is saved, both where it is "
    "burnt; above 30 % it is a warning. Of a project that saves nothing, what comes back is what it adds. The marginal "
    "figure is what a MWh more or less emits, the average what all power does, bought power included; CHP plants are "
    "shared by energy."
)
COLUMNS = (
    in_context("leak", "Measure"),
    in_context("leak", "Saves"),
    in_context("leak", "Saved in"),
    in_context("leak", "Comes back"),
    in_context("leak", "Comes back in"),
    in_context("leak", "Leak"),
    message("Marginal / average, t/MWh"),
)
FIGURES = (1, 3, 5, 6)  # places of the columns that hold numbers
KINDS = {
    "campaign": in_context("leak", "campaign"),
    "project": in_context("leak", "project"),
    "policy": in_context("leak", "policy"),
}
NOT_SOLVED = message(
    "Where emissions come back under the carbon price and under each enforced target was not solved for: run with "
    "--policies to see it."
)
PART = 0.05  # of what is saved or comes back: places below it are not told
MT = READERS_UNITS[ResultUnit.MT_CO2_A_YEAR]
NOTHING = message("–")


class LeakRow(NamedTuple):
    """A measure, what it saves and what comes back with the places, its leak, and what a MWh emits."""

    name: Value
    saved: Value
    where_saved: Value
    returned: Value
    where_returned: Value
    leak: str
    power: str
    high: bool  # the leak is one that is warned of

    @property
    def cells(self) -> tuple[Value, ...]:
        """The columns of the table."""
        return self[:7]


def leak_rows(summary: Summary) -> list[LeakRow]:
    """Return a row for each measure, in the order of campaigns, projects and policies."""
    return [leak_row(record) for record in summary.leaks]


def policies_unsolved(content: Content) -> Message | None:
    """Say that what policies do was not solved for; None where it was, or where there is none."""
    told = {record.name for record in content.summary.leaks if record.kind == "policy"}
    enforced = {target.name for target in content.summary.targets if target.strength == "enforce"}
    price = attribute(content.scenario, "energy.carbon_price")
    paid = isinstance(price, Quantity) and any(value for _, value in price.points)
    solvable = content.sectors and content.plan is not None
    return NOT_SOLVED if solvable and (paid or enforced) and not told - {PEAKING} else None


def leak_year(summary: Summary) -> int | None:
    """Return the year that the rows tell; None where there is none."""
    return summary.leaks[0].year if summary.leaks else None


def leak_row(record: LeakRecord) -> LeakRow:
    """Return a measure in words, in the year told."""
    year, leak = record.year, record.leak.get(record.year)
    paid = any(one.priced for one in record.places)
    names = [name_burning_place(BurningPlace(one.place, one.priced), priced=paid) for one in record.places]
    changes = dict(zip(names, (one.change_Mt.get(year, 0.0) for one in record.places), strict=True))
    saved = {place: -change for place, change in changes.items() if change < 0.0}
    returned = {place: change for place, change in changes.items() if change > 0.0}
    return LeakRow(
        message("{name} ({kind})", name=record.wording, kind=KINDS[record.kind]),
        _amount(record.saved_Mt.get(year)), _places(saved), _amount(record.returned_Mt.get(year)), _places(returned),
        "–" if leak is None else f"{100.0 * leak:.0f} %",
        _power(record.marginal_t_MWh.get(year), record.average_t_MWh.get(year)),
        leak is not None and leak > HIGH,
    )  # fmt: skip


def _amount(value: float | None) -> Value:
    return NOTHING if value is None else in_each(lambda language: bare_amount(value, MT, language))


def _places(changes: Mapping[Message, float]) -> Value:
    """Tell places with their amounts, the largest first."""
    least = max(PART * sum(changes.values()), LEAST / 10.0)
    told = sorted((one for one in changes.items() if one[1] >= least), key=lambda one: -one[1])
    if not told:
        return NOTHING

    def say(language: str) -> str:
        parts = (f"{place.rendered(language)} {bare_amount(value, MT, language)}" for place, value in told)
        return rendered(tuple(parts), language)

    return in_each(say)


def _power(further: float | None, mean: float | None) -> str:
    return " / ".join("–" if value is None else number(value, 2) for value in (further, mean))


def leak_unit() -> TextByLanguage:
    """Return the unit of the amounts, which on a page a reader may change."""
    return MT.label()
