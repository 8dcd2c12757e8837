"""Beside the cheapest plan: the plan of lowest peak, or of earliest peak, within a cost ceiling.

The lowest peak is found first and held, then the cheapest plan that reaches it; the earliest by trying the years in
order, each warm from the one before, for a year that can be the peak may have one after it that cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.infeasibility.messages import no_year
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import Solution, Statement
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.optimization.structure.roles import PeakingLine
from carbonsim.system.tables import Peaking

HOLDS: Mapping[str, Callable[[int, int], bool]] = {"after": int.__gt__, "at": int.__eq__, "until": int.__le__}
LEVEL_TOLERANCE = 1e-7  # of the lowest peak, within which the cheapest plan is sought

TryOut = Callable[[Program], Answer]  # solve warm and return the bare answer
Settle = Callable[[Program], Solution]  # solve for cost, break ties and return the plan, or why there is none


def pursue(model: CompiledModel, twin: Solution, beside: float, try_out: TryOut, settle: Settle) -> Solution:
    """Return the plan of lowest or earliest peak whose cost stays within the ceiling, or why there is none.

    `beside` is what the pieces in which choices stand leave out of the cost of a programme.
    """
    peak = model.peaking[0]
    bound = cost_bound(peak, twin)
    within = bound - beside
    if peak.objective == "lowest_peak":
        solution = _lowest(model, within, try_out, settle)
    else:
        solution = _earliest(model, within, lambda tried: no_year(tried, bound, peak.path), try_out, settle)
    return replace(
        solution, planning_objective={"objective": peak.objective, "cost_bound": bound, **solution.planning_objective}
    )


def cost_bound(peak: Peaking, twin: Solution) -> float:
    """Return the most a plan may cost, in million CNY, discounted."""
    if peak.cost_amount is not None:
        return peak.cost_amount
    assert peak.cost_share is not None and twin.objective is not None
    return twin.objective + peak.cost_share * abs(twin.objective)


def _lowest(model: CompiledModel, bound: float, try_out: TryOut, settle: Settle) -> Solution:
    model.change({("peak_cost_bound", (0,)): bound})
    program = model.program()
    costs = np.zeros(len(program.costs))
    costs[model.arrays.columns["peak_level"][(0,)]] = 1.0
    answer = try_out(replace(program, costs=costs))
    if answer.status != SolveStatus.OPTIMAL:
        return settle(program)
    level = answer.objective
    held = level * (1.0 + LEVEL_TOLERANCE)
    rows = model.arrays.rows["peak_max_level"]
    high = program.row_high.copy()
    places = [row for key, row in rows.items() if key[0] == 0]
    high[places] = np.minimum(high[places], held)
    return replace(settle(replace(program, row_high=high)), planning_objective={"level_Mt": level})


def _earliest(
    model: CompiledModel, bound: float, none: Callable[[list[int]], Statement], try_out: TryOut, settle: Settle
) -> Solution:
    program = model.program()
    tried: list[int] = []
    for key in model.arrays.rows["peak_candidate"]:
        year = int(key[1])
        tried.append(year)
        candidate = _peaking_in(model, program, year)
        answer = try_out(candidate)
        if answer.status == SolveStatus.OPTIMAL and answer.objective <= bound:
            return replace(settle(candidate), planning_objective={"year": year})
        if answer.status not in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE):
            return settle(candidate)
    return Solution(SolveStatus.INFEASIBLE, explanation=(none(tried),), planning_objective={"year": None})


def _peaking_in(model: CompiledModel, program: Program, year: int) -> Program:
    """Return the programme in which one year is the peak: rows of other years are free."""
    rows, high = model.arrays.rows, program.row_high.copy()
    for equation, line in with_role(PeakingLine):
        for key, row in rows.get(equation.name, {}).items() if line.holds != "always" else ():
            if key[0] == 0 and not HOLDS[line.holds](int(key[1]), year):
                high[row] = np.inf
    return replace(program, row_high=high)
