"""The first stage of a plan: what it builds, converts and retires early up to a year, before the future is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.model.compiled_model import CompiledModel, built_bounds
from carbonsim.system.tables import Key

HELD = ("energy", "system")  # sectors of which a plan decides what is built; what others buy follows their demand
BUILT, RETIRED = ("new_capacity", "reservoir_new_capacity"), "capacity_stock"
Decided = Mapping[Key, float]  # amounts by family, region, technology or reservoir, and year


class Decision(NamedTuple):
    """A decision as a sum of columns less an offset: an amount that is built, or less than nothing that is retired.

    `row` is the row of the programme that has the same sum; none where it is one column.
    """

    columns: tuple[int, ...]
    coefficients: tuple[float, ...]
    offset: float = 0.0
    row: int | None = None

    def amount(self, columns: Floats) -> float:
        """Return what is decided in a solution."""
        return float(columns[list(self.columns)] @ np.array(self.coefficients)) - self.offset


@dataclass(frozen=True)
class FirstStage:
    """Which decisions of a model are taken up to a year, by family, region, technology or reservoir, and year."""

    decisions: Mapping[Key, Decision]

    def decided(self, columns: Floats) -> dict[Key, float]:
        """Return the amounts that a solution decides."""
        return {key: one.amount(columns) for key, one in self.decisions.items()}

    def held(self, program: Program, amounts: Decided) -> Program:
        """Return a programme in which decisions are as given, to rounding; those that are not given are free."""
        low, high = program.column_low.copy(), program.column_high.copy()
        row_low, row_high = program.row_low.copy(), program.row_high.copy()
        for key, one in self.decisions.items():
            if key not in amounts:
                continue
            if one.row is None:
                low[one.columns[0]], high[one.columns[0]] = built_bounds(amounts[key])
            else:
                least, most = built_bounds(-amounts[key])  # what is retired
                row_low[one.row], row_high[one.row] = one.offset - most, one.offset - least
        return replace(program, column_low=low, column_high=high, row_low=row_low, row_high=row_high)


def first_stage(model: CompiledModel, program: Program, until: int) -> FirstStage:
    """Return the decisions of plants, stores and networks up to a model year in a programme of a model."""
    sectors = {(one.region, one.name): one.sector for one in model.system.technologies}
    plan_from, decisions = model.system.years.plan_from, dict[Key, Decision]()

    def taken(key: Key) -> bool:
        return plan_from <= int(key[2]) <= until and sectors.get(key[:2], HELD[-1]) in HELD  # type: ignore[arg-type]

    for family in BUILT:
        places = model.arrays.columns[family]
        decisions |= {(family, *key): Decision((place,), (1.0,)) for key, place in places.items() if taken(key)}
    for key, row in model.arrays.rows.get(RETIRED, {}).items():
        if taken(key):
            entries = slice(program.starts[row], program.starts[row + 1])
            terms = tuple(program.indices[entries].tolist()), tuple(program.values[entries].tolist())
            decisions[RETIRED, *key] = Decision(*terms, float(program.row_high[row]), row)
    return FirstStage(decisions)
