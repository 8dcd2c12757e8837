"""What was seen of the options among which people and firms choose, as rows that the page prints."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.summary.records import ChoiceRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Message, Wording, from_json, in_context, message

TITLE = message("How people and firms choose")
SCOPE = message(
    "Of each set of options they buy in the shares of a logit: who chooses sees costs that differ by the spread from "
    "one to another, and a constant for what no price tells, from the shares that were bought before the plan. Shares "
    "are of the service that purchases commit, costs are levelised at the beginning of the plan."
)
ASSUMED = message("An option that nobody has bought yet is given its share at equal cost, an assumption.")
COLUMNS = (
    message("Option"),
    in_context("choice", "Seen in"),
    in_context("choice", "Share"),
    in_context("choice", "Cost"),
    message("Spread"),
    message("Constant"),
    message("Own-price elasticity"),
)
BASES: dict[str, Message] = {
    "written": message("the scenario"),
    "purchases": message("purchases"),
    "stock": message("the stock"),
    "entry": message("nowhere yet"),
}


class OptionRow(NamedTuple):
    """An option, where its share was seen, and its figures."""

    name: Wording
    basis: Message
    figures: tuple[str, ...]


class SetRow(NamedTuple):
    """A set of options: what they serve, the unit of its costs, and the options."""

    name: Wording
    unit: str
    options: tuple[OptionRow, ...]


def choice_rows(summary: Summary) -> list[SetRow]:
    """Return every set of options among which somebody chooses, in the order of the scenario."""
    sets: dict[str, list[ChoiceRecord]] = {}
    for record in summary.choices:
        sets.setdefault(record.service, []).append(record)
    return [SetRow(from_json(own[0].service_message), own[0].unit, tuple(map(_option, own))) for own in sets.values()]


def _option(record: ChoiceRecord) -> OptionRow:
    money = (f"{value:,.3g}" for value in (record.cost, record.spread, record.constant))
    figures = (f"{100 * record.share:.1f} %", *money, f"{record.own_price_elasticity:.1f}")
    return OptionRow(from_json(record.technology_message), BASES[record.basis], figures)
