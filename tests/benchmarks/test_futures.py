"""What a future costs, in plain solves of the same twin: a ratio, since machines differ.

Asked for with CARBONSIM_BENCHMARKS=1: twelve prices of the city as it was at commit 50ceaf7, each 20 % either way.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from carbonsim.optimization.solver.solve import Solver
from carbonsim.scenario.futures.draws import draw_quantiles
from carbonsim.studies.futures import FutureSolver
from carbonsim.studies.price_futures import KnownTwins

FILE = Path(__file__).parent / "futures" / "twelve-prices.yaml"
LEARNT, MEASURED, PART = 60, 20, 20
MOST = 0.15  # of a solve of the twin from nothing; 0.4 and more where each begins as the one before ended


@pytest.mark.skipif(not os.environ.get("CARBONSIM_BENCHMARKS"), reason="a benchmark: set CARBONSIM_BENCHMARKS=1")
def test_a_future_takes_a_small_part_of_a_solve_from_nothing() -> None:
    solver, known = FutureSolver(FILE), KnownTwins()
    drawn = draw_quantiles(solver.inputs, LEARNT + MEASURED, 1)
    start = time.process_time()
    for number, quantiles in enumerate(drawn[:LEARNT]):
        if number % PART == 0:
            solver.begin()
        solver.solve(number, quantiles)
        if number % PART == PART - 1 and (learnt := solver.learnt) is not None:
            known.statuses += learnt.statuses
            known.paid += learnt.paid
    learning = (time.process_time() - start) / LEARNT
    assert solver._prices is not None
    cold = Solver(solver._prices._program)
    start = time.process_time()
    cold.solve()
    whole = time.process_time() - start
    solver.begin(known)
    start = time.process_time()
    for number, quantiles in enumerate(drawn[LEARNT:]):
        solver.solve(LEARNT + number, quantiles)
    one = (time.process_time() - start) / MEASURED
    print(f"a future: {one:.3f} s, while learning {learning:.3f} s; its twin from nothing {whole:.2f} s")  # noqa: T201
    assert one / whole < MOST
