"""Rules of robust plans: the year up to which is decided, the weights of futures, and that something is in doubt."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.scenario.futures.inputs import uncertain_inputs
from carbonsim.scenario.scenario import Scenario

ROUNDING = 1e-6  # of a sum of weights


def a_first_stage_leaves_years_that_adapt(scenario: Scenario) -> Iterator[Finding]:
    """The year up to which all futures decide alike is a model year of the plan, and not the last."""
    plan_from = scenario.time.plan_from
    known = [year for year in scenario.time.years if year >= plan_from][:-1]
    if scenario.robust is None or not known or scenario.robust.commit_until in known:
        return
    year = scenario.robust.commit_until
    nearest = min(known, key=lambda one: (abs(one - year), one))
    expected = message(
        "model years from {first} to {last}, after which the plan has another one", first=known[0], last=known[-1]
    )
    found = message("the year {year}", year=year)
    yield _finding(scenario, "robust.commit_until", found, expected, message("the nearest is {year}", year=nearest))


def weights_are_of_the_futures(scenario: Scenario) -> Iterator[Finding]:
    """There are as many weights as futures, and they sum to one: nothing is divided without a word."""
    if scenario.robust is None or (weights := scenario.robust.weights) is None:
        return
    path, count, whole = "robust.weights", scenario.robust.futures, sum(weights)
    if len(weights) != count:
        found, expected = message("{count} weights", count=len(weights)), message("{count}, one a future", count=count)
        yield _finding(scenario, path, found, expected, message("correct robust.futures or robust.weights"))
    elif min(weights) <= 0.0:
        found = message("a weight of {value}", value=f"{min(weights):g}")
        yield _finding(scenario, path, found, message("weights above 0"), message("draw fewer futures"))
    elif abs(whole - 1.0) > ROUNDING:
        found = message("weights that sum to {sum}", sum=f"{whole:g}")
        yield _finding(scenario, path, found, message("weights that sum to 1"), message("divide each by their sum"))


def robust_plans_are_of_values_in_doubt(scenario: Scenario) -> Iterator[Finding]:
    """Futures are drawn from ranges, so that there have to be some."""
    if scenario.robust is None or uncertain_inputs(scenario):
        return
    yield _finding(
        scenario, "robust", message("no range to draw futures from"), message("values with low and high, or ranges"),
        message("write low and high beside a value, or include a file with ranges"),
    )  # fmt: skip


def _finding(scenario: Scenario, path: str, found: Wording, expected: Wording, advice: Wording) -> Finding:
    return Finding(*scenario.locate(path), path, found, expected, advice)
