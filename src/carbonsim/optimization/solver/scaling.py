"""Units for the solver: rows, columns and the objective by powers of two, so that its numbers stay near one.

Costs of one million vehicles and of one kilowatt-hour stand in one objective; a solver that compares both with
one tolerance needs them closer together. Powers of two change no digit of a number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats, Program

TYPICAL_COST = 8e3  # in the solver's units: the vanishing price that breaks ties is not lost, warm solves are quicker
LARGEST_COST = 1e5  # dearer columns are counted in smaller units
SMALLEST_SIDE = 1e-3  # of a row; smaller ones are written in smaller units
TINY_ENTRY = 1e-6  # of a column in its rows, where their largest number is about one
MOST_STRETCH = 2.0**10  # of a row, to bring its side up, and of a column, to bring its bound up
TINY_BOUND, SMALL_BOUND = 1e-4, 1e-3  # of a column: below the first, the solver warns; the second is what it gets


@dataclass(frozen=True)
class Scale:
    """Factors of rows, columns and the objective: what the solver sees is the model's number times them."""

    rows: Floats
    columns: Floats
    objective: float


def find_scale(program: Program) -> Scale:
    """Choose factors: costs around some thousands, none above 1e5, every row's largest number about one.

    A column whose numbers are all tiny is counted in larger units; columns of whole numbers keep their unit.
    """
    larger = _lifted(program) / _brought_up(program)
    costs = np.abs(program.costs) * larger
    objective = 1.0
    if costs.any():
        objective = float(_power(TYPICAL_COST * np.exp(-np.mean(np.log(costs[costs > 0])))))
    columns = larger * 2.0 ** -np.ceil(np.log2(np.maximum(costs * objective / LARGEST_COST, 1.0)))
    columns[program.integers] = 1.0
    return refined(Scale(_rows(program, columns), columns, objective), program)


def _brought_up(program: Program) -> float:
    """Return the factor that brings the largest side of any row up to one, if it is less: one unit for all amounts."""
    if len(program.integers):
        return 1.0
    sides = _sides(program) * _largest_one(program, np.ones(len(program.costs)))
    sizes = np.concatenate([sides, _side(program.column_low), _side(program.column_high)])
    largest = float(sizes.max(initial=0.0))
    return float(_power(1.0 / largest)) if 0.0 < largest < 1.0 else 1.0


def _lifted(program: Program) -> Floats:
    """Return factors that bring up columns whose largest number is tiny beside the others of its rows."""
    columns = np.ones(len(program.costs))
    row_of = np.repeat(np.arange(len(program.row_low)), np.diff(program.starts))
    sizes, largest = np.abs(program.values) * _rows(program, columns)[row_of], np.zeros(len(columns))
    np.maximum.at(largest, program.indices, sizes)
    tiny = (largest > 0.0) & (largest < TINY_ENTRY)
    columns[tiny] = _power(1.0 / largest[tiny])
    return columns


def refined(scale: Scale, program: Program) -> Scale:
    """Return a scale that counts columns in smaller units where their bounds are tiny; the same where none is."""
    tiny, factors = smallest_bounds(program) / scale.columns, np.ones_like(scale.columns)
    tiny[program.integers] = np.inf
    chosen = tiny < TINY_BOUND
    if not chosen.any():
        return scale
    factors[chosen] = 2.0 ** -np.ceil(np.log2(np.minimum(SMALL_BOUND / tiny[chosen], MOST_STRETCH)))
    return replace(scale, columns=scale.columns * factors)


def smallest_bounds(program: Program) -> Floats:
    """Return the smaller magnitude of the bounds of each column that are not nothing; infinite where there is none."""
    sides = [np.abs(side) for side in (program.column_low, program.column_high)]
    return np.minimum(*(np.where(side > 0.0, side, np.inf) for side in sides))


def _rows(program: Program, columns: Floats) -> Floats:
    rows = _largest_one(program, columns)
    sides = _sides(program) * rows
    small = (sides > 0.0) & (sides < SMALLEST_SIDE)
    stretch = np.where(small, np.minimum(SMALLEST_SIDE / np.where(small, sides, 1.0), MOST_STRETCH), 1.0)
    return _power(rows * stretch)


def _largest_one(program: Program, columns: Floats) -> Floats:
    """Return the factors that make the largest number of every row one; one where a row has none."""
    row_of = np.repeat(np.arange(len(program.row_low)), np.diff(program.starts))
    largest = np.zeros(len(program.row_low))
    np.maximum.at(largest, row_of, np.abs(program.values) * columns[program.indices])
    return np.where(largest > 0.0, 1.0 / np.where(largest > 0.0, largest, 1.0), 1.0)


def _sides(program: Program) -> Floats:
    return np.fmax(_side(program.row_low), _side(program.row_high))


def _side(bound: Floats) -> Floats:
    return np.where(np.isfinite(bound), np.abs(bound), 0.0)


def _power(number: Floats | float) -> Floats:
    return np.asarray(2.0 ** np.round(np.log2(number)), dtype=float)


def apply_scale(program: Program, scale: Scale) -> Program:
    """Return the programme in the solver's units."""
    row_of = np.repeat(np.arange(len(program.row_low)), np.diff(program.starts))
    return replace(
        program,
        values=program.values * scale.rows[row_of] * scale.columns[program.indices],
        row_low=program.row_low * scale.rows,
        row_high=program.row_high * scale.rows,
        column_low=program.column_low / scale.columns,
        column_high=program.column_high / scale.columns,
        costs=program.costs * scale.columns * scale.objective,
    )


def ranges(program: Program) -> dict[str, list[float]]:
    """Return the smallest and largest magnitude of matrix, costs, bounds and right-hand sides; zeros do not count."""
    numbers = {
        "matrix": program.values,
        "cost": program.costs,
        "bound": np.concatenate([program.column_low, program.column_high]),
        "rhs": np.concatenate([program.row_low, program.row_high]),
    }
    return {name: _range(np.abs(values)) for name, values in numbers.items()}


def _range(sizes: Floats) -> list[float]:
    kept = sizes[np.isfinite(sizes) & (sizes > 0.0)]
    return [float(kept.min()), float(kept.max())] if len(kept) else []
