"""Shadow prices of what a data set or a written system declares: targets of a region, bounds of its technologies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from carbonsim.messages.message import Message, message
from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.shadow_prices.price_units import price_unit
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.structure.families import COLUMN_BOUNDS
from carbonsim.optimization.structure.roles import HiddenBound, ModeLimit, RegionTarget
from carbonsim.system import finance
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import PARAMETERS, Key, Place


class PricedRow(NamedTuple):
    """A row of the table of prices: what is bound, by name and in words, where, when and at what price."""

    constraint: str
    path: str
    year: int | None
    dual: float
    slack: float
    bound: float
    unit: str
    constraint_message: Message | None
    unit_message: Message


def priced_row(
    constraint: str | None, words: Message | None, path: str, year: int | None, dual: float, slack: float,
    bound: float, unit: Message,
) -> PricedRow:  # fmt: skip
    """Return a row of the table of prices; a constraint without a name is called by its English words."""
    return PricedRow(constraint or str(words), path, year, dual, slack, bound, str(unit), words, unit)


class TargetPrices:
    """Prices and slack of targets and bounds, in money of the year; of a whole period discounted, and it says so."""

    def __init__(self, model: CompiledModel, program: Program, answer: Answer) -> None:
        """Keep what rows and columns mean, and what the solver said of them."""
        self._model, self._system = model, model.system
        self._arrays, self._data = model.arrays, model.data
        self._program, self._answer = program, answer
        self._of_data = self._system.from_data_set
        self._per_activity = price_unit("unit of activity", of_data=self._of_data)
        self._technologies = {(t.region, t.name): t for t in self._system.technologies}
        self._weights: dict[Key, float] = {}

    def targets(self) -> Iterator[PricedRow]:
        """Return every target of a region."""
        for equation, target in with_role(RegionTarget):
            yield from self._targets(equation.name, target)

    def bounds(self) -> Iterator[PricedRow]:
        """Return every bound of a technology, where no sector stands behind the system."""
        if not self._system.sectors:
            for parameter in COLUMN_BOUNDS:
                yield from self._bounds(parameter)
            for equation, limit in with_role(ModeLimit):
                yield from self._modes(equation.name, limit)
            for equation, bound in with_role(HiddenBound):
                yield from self._hidden(equation.name, bound)

    def emission_prices(self) -> Iterator[tuple[int, float]]:
        """Return what limits on the emission that counts are worth in each year, where there is one region only."""
        if len(self._system.regions) > 1:
            return
        weights, years = self._system.scope.weights, self._system.years
        capping = (equation.name for equation, target in with_role(RegionTarget) if target.caps)
        for (region, emission, *when), row in (row for f in capping for row in self._arrays.rows.get(f, {}).items()):
            weight = weights.get(str(emission), 0.0)
            for year in (map(int, when) if when else years) if weight else ():
                counted = (1.0 if when else len(years.span(year))) / self._weight(str(region), year)
                yield year, -self._answer.duals[row] / weight * counted

    def _targets(self, family: str, target: RegionTarget) -> Iterator[PricedRow]:
        """Return the rows of a family by what was written: those of a year's time slices are one target."""
        parameter = target.parameter
        index = len(PARAMETERS[parameter].index)
        groups: dict[Key, list[int]] = defaultdict(list)
        for key, row in self._arrays.rows.get(family, {}).items():
            groups[key[:index]].append(row)
        written = self._system.parameters[parameter]
        for key, rows in groups.items():
            year = next((int(part) for part in key if isinstance(part, int)), None)
            price = sum(abs(self._answer.duals[row]) for row in rows) / self._weight(str(key[0]), year)
            slack, bound = min(self._slack(row) for row in rows), written[key]
            if target.whole:
                output = self._counted_output(target.whole, key) / 100.0
                price, slack = price * output, slack / output if output > 0.0 else 0.0
                bound = 100.0 * bound
            words = _named(target.name, *(part for part in key if not isinstance(part, int)))
            unit = price_unit(target.per, of_data=self._of_data, discounted=not year)
            yield priced_row(
                None, words, place_words(self._system.place(parameter, key)), year, price, slack, bound, unit
            )

    def _slack(self, row: int) -> float:
        low, high = float(self._program.row_low[row]), float(self._program.row_high[row])
        sum_of_row = float(self._answer.rows[row])
        return high - sum_of_row if np.isfinite(high) else sum_of_row - low

    def _counted_output(self, parameter: str, key: Key) -> float:
        """Return the output that a target of a region and year is a share of; the parameter says how much counts."""
        region, year = key
        counted = self._system.parameters[parameter]
        total = 0.0
        for (home, name, mode, commodity, when), ratio in self._system.parameters["output_ratio"].items():
            share = counted.get((region, commodity, year), 0.0) if (home, when) == (region, year) else 0.0
            if share:
                places = (self._arrays.columns["activity"][column] for column in self._columns(home, name, mode, when))
                total += share * ratio * sum(float(self._answer.columns[place]) for place in places)
        return total

    def _columns(self, *key: str | int) -> list[Key]:
        return self._data.mode_columns(key)

    def _bounds(self, parameter: str) -> Iterator[PricedRow]:
        """Return the bounds of columns; those that do not bind have a price of 0."""
        lower = COLUMN_BOUNDS[parameter].side == "low"
        bounds = self._program.column_low if lower else self._program.column_high
        for key, written in self._system.parameters[parameter].items():
            place = self._model.bounded_column(parameter, key)
            region, name, year = str(key[0]), str(key[1]), int(key[2])
            if place is None or not np.isfinite(bounds[place]) or year < self._system.years.plan_from:
                continue
            technology = self._technologies[region, name]
            reduced = float(self._answer.reduced_costs[place])
            value = float(self._answer.columns[place])
            slack = value - bounds[place] if lower else bounds[place] - value
            price = max(reduced if lower else -reduced, 0.0) / self._weight(region, year)
            where = place_words(self._system.place(parameter, key)) or f"{technology.path}.{parameter}"
            own = technology.activity_unit if parameter.startswith("activity") else technology.capacity_unit
            per = COLUMN_BOUNDS[parameter].per if self._system.from_data_set else own
            words = _named(COLUMN_BOUNDS[parameter].name, region, name)
            yield priced_row(None, words, where, year, price, slack, written, price_unit(per, of_data=self._of_data))

    def _modes(self, parameter: str, limit: ModeLimit) -> Iterator[PricedRow]:
        """Return the limits on modes; the bound of a change is the share that is written in the year before."""
        for (region, name, mode, year), row in self._arrays.rows.get(parameter, {}).items():
            written: Key = (region, name, mode, int(year) - 1 if limit.change else year)
            price = abs(self._answer.duals[row]) / self._weight(str(region), int(year))
            where = place_words(self._system.place(parameter, written)) or parameter
            bound, unit = self._system.parameters[parameter][written], self._per_activity
            words = _named(limit.name, region, name, mode)
            yield priced_row(None, words, where, int(year), price, self._slack(row), bound, unit)

    def _hidden(self, parameter: str, hidden: HiddenBound) -> Iterator[PricedRow]:
        """Return what the hidden bounds of a data set are worth."""
        for key, row in self._arrays.rows.get(parameter, {}).items():
            year = int(key[2]) if len(key) > 2 else None
            price = abs(self._answer.duals[row]) / self._weight(str(key[0]), year)
            where, bound = (
                place_words(self._system.place(parameter, key)) or parameter,
                self._system.parameters[parameter][key],
            )
            unit = price_unit(hidden.per, of_data=self._of_data, discounted=year is None)
            yield priced_row(None, _named(hidden.name, *key[:2]), where, year, price, self._slack(row), bound, unit)

    def _weight(self, region: str, year: int | None) -> float:
        """Return the discounted weight of a region's year; one for a whole period."""
        if year is None:
            return 1.0
        if (region, year) not in self._weights:
            self._weights[region, year] = _flow_weight(self._system, region, year)
        return self._weights[region, year]


def _flow_weight(system: EnergySystem, region: str, year: int) -> float:
    years = system.years
    rate = system.parameters["discount_rate"].get((region,), years.discount_rate)
    return finance.flow_weight(rate, years.span(year), years.base_year)


def _named(kind: Message, *names: str | int) -> Message:
    """Name what is bound: its kind in our words, then the names of a data set."""
    return message("{kind} {names}", kind=kind, names=" ".join(map(str, names)))


def place_words(place: Place | None) -> str:
    """Tell where a number was written: its path, and file and line where it stands in a table of data."""
    if place is None:
        return ""
    return f"{place.path}, {place.file.rsplit('/', 1)[-1]}:{place.line}" if place.file else place.path
