"""Any compiled programme in linopy's words: one variable a family of columns, one constraint a family of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from carbonsim.optimization.compiling.arrays import Arrays, Floats, Integers, Program

NEVER = 1e20  # a bound that linopy takes and the solver counts as infinite


@dataclass(frozen=True)
class Block:
    """Rows of one family: coefficients and columns, padded to the longest row, sense and right-hand side."""

    name: str
    coefficients: Floats
    columns: Integers
    sense: Any
    bound: Floats


def blocks(arrays: Arrays, program: Program) -> list[Block]:
    """Lay the rows of every family side by side: what a user of linopy would have at hand."""
    return [_block(name, *_range(arrays, name), program) for name in arrays.rows]


def _range(arrays: Arrays, name: str) -> tuple[int, int]:
    keys, first = arrays.rows.keys_of(name)
    return first, len(keys)


def _block(name: str, first: int, count: int, program: Program) -> Block:
    starts = program.starts[first : first + count + 1]
    lengths = np.diff(starts)
    shape = count, max(int(lengths.max()), 1)
    coefficients, columns = np.zeros(shape), np.full(shape, -1)
    rows = np.repeat(np.arange(count), lengths)
    places = np.arange(starts[-1] - starts[0]) - np.repeat(starts[:-1] - starts[0], lengths)
    coefficients[rows, places] = program.values[starts[0] : starts[-1]]
    columns[rows, places] = program.indices[starts[0] : starts[-1]]
    low, high = program.row_low[first : first + count], program.row_high[first : first + count]
    sense = np.where(low == high, "=", np.where(np.isinf(low), "<=", ">="))
    bound = np.where(np.isinf(low), high, low)
    return Block(name, coefficients, columns, sense, np.clip(bound, -NEVER, NEVER))


def linopy_writer(arrays: Arrays, program: Program) -> Callable[[], Any]:
    """Return what builds the programme with linopy and hands it over."""
    laid = blocks(arrays, program)

    def write() -> Any:
        import linopy
        import pandas as pd
        import xarray as xr

        model = linopy.Model()
        for family in arrays.columns:
            keys, first = arrays.columns.keys_of(family)
            if keys:
                part = slice(first, first + len(keys))
                low, high = program.column_low[part], program.column_high[part]
                places = pd.RangeIndex(len(keys), name=f"{family}_place")
                model.add_variables(lower=low, upper=high, coords=[places], name=family)
        for block in laid:
            dims = (block.name, "_term")
            coords = {block.name: np.arange(len(block.bound))}
            terms = {"coeffs": (dims, block.coefficients), "vars": (dims, block.columns)}
            form = linopy.LinearExpression(xr.Dataset(terms, coords=coords), model)
            sense, bound = (xr.DataArray(side, dims=[block.name]) for side in (block.sense, block.bound))
            model.add_constraints(form, sense, bound, name=block.name)
        columns = np.arange(len(program.costs))
        costs = xr.Dataset({"coeffs": (("_term",), program.costs), "vars": (("_term",), columns)})
        model.add_objective(linopy.LinearExpression(costs, model))
        return linopy.io.to_highspy(model)

    return write
