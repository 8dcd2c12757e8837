"""Nothing is bought to stand idle: how much of what stands of each set of options has to run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from carbonsim.optimization.choice.purchases import Purchases
from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.terms.choice import ServicePotentials
from carbonsim.system.finance import alive_shares
from carbonsim.system.tables import ChoiceSet, Key

IDLE_ALLOWANCE = 0.005  # of what stands, beside what cannot but stand idle


def least_uses(purchases: Purchases, program: Program) -> dict[Key, float]:
    """Return how much of what a unit of each capacity can do has to run, by region, option and year; a past is pinned.

    What has to run is what the demand asks beside what cannot but stand: what is left of what was there or was bought
    before, and what the demand has asked for since, by the option of which most is left.
    """
    found: dict[Key, float] = {}
    for choice in purchases.data.system.choices:
        shares = _used_shares(purchases, program, choice)
        for key in ((choice.region, option, year) for option in choice.options for year in shares):
            if purchases.row_of("least_use", key) >= 0:
                found[key] = shares[key[2]] * purchases.data.tables["yearly_potential"][key]
    return found


def with_least_use(purchases: Purchases, program: Program, least: Mapping[Key, float]) -> Program:
    """Return a programme in which so much of what stands runs."""
    values = program.values.copy()
    for key, use in least.items():
        place, standing = purchases.row_of("least_use", key), purchases.column_of("capacity", key)
        row = slice(program.starts[place], program.starts[place + 1])
        values[int(row.start + np.flatnonzero(program.indices[row] == standing)[0])] = -use
    return replace(program, values=values)


def _used_shares(purchases: Purchases, program: Program, choice: ChoiceSet) -> dict[int, float]:
    """Return which share of what stands of a set has to run in each planned year."""
    system, seen = purchases.data.system, purchases.seen
    first = max(system.years.plan_from, seen.first)
    years = [year for year in system.years if first <= year <= seen.last]
    demand = system.parameters["demand"]
    asked = np.array([demand.get((choice.region, choice.service, year), 0.0) for year in years])
    potential = purchases.data.of(ServicePotentials).by_capacity
    output = {o: np.array([potential.get((choice.region, o, year), 0.0) for year in years]) for o in choice.options}
    stock = {o: _stock(purchases, program, (choice.region, o), years) for o in choice.options}
    before = sum((output[option] * stock[option] for option in choice.options), np.zeros(len(years)))
    most = np.maximum(before, asked)
    for option, able in output.items():
        if able.all():
            lifetime = system.parameters["lifetime"][choice.region, option]
            spans = tuple(system.years.span(year) for year in years)
            most = np.maximum(most, before + able * _renewed(lifetime, (asked - before) / able, spans))
    shares = np.divide(asked, most * (1.0 + IDLE_ALLOWANCE), out=np.zeros_like(asked), where=most > 0.0)
    return dict(zip(years, shares.tolist(), strict=True))


def _renewed(lifetime: float, needed: Floats, spans: tuple[range, ...]) -> Floats:
    """Return a stock that is bought as it is needed, by year."""
    stock = np.zeros(len(spans))
    for place in range(len(spans)):
        alive = np.array(alive_shares(lifetime, spans[place:]))
        stock[place:] += max(float(needed[place] - stock[place]), 0.0) / alive[0] * alive
    return stock


def _stock(purchases: Purchases, program: Program, option: tuple[str, str], years: list[int]) -> Floats:
    """Return what stands of an option in some years of what was there, or was bought, before the plan or a window."""
    return np.array([_standing(purchases, program, (*option, year)) for year in years])


def _standing(purchases: Purchases, program: Program, key: Key) -> float:
    """Return what the row of a capacity is told of years before, and what is bought in those years that are pinned."""
    place = purchases.standing_row(key)
    if place < 0:
        return 0.0
    data, first = purchases.data, purchases.seen.first
    past = [vintage for vintage in data.vintages[key] if first <= vintage < data.system.years.plan_from]
    columns = [purchases.column_of("new_capacity", (key[0], key[1], vintage)) for vintage in past]
    alive = [data.tables["alive"][key[0], key[1], vintage, key[2]] for vintage in past]
    bought = sum(share * float(program.column_high[column]) for share, column in zip(alive, columns, strict=True))
    return max(float(program.row_high[place]), 0.0) + bought
