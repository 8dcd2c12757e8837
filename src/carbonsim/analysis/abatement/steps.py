"""The cheapest next tonnes of a year, step by step, and the same asked by price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from carbonsim.analysis.abatement.changes import PlanChange, changes_between
from carbonsim.messages.catalogue import ENGLISH
from carbonsim.messages.message import Message, rendered
from carbonsim.optimization.planning.abating import Abating
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.tables import Years


@dataclass(frozen=True)
class AbatementStep:
    """A step: the plan that emits so much less in the year than the plan of the scenario, against the step before.

    Amounts are in Mt, costs in million CNY, discounted: of the step, as they are perceived and in resources and
    transfers. `average` is the perceived cost per tonne of the year, in CNY of that year, `marginal` what one tonne
    more would cost; `all_years` is what the step emits less in all years of the plan. Empty where there is no plan.
    """

    cut: float
    status: str
    emitted: float | None = None
    cost: float | None = None
    resource_cost: float | None = None
    average: float | None = None
    marginal: float | None = None
    all_years: float | None = None
    changes: tuple[PlanChange, ...] = ()
    why: tuple[Message, ...] = ()


@dataclass(frozen=True)
class SweepPoint:
    """The plan at a price in CNY a tonne of the year: what it emits less than without, and what it costs more."""

    price: float
    cut: float
    cost: float
    resource_cost: float


@dataclass(frozen=True)
class Abatement:
    """Steps and sweep of a year; `planned` is what the plan emits in it, `weight` its discounted calendar years."""

    year: int
    planned: float
    weight: float
    steps: tuple[AbatementStep, ...]
    sweep: tuple[SweepPoint, ...]

    def table(self) -> pd.DataFrame:
        """Return a row a step."""
        rows = [
            (one.cut, one.status, one.emitted, one.cost, one.resource_cost, one.average, one.marginal, one.all_years)
            for one in self.steps
        ]
        names = ["cut_Mt", "status", "emissions_Mt", "cost_million_CNY", "resource_cost_million_CNY"]
        return pd.DataFrame(rows, columns=[*names, "average_CNY_t", "marginal_CNY_t", "all_years_Mt"])

    def sweep_table(self) -> pd.DataFrame:
        """Return a row a price."""
        rows = [(one.price, one.cut, one.cost, one.resource_cost) for one in self.sweep]
        return pd.DataFrame(rows, columns=["price_CNY_t", "cut_Mt", "cost_million_CNY", "resource_cost_million_CNY"])

    def changes_table(self) -> pd.DataFrame:
        """Return a row for each thing that a step does otherwise than the one before."""
        rows = [
            (one.cut, change.kind, rendered(change.label, ENGLISH), change.amount, change.unit)
            for one in self.steps
            for change in one.changes
        ]
        return pd.DataFrame(rows, columns=["cut_Mt", "kind", "what", "amount", "unit"])


def find_abatement(
    scenario: Scenario, optimization: Optimization, year: int, up_to: float, count: int,
    progress: Callable[[str], None] = lambda _: None,
) -> Abatement | Solution:  # fmt: skip
    """Cut the emissions of a year step by step; what has no plan where the scenario itself has none.

    The system is one of `with_open_cap`. Prices of the sweep are what the steps cost on average.
    """
    twin = optimization.solve_twin()
    if twin.status != SolveStatus.OPTIMAL:
        return twin
    abating = Abating(optimization, twin, year)
    plan = abating.below(float("inf"))
    if plan.status != SolveStatus.OPTIMAL:
        return plan
    system, steps, before = optimization.model.system, list[AbatementStep](), plan
    planned = plan.judged_emissions[year]
    for number in range(1, count + 1):
        progress("solve")
        cut = up_to * number / count
        after = abating.below(planned - cut)
        if after.status != SolveStatus.OPTIMAL:
            told = tuple(one.with_places(scenario.place) for one in after.explanation)
            steps.append(AbatementStep(cut, str(after.status), why=told))
            break
        changes = tuple(changes_between(scenario, system, before, after, year))
        steps.append(_step(before, after, cut, year, abating.weight, system.years, changes))
        before = after
    sweep = _sweep(abating, plan, year, [one.average for one in steps if one.average is not None], progress)
    return Abatement(year, planned, abating.weight, tuple(steps), tuple(sweep))


def _step(
    before: Solution, after: Solution, cut: float, year: int, weight: float, years: Years,
    changes: tuple[PlanChange, ...],
) -> AbatementStep:  # fmt: skip
    cost = _least(after) - _least(before)
    less = before.judged_emissions[year] - after.judged_emissions[year]
    prices = after.emission_prices
    marginal = float(prices[(prices["group"] == "all") & (prices["year"] == year)]["shadow_price"].sum())
    return AbatementStep(
        cut,
        str(after.status),
        after.judged_emissions[year],
        cost,
        _resources(after) - _resources(before),
        cost / (less * weight) if less > 0.0 else None,
        marginal,
        sum((before.judged_emissions[one] - after.judged_emissions[one]) * len(years.span(one)) for one in years),
        changes,
    )


def _sweep(
    abating: Abating, plan: Solution, year: int, prices: list[float], progress: Callable[[str], None]
) -> list[SweepPoint]:  # fmt: skip
    found = []
    for price in sorted({round(one, 6) for one in prices if one > 0.0}):
        progress("solve")
        priced = abating.at_price(price)
        if priced.plan.status == SolveStatus.OPTIMAL:
            cut = plan.judged_emissions[year] - priced.plan.judged_emissions[year]
            cost = _perceived(priced.plan) - priced.paid - _least(plan)
            resources = _resources(priced.plan) - priced.paid - _resources(plan)
            found.append(SweepPoint(price, cut, cost, resources))
    return found


def _least(plan: Solution) -> float:
    assert plan.objective is not None
    return plan.objective


def _perceived(plan: Solution) -> float:
    assert plan.perceived_cost is not None
    return plan.perceived_cost


def _resources(plan: Solution) -> float:
    assert plan.total_cost is not None
    return plan.total_cost
