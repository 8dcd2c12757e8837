"""The tracker of targets and the table of the carbon budget, as rows of text."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from carbonsim.analysis.summary.assessments import NEAREST
from carbonsim.analysis.summary.joined_years import join_years
from carbonsim.analysis.summary.records import TargetRecord
from carbonsim.analysis.targets import JUDGED, MET, TargetStatus
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Message, Value, Wording, from_json, message
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.figures.emissions.emissions import emission_unit
from carbonsim.report.target_words import (
    MOST_TOLD,
    miss_words,
    status_kind,
    status_words,
    unit_of_target,
    wording_words,
)
from carbonsim.report.words import Unit, amount, number, wording
from carbonsim.system.tables import Label
from carbonsim.units import ResultUnit

LEVELS = ("national", "province", "city", "")
GROUPS = ("economy", "energy", "livelihood", "land", "")


class TargetRow(NamedTuple):
    """One target: what is asked, how it went and what follows, in both languages; `years` by column."""

    name: Value
    unit: Value
    attribute: str
    wording: Wording
    lead: Value
    years: tuple[Value, ...]
    year: str
    target: Value
    result: Value
    gap: Value
    status: Wording
    kind: str
    binding: str
    price: Value
    source: str
    key: str


class TargetGroup(NamedTuple):
    """Targets of one level and one field, under one heading."""

    level: str
    field: str
    rows: tuple[TargetRow, ...]


def columns(content: Content) -> tuple[int, ...]:
    """Return the years that the tracker shows: the base and the last before the plan, then the plan's first period."""
    return () if content.milestones is None else content.milestones.columns


def groups(content: Content) -> list[TargetGroup]:
    """Return targets by national, province, city and by field; empty where there are none."""
    rows = sorted(content.summary.targets, key=_place)
    return [
        TargetGroup(level, field, tuple(_row(content, row, years) for years, row in join_years(part)))
        for (level, field), part in groupby(rows, key=lambda row: (row.level or "", row.group or ""))
    ]


def _place(row: TargetRecord) -> tuple[int, int]:
    level, field = row.level or "", row.group or ""
    return (
        LEVELS.index(level) if level in LEVELS else len(LEVELS),
        GROUPS.index(field) if field in GROUPS else len(GROUPS),
    )


def _figure(value: float | None, unit: Unit, before: str = "") -> Value:
    if value is None:
        return message("–")
    return in_each(lambda language: before + number(value * unit.factor(language), 4))


def _row(content: Content, row: TargetRecord, years: str) -> TargetRow:
    unit, series = unit_of_target(row), content.series(row.variable or "")
    sign = {"<=": "≤ ", ">=": "≥ ", "==": "= ", "=": "= "}.get(row.sense, "")
    return TargetRow(
        Label(row.label, row.label_zh),
        in_each(unit.words),
        row.attribute or "",
        wording_words(row),
        Label(row.lead or "", row.lead_zh or ""),
        tuple(_figure(series.get(year), unit) for year in columns(content)),
        years,
        _figure(row.target, unit, sign),
        _figure(row.result, unit),
        _figure(row.gap, unit, "+" if (row.gap or 0) > 0 else ""),
        status_words(row),
        status_kind(row.status),
        _binding(row),
        _price(row),
        " ".join(part for part in (row.source, row.date) if part),
        row.name,
    )


def _binding(row: TargetRecord) -> str:
    if row.strength != "enforce":
        return "track"
    return "binding" if row.binding else "not binding"


def _price(row: TargetRecord) -> Value:
    price = row.shadow_price
    if price is None or abs(price) < 1e-6:
        return message("–")
    unit = row.price_unit or "" if row.price_unit_message is None else from_json(row.price_unit_message)
    return message("{figure} {unit}", figure=number(price), unit=unit)


def verdict(content: Content) -> Value | None:
    """Say how many targets are met; None where there are none to judge."""
    rows = content.summary.targets
    if not rows:
        return None
    met, count = (sum(row.status in some for row in rows) for some in (MET, JUDGED))
    beside = len(rows) - count
    if not beside:
        return message("{met} of {count} targets are met.", met=met, count=count)
    return message("{met} of {count} targets are met; {others} cannot be judged.", met=met, count=count, others=beside)


def by_words(content: Content) -> list[Message]:
    """Say which targets are met as “about”, short of an aim, or wait for what only somebody can enter."""
    found = {status: sum(row.status == status for row in content.summary.targets) for status in TargetStatus}
    sentences = (
        (TargetStatus.NEAR, message("Met within the leeway of “about”: {count}.")),
        (TargetStatus.SHORT, message("Aims that are not reached, which is no failure: {count}.")),
        (TargetStatus.BY_HAND, message("Judged by no variable of the model and not entered by hand yet: {count}.")),
    )
    return [sentence.filled(count=found[status]) for status, sentence in sentences if found[status]]


def misses(content: Content) -> list[Message]:
    """Say which targets are missed, or met as “about” only, and by how much: failures first, the city's own first."""
    told = (TargetStatus.FAIL, TargetStatus.SHORT, TargetStatus.NEAR)
    rows = [row for _, row in join_years(content.summary.targets) if row.status in told]
    rows.sort(key=lambda row: (told.index(row.status), NEAREST.index(row.level)))
    return [message("{level}: {miss}", level=level_words(row.level or ""), miss=miss_words(row)) for row in rows][
        :MOST_TOLD
    ]


class BudgetRow(NamedTuple):
    """One year of the carbon budget; `change` is a year, over the years since the row before."""

    year: str
    emissions: Value
    change: str
    total: Value
    cap: Value
    price: str


def budget_rows(content: Content) -> list[BudgetRow]:
    """Return the plan's emissions year by year, summed from its start, with caps and the price of a tonne."""
    series, start = content.series(EMISSIONS, "plan"), content.plan_from
    if not series or start is None or content.milestones is None:
        return []
    years = [year for year in content.years if start <= year <= content.milestones.second]
    caps = {**content.level_cap, **content.emission_caps}
    prices, rows, total = _prices(content), [], 0.0
    before = max((year for year in content.years if year < start), default=None)
    for year in years:
        total += series[year] * (year - before if before is not None else 1)
        change = "" if before is None else _yearly(series[before], series[year], year - before)
        cap = message("–") if year not in caps else _amount(content, caps[year])
        price = number(prices[year]) if prices.get(year) else "–"
        rows.append(BudgetRow(str(year), _amount(content, series[year]), change, _amount(content, total), cap, price))
        before = year
    return rows


def _yearly(before: float, after: float, years: int) -> str:
    """Return the change a year between two amounts so many years apart; a dash where there is none to tell."""
    if before <= 0.0 or after < 0.0:
        return "–"
    return number(100 * ((after / before) ** (1 / years) - 1), 2) + "%"


def _amount(content: Content, value: float) -> Value:
    unit = emission_unit(content)
    return in_each(lambda language: amount(value, unit, language, 4))


def _prices(content: Content) -> dict[int, float]:
    """Sum the prices of a tonne of all rows that bound a year's emissions from above."""
    if content.duals.empty:
        return {}
    rows = content.duals[
        (content.duals["unit"] == ResultUnit.CNY_A_TONNE) & content.duals["dual"].notna() & (content.duals["dual"] > 0)
    ]
    totals: dict[int, float] = {}
    for year, dual in zip(rows["year"], rows["dual"], strict=True):
        if year == year:
            totals[int(year)] = totals.get(int(year), 0.0) + float(dual)
    return totals


def budget_words(content: Content) -> Value | None:
    """Say the budget that the scenario sets, if any, beside what the plan emits in its years."""
    budget = getattr(getattr(content.scenario, "peaking", None), "budget", None)
    series = content.series(EMISSIONS, "plan")
    if budget is None or not series:
        return None
    most = float(budget.at_most.at(budget.last)) if hasattr(budget.at_most, "at") else float(budget.at_most)
    allowed = _amount(content, most)
    return message("The budget of {first}–{last} is {allowed}.", first=budget.first, last=budget.last, allowed=allowed)


def level_words(level: str) -> Value:
    """Name a level; a target of no level is the scenario's own."""
    return wording({"national": "National", "province": "Province", "city": "City"}.get(level, "Of the scenario"))


def field_words(field: str) -> Value:
    """Name a field of targets."""
    names = {"economy": "Economy", "energy": "Energy (targets)", "livelihood": "Livelihood", "land": "Land and food"}
    return wording(names.get(field, "Other"))
