"""What deciding years one after another came to: where a year could not be decided in its turn."""

from __future__ import annotations

from collections.abc import Iterable

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.scenario import Scenario

PATH = "foresight"


def warn_of_windows(scenario: Scenario, plan: Solution) -> list[Finding]:
    """Return a warning of years for which the year before was decided again, or what is announced was left aside."""
    seen = plan.foresight
    if seen is None:
        return []
    again = (
        message("no plan for {years} year by year", years=_listed(seen.again)),
        message("the years before were decided once more: see further, or ease what binds there"),
    )
    unheard = (
        message("no plan for {years} that minds what is announced for later years", years=_listed(seen.unheard)),
        message("that was left aside there: see further, or ease what binds there"),
    )
    told = [one for years, one in ((seen.again, again), (seen.unheard, unheard)) if years]
    expected = message("a plan for each year in its turn")
    return [Finding(*scenario.locate(PATH), PATH, found, expected, advice) for found, advice in told]


def _listed(years: Iterable[int]) -> tuple[str, ...]:
    return tuple(map(str, years))
