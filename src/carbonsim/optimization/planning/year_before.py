"""Where a window may begin: as the one before it ended, with its new years like the last that was seen there.

Or with its new years as they are best by themselves, after what the window before left to them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.equations import EQUATIONS
from carbonsim.optimization.infeasibility.relaxation import matrix_of
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.planning.cutting import Cut
from carbonsim.optimization.structure.symbols import COLUMNS
from carbonsim.system.tables import Key, Years

NOWHERE = -1


class YearBefore:
    """Which column and row of the model year before each one of a model is like; none has one without a year."""

    def __init__(self, model: CompiledModel) -> None:
        """Look the keys of all columns and rows up once, a year earlier."""
        arrays, years = model.arrays, model.system.years
        self.columns = np.full(arrays.column_count, NOWHERE, dtype=np.int64)
        self.rows = np.full(arrays.row_count, NOWHERE, dtype=np.int64)
        for name, family in COLUMNS.items():
            if family.year is not None:
                _fill(self.columns, arrays.columns[name], family.year, years)
        for name in arrays.rows:
            if "year" in EQUATIONS[name].index:
                _fill(self.rows, arrays.rows[name], EQUATIONS[name].index.index("year"), years)

    def like(self, cut: Cut, known: Cut) -> tuple[Integers, Integers]:
        """Return, for each column and row of a window, the place in a window before that it is like; -1 for none."""
        lines = np.full(cut.lines, NOWHERE, dtype=np.int64)
        rows = _places(cut.rows, known.rows, self.rows)
        return _places(cut.columns, known.columns, self.columns), np.concatenate([rows, lines])


def _fill(before: Integers, places: dict[Key, int], position: int, years: Years) -> None:
    for key, place in places.items():
        year = years.previous(int(key[position]))
        if year is not None:
            before[place] = places.get((*key[:position], year, *key[position + 1 :]), NOWHERE)


def _places(wanted: Integers, known: Integers, before: Integers) -> Integers:
    """Return where those wanted, or their like of the nearest year before, stand among those known."""
    place_of = np.full(len(before) + 1, NOWHERE, dtype=np.int64)  # the last for nowhere
    place_of[known] = np.arange(len(known))
    found, here = place_of[wanted], wanted
    while ((found == NOWHERE) & (here != NOWHERE)).any():
        here = np.where(here == NOWHERE, NOWHERE, before[here])
        found = np.where(found == NOWHERE, place_of[here], found)
    return found


class NewYears(NamedTuple):
    """The programme of the years that a window is the first to see.

    `columns` and `rows` are where those of the window stand in it, -1 where they do not.
    """

    program: Program
    columns: Integers
    rows: Integers


def new_years(cut: Cut, program: Program, column_years: Integers, before: Cut, known: Floats) -> NewYears:
    """Return the programme of the years of a window that the one before did not see, after what that one found best.

    `program` is that of the window as it is laid out, `known` what the columns of the window before are.
    """
    new = column_years[cut.columns] > before.window.last
    whole = np.zeros(len(column_years))
    whole[before.columns] = known[: len(before.columns)]
    matrix = matrix_of(program)
    columns = np.flatnonzero(new)
    own = matrix[:, columns]
    rows = np.flatnonzero(np.diff(own.tocsr().indptr))
    taken = matrix[rows] @ np.where(new, 0.0, whole[cut.columns])
    part = own[rows].sorted_indices()
    within = Program(
        starts=part.indptr.astype(np.int64),
        indices=part.indices.astype(np.int64),
        values=part.data,
        row_low=program.row_low[rows] - taken,
        row_high=program.row_high[rows] - taken,
        column_low=program.column_low[columns],
        column_high=program.column_high[columns],
        costs=program.costs[columns],
        integers=np.flatnonzero(np.isin(columns, program.integers)),
    )
    return NewYears(within, _numbered(columns, len(new)), _numbered(rows, len(program.row_low)))


def _numbered(places: Integers, count: int) -> Integers:
    found = np.full(count, NOWHERE, dtype=np.int64)
    found[places] = np.arange(len(places))
    return found
