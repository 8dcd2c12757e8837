"""The hourly check: a scenario is solved, and a year of its plan dispatched hour by hour."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from carbonsim.analysis.hours.check import T_MWH, check_hours, commodities_of
from carbonsim.analysis.hours.traces import hourly_traces
from carbonsim.clock import Clock, Progress
from carbonsim.errors import Finding, InfeasibleError, SolverError
from carbonsim.export.results_folder import findings_of_page, replaced_page
from carbonsim.memory import Memory
from carbonsim.messages.label import Label
from carbonsim.messages.message import message
from carbonsim.optimization.planning.hours import run_hours
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.pipeline import optimise, prepare, raise_findings
from carbonsim.report.hours.shown import ShownHours
from carbonsim.scenario.hourly.series import read_hourly
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.hourly.build import hourly_system, missing_series
from carbonsim.system.hourly.plan import PlannedYear

Array = NDArray[np.float64]


def check_by_hour(
    path: Path | str,
    hours: Sequence[Path],
    year: int,
    *,
    out: Path | str | None = None,
    progress: Progress | None = None,
) -> ShownHours:
    """Solve a scenario and dispatch a year of its plan hour by hour; `out` is the page to write.

    Capacities are those that the plan has in that year. Raises ScenarioError with every finding, of the scenario, the
    year and the series; InfeasibleError and SolverError where there is no plan.
    """
    if out is not None:
        raise_findings(findings_of_page(Path(out)))
    clock, memory = Clock(progress), Memory()
    columns, findings = read_hourly(hours)
    raise_findings(findings)
    scenario, system = prepare(path, clock, memory)
    raise_findings(_unknown_year(scenario, system, year))
    plans = optimise(scenario, system, clock, memory)
    planned = planned_year(plans.system, plans.plan, year)
    series = {title: column.values for title, column in columns.items()}
    raise_findings(_missing(planned, series, hours))
    with clock.stage("solve"):
        shown = _dispatched(scenario, planned, series, _carbon_price(plans.plan, year), hours)
    if out is not None:
        from carbonsim.report.hours.page import render_hours

        with clock.stage("report"):
            replaced_page(Path(out), render_hours(shown))
    return shown


def planned_year(system: EnergySystem, plan: Solution, year: int) -> PlannedYear:
    """Return what a plan has in a year; raises InfeasibleError or SolverError where there is none."""
    if plan.status != SolveStatus.OPTIMAL:
        kind = InfeasibleError if plan.status == SolveStatus.INFEASIBLE else SolverError
        raise kind(message("there is no plan to check by hour: {status}", status=str(plan.status)))
    ran, stands = plan.activity[plan.activity["year"] == year], plan.capacity[plan.capacity["year"] == year]
    keys = zip(ran["region"], ran["technology"], ran["mode"], ran["time_slice"], strict=True)
    activity = dict(zip(keys, ran["value"].astype(float), strict=True))
    owners = zip(stands["region"], stands["technology"], strict=True)
    return PlannedYear(system, year, dict(zip(owners, stands["value"].astype(float), strict=True)), activity)


def _unknown_year(scenario: Scenario, system: EnergySystem, year: int) -> list[Finding]:
    if year in system.years.model:
        return []
    file, line = scenario.locate("time.years")
    nearest = min(system.years, key=lambda one: abs(one - year))
    return [Finding(
        file, line, "time.years", message("no model year {year}", year=year),
        message("--year with one of the model years"), message("take {year}, the nearest", year=nearest),
    )]  # fmt: skip


def _missing(planned: PlannedYear, series: Mapping[str, Array], hours: Sequence[Path]) -> list[Finding]:
    """Return what the plan follows by time slice and no column tells by hour."""
    file = str(hours[0]) if hours else ""
    return [
        Finding(
            file, 1, name, message("no column {key}", key=name), message("a value for each of 8,760 hours"),
            message("add the column: the plan follows it by time slice"),
        )
        for name in missing_series(planned, series)
    ]  # fmt: skip


def _carbon_price(plan: Solution, year: int) -> float:
    """Return what a tonne less is worth to the plan beside the price of allowances, in million CNY per Mt."""
    prices = plan.emission_prices
    known = prices[(prices["group"] == "all") & (prices["year"] == year)]["shadow_price"]
    return float(known.sum())


def _dispatched(
    scenario: Scenario, planned: PlannedYear, series: Mapping[str, Array], carbon: float, hours: Sequence[Path]
) -> ShownHours:
    start = time.perf_counter()
    hourly = hourly_system(planned, series, carbon)
    done = run_hours(hourly)
    if done.status != SolveStatus.OPTIMAL:
        kind = InfeasibleError if done.status == SolveStatus.INFEASIBLE else SolverError
        raise kind(
            message("the hours of {year} have no dispatch: {status}", year=planned.year, status=str(done.status))
        )
    keys = commodities_of(hourly)
    return ShownHours(
        Label(scenario.name, scenario.name_zh or scenario.name),
        f"{Path(scenario.trace.file).stem}-hours-{planned.year}",
        check_hours(hourly, done),
        {key[1]: hourly_traces(hourly, done, key) for key in keys},
        {key[1]: done.marginal[key] * T_MWH for key in keys},
        {key[1]: done.prices[key] * T_MWH for key in keys},
        ", ".join(one.name for one in hours),
        time.perf_counter() - start,
    )
