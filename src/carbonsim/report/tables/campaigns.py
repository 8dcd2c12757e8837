"""The table of campaigns under their actions, as rows of text."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.summary.records import CampaignRecord
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Value, message
from carbonsim.report.content import Content
from carbonsim.report.differences import change_together, cost_change, emissions_change
from carbonsim.report.figures.emissions.emissions import emission_unit
from carbonsim.report.figures.plan.campaigns import campaign_rows, wedge_year
from carbonsim.report.words import amount, bare_amount, money, number
from carbonsim.system.tables import Label


class CampaignRow(NamedTuple):
    """One campaign in words."""

    name: Value
    owner: Value
    years: str
    abatement: Value
    total: Value
    cost: Value
    public: Value
    price: str
    saving: Value
    changes: str
    spares: bool  # it lowers a demand


class Action(NamedTuple):
    """One of the peaking actions with its campaigns."""

    name: Value
    rows: tuple[CampaignRow, ...]


def actions(content: Content) -> list[Action]:
    """Return campaigns by the action they belong to, in the order they are written."""
    found: dict[str, list[CampaignRecord]] = {}
    for row in campaign_rows(content):
        found.setdefault(row.category or "", []).append(row)
    return [
        Action(Label(rows[0].category_en or "", rows[0].category_zh or ""), tuple(_row(content, row) for row in rows))
        for rows in found.values()
    ]


def _row(content: Content, row: CampaignRecord) -> CampaignRow:
    year, summary = wedge_year(content), content.summary
    in_year = (row.first_in_Mt or {}).get(year), (row.last_out_Mt or {}).get(year)
    together = row.cumulative_first_in_Mt, row.cumulative_last_out_Mt
    saving = cost_change(summary, _cash(row.cost_saving), row.cost_saving)
    return CampaignRow(
        Label(row.label, row.label_zh),
        Label(row.owner or "", row.owner_zh or ""),
        f"{row.start}–{row.full_by}",
        emissions_change(summary, year, _range(content, *in_year), *in_year),
        change_together(summary, _range(content, *together), *together),
        cost_change(summary, _cash(row.cost_first_in), row.cost_first_in),
        _cash(row.public_cost),
        _prices(row.cost_per_tonne_first_in, row.cost_per_tonne_last_out),
        message("no plan without it") if row.needed else saving,
        ", ".join(row.changes),
        bool(row.lowers_demand),
    )


def _range(content: Content, one: float | None, other: float | None) -> Value:
    """Tell a range of abatement, first in and last out, lower figure first."""
    known = sorted(value for value in (one, other) if value is not None)
    if not known:
        return message("–")
    unit = emission_unit(content)

    def span(language: str) -> str:
        bounds = [number(value * unit.factor(language)) for value in (known[0], known[-1])]
        low, high = bare_amount(known[0], unit, language), amount(known[-1], unit, language)
        return high if bounds[0] == bounds[1] else f"{low}–{high}"

    return in_each(span)


def _cash(value: float | None) -> Value:
    """Tell million CNY."""
    if value is None:
        return message("–")
    return in_each(lambda language: money(value / 1000.0, language))


def _prices(one: float | None, other: float | None) -> str:
    known = sorted(value for value in (one, other) if value is not None)
    told = [number(value) for value in known]
    return " … ".join(dict.fromkeys(told)) if told else "–"
