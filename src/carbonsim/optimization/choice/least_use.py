"""Nothing is bought to stand idle: how much of what stands of each set of options has to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from carbonsim.optimization.choice.purchases import Purchases
from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.structure.roles import StandingStock
from carbonsim.optimization.terms.choice import ServicePotentials
from carbonsim.system.finance import alive_shares
from carbonsim.system.tables import ChoiceSet, Key

AS_ASKED: Mapping[Key, float] = MappingProxyType({})
IDLE_ALLOWANCE = 0.005  # of what stands, beside what cannot but stand idle


class LeastUse(NamedTuple):
    """How much of what a unit of capacity can do has to run: places in the layout, and activity a unit."""

    places: Integers
    uses: Floats


class UseLayout:
    """What stands of all options by planned year: rows, columns and what a unit can do, and who is asked for what."""

    def __init__(self, model: CompiledModel) -> None:
        """Number the rows of least use and gather what each reads."""
        data, arrays = model.data, model.arrays
        self.years = model.system.years
        self.keys: list[Key] = data.rows.get("least_use", [])
        self.choices: tuple[ChoiceSet, ...] = model.system.choices
        number = {(one.region, option): place for place, one in enumerate(self.choices) for option in one.options}
        self.set: Integers = np.array([number[str(key[0]), str(key[1])] for key in self.keys], dtype=np.int64)
        self.year: Integers = np.array([key[2] for key in self.keys], dtype=np.int64)
        rows, capacity = arrays.rows.get("least_use", {}), arrays.columns["capacity"]
        self.rows: Integers = np.array([rows[key] for key in self.keys], dtype=np.int64)
        self.capacity: Integers = np.array([capacity[key] for key in self.keys], dtype=np.int64)
        stands = [arrays.rows[one.name] for one, _ in with_role(StandingStock) if one.name in arrays.rows]
        self.standing: Integers = np.array(
            [next(known[key] for known in stands if key in known) for key in self.keys], dtype=np.int64
        )
        self.activity: Integers = np.array([model.activity_column(key) for key in self.keys], dtype=np.int64)
        able, served = data.tables["yearly_potential"], data.of(ServicePotentials).by_capacity
        self.ability = np.array([able[key] for key in self.keys])
        self.potential = np.array([served[key] for key in self.keys])
        self.lifetime = np.array([model.system.parameters["lifetime"][key[0], key[1]] for key in self.keys])
        self._before_the_plan(model)

    def _before_the_plan(self, model: CompiledModel) -> None:
        """Note what is alive, in each planned year, of what may be bought before the plan."""
        alive, built = model.data.tables["alive"], model.arrays.columns["new_capacity"]
        past = [
            (place, built[key[0], key[1], vintage], alive[key[0], key[1], vintage, key[2]])
            for place, key in enumerate(self.keys)
            for vintage in model.data.vintages[key]
            if vintage < self.years.plan_from
        ]
        self.past_place: Integers = np.array([one[0] for one in past], dtype=np.int64)
        self.past_column: Integers = np.array([one[1] for one in past], dtype=np.int64)
        self.past_alive = np.array([one[2] for one in past])


def least_use(
    layout: UseLayout, purchases: Purchases, program: Program, demanded: Mapping[Key, float] = AS_ASKED
) -> LeastUse:
    """Return how much of what stands has to run in each planned year that a programme sees, its past pinned.

    `demanded` is which part of what is asked for is demanded at least, where that is not all.
    That is what the demand asks beside what cannot but stand: what is left of what was there or was bought before, and
    what the demand has asked for since, by the option of which most is left.
    """
    seen = purchases.seen
    planned = [year for year in layout.years if max(layout.years.plan_from, seen.first) <= year <= seen.last]
    places = np.flatnonzero((layout.year >= planned[0]) & (layout.year <= planned[-1]))
    stock = np.zeros(len(layout.keys))
    stock[places] = np.maximum(program.row_high[purchases.rows_at(layout.standing[places].tolist())], 0.0)
    if seen.first < layout.years.plan_from:
        bought = program.column_high[purchases.columns_at(layout.past_column)]
        np.add.at(stock, layout.past_place, layout.past_alive * bought)
    column = np.searchsorted(np.array(planned), layout.year[places])
    before = np.zeros((len(layout.choices), len(planned)))
    np.add.at(before, (layout.set[places], column), layout.potential[places] * stock[places])
    asked = np.array([_asked(one, purchases, planned, demanded) for one in layout.choices])
    most = _most_standing(layout, places, planned, asked, before)
    shares = np.divide(asked, most * (1.0 + IDLE_ALLOWANCE), out=np.zeros_like(asked), where=most > 0.0)
    uses = shares[layout.set[places], column] * layout.ability[places]
    allowed = program.column_high[purchases.columns_at(layout.activity[places])]  # of what stands, more may not run
    most_used = np.divide(allowed, stock[places], out=np.full(len(places), np.inf), where=stock[places] > 0.0)
    return LeastUse(places, np.minimum(uses, most_used * (1.0 - IDLE_ALLOWANCE)))


def _asked(choice: ChoiceSet, purchases: Purchases, years: list[int], demanded: Mapping[Key, float]) -> list[float]:
    demand = purchases.data.system.parameters["demand"]
    keys: list[Key] = [(choice.region, choice.service, year) for year in years]
    return [demand.get(key, 0.0) * demanded.get(key, 1.0) for key in keys]


def _most_standing(layout: UseLayout, places: Integers, years: list[int], asked: Floats, before: Floats) -> Floats:
    """Return what may stand of each set and year, in service: what is asked, or what is left of what was."""
    most = np.maximum(before, asked)
    spans = tuple(layout.years.span(year) for year in years)
    options: dict[tuple[object, ...], list[int]] = {}
    for place in places.tolist():
        options.setdefault(layout.keys[place][:2], []).append(place)
    for own in options.values():
        number, able = int(layout.set[own[0]]), layout.potential[own]
        needed = (asked[number] - before[number]) / able if len(own) == len(years) else np.zeros(1)
        if (np.diff(needed) < 0.0).any():
            left = able * _renewed(float(layout.lifetime[own[0]]), needed, spans)
            most[number] = np.maximum(most[number], before[number] + left)
    return most


def _renewed(lifetime: float, needed: Floats, spans: tuple[range, ...]) -> Floats:
    """Return a stock that is bought as it is needed, by year."""
    stock = np.zeros(len(spans))
    for place in range(len(spans)):
        alive = np.array(alive_shares(lifetime, spans[place:]))
        stock[place:] += max(float(needed[place] - stock[place]), 0.0) / alive[0] * alive
    return stock


def with_least_use(layout: UseLayout, purchases: Purchases, program: Program, least: LeastUse) -> Program:
    """Return a programme in which so much of what stands runs: what stands is the last column of each such row."""
    rows = purchases.rows_at(layout.rows[least.places].tolist())
    values, last = program.values.copy(), program.starts[rows + 1] - 1
    assert (program.indices[last] == purchases.columns_at(layout.capacity[least.places])).all()
    values[last] = -least.uses
    return replace(program, values=values)
