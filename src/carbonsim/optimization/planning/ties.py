"""Among plans of equal cost: the one that emits least, by a vanishing price on emissions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.solver.solve import Answer, Solver
from carbonsim.optimization.solver.status import SolveStatus


def broken_ties(
    solver: Solver, program: Program, answer: Answer, emitted: Floats, preferred: Floats, share: float
) -> Answer:  # fmt: skip
    """Solve a programme again, warm, with a price on what columns emit that is a share of the cost over all emissions.

    Preferences count as emissions, less than those of coal. The solver holds the programme again afterwards.
    """
    amount = abs(float((emitted * answer.columns).sum())) + float((np.abs(preferred) * answer.columns).sum())
    if amount <= 0.0:
        return answer
    price = share * (abs(answer.objective) or 1.0) / amount
    solver.update(replace(program, costs=program.costs + price * (emitted + preferred)))
    reported = solver.solve()
    solver.update(program)
    return reported if reported.status == SolveStatus.OPTIMAL else answer
