"""The kernel gives the optimum of the whole where what it left out stands as before."""

from __future__ import annotations

import numpy as np

from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.solver.solve import Solver, Start

INF = np.inf


def balanced() -> Program:
    """Of x, y, z, d and w: x + y = z = d, 2 d = 20, x is 8 at most; nobody wants w."""
    rows = [{0: 1.0, 1: 1.0, 2: -1.0}, {2: 1.0, 3: -1.0}, {3: 2.0}, {0: 1.0}, {1: 1.0, 2: 1.0, 4: 1.0}]
    low, high = [0.0, 0.0, 20.0, -INF, -INF], [0.0, 0.0, 20.0, 8.0, 100.0]
    return Program(
        np.cumsum([0, *map(len, rows)]), np.array([c for row in rows for c in row]),
        np.array([v for row in rows for v in row.values()]), np.array(low), np.array(high),
        np.zeros(5), np.full(5, INF), np.array([1.0, 3.0, 0.0, 0.0, 5.0]), np.empty(0, np.int64),
    )  # fmt: skip


def test_the_optimum_of_the_kernel_is_that_of_the_whole() -> None:
    """x is cheaper than y up to 8, and then y up to 10; where y is cheaper it gives all."""
    program = balanced()
    directions = np.array([program.costs, [0.0, 1.0, 0.0, 0.0, 0.0]])
    bases = []
    for step in (0.0, -2.5):
        costs = np.array([1.0, step]) @ directions
        solver = Solver(Program(**{**program.__dict__, "costs": costs}))
        solver.solve()
        bases.append(solver.statuses)
    solver = Solver(program)
    solver.solve()
    kernel = solver.kernel(program, np.array(bases), directions)
    assert kernel.size < (5, 5)
    for step, cost in ((-1.0, 8.0 * 1.0 + 2.0 * 2.0), (-2.2, 10.0 * 0.8), (1.0, 8.0 + 2.0 * 4.0)):
        weights = np.array([1.0, step])
        found = kernel.optimum(weights, bases[0])
        assert found is not None
        solver.update(Program(**{**program.__dict__, "costs": weights @ directions}))
        solver.begin_so(Start(found, is_a_plan=False))
        answer = solver.solve()
        assert answer.iterations == 0
        assert abs(answer.objective - cost) < 1e-9
