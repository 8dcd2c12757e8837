"""A programme of blocks that few rows tie together, as the weeks of a year: a basis near its optimum.

Blocks are solved by themselves at prices of the rows that tie them; a small master programme mixes the answers of each
so that these rows hold, and prices them anew, until no block has anything better to offer (Dantzig and Wolfe 1960,
Operations Research 8:101). What one block carries over to the next is held at its least on the way. The blocks that
are mixed are then solved together, and all bases make one of the whole programme, from which it is solved exactly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sparse

from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.solver.highs import PRIMAL, Basis, Highs, ModelStatus, Options

MOST_TIES = 200  # rows between blocks: with more, prices take longer to find than the whole programme
MOST_ROUNDS = 60  # of prices; what is mixed then is a start as well
NEAR = 1e-6  # of the least cost: blocks that have no more to offer
TIMES_THE_DEAREST = 10.0  # what it costs to leave a tie, in the dearest cost of a column
NOTHING = 1e-9  # of a weight
TIES = -1  # the block of rows between blocks, and of columns in none
WARM: Options = {"simplex_strategy": PRIMAL, "presolve": "off", "dual_simplex_cost_perturbation_multiplier": 0.0}


@dataclass(frozen=True)
class Part:
    """A part of a programme: its rows and columns, and the basis it stands at."""

    rows: Integers
    columns: Integers
    basis: Basis


@dataclass(frozen=True)
class _Offer:
    """An answer of a block: its cost, alone and at prices, what it gives to each tie, its columns and its basis."""

    block: int
    cost: float
    paid: float
    use: Floats
    values: Floats
    basis: Basis


def near_bases(program: Program, columns: Integers, rows: Integers, options: Options) -> list[Part] | None:
    """Return bases of parts that make one of the whole programme, near its optimum; None where none is found so.

    `columns` and `rows` tell the block of each, -1 where it is in none.
    """
    cut = _cut(program, columns, rows)
    if cut is None:
        return None
    blocks = [_Block(cut, number, options) for number in range(int(columns.max()) + 1)]
    chosen = _mixed(cut, blocks, options)
    if chosen is None:
        return None
    parts = [Part(blocks[one.block].rows, blocks[one.block].columns, one.basis) for one in chosen.values()]
    values = cut.values.copy()
    for number, one in chosen.items():
        values[blocks[number].columns] = one.values
    together = _together(cut, [one for one in blocks if one.number not in chosen], values, options)
    return None if together is None else [*parts, together]


@dataclass(frozen=True)
class _Cut:
    """A programme with the block of each row and column, and what stands fixed while blocks are apart."""

    program: Program
    matrix: sparse.csr_matrix
    columns: Integers
    rows: Integers
    values: Floats  # of columns that are known beforehand or carried over; 0 of all others


def _cut(program: Program, columns: Integers, rows: Integers) -> _Cut | None:
    shape = len(program.row_low), len(program.costs)
    matrix = sparse.csr_matrix((program.values, program.indices, program.starts), shape=shape)
    lengths = np.diff(program.starts)
    row_of = np.repeat(np.arange(shape[0]), lengths)
    rows = _rows_within(rows, columns[program.indices], row_of)
    values = _known(program, rows, lengths)
    there, here = columns[program.indices], rows[row_of]
    carried = np.unique(program.indices[(here != TIES) & (there != TIES) & (here != there)])
    outside = program.indices[(here != TIES) & (there == TIES)]
    least = program.column_low[carried]
    if np.isnan(values[outside]).any() or not np.isfinite(least).all() or (rows == TIES).sum() > MOST_TIES:
        return None
    high = program.column_high.copy()
    values, high[carried] = np.nan_to_num(values), least
    values[carried] = least
    return _Cut(replace(program, column_high=high), matrix, columns, rows, values)


def _rows_within(rows: Integers, blocks: Integers, row_of: Integers) -> Integers:
    """Return the block of each row, with those that have none but lie in one all the same."""
    first, last = np.full(len(rows), np.iinfo(np.int64).max), np.full(len(rows), TIES)
    np.minimum.at(first, row_of, blocks)
    np.maximum.at(last, row_of, blocks)
    return np.where((rows == TIES) & (first == last), last, rows)


def _known(program: Program, rows: Integers, lengths: Integers) -> Floats:
    """Return the values of columns that a row of their own tells; not a number where none does."""
    values = np.full(len(program.costs), np.nan)
    alone = np.flatnonzero((lengths == 1) & (program.row_low == program.row_high) & (rows == TIES))
    places = program.starts[alone]
    values[program.indices[places]] = program.row_low[alone] / program.values[places]
    return values


def _part(cut: _Cut, rows: Integers, columns: Integers, values: Floats) -> Program:
    """Return a part of the programme; columns outside it are as they are told."""
    program, whole = cut.program, cut.matrix[rows]
    left = values.copy()
    left[columns] = 0.0
    taken = whole @ left
    matrix = whole[:, columns].tocsr()
    return Program(
        matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data, program.row_low[rows] - taken,
        program.row_high[rows] - taken, program.column_low[columns], program.column_high[columns],
        program.costs[columns], np.empty(0, np.int64),
    )  # fmt: skip


class _Block:
    """A block with a live solver, which goes on from its last basis when prices change."""

    def __init__(self, cut: _Cut, number: int, options: Options) -> None:
        self.number = number
        self.rows, self.columns = np.flatnonzero(cut.rows == number), np.flatnonzero(cut.columns == number)
        self._ties = cut.matrix[cut.rows == TIES][:, self.columns].tocsr()
        self._costs = cut.program.costs[self.columns]
        self._highs = Highs(options)
        self._highs.load(_part(cut, self.rows, self.columns, cut.values))

    def offer(self, prices: Floats) -> _Offer | None:
        """Return the best answer at prices of the ties, and what it is worth at them; None where there is none."""
        paid = self._costs - self._ties.T @ prices
        self._highs.changeColsCost(len(paid), np.arange(len(paid), dtype=np.int32), paid)
        if not _solved(self._highs):
            return None
        for name, value in WARM.items():
            self._highs.setOptionValue(name, value)
        values = np.asarray(self._highs.getSolution().col_value)
        cost, use = float(self._costs @ values), self._ties @ values
        return _Offer(self.number, cost, float(paid @ values), use, values, self._highs.getBasis())


def _solved(highs: Highs) -> bool:
    highs.run()
    return not highs.failed and bool(highs.getModelStatus() == ModelStatus.kOptimal)


def _mixed(cut: _Cut, blocks: list[_Block], options: Options) -> dict[int, _Offer] | None:
    """Return the blocks that keep one answer, when ties hold at prices at which no block has a better one."""
    master, worth = _Master(cut, len(blocks), options), None
    prices = np.zeros(int((cut.rows == TIES).sum()))
    for _ in range(MOST_ROUNDS):
        found = [block.offer(prices) for block in blocks]
        offers = [one for one in found if one is not None]
        if len(offers) < len(blocks):
            return None
        if worth is not None and (worth - [one.paid for one in offers]).sum() <= NEAR * abs(master.cost):
            break
        master.take(offers)
        if not _solved(master.highs):
            return None
        prices, worth = master.prices()
    return master.chosen() if master.holds() else None


class _Master:
    """The master programme: how much of which answer of each block, beside the columns that are in none."""

    def __init__(self, cut: _Cut, blocks: int, options: Options) -> None:
        ties, self._own = np.flatnonzero(cut.rows == TIES), np.flatnonzero(cut.columns == TIES)
        own = _part(cut, ties, self._own, np.zeros(len(cut.columns)))
        self.count, self._ties, self._blocks = len(self._own), len(ties), blocks
        one, none = sparse.eye(len(ties)), sparse.csr_matrix((blocks, self.count + 2 * len(ties)))
        shape = len(ties), self.count
        matrix = sparse.csr_matrix((own.values, own.indices, own.starts), shape=shape)
        matrix = sparse.vstack([sparse.hstack([matrix, one, -one]), none]).tocsr()
        dearest = TIMES_THE_DEAREST * max(float(np.abs(cut.program.costs).max()), 1.0)
        left, each = 2 * len(ties), np.ones(blocks)
        self.highs = Highs(options)
        self.highs.load(Program(
            matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data,
            np.concatenate([own.row_low, each]), np.concatenate([own.row_high, each]),
            np.concatenate([own.column_low, np.zeros(left)]), np.concatenate([own.column_high, np.full(left, np.inf)]),
            np.concatenate([own.costs, np.full(left, dearest)]), np.empty(0, np.int64),
        ))  # fmt: skip
        self._offers: list[_Offer] = []

    def take(self, offers: Iterable[_Offer]) -> None:
        """Take answers of blocks in."""
        for offer in offers:
            places = np.flatnonzero(offer.use)
            rows = np.append(places, self._ties + offer.block).astype(np.int32)
            self.highs.addCol(offer.cost, 0.0, np.inf, len(rows), rows, np.append(offer.use[places], 1.0))
            self._offers.append(offer)

    @property
    def cost(self) -> float:
        """The least cost of a mixture."""
        return float(self.highs.getInfo().objective_function_value)

    def prices(self) -> tuple[Floats, Floats]:
        """Return what a unit more of each tie costs, and what an answer of each block is worth."""
        duals = np.asarray(self.highs.getSolution().row_dual)
        return duals[: self._ties], duals[self._ties :]

    def holds(self) -> bool:
        """Say whether all ties hold."""
        left = np.asarray(self.highs.getSolution().col_value)[self.count : self.count + 2 * self._ties]
        return bool((left <= NOTHING).all())

    def chosen(self) -> dict[int, _Offer]:
        """Return the answer of each block that has one alone."""
        weights = np.asarray(self.highs.getSolution().col_value)[self.count + 2 * self._ties :]
        taken = [offer for offer, weight in zip(self._offers, weights, strict=True) if weight > NOTHING]
        alone = np.bincount([one.block for one in taken], minlength=self._blocks) == 1
        return {one.block: one for one in taken if alone[one.block]}


def _together(cut: _Cut, blocks: list[_Block], values: Floats, options: Options) -> Part | None:
    """Return the basis of blocks that are mixed, with the ties and all that is in no block, beside the others."""
    rows = np.concatenate([np.flatnonzero(cut.rows == TIES), *(one.rows for one in blocks)])
    columns = np.concatenate([np.flatnonzero(cut.columns == TIES), *(one.columns for one in blocks)])
    highs = Highs(options)
    highs.load(_part(cut, rows, columns, values))
    return Part(rows, columns, highs.getBasis()) if _solved(highs) else None
