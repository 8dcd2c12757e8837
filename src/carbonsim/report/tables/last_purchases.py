"""What is bought in the last year in which it may be, and where limits hold shares, as rows that the page prints."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.summary.behaviour_records import LastPurchaseRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Message, Value, Wording, from_json, in_context, message

TITLE = message("What is bought in the last year in which it may be")
SCOPE = message(
    "Of options that serve at least 1 % of their set then: what is bought in a year is wanted to be at most 1.3 times "
    "the mean of the five years before; where it is more, the last column says why."
)
COLUMNS = (
    message("Option"),
    message("Last year"),
    in_context("purchase", "Share of the service"),
    in_context("purchase", "Bought then"),
    in_context("purchase", "Mean before"),
    in_context("purchase", "Unit"),
    in_context("purchase", "Ratio"),
    in_context("purchase", "Why"),
)


MOST_NAMED = 6  # keys of limits that a sentence names


class LastPurchaseRow(NamedTuple):
    """An option with what it serves, its figures, and why more than usual is bought, if it is."""

    name: Wording
    service: Wording
    within: bool
    figures: tuple[str, ...]
    why: tuple[Wording, ...]


def last_purchase_rows(summary: Summary) -> list[LastPurchaseRow]:
    """Return a row for each option that may be bought until a year within the plan."""
    return [_row(record) for record in summary.last_purchases]


def _row(record: LastPurchaseRecord) -> LastPurchaseRow:
    ratio = "–" if record.ratio is None else f"{record.ratio:.2f}"
    units = (f"{value:,.3g}" for value in (record.bought, record.usual))
    figures = (str(record.last_year), f"{100 * record.share_of_service:.1f} %", *units, record.unit, ratio)
    names = from_json(record.technology_message), from_json(record.service_message)
    return LastPurchaseRow(*names, record.within, figures, tuple(map(from_json, record.reasons)))


def share_limit_sentence(summary: Summary) -> Message | None:
    """Say in how many set-years a limit on shares binds beside the spread; None where nobody chooses."""
    whole = sum(record.years for record in summary.share_limits)
    if not whole:
        return None
    limited, binding = (
        sum(len(years) for years in found)
        for found in zip(*((record.limited, record.binding) for record in summary.share_limits), strict=True)
    )
    paths = tuple(dict.fromkeys(path for record in summary.share_limits for path in record.paths))
    known: dict[str, Value] = {"whole": whole, "limited": limited}
    if not paths:
        return message(
            "Floors, ceilings and rise limits of shares stand in {limited} of {whole} set-years; none binds.", **known
        )
    known |= {"binding": binding, "share": f"{100 * binding / whole:.0f} %", "paths": paths[:MOST_NAMED]}
    if len(paths) <= MOST_NAMED:
        return message(
            "Floors, ceilings and rise limits of shares stand in {limited} of {whole} set-years and bind in {binding} "
            "({share}): {paths}.",
            **known,
        )
    return message(
        "Floors, ceilings and rise limits of shares stand in {limited} of {whole} set-years and bind in {binding} "
        "({share}): {paths} and {more} other keys.",
        **known,
        more=len(paths) - MOST_NAMED,
    )
