"""Tables for the terminal: the verdict of a run, and of a comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.table import Table

from carbonsim.analysis.milestones import Milestones, milestones_of
from carbonsim.analysis.peaking import without_peak
from carbonsim.analysis.summary.joined_years import join_years
from carbonsim.analysis.summary.records import ProjectPeak, TargetRecord
from carbonsim.analysis.summary.summary import Summary
from carbonsim.analysis.targets import TargetStatus
from carbonsim.errors import Warned
from carbonsim.messages.catalogue import ENGLISH
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, Wording, message, rendered
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.assessed import assessment_tables
from carbonsim.report.cost_lines import cost_line_cells, cost_line_rows
from carbonsim.report.differences import change_together, cost_change, emissions_change
from carbonsim.report.first_steps import rows as first_steps
from carbonsim.report.frozen import frozen_sentences
from carbonsim.report.peak_years import alike_words, ensemble_words, past_words, peak_cell, uncertain_level
from carbonsim.report.security import last_resort
from carbonsim.report.tables import foresight, leaks
from carbonsim.report.tables.foresight import windows_line
from carbonsim.report.tables.history import TITLE, error_rows, intensities_line
from carbonsim.report.tables.records import ECONOMY, economy_columns, economy_table
from carbonsim.report.target_words import status_words
from carbonsim.report.terminal.language import localized, terminal_language, translated
from carbonsim.report.verdict import rule_label
from carbonsim.report.words import word
from carbonsim.scenario.scenario import Scenario

COST_LINES = ("above baseline", "public money", "energy system")
MOST_STEPS = 3  # of a kind that a terminal lists
NAME_WIDTH = 20  # characters of the name of a target that stay on one line, however narrow the terminal


def check_lines(scenario: Scenario, warnings: Sequence[Warned], file: Path) -> str:
    """Return what a check found: nothing wrong, what to know nevertheless, how far the values can be trusted."""
    unknown, well, values = message("without a source"), message("nothing wrong"), message("values")
    qualities = Counter(scenario.data_table()["quality"])
    unsourced = qualities.pop("", 0)
    counts = [f"{count} {localized(quality)}" for quality, count in sorted(qualities.items())]
    if unsourced:
        counts.append(f"{unsourced} {localized(unknown)}")
    lines = [f"{file}: {_name(scenario)}, {localized(well)}"]
    lines += [f"{localized('warning')}: {translated(warning)}" for warning in warnings]
    return "\n".join([*lines, f"{sum(qualities.values()) + unsourced} {localized(values)}: {', '.join(counts)}"])


def _name(scenario: Scenario) -> str:
    return Label(scenario.name, scenario.name_zh or scenario.name).rendered(terminal_language())


def calibration_table(calibration: pd.DataFrame) -> Table | None:
    """Return the model beside every figure of the statistics; None where the scenario has none."""
    if calibration.empty:
        return None
    language = terminal_language()
    table = Table(title=rendered(TITLE, language), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(localized("Name"), overflow="fold")
    for name in ("Year", "Statistics", "Model", "Unit", "Error", "Quality", "Status"):
        table.add_column(
            localized(name), justify="left" if name in ("Unit", "Quality", "Status") else "right", no_wrap=True
        )
    for row in error_rows(calibration):
        cells = (row.title, str(row.year), row.official, row.model, row.unit, row.error, row.quality, row.standing)
        table.add_row(*(rendered(cell, language) for cell in cells))
    return table


def run_tables(summary: Summary, folder: Path) -> list[Table]:
    """Return the tables of a run: its verdict, then targets, campaigns and so on where it has any."""
    more = (
        terminal_first_steps(summary),
        terminal_last_resort_table(summary),
        target_table(summary),
        *assessment_grades(summary),
        terminal_campaign_table(summary),
        terminal_project_table(summary),
        terminal_economy_table(summary),
        terminal_leak_table(summary),
        terminal_foresight_table(summary),
    )
    return [verdict_table(summary, folder), *(table for table in more if table is not None)]


def verdict_table(summary: Summary, folder: Path) -> Table:
    """Return the verdict of a run as a table: peak, cost, base year, timings, where the results are."""
    table = Table(title=_title(summary), title_justify="left", show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in _verdict_rows(summary):
        table.add_row(localized(name), value)
    if summary.status in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE):
        table.add_row(localized("report"), str(folder / "report.html"))
    return table


def _verdict_rows(summary: Summary) -> list[tuple[Wording, str]]:
    rows: list[tuple[Wording, str]] = [("status", localized(summary.status))]
    rows += [("why", rendered(reason, terminal_language())) for reason in summary.reasons]
    rows += [("warning", one.rendered(terminal_language())) for one in summary.warnings]
    rows += [("no data for", rendered(one.wording, terminal_language())) for one in summary.no_data]
    rows += [("counterfactual", one.rendered(terminal_language())) for one in frozen_sentences(summary)]
    peak, cost, base = summary.peak, summary.total_cost, summary.base_year
    if peak.year is not None:
        rows.append(("peak", localized(_peak_message(summary))))
        rows += [("window", localized(told)) for told in (alike_words(peak), ensemble_words(peak)) if told is not None]
        rows.append(("rule", rendered(rule_label(peak), terminal_language())))
        level = summary.planning_objective.level_Mt
        past = past_words(summary, "" if level is None else _level(level, summary))
        rows += [] if past is None else [("objective", localized(past))]
    elif reason := without_peak(summary.emissions_Mt.values()):
        rows.append(("peak", word(reason, terminal_language())))
    if (both := intensities_line(summary)) is not None:
        rows.append(("five-year plans", rendered(both, terminal_language())))
    if (sight := windows_line(summary)) is not None:
        rows.append(("foresight", rendered(sight, terminal_language())))
    if cost.value is not None:
        rows.append(("cost", localized(_cost_message(cost.value, summary))))
    rows += list(_cost_line_rows(summary))
    if base is not None and base.energy_Mtce is not None:
        energy, emissions = f"{base.energy_Mtce:.2f}", f"{base.emissions_Mt:.2f}"
        rows.append(
            ("base year", localized(message("{energy} Mtce, {emissions} Mt", energy=energy, emissions=emissions)))
        )
    seconds = (f"{localized(stage)} {taken:.1f}" for stage, taken in summary.timings_s.items())
    rows.append(("seconds", ", ".join(seconds)))
    return rows


def _peak_message(summary: Summary) -> Message:
    peak = summary.peak
    told = uncertain_level(_level(peak.level_Mt or 0.0, summary), peak)
    years, status = peak_cell(peak, summary.years), localized(peak.status or "")
    return message("{years} at {level}, {status}", years=years, level=told, status=status)


def _level(level: float, summary: Summary) -> Message:
    told = f"{level:.2f}"
    if summary.emission_unit == "Mt":
        return message("{level} Mt", level=told)
    return message("{level} units of the data", level=told)


def _cost_message(value: float, summary: Summary) -> Message:
    """Tell a total cost in money of the base year; a data set counts in units of its own."""
    year, cost = "" if summary.base_year is None else summary.base_year.year, f"{value:,.0f}"
    if summary.scope != "data":
        return message("{cost} million CNY of {year}, discounted to {base}", cost=cost, year=year, base=year)
    if cost in ("1", "-1"):
        return message("{cost} cost unit of the data, discounted to {year}", cost=cost, year=year)
    return message("{cost} cost units of the data, discounted to {year}", cost=cost, year=year)


def _cost_line_rows(summary: Summary) -> Iterator[tuple[Wording, str]]:
    """Yield the three lines of cost: with its share of GDP, and what of the energy system's is above the baseline's."""
    told = summary.cost_lines
    if told is None:
        return
    for name, line in zip(COST_LINES, cost_line_rows(summary), strict=True):
        value, share, above = cost_line_cells(line, told, _million)
        words: Value = value if line.value is None or share == "–" else message(
            "{value} ({share} of GDP)", value=value, share=share
        )  # fmt: skip
        if line.above is not None and not line.is_gap:
            words = message("{value} without private vehicles; against the baseline {above}", value=words, above=above)
        yield name, rendered(words, terminal_language())


def _million(value: float) -> Message:
    return message("{cost} million CNY", cost=f"{value:,.0f}")


def _title(summary: Summary) -> str:
    return Label(summary.name, summary.name_zh or summary.name).rendered(terminal_language())


def target_table(summary: Summary) -> Table | None:
    """Return targets with result, gap and verdict as a table; None where there are none."""
    targets = summary.targets
    if not targets:
        return None
    table = Table(title=localized("Targets"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(localized("target"), overflow="fold", min_width=NAME_WIDTH)
    for name in ("year", "figure", "result", "gap", "verdict"):
        whole = name not in ("figure", "verdict")  # in a narrow terminal the unit goes below its figure
        table.add_column(localized(name), justify="left" if name == "verdict" else "right", no_wrap=whole)
    priced = any(target.shadow_price is not None for target in targets)
    if priced:
        table.add_column(localized(message("million CNY a unit")), justify="right", no_wrap=True)
    for years, target in join_years(targets):
        label = Label(target.label, target.label_zh).rendered(terminal_language())
        name = target.name if terminal_language() == ENGLISH else f"{label} ({target.name})"
        table.add_row(name, years, *_target_cells(target)[: 5 if priced else 4])
    return table


def assessment_grades(summary: Summary) -> list[Table]:
    """Return a table of the grades of each evaluation, a sentence a year."""
    tables = []
    for told in assessment_tables(summary):
        table = Table(title=localized("Evaluation"), title_justify="left", box=SIMPLE_HEAD, show_header=False)
        table.add_column(overflow="fold")
        table.add_row(rendered(told.sentences[-1], terminal_language()))
        tables.append(table)
    return tables


def _target_cells(target: TargetRecord) -> tuple[str, ...]:
    unit = Label(target.unit, target.unit_zh or target.unit).rendered(terminal_language())
    figure = "–" if target.target is None else f"{target.sense} {target.target:.4g} {unit}"
    price = "" if target.shadow_price is None else localized("not binding")
    if target.binding:
        price = _figure(target.shadow_price)
    return figure, _figure(target.result), _figure(target.gap), localized(_status(target)), price


def _status(target: TargetRecord) -> Wording:
    """Return the status of a target; of a change without a base with the year that it lacks."""
    if target.status == TargetStatus.NO_BASE:
        return message("no {year} base", year=str(target.base_year))
    return status_words(target)


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def terminal_campaign_table(summary: Summary) -> Table | None:
    """Return what each campaign abates by the end of the first five-year plan, and its cost; None without any."""
    campaigns = summary.campaigns
    if not campaigns:
        return None
    told, known = campaigns[0].first_in_Mt or {}, _milestones_of(summary)
    year = max((y for y in told if known is None or y <= known.first), default=min(told))
    table = Table(
        title=localized("Campaigns, first in to last out"), title_justify="left", box=SIMPLE_HEAD, pad_edge=False
    )
    table.add_column(localized("campaign"), overflow="fold")
    for name in (
        message("Mt in {year}", year=year),
        message("Mt in all"),
        message("CNY/t"),
        message("saves, million CNY"),
    ):
        table.add_column(localized(name), justify="right", no_wrap=True)
    for campaign in campaigns:
        worth = cost_change(summary, _figure(campaign.cost_saving), campaign.cost_saving)
        in_year = (campaign.first_in_Mt or {}).get(year), (campaign.last_out_Mt or {}).get(year)
        together = campaign.cumulative_first_in_Mt, campaign.cumulative_last_out_Mt
        table.add_row(
            Label(campaign.label, campaign.label_zh).rendered(terminal_language()),
            _told(emissions_change(summary, year, _range(*in_year), *in_year)),
            _told(change_together(summary, _range(*together), *together)),
            _told(_range(campaign.cost_per_tonne_first_in, campaign.cost_per_tonne_last_out)),
            localized("needed") if campaign.needed else _told(worth),
        )
    return table


def _range(one: float | None, two: float | None) -> Message:
    return message("{least} to {most}", least=_figure(one), most=_figure(two))


def _told(value: Value) -> str:
    return rendered(value, terminal_language())


def terminal_project_table(summary: Summary) -> Table | None:
    """Return what each project does to emissions, to the peak and to cost; None where there is none."""
    if not summary.projects:
        return None
    table = Table(title=localized(message("Projects, with less without")), title_justify="left")
    for name in (
        "project",
        "year",
        message("Mt alone"),
        message("Mt in the plan"),
        message("peak with"),
        message("peak without"),
        message("cost, million CNY"),
    ):
        table.add_column(localized(name), justify="left" if name == "project" else "right")
    for project in summary.projects:
        year = project.full_from
        found = (effect.get(year) for effect in (project.twin_effect_Mt, project.effect_Mt))
        effects = (_told(emissions_change(summary, year, _figure(one), one)) for one in found)
        cost = cost_change(summary, _figure(project.cost_million_CNY), project.cost_million_CNY)
        with_, without = (project.peak_with, project.status_with), (project.peak_without, project.status_without)
        peaks = (_peak_words(*with_), _peak_words(*without))
        label = Label(project.label, project.label_zh).rendered(terminal_language())
        table.add_row(label, str(year), *effects, *peaks, _told(cost))
    return table


def terminal_economy_table(summary: Summary) -> Table | None:
    """Return what branches, services and projects change in GDP and jobs; None where the scenario changes nothing."""
    told = economy_table(summary)
    if told is None:
        return None
    table = Table(title=localized(ECONOMY), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(localized("Name"), overflow="fold")
    for heading in economy_columns(told):
        table.add_column(localized(heading), justify="right")
    for name, cells in told.rows:
        table.add_row(*map(_told, (name, *cells)))
    return table


def terminal_last_resort_table(summary: Summary) -> Table | None:
    """Return what is used where nothing else serves, in red; None where nothing is."""
    if not summary.last_resort:
        return None
    table = Table(title=localized(last_resort.TITLE), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(last_resort.COLUMNS):
        table.add_column(localized(column), justify="right" if place > 1 else "left", overflow="fold", style="red")
    for row in last_resort.last_resort_rows(summary):
        table.add_row(rendered(row.name, terminal_language()), row.years, row.most, row.price, row.cost)
    return table


def terminal_first_steps(summary: Summary) -> Table | None:
    """Return what the plan does first, the weightiest of each kind; None where it does nothing."""
    if not summary.first_steps:
        return None
    title = message("{title}, {years}", title=first_steps.TITLE, years=first_steps.first_step_years(summary))
    table = Table(title=localized(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    what, owner, *others = first_steps.first_step_columns(summary)
    table.add_column(localized(message("{what}, {owner}", what=what, owner=owner)), overflow="fold")
    for column in others:
        table.add_column(localized(column), justify="right", overflow="fold")
    for kind, rows in first_steps.first_step_rows(summary, MOST_STEPS):
        table.add_row(localized(first_steps.KINDS[kind]), style="bold")
        for row in rows:
            name, owned, *cells = row.cells
            whose = name if owned is first_steps.NOTHING else message("{what}, {owner}", what=name, owner=owned)
            table.add_row(_told(whose), *map(_told, cells))
    return table


def terminal_leak_table(summary: Summary) -> Table | None:
    """Return what comes back of what each measure saves; None where nothing is saved that is worth telling."""
    found = [record for record in summary.leaks if record.year in record.leak]
    if not found:
        return None
    title = message("Where emissions come back, Mt in {year}", year=found[0].year)
    table = Table(title=localized(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(localized(leaks.COLUMNS[0]), overflow="fold")
    for place in leaks.FIGURES:
        table.add_column(localized(leaks.COLUMNS[place]), justify="right", no_wrap=place != max(leaks.FIGURES))
    for record in found:
        row, year = leaks.leak_row(record), record.year
        saved, returned = (_figure(path.get(year)) for path in (record.saved_Mt, record.returned_Mt))
        table.add_row(rendered(row.name, terminal_language()), saved, returned, row.leak, row.power)
    return table


def terminal_foresight_table(summary: Summary) -> Table | None:
    """Return what short foresight alone does; None where all years are in sight, or it was not asked for."""
    seen = summary.foresight
    if seen is None or seen.short is None or seen.perfect is None:
        return None
    short, perfect = seen.short, seen.perfect
    table = Table(title=localized(foresight.TITLE), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for heading in foresight.COLUMNS:
        table.add_column(localized(heading), justify="right")
    known = _milestones_of(summary)
    ends = [year for year in (() if known is None else known.ends) if year in short.emissions_Mt]
    told = [
        (message("peak level, Mt"), short.peak_level_Mt, perfect.peak_level_Mt),
        *((message("{year}, Mt", year=year), short.emissions_Mt[year], perfect.emissions_Mt[year]) for year in ends),
        (message("together, Mt"), short.cumulative_Mt, perfect.cumulative_Mt),
        (message("resources used, million CNY"), short.resource, perfect.resource),
    ]
    for name, one, other in told:
        alone = None if one is None or other is None else one - other
        table.add_row(localized(name), _figure(one), _figure(other), _figure(alone))
    return table


def _peak_words(peak: ProjectPeak, status: SolveStatus) -> str:
    return word(status, terminal_language()) if peak.year is None else f"{peak.year}, {peak.level_Mt:.2f} Mt"


def comparison_table(columns: Sequence[Summary], page: Path) -> Table:
    """Return the verdicts of several runs side by side."""
    table = Table(title=localized("Comparison"), title_justify="left", caption=str(page), caption_justify="left")
    table.add_column("")
    for summary in columns:
        table.add_column(_title(summary), overflow="fold")
    for name, values in _comparison_rows(columns):
        table.add_row(localized(name), *values)
    return table


def _milestones_of(summary: Summary) -> Milestones | None:
    return milestones_of(list(summary.emissions_Mt), summary.plan_from)


def _milestones(columns: Sequence[Summary]) -> list[int]:
    """Return the ends of the next two five-year plans and of every horizon, as far as there are results for them."""
    known = [one for summary in columns if (one := _milestones_of(summary)) is not None]
    return sorted({year for one in known for year in one.ends})


def _judged(summary: Summary) -> str:
    """Return the verdict on the peak, or why there is none to judge."""
    reason = without_peak(summary.emissions_Mt.values())
    return localized(summary.peak.status or "–") if reason is None else word(reason, terminal_language())


def _comparison_rows(columns: Sequence[Summary]) -> list[tuple[Wording, list[str]]]:
    def formatted(value: float | None, form: str = ".2f") -> str:
        return "–" if value is None else f"{value:{form}}"

    def emitted(year: int) -> list[str]:
        return [formatted(summary.emissions_Mt.get(year)) for summary in columns]

    return [
        ("status", [localized(summary.status) for summary in columns]),
        ("peak year", [rendered(peak_cell(one.peak, one.years), terminal_language()) for one in columns]),
        ("peak level, Mt", [formatted(summary.peak.level_Mt) for summary in columns]),
        ("verdict", [_judged(summary) for summary in columns]),
        *(
            (message("{year}, Mt", year=year), [formatted(summary.emissions_Mt.get(year)) for summary in columns])
            for year in _milestones(columns)
        ),
        ("total cost, million CNY", [formatted(summary.total_cost.value, ",.0f") for summary in columns]),
    ]
