"""What 8,760 hours say of a planned year, as rows that page and terminal print alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from carbonsim.analysis.hours.check import Beside, CommodityCheck
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Message, Value, message
from carbonsim.report.hours.shown import ShownHours
from carbonsim.report.words import GW, SHARE, TWH, amount, number

COLUMNS = (message("By hour"), message("As planned, by time slice"), message("Apart by at most 10 %"))
YES, NO, NOTHING = message("yes"), message("no"), message("–")
GWH_IN_TWH = 1e-3


class HoursRow(NamedTuple):
    """A figure by hour, as planned, and whether both are near; `short` where something is not served."""

    name: Value
    hours: Value
    plan: Value = NOTHING
    near: Value = NOTHING
    short: bool = False


def hourly_verdict(shown: ShownHours) -> Message:
    """Say whether all is served in every hour."""
    if shown.check.holds:
        return message("The plan of {year} serves power and heat in all 8,760 hours.", year=shown.check.year)
    worst = max(shown.check.commodities, key=lambda one: one.short_GWh)
    return message(
        "The plan of {year} does not serve everything: {what} is short in {hours} hours, by {amount} GWh.",
        year=shown.check.year,
        what=_called(worst),
        hours=f"{worst.short_hours:,}",
        amount=number(worst.short_GWh),
    )


def price_note(shown: ShownHours) -> Message | None:
    """Say what is assumed of energy that is not served, where the scenario has no price of it."""
    price = shown.check.unserved_price_CNY_kWh
    if price is None:
        return None
    return message(
        "The scenario has no price of energy that is not served: it is the last resort, at ten times the dearest "
        "supply, {price} CNY/kWh.",
        price=number(price),
    )


METHOD = message(
    "Capacities are those of the plan; what is decided is who runs when, at least cost, from one hour to the next "
    "through the whole year. Plants that are lit for heat keep their least load, storages begin the year as they end "
    "it, and what others take or burn follows its hourly shape. Wind and sun give as much in the year as in the plan. "
    "What the plan tells by time slice alone, as how much neighbours spare and how a heat pump runs in the cold, holds "
    "in the hours of the days that are most like it. "
    "A unit more emits what the plants at the margin emit; imports count at their factor. What emissions cost is the "
    "price of allowances and the shadow price of the plan. Among what costs the same, wind and sun come first."
)


def _called(one: CommodityCheck) -> Message:
    return message("district heat") if "heat" in one.commodity else message("power")


def tables(shown: ShownHours) -> list[tuple[Message, list[HoursRow]]]:
    """Return the rows of power, then of heat."""
    names = {False: message("Power"), True: message("District heat")}
    return [(names["heat" in one.commodity], [*_rows(shown, one)]) for one in shown.check.commodities]


def _rows(shown: ShownHours, one: CommodityCheck) -> Iterator[HoursRow]:
    yield HoursRow(message("Demand at the plants"), _energy(one.demand_GWh))
    yield HoursRow(message("Highest load"), _power(one.peak_GW))
    yield _beside(message("Highest load without wind and sun"), one.residual_peak_GW, _power)
    short = one.short_hours > 0
    yield HoursRow(message("Hours short"), message("{count} h", count=f"{one.short_hours:,}"), short=short)
    yield HoursRow(message("Not served"), _gigawatt_hours(one.short_GWh), short=short)
    rejected = message("Heat thrown away") if "heat" in one.commodity else message("Curtailed")
    yield _beside(rejected, one.curtailed_GWh, _energy)
    if one.curtailed_share is not None and "heat" not in one.commodity:
        yield HoursRow(message("Curtailed, of what wind and sun could give"), _share(one.curtailed_share))
    if one.peak_import_GW > 0.0:
        yield HoursRow(message("Highest import"), _power(one.peak_import_GW))
        yield _beside(message("Import"), one.imported_GWh, _energy)
    for storage in one.storages:
        name = shown.traces[one.commodity].technologies[one.region, storage.technology].label
        yield _beside(message("Given back by {name}", name=name), storage.given_GWh, _energy)
        yield HoursRow(message("Full cycles of {name}", name=name), number(storage.cycles))
    yield HoursRow(message("A unit more emits"), message("{amount} t/MWh", amount=number(one.marginal_t_MWh)))
    if one.price_CNY_MWh is not None:
        price = message("{amount} CNY/MWh", amount=number(one.price_CNY_MWh))
        yield HoursRow(message("A unit more costs, where all is served"), price)


def _energy(gigawatt_hours: float) -> Value:
    return in_each(lambda language: amount(gigawatt_hours * GWH_IN_TWH, TWH, language))


def _gigawatt_hours(value: float) -> Value:
    return message("{amount} GWh", amount=number(value))


def _power(value: float) -> Value:
    return in_each(lambda language: amount(value, GW, language))


def _share(value: float) -> Value:
    return in_each(lambda language: amount(100.0 * value, SHARE, language))


def _beside(name: Message, found: Beside, told: object) -> HoursRow:
    assert callable(told)
    return HoursRow(name, told(found.hours), told(found.plan), YES if found.near else NO)
