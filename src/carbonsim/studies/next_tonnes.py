"""The cheapest next tonnes of a year, and what waiting costs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from carbonsim.analysis.abatement.delay import Delayed, compare_delay, delay_changes, name_of_delayed
from carbonsim.analysis.abatement.steps import Abatement, find_abatement
from carbonsim.clock import Clock, Progress
from carbonsim.compiled import Model
from carbonsim.errors import Finding
from carbonsim.export.results_folder import findings_of_page, replaced_page
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.optimization.planning.abating import with_open_cap
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.pipeline import optimise, prepare, raise_findings
from carbonsim.report.studies.abatement import show_abatement
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.scenario.quantity import Measure
from carbonsim.scenario.scenario import Scenario
from carbonsim.studies.asked import read_amount
from carbonsim.studies.near_optimal import only_optimised, only_the_cheapest, optimal, unknown_years
from carbonsim.system.energy_system import EnergySystem

AMOUNT = Measure("Mt", minimum=0.0, positive=True)
STEPS = 4


def abatement(
    path: Path | str,
    *,
    year: int | None = None,
    up_to: float | str | None = None,
    steps: int = STEPS,
    delay: Mapping[str, int] | None = None,
    out: Path | str | None = None,
    progress: Progress | None = None,
) -> ShownStudy:
    """Find the cheapest next tonnes of a year beyond the plan, in steps of exact solves, and what waiting costs.

    `up_to` is how much less than the plan the year is to emit, in Mt or as a text with a unit, in so many equal
    `steps`; beside them the same is asked by price. `delay` maps campaigns or projects (`campaigns.clean-heating`) to
    the years that each begins later, one at a time. Every solve keeps what the plan keeps, and sees as many years as
    the scenario says. `out` is the page to write. Raises ScenarioError with every finding, InfeasibleError and
    SolverError where the scenario has no plan.
    """
    if out is not None:
        raise_findings(findings_of_page(Path(out)))
    raise_findings(_unasked(year, up_to, steps, delay))
    amount = None if up_to is None else read_amount("--up-to", up_to, AMOUNT)
    clock, memory = Clock(progress), Memory()
    scenario, system = prepare(path, clock, memory)
    raise_findings(
        [
            *only_optimised(scenario),
            *only_the_cheapest(scenario),
            *unknown_years(scenario, system.years, () if year is None else (year,)),
        ]
    )
    changes, findings = _changes(scenario, delay or {})
    raise_findings(findings)
    found = None if amount is None or year is None else _steps(scenario, system, year, amount, steps, clock, memory)
    delays = _delays(scenario, system, delay or {}, changes, clock) if changes else []
    shown = show_abatement(scenario, system, found, delays)
    if out is not None:
        replaced_page(Path(out), shown.page())
    return shown


def _steps(
    scenario: Scenario, system: EnergySystem, year: int, amount: float, steps: int, clock: Clock, memory: Memory
) -> Abatement:
    plans = optimise(scenario, system, clock, memory)
    optimal(plans.plan)
    optimization = Optimization(
        with_open_cap(system, year), past=plans.reference, progress=clock.progress, memory=memory
    )  # fmt: skip
    found = find_abatement(scenario, optimization, year, amount, steps, clock.progress)
    if isinstance(found, Solution):
        optimal(found)
    assert isinstance(found, Abatement)
    return found


def _delays(
    scenario: Scenario, system: EnergySystem, delay: Mapping[str, int], changes: Mapping[str, Mapping[str, object]],
    clock: Clock,
) -> list[Delayed]:  # fmt: skip
    """Solve the scenario with each delay in turn."""
    model = Model(scenario, clock.progress)
    in_time = model.solve()
    optimal(in_time.plans.plan)
    found = []
    for path, values in changes.items():
        later = model.solve(values)
        both = (in_time.plans.twin, in_time.plans.plan), (later.plans.twin, later.plans.plan)
        name = name_of_delayed(scenario, path)
        found.append(compare_delay(name, path, delay[path], *both, system.years, later.peak))
    return found


def _changes(
    scenario: Scenario, delay: Mapping[str, int]
) -> tuple[dict[str, Mapping[str, object]], list[Finding]]:  # fmt: skip
    changes, findings = dict[str, Mapping[str, object]](), list[Finding]()
    for path, years in delay.items():
        changes[path], wrong = delay_changes(scenario, path, years)
        findings += wrong
    return changes, findings


def _unasked(year: int | None, up_to: object, steps: int, delay: Mapping[str, int] | None) -> list[Finding]:
    """Return what is missing of a question."""
    found = []
    if (year is None) != (up_to is None) or (year is None and not delay):
        expected = message("--year with --up-to, or --delay")
        found.append(Finding("abatement", 0, "--year", message("half a question, or none"), expected))
    if steps < 1:
        found.append(Finding("--steps", 0, "--steps", str(steps), message("at least {least}", least="1")))
    return found
