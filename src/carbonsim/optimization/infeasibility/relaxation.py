"""The smallest relaxation: a programme in which named limits give way at a price each, and what that proves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.solver.highs import Options
from carbonsim.optimization.solver.solve import Solver
from carbonsim.optimization.solver.status import EndStatus, SolveStatus

Penalties = dict[int, float]  # by place, per unit of the model


class Elastic(NamedTuple):
    """Which rows, and which lower and upper bounds of columns, may give way, and what a unit of each costs."""

    rows: Penalties
    low: Penalties
    high: Penalties


class Relaxation(NamedTuple):
    """By how much rows and bounds give way, the columns of that plan, and what each row is worth to it."""

    rows: Floats
    low: Floats
    high: Floats
    columns: Floats
    duals: Floats


class OutOfEffortError(Exception):
    """A search ended before it had an answer: `status` says whether iterations, time or its numbers ran out."""

    def __init__(self, status: EndStatus) -> None:
        """Keep the solver's status."""
        super().__init__(status)
        self.status = status


def relax(
    program: Program, elastic: Elastic, options: Options, iterations: int, seconds: float
) -> Relaxation | None:  # fmt: skip
    """Return by how much limits give way at least total penalty; None where nothing that may give way helps.

    It takes so many iterations at most; seconds are the last resort. Raises OutOfEffortError where that is not enough.
    What a row is worth to the relaxation is what it weighs in a proof that something has to give way (duality).
    """
    if seconds <= 0.0:
        raise OutOfEffortError(SolveStatus.TIME_LIMIT)
    answer = Solver(stretched(program, elastic), options).solve_counted(iterations, seconds)
    if answer.status == SolveStatus.INFEASIBLE:
        return None
    if answer.status != SolveStatus.OPTIMAL:
        raise OutOfEffortError(answer.status)
    values, duals = answer.columns[: len(program.costs)], answer.duals[: len(program.row_low)]
    sums = matrix_of(program) @ values
    return Relaxation(
        np.maximum(sums - program.row_high, 0.0) + np.maximum(program.row_low - sums, 0.0),
        np.maximum(program.column_low - values, 0.0),
        np.maximum(values - program.column_high, 0.0),
        values,
        duals,
    )


def stretched(program: Program, elastic: Elastic) -> Program:
    """Return the programme with a column for what each limit gives, at its penalty and at no other cost.

    A bound of a column that may give way becomes a row below the others.
    """
    row_count, column_count = len(program.row_low), len(program.costs)
    entries: list[tuple[int, int, float]] = []
    penalties: list[float] = []
    sides: list[tuple[float, float]] = []
    low, high = program.column_low.copy(), program.column_high.copy()
    for row, sign, penalty in _sides(elastic.rows, elastic.rows, program.row_low, program.row_high):
        entries.append((row, column_count + len(penalties), sign))
        penalties.append(penalty)
    for column, sign, penalty in _sides(elastic.low, elastic.high, program.column_low, program.column_high):
        row = row_count + len(sides)
        entries += [(row, column, 1.0), (row, column_count + len(penalties), sign)]
        sides.append((low[column], np.inf) if sign > 0.0 else (-np.inf, high[column]))
        penalties.append(penalty)
    for column, sign, _ in _sides(elastic.low, elastic.high, program.column_low, program.column_high):
        (low if sign > 0.0 else high)[column] = -sign * np.inf
    rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
    shape = (row_count + len(sides), column_count + len(penalties))
    own = matrix_of(program)
    own.resize(*shape)
    matrix = (own + csr_matrix((values, (rows, columns)), shape=shape)).tocsr()
    further = np.array(sides, dtype=float).reshape(-1, 2)
    return Program(
        starts=matrix.indptr.astype(np.int64),
        indices=matrix.indices.astype(np.int64),
        values=matrix.data,
        row_low=np.append(program.row_low, further[:, 0]),
        row_high=np.append(program.row_high, further[:, 1]),
        column_low=np.append(low, np.zeros(len(penalties))),
        column_high=np.append(high, np.full(len(penalties), np.inf)),
        costs=np.append(np.zeros(column_count), penalties),
        integers=program.integers,
    )


def _sides(below: Penalties, above: Penalties, low: Floats, high: Floats) -> Iterator[tuple[int, float, float]]:
    """Yield each side that may give way: its place, the sign of what it gives, and its penalty."""
    for penalties, bounds, sign in ((below, low, 1.0), (above, high, -1.0)):
        yield from ((place, sign, penalty) for place, penalty in penalties.items() if np.isfinite(bounds[place]))


def matrix_of(program: Program) -> csr_matrix:
    """Return the coefficients of a programme, in an array of its own."""
    shape = (len(program.row_low), len(program.costs))
    return csr_matrix((program.values, program.indices, program.starts), shape=shape, copy=True)
