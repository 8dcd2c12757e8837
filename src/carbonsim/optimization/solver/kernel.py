"""The kernel of a programme: what is left where that is taken out which stands alike at many optima.

Rows that are never tight are left out, columns that always lie at one bound are fixed there, and columns that are
always between their bounds are worked out from rows that are always tight. What is found is a basis of the whole
programme, from which the solver proves it, or goes on: the kernel only shortens the way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.solver.highs import AT_LOWER, AT_UPPER, BASIC, PRIMAL, Highs, ModelStatus, Options

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FILLS = (0, 4, 20)  # entries that working out a column may add: first where it adds none
LEAST_PIVOT = 1e-2  # of the largest number of its row
NOTHING = 1e-12  # of a number, left by a difference
KERNEL: Options = {"simplex_strategy": PRIMAL, "presolve": "off", "simplex_scale_strategy": 0}

Row = dict[int, float]


class Kernel:
    """A small programme for costs that are a weighted sum of directions, with the way back to the whole one."""

    def __init__(self, program: Program, bases: NDArray[np.int8], directions: Floats, options: Options) -> None:
        """Take out what stands alike in all bases, of which each tells columns, then rows; directions are rows."""
        from scipy.sparse import csr_matrix  # for whoever solves many

        count = len(program.costs)
        self._first: NDArray[np.int8] = bases[0]
        alike = (bases == self._first).all(axis=0)
        columns, rows = self._first[:count], self._first[count:]
        fixed, slack = alike[:count] & (columns != BASIC), alike[count:] & (rows == BASIC)
        at = np.where(columns == AT_UPPER, program.column_high, program.column_low)
        value = np.where(fixed & ((columns == AT_UPPER) | (columns == AT_LOWER)), at, 0.0)
        matrix = csr_matrix((program.values, program.indices, program.starts), shape=(len(rows), count))
        fixed_sum = matrix @ value
        low, high = program.row_low - fixed_sum, program.row_high - fixed_sum
        substitution = _Substitution(matrix, ~fixed, ~slack)
        substitution.work_out(
            alike[count:] & (rows != BASIC), alike[:count] & (columns == BASIC), np.where(rows == AT_LOWER, low, high)
        )
        self._columns = np.flatnonzero(~fixed & ~substitution.gone_columns)
        self._rows = np.flatnonzero(~slack & ~substitution.gone_rows)
        self._kept = np.concatenate([self._columns, count + self._rows])
        self._directions = np.array([substitution.costs(one)[self._columns] for one in directions])
        self.size = len(self._rows), len(self._columns)
        self._highs = Highs({**options, **KERNEL})
        starts, indices, values = substitution.rows(self._rows, self._columns)
        shift = substitution.shift[self._rows]
        self._highs.load(
            Program(
                starts, indices, values, low[self._rows] - shift, high[self._rows] - shift,
                program.column_low[self._columns], program.column_high[self._columns],
                self._directions[0], np.empty(0, np.int64),
            )
        )  # fmt: skip

    def optimum(self, weights: Floats, start: NDArray[np.int8]) -> NDArray[np.int8] | None:
        """Return the basis of the whole programme that is best in the kernel, begun at one of those it is made of."""
        costs, every = weights @ self._directions, np.arange(len(self._columns), dtype=np.int32)
        self._highs.changeColsCost(len(costs), every, costs)
        if not self._highs.begin_so(start[self._kept]):
            return None
        self._highs.run()
        if self._highs.failed or self._highs.getModelStatus() != ModelStatus.kOptimal:
            return None
        found: NDArray[np.int8] = self._first.copy()
        found[self._kept] = self._highs.statuses()
        return found


class _Substitution:
    """Rows in which columns are worked out one after another: each from a row that then is gone, as the column is."""

    def __init__(self, matrix: csr_matrix, columns: NDArray[np.bool_], rows: NDArray[np.bool_]) -> None:
        """Keep the numbers of some rows and columns."""
        inside = matrix.multiply(columns[None, :]).tocsr()
        inside.eliminate_zeros()
        self._rows: list[Row] = [{} for _ in range(matrix.shape[0])]
        self._columns: list[set[int]] = [set() for _ in range(matrix.shape[1])]
        for row in np.flatnonzero(rows).tolist():
            part = slice(inside.indptr[row], inside.indptr[row + 1])
            self._rows[row] = dict(zip(inside.indices[part].tolist(), inside.data[part].tolist(), strict=True))
            for column in self._rows[row]:
                self._columns[column].add(row)
        self.gone_rows, self.gone_columns = ~rows & False, ~columns & False
        self.shift = np.zeros(len(rows))  # of the sides of the rows that are left
        self._steps: list[tuple[int, Integers, Floats]] = []

    def work_out(self, tight: NDArray[np.bool_], basic: NDArray[np.bool_], sides: Floats) -> None:
        """Work basic columns out of tight rows as long as little is added."""
        left = sorted(np.flatnonzero(tight).tolist(), key=lambda row: len(self._rows[row]))
        may = basic.tolist()
        for most in FILLS:
            before = None
            while len(left) != before:
                before = len(left)
                left = [row for row in left if not self._pivot(row, may, most, float(sides[row]))]

    def _pivot(self, row: int, may: list[bool], most: int, side: float) -> bool:
        entries = self._rows[row]
        least = LEAST_PIVOT * max(map(abs, entries.values()), default=0.0)
        able = [column for column, value in entries.items() if may[column] and abs(value) >= least]
        column = min(able, key=lambda one: len(self._columns[one]), default=None)
        if column is None or (len(entries) - 1) * (len(self._columns[column]) - 1) > most:
            return False
        self._take_out(row, column, side)
        return True

    def _take_out(self, row: int, column: int, side: float) -> None:
        entries, pivot = self._rows[row], self._rows[row].pop(column)
        for other in entries:
            self._columns[other].discard(row)
        for target in self._columns[column] - {row}:
            mine = self._rows[target]
            factor = mine.pop(column) / pivot
            self.shift[target] += factor * (side - self.shift[row])
            for other, value in entries.items():
                now = mine.get(other, 0.0) - factor * value
                if abs(now) > NOTHING:
                    mine[other] = now
                    self._columns[other].add(target)
                elif other in mine:
                    del mine[other]
                    self._columns[other].discard(target)
        self._columns[column] = set()
        self._rows[row] = {}
        self.gone_rows[row] = self.gone_columns[column] = True
        others = np.fromiter(entries.keys(), np.int64, len(entries))
        self._steps.append((column, others, np.fromiter(entries.values(), np.float64, len(entries)) / pivot))

    def costs(self, costs: Floats) -> Floats:
        """Return the costs of the columns that are left."""
        left = costs.copy()
        for column, others, factors in self._steps:
            if left[column]:
                left[others] -= left[column] * factors
        return left

    def rows(self, rows: Integers, columns: Integers) -> tuple[Integers, Integers, Floats]:
        """Return starts, columns and numbers of the rows that are left, as they are numbered then."""
        place = np.full(len(self._columns), -1)
        place[columns] = np.arange(len(columns))
        starts = np.concatenate([[0], np.cumsum([len(self._rows[row]) for row in rows.tolist()], dtype=np.int64)])
        entries = list(self._entries(rows))
        indices = place[np.fromiter((column for column, _ in entries), np.int64, len(entries))]
        return starts.astype(np.int64), indices, np.fromiter((value for _, value in entries), np.float64, len(entries))

    def _entries(self, rows: Integers) -> Iterator[tuple[int, float]]:
        for row in rows.tolist():
            yield from self._rows[row].items()
