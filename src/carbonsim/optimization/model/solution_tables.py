"""Columns of a solved programme → tidy tables. Which key stands where never changes, so it is worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.optimization.compiling.arrays import Arrays, Floats
from carbonsim.optimization.equations.cost import COST_COMPONENTS
from carbonsim.optimization.solution.objective_parts import ObjectiveParts
from carbonsim.optimization.solution.solution import ACTIVITY_COLUMNS, CAPACITY_COLUMNS
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "activity": ACTIVITY_COLUMNS[:-1],
    "capacity": CAPACITY_COLUMNS[:-1],
    "new_capacity": CAPACITY_COLUMNS[:-1],
    "storage_level": ("region", "technology", "year", "time_slice"),
}
TOLD = ("resource", "transfers")  # parts of the objective
SCOPE_COLUMNS = ["year", "inside", "net_import_emissions", "imported_emissions", "total"]


class Groups(NamedTuple):
    """Keys that are summed: each one's group by number, and the groups in order of appearance."""

    number: NDArray[np.int64]
    keys: Sequence[Key]


def _grouped(keys: Sequence[Key]) -> Groups:
    groups = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    return Groups(np.fromiter((groups[key] for key in keys), np.int64, len(keys)), list(groups))


class SolutionTables:
    """Makes the tables of a solution from the columns of a compiled model."""

    def __init__(self, arrays: Arrays) -> None:
        """Keep the model; nothing is worked out yet."""
        self._arrays = arrays
        self._frames: dict[str, pd.DataFrame] = {}
        self._factors: tuple[object, tuple[Floats, NDArray[np.int64], Groups]] | None = None  # of one table

    def family(self, family: str, x: Floats) -> pd.DataFrame:
        """Return a family of variables: its index and `value`, never negative."""
        keys, first = self._arrays.columns.keys_of(family)
        if family not in self._frames:
            self._frames[family] = pd.DataFrame(list(keys), columns=list(COLUMNS[family]))
        return self._frames[family].assign(value=np.maximum(x[first : first + len(keys)], 0.0))

    @cached_property
    def _by_mode(self) -> Groups:
        keys, _ = self._arrays.columns.keys_of("activity")
        return _grouped([key[:4] for key in keys])

    def emissions(self, system: EnergySystem, x: Floats) -> pd.DataFrame:
        """Return emissions by name and year, in Mt."""
        keys, first = self._arrays.columns.keys_of("activity")
        number, groups = self._by_mode
        yearly = np.bincount(number, x[first : first + len(keys)], len(groups) + 1)
        factors, emitter, emitted = self._emission_factors(system)
        sums = np.bincount(emitted.number, factors * yearly[emitter], len(emitted.keys)).astype(float)
        return pd.DataFrame(list(emitted.keys), columns=["emission", "year"]).assign(value=sums)

    def _emission_factors(self, system: EnergySystem) -> tuple[Floats, NDArray[np.int64], Groups]:
        """Return emission factors, the group of activities that each is of, and the emission and year it adds to."""
        table = system.parameters["emission_factor"]
        if self._factors is None or self._factors[0] is not table:
            places = {key: place for place, key in enumerate(self._by_mode.keys)}
            nowhere = len(places)  # of a mode that cannot run
            emitter = [places.get((*key[:3], key[4]), nowhere) for key in table]
            emitted = _grouped([(str(key[3]), int(key[4])) for key in table])
            self._factors = (
                table,
                (np.array([*table.values()], dtype=float), np.array(emitter, dtype=np.int64), emitted),
            )
        return self._factors[1]

    def scope(self, data: Coefficients, x: Floats) -> pd.DataFrame:
        """Return what is counted, in Mt: emissions inside the boundary, and those of imports."""
        rows, columns, scope = [], self._arrays.columns, data.system.scope
        for year in data.system.years:
            inside = float(x[columns["inside_emissions"][ALL, year]])
            net = imported = 0.0
            for commodity in scope.imports:
                factor = data.tables["import_factor"][commodity, year]
                amount = float(x[columns["net_import"][commodity, year]])
                gross = float(x[columns["imported"][commodity, year]])
                net += factor * amount
                counted = gross if scope.gross else max(amount, 0.0)
                imported += factor * (amount if scope.credit_exports else counted)
            rows.append((year, inside, net, imported, inside + imported))
        return pd.DataFrame(rows, columns=SCOPE_COLUMNS)

    @cached_property
    def _told(self) -> list[str]:
        """The components that are told as cost."""
        return [name for name in self._arrays.components if COST_COMPONENTS[name].part in TOLD]

    @cached_property
    def _costs(self) -> tuple[Groups, pd.DataFrame]:
        keys: list[Key] = []
        for component in self._told:
            for key in self._arrays.keys_of_cost(component):
                keys.append((key[0], key[1], key[3] if len(key) == 5 else key[2], component))
        groups = _grouped(keys)
        return groups, pd.DataFrame(list(groups.keys), columns=["region", "technology", "year", "component"])

    def costs(self, x: Floats) -> pd.DataFrame:
        """Return discounted costs by region, technology, year and component, in million CNY."""
        groups, frame = self._costs
        values = [self._arrays.cost_of(component, x) for component in self._told]
        sums = np.bincount(groups.number, np.concatenate(values), len(groups.keys)).astype(float)
        return frame.assign(value=sums)

    def parts(self, x: Floats) -> ObjectiveParts:
        """Return the parts of the objective, discounted, in million CNY."""
        sums: dict[str, float] = defaultdict(float)
        for component in self._arrays.components:
            sums[COST_COMPONENTS[component].part] += float(self._arrays.cost_of(component, x).sum())
        return ObjectiveParts(sums["resource"], sums["transfers"], sums["financing"])
