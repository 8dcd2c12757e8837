"""Equations → sparse arrays, once; new parameter values → new arrays.

Every coefficient, bound and cost is ± one cell of a table. The arrays remember which; `Arrays.gather` then fills the
numbers in with numpy.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, count
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.equations import EQUATIONS, cell_tables
from carbonsim.optimization.equations.cost import COST_COMPONENTS, cost_terms
from carbonsim.optimization.structure.algebra import (
    CONSTANTS,
    HIGHEST,
    LOWEST,
    ZERO,
    Cell,
    TermSum,
    cells_from,
    columns_from,
    each,
    unpack,
    unpack_cells,
)
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.structure.families import column_bounds, columns_of
from carbonsim.optimization.structure.reading import Reading
from carbonsim.optimization.structure.symbols import COLUMNS, ColumnFamily
from carbonsim.system.tables import Key

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Gathered = tuple[Floats, Integers]  # signs and cells


@dataclass(frozen=True)
class Program:
    """A linear programme as numbers: CSR rows, bounds of rows and columns, costs."""

    starts: Integers
    indices: Integers
    values: Floats
    row_low: Floats
    row_high: Floats
    column_low: Floats
    column_high: Floats
    costs: Floats
    integers: Integers  # columns that take whole numbers


class ArrayModel:
    """What the equations read when they become arrays: every table with its cells, every family with its columns."""

    total = TermSum
    each = staticmethod(each)

    def __init__(self, data: Coefficients) -> None:
        """Number the cells and the columns."""
        self.data = data
        self.values: list[float] = list(CONSTANTS)
        self.numbers: dict[float, Cell] = {}
        self._first: dict[str, int] = {}
        for name in cell_tables():
            self._first[name] = len(self.values)
            self.values += data.tables[name].values()
        first = 0
        for family in COLUMNS:
            keys = columns_of(data, family)
            setattr(self, family, dict(zip(keys, columns_from(first, len(keys)), strict=True)))
            first += len(keys)
        self.column_count = first
        self.costs: dict[str, Any] = {}

    def __getattr__(self, name: str) -> dict[Key, Cell]:
        """Return the cells of a table, numbered when an equation first asks for them."""
        if name not in self._first:
            raise AttributeError(name)
        table = self.data.tables[name]
        cells = dict(zip(table, cells_from(self._first[name], len(table)), strict=True))
        setattr(self, name, cells)
        return cells

    def forget(self) -> None:
        """Let go of the cells of all tables until the next equation asks: few equations share a table."""
        for name in self._first:
            self.__dict__.pop(name, None)

    def number(self, number: float) -> Cell:
        """Return the cell of a plain number in front of a column."""
        if number not in self.numbers:
            (self.numbers[number],) = cells_from(len(self.values), 1)
            self.values.append(float(number))
        return self.numbers[number]


class Numbering(Mapping[str, dict[Key, int]]):
    """Where each key of each family stands when families follow one another; a family is numbered once asked for."""

    def __init__(self, families: Mapping[str, Sequence[Key]], first: int = 0) -> None:
        """Take the keys of every family; the first of all stands at `first`."""
        ends = list(accumulate(map(len, families.values()), initial=first))
        starts = zip(families.values(), ends[:-1], strict=True)
        self._families = dict(zip(families, starts, strict=True))
        self._numbered: dict[str, dict[Key, int]] = {}

    def keys_of(self, family: str) -> tuple[Sequence[Key], int]:
        """Return the keys of a family in order and the place of the first."""
        return self._families[family]

    def __getitem__(self, family: str) -> dict[Key, int]:
        """Return the place of every key of a family."""
        if family not in self._numbered:
            keys, first = self._families[family]
            self._numbered[family] = dict(zip(keys, count(first), strict=False))
        return self._numbered[family]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the families."""
        return iter(self._families)

    def __len__(self) -> int:
        """Count the families."""
        return len(self._families)


class RowArrays:
    """Rows as they are written: the terms of one after those of another, how many each has, and its bounds."""

    def __init__(self) -> None:
        """Begin without a row."""
        self.codes, self.low, self.high = array("q"), array("q"), array("q")
        self.lengths: list[int] = []

    def add(self, form: TermSum, low: Cell, high: Cell) -> None:
        """Add a row."""
        self.codes.fromlist(form)
        self.lengths.append(len(form))
        self.low.append(low)
        self.high.append(high)

    def add_together(self, form: TermSum, low: Cell, high: Cell) -> None:
        """Add many rows whose terms stand side by side, bounded alike."""
        terms = np.stack([each.codes for each in form], axis=1)
        count = len(terms)
        self.codes.frombytes(terms.tobytes())
        self.lengths += [len(form)] * count
        self.low.extend([low] * count)
        self.high.extend([high] * count)


class Arrays:
    """The compiled model: names of rows and columns, the pattern, and which cell each number comes from.

    `cells` holds the parameter values after a few constants. `locate(table, key)` is a cell's place.
    """

    def __init__(self, data: Coefficients) -> None:
        """Read every equation that has rows once."""
        model = ArrayModel(data)
        reading = cast(Reading, model)  # its terms are whole numbers
        model.costs = {
            component: array("q", cast("Any", cost_terms(reading, component))) for component in COST_COMPONENTS
        }
        model.forget()
        self._years = data.system.years
        self.column_count = model.column_count
        self.columns = Numbering({family: columns_of(data, family) for family in COLUMNS})
        self._place = Numbering({name: list(data.tables[name]) for name in cell_tables()}, len(CONSTANTS))
        self._write_rows(model)
        self._bound_columns(model)
        self.components = {name: self._component(model, name) for name in COST_COMPONENTS}
        self.cells = np.array(model.values)

    def _write_rows(self, model: ArrayModel) -> None:
        written = {name: rows for name, rows in model.data.rows.items() if rows}
        written = {name: written[name] for name in EQUATIONS if name in written}
        rows = RowArrays()
        for name, keys in written.items():
            rule = EQUATIONS[name].rule
            if EQUATIONS[name].together:
                for key in model.data.together[name]:
                    rows.add_together(*rule(model, *key))
            else:
                for key in keys:
                    rows.add(*rule(model, *key))
            model.forget()
        self.rows = Numbering(written)
        self.row_count = len(rows.lengths)
        self._row_low, self._row_high = unpack_cells(rows.low), unpack_cells(rows.high)
        self._merge(np.repeat(np.arange(self.row_count), rows.lengths), *unpack(rows.codes))

    def _merge(self, rows: Integers, signs: Floats, cells: Integers, columns: Integers) -> None:
        """Sort the terms by row and column; those on the same column of a row are summed when gathered."""
        flat = rows * self.column_count + columns
        order = np.argsort(flat, kind="stable")
        flat = flat[order]
        first = np.ones(len(flat), dtype=bool)
        first[1:] = flat[1:] != flat[:-1]
        self._entries = signs[order], cells[order]
        self._entry_place = np.cumsum(first) - 1
        pattern = flat[first]
        self.indices = pattern % self.column_count
        counts = np.bincount(pattern // self.column_count, minlength=self.row_count)
        self.starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    def _bound_columns(self, model: ArrayModel) -> None:
        low, high = np.empty((2, self.column_count), dtype=np.int64)
        low[:], high[:] = ZERO, HIGHEST
        for family in (family for family, one in COLUMNS.items() if one.free):
            keys, first = self.columns.keys_of(family)
            low[first : first + len(keys)] = LOWEST
        sides = {"low": low, "high": high}
        for family, key, side, table, cell in column_bounds(model.data):
            sides[side][self.columns[family][key]] = getattr(model, table)[cell]
        self._column_low, self._column_high = unpack_cells(low), unpack_cells(high)

    def _component(self, model: ArrayModel, name: str) -> tuple[Integers, Gathered]:
        signs, cells, columns = unpack(model.costs[name])
        return columns, (signs, cells)

    @cached_property
    def column_years(self) -> Integers:
        """The model year of every column; 0 of what is of all years."""
        found = np.zeros(self.column_count, dtype=np.int64)
        for name, family in COLUMNS.items():
            keys, first = self.columns.keys_of(name)
            if family.year is not None and len(keys):
                found[first : first + len(keys)] = [self._year_of(family, key) for key in keys]
        return found

    def _year_of(self, family: ColumnFamily, key: Key) -> int:
        year = int(key[family.year or 0])
        opening = family.opens and key[-1] == 0
        return (self._years.previous(year) or year) if opening else year

    def locate(self, table: str, key: Key) -> int:
        """Return the place of a parameter cell in `cells`."""
        return self._place[table][key]

    def cells_of(self, tables: Mapping[str, Mapping[Key, float]], names: Collection[str]) -> Floats:
        """Return the cells with the numbers of some tables of another model of the same layout."""
        cells = self.cells.copy()
        for name in names:
            keys, first = self._place.keys_of(name)
            cells[first : first + len(keys)] = [tables[name][key] for key in keys]
        return cells

    def with_values(self, values: Mapping[tuple[str, Key], float]) -> Floats:
        """Return the cells with some of them set to new values."""
        cells = self.cells.copy()
        for (table, key), value in values.items():
            cells[self._place[table][key]] = value
        return cells

    def gather(self, cells: Floats | None = None) -> Program:
        """Fill the pattern with the values of the cells."""
        cells = self.cells if cells is None else cells
        entries = _values(self._entries, cells)
        whole = (column for name, one in COLUMNS.items() if one.whole for column in self.columns[name].values())
        return Program(
            starts=self.starts,
            indices=self.indices,
            values=np.bincount(self._entry_place, weights=entries, minlength=len(self.indices)).astype(float),
            row_low=_values(self._row_low, cells),
            row_high=_values(self._row_high, cells),
            column_low=_values(self._column_low, cells),
            column_high=_values(self._column_high, cells),
            costs=self.costs_of_columns(cells),
            integers=np.fromiter(whole, np.int64),
        )

    def costs_of_columns(self, cells: Floats) -> Floats:
        """Return what each column costs where the cells have such values, of which it is a sum."""
        costs = np.zeros(self.column_count)
        for columns, numbers in self.components.values():
            np.add.at(costs, columns, _values(numbers, cells))
        return costs

    def keys_of_cost(self, component: str) -> list[Key]:
        """Return the keys of the columns that a cost component is paid for, in the order of `cost_of`."""
        columns, _ = self.components[component]
        keys, first = self.columns.keys_of(COST_COMPONENTS[component].columns)
        return [keys[place] for place in (columns - first).tolist()]

    def cost_of(self, component: str, solution: Floats) -> Floats:
        """Return the values of one cost component in a solution, in million CNY."""
        columns, numbers = self.components[component]
        return _values(numbers, self.cells) * solution[columns]


def _values(gathered: Gathered, cells: Floats) -> Floats:
    signs, places_of = gathered
    values: Floats = signs * cells[places_of]
    return values


def compile_model(data: Coefficients) -> Arrays:
    """Compile the equations of a system into arrays; raises TypeError where a coefficient is not ± one cell."""
    return Arrays(data)
