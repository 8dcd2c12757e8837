"""What it costs to begin a campaign or a project later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from carbonsim.analysis.peaking import Peak
from carbonsim.errors import Finding
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.sectors.energy import text_label
from carbonsim.system.tables import Years

DELAYED = ("campaigns", "projects")
DATES = ("start", "full_by", "end")  # of those that have them


@dataclass(frozen=True)
class Delayed:
    """A plan in which something begins so many years later; costs are more than those of the plan in time.

    In million CNY, discounted, as they are perceived and in resources and transfers; `twin_cost` is that of the
    scenario without its peaking plan. `emitted` is what the plan emits more over all its years, `twin_emitted` what
    its twin does, in Mt. Empty where there is no plan.
    """

    name: Label | str
    path: str
    years: int
    status: str
    cost: float | None = None
    resource_cost: float | None = None
    twin_cost: float | None = None
    emitted: float | None = None
    twin_emitted: float | None = None
    peak_year: int | None = None
    peak_level: float | None = None
    why: tuple[Message, ...] = ()


def delay_changes(scenario: Scenario, path: str, years: int) -> tuple[Mapping[str, object], list[Finding]]:
    """Return the values by which a campaign or a project begins later, or what is wrong with the question."""
    section, _, name = path.partition(".")
    known = getattr(scenario, section, {}) if section in DELAYED else {}
    if name not in known:
        names = tuple(f"{one}.{key}" for one in DELAYED for key in getattr(scenario, one, {}) or {})
        expected = message("one of {names}", names=names) if names else message("a campaign or a project")
        return {}, [Finding("--delay", 0, "--delay", path, expected)]
    one = known[name]
    dates = {key: getattr(one, key) for key in DATES if isinstance(getattr(one, key, None), int)}
    return {f"{path}.{key}": date + years for key, date in dates.items()}, []


def name_of_delayed(scenario: Scenario, path: str) -> Label | str:
    """Return what a campaign or a project is called."""
    section, _, name = path.partition(".")
    label = getattr(getattr(scenario, section)[name], "label", None)
    return name if label is None else text_label(label)


def compare_delay(
    name: Label | str, path: str, years: int, in_time: tuple[Solution, Solution], later: tuple[Solution, Solution],
    calendar: Years, peak: Peak | None,
) -> Delayed:  # fmt: skip
    """Return what a delay changes, from twin and plan of both; `peak` is that of the plan that begins later."""
    (twin, plan), (late_twin, late_plan) = in_time, later
    if late_plan.status != SolveStatus.OPTIMAL or plan.status != SolveStatus.OPTIMAL:
        known = late_twin.status == twin.status == SolveStatus.OPTIMAL
        twins = (_cost(late_twin) - _cost(twin), _more(late_twin, twin, calendar)) if known else (None, None)
        told = tuple(one.with_places() for one in late_plan.explanation)
        return Delayed(
            name, path, years, str(late_plan.status), twin_cost=twins[0], twin_emitted=twins[1], why=told
        )  # fmt: skip
    assert plan.total_cost is not None and late_plan.total_cost is not None
    cost, resource_cost = _cost(late_plan) - _cost(plan), late_plan.total_cost - plan.total_cost
    return Delayed(
        name, path, years, str(late_plan.status), cost, resource_cost,
        _cost(late_twin) - _cost(twin), _more(late_plan, plan, calendar), _more(late_twin, twin, calendar),
        None if peak is None else peak.year, None if peak is None else peak.level,
    )  # fmt: skip


def _cost(solution: Solution) -> float:
    assert solution.perceived_cost is not None
    return solution.perceived_cost


def _more(one: Solution, other: Solution, calendar: Years) -> float:
    """Return what one plan emits more than another over the calendar years of the plan, in Mt."""
    planned = [year for year in calendar if year >= calendar.plan_from]
    differences = ((one.judged_emissions[year] - other.judged_emissions[year], year) for year in planned)
    return sum(difference * len(calendar.span(year)) for difference, year in differences)


def delays_table(delays: list[Delayed]) -> pd.DataFrame:
    """Return a row a delay."""
    rows = [
        (one.path, one.years, one.status, one.cost, one.resource_cost, one.twin_cost, one.emitted, one.twin_emitted,
         one.peak_year, one.peak_level)
        for one in delays
    ]  # fmt: skip
    names = ["path", "years", "status", "cost_million_CNY", "resource_cost_million_CNY", "twin_cost_million_CNY"]
    return pd.DataFrame(rows, columns=[*names, "emitted_Mt", "twin_emitted_Mt", "peak_year", "peak_level_Mt"])
