"""What each campaign adds to the parts of the objective, as rows, where more decides than the cost that is told."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.summary.records import CampaignRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.label import Label, in_each
from carbonsim.messages.message import Message, Value, in_context, message
from carbonsim.report.words import money

TITLE = message("What campaigns add to each part of the objective, first in")
SCOPE = message(
    "Welfare is the resources and the public money that are saved, and surplus. What those who invest no longer ask "
    "for counts in it only where the campaign mends a failure of the market (*): else somebody else bears it."
)
COLUMNS = (
    in_context("part", "Resources"),
    message("Public cost"),
    in_context("part", "Transfers"),
    in_context("part", "Financing"),
    in_context("part", "Taste"),
    in_context("part", "Surplus"),
    in_context("part", "Welfare"),
)


class CampaignPartRow(NamedTuple):
    """A campaign, what it adds, by column, in billion CNY, and the failure of the market that it mends, if any."""

    name: Label
    values: tuple[float, ...]
    mended: Message | None = None

    @property
    def texts(self) -> tuple[Value, ...]:
        """The values with their unit."""
        return tuple(_cash(value) for value in self.values)


def _cash(value: float) -> Value:
    return in_each(lambda language: money(value, language))


def campaign_part_rows(summary: Summary) -> list[CampaignPartRow]:
    """Return a row for each campaign; none where no campaign moves anything but the cost that is told."""
    rows = [row for one in summary.campaigns if (row := _row(one)) is not None]
    return rows if any(value for row in rows for value in row.values[3:6]) else []


def _row(campaign: CampaignRecord) -> CampaignPartRow | None:
    parts, public = campaign.parts_first_in, campaign.public_cost or 0.0
    if parts is None or campaign.welfare_first_in is None:
        return None
    values = (
        parts.resource, public, parts.transfers, parts.financing, parts.taste, parts.surplus, campaign.welfare_first_in,
    )  # fmt: skip
    told = tuple(value / 1000 for value in values)
    return CampaignPartRow(Label(campaign.label, campaign.label_zh), told, _mended(campaign))


def _mended(campaign: CampaignRecord) -> Message | None:
    if campaign.market_failure is None:
        return None
    what = Label(campaign.market_failure, campaign.market_failure_zh or campaign.market_failure)
    name = Label(campaign.label, campaign.label_zh)
    return message(
        "* {name} mends: {what} ({source})", name=name, what=what, source=campaign.market_failure_source or ""
    )
