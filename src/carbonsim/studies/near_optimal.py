"""Alternatives: what must be done in any case, what may be chosen and what is excluded, at nearly the least cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from carbonsim.analysis.near_plans.alternatives import find_alternatives
from carbonsim.analysis.near_plans.groups import TechnologyGroup, groups_of
from carbonsim.clock import Clock, Progress
from carbonsim.errors import Finding, InfeasibleError, SolverError
from carbonsim.export.results_folder import findings_of_page, replaced_page
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.optimization.planning.near_plans import NearPlans
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.pipeline import optimise, prepare, raise_findings
from carbonsim.report.studies.alternatives import show_alternatives
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.scenario.quantity import Measure
from carbonsim.scenario.scenario import Scenario
from carbonsim.studies.asked import read_amount
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Years

SHARE = Measure("1", minimum=0.0, maximum=1.0)
YEARS_AHEAD = 10  # how far after the plan begins a year is looked at, where none is asked for


def alternatives(
    path: Path | str,
    *,
    within: float | str = 0.01,
    year: int | None = None,
    only: Sequence[str] = (),
    out: Path | str | None = None,
    progress: Progress | None = None,
) -> ShownStudy:
    """Find the least and the most of each group of technologies among plans of nearly the least cost.

    `within` is how much more a plan may cost, as it is perceived: a share of the cost of the plan, or a text such as
    `1 %`. `year` is the model year that is looked at: that of the peak where the plan has one, else ten years on.
    `only` keeps the groups whose sector or name begins with one of these words; each takes two solves. `out` is the
    page to write. Plans are made with all years in sight and keep all that the plan keeps. Raises ScenarioError with
    every finding, InfeasibleError and SolverError where there is no plan.
    """
    if out is not None:
        raise_findings(findings_of_page(Path(out)))
    share, clock, memory = read_amount("--within", within, SHARE), Clock(progress), Memory()
    scenario, system = prepare(path, clock, memory)
    raise_findings(only_optimised(scenario))
    year = year if year is not None else _usual_year(system)
    raise_findings(unknown_years(scenario, system.years, (year,)))
    groups = groups_of(scenario, system, year)
    chosen = [one for one in groups if not only or one.name.startswith((*only,)) or one.sector in only]
    raise_findings(_no_such_group(groups, chosen, only))
    sighted = replace(system, foresight=None)
    plans = optimise(scenario, sighted, clock, memory)
    plan = optimal(plans.plan)
    assert plans.optimization is not None and plan.perceived_cost is not None
    with clock.stage("solve"):
        near = NearPlans(plans.optimization, plan.perceived_cost, share)
        found = find_alternatives(chosen, plans.optimization, near, year, share, clock.progress)
    shown = show_alternatives(scenario, system, plan, found)
    if out is not None:
        replaced_page(Path(out), shown.page())
    return shown


def optimal(plan: Solution) -> Solution:
    """Return a plan; raises InfeasibleError or SolverError, with why, where there is none."""
    if plan.status != SolveStatus.OPTIMAL:
        kind = InfeasibleError if plan.status == SolveStatus.INFEASIBLE else SolverError
        told = tuple(one.with_places() for one in plan.explanation)
        raise kind(message("there is no plan: {why}", why=told or str(plan.status)))
    return plan


def only_optimised(scenario: Scenario) -> list[Finding]:
    """Return a finding where a scenario only adds up prescribed paths."""
    if scenario.mode != "accounting":
        return []
    expected = message("a scenario that is optimised")
    return [Finding(*scenario.locate("mode"), "mode", "accounting", expected, message("use carbonsim.run"))]


def only_the_cheapest(scenario: Scenario) -> list[Finding]:
    """Return a finding where the plan is not the cheapest: its next tonnes are not what it looks for."""
    plan = scenario.peaking
    if plan is None or plan.objective == "cheapest":
        return []
    advice = message("ask with by or max_level in place of objective")
    path = "peaking.objective"
    return [Finding(*scenario.locate(path), path, plan.objective, message("the cheapest plan"), advice)]


def unknown_years(scenario: Scenario, years: Years, wanted: tuple[int, ...]) -> list[Finding]:
    """Return a finding for every year that is no model year of the plan, with the nearest."""
    planned = [one for one in years if one >= years.plan_from]
    file, line = scenario.locate("time.years")
    return [
        Finding(
            file, line, "time.years", message("no planned model year {year}", year=one),
            message("a model year from {plan_from} on", plan_from=years.plan_from),
            message("take {year}, the nearest", year=min(planned, key=lambda known: abs(known - one))),
        )
        for one in wanted
        if one not in planned
    ]  # fmt: skip


def _no_such_group(
    groups: Sequence[TechnologyGroup], chosen: Sequence[TechnologyGroup], only: Sequence[str]
) -> list[Finding]:  # fmt: skip
    """Return a finding where no group is called so."""
    if chosen:
        return []
    names = tuple(dict.fromkeys(one.sector for one in groups))
    return [
        Finding("--only", 0, "--only", ", ".join(only), message("one of {names}, or the name of a group", names=names))
    ]


def _usual_year(system: EnergySystem) -> int:
    """Return the year that is looked at where none is asked for: that of the peak, or some years after the plan."""
    by = next((peak.by for peak in system.peaking if peak.by is not None and peak.sector is None), None)
    ahead = system.years.plan_from + YEARS_AHEAD
    return by if by is not None else min(system.years, key=lambda one: (abs(one - ahead), one))
