"""What it costs to peak in each of some years, and below each of some levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from carbonsim.analysis.peaking import highest_year
from carbonsim.messages.message import Message
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Peaking, Years

COLUMNS = {
    "by": "by", "level_cap_Mt": "cap", "status": "status", "extra_million_CNY": "extra",
    "resource_extra_million_CNY": "resource_extra", "year_earlier_million_CNY": "year_earlier",
    "highest_year": "highest_year", "highest_Mt": "highest", "sum_Mt": "total",
}  # fmt: skip


@dataclass(frozen=True)
class FrontierPoint:
    """The cheapest plan of one peak year, and below one level where there is one; empty where there is no plan.

    `extra` is what it costs above its twin as it is perceived, `resource_extra` in resources and transfers, both in
    million CNY, discounted; `year_earlier` is `extra` less that of the next later year that has a plan, by the years
    between. `highest` is of the years of the plan, `total` of all their calendar years, in Mt.
    """

    by: int
    cap: float | None
    status: str
    extra: float | None = None
    resource_extra: float | None = None
    year_earlier: float | None = None
    highest_year: int | None = None
    highest: float | None = None
    total: float | None = None
    why: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Frontier:
    """All points, and what the twin emits and costs: the scenario without its peaking plan."""

    points: tuple[FrontierPoint, ...]
    twin_highest: tuple[int, float]
    twin_cost: float

    def table(self) -> pd.DataFrame:
        """Return a row a point, amounts in Mt and million CNY, discounted."""
        rows = [[getattr(one, field) for field in COLUMNS.values()] for one in self.points]
        return pd.DataFrame(rows, columns=list(COLUMNS))


def with_candidates(system: EnergySystem, levels: bool) -> EnergySystem:
    """Return a system whose peaking plan may peak in any year: its `by` is left open, all else that it asks for stays.

    With `levels` there is a cap on every year too, that of the plan or none.
    """
    plan = next((one for one in system.peaking if one.sector is None), Peaking())
    cap = float("inf") if levels and plan.max_level is None else plan.max_level
    asked = replace(
        plan, by=None, objective="earliest_peak", cost_share=None, cost_amount=float("inf"), max_level=cap
    )  # fmt: skip
    return replace(system, peaking=(asked, *(one for one in system.peaking if one.sector is not None)))


def find_frontier(
    scenario: Scenario, optimization: Optimization, years: Sequence[int], levels: Iterable[float | None],
    progress: Callable[[str], None] = lambda _: None,
) -> Frontier | Solution:  # fmt: skip
    """Solve every year below every level, the latest first, each warm from the one before; the twin if it has no plan.

    The system is one of `with_candidates`.
    """
    twin = optimization.solve_twin()
    if twin.status != SolveStatus.OPTIMAL:
        return twin
    search, points, calendar = optimization.pursuit(twin), list[FrontierPoint](), optimization.model.system.years
    for level in levels:
        later: FrontierPoint | None = None
        for year in sorted(years, reverse=True):
            progress("solve")
            point = _point(scenario, calendar, twin, search.at(year, level), year, level)
            if point.extra is not None:
                if later is not None and later.extra is not None:
                    point = replace(point, year_earlier=(point.extra - later.extra) / (later.by - year))
                later = point
            points.append(point)
    planned = {year: amount for year, amount in twin.judged_emissions.items() if year >= calendar.plan_from}
    assert twin.objective is not None
    return Frontier(tuple(points), highest_year(planned), twin.objective)


def _point(
    scenario: Scenario, years: Years, twin: Solution, plan: Solution, year: int, level: float | None
) -> FrontierPoint:  # fmt: skip
    if plan.status != SolveStatus.OPTIMAL:
        told = tuple(one.with_places(scenario.place) for one in plan.explanation)
        return FrontierPoint(year, level, str(plan.status), why=told)
    assert plan.objective is not None and twin.objective is not None
    assert plan.total_cost is not None and twin.total_cost is not None
    planned = {one: amount for one, amount in plan.judged_emissions.items() if one >= years.plan_from}
    top, highest = highest_year(planned)
    return FrontierPoint(
        year, level, str(plan.status), plan.objective - twin.objective, plan.total_cost - twin.total_cost,
        highest_year=top, highest=highest,
        total=sum(amount * len(years.span(one)) for one, amount in planned.items()),
    )  # fmt: skip
