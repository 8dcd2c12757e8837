"""The story: read, assemble, optimise, tabulate, ask, report.

The command line and the notebooks both call `run`; nothing else puts the rooms together.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbonsim.errors import Finding, ScenarioError
from carbonsim.optimization.plan import Optimization
from carbonsim.optimization.solution import Solution
from carbonsim.results.results import Results
from carbonsim.scenario.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.peaking import resolve_peaking
from carbonsim.system.tables import EnergySystem

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from carbonsim.report.content import Content
    from carbonsim.report.figures import Figures

Progress = Callable[[str], None]
STAGES = ("read", "assemble", "build", "compile", "solve", "results", "report")


class Clock:
    """Times each stage and tells the listener which one runs."""

    def __init__(self, progress: Progress | None = None) -> None:
        """Start the clock of the whole run."""
        self.timings: dict[str, float] = dict.fromkeys(STAGES, 0.0)
        self._progress = progress or (lambda _: None)
        self._start = time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage; several visits add up."""
        self._progress(name)
        start = time.perf_counter()
        try:
            yield
        finally:
            self.timings[name] += time.perf_counter() - start

    def add(self, timings: dict[str, float]) -> None:
        """Add what the optimisation timed itself."""
        for name, seconds in timings.items():
            self.timings[name] = self.timings.get(name, 0.0) + seconds

    def total(self) -> dict[str, float]:
        """Return all timings with the total so far, in seconds."""
        return {**{k: round(v, 3) for k, v in self.timings.items()}, "total": round(time.perf_counter() - self._start, 3)}


@dataclass(frozen=True)
class Plans:
    """Three solved systems: the reference, the twin and the plan; equal ones are the same object."""

    reference: Solution
    twin: Solution
    plan: Solution
    reference_system: EnergySystem
    system: EnergySystem
    reference_scenario: Scenario


@dataclass(frozen=True)
class Run:
    """What a run leaves: scenario, results, summary, table, figures."""

    scenario: Scenario
    summary: dict[str, Any]
    content: Content = field(repr=False)
    plans: Plans = field(repr=False)

    @property
    def results(self) -> Results | None:
        """The results of the plan; None where no plan exists."""
        return self.content.plan

    @property
    def table(self) -> pd.DataFrame:
        """The IAMC table of the plan: model, scenario, region, variable, unit, year, value."""
        if self.content.plan is None:
            raise ValueError(f"no results: the run is {self.summary['status']}")
        return self.content.plan.table

    @cached_property
    def figures(self) -> Figures:
        """The report's figures, each a function that returns a Plotly figure."""
        from carbonsim.report.figures import Figures

        return Figures(self.content)

    def to_pyam(self) -> Any:
        """Hand the table over to pyam; needs the extra `pyam`."""
        import pyam

        return pyam.IamDataFrame(self.table)


def run(path: Path | str, *, out: Path | str | None = None, write: bool = True, progress: Progress | None = None) -> Run:
    """Run a scenario file and return everything; results go to `results/<file stem>/` unless `write` is off.

    Raises ScenarioError with every finding; an infeasible scenario returns a Run whose summary says why.
    """
    clock = Clock(progress)
    scenario, system = prepare(path, clock)
    plans = optimise(scenario, system, clock)
    content = ask(scenario, plans, clock)
    done = Run(scenario, dict(content.summary), content, plans)
    if write:
        from carbonsim.export.folder import write_folder

        with clock.stage("report"):
            write_folder(done.content, plans, Path(out) if out else Path("results") / scenario.stem, clock)
    done.summary["timings_s"] = clock.total()
    return done


def load(path: Path | str) -> Scenario:
    """Read and check a scenario; raises ScenarioError with every finding."""
    scenario, _ = prepare(path, Clock())
    return scenario


def prepare(path: Path | str, clock: Clock) -> tuple[Scenario, EnergySystem]:
    """Read and assemble; raises ScenarioError once, with all findings of both."""
    with clock.stage("read"):
        scenario, findings = read_scenario(path)
    _raise(findings)
    assert scenario is not None
    with clock.stage("assemble"):
        system, findings = assemble(scenario)
    _raise(findings)
    assert system is not None
    return scenario, system


def _raise(findings: Sequence[Finding]) -> None:
    if findings:
        raise ScenarioError(findings)


def optimise(scenario: Scenario, system: EnergySystem, clock: Clock) -> Plans:
    """Solve reference, twin and plan, each warm from the one before; equal systems are solved once."""
    peaking = resolve_peaking(scenario)
    optimization = Optimization(system, peaking, progress=clock._progress)
    reference_scenario, reference_system, reference = scenario, system, None
    if scenario.reference_path is not None:
        reference_scenario, reference_system = prepare(scenario.reference_path, clock)
        same = reference_scenario.peaking is None and reference_system.digest() == system.digest()
        if not same:
            reference = _reference(reference_scenario, reference_system, clock)
            optimization.pin_past(reference)
    twin = optimization.solve_twin()
    reference = reference or twin
    plan = twin
    if twin.status == "optimal" and peaking:
        optimization.pin_past(reference)
        plan = optimization.solve_plan(twin)
    clock.add(optimization.timings)
    return Plans(reference, twin, plan, reference_system, system, reference_scenario)


def _reference(scenario: Scenario, system: EnergySystem, clock: Clock) -> Solution:
    peaking = resolve_peaking(scenario)
    optimization = Optimization(system, peaking, progress=clock._progress)
    twin = optimization.solve_twin()
    plan = twin
    if twin.status == "optimal" and peaking:
        optimization.pin_past(twin)
        plan = optimization.solve_plan(twin)
    clock.add(optimization.timings)
    return plan


def ask(scenario: Scenario, plans: Plans, clock: Clock) -> Content:
    """Tabulate the solutions and put the questions of a planner to them."""
    from carbonsim.analysis.content import gather

    with clock.stage("results"):
        return gather(scenario, plans, clock.total())
