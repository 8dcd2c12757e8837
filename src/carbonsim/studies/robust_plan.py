"""A robust plan: one first stage for several futures of a scenario, and what it costs in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from carbonsim.analysis.ensembles.robust_futures import RobustFindings, judge_robust
from carbonsim.clock import Clock, Progress
from carbonsim.errors import Finding, ScenarioError
from carbonsim.export.results_folder import findings_of_page, replaced_page
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.robust.extensive_form import Risk
from carbonsim.optimization.robust.first_stage import first_stage
from carbonsim.optimization.robust.plan_together import plan_together
from carbonsim.pipeline import Plans, assembled, optimise, raise_findings, read_checked
from carbonsim.report.studies.robust import show_robust
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.scenario.futures.draws import Quantiles, draw_quantiles, values_of_future
from carbonsim.scenario.futures.inputs import UncertainInput, uncertain_inputs
from carbonsim.scenario.reading.change import CHANGED
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.ranges import RobustFutures
from carbonsim.studies.futures import drawn_values
from carbonsim.studies.near_optimal import only_optimised, only_the_cheapest, optimal
from carbonsim.system.checks.fits import find_too_many_futures
from carbonsim.system.energy_system import EnergySystem

Futures = dict[int, tuple[Scenario, EnergySystem]]
OPTIONS = {
    "robust.futures": "--futures", "robust.commit_until": "--commit-until", "robust.seed": "--seed",
    "robust.cvar_weight": "--cvar", "robust.cvar_tail": "--tail",
}  # fmt: skip


def robust(
    path: Path | str,
    *,
    futures: int | None = None,
    commit_until: int | None = None,
    seed: int | None = None,
    weights: Sequence[float] | None = None,
    cvar_weight: float | str | None = None,
    cvar_tail: float | str | None = None,
    out: Path | str | None = None,
    progress: Progress | None = None,
) -> ShownStudy:
    """Find the one first stage that costs least over several futures drawn from the ranges of a scenario.

    Up to the model year `commit_until` all futures build, convert and retire early alike, then each adapts with all
    years in sight. What is not given is taken from `robust` in the scenario. `weights`, one a future, sum to 1;
    `cvar_weight` is how much the mean cost of the dearest share `cvar_tail` of futures counts beside the expected cost.
    Told beside it: what each future would cost if it were known, and with what the plan of the scenario as it is
    written decides until then. `out` is the page to write. Raises ScenarioError with every finding, also where the
    programme would be too large; InfeasibleError and SolverError where the scenario itself has no plan.
    """
    if out is not None:
        raise_findings(findings_of_page(Path(out)))
    clock, memory = Clock(progress), Memory()
    with clock.stage("read"):
        given = {
            "futures": futures, "commit_until": commit_until, "seed": seed, "weights": weights and [*weights],
            "cvar_weight": cvar_weight, "cvar_tail": cvar_tail,
        }  # fmt: skip
        scenario = _with_given(read_checked(path), {key: value for key, value in given.items() if value is not None})
    wanted = scenario.robust
    assert wanted is not None
    raise_findings([*only_optimised(scenario), *only_the_cheapest(scenario)])
    written = assembled(scenario, clock, memory)
    system = replace(written, foresight=None)
    raise_findings(_at_options(find_too_many_futures(scenario, system, wanted.futures)))
    plans = optimise(scenario, system, clock, memory)
    optimal(plans.plan)
    inputs = uncertain_inputs(scenario)
    drawn = draw_quantiles(inputs, wanted.futures, wanted.seed)
    found = _planned(scenario, plans, wanted, inputs, drawn, clock, memory)
    draws = pd.DataFrame([{"future": number, **drawn_values(inputs, row)} for number, row in enumerate(drawn, 1)])
    shown = show_robust(scenario, written, found, draws)
    if out is not None:
        replaced_page(Path(out), shown.page())
    return shown


def _with_given(scenario: Scenario, given: dict[str, object]) -> Scenario:
    """Return the scenario with what is asked for in place of what it says itself."""
    if scenario.robust is None and "commit_until" not in given:
        place, expected = scenario.locate("robust"), message("the model year up to which all futures decide alike")
        advice = message("add commit_until under robust, or ask with --commit-until")
        raise ScenarioError([Finding(*place, "robust.commit_until", message("nothing"), expected, advice)])
    values = {"robust": given} if scenario.robust is None else {f"robust.{key}": one for key, one in given.items()}
    try:
        return scenario.with_(values) if given else scenario
    except ScenarioError as error:
        raise ScenarioError(_at_options(error.findings)) from None


def _at_options(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with the option that they are of as their place, where what they are of stands in no file."""
    return [
        replace(one, file=OPTIONS.get(one.path, one.file)) if one.file == CHANGED else one for one in findings
    ]  # fmt: skip


def _planned(
    scenario: Scenario, plans: Plans, wanted: RobustFutures, inputs: Sequence[UncertainInput],
    drawn: Quantiles, clock: Clock, memory: Memory,
) -> RobustFindings:  # fmt: skip
    """Plan all futures together, beside the plain plan held in each."""
    plain = plans.optimization
    assert plain is not None and plain.decided is not None and plain.columns is not None
    decided = first_stage(plain.model, plain.decided[0], wanted.commit_until).decided(plain.columns)
    futures, refused = _futures(scenario, inputs, drawn, clock, memory)
    every = wanted.weights or [1.0 / wanted.futures] * wanted.futures
    risk = Risk(wanted.cvar_weight.points[0][1], wanted.cvar_tail.points[0][1])
    weighted = {
        number: (every[number - 1], _optimization(system, plans, memory)) for number, (_, system) in futures.items()
    }  # fmt: skip
    found = plan_together(weighted, wanted.commit_until, decided, risk, clock.progress)
    return judge_robust(plans.system, futures, found, decided, wanted.commit_until, risk, refused)


def _futures(
    scenario: Scenario, inputs: Sequence[UncertainInput], drawn: Quantiles, clock: Clock, memory: Memory
) -> tuple[Futures, dict[int, str]]:  # fmt: skip
    """Return the futures by number with their systems, all years in sight, and why some are no scenario."""
    futures, refused = Futures(), dict[int, str]()
    for number, quantiles in enumerate(drawn, 1):
        try:
            one = scenario.with_(values_of_future(scenario, inputs, quantiles))
            futures[number] = one, replace(assembled(one, clock, memory), foresight=None)
        except ScenarioError as error:
            refused[number] = str(error.findings[0])
    return futures, refused


def _optimization(system: EnergySystem, plans: Plans, memory: Memory) -> Optimization:
    """Return what plans one future: its past is that of the plan as it is written."""
    reference = plans.reference
    found = Optimization(system, past=reference, observed=reference.observed_choices, memory=memory)
    found.explaining = False
    return found
