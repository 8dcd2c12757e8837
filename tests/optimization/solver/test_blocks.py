"""Blocks that few rows tie together: the start they make is that of the whole programme's optimum."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sparse

from carbonsim.optimization.compiling.arrays import Integers, Program
from carbonsim.optimization.solver.blocks import near_bases
from carbonsim.optimization.solver.solve import OPTIONS, Solver
from carbonsim.optimization.solver.status import SolveStatus

BLOCKS, HOURS, PLANTS = 5, 6, 4
DRAW = np.random.default_rng(3)
LOAD = DRAW.uniform(5.0, 9.0, BLOCKS * HOURS)
COSTS = np.array([1.0, 2.0, 4.0, 50.0])  # the last is what is not served
MOST = np.array([3.0, 3.0, 3.0, np.inf])


def year(least_dear: float, most_cheap: float, store: float = 0.0) -> tuple[Program, Integers, Integers]:
    """Return plants that meet a load in every hour of every block, and the block of each column and row.

    The cheapest may give `most_cheap` in all, the third has to give `least_dear`; what is stored goes from hour to
    hour, also from one block to the next, and a column without a block is the third plant's sum.
    """
    hours = BLOCKS * HOURS
    count = PLANTS + 1  # with the level of the store at the end of the hour
    matrix = sparse.lil_matrix((hours + 2, hours * count + 1))
    for hour in range(hours):
        first = hour * count
        matrix[hour, first : first + PLANTS] = 1.0
        matrix[hour, first + PLANTS] = -1.0
        matrix[hour, ((hour - 1) % hours) * count + PLANTS] = 1.0
        matrix[hours, first], matrix[hours + 1, first + 2] = 1.0, 1.0
    matrix[hours + 1, hours * count] = -1.0
    ready = matrix.tocsr()
    high = np.append(np.tile(np.append(MOST, store), hours), np.inf)
    low = np.append(np.zeros(hours * count), least_dear)
    program = Program(
        ready.indptr.astype(np.int64), ready.indices.astype(np.int64), ready.data,
        np.concatenate([LOAD, [-np.inf, 0.0]]), np.concatenate([LOAD, [most_cheap, 0.0]]), low, high,
        np.append(np.tile(np.append(COSTS, 0.0), hours), 0.0), np.empty(0, np.int64),
    )  # fmt: skip
    block = np.repeat(np.arange(BLOCKS), HOURS)
    return program, np.append(np.repeat(block, count), -1), np.append(block, [-1, -1])


@pytest.mark.parametrize("store", [0.0, 2.0])
def test_the_whole_from_its_blocks_costs_what_it_costs_from_nothing(store: float) -> None:
    program, columns, rows = year(30.0, 60.0, store)
    solver = Solver(program)
    solver.begin_by_blocks(columns, rows)
    found, whole = solver.solve(), Solver(program).solve()
    assert found.status == whole.status == SolveStatus.OPTIMAL
    assert found.objective == pytest.approx(whole.objective, rel=1e-9)


def test_where_nothing_goes_from_block_to_block_the_start_is_the_optimum() -> None:
    program, columns, rows = year(30.0, 60.0)
    solver = Solver(program)
    solver.begin_by_blocks(columns, rows)
    assert solver.solve().iterations <= 2
    assert Solver(program, {"presolve": "off"}).solve().iterations > BLOCKS * HOURS


def test_a_column_of_no_block_in_the_row_of_one_leaves_the_start_to_the_solver() -> None:
    program, columns, rows = year(30.0, 60.0)
    columns = np.where(np.arange(len(columns)) == 1, -1, columns)
    assert near_bases(program, columns, rows, OPTIONS) is None


def test_what_has_no_least_is_not_held_between_blocks() -> None:
    program, columns, rows = year(30.0, 60.0, 2.0)
    program = replace(program, column_low=np.where(program.column_high == 2.0, -np.inf, program.column_low))
    assert near_bases(program, columns, rows, OPTIONS) is None


def test_ties_that_cannot_hold_are_found_by_the_solver() -> None:
    program, columns, rows = year(3.0 * BLOCKS * HOURS + 1.0, 60.0)
    solver = Solver(program)
    solver.begin_by_blocks(columns, rows)
    assert solver.solve().status == SolveStatus.INFEASIBLE
