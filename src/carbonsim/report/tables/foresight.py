"""How far those who decide see, and what that alone does, as a line and rows that the page prints."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.analysis.milestones import milestones_of
from carbonsim.analysis.summary.behaviour_records import ForesightPath
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.label import in_each
from carbonsim.messages.message import Message, Value, counting, in_context, message
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.content import Content
from carbonsim.report.differences import change_together, cost_change, emissions_change
from carbonsim.report.figures.emissions.emissions import emission_unit
from carbonsim.report.words import amount, money

TITLE = message("What foresight alone does")
SCOPE = message(
    "Both are the scenario without its peaking target, with the same past, rates, tastes and demands: once decided "
    "year after year, once with all years in sight. What a plan or a measure does is told among those who see equally "
    "far."
)
NOT_SOLVED = message("What foresight alone does was not solved for: run with --perfect to see it.")
COLUMNS = (message("As decided"), message("With perfect foresight"), message("Foresight alone"))
WITH_ALL_YEARS = message("Decided with perfect foresight: all years are in sight at once.")


class ForesightRow(NamedTuple):
    """A figure as it is decided, with perfect foresight, and the one less the other."""

    name: Value
    texts: tuple[Value, Value, Value]


def windows_line(summary: Summary) -> Message | None:
    """Say how many years were in sight where years were decided one after another; None where all were."""
    if summary.foresight is None:
        return None
    return counting(
        "Decided year after year with {count} year more in sight; a shadow price is told for the window that keeps "
        "its year.",
        "Decided year after year with {count} years more in sight; a shadow price is told for the window that "
        "keeps its year.",
        summary.foresight.years,
    )


def foresight_line(content: Content) -> Message | None:
    """Say how years were decided; None where all were in sight and nothing else was written."""
    if (told := windows_line(content.summary)) is not None:
        return told
    if content.scenario.foresight.years is None or content.status != SolveStatus.OPTIMAL:
        return None
    return WITH_ALL_YEARS


def foresight_rows(content: Content) -> list[ForesightRow]:
    """Return peak, emissions and resources of both; none where only one is known."""
    seen = content.summary.foresight
    if seen is None or seen.short is None or seen.perfect is None:
        return []
    short, perfect = seen.short, seen.perfect
    known = milestones_of(content.years, content.summary.plan_from)
    years = [] if known is None else [year for year in known.ends if year in short.emissions_Mt]
    first, last = content.summary.plan_from, content.years[-1]
    rows = [_peak(content, short, perfect)]
    rows += [_in_year(content, year, short.emissions_Mt[year], perfect.emissions_Mt[year]) for year in years]
    total = message("Emissions of {first}–{last} together", first=first or "", last=last)
    apart = short.cumulative_Mt - perfect.cumulative_Mt
    alone = change_together(content.summary, _moved(content, apart), apart, first=first)
    rows.append(
        ForesightRow(total, (_amount(content, short.cumulative_Mt), _amount(content, perfect.cumulative_Mt), alone))
    )
    if short.resource is not None and perfect.resource is not None:
        rows.append(_resources(content, short.resource, perfect.resource))
    return rows


def _resources(content: Content, short: float, perfect: float) -> ForesightRow:
    more = short - perfect
    told = in_each(lambda language: _sign(more) + money(more / 1000, language, 4))
    alone = cost_change(content.summary, told, more)
    return ForesightRow(message("Resources used, at the social discount rate"), (_cash(short), _cash(perfect), alone))


def _peak(content: Content, short: ForesightPath, perfect: ForesightPath) -> ForesightRow:
    before, after = short.peak_level_Mt, perfect.peak_level_Mt
    alone: Value = message("–")
    if before is not None and after is not None and short.peak_year is not None:
        alone = emissions_change(content.summary, short.peak_year, _moved(content, before - after), before - after)
    return ForesightRow(message("Peak"), (_level(content, short), _level(content, perfect), alone))


def _level(content: Content, path: ForesightPath) -> Value:
    if path.peak_year is None or path.peak_level_Mt is None:
        return message("–")
    return in_context("peak", "{level} in {year}", level=_amount(content, path.peak_level_Mt), year=path.peak_year)


def _in_year(content: Content, year: int, short: float, perfect: float) -> ForesightRow:
    apart = short - perfect
    alone = emissions_change(content.summary, year, _moved(content, apart), apart)
    name = message("Emissions in {year}", year=year)
    return ForesightRow(name, (_amount(content, short), _amount(content, perfect), alone))


def _amount(content: Content, value: float) -> Value:
    return in_each(lambda language: amount(value, emission_unit(content), language))


def _moved(content: Content, value: float) -> Value:
    return in_each(lambda language: _sign(value) + amount(value, emission_unit(content), language))


def _sign(value: float) -> str:
    return "+" if value > 0.0 else ""


def _cash(value: float) -> Value:
    return in_each(lambda language: money(value / 1000, language, 4))
