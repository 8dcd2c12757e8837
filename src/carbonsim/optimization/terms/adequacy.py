"""Coefficients of the reserve on peak demand: who is firm, who uses, and how much at what rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.system.tables import YEAR, Key, Technology

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@dataclass
class Reserves:
    """Cells of firm capacity, and cells of what uses a commodity with their columns."""

    firm: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    users: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))


@derivation(derive_columns, fills=Reserves)
def derive_reserves(data: Coefficients) -> None:
    """Write a row for every time slice of every commodity and year that has a margin on peak demand."""
    margins = data.system.parameters["peak_margin"]
    users, givers = _users(data, margins), _givers(data, margins)
    for key, margin in margins.items():
        _firm(data, key, givers[key])
        for part in data.system.time_slices:
            row: Key = (*key, part.name)
            rate = (1.0 + margin) / part.share
            data.rows["peak_reserve"].append(row)
            for column, use in _uses(data, row, users[key]):
                cell: Key = (*row, *column)
                data.tables["peak_use"][cell] = rate * use
                data.of(Reserves).users[row].append((cell, column))


@derivation(derive_reserves, numbers=True)
def derive_peak_demands(data: Coefficients) -> None:
    """Fill demand with its margin as a rate, by region, commodity, year and time slice."""
    asked = data.system.parameters["demand_slice"]
    found: dict[Key, float] = {}
    for key, margin in data.system.parameters["peak_margin"].items():
        for part in data.system.time_slices:
            row: Key = (*key, part.name)
            found[row] = (1.0 + margin) / part.share * asked.get(row, 0.0)
    data.tables["peak_demand"] = found


def _givers(data: Coefficients, wanted: Container[Key]) -> dict[Key, list[tuple[Key, float]]]:
    """Return, by region, commodity and year, the capacity that gives how much of it; a line gives where it arrives."""
    lines = _lines(data)
    found: dict[Key, list[tuple[Key, float]]] = defaultdict(list)
    for (region, name, mode, commodity, year), ratio in data.system.parameters["output_ratio"].items():
        line = lines.get((region, name))
        place = line.place_of(str(mode), output=True) if line else region
        if (place, commodity, year) in wanted:
            found[place, commodity, year].append(((region, name, year), ratio))
    return found


def _lines(data: Coefficients) -> dict[Key, Technology]:
    return {(t.region, t.name): t for t in data.system.technologies if t.destination}


def _users(data: Coefficients, wanted: Container[Key]) -> dict[Key, list[tuple[Key, float]]]:
    """Return, by region, commodity and year, the technologies and modes that use it to deliver something."""
    parameters, lines = data.system.parameters, _lines(data)
    storages = {(storage.region, storage.technology) for storage in data.system.storages}
    delivering = {(region, name, mode, year) for region, name, mode, _, year in parameters["output_ratio"]}
    found: dict[Key, list[tuple[Key, float]]] = defaultdict(list)
    for (region, name, mode, commodity, year), ratio in parameters["input_ratio"].items():
        stores = (region, name) in storages or (region, name, mode, year) not in delivering
        line = lines.get((region, name))
        place = line.place_of(str(mode), output=False) if line else region
        if (place, commodity, year) in wanted and not stores:
            found[place, commodity, year].append(((region, name, mode, year), ratio))
    return found


def _firm(data: Coefficients, key: Key, givers: list[tuple[Key, float]]) -> None:
    """Note what each technology's capacity gives at most of a commodity, as far as it is firm."""
    parameters = data.system.parameters
    best: dict[Key, float] = {}
    for capacity, ratio in givers:
        best[capacity] = max(best.get(capacity, 0.0), ratio)
    for capacity, ratio in best.items():
        credit = parameters["capacity_credit"].get(capacity, 0.0)
        if credit and capacity in data.vintages:
            cell: Key = (*capacity, key[1])
            gives = parameters["capacity_to_activity"].get(capacity[:2], 1.0) * ratio
            data.tables["firm_yield"][cell] = credit * gives
            data.of(Reserves).firm[key].append(cell)


def _uses(data: Coefficients, row: Key, users: list[tuple[Key, float]]) -> Iterator[tuple[Key, float]]:
    """Find what uses a commodity in a time slice: activity columns and their use per unit of activity."""
    region, commodity, _, part = row
    for mode, ratio in users:
        for column in data.mode_columns(mode):
            if column[4] == part:
                yield column, ratio
            elif column[4] == YEAR:
                share = data.system.parameters["shape"].get((region, mode[1], commodity, part), 0.0)
                if share:
                    yield column, ratio * share
