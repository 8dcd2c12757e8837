"""The objective in its parts, as rows that page, workbook and document print where more decides than is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from carbonsim.analysis.summary.records import ObjectivePartsSummary
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Message, Value, message
from carbonsim.report.cost_lines import NO_DIFFERENCE
from carbonsim.report.differences import cost_change
from carbonsim.report.words import money

TITLE = message("What decides, in its parts")
SCOPE = message(
    "Those who choose go by the perceived cost, and so do the objective, cost ceilings and shadow prices. All other "
    "costs that are told here are resources and transfers."
)
PRICES = message("Shadow prices and cost ceilings are of the perceived cost, with what those who invest add to it.")


class PartRow(NamedTuple):
    """A part of the objective of plan and twin, discounted, in billion CNY; a sum of those above it or a part."""

    name: Message
    plan: float
    twin: float | None
    is_sum: bool = False
    alike: bool = False  # plan and twin: what they are apart is no difference

    @property
    def difference(self) -> float | None:
        """The plan less the twin."""
        return None if self.twin is None else self.plan - self.twin

    @property
    def texts(self) -> tuple[Value, ...]:
        """Plan, twin and difference with their unit."""
        apart = NO_DIFFERENCE if self.alike else _cash(self.difference)
        return _cash(self.plan), _cash(self.twin), apart


def _cash(value: float | None) -> Value:
    return message("–") if value is None else in_each(lambda language: money(value, language, 4))


def _told(parts: ObjectivePartsSummary) -> float:
    return parts.resource + parts.transfers


def _perceived(parts: ObjectivePartsSummary) -> float:
    return _told(parts) + parts.financing + parts.taste - parts.surplus


ROWS: tuple[tuple[Message, Callable[[ObjectivePartsSummary], float], bool], ...] = (
    (message("Resources used, at the social discount rate"), lambda parts: parts.resource, False),
    (message("Transfers: allowances, taxes and subsidies"), lambda parts: parts.transfers, False),
    (message("Cost that is told"), _told, True),
    (message("Financing: what the rates of those who invest add"), lambda parts: parts.financing, False),
    (message("Taste: what choices cost beyond their money"), lambda parts: parts.taste, False),
    (message("Surplus: what services are worth beyond those asked for"), lambda parts: -parts.surplus, False),
    (message("Perceived cost, which decides"), _perceived, True),
)


def _row(summary: Summary, name: Message, plan: float, twin: float | None, is_sum: bool) -> PartRow:
    if twin is None:
        return PartRow(name, plan / 1000, None, is_sum)
    alike = cost_change(summary, "", plan - twin) is NO_DIFFERENCE
    return PartRow(name, plan / 1000, twin / 1000, is_sum, alike)


def decides_beside(summary: Summary) -> bool:
    """Say whether anything but the cost that is told decides in plan or twin."""
    plan, twin = summary.objective_parts, summary.twin_objective_parts
    return any(any((one.financing, one.taste, one.surplus)) for one in (plan, twin) if one is not None)


def part_rows(summary: Summary) -> list[PartRow]:
    """Return the parts of the objective with their sums; none where nothing but the cost that is told decides."""
    plan, twin = summary.objective_parts, summary.twin_objective_parts
    if plan is None or not decides_beside(summary):
        return []
    rows = [
        _row(summary, name, part(plan), None if twin is None else part(twin), is_sum) for name, part, is_sum in ROWS
    ]
    return [row for row in rows if row.is_sum or row.plan or row.twin]
