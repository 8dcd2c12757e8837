"""What plans of nearly the least cost have in common, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from carbonsim.analysis.near_plans.groups import TechnologyGroup, columns_of_group
from carbonsim.optimization.compiling.arrays import Floats
from carbonsim.optimization.planning.near_plans import Extreme, NearPlans
from carbonsim.optimization.planning.twin_and_plan import Optimization

HARDLY = 1e-3  # of the largest amount that any group of the same kind can have: less is none
SAME = 0.02  # of the most: a group whose least lies no further below is as good as fixed
MOST_PLANS = 4  # that are told side by side, the cheapest among them
Outcome = Literal["in any case", "as planned", "may be chosen", "excluded"]


@dataclass(frozen=True)
class Range:
    """How little and how much of a group there is among plans of nearly the least cost.

    `standing` is what the years before the plan leave in any case; None for what runs. `costs` are what the plans of
    the least and the most cost more than the plan in resources and transfers, in million CNY, discounted.
    """

    group: TechnologyGroup
    least: float
    planned: float
    most: float
    standing: float | None
    costs: tuple[float, float]
    outcome: Outcome


@dataclass(frozen=True)
class OtherPlan:
    """A plan of nearly the least cost: how it is the extreme of a group, what it costs more, what it has by group."""

    group: TechnologyGroup | None  # none of the cheapest
    extreme: Literal["least", "most", ""]
    cost: float
    amounts: tuple[float, ...]


@dataclass(frozen=True)
class Alternatives:
    """All ranges of a year, and a few plans as far from each other as those that were found.

    `allowed` is what a plan may cost more as it is perceived, in million CNY, discounted; `unsolved` are groups whose
    extremes the solver did not find.
    """

    year: int
    within: float
    allowed: float
    ranges: tuple[Range, ...]
    plans: tuple[OtherPlan, ...]
    unsolved: tuple[TechnologyGroup, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return the ranges as a table: group, sector, measure, unit, least, planned, most, standing, outcome."""
        rows = [
            (one.group.name, one.group.sector, one.group.measure, one.group.unit, one.least, one.planned, one.most,
             one.standing, one.outcome, *one.costs)
            for one in self.ranges
        ]  # fmt: skip
        names = ["group", "sector", "measure", "unit", "least", "plan", "most", "standing", "outcome"]
        return pd.DataFrame(rows, columns=[*names, "cost_of_least_million_CNY", "cost_of_most_million_CNY"])

    def plans_table(self) -> pd.DataFrame:
        """Return the plans side by side: a row a group, a column a plan."""
        keys = ["group", "measure", "unit"]
        table = pd.DataFrame([(r.group.name, r.group.measure, r.group.unit) for r in self.ranges], columns=keys)
        for number, plan in enumerate(self.plans):
            table[f"plan {number}"] = plan.amounts
        return table


@dataclass(frozen=True)
class _Found:
    group: TechnologyGroup
    columns: dict[int, float]
    least: Extreme
    most: Extreme


def find_alternatives(
    groups: Iterable[TechnologyGroup], optimization: Optimization, near: NearPlans, year: int, within: float,
    progress: Callable[[str], None] = lambda _: None,
) -> Alternatives:  # fmt: skip
    """Make every group least and most among plans of nearly the least cost, which `near` answers."""
    model, found, unsolved = optimization.model, list[_Found](), list[TechnologyGroup]()
    for group in groups:
        columns = columns_of_group(model.data, group, model.arrays.columns)
        if not columns:
            continue
        progress("solve")
        least, most = near.least(columns), near.most(columns)
        if least is None or most is None:
            unsolved.append(group)
        else:
            found.append(_Found(group, columns, least, most))
    found = [one for one in found if one.most.amount > 0.0]
    ranges = tuple(_ranges(optimization, near, found))
    plans = tuple(_far_apart(optimization, near, found, ranges))
    return Alternatives(year, within, near.allowed, ranges, plans, tuple(unsolved))


def _ranges(optimization: Optimization, near: NearPlans, found: Sequence[_Found]) -> list[Range]:
    planned = optimization.parts_of(near.plan).reported
    largest: dict[tuple[str, str], float] = {}
    for one in found:
        kind = one.group.measure, one.group.unit
        largest[kind] = max(largest.get(kind, 0.0), one.most.amount)
    ranges = []
    for one in found:
        least, most = max(one.least.amount, 0.0), max(one.most.amount, 0.0)
        standing = _standing(optimization, one.group)
        hardly = HARDLY * largest[one.group.measure, one.group.unit]
        costs = [optimization.parts_of(way.columns).reported - planned for way in (one.least, one.most)]
        outcome = outcome_of(least, most, standing or 0.0, hardly)
        amount = _amount(one.columns, near.plan)
        ranges.append(Range(one.group, least, amount, most, standing, (costs[0], costs[1]), outcome))
    return ranges


def outcome_of(least: float, most: float, standing: float, hardly: float) -> Outcome:
    """Say what a range means, beside what stands in any case; amounts up to `hardly` are none.

    >>> outcome_of(0.0, 5.0, 0.0, 0.1), outcome_of(3.0, 5.0, 0.0, 0.1), outcome_of(3.0, 5.0, 3.0, 0.1)
    ('may be chosen', 'in any case', 'may be chosen')
    >>> outcome_of(5.0, 5.0, 0.0, 0.1), outcome_of(2.0, 2.0, 2.0, 0.1)
    ('as planned', 'excluded')
    """
    if most - standing <= hardly:
        return "excluded"
    if least - standing <= hardly:
        return "may be chosen"
    return "as planned" if most - least <= SAME * most else "in any case"


def _amount(columns: dict[int, float], plan: Floats) -> float:
    return float(sum(factor * plan[place] for place, factor in columns.items()))


def _standing(optimization: Optimization, group: TechnologyGroup) -> float | None:
    """Return what stands of a group in its year though nothing is built from the plan on; None for what runs."""
    if group.measure != "stands":
        return None
    data, plan, total = optimization.model.data, optimization.columns, 0.0
    assert plan is not None
    places, start = optimization.model.arrays.columns, data.system.years.plan_from
    for term in group.terms:
        key = (term.region, term.technology, term.year)
        total += data.system.parameters["residual_capacity"].get(key, 0.0)
        for vintage in data.vintages.get(key, ()):
            built = (*key[:2], vintage)
            if vintage < start and built in places["new_capacity"]:
                lifetime = data.system.parameters["lifetime"][key[:2]]
                alive = data.alive_shares(lifetime, term.year).get(vintage, 0.0)
                total += alive * float(plan[places["new_capacity"][built]])
    return total


def _far_apart(
    optimization: Optimization, near: NearPlans, found: Sequence[_Found], ranges: Sequence[Range]
) -> list[OtherPlan]:
    """Return the cheapest plan and those extremes that lie furthest from all that were taken before.

    How far is the sum of differences over the groups, each in parts of its range.
    """
    planned = optimization.parts_of(near.plan).reported

    def other(
        group: TechnologyGroup | None, extreme: Literal["least", "most", ""], plan: Floats, cost: float
    ) -> OtherPlan:
        return OtherPlan(group, extreme, cost, tuple(_amount(one.columns, plan) for one in found))

    plans = [other(None, "", near.plan, 0.0)]
    for one in found:
        for extreme, way in (("least", one.least), ("most", one.most)):
            cost = optimization.parts_of(way.columns).reported - planned
            plans.append(other(one.group, extreme, way.columns, cost))  # type: ignore[arg-type]
    widths = np.array([max(one.most - one.least, 1e-12) for one in ranges])
    free = np.array([one.outcome in ("may be chosen", "in any case") for one in ranges], dtype=bool)
    if not free.any():
        return plans[:1]
    points = (np.array([plan.amounts for plan in plans]) / widths)[:, free]
    taken = [0]
    while len(taken) < min(MOST_PLANS, len(plans)):
        apart = np.array([np.abs(points - points[place]).sum(axis=1) for place in taken]).min(axis=0)
        taken.append(int(apart.argmax()))
    return [plans[place] for place in dict.fromkeys(taken)]
