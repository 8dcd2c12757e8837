"""The frontier: what it costs to peak in each of some years, and below each of some levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from carbonsim.analysis.frontier.frontier import Frontier, find_frontier, with_candidates
from carbonsim.clock import Clock, Progress
from carbonsim.errors import Finding
from carbonsim.export.results_folder import findings_of_page, replaced_page
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.pipeline import optimise, prepare, raise_findings
from carbonsim.report.studies.frontier import show_frontier
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.scenario.quantity import Measure
from carbonsim.scenario.scenario import Scenario
from carbonsim.studies.asked import read_amount, read_years
from carbonsim.studies.near_optimal import only_optimised, optimal
from carbonsim.system.tables import Years

LEVEL = Measure("Mt", minimum=0.0)


def frontier(
    path: Path | str,
    *,
    by: str | Sequence[int],
    levels: Sequence[float | str] = (),
    out: Path | str | None = None,
    progress: Progress | None = None,
) -> ShownStudy:
    """Find what it costs to peak in each year of a range, and below each of some levels.

    `by` is a range such as `2026-2035`, of which the model years are taken, or the years themselves; `levels` are in Mt
    or texts with a unit, beside no level at all. Every point is a plan of its own that keeps all else that the peaking
    plan of the scenario asks for, solved warm from the point before; one without a plan is told as such. `out` is the
    page to write. Raises ScenarioError with every finding, InfeasibleError and SolverError where the scenario has no
    plan without a peak.
    """
    if out is not None:
        raise_findings(findings_of_page(Path(out)))
    caps = [None, *(read_amount("--level", level, LEVEL) for level in levels)]
    clock, memory = Clock(progress), Memory()
    scenario, system = prepare(path, clock, memory)
    raise_findings(only_optimised(scenario))
    years = read_years("--by", by) if isinstance(by, str) else by
    wanted, findings = _candidates(scenario, system.years, years, whole=not isinstance(by, str))
    raise_findings(findings)
    open_system = with_candidates(system, levels=len(caps) > 1)
    plans = optimise(scenario, replace(system, peaking=()), clock, memory)
    optimal(plans.plan)
    optimization = Optimization(open_system, past=plans.reference, progress=clock.progress, memory=memory)
    found = find_frontier(scenario, optimization, wanted, caps, clock.progress)
    if isinstance(found, Solution):
        optimal(found)
    assert isinstance(found, Frontier)
    shown = show_frontier(scenario, system, found)
    if out is not None:
        replaced_page(Path(out), shown.page())
    return shown


def _candidates(
    scenario: Scenario, years: Years, wanted: Sequence[int], *, whole: bool
) -> tuple[list[int], list[Finding]]:
    """Return the model years that are wanted and may be a peak: one of the plan, with a later one after it.

    Of a range those are taken that are model years; with `whole` each has to be one.
    """
    known = [year for year in years if year >= years.plan_from][:-1]
    found = [year for year in wanted if year in known]
    if found and (not whole or len(found) == len(wanted)):
        return found, []
    file, line = scenario.locate("time.years")
    expected = message(
        "model years from {first} to {last}, after which the plan has another one", first=known[0], last=known[-1]
    )
    strange = tuple(year for year in wanted if year not in known)
    return [], [Finding(file, line, "time.years", message("--by {years}", years=strange), expected)]
