"""How far those who decide see, as the optimisation reads it."""

from __future__ import annotations

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.scenario import Scenario


def resolve_foresight(scenario: Scenario) -> int | None:
    """Return how many years beyond one are in sight when it is decided; None where all are, or have to be."""
    return None if _asks_of_all_years(scenario) else scenario.foresight.years


def unseen_foresight(scenario: Scenario) -> tuple[Finding, ...]:
    """Return a warning where a short foresight is written beside what only all years together can tell."""
    peaking, path = scenario.peaking, "foresight"
    if peaking is None or scenario.foresight.years is None or not _asks_of_all_years(scenario):
        return ()
    found = message("{key} beside {other}", key=path, other=f"objective: {peaking.objective}")
    expected = message("perfect foresight, with which reference, twin and plan are solved here")
    return (Finding(*scenario.locate(path), path, found, expected, message("leave out one of the two")),)


def _asks_of_all_years(scenario: Scenario) -> bool:
    """Say whether the plan is to be of lowest or earliest peak: which that is no window of years can tell."""
    return scenario.peaking is not None and scenario.peaking.objective != "cheapest"
