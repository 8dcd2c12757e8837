"""The verdict on a solved plan: its emissions, beside the past that may judge and the cap that it may sit on."""

from __future__ import annotations

from collections.abc import Mapping

from carbonsim.analysis.peaking import Peak, find_peak
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.rules.record import confirmed
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.units import ResultUnit, figure_factor


def judge_plan(scenario: Scenario, system: EnergySystem, solution: Solution) -> Peak | None:
    """Return when the emissions of a plan peak; None where no plan exists or the system counts no emissions."""
    counted = system.sectors or bool(system.scope.weights)
    if solution.status != SolveStatus.OPTIMAL or not counted:
        return None
    return judge_emissions(scenario, solution.judged_emissions)


def judge_emissions(scenario: Scenario, emissions: Mapping[int, float]) -> Peak:
    """Judge emissions of a scenario by model year, in Mt."""
    window = scenario.verdict.window.points[0][1]
    return find_peak(emissions, _confirmed(scenario), ceiling=_caps(scenario), window=window)


def _confirmed(scenario: Scenario) -> dict[int, float]:
    """Return past emissions that may judge: only series declared confirmed, of the projection's scope and boundary."""
    return {
        year: value * figure_factor(past.unit, ResultUnit.MT)
        for _, past in confirmed(scenario)
        for year, value in past.values.items()
    }


def _caps(scenario: Scenario) -> dict[int, float]:
    if scenario.peaking is None or scenario.peaking.max_level is None:
        return {}
    start = scenario.time.plan_from
    return {year: scenario.peaking.max_level.at(year) for year in scenario.time.years if year >= start}
