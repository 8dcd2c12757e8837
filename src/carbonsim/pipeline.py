"""The story: read, assemble, optimise, tabulate, ask, report.

The command line and the notebooks both call `run`; nothing else puts the rooms together.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from carbonsim.analysis.accounts.cost_lines import Costed, cost_lines
from carbonsim.analysis.air import air_records
from carbonsim.analysis.behaviour.demands import demand_records
from carbonsim.analysis.behaviour.last_purchases import last_purchase_records
from carbonsim.analysis.behaviour.perfect_foresight import foresight_summary
from carbonsim.analysis.behaviour.share_limits import share_limit_records
from carbonsim.analysis.campaigns.campaigns import Wedges
from carbonsim.analysis.campaigns.tables import campaign_summary, compared_campaigns, wedge_table
from carbonsim.analysis.campaigns.wedges import measure_wedges, unmeasured
from carbonsim.analysis.carbon_budget import budget_carbon, find_actuals_without_a_plan, hold_actuals
from carbonsim.analysis.choices import choice_records, spreads_that_pay
from carbonsim.analysis.data_sets.empty_modes import find_empty_modes
from carbonsim.analysis.data_sets.hidden_bounds import find_binding_bounds
from carbonsim.analysis.ensembles.beside import with_ensemble
from carbonsim.analysis.first_steps.first_steps import first_step_records
from carbonsim.analysis.foresight import warn_of_windows
from carbonsim.analysis.history.calibration import calibrate, find_what_cannot_be_compared
from carbonsim.analysis.history.continuity import continuity_records, plan_intensities
from carbonsim.analysis.inventory import written_inventory
from carbonsim.analysis.leaks.leaks import Compared, leak_records, warn_of_leaks
from carbonsim.analysis.leaks.policies import compare_peaking, compare_policies, compare_projects_in
from carbonsim.analysis.past import level_below_the_past, moved_past, regions_without_a_past
from carbonsim.analysis.peak_verdict import judge_plan
from carbonsim.analysis.peaking import Peak
from carbonsim.analysis.projects import (
    Without,
    compare_projects,
    economic_change_records,
    warn_of_plants_that_leave,
)
from carbonsim.analysis.security.ceilings import ceiling_records
from carbonsim.analysis.security.last_resort import last_resort_records
from carbonsim.analysis.summary.frozen import frozen_records, no_price_from
from carbonsim.analysis.summary.plain import plain
from carbonsim.analysis.summary.records import warning_record
from carbonsim.analysis.summary.summarize import summarize
from carbonsim.analysis.summary.summary import Summary
from carbonsim.analysis.targets import evaluate_targets, warn_of_the_start
from carbonsim.clock import Clock, Progress
from carbonsim.errors import (
    EXIT_DONE,
    EXIT_INFEASIBLE,
    EXIT_SOLVER,
    Finding,
    OutOfTimeError,
    ScenarioError,
    Warned,
)
from carbonsim.export.results_folder import made_ready, make_ready, meanwhile_changed, replaced_folder
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.optimization.idle_keys.idle_keys import find_idle, find_unpaid_price
from carbonsim.optimization.infeasibility.messages import out_of_time, without_reference
from carbonsim.optimization.planning.prescribed import account
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.content import Content
from carbonsim.report.reading.shown_run import ShownRun
from carbonsim.results.csv_text import write_table
from carbonsim.results.identities import check_identities
from carbonsim.results.results import LaterResults, Results
from carbonsim.results.tabulate import tabulate
from carbonsim.scenario.campaigns import running
from carbonsim.scenario.describing.show import show_resolved
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.reading.written_paths import path_from
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sections.projects import demands_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from carbonsim.report.words import Language

Prepared = tuple[Scenario, EnergySystem]
CARRIED = ("results.csv", "inventory.csv", "results.xlsx")  # files that the report carries inside
DOCUMENT = "plan.docx"
ANSWERED = (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE)  # what is written; earlier results are better than none
THE_REFERENCE = message("the reference")
THE_TWIN = message("the scenario without its peaking plan")
TIE_BREAK = (
    "after the least cost, a price on emissions: one millionth of the cost over all emissions; among what then costs"
    " the same, wind and sun first, storing and throwing away last"
)


@dataclass(frozen=True)
class Plans:
    """Three solved systems: the reference, the twin and the plan; equal ones are the same object."""

    reference: Solution
    twin: Solution
    plan: Solution
    reference_system: EnergySystem
    system: EnergySystem
    reference_scenario: Scenario
    optimization: Optimization | None = field(default=None, repr=False)  # none where paths are prescribed
    without: Mapping[str, Without] = field(default_factory=dict)  # each project left out in turn
    perfect: Solution | None = None  # the twin with all years in sight, where that was asked for
    policies: tuple[Compared, ...] = ()  # the twin with and without each, where that was asked for


@dataclass(frozen=True, repr=False)
class Run(ShownRun):
    """What a run leaves: scenario, solved plans and, once somebody looks, the results, the summary and the figures."""

    scenario: Scenario
    plans: Plans
    answer: Callable[[], Content]  # puts a planner's questions to the plans

    def __repr__(self) -> str:
        level = None if self.peak is None else self.peak.level
        unit = " Mt" if self.plans.system.sectors else ""
        told = "" if self.peak is None or level is None else f", highest {level:.4g}{unit} in {self.peak.year}"
        return f"<Run {self.scenario.name!r}: {self.status}{told}>"

    @property
    def status(self) -> str:
        """What the solver answered: optimal, infeasible and so on."""
        return self.plans.plan.status

    @property
    def objective(self) -> float | None:
        """The least cost in million CNY of the base year, discounted; None where no plan exists."""
        return self.plans.plan.objective

    @cached_property
    def peak(self) -> Peak | None:
        """When emissions peak, how high and by which rule; None where no plan exists or nothing is counted."""
        return judge_plan(self.scenario, self.plans.system, self.plans.plan)

    @cached_property
    def content(self) -> Content:
        """All that a report shows."""
        return self.answer()

    def write(self, folder: Path | str, *, word: Language | None = None) -> Path:
        """Write the report and all else that a run leaves into a folder; raises ScenarioError where that cannot be."""
        target = Path(folder)
        make_ready(target)
        write(self, target, Clock(), word)
        return target


def run(
    path: Path | str,
    *,
    out: Path | str | None = None,
    write_results: bool = True,
    progress: Progress | None = None,
    shapley: bool = False,
    perfect: bool = False,
    policies: bool = False,
    time_limit: float | None = None,
    word: Language | None = None,
) -> Run:
    """Run a scenario file and return everything; results go to `results/<file stem>/` unless `write_results` is off.

    `time_limit` is in seconds for all of it, the report included: when it is up, what is known by then is told, and
    written where that is a plan. Raises ScenarioError with every finding, OutOfTimeError where nothing is known; an
    infeasible scenario returns a Run whose summary says why, and so does one that was not solved.
    `word` adds the draft of the plan in Word, in that language; `perfect` tells what a short foresight alone does, for
    which the twin is solved once more with all years in sight; `policies` tells where the carbon price and each
    enforced target save and where emissions come back, for which the twin is solved without each.
    """
    clock = Clock(progress, time_limit)
    folder = Path(out) if out else Path("results") / Path(path).stem
    with clock.limit():
        with made_ready(folder) if write_results else nullcontext():
            scenario, system = prepare(path, clock, memory := Memory())
        plans = optimise(scenario, system, clock, memory)
        wedges = measure_campaigns(scenario, plans, clock, shapley=shapley)
        plans = with_policies(plans, clock) if policies else plans
        plans = with_all_in_sight(plans, clock, memory) if perfect else plans
    del memory  # what is told below needs neither it nor a solver, and the report their room
    plans = replace(plans, optimization=None)
    content = collect(scenario, plans, clock, wedges)
    if write_results and content.status in ANSWERED:
        content = write(Run(scenario, plans, lambda: content), folder, clock, word)
    done = content.with_summary(timings_s=clock.total())
    return Run(scenario, plans, lambda: done)


def load(path: Path | str) -> Scenario:
    """Read and check a scenario; raises ScenarioError with every finding."""
    return check(path)[0]


def check(path: Path | str) -> tuple[Scenario, Sequence[Finding]]:
    """Read and assemble a scenario; return it with what a planner should know though nothing is wrong."""
    scenario, system = prepare(path, Clock())
    return scenario, system.warnings


def check_calibration(path: Path | str, progress: Progress | None = None) -> Content:
    """Solve a scenario and hold it against the official figures it names; nothing is written.

    Raises ScenarioError where a figure names no variable of the results, or is of another dimension.
    """
    clock, memory = Clock(progress), Memory()
    scenario, system = prepare(path, clock, memory)
    content = collect(scenario, optimise(scenario, system, clock, memory), clock)
    raise_findings(find_what_cannot_be_compared(scenario, content.calibration))
    return content


def prepare(path: Path | str, clock: Clock, memory: Memory | None = None) -> Prepared:
    """Read and assemble, with a warning of every key that reaches no row and no cost.

    Raises ScenarioError once, with all findings of both.
    """
    memory = memory or Memory()
    scenario = _read(path, clock)
    system = assembled(scenario, clock, memory)
    with clock.stage("assemble"):
        idle = find_idle(scenario, system, memory)
    return scenario, replace(system, warnings=(*system.warnings, *idle))


def _read(path: Path | str, clock: Clock) -> Scenario:
    with clock.stage("read"):
        return read_checked(path)


def assembled(scenario: Scenario, clock: Clock, memory: Memory) -> EnergySystem:
    """Assemble a scenario that was read; raises ScenarioError with every finding."""
    with clock.stage("assemble"):
        system, findings = assemble(scenario, memory)
    raise_findings(findings)
    assert system is not None
    return system


def raise_findings(findings: Sequence[Finding]) -> None:
    """Raise ScenarioError if anything was found."""
    if findings:
        raise ScenarioError(findings)


def optimise(scenario: Scenario, system: EnergySystem, clock: Clock, memory: Memory | None = None) -> Plans:
    """Solve reference, twin and plan, each warm from the one before; equal systems are solved once."""
    if scenario.mode == "accounting":
        return _account(scenario, system, clock, memory or Memory())
    plans: Plans | None = None
    try:
        for known in _solved(scenario, system, clock, memory or Memory()):
            plans = known
    except OutOfTimeError:
        if plans is None:
            raise
    assert plans is not None
    return plans


def _solved(scenario: Scenario, system: EnergySystem, clock: Clock, memory: Memory) -> Iterator[Plans]:
    """Yield what is solved so far, again and again, until all is."""
    reference_scenario, reference_system, reference = scenario, system, None
    if scenario.reference_path is not None:
        reference_scenario = _read(scenario.reference_path, clock)
        reference_system = replace(assembled(reference_scenario, clock, memory), foresight=system.foresight)
        same = reference_scenario.peaking is None and reference_system == system
        if not same:
            reference = _reference(reference_system, clock, memory)
    if reference is not None:
        late = out_of_time(reference, THE_REFERENCE, units=system.sectors)
        solved = reference.status == SolveStatus.OPTIMAL
        none = late if solved else without_reference(reference, str(scenario.reference_path))
        yield Plans(reference, none, none, reference_system, system, reference_scenario)
        if not solved:
            return
        raise_findings(regions_without_a_past(scenario, system, reference_system))
    optimization = Optimization(
        system, past=reference, progress=clock.progress, time_limit=clock.left, memory=memory
    )  # fmt: skip
    twin = optimization.solve_twin(None if reference is None else lambda: moved_past(scenario, reference_scenario))
    raise_findings([*level_below_the_past(scenario, twin), *spreads_that_pay(scenario, system, twin)])
    if twin.status == SolveStatus.TIME_LIMIT and reference is not None:
        return
    known = reference or twin
    plans = Plans(known, twin, twin, reference_system, system, reference_scenario, optimization)
    if twin.status == SolveStatus.OPTIMAL and system.peaking:
        late = out_of_time(twin, THE_TWIN, units=system.sectors)
        yield replace(plans, plan=late)
        plan = optimization.solve_plan(twin)
        plans = replace(plans, plan=late if plan.status == SolveStatus.TIME_LIMIT else plan)
        optimization.past = known
    yield plans
    for name in scenario.projects:
        without = _leave_out(name, optimization, plans.plan is not twin)
        if SolveStatus.TIME_LIMIT in (without.plan.status, without.twin.status):
            break
        plans = replace(plans, without={**plans.without, name: without})
        yield plans
    clock.add(optimization.timings)


def measure_campaigns(scenario: Scenario, plans: Plans, clock: Clock, *, shapley: bool = False) -> Wedges | None:
    """Measure what each campaign does, first in and last out; None where there is none, or nothing was optimised."""
    if not running(scenario) or plans.optimization is None or plans.plan.status != SolveStatus.OPTIMAL:
        return None
    if clock.is_up:
        return unmeasured()
    with clock.stage("campaigns"):
        return measure_wedges(scenario, plans.optimization, plans.system, plans.reference, plans.plan, shapley=shapley)


def with_policies(plans: Plans, clock: Clock) -> Plans:
    """Solve the twin without the carbon price, and without each enforced target."""
    if plans.optimization is None or plans.twin.status != SolveStatus.OPTIMAL or clock.is_up:
        return plans
    with clock.stage("solve"):
        found = compare_policies(plans.optimization, plans.system, plans.reference, plans.twin)
    return replace(plans, policies=tuple(found))


def with_all_in_sight(plans: Plans, clock: Clock, memory: Memory) -> Plans:
    """Solve the twin with all years in sight too: same past, tastes and demands; nothing where they are already."""
    if plans.optimization is None or plans.system.foresight is None or plans.twin.status != SolveStatus.OPTIMAL:
        return plans
    if clock.is_up:
        return replace(plans, perfect=out_of_time(plans.twin, THE_TWIN, units=plans.system.sectors))
    asked = {key: one.demanded for key, one in plans.twin.answered.items()}
    demand = {**plans.system.parameters["demand"], **asked}
    parameters = {**plans.system.parameters, "demand": demand, "price_elasticity": {}}
    system = replace(plans.system, foresight=None, parameters=parameters)
    optimization = Optimization(
        system, past=plans.reference, progress=clock.progress, time_limit=clock.left, memory=memory
    )  # fmt: skip
    twin = optimization.solve_twin()
    clock.add(optimization.timings)
    return replace(plans, perfect=twin)


def _leave_out(project: str, optimization: Optimization, peaks: bool) -> Without:
    """Solve twin and plan again without one project: the same model, in which nobody demands what it makes."""
    demands = demands_of(project, optimization.model.system)
    optimization.model.change({("demand", key): 0.0 for key in demands})
    twin = optimization.solve_twin()
    plan = optimization.solve_plan(twin) if peaks else twin
    optimization.model.change({("demand", key): value for key, value in demands.items()})
    return Without(plan, twin)


def _account(scenario: Scenario, system: EnergySystem, clock: Clock, memory: Memory) -> Plans:
    """Add up prescribed paths: there is no twin, and the reference is that of the `extends` chain."""
    with clock.stage("solve"):
        plan = account(system)
    reference_scenario, reference_system, reference = scenario, system, plan
    if scenario.reference_path is not None:
        reference_scenario = _read(scenario.reference_path, clock)
        reference_system = assembled(reference_scenario, clock, memory)
        reference = account(reference_system)
    return Plans(reference, plan, plan, reference_system, system, reference_scenario)


def _reference(system: EnergySystem, clock: Clock, memory: Memory) -> Solution:
    optimization = Optimization(system, progress=clock.progress, time_limit=clock.left, memory=memory)
    plan = optimization.solve_plan(optimization.solve_twin())
    clock.add(optimization.timings)
    return plan


def collect(
    scenario: Scenario, plans: Plans, clock: Clock, wedges: Wedges | None = None, reference: Results | None = None
) -> Content:
    """Tabulate the solutions, the reference where it is not known yet, and put the questions of a planner to them."""
    with clock.stage("results"):
        reference = reference or tabulated(plans.reference_scenario, plans.reference_system, plans.reference)
        alike = plans.twin is plans.reference and scenario.air == plans.reference_scenario.air
        twin = reference if alike else tabulated(scenario, plans.system, plans.twin)
        plan = twin if plans.plan is plans.twin else tabulated(scenario, plans.system, plans.plan)
        plan = plan.made if isinstance(plan, LaterResults) else plan
        peak = judge_plan(scenario, plans.system, plans.plan)
        known = plan or twin or reference
        targets = None if plan is None else evaluate_targets(plans.system, plans.plan, plans.twin)
        warned = [] if targets is None else warn_of_the_start(scenario, plans.system, targets)
        bound = find_binding_bounds(plans.system, plans.plan)
        bound += find_empty_modes(scenario, plans.system, plans.plan)
        warned += find_unpaid_price(scenario, plans.system, plans.plan)
        warned += warn_of_windows(scenario, plans.plan)
        warned += warn_of_plants_that_leave(scenario, plans.system, plans.plan)
        warnings: list[Warned] = [*plans.system.warnings, *warned, *bound]
        calibration = calibrate(scenario, known) if known else None
        held = hold_actuals(scenario, plan)
        lost = [] if calibration is None else find_what_cannot_be_compared(scenario, calibration)
        warnings += [*lost, *find_actuals_without_a_plan(scenario, held)]
        emission = None if plans.system.sectors else next(iter(plans.system.scope.weights), None)
        told = tuple(statement.with_places(scenario.place) for statement in plans.plan.explanation)
        warnings += [wedges.problem] if wedges is not None and wedges.problem is not None else []
        compared = _compared(scenario, plans, wedges)
        warnings += warn_of_leaks(compared, plans.system.years)
        tables = {
            **campaign_summary(wedges, scenario, plans.system.years),
            "cost_lines": _cost_lines(scenario, plans, plan),
            "first_steps": plain(first_step_records(scenario, plans.system, plans.plan, plans.twin)),
            "foresight": plain(foresight_summary(scenario, plans.system, plans.plan, plans.twin, plans.perfect)),
            "choices": plain(choice_records(scenario, plans.system, plans.plan)),
            "demands": plain(demand_records(scenario, plans.system, plans.plan)),
            "last_purchases": plain(last_purchase_records(scenario, plans.system, plans.plan)),
            "share_limits": plain(share_limit_records(scenario, plans.system, plans.plan)),
            "frozen": plain(frozen_records(plans.system, plans.plan)),
            "no_price_from": no_price_from(scenario, plans.reference_scenario),
            "ceilings": plain(ceiling_records(plans.system, plans.plan)),
            "last_resort": plain(last_resort_records(plans.system, plans.plan)),
            "leaks": plain(leak_records(compared, plans.system.years)),
            "air": plain(air_records(plan, twin, reference)),
            "projects": plain(compare_projects(scenario, plans.plan, plans.twin, plans.without)),
            "economic_changes": economic_change_records(scenario, plans.system) if plan is not None else [],
            "carbon_budget": plain(budget_carbon(scenario, plan)),
            "continuity": plain(continuity_records(scenario, plan)),
            "plan_intensities": plain(plan_intensities(scenario, plan)),
            "actuals": plain(held),
            "out_of_time": _cut_short(scenario, plans, wedges),
            "conflict": [limit.row(scenario.written) for one in plans.plan.explanation for limit in one.limits],
        }
        solved, asked = (plans.plan, plans.twin, plan, peak, calibration), (targets, warnings, emission, told, tables)
        summary = summarize(scenario, *solved, clock.total(), *asked)
    return Content(
        scenario,
        summary,
        plan=plan,
        twin=twin,
        reference=reference,
        peak=peak,
        calibration=pd.DataFrame() if calibration is None else calibration,
        wedges=pd.DataFrame() if wedges is None else wedge_table(wedges, scenario),
        data=scenario.data_table(),
        duals=plans.plan.duals,
        explanation=told,
    )


def _compared(scenario: Scenario, plans: Plans, wedges: Wedges | None) -> list[Compared]:
    """Return emissions without and with each campaign, project and policy that was solved for."""
    without = {name: one.twin for name, one in plans.without.items()}
    return [
        *compared_campaigns(wedges, scenario),
        *compare_projects_in(scenario, plans.system, plans.twin, without),
        *compare_peaking(plans.system, plans.twin, plans.plan),
        *plans.policies,
    ]


def _cost_lines(scenario: Scenario, plans: Plans, plan: Results | None) -> dict[str, object] | None:
    """Return what the plan costs in three lines; None without a plan, and of a data set, which has no such money."""
    if plan is None or (scenario.system is not None and scenario.system.osemosys is not None):
        return None
    baseline = Costed(plans.reference_scenario, plans.reference_system, plans.reference)
    return cost_lines(Costed(scenario, plans.system, plans.plan), baseline, plan.series("GDP"))


def _cut_short(scenario: Scenario, plans: Plans, wedges: Wedges | None) -> list[str]:
    """Return what a time limit left out: the plan itself, or what is asked of it beside."""
    solved = plans.plan.status == SolveStatus.OPTIMAL and scenario.mode != "accounting"
    left_out = {
        "plan": plans.plan.status == SolveStatus.TIME_LIMIT,
        "projects": solved and len(plans.without) < len(scenario.projects),
        "campaigns": wedges is not None and wedges.out_of_time,
        "perfect": plans.perfect is not None and plans.perfect.status == SolveStatus.TIME_LIMIT,
    }
    return [name for name, is_so in left_out.items() if is_so]


def tabulated(scenario: Scenario, system: EnergySystem, solution: Solution) -> LaterResults | None:
    """Return the results of a solution, tabulated and checked when somebody first looks at them."""

    def make() -> Results:
        results = tabulate(scenario, system, solution)
        check_identities(results, solution)
        return results

    return LaterResults(make) if solution.status == SolveStatus.OPTIMAL else None


def write(done: Run, folder: Path, clock: Clock, word: Language | None = None) -> Content:
    """Write all that a run leaves into a fresh folder that then takes the place of the old one; return what it says."""
    from carbonsim.export.excel import write_workbook
    from carbonsim.report.page import write_report
    from carbonsim.report.studies.ensemble import ensemble_beside

    with replaced_folder(folder, _record(done, folder)) as fresh, clock.stage("report"):
        kept = map(warning_record, meanwhile_changed(folder))
        peak = with_ensemble(done.summary.peak, done.scenario, folder)
        content = done.content.with_summary(warnings=(*done.summary.warnings, *kept), peak=peak)
        content = replace(content, resolved_before=show_resolved(done.scenario, folder))
        if content.plan is not None:
            write_table(content.plan.table, fresh / "results.csv")
            write_table(content.plan.strict(), fresh / "iamc.csv")
        if not content.inventory.empty:
            write_table(written_inventory(content.inventory), fresh / "inventory.csv", encoding="utf-8-sig")
        write_workbook(fresh / "results.xlsx", content)
        if word is not None:
            from carbonsim.export.word import write_document

            write_document(fresh / DOCUMENT, content, word)
        (fresh / "scenario.resolved.yaml").write_text(content.resolved, encoding="utf-8")
        files = {name: (fresh / name).read_bytes() for name in CARRIED if (fresh / name).exists()}
        futures = ensemble_beside(done.scenario, done.plans.system, folder)
        write_report(content.with_summary(timings_s=clock.total()), fresh / "report.html", files, futures)
        content = content.with_summary(timings_s=clock.total())
        (fresh / "summary.json").write_text(content.summary.text(), encoding="utf-8")
    return content


def _record(done: Run, folder: Path) -> dict[str, object]:
    trace = done.scenario.trace
    return {
        "carbonsim": version("carbonsim"),
        "python": platform.python_version(),
        "scenario": path_from(folder, Path(trace.file)),
        "inputs_sha256": {path_from(folder, Path(file)): digest for file, digest in trace.digests.items()},
        "solver": dict(done.summary.solver),
        "tie_break": TIE_BREAK,
    }


def read_checked(path: Path | str) -> Scenario:
    """Read a scenario without assembling it; raises ScenarioError with every finding."""
    scenario, findings = read_scenario(path)
    raise_findings(findings)
    assert scenario is not None
    return scenario


def start_city(directory: Path, name: str, *, workbook: bool = False, source: Path | None = None) -> list[Path]:
    """Write a city to start from, with `workbook` its base year in Excel, filled in from a scenario if one is named.

    Returns the files, the one to run last. Raises ScenarioError with every finding; nothing is overwritten.
    """
    from carbonsim.export.city_folder import new_workbook_city
    from carbonsim.scenario.starting.new import new_city

    if source is not None and not workbook:
        found = Finding(
            "new", 0, "--from", message("--from without --workbook"), message("both"), message("add --workbook")
        )
        raise ScenarioError([found])
    return new_workbook_city(directory, name, source) if workbook else new_city(directory, name)


def exit_code(summary: Summary) -> int:
    """Return what the command line exits with for a summary."""
    if summary.status == SolveStatus.OPTIMAL and summary.out_of_time:
        return EXIT_SOLVER
    return {SolveStatus.OPTIMAL: EXIT_DONE, SolveStatus.INFEASIBLE: EXIT_INFEASIBLE}.get(summary.status, EXIT_SOLVER)
