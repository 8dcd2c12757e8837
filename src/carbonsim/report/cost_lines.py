"""What the plan costs in three lines, as rows that page, comparison, workbook and document print."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from carbonsim.analysis.accounts.differences import OF_GDP, money_differs
from carbonsim.analysis.summary.summary import CostLinesSummary, Summary
from carbonsim.messages.label import Label, in_each
from carbonsim.messages.message import Message, Value, message
from carbonsim.report.words import money, number

TITLE = message("Costs in three lines")
COLUMNS = (message("Cost"), message("Discounted"), message("Of GDP"), message("Against the baseline"))
AGAINST = message("Against the baseline")
PUBLIC = message("Public money of campaigns")
SYSTEM = message("Energy system without private vehicles")
NO_DIFFERENCE = message("no difference")
BASELINE = message("this is the baseline")


class CostLine(NamedTuple):
    """A cost in million CNY, discounted, and what of it is above the baseline's; `is_gap` where it is that already."""

    name: Message
    value: float | None
    above: float | None
    is_gap: bool = False


def cost_line_rows(summary: Summary) -> list[CostLine]:
    """Return the three lines; none where they are not known."""
    told = summary.cost_lines
    if told is None:
        return []
    return [
        CostLine(AGAINST, told.against_baseline, told.against_baseline, True),
        CostLine(PUBLIC, told.public_money, None),
        CostLine(SYSTEM, told.energy_system, told.energy_system_against_baseline),
    ]


def cash(value: float) -> Value:
    """Say a cost in million CNY in the money of the language."""
    return in_each(lambda language: money(value / 1000.0, language, 4))


def cost_line_cells(
    line: CostLine, told: CostLinesSummary, say: Callable[[float], Value] = cash
) -> tuple[Value, Value, Value]:
    """Return a line as texts: discounted, of GDP, and against the baseline; a gap that is none says so."""
    above, share = gap_words(line.above, told, say), share_of_gdp(line.value, told)
    if line.is_gap or line.value is None:
        return above, share, above
    return say(line.value), share, above if line.above is not None or told.baseline else message("–")


def gap_words(gap: float | None, told: CostLinesSummary, say: Callable[[float], Value] = cash) -> Value:
    """Say a difference of discounted costs in million CNY; below 0.01 % of GDP it is none."""
    if gap is None:
        return BASELINE if told.baseline is None else message("–")
    if gap == 0.0 or (told.gdp and not money_differs(gap, told.gdp)):
        return NO_DIFFERENCE
    return message("+{cost}", cost=say(gap)) if gap > 0.0 else say(gap)


def share_of_gdp(value: float | None, told: CostLinesSummary) -> Value:
    """Say a discounted cost in million CNY as a share of GDP discounted alike."""
    if value is None or not told.gdp:
        return message("–")
    share = value / told.gdp
    return f"<{100 * OF_GDP:g}%" if 0.0 < abs(share) < OF_GDP else f"{number(100 * share, 2)}%"


def cost_lines_scope(told: CostLinesSummary) -> Message:
    """Say what the three lines count."""
    if told.baseline is None:
        return message(
            "Resources and transfers, discounted to the base year. Public money stands in no other line. Private"
            " vehicles, left out of the energy system, cost {private} to buy and keep; their fuel stays in it.",
            private=cash(told.private_vehicles),
        )
    return message(
        "Resources and transfers, discounted to the base year; the baseline is “{baseline}”. Public money stands in no"
        " other line. Private vehicles, left out of the energy system, cost {private} to buy and keep; their fuel stays"
        " in it.",
        baseline=Label(told.baseline, told.baseline_zh or told.baseline),
        private=cash(told.private_vehicles),
    )
