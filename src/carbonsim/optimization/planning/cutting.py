"""A programme of all years, cut to the years that a window sees: columns before it are fixed, later ones not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.choice.purchases import SeenYears
from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.equations import EQUATIONS, with_role
from carbonsim.optimization.infeasibility.relaxation import matrix_of
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.structure.roles import LinearLimit
from carbonsim.optimization.terms.cost import closing_years, financing_of, salvage_after
from carbonsim.optimization.terms.reservoir import reservoir_salvage_after
from carbonsim.system.tables import Key

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Window:
    """Model years that are decided at once: from the first to the last that is seen; those up to `kept` are kept."""

    first: int
    last: int
    kept: int


class Line(NamedTuple):
    """A row beside those of the horizon: columns of the horizon with their coefficients, and its sides."""

    columns: Integers
    values: Floats
    low: float
    high: float


@dataclass(frozen=True)
class Cut:
    """The programme of a window, and where its columns and rows stand in that of all years.

    Rows beside those of the horizon, `lines` in number, come last. In `peak_year` the level of a peak is decided.
    """

    window: Window
    columns: Integers
    rows: Integers
    program: Program
    lines: int = 0
    peak_year: int | None = None

    @property
    def own_entries(self) -> int:
        """How many coefficients the rows of the horizon have."""
        return int(self.program.starts[len(self.rows)])

    @property
    def seen(self) -> SeenYears:
        """The years that are seen, and where their columns and rows stand."""
        return SeenYears(self.window.first, self.window.last, self.window.kept, self.columns, self.rows)


class Horizon:
    """The programme of all years, with the years of its columns and rows, ready to be cut."""

    def __init__(self, program: Program, model: CompiledModel, peak_year: int | None = None) -> None:
        """Take a programme of a model, without columns of one's own.

        What is of all years, the level of a peak, is decided in its year; without one it is what its bounds say.
        """
        self.program, self._model = program, model
        self.matrix = matrix_of(program)
        self.column_years, self.plan_from = model.arrays.column_years, model.system.years.plan_from
        self._peak_year = peak_year if peak_year is not None and peak_year >= self.plan_from else None
        if self._peak_year is not None:
            self.column_years = np.where(self.column_years == 0, self._peak_year, self.column_years)
        self.row_first, self.row_last = self._years_of_rows()
        self._spread = self._rows_over_years()
        self._closed_after = closing_years(model.data)
        self._integers = np.zeros(len(program.costs), dtype=bool)
        self._integers[program.integers] = True

    def _years_of_rows(self) -> tuple[Integers, Integers]:
        """Return the first and the last year of the columns of every row; the base year where it has none."""
        base = self._model.system.years.base_year
        first = np.full(len(self.program.row_low), base, dtype=np.int64)
        last = first.copy()
        starts = self.program.starts
        filled = np.flatnonzero(np.diff(starts))
        years = self.column_years[self.program.indices]
        first[filled] = np.minimum.reduceat(years, starts[filled])
        last[filled] = np.maximum.reduceat(years, starts[filled])
        return first, last

    def _rows_over_years(self) -> dict[int, dict[int, float]]:
        """Return the rows that hold of several years together, each with what a calendar year counts in it by year."""
        rows = self._model.arrays.rows
        families = [name for name in rows if "year" not in EQUATIONS[name].index]
        places = [row for name in families for row in rows[name].values()]
        for equation, _ in with_role(LinearLimit):
            limits = rows.get(equation.name, {}).values()
            places += [row for row in limits if self._adds_up(row)]
        return {row: self._counts(row) for row in places if self.row_first[row] < self.row_last[row]}

    def _adds_up(self, row: int) -> bool:
        """Say whether all terms of a row have one sign, so that each year takes its part of one amount."""
        values = self.program.values[self.program.starts[row] : self.program.starts[row + 1]]
        return bool((values >= 0.0).all() or (values <= 0.0).all())

    def _counts(self, row: int) -> dict[int, float]:
        entries = slice(self.program.starts[row], self.program.starts[row + 1])
        years, values = self.column_years[self.program.indices[entries]], np.abs(self.program.values[entries])
        return {int(year): float(values[years == year].max()) for year in np.unique(years)}

    def cut(self, window: Window, decided: Floats) -> Cut:
        """Return the programme of a window in which earlier years are as they were decided."""
        columns = np.flatnonzero((self.column_years >= window.first) & (self.column_years <= window.last))
        seen = (self.row_last >= window.first) & (self.row_last <= window.last)
        shared = [row for row in self._spread if self._is_shared(row, window)]
        seen[shared] = True
        rows = np.flatnonzero(seen)
        low, high = self._sides(window, decided)
        whole, matrix = self.program, self.matrix[rows][:, columns]
        program = Program(
            starts=matrix.indptr.astype(np.int64),
            indices=matrix.indices.astype(np.int64),
            values=matrix.data,
            row_low=low[rows],
            row_high=high[rows],
            column_low=whole.column_low[columns],
            column_high=whole.column_high[columns],
            costs=self._costs(window)[columns],
            integers=np.flatnonzero(self._integers[columns]),
        )
        return Cut(window, columns, rows, program, peak_year=self._peak_year)

    def with_lines(self, cut: Cut, lines: Sequence[Line]) -> Cut:
        """Return a window with further rows, over columns that it sees."""
        if not lines:
            return cut
        known = cut.program
        places = [np.searchsorted(cut.columns, line.columns) for line in lines]
        order = [np.argsort(place) for place in places]
        ends = known.starts[-1] + np.cumsum([len(place) for place in places])
        program = replace(
            known,
            starts=np.concatenate([known.starts, ends]),
            indices=np.concatenate([known.indices, *(place[by] for place, by in zip(places, order, strict=True))]),
            values=np.concatenate([known.values, *(line.values[by] for line, by in zip(lines, order, strict=True))]),
            row_low=np.append(known.row_low, [line.low for line in lines]),
            row_high=np.append(known.row_high, [line.high for line in lines]),
        )
        return replace(cut, program=program, lines=len(lines))

    def _is_shared(self, row: int, window: Window) -> bool:
        """Say whether a row holds of years in a window and of later ones together."""
        return self.row_last[row] > window.last and any(
            window.first <= year <= window.last for year in self._spread[row]
        )

    def _sides(self, window: Window, decided: Floats) -> tuple[Floats, Floats]:
        """Return the sides of all rows, less what earlier years take; of what later years share, their part less.

        What is left of an amount over several years is spread evenly over the calendar years that are left of it.
        """
        fixed = np.where(self.column_years < window.first, decided, 0.0)
        taken = self.matrix @ fixed
        low, high = self.program.row_low - taken, self.program.row_high - taken
        for row, counts in self._spread.items():
            here = sum(count for year, count in counts.items() if window.first <= year <= window.last)
            later = sum(count for year, count in counts.items() if year > window.last)
            if here and later:
                low[row], high[row] = (side * here / (here + later) for side in (low[row], high[row]))
        return low, high

    @cached_property
    def _bare_costs(self) -> Floats:
        """The costs of all columns as if nothing were left of what is built, at the social rate alone."""
        costs, tables = self.program.costs.copy(), self._model.data.tables
        for family, table, sign in (
            ("new_capacity", "salvage", 1.0),
            ("new_capacity", "financing", -1.0),
            ("reservoir_new_capacity", "reservoir_salvage", 1.0),
        ):
            self._add(costs, family, tables[table], sign)
        return costs

    def _add(self, costs: Floats, family: str, values: Mapping[Key, float], sign: float) -> None:
        places = self._model.arrays.columns[family]
        for key, value in values.items():
            costs[places[key]] += sign * value

    def _costs(self, window: Window) -> Floats:
        """Return the costs of all columns with what is left of investments after the last year that is seen."""
        data = self._model.data
        if window.last == data.system.years.model[-1]:
            return self.program.costs
        costs, left = self._bare_costs.copy(), salvage_after(data, window.last, window.first, self._closed_after)
        self._add(costs, "new_capacity", left, -1.0)
        self._add(costs, "new_capacity", financing_of(data, left), 1.0)
        stored = reservoir_salvage_after(data, window.last, window.first)
        self._add(costs, "reservoir_new_capacity", stored, -1.0)
        return costs

    def at_first(self, window: Window) -> Cut:
        """Return what a window sees before which nothing is decided."""
        return self.cut(window, np.zeros(len(self.program.costs)))

    def at_first_in_place(self, cut: Cut) -> Program:
        """Return such a window as a programme of all rows and columns, in which what it does not see is free."""
        return self.in_place(cut, np.zeros(len(self.program.costs)))

    def in_place(self, cut: Cut, decided: Floats) -> Program:
        """Return the programme of a window as one of all rows and columns: what it does not see is free and costs nil.

        Its numbers are those of the window, whatever they were changed to.
        """
        whole, known, own = self.program, cut.program, slice(len(cut.rows))
        before, here = self.column_years < cut.window.first, np.zeros(len(whole.costs), dtype=bool)
        here[cut.columns] = True
        low, high = np.full(len(whole.row_low), -np.inf), np.full(len(whole.row_low), np.inf)
        taken = self.matrix[cut.rows] @ np.where(before, decided, 0.0)
        low[cut.rows], high[cut.rows] = known.row_low[own] + taken, known.row_high[own] + taken
        seen = np.isin(np.repeat(np.arange(len(whole.row_low)), np.diff(whole.starts)), cut.rows) & here[whole.indices]
        values, costs = whole.values.copy(), np.zeros(len(whole.costs))
        values[seen], costs[cut.columns] = known.values[: cut.own_entries], known.costs
        column_low, column_high = (np.where(before, decided, sides) for sides in (whole.column_low, whole.column_high))
        column_low[cut.columns], column_high[cut.columns] = known.column_low, known.column_high
        return replace(
            whole, values=values, costs=costs, row_low=low, row_high=high, column_low=column_low,
            column_high=column_high,
        )  # fmt: skip
