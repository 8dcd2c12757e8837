"""What a plan demands against what has already happened."""

from __future__ import annotations

import numpy as np

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

TOLERANCE = 1e-6
# they move nothing in the years before the plan
BESIDE = {"actors", "choices", "peaking", "targets", "calibration", "continuity", "history", "actuals"}


def level_below_the_past(scenario: Scenario, solution: Solution) -> list[Finding]:
    """Return a finding where a year before the plan already emitted more than `peaking.max_level` allows.

    The past is fixed, so no plan can have its highest level below it; emissions in Mt of the scope.
    """
    peaking = scenario.peaking
    if peaking is None or peaking.max_level is None or solution.status != SolveStatus.OPTIMAL:
        return []
    level = peaking.max_level.at(scenario.time.plan_from)
    past = {year: value for year, value in solution.judged_emissions.items() if year < scenario.time.plan_from}
    if not past or max(past.values()) <= level * (1 + TOLERANCE):
        return []
    year = max(past, key=lambda one: past[one])
    file, line = scenario.locate("peaking.max_level")
    expected = message("at least {amount} Mt, which were emitted in {year}", amount=f"{past[year]:.4g}", year=int(year))
    advice = message("raise it, or write emission_cap for the years that are to lie lower")
    found = message("{level} Mt, below the past", level=f"{level:g}")
    return [Finding(file, line, "peaking.max_level", found, expected, advice)]


def moved_past(scenario: Scenario, reference: Scenario) -> list[str]:
    """Return the paths of quantities that say otherwise than the reference's in a year before the plan.

    What is written in the scenario's own file comes first.
    """
    past = [year for year in scenario.time.years if year < scenario.time.plan_from]
    before, own = dict(reference.quantities()), scenario.trace.file
    moved = [
        path
        for path, quantity in scenario.quantities()
        if path.partition(".")[0] not in BESIDE
        and (path not in before or not np.allclose(quantity.over(past), before[path].over(past), rtol=TOLERANCE))
    ]
    return sorted(moved, key=lambda path: scenario.locate(path)[0] != own)


def regions_without_a_past(scenario: Scenario, system: EnergySystem, reference: EnergySystem) -> list[Finding]:
    """Return a finding for every region that takes the place of one of the reference under another name.

    The past is that of the reference, region by region. Where each has one region they are the same; of several, a new
    name beside one that is gone would leave that region without a past.
    """
    own, theirs = set(system.regions), set(reference.regions)
    has_past = system.years.plan_from > system.years.base_year
    if not has_past or len(own) == len(theirs) == 1 or not (gone := sorted(theirs - own)):
        return []
    file, line = scenario.locate("system.regions")
    expected = message(
        "the regions of the reference, of which {names} is missing: the past is taken from there", names=tuple(gone)
    )
    advice = message("name it as there, or write another reference")
    return [
        Finding(
            file,
            line,
            "system.regions",
            message("region {name}, which the reference does not have", name=name),
            expected,
            advice,
        )
        for name in sorted(own - theirs)
    ]
