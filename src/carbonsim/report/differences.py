"""What measures and views of the future change, told in columns: below what a plan is known to, it is no difference."""

from __future__ import annotations

from itertools import pairwise

from carbonsim.analysis.accounts.differences import emissions_differ, money_differs
from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.message import Value
from carbonsim.report.cost_lines import NO_DIFFERENCE


def emissions_change(summary: Summary, year: int, told: Value, *changes: float | None) -> Value:
    """Return what is told of changes of a year's emissions in Mt; none of 0.1 % of what the plan emits is none."""
    return _worth(told, summary.emissions_Mt.get(year, 0.0), *changes)


def change_together(summary: Summary, told: Value, *changes: float | None, first: int | None = None) -> Value:
    """Return what is told of changes of the emissions of all years together in Mt, or of those from a first year on."""
    return _worth(told, _together(summary, first), *changes)


def cost_change(summary: Summary, told: Value, change: float | None) -> Value:
    """Return what is told of a change of discounted cost in million CNY; below 0.01 % of GDP it is none."""
    gdp = None if summary.cost_lines is None else summary.cost_lines.gdp
    if change is None or not gdp or money_differs(change, gdp):
        return told
    return NO_DIFFERENCE


def _worth(told: Value, level: float, *changes: float | None) -> Value:
    known = [change for change in changes if change is not None]
    return NO_DIFFERENCE if known and level and not any(emissions_differ(one, level) for one in known) else told


def _together(summary: Summary, first: int | None) -> float:
    """Return emissions of years together; a model year stands for the years since the one before."""
    years = sorted(summary.emissions_Mt)
    spans = {year: year - before for before, year in pairwise(years)}
    return sum(summary.emissions_Mt[year] * spans.get(year, 1) for year in years if first is None or year >= first)
