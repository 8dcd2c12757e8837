"""Tables of record: published series, the carbon budget by sector and district, projects and actuals, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from carbonsim.analysis.milestones import milestones_of
from carbonsim.analysis.summary.records import ActualRecord, BudgetRecord, ProjectPeak, ProjectRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Message, Value, in_context, message
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.content import CARBON, Content, attribute
from carbonsim.report.differences import cost_change, emissions_change
from carbonsim.report.figures.by_sector.districts import district_name
from carbonsim.report.figures.emissions.emissions import emission_unit
from carbonsim.report.words import (
    BILLION_CNY,
    MTCE,
    Unit,
    amount,
    bare_amount,
    money,
    number,
    reader_unit,
    spaced_amount,
    wording,
)
from carbonsim.scenario.section import Text
from carbonsim.scenario.sections.policy import PastSeries
from carbonsim.system.tables import Label
from carbonsim.units import ResultUnit, UnitError, figure_factor

PERIODS = 2  # five-year plans whose budget is shown
NOTHING = "–"
ECONOMY = message("What the scenario changes in the economy")


class SeriesRow(NamedTuple):
    """A published series: what it counts, its last figures beside the model's, and why they differ."""

    name: Value
    scope: Value
    boundary: Value
    figures: Value
    model: Value
    standing: Value
    note: Value
    source: str


Group = tuple[Value, tuple[tuple[Value, tuple[Value, ...]], ...]]


class BudgetTable(NamedTuple):
    """The budget of a five-year plan: years across, then the five years together."""

    first: int
    last: int
    years: tuple[int, ...]
    unit: Value
    groups: tuple[Group, ...]


class DistrictTable(NamedTuple):
    """The budget of a five-year plan by sector and district: districts across, then all of them."""

    title: Value
    districts: tuple[Value, ...]
    rows: tuple[tuple[Value, tuple[Value, ...]], ...]


class ProjectRow(NamedTuple):
    """A project: what it is, and what differs with and without it."""

    name: Value
    where: Value
    years: str
    energy: Value
    process: Value
    value_added: Value
    jobs: str
    alone: Value
    planned: Value
    peak_with: Value
    peak_without: Value
    cost: Value
    source: str


class EconomyTable(NamedTuple):
    """What the scenario changes in the economy: names, and for some years GDP and jobs."""

    years: tuple[int, ...]
    rows: tuple[tuple[Value, tuple[Value, ...]], ...]


class ActualRow(NamedTuple):
    """What the statistics said of a year, the plan's figure, the gap and what it leaves."""

    name: Value
    year: str
    unit: Value
    actual: Value
    plan: Value
    gap: Value
    share: str
    left: Value
    needed: Value
    source: str


def value_label(value: float | None, unit: Unit, digits: int = 4, *, signed: bool = False) -> Value:
    """Print a bare value in the unit of each language."""
    if value is None or value != value:
        return NOTHING
    plus = "+" if signed and value > 0 else ""
    return in_each(lambda language: plus + bare_amount(value, unit, language, digits))


def published(content: Content) -> list[SeriesRow]:
    """Return every published series that the scenario names, the one that the model follows first."""
    named = getattr(content.scenario, "history", None) or {}
    return [_series(content, one) for one in sorted(named.values(), key=lambda one: not one.followed)]


def _series(content: Content, series: PastSeries) -> SeriesRow:
    carbon = series.variable.startswith(CARBON) and series.unit == ResultUnit.MT
    unit, scale = reader_unit(ResultUnit.MT_CO2), 1.0
    if not carbon:
        unit, scale = _told_in(content, series.variable, series.unit)
    years = sorted(series.values)[-2:]
    told = [_figure(year, series.values[year] * scale, unit) for year in years]
    figures: Value = told[0]
    if len(told) > 1:
        figures = in_context("figures", "{before}, {then}", before=told[0], then=told[1])
    if len(series.values) > len(years):
        first, last = min(series.values), max(series.values)
        figures = message("{figures} ({first}–{last})", figures=figures, first=first, last=last)
    standing = _standing(series)
    note = NOTHING if series.note is None else Label(series.note.en, series.note.zh)
    return SeriesRow(
        _label(series.label), _label(series.scope), _label(series.boundary), figures,
        _model(content, series, years[-1], unit, scale), standing, note, str(series.source),
    )  # fmt: skip


def _standing(series: PastSeries) -> Value:
    """Say what a series is for: followed by the model, with a say in the verdict, confirmed, or only shown."""
    if series.judges:
        return message("has a say in the verdict")
    if series.followed:
        return message("followed")
    return message("confirmed") if series.status == "confirmed" else message("shown only")


def _figure(year: int, value: float, unit: Unit) -> Value:
    told = in_each(lambda language: (amount if language == "zh" else spaced_amount)(value, unit, language))
    return message("{year}: {figure}", year=year, figure=told)


def _model(content: Content, series: PastSeries, year: int, unit: Unit, scale: float) -> Value:
    """Return the model's figure of the same variable, of the same year or the nearest that it tells."""
    found = content.series(str(series.variable))
    if not found:
        return NOTHING
    near = min(found, key=lambda one: abs(one - year))
    try:
        value = scale * found[near] / figure_factor(series.unit, content.units[str(series.variable)])
    except UnitError:
        return NOTHING
    return _figure(near, value, unit)


def _label(text: Text) -> Value:
    return Label(str(text.en), str(text.zh))


def budgets(content: Content) -> list[BudgetTable]:
    """Return the budgets of the next two five-year plans, in all, by sector and by district."""
    return [_budget(content, period) for period in content.summary.carbon_budget[:PERIODS]]


def _budget(content: Content, period: BudgetRecord) -> BudgetTable:
    unit, quotas = emission_unit(content), period.quotas
    total = [*(quota.total_Mt for quota in quotas), period.total_Mt]
    groups: list[Group] = [(message("Total"), ((in_context("budget", "Total"), _cells(total, unit)),))]
    sectors = tuple(
        (in_each(partial(content.called, name)), _cells([*(quota.sectors_Mt[name] for quota in quotas), whole], unit))
        for name, whole in period.sectors_Mt.items()
    )
    districts = tuple(
        (_district(content, name), _cells([*(quota.districts_Mt[name] for quota in quotas), whole], unit))
        for name, whole in period.districts_Mt.items()
    )
    named = ((in_context("budget", "By sector"), sectors), (message("By district"), districts))
    groups += [group for group in named if group[1]]
    years = tuple(quota.year for quota in quotas)
    return BudgetTable(period.first, period.last, years, unit.label(), tuple(groups))


def district_tables(content: Content) -> list[DistrictTable]:
    """Return the budgets of the next two five-year plans by sector and district: by place, and by responsibility."""
    found = []
    for period in content.summary.carbon_budget[:PERIODS]:
        years = f"{period.first}–{period.last}"
        for parts, title in (
            (
                period.districts_by_place_Mt,
                message("By sector and district, {years}: where it is emitted", years=years),
            ),
            (period.districts_by_user_Mt, message("By sector and district, {years}: who is responsible", years=years)),
        ):
            if parts:
                found.append(_district_table(content, title, parts))
    return found


def _district_table(content: Content, title: Value, parts: Mapping[str, Mapping[str, float]]) -> DistrictTable:
    unit, total = emission_unit(content), in_context("budget", "Total")
    rows = [
        (total if sector is None else in_each(partial(content.called, sector)), _cells([*own, sum(own)], unit))
        for sector, own in by_sector(parts)
    ]
    return DistrictTable(title, tuple(_district(content, name) for name in parts), tuple(rows))


def by_sector(parts: Mapping[str, Mapping[str, float]]) -> list[tuple[str | None, list[float]]]:
    """Return what districts emit by sector, one figure a district, and at last under no name that of all sectors."""
    sectors = dict.fromkeys(sector for own in parts.values() for sector in own)
    found: list[tuple[str | None, list[float]]] = [
        (sector, [own.get(sector, 0.0) for own in parts.values()]) for sector in sectors
    ]
    whole = [sum(own.values()) for own in parts.values()]
    return [row for row in found if any(row[1])] + [(None, whole)]


def _district(content: Content, name: str) -> Value:
    return in_each(lambda language: district_name(content, name, language))


def _cells(values: Sequence[float], unit: Unit) -> tuple[Value, ...]:
    return tuple(value_label(value, unit) for value in values)


def economy_table(summary: Summary) -> EconomyTable | None:
    """Return what branches, services and projects change in GDP and jobs, and all together; None where nothing is."""
    changes, known = summary.economic_changes, milestones_of(list(summary.emissions_Mt), summary.plan_from)
    if not changes or known is None:
        return None
    rows: list[tuple[Value, tuple[Value, ...]]] = [
        (Label(row.label, row.label_zh), _changed(row.gdp_billion_CNY, row.jobs, known.ends)) for row in changes
    ]
    if len(rows) > 1:
        gdp, jobs = ({year: sum(getattr(row, key)[year] for row in changes) for year in known.ends}
                     for key in ("gdp_billion_CNY", "jobs"))  # fmt: skip
        rows.append((in_context("budget", "Total"), _changed(gdp, jobs, known.ends)))
    return EconomyTable(known.ends, tuple(rows))


def economy_columns(table: EconomyTable) -> list[Message]:
    """Return the headings of GDP, with its unit, and of jobs."""
    money = [message("GDP {year}, {unit}", year=year, unit=BILLION_CNY.label()) for year in table.years]
    return [*money, *(message("Jobs {year}", year=year) for year in table.years)]


def _changed(gdp: Mapping[int, float], jobs: Mapping[int, float], years: Sequence[int]) -> tuple[Value, ...]:
    money = (value_label(gdp[year], BILLION_CNY, 3, signed=True) for year in years)
    persons = (f"{jobs[year]:+,.0f}".replace("-", "−") for year in years)
    return (*money, *persons)


def projects(content: Content) -> list[ProjectRow]:
    """Return every project with what it does to emissions, to the peak and to cost."""
    return [_project(content, row) for row in content.summary.projects]


def _project(content: Content, row: ProjectRecord) -> ProjectRow:
    unit, full, cost = emission_unit(content), row.full_from, row.cost_million_CNY
    effects = (row.twin_effect_Mt, row.effect_Mt)
    alone, planned = (
        emissions_change(content.summary, full, value_label(effect.get(full), unit, 3, signed=True), effect.get(full))
        for effect in effects
    )
    told = NOTHING if cost is None else in_each(lambda language: money(cost / 1000.0, language))
    process = row.process_Mt.get("CO2_process")
    return ProjectRow(
        Label(row.label, row.label_zh),
        _where(content, row),
        str(full) if row.start == full else f"{row.start}–{full}",
        value_label(row.energy_Mtce, MTCE),
        value_label(process, unit),
        value_label(row.value_added_billion_CNY, BILLION_CNY, 3),
        number(row.jobs, 4) if row.jobs else "–",
        alone,
        planned,
        _peak(row.peak_with, row.status_with, unit),
        _peak(row.peak_without, row.status_without, unit),
        cost_change(content.summary, told, cost),
        " ".join(each for each in (row.source, row.quality, row.note) if each),
    )


def _where(content: Content, row: ProjectRecord) -> Value:
    branch = attribute(content.scenario, "industry.branches") or {}
    classes = attribute(content.scenario, "buildings.classes") or {}
    known = branch.get(row.branch) or classes.get(row.branch)
    title: Value = row.branch if known is None else _label(known.label)
    if not row.district:
        return title
    return message("{project}, {district}", project=title, district=_district(content, row.district))


def _peak(peak: ProjectPeak, status: SolveStatus, unit: Unit) -> Value:
    if peak.year is None:
        return wording(status)
    level = value_label(peak.level_Mt, unit)
    return message("{year}, {level}", year=peak.year, level=level)


def actuals(content: Content) -> list[ActualRow]:
    """Return what the statistics said beside the plan, with what the years left must do about it."""
    return [_actual(content, row) for row in content.summary.actuals]


def _actual(content: Content, row: ActualRecord) -> ActualRow:
    unit, scale = _told_in(content, row.variable, row.unit)
    share, needed = row.gap_share, row.change_needed
    actual, plan, gap = (None if one is None else one * scale for one in (row.actual, row.plan, row.gap))
    return ActualRow(
        Label(row.label, row.label_zh),
        str(row.year),
        unit.label(),
        value_label(actual, unit),
        value_label(plan, unit),
        value_label(gap, unit, 3, signed=True),
        "–" if share is None else f"{100 * share:+.1f}%".replace("-", "−"),
        value_label(row.left_Mt, emission_unit(content)),
        _needed(needed, row),
        " ".join(told for told in (row.source, row.note) if told),
    )


def _told_in(content: Content, variable: str, unit: str) -> tuple[Unit, float]:
    """Return the unit that an actual is told in, that of the results, and what it is multiplied by to be in it."""
    own = content.units.get(variable, "")
    try:
        scale = figure_factor(unit, own)
    except UnitError:
        return reader_unit(unit), 1.0
    return reader_unit(own), scale


def _needed(change: float | None, row: ActualRecord) -> Value:
    if change is None:
        return NOTHING
    size, years = number(abs(100 * change), 2), row.years_left
    if abs(change) < 1e-6:
        return message("as planned")
    if change < 0:
        return message("{years} years left: {share}% under the plan", years=str(years), share=size)
    return message("{years} years left: {share}% over the plan", years=str(years), share=size)


def emission_unit_label(content: Content) -> Value:
    """Name the unit in which these tables tell emissions."""
    unit = emission_unit(content)
    return unit.label()
