"""What a plan demands against what has already happened."""

from __future__ import annotations

from carbonsim.errors import Finding
from carbonsim.optimization.solution import Solution
from carbonsim.scenario.scenario import Scenario

TOLERANCE = 1e-6


def level_below_the_past(scenario: Scenario, solution: Solution) -> list[Finding]:
    """Return a finding where a year before the plan already emitted more than `peaking.max_level` allows.

    The past is fixed, so no plan can have its highest level below it; emissions in Mt of the scope.
    """
    peaking = scenario.peaking
    if peaking is None or peaking.max_level is None or solution.status != "optimal":
        return []
    level = peaking.max_level.at(scenario.time.plan_from)
    past = solution.scope[solution.scope["year"] < scenario.time.plan_from]
    if past.empty or past["total"].max() <= level * (1 + TOLERANCE):
        return []
    highest = past.loc[past["total"].idxmax()]
    file, line = scenario.locate("peaking.max_level")
    expected = f"at least {highest['total']:.4g} Mt, which were emitted in {int(highest['year'])}"
    advice = "raise it, or write emission_cap for the years that are to lie lower"
    return [Finding(file, line, "peaking.max_level", f"{level:g} Mt, below the past", expected, advice)]
