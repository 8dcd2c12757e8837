r"""The extensive form: programmes of several futures as one, which take the decisions of the first stage alike.

.. math:: \min (1-\lambda) \sum_s w_s c_s x_s + \lambda \Big(\eta + \frac{1}{\alpha} \sum_s w_s z_s\Big)

with all rows of every future; non-anticipativity, :math:`d_{sk}(x_s) = d_{1k}(x_1)` for every decision k of the first
stage (Birge and Louveaux 2011, Introduction to Stochastic Programming, chapter 2); and, where the worst futures
count for more, :math:`z_s \ge c_s x_s + b_s - \eta`, :math:`z_s \ge 0`: the mean cost of the dearest share
:math:`\alpha` of futures (Rockafellar and Uryasev 2000, Journal of Risk 2, 21-41). :math:`b_s` is what the pieces in
which people choose leave out of the cost of a future.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.robust.first_stage import Decision, FirstStage
from carbonsim.system.tables import Key


@dataclass(frozen=True)
class FutureProgram:
    """The programme of one future: its weight, its first stage, and what its cost leaves out of what is perceived."""

    program: Program
    weight: float
    first: FirstStage
    beside: float = 0.0


@dataclass(frozen=True)
class Risk:
    """How much the worst futures count beside the expected cost: a weight, and the share of futures that is worst."""

    weight: float = 0.0
    tail: float = 0.2


class _Row(NamedTuple):
    """A row as it is added: columns, coefficients and its sides."""

    columns: Sequence[int]
    coefficients: Sequence[float]
    low: float
    high: float


class ExtensiveForm:
    """Programmes of futures as one: `columns` and `rows` tell where each future stands, what ties them comes after."""

    def __init__(self, futures: Sequence[FutureProgram], risk: Risk | None = None) -> None:
        """Take futures, whose weights sum to one."""
        self._futures, self._risk = tuple(futures), risk or Risk()
        self.columns = _places([len(one.program.costs) for one in futures])
        self.rows = _places([len(one.program.row_low) for one in futures])

    @cached_property
    def program(self) -> Program:
        """All of it as one programme."""
        rows = [*self._ties(), *(self._worst() if self._risk.weight > 0.0 else ())]
        return _with_rows(self._with_risk(self._beside_each_other()), rows)

    def part(self, number: int, columns: Floats) -> Floats:
        """Return the columns of one future."""
        return columns[self.columns[number]]

    def places(self, number: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return for every column and every row its place in the programme of one future, -1 where it is of another."""
        counts = len(self.program.costs), len(self.program.row_low)
        found = np.full(counts[0], -1), np.full(counts[1], -1)
        for places, part in zip(found, (self.columns[number], self.rows[number]), strict=True):
            places[part] = np.arange(part.stop - part.start)
        return found

    def weighted(self, parts: Sequence[Floats]) -> Floats:
        """Return weights of the columns of each future, by its own weight; nothing of the columns beside."""
        whole = np.zeros(len(self.program.costs))
        for one, place, part in zip(self._futures, self.columns, parts, strict=True):
            whole[place] = one.weight * part
        return whole

    def _beside_each_other(self) -> Program:
        programs = [one.program for one in self._futures]
        firsts = [part.start for part in self.columns]
        lengths = np.concatenate([np.diff(one.starts) for one in programs])
        share = 1.0 - self._risk.weight
        return Program(
            starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            indices=np.concatenate([one.indices + first for one, first in zip(programs, firsts, strict=True)]),
            values=np.concatenate([one.values for one in programs]),
            row_low=np.concatenate([one.row_low for one in programs]),
            row_high=np.concatenate([one.row_high for one in programs]),
            column_low=np.concatenate([one.column_low for one in programs]),
            column_high=np.concatenate([one.column_high for one in programs]),
            costs=np.concatenate([share * one.weight * one.program.costs for one in self._futures]),
            integers=np.concatenate([one.integers + first for one, first in zip(programs, firsts, strict=True)]),
        )

    def _with_risk(self, program: Program) -> Program:
        """Add the level η beyond which costs count, and what each future costs above it."""
        if self._risk.weight <= 0.0:
            return program
        above = [one.weight / self._risk.tail for one in self._futures]
        count = len(above)
        return replace(
            program,
            column_low=np.concatenate([program.column_low, [-np.inf], np.zeros(count)]),
            column_high=np.concatenate([program.column_high, np.full(count + 1, np.inf)]),
            costs=np.concatenate([program.costs, self._risk.weight * np.array([1.0, *above])]),
        )

    def _ties(self) -> Iterator[_Row]:
        """Yield what makes a decision the same in each future as in the first one that takes it."""
        before: dict[Key, tuple[int, Decision]] = {}
        for place, future in zip(self.columns, self._futures, strict=True):
            for key, one in future.first.decisions.items():
                if key not in before:
                    before[key] = place.start, one
                    continue
                first, other = before[key]
                columns = [*(place.start + column for column in one.columns), *(first + c for c in other.columns)]
                difference = one.offset - other.offset
                coefficients = [*one.coefficients, *(-factor for factor in other.coefficients)]
                yield _Row(columns, coefficients, difference, difference)

    def _worst(self) -> Iterator[_Row]:
        """Yield what tells how much each future costs above the level beyond which costs count."""
        level = self.columns[-1].stop
        for number, (place, future) in enumerate(zip(self.columns, self._futures, strict=True)):
            paid = np.flatnonzero(future.program.costs)
            columns = [level, level + 1 + number, *(place.start + paid).tolist()]
            yield _Row(columns, [1.0, 1.0, *(-future.program.costs[paid]).tolist()], future.beside, np.inf)


def _places(lengths: Sequence[int]) -> list[slice]:
    ends = list(accumulate(lengths))
    return [slice(end - length, end) for end, length in zip(ends, lengths, strict=True)]


def _with_rows(program: Program, rows: Sequence[_Row]) -> Program:
    """Return a programme with rows added at its end."""
    if not rows:
        return program
    ends = program.starts[-1] + np.cumsum([len(row.columns) for row in rows])
    return replace(
        program,
        starts=np.concatenate([program.starts, ends]),
        indices=np.concatenate([program.indices, *(np.array(row.columns, np.int64) for row in rows)]),
        values=np.concatenate([program.values, *(np.array(row.coefficients, float) for row in rows)]),
        row_low=np.concatenate([program.row_low, [row.low for row in rows]]),
        row_high=np.concatenate([program.row_high, [row.high for row in rows]]),
    )
