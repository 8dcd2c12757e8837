"""A spread with which choosing pays, and what a spread says of prices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from carbonsim.analysis.choices import own_price_elasticity, spreads_that_pay
from carbonsim.optimization.solution.solution import Observed, Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble

CHOOSING = Path(__file__).parents[1] / "scenario" / "choosing.yaml"
HEATING = "buildings/homes/heating"


def findings(spread: float, entering: Observed) -> list[str]:
    scenario, _ = read_scenario(CHOOSING)
    assert scenario is not None
    system, _ = assemble(scenario.with_("choices", {"spread": {HEATING: spread}}))
    assert system is not None
    region, options = system.region, system.choices[0].options
    seen = {(region, options[0]): Observed(1.0, 50.0, 0.0, "purchases"), (region, options[1]): entering}
    return [
        str(one) for one in spreads_that_pay(scenario, system, Solution(SolveStatus.OPTIMAL, observed_choices=seen))
    ]


def test_a_spread_that_pays_for_buying_is_refused_with_its_place() -> None:
    """One of a hundred at equal cost: it would have to be 50 ln(100 (e - 1)) cheaper at a spread of all the cost."""
    (told,) = findings(1.0, Observed(0.01, -210.0, -260.0, "entry"))
    assert HEATING in told and "expected more than nothing" in told


def test_a_usual_spread_is_not() -> None:
    assert findings(0.2, Observed(0.01, 45.0, -5.0, "entry")) == []


def test_the_elasticity_is_that_of_a_logit() -> None:
    """A tenth of the cost as spread, half the market: five per cent for one."""
    assert own_price_elasticity(Observed(0.5, 20.0, 0.0, "purchases"), 2.0) == pytest.approx(-5.0)


def test_without_choices_nothing_is_said() -> None:
    scenario, _ = read_scenario(CHOOSING)
    assert scenario is not None
    system, _ = assemble(scenario)
    assert system is not None
    assert spreads_that_pay(scenario, replace(system, choices=()), Solution(SolveStatus.OPTIMAL)) == []
