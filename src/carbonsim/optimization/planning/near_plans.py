"""Plans of nearly the least cost: how little and how much of anything there is among them.

Modelling to generate alternatives: the cost of the plan, as it is perceived, may rise by a share; then the sum of some
columns is made least and most (Brill 1979, Management Science 25, 413-422; DeCarolis 2011, Energy Economics 33,
145-152). All rows of the plan hold, those of the peak too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solver.highs import PRIMAL, Options
from carbonsim.optimization.solver.solve import Solver
from carbonsim.optimization.solver.status import SolveStatus

ROUNDING = 1e-9  # of the cost, that the cheapest plan itself may lie above what is allowed
FROM_A_PLAN: Options = {"simplex_strategy": PRIMAL}  # that keeps all rows, and is only not the best
PATIENCE = 30.0  # times a solve of the plan from nothing: there is an answer, and no other way is as short


@dataclass(frozen=True)
class Extreme:
    """The plan in which a sum is least or most: the sum, and the columns of the plan."""

    amount: float
    columns: Floats


class NearPlans:
    """Asks plans of nearly the least cost for the least and the most of a sum of columns.

    `plan` is the cheapest itself; `allowed` is what a plan may cost more, in million CNY, discounted, as it is
    perceived.
    """

    def __init__(self, optimization: Optimization, perceived_cost: float, within: float) -> None:
        """Take an optimisation that has just planned with all years in sight, and a share of what its plan costs."""
        assert optimization.decided is not None and optimization.columns is not None
        program, answer = optimization.decided
        self._optimization, self._costs = optimization, program.costs
        self.allowed = within * abs(perceived_cost)
        self.plan = optimization.columns
        most = answer.objective + self.allowed + ROUNDING * abs(answer.objective)
        self._program = with_ceiling(program, program.costs, most)
        known = np.abs(program.costs[program.costs != 0.0])
        self._usual = float(known.mean()) if len(known) else 1.0  # what a column costs: the solver counts in such units
        self._solver: Solver | None = None

    def least(self, weights: Mapping[int, float]) -> Extreme | None:
        """Return the plan with the least of a weighted sum of columns; None where the solver finds none."""
        return self._extreme(weights, 1.0)

    def most(self, weights: Mapping[int, float]) -> Extreme | None:
        """Return the plan with the most of a weighted sum of columns; None where the solver finds none."""
        return self._extreme(weights, -1.0)

    def _extreme(self, weights: Mapping[int, float], sign: float) -> Extreme | None:
        costs = np.zeros(len(self._costs))
        costs[list(weights)] = [*weights.values()]
        answer = self._loaded(replace(self._program, costs=sign * self._usual * costs)).solve()
        if answer.status != SolveStatus.OPTIMAL:
            return None
        return Extreme(float(costs @ answer.columns), answer.columns)

    def _loaded(self, program: Program) -> Solver:
        """Return the live solver with a question loaded, ready to begin where the plan ended.

        The plan is one of those that are asked; the extreme of another question lies further away.
        """
        planned = self._optimization.solver
        if self._solver is None:
            options = {**planned.options, **FROM_A_PLAN}
            self._solver = Solver(program, options, warm_options=FROM_A_PLAN, patience=PATIENCE)
        else:
            self._solver.update(program)
        columns, rows = np.arange(len(program.costs)), np.arange(len(program.row_low))
        rows[-1] = -1
        self._solver.begin_like((planned, columns, rows))
        return self._solver


def with_ceiling(program: Program, weights: Floats, most: float) -> Program:
    """Return a programme with one row more: a weighted sum of its columns may be so much at most."""
    columns = np.flatnonzero(weights)
    return replace(
        program,
        starts=np.append(program.starts, program.starts[-1] + len(columns)),
        indices=np.concatenate([program.indices, columns]),
        values=np.concatenate([program.values, weights[columns]]),
        row_low=np.append(program.row_low, -np.inf),
        row_high=np.append(program.row_high, most),
    )
