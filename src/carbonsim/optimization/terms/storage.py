"""Coefficients of storages: levels within a representative day, and through the seasons of the year.

A season is `d` equal days. With `a` = what a day keeps of a level and `b` = what a day adds, a level L becomes
a·L + b after one day and a^d·L + b·(1 + a + … + a^(d−1)) after d days. Between the first and the last day the
level moves one way only, so bounds on these two days hold on all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.capacity import bound_activity
from carbonsim.system.tables import Key, Storage, TimeSlice
from carbonsim.units import HOURS_A_YEAR

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@dataclass
class Levels:
    """How the levels of storages follow one another."""

    level_before: dict[Key, Key] = field(default_factory=dict)  # storage level → the one of the day-part before
    season_before: dict[Key, Key] = field(default_factory=dict)  # first level of a season → the season's start
    seasons: dict[Key, tuple[Key, Key]] = field(default_factory=dict)  # season's start → next start, its last level


@derivation(bound_activity, fills=Levels)
def derive_storages(data: Coefficients) -> None:
    """Write levels and their rows for every storage and year."""
    seasons: dict[str, list[TimeSlice]] = defaultdict(list)
    for part in data.system.time_slices:
        seasons[part.season].append(part)
    for storage in data.system.storages:
        for year in data.system.years:
            key: Key = (storage.region, storage.technology, year)
            if key in data.columns:
                for parts in seasons.values():
                    _day(data, storage, key, parts)
                if storage.seasonal:
                    _year(data, storage, key, seasons)
    data.rows["storage_balance"] = list(data.families["storage_level"])
    most, sized = data.system.parameters["storage_level_max"], data.tables["most_level"]
    sized.update({key: most[key[:3]] for key in data.families["storage_level"] if key[:3] in most})
    data.rows["storage_ceiling"] = [key for key in data.families["storage_level"] if key not in sized]


def _day(data: Coefficients, storage: Storage, key: Key, parts: list[TimeSlice]) -> None:
    yield_of_capacity = data.system.parameters["capacity_to_activity"].get(key[:2], 1.0)
    for position, part in enumerate(parts):
        level: Key = (*key, part.name)
        data.families["storage_level"].append(level)
        data.tables["kept_level"][level] = (1.0 - storage.loss_per_hour) ** part.hours
        data.tables["charged_level"][level] = storage.charge_efficiency / part.days
        data.tables["discharged_level"][level] = 1.0 / (storage.discharge_efficiency * part.days)
        data.tables["storage_size"][level] = storage.duration * yield_of_capacity / HOURS_A_YEAR
        if storage.seasonal and position == 0:
            data.of(Levels).season_before[level] = (*key, part.season)
        else:
            data.of(Levels).level_before[level] = (*key, parts[position - 1].name)


def _year(data: Coefficients, storage: Storage, key: Key, seasons: dict[str, list[TimeSlice]]) -> None:
    names = list(seasons)
    for position, (season, parts) in enumerate(seasons.items()):
        start: Key = (*key, season)
        days, kept = parts[0].days, (1.0 - storage.loss_per_hour) ** sum(part.hours for part in parts)
        data.families["season_level"].append(start)
        data.of(Levels).seasons[start] = ((*key, names[(position + 1) % len(names)]), (*key, parts[-1].name))
        data.tables["season_kept"][start] = kept**days - kept * _repeated(kept, days)
        data.tables["season_gained"][start] = _repeated(kept, days)
        data.rows["season_balance"].append(start)
        since_morning = 1.0
        for part in parts:
            since_morning *= data.tables["kept_level"][*key, part.name]
            _last_day(data, (*key, season, part.name), kept, days, since_morning)


def _last_day(data: Coefficients, row: Key, kept: float, days: float, since_morning: float) -> None:
    """Note by how much the last day's start differs from the first's, as far as it is still there at a day-part."""
    gained = _repeated(kept, days - 1.0)
    data.tables["last_day_kept"][row] = (kept ** (days - 1.0) - kept * gained - 1.0) * since_morning
    data.tables["last_day_gained"][row] = gained * since_morning
    data.rows["last_day_floor"].append(row)
    data.rows["last_day_ceiling"].append(row)


def _repeated(kept: float, days: float) -> float:
    """Return what an equal addition each day has grown to after `days`, when a day keeps a share of the level."""
    return days if kept == 1.0 else (1.0 - kept**days) / (1.0 - kept)
