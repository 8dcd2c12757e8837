"""Beside the cheapest plan: the plan of lowest peak, or of earliest peak, within a cost ceiling.

The lowest peak is found first and held, then the cheapest plan that reaches it; the earliest by trying the years in
order, each warm from the one before, for a year that can be the peak may have one after it that cannot.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from carbonsim.optimization.compile import Program
from carbonsim.optimization.sentences import no_year
from carbonsim.optimization.solution import Solution
from carbonsim.system.tables import Peaking

if TYPE_CHECKING:
    from carbonsim.optimization.plan import Optimization

LEVEL_TOLERANCE = 1e-7  # of the lowest peak, within which the cheapest plan is sought
LATER = ("peak_highest", "peak_decline", "peak_monotone")  # rows of years after the candidate


def pursue(optimization: Optimization, twin: Solution) -> Solution:
    """Return the plan of lowest or earliest peak whose cost stays within the ceiling, or why there is none."""
    peak = optimization.peaking[0]
    bound = cost_bound(peak, twin)
    solution = (_lowest if peak.objective == "lowest_peak" else _earliest)(optimization, bound)
    return replace(solution, aim={"objective": peak.objective, "cost_bound": bound, **solution.aim})


def cost_bound(peak: Peaking, twin: Solution) -> float:
    """Return the most a plan may cost, in million CNY, discounted."""
    if peak.cost_amount is not None:
        return peak.cost_amount
    assert peak.cost_share is not None and twin.objective is not None
    return twin.objective + peak.cost_share * abs(twin.objective)


def _lowest(optimization: Optimization, bound: float) -> Solution:
    optimization.change({("peak_cost_bound", (0,)): bound})
    program = optimization.program()
    costs = np.zeros(len(program.costs))
    costs[optimization.arrays.columns["peak_level"][(0,)]] = 1.0
    answer = optimization.try_out(replace(program, costs=costs))
    if answer.status != "optimal":
        return optimization.settle(program)
    level = answer.objective
    held = level * (1.0 + LEVEL_TOLERANCE)
    rows = optimization.arrays.rows["peak_max_level"]
    high = program.row_high.copy()
    places = [row for key, row in rows.items() if key[0] == 0]
    high[places] = np.minimum(high[places], held)
    return replace(optimization.settle(replace(program, row_high=high)), aim={"level_Mt": level})


def _earliest(optimization: Optimization, bound: float) -> Solution:
    program = optimization.program()
    tried: list[int] = []
    for key in optimization.arrays.rows["peak_candidate"]:
        year = int(key[1])
        tried.append(year)
        candidate = _peaking_in(optimization, program, year)
        answer = optimization.try_out(candidate)
        if answer.status == "optimal" and answer.objective <= bound:
            return replace(optimization.settle(candidate), aim={"year": year})
        if answer.status not in ("optimal", "infeasible"):
            return optimization.settle(candidate)
    path = optimization.peaking[0].path
    return Solution("infeasible", explanation=(no_year(tried, bound, path),), aim={"year": None})


def _peaking_in(optimization: Optimization, program: Program, year: int) -> Program:
    """Return the programme in which one year is the peak: rows of other years are free."""
    rows, high = optimization.arrays.rows, program.row_high.copy()
    for family in LATER:
        free = [row for key, row in rows.get(family, {}).items() if key[0] == 0 and int(key[1]) <= year]
        high[free] = np.inf
    high[[row for key, row in rows["peak_candidate"].items() if int(key[1]) != year]] = np.inf
    high[[row for key, row in rows.get("peak_guard", {}).items() if key[0] == 0 and int(key[1]) > year]] = np.inf
    return replace(program, row_high=high)
