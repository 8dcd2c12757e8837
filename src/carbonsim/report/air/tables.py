"""Air pollutants as rows of text: by sector and fuel, what the plan avoids, and what each campaign does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from carbonsim.analysis.accounts.differences import emissions_differ
from carbonsim.analysis.summary.air_records import AirRecord
from carbonsim.messages.label import Label, TextByLanguage, in_each
from carbonsim.messages.message import Message, Value, in_context, message
from carbonsim.report.content import Content
from carbonsim.report.words import KT, PJ, Unit, bare_amount, legend, within
from carbonsim.results.air.pollution import AIR, AIR_BY_FUEL, POLLUTANTS

TITLE = message("Air pollutants of what is burnt")
CAMPAIGNS = message("What campaigns keep out of the air")
SCOPE = message(
    "Burnt inside the boundary, by factors of the scenario with what filters take out; NOx counts as NO2. Dust of "
    "processes, roads and building sites, ammonia, straw burnt in the open and power bought outside are not counted. "
    "Where the last line of a pollutant tells fuel without a factor, the sum is too low."
)
BESIDE_TWIN = message("Avoided beside the scenario without its peaking plan")
AGAINST_BASELINE = message("Avoided against the baseline")
SAME = message("no difference")
NOTHING = "–"


class AirRow(NamedTuple):
    """A line of the table: its name, cells by year, and whether it is a sum or the head of a group."""

    name: Value
    cells: tuple[Value, ...]
    strong: bool = False


class AirGroup(NamedTuple):
    """A pollutant with its lines."""

    name: str
    rows: tuple[AirRow, ...]


def air_years(content: Content) -> tuple[int, ...]:
    """Return the years that the table shows: the base, the last before the plan, ends of five-year plans, the last."""
    return () if content.milestones is None else content.milestones.all


def air_unit() -> TextByLanguage:
    """Name the unit of the tables."""
    return KT.label()


def air_groups(content: Content) -> list[AirGroup]:
    """Return the pollutants with their lines; none where the scenario has no factors."""
    return [AirGroup(row.pollutant, tuple(_rows(content, row))) for row in content.summary.air]


def _rows(content: Content, row: AirRecord) -> Iterator[AirRow]:
    years = air_years(content)
    yield AirRow(in_context("air", "All sectors"), _cells(row.plan_kt, years), strong=True)
    for top in (AIR, AIR_BY_FUEL):
        for part, path in content.children(f"{top}|{row.pollutant}").items():
            told = partial(legend, part) if top == AIR else partial(_fuel, part)
            yield AirRow(in_each(told), _cells(path, years))
    for against, told_against in (
        (row.twin_kt, BESIDE_TWIN),
        (row.baseline_kt, AGAINST_BASELINE),
    ):
        if against and against != row.plan_kt:
            yield AirRow(told_against, tuple(_avoided(against, row.plan_kt, year) for year in years))
    if any(row.untold_PJ.values()):
        name = message("Fuel without a factor, {unit}", unit=PJ.label())
        yield AirRow(name, _cells(row.untold_PJ, years, PJ))


def _fuel(kind: str, language: str) -> str:
    return message("of {fuel}", fuel=in_each(partial(within, kind))).rendered(language)


def _cells(path: Mapping[int, float], years: tuple[int, ...], unit: Unit = KT) -> tuple[Value, ...]:
    return tuple(_cell(path.get(year), unit) for year in years)


def _cell(value: float | None, unit: Unit = KT) -> Value:
    return NOTHING if value is None else in_each(lambda language: bare_amount(value, unit, language))


def _avoided(against: Mapping[int, float], plan: Mapping[int, float], year: int) -> Value:
    """Tell what a plan avoids in a year; less than 0.1 % is no difference."""
    known, own = against.get(year), plan.get(year)
    if known is None or own is None:
        return NOTHING
    return _cell(known - own) if emissions_differ(known - own, known) else SAME


def avoided_rows(content: Content) -> list[AirRow]:
    """Return what each campaign keeps out of the air in the year in focus, one column a pollutant."""
    year, levels = content.focus_year, {row.pollutant: row.plan_kt for row in content.summary.air}
    rows = []
    for campaign in content.summary.campaigns:
        avoided = campaign.air_avoided_kt
        cells = [
            _kept_out(avoided.get(name, {}).get(year or 0), levels.get(name, {}).get(year or 0))
            for name in POLLUTANTS.values()
        ]
        if avoided:
            rows.append(AirRow(Label(campaign.label, campaign.label_zh), tuple(cells)))
    return rows


def _kept_out(value: float | None, level: float | None) -> Value:
    if value is None or level is None:
        return NOTHING
    return _cell(value) if emissions_differ(value, level) else SAME


def campaign_columns() -> tuple[Value, ...]:
    """Return the heads of that table after the name: the pollutants."""
    return tuple(POLLUTANTS.values())


def campaign_scope(content: Content) -> Message:
    """Say what that table tells."""
    year = content.focus_year or "–"
    return message("Each campaign first in, against none of them, in {year}; below zero it adds.", year=year)
