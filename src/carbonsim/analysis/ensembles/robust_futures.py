"""What a robust plan is worth: its first stage beside that of the plain plan, its cost and its peak in every future."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import pandas as pd

from carbonsim.analysis.peak_verdict import judge_plan
from carbonsim.analysis.peaking import PEAKED, Peak
from carbonsim.messages.message import Value
from carbonsim.optimization.robust.extensive_form import Risk
from carbonsim.optimization.robust.first_stage import BUILT, Decided
from carbonsim.optimization.robust.plan_together import PlanInFuture, RobustPlan
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

NOTHING_BUILT = 1e-6  # of a unit of capacity
Ways = Literal["own", "robust", "held"]
WAYS: tuple[Ways, ...] = ("own", "robust", "held")


class GroupDecision(NamedTuple):
    """What is built of a group of technologies in the first stage, or retired early.

    By the robust plan, by the plain one, and the least and the most that plans of single futures decide.
    """

    sector: str
    group: str
    label: Value
    kind: Literal["built", "retired early"]
    unit: str
    robust: float
    plain: float
    least: float
    most: float


class CostMeasures(NamedTuple):
    """What a way of planning costs over futures, in million CNY, discounted.

    The expected cost, the worst future, the mean of the dearest share, the greatest regret against a future's own plan;
    in how many futures there is a plan, and in how many emissions peak in time. Costs are None where a future has none.
    """

    way: Ways
    expected: float | None
    worst: float | None
    tail: float | None
    regret: float | None
    planned: int
    in_time: int


@dataclass(frozen=True)
class JudgedFuture:
    """A future: its number, its weight, and in each way of planning the cost in million CNY and the peak."""

    number: int
    weight: float
    cost: Mapping[Ways, float | None]
    peak: Mapping[Ways, Peak | None]

    def regret(self, way: Ways) -> float | None:
        """Return what a way costs more than the future's own plan."""
        cost, own = self.cost[way], self.cost["own"]
        return None if cost is None or own is None else cost - own


@dataclass(frozen=True)
class RobustFindings:
    """All that is told of a robust plan; `futures` is empty where there is none."""

    until: int
    by: int | None
    risk: Risk
    plan: RobustPlan
    count: int
    futures: tuple[JudgedFuture, ...]
    groups: tuple[GroupDecision, ...]
    refused: Mapping[int, str]

    def measures(self) -> list[CostMeasures]:
        """Return what each way of planning costs over futures."""
        return [self._measures(way) for way in WAYS]

    def _measures(self, way: Ways) -> CostMeasures:
        weights, costs = [one.weight for one in self.futures], [one.cost[way] for one in self.futures]
        planned = sum(cost is not None for cost in costs)
        in_time = sum(self.peaks_in_time(one.peak[way]) for one in self.futures)
        known = [cost for cost in costs if cost is not None]
        if planned < len(costs) or not known:
            return CostMeasures(way, None, None, None, None, planned, in_time)
        regret = max(one.regret(way) or 0.0 for one in self.futures)
        expected = sum(weight * cost for weight, cost in zip(weights, known, strict=True))
        tail = mean_of_dearest(known, weights, self.risk.tail)
        return CostMeasures(way, expected, max(known), tail, regret, planned, in_time)

    def peaks_in_time(self, peak: Peak | None) -> bool:
        """Whether emissions peak by the year that is asked for, or at all where none is."""
        if peak is None or peak.year is None or peak.status not in PEAKED:
            return False
        return self.by is None or peak.year <= self.by

    def table(self) -> pd.DataFrame:
        """Return a row a future: weight, costs in million CNY, discounted, years and levels (Mt) of peaks."""
        rows = []
        for one in self.futures:
            row: dict[str, object] = {"future": one.number, "weight": one.weight}
            row |= {f"{way}_cost_million_CNY": one.cost[way] for way in WAYS}
            row |= {f"{way}_regret_million_CNY": one.regret(way) for way in WAYS[1:]}
            for way in WAYS:
                peak = one.peak[way]
                row |= {f"{way}_peak_year": peak and peak.year, f"{way}_peak_Mt": peak and peak.level}
            rows.append(row)
        return pd.DataFrame(rows)

    def groups_table(self) -> pd.DataFrame:
        """Return a row a group of technologies that is built, or retired early, in the first stage."""
        names = [name for name in GroupDecision._fields if name != "label"]
        return pd.DataFrame([[getattr(one, name) for name in names] for one in self.groups], columns=names)

    def measures_table(self) -> pd.DataFrame:
        """Return a row a way of planning: costs in million CNY, discounted, and in how many futures it holds."""
        return pd.DataFrame(self.measures(), columns=list(CostMeasures._fields))


def mean_of_dearest(costs: Sequence[float], weights: Sequence[float], tail: float) -> float:
    """Return the mean cost of the dearest share of futures, of the last one as much as makes the share full.

    >>> mean_of_dearest([1.0, 2.0, 4.0, 8.0], [0.25] * 4, 0.5), mean_of_dearest([2.0, 8.0], [0.5, 0.5], 0.75)
    (6.0, 6.0)
    """
    left, total = tail, 0.0
    for cost, weight in sorted(zip(costs, weights, strict=True), reverse=True):
        taken = min(weight, left)
        total, left = total + taken * cost, left - taken
    return total / (tail - max(left, 0.0))


def judge_robust(
    system: EnergySystem, futures: Mapping[int, tuple[Scenario, EnergySystem]], plan: RobustPlan, plain: Decided,
    until: int, risk: Risk, refused: Mapping[int, str],
) -> RobustFindings:  # fmt: skip
    """Judge the plans of every future, each a scenario with its system, by number; `system` is that of the plain plan.

    `refused` are futures whose values make no scenario, with the reason.
    """
    judged = [
        JudgedFuture(
            one.number, one.weight, {way: _cost(getattr(one, way)) for way in WAYS},
            {way: _peak(*futures[one.number], getattr(one, way)) for way in WAYS},
        )
        for one in plan.futures
    ]  # fmt: skip
    by = next((peak.by for peak in system.peaking if peak.by is not None and peak.sector is None), None)
    groups = tuple(_groups(system, plan, plain)) if plan.futures else ()
    count = len(futures) + len(refused)
    return RobustFindings(until, by, risk, plan, count, tuple(judged), groups, refused)


def _cost(plan: PlanInFuture | None) -> float | None:
    return None if plan is None else plan.cost


def _peak(scenario: Scenario, system: EnergySystem, plan: PlanInFuture | None) -> Peak | None:
    return None if plan is None else judge_plan(scenario, system, plan.tables)


Group = tuple[str, str, Value, Literal["built", "retired early"], str]


def _groups(system: EnergySystem, plan: RobustPlan, plain: Decided) -> Iterator[GroupDecision]:
    """Yield what is decided by group, of plants by kind, of a system that was written directly by technology."""
    known = _known_groups(system)
    robust, usual, *own = (
        _summed(known, one) for one in (plan.futures[0].robust.first, plain, *(one.own.first for one in plan.futures))
    )
    for group in {**robust, **usual, **{name: 0.0 for one in own for name in one}}:
        amounts = [one.get(group, 0.0) for one in own]
        found = GroupDecision(*group, robust.get(group, 0.0), usual.get(group, 0.0), min(amounts), max(amounts))
        if max(found.robust, found.plain, found.most) > NOTHING_BUILT:
            yield found


def _known_groups(system: EnergySystem) -> dict[tuple[object, object], tuple[str, str, Value, str]]:
    groups: dict[tuple[object, object], tuple[str, str, Value, str]] = {}
    for one in system.technologies:
        kind: tuple[str, Value] = (one.group, one.group) if one.sector == "energy" else (one.name, one.label)
        groups[one.region, one.name] = (one.branch or one.sector, *kind, one.capacity_unit)
    for store in system.reservoirs:
        groups[store.region, store.name] = ("storage", store.name, store.label, store.unit)
    return groups


def _summed(known: Mapping[tuple[object, object], tuple[str, str, Value, str]], decided: Decided) -> dict[Group, float]:
    """Return the sums of decisions by group: what is retired early is an amount less than nothing in the last year."""
    sums: dict[Group, float] = defaultdict(float)
    last = max((int(key[3]) for key in decided), default=0)
    for (family, region, name, year), amount in decided.items():
        sector, group, label, unit = known[region, name]
        if family in BUILT:
            sums[sector, group, label, "built", unit] += max(amount, 0.0)
        elif year == last:
            sums[sector, group, label, "retired early", unit] += max(-amount, 0.0)
    return dict(sums)
