"""The proof that no plan exists: a sum of rows that no plan within its bounds can meet (Farkas' lemma)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from carbonsim.optimization.compiling.arrays import Floats, Program

NOISE = 1e-9  # of the largest number of a certificate


class Conflict(NamedTuple):
    """Rows, columns at their lower and columns at their upper bound that cannot hold together."""

    rows: list[int]
    low: list[int]
    high: list[int]


@dataclass(frozen=True)
class Certificate:
    """Rows with their multipliers, and the columns whose bounds the proof needs with what the sum gives them.

    A positive multiplier takes the lower side of its row, a negative one the upper; a column with a positive sum its
    upper bound, one with a negative sum its lower. Weights say how heavily each counts in the proof.
    """

    rows: list[int]
    multipliers: Floats
    row_weights: Floats
    columns: list[int]
    sums: Floats
    column_weights: Floats

    @property
    def size(self) -> int:
        """How many rows and bounds take part."""
        return len(self.rows) + len(self.columns)

    def sides(self) -> tuple[list[int], list[int]]:
        """Return which columns take part with their lower, and which with their upper bound."""
        signs = dict(zip(self.columns, self.sums.tolist(), strict=True))
        return [c for c in self.columns if signs[c] < 0.0], [c for c in self.columns if signs[c] > 0.0]

    def whole(self) -> Conflict:
        """Return all that takes part."""
        return Conflict(self.rows, *self.sides())

    def weights(self) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
        """Return the weight of each row, lower and upper bound."""
        low, high = self.sides()
        of = dict(zip(self.columns, self.column_weights.tolist(), strict=True))
        rows = dict(zip(self.rows, self.row_weights.tolist(), strict=True))
        return rows, {column: of[column] for column in low}, {column: of[column] for column in high}

    def parts(self, program: Program) -> list[list[int]]:
        """Return the rows in parts that share no column: each proves something by itself, or nothing."""
        rows = _matrix(program)[self.rows]
        _, part = connected_components(rows @ rows.T, directed=False)
        return [[self.rows[place] for place in np.flatnonzero(part == one)] for one in range(part.max(initial=-1) + 1)]

    def programme(self, program: Program) -> tuple[Program, list[int]]:
        """Return the programme of these rows, each with the side that the proof needs, and its columns' places."""
        rows = _matrix(program)[self.rows]
        touched = np.unique(rows.indices)
        part = rows[:, touched].tocsr()
        within = Program(
            starts=part.indptr.astype(np.int64),
            indices=part.indices.astype(np.int64),
            values=part.data,
            row_low=np.where(self.multipliers > 0.0, program.row_low[self.rows], -np.inf),
            row_high=np.where(self.multipliers < 0.0, program.row_high[self.rows], np.inf),
            column_low=program.column_low[touched],
            column_high=program.column_high[touched],
            costs=np.zeros(len(touched)),
            integers=np.zeros(0, dtype=np.int64),
        )
        return within, touched.tolist()


def residual(program: Program, columns: Floats, duals: Floats, least: float = 0.0) -> float:
    """Return what share of its costs an optimum is in doubt by: a plan that is none, or one that may not be cheapest.

    What rows and columns are off the side that they pay for, at their price (complementary slackness), and what it
    would cost at least to bring in what rows are short of once every column keeps its bounds. Coefficients that the
    solver left out count; whole numbers have no say. All in the units of the programme; of a plan that costs less than
    `least`, the share is of that.
    """
    matrix = _matrix(program)
    reduced = program.costs - matrix.T @ duals
    reduced[program.integers] = 0.0
    off = np.abs(duals * _off(matrix @ columns, program.row_low, program.row_high, duals)).sum()
    off += np.abs(reduced * _off(columns, program.column_low, program.column_high, reduced)).sum()
    within = np.clip(columns, program.column_low, program.column_high)
    off += np.abs(program.costs * (within - columns)).sum()
    sums = matrix @ within
    short = np.maximum(program.row_low - sums, 0.0) - np.maximum(sums - program.row_high, 0.0)
    rows = np.flatnonzero(short)
    off += np.abs(short[rows]) @ _cheapest(matrix[rows], np.sign(short[rows]), program.costs)
    paid = max(float(np.abs(program.costs * columns).sum()), least)
    return float(off) / paid if paid else float(off > 0.0)


def _off(values: Floats, low: Floats, high: Floats, prices: Floats) -> Floats:
    """Return how far values are from the side that their price tells; from the other where that has no number."""
    side = np.where(prices > 0.0, low, high)
    side = np.where(np.isfinite(side), side, np.where(prices > 0.0, high, low))
    return np.where(np.isfinite(side), values - side, values)


def _cheapest(matrix: csr_matrix, signs: Floats, costs: Floats) -> Floats:
    """Return the least cost of a unit up or down in each row, of what costs something; nothing where none does."""
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    helps = (costs[matrix.indices] > 0.0) & (matrix.data * signs[row_of] > 0.0)
    least = np.full(matrix.shape[0], np.inf)
    np.minimum.at(least, row_of[helps], costs[matrix.indices[helps]] / np.abs(matrix.data[helps]))
    return np.where(np.isfinite(least), least, 0.0)


def proof(program: Program, ray: Floats) -> Certificate | None:
    """Return what a dual ray proves, in the units of the programme; None where it proves nothing."""
    if not len(ray) or not np.abs(ray).max():
        return None
    ray = np.where(np.abs(ray) > NOISE * np.abs(ray).max(), ray, 0.0)
    for multipliers in (ray, -ray):
        sums = np.asarray(_matrix(program).T @ multipliers)
        sums = np.where(np.abs(sums) > NOISE * np.abs(multipliers).max(), sums, 0.0)
        rows, columns = np.flatnonzero(multipliers), np.flatnonzero(sums)
        least = np.where(multipliers > 0.0, program.row_low, program.row_high)[rows]
        most = np.where(sums > 0.0, program.column_high, program.column_low)[columns]
        if np.isfinite(least).all() and np.isfinite(most).all():
            own, others = multipliers[rows] * least, sums[columns] * most
            if own.sum() > others.sum():
                return Certificate(
                    rows.tolist(), multipliers[rows], np.abs(own), columns.tolist(), sums[columns], np.abs(others)
                )
    return None


def _matrix(program: Program) -> csr_matrix:
    shape = (len(program.row_low), len(program.costs))
    return csr_matrix((program.values, program.indices, program.starts), shape=shape)
