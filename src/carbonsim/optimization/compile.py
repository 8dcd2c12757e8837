"""Pyomo model → sparse arrays, once; new parameter values → new arrays, without Pyomo.

Every coefficient, bound and cost is ± one number × one cell of a mutable parameter. The walk
remembers which; `Arrays.gather` then fills the numbers in with numpy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
from numpy.typing import NDArray
from pyomo.core.expr.numeric_expr import (
    LinearExpression,
    MonomialTermExpression,
    NegationExpression,
    NPV_NegationExpression,
    NPV_ProductExpression,
    ProductExpression,
    SumExpression,
)

from carbonsim.optimization.build import BOUNDS, TABLES, Model
from carbonsim.optimization.equations.cost import COST_COMPONENTS
from carbonsim.optimization.registry import uncollected
from carbonsim.system.tables import Key

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
COLUMN_FAMILIES = (
    "activity", "new_capacity", "capacity", "yearly_activity", "storage_level", "season_level", "shaped_use",
    "inside_emissions", "net_import", "imported", "peak_level", "units", "trade", "emissions", "reservoir_capacity",
    "reservoir_new_capacity", "reservoir_level", "reservoir_day_start", "reservoir_day_finish", "reservoir_part",
    "reservoir_day_end",
)  # fmt: skip


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


@dataclass
class _Gathered:
    """Numbers × cells, appended while walking."""

    number: list[float]
    cell: list[int]

    def add(self, number: float, cell: int) -> None:
        self.number.append(number)
        self.cell.append(cell)


class Arrays:
    """The compiled model: names of rows and columns, the pattern, and which cell each number comes from.

    `cells` holds the parameter values; cell 0 is the constant one. `locate(table, key)` is a cell's place.
    """

    def __init__(self, model: Model) -> None:
        """Walk the Pyomo model once."""
        self._place: dict[tuple[str, Key], int] = {}
        self._by_identity: dict[int, int] = {}
        values = [1.0]
        for name in (*TABLES, *BOUNDS):
            for key, cell in getattr(model, name).items():
                self._place[name, key] = self._by_identity[id(cell)] = len(values)
                values.append(float(cell.value))
        self.cells = np.array(values)
        self._number_columns(model)
        self._walk_rows(model)
        self._walk_columns()
        self.components = {name: self._component(model, name) for name in COST_COMPONENTS}
        del self._variables, self._column_of, self._by_identity  # the Pyomo model need not live on

    def _number_columns(self, model: Model) -> None:
        self.columns: dict[str, dict[Key, int]] = {}
        self._variables: list[Any] = []
        self._column_of: dict[int, int] = {}
        for family in COLUMN_FAMILIES:
            variables = getattr(model, family)
            first = len(self._variables)
            self.columns[family] = {key: first + place for place, key in enumerate(variables)}
            for variable in variables.values():
                self._column_of[id(variable)] = len(self._variables)
                self._variables.append(variable)
        self.column_count = len(self._variables)

    def _walk_rows(self, model: Model) -> None:
        self.rows: dict[str, dict[Key, int]] = {}
        coefficients, low, high = _Gathered([], []), _Gathered([], []), _Gathered([], [])
        columns: list[int] = []
        starts = [0]
        for constraint in model.pyomo.component_objects(pyo.Constraint):
            family = constraint.name.removeprefix("eq_")
            self.rows[family] = {}
            for index, row in constraint.items():
                key = index if isinstance(index, tuple) else (index,)
                self.rows[family][key] = len(starts) - 1
                lower, body, upper = row.to_bounded_expression()
                self._walk(body, 1.0, columns, coefficients)
                low.add(*self._scalar(lower, -np.inf))
                high.add(*self._scalar(upper, np.inf))
                starts.append(len(columns))
        self.row_count = len(starts) - 1
        self._row_low, self._row_high = _frozen(low), _frozen(high)
        self._merge(starts, columns, coefficients)

    def _merge(self, starts: list[int], columns: list[int], coefficients: _Gathered) -> None:
        """Sum terms on the same column of a row when gathered: each entry knows its place in the pattern."""
        rows = np.repeat(np.arange(self.row_count), np.diff(starts))
        flat = rows.astype(np.int64) * self.column_count + np.asarray(columns, dtype=np.int64)
        pattern, self._entry_place = np.unique(flat, return_inverse=True)
        self.indices = pattern % self.column_count
        counts = np.bincount((pattern // self.column_count).astype(np.int64), minlength=self.row_count)
        self.starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._entries = _frozen(coefficients)

    def _walk_columns(self) -> None:
        low, high = _Gathered([], []), _Gathered([], [])
        for variable in self._variables:
            floor = -np.inf if variable.domain is pyo.Reals else 0.0
            low.add(*self._scalar(variable._lb if variable._lb is not None else None, floor))
            high.add(*self._scalar(variable._ub if variable._ub is not None else None, np.inf))
        self._column_low, self._column_high = _frozen(low), _frozen(high)

    def _component(self, model: Model, name: str) -> tuple[list[Key], Integers, tuple[Floats, Integers]]:
        columns: list[int] = []
        gathered = _Gathered([], [])
        for term in model.costs[name]:
            self._walk(term, 1.0, columns, gathered)
        keys = list(self.columns[COST_COMPONENTS[name]])
        first = next(iter(self.columns[COST_COMPONENTS[name]].values()), 0)
        return [keys[c - first] for c in columns], np.asarray(columns, dtype=np.int64), _frozen(gathered)

    def _scalar(self, expression: Any, absent: float) -> tuple[float, int]:
        if expression is None:
            return absent, 0
        return self._coefficient(expression)

    def _coefficient(self, expression: Any) -> tuple[float, int]:
        """Return (number, cell) of a coefficient; anything but ± one number × one cell is refused."""
        if isinstance(expression, int | float):
            return float(expression), 0
        place = self._by_identity.get(id(expression))
        if place is not None:
            return 1.0, place
        if isinstance(expression, NPV_NegationExpression):
            number, cell = self._coefficient(expression.args[0])
            return -number, cell
        if isinstance(expression, NPV_ProductExpression):
            (one, first), (two, second) = (self._coefficient(arg) for arg in expression.args)
            if first == 0 or second == 0:
                return one * two, first or second
        raise TypeError(f"a coefficient must be one number times one parameter cell, not {expression}")

    def _walk(self, expression: Any, sign: float, columns: list[int], gathered: _Gathered) -> None:
        kind = type(expression)
        if kind is MonomialTermExpression:
            coefficient, variable = expression.args
            number, cell = self._coefficient(coefficient)
            columns.append(self._column_of[id(variable)])
            gathered.add(sign * number, cell)
        elif kind in (LinearExpression, SumExpression):
            for term in expression.args:
                self._walk(term, sign, columns, gathered)
        elif id(expression) in self._column_of:
            columns.append(self._column_of[id(expression)])
            gathered.add(sign, 0)
        elif kind is NegationExpression:
            self._walk(expression.args[0], -sign, columns, gathered)
        elif kind is ProductExpression and isinstance(expression.args[0], int | float):
            self._walk(expression.args[1], sign * expression.args[0], columns, gathered)
        elif not (isinstance(expression, int | float) and expression == 0.0):
            raise TypeError(f"not a linear term: {expression}")

    def locate(self, table: str, key: Key) -> int:
        """Return the place of a parameter cell in `cells`."""
        return self._place[table, key]

    def with_values(self, values: Mapping[tuple[str, Key], float]) -> Floats:
        """Return the cells with some of them set to new values."""
        cells = self.cells.copy()
        for (table, key), value in values.items():
            cells[self._place[table, key]] = value
        return cells

    def gather(self, cells: Floats | None = None) -> Program:
        """Fill the pattern with the values of the cells."""
        cells = self.cells if cells is None else cells
        entries = _values(self._entries, cells)
        return Program(
            starts=self.starts,
            indices=self.indices,
            values=np.bincount(self._entry_place, weights=entries, minlength=len(self.indices)).astype(float),
            row_low=_values(self._row_low, cells),
            row_high=_values(self._row_high, cells),
            column_low=_values(self._column_low, cells),
            column_high=_values(self._column_high, cells),
            costs=self._gather_costs(cells),
            integers=np.array(list(self.columns["units"].values()), dtype=np.int64),
        )

    def _gather_costs(self, cells: Floats) -> Floats:
        costs = np.zeros(self.column_count)
        for _, columns, numbers in self.components.values():
            np.add.at(costs, columns, _values(numbers, cells))
        return costs

    def cost_of(self, component: str, solution: Floats) -> tuple[list[Key], Floats]:
        """Return the keys and values of one cost component in a solution, in million CNY."""
        keys, columns, numbers = self.components[component]
        return keys, _values(numbers, self.cells) * solution[columns]


def _frozen(gathered: _Gathered) -> tuple[Floats, Integers]:
    return np.asarray(gathered.number, dtype=float), np.asarray(gathered.cell, dtype=np.int64)


def _values(gathered: tuple[Floats, Integers], cells: Floats) -> Floats:
    numbers, places = gathered
    values: Floats = numbers * cells[places]
    return values


@uncollected()
def compile_model(model: Model) -> Arrays:
    """Compile a Pyomo model into arrays; raises TypeError where a coefficient is not one number × one cell."""
    return Arrays(model)
