"""How far those who decide see, as the optimisation reads it."""

from __future__ import annotations

from carbonsim.scenario.scenario import Scenario


def resolve_foresight(scenario: Scenario) -> int | None:
    """Return how many years beyond one are in sight when it is decided; None where all are."""
    return scenario.foresight.years
