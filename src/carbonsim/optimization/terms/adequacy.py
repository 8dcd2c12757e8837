"""Coefficients of the reserve on peak demand: who is firm, who uses, and how much at what rate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from carbonsim.system.tables import YEAR, Key

if TYPE_CHECKING:
    from carbonsim.optimization.coefficients import Coefficients


def derive_reserves(data: Coefficients) -> None:
    """Write a row for every time slice of every commodity and year that has a margin on peak demand."""
    for key, margin in data.system.parameters["peak_margin"].items():
        _firm(data, key)
        for part in data.system.time_slices:
            row: Key = (*key, part.name)
            rate = (1.0 + margin) / part.share
            data.rows["peak_reserve"].append(row)
            data.tables["peak_demand"][row] = rate * data.system.parameters["demand_slice"].get(row, 0.0)
            for column, use in _uses(data, row):
                cell: Key = (*row, *column)
                data.tables["peak_use"][cell] = rate * use
                data.users[row].append((cell, column))


def _firm(data: Coefficients, key: Key) -> None:
    """Note what each technology's capacity gives at most of a commodity, as far as it is firm."""
    parameters = data.system.parameters
    region, commodity, year = key
    best: dict[Key, float] = {}
    for (home, name, _, given, when), ratio in parameters["output_ratio"].items():
        if (home, given, when) == key:
            best[region, name, year] = max(best.get((region, name, year), 0.0), ratio)
    for capacity, ratio in best.items():
        credit = parameters["capacity_credit"].get(capacity, 0.0)
        if credit and capacity in data.vintages:
            cell: Key = (*capacity, commodity)
            gives = parameters["capacity_to_activity"].get((region, capacity[1]), 1.0) * ratio
            data.tables["firm_yield"][cell] = credit * gives
            data.firm[key].append(cell)


def _uses(data: Coefficients, row: Key) -> Iterator[tuple[Key, float]]:
    """Find what uses a commodity in a time slice: activity columns and their use per unit of activity."""
    region, commodity, year, part = row
    parameters = data.system.parameters
    storages = {(storage.region, storage.technology) for storage in data.system.storages}
    delivering = {(key[0], key[1], key[2]) for key in parameters["output_ratio"] if key[4] == year}
    for (home, name, mode, taken, when), ratio in parameters["input_ratio"].items():
        stores = (home, name) in storages or (home, name, mode) not in delivering
        if (home, taken, when) != (region, commodity, year) or stores:
            continue
        for column in data.columns.get((home, name, year), ()):
            if column[2] == mode and column[4] == part:
                yield column, ratio
            elif column[2] == mode and column[4] == YEAR:
                share = parameters["shape"].get((home, name, commodity, part), 0.0)
                if share:
                    yield column, ratio * share
