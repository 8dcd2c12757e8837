"""What foresight alone does: a scenario without its peaking plan as it is decided, beside all years in sight."""

from __future__ import annotations

from dataclasses import asdict

from carbonsim.analysis.peak_verdict import judge_plan
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem


def foresight_summary(
    scenario: Scenario, system: EnergySystem, plan: Solution, twin: Solution, perfect: Solution | None
) -> dict[str, object] | None:
    """Return how far a plan saw, and its twin beside one that sees all years; None where the plan sees them all."""
    if plan.foresight is None:
        return None
    both = perfect is not None and perfect.status == twin.status == SolveStatus.OPTIMAL
    seen = {"short": twin, "perfect": perfect} if both and perfect is not None else {}
    return {**asdict(plan.foresight), **{name: _path(scenario, system, one) for name, one in seen.items()}}


def _path(scenario: Scenario, system: EnergySystem, solution: Solution) -> dict[str, object]:
    peak, years, emitted = judge_plan(scenario, system, solution), system.years, solution.judged_emissions
    return {
        "peak_year": None if peak is None else peak.year,
        "peak_level_Mt": None if peak is None else peak.level,
        "emissions_Mt": {str(year): value for year, value in emitted.items()},
        "cumulative_Mt": sum(
            value * len(years.span(year)) for year, value in emitted.items() if year >= years.plan_from
        ),
        "resource": None if solution.parts is None else solution.parts.resource,
    }
