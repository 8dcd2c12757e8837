"""Which time slice of a plan an hour of the year is like, for what the plan tells by time slice alone.

Every day is allotted to a season, as many days to each as it has, so that all of them together differ least from what
the plan says of their seasons (an assignment problem); the first part of the day begins at the hour that fits best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from carbonsim.system.hourly.fold import HOURS, Array
from carbonsim.system.hourly.plan import PlannedYear
from carbonsim.units import HOURS_A_DAY

DAY = int(HOURS_A_DAY)
DAYS = HOURS // DAY
Places = NDArray[np.int64]


def slices_of_hours(plan: PlannedYear, series: Mapping[str, Array]) -> Places:
    """Return of each hour of the year the place of the time slice that it is like, among those of the plan."""
    told, parts = [*_told(plan, series)], _parts(plan)
    if not told:
        told = [(np.zeros(HOURS), np.zeros(len(plan.system.time_slices)))]
    days = np.hstack([hours.reshape(DAYS, DAY) for hours, _ in told])
    by_start = [np.roll(parts, start, axis=1) for start in range(DAY)]
    apart = [cdist(days, np.hstack([by_slice[places] for _, by_slice in told]), "sqeuclidean") for places in by_start]
    best = int(np.argmin([one.min(axis=1).sum() for one in apart]))
    return by_start[best][_allotted(apart[best], _days(plan))].ravel()


def _told(plan: PlannedYear, series: Mapping[str, Array]) -> Iterator[tuple[Array, Array]]:
    """Yield what is told both by hour and by time slice, availabilities and uses weighing the same as a whole."""
    kinds = [{path: one for path, one in kind.items() if path in series} for kind in (_available(plan), _used(plan))]
    for kind in kinds:
        for path, by_slice in kind.items():
            hours, mean = series[path], float(np.dot(_share(plan), by_slice))
            if mean > 0.0 and (spread := float(hours.std())) > 0.0:
                weight = hours.mean() / spread / np.sqrt(len(kind))
                yield weight * hours / hours.mean(), weight * by_slice / mean


def _share(plan: PlannedYear) -> Array:
    return np.array([part.share for part in plan.system.time_slices])


def _available(plan: PlannedYear) -> dict[str, Array]:
    """Return what share of a capacity is there in every time slice, by the path of the series that tells it by hour."""
    table, slices = plan.system.parameters["availability"], plan.system.time_slices
    found = {}
    for owner, technology in plan.technologies.items():
        keys = [(*owner, plan.year, part.name) for part in slices]
        if technology.slices and technology.follows and keys[0] in table:
            found[technology.follows] = np.array([table.get(key, 1.0) for key in keys])
    return found


def _used(plan: PlannedYear) -> dict[str, Array]:
    """Return how the yearly flow of each load shape goes by time slice, relative to an even flow."""
    found, names = {}, [part.name for part in plan.system.time_slices]
    shapes = plan.system.parameters["shape"]
    for region, name, commodity, _ in shapes:
        technology = plan.technologies[str(region), str(name)]
        if technology.follows and technology.follows not in found:
            shares = np.array([shapes.get((region, name, commodity, part), 0.0) for part in names])
            found[technology.follows] = shares / _share(plan)
    return found


def _parts(plan: PlannedYear) -> Places:
    """Return of each season the time slice of every hour of a day that begins with its first part."""
    slices, rows = plan.system.time_slices, []
    for season in _seasons(plan):
        places = [place for place, part in enumerate(slices) if part.season == season]
        ends = np.cumsum([slices[place].hours for place in places])
        at = np.searchsorted(ends * DAY / ends[-1], np.arange(DAY) + 0.5)
        rows.append(np.array(places)[at])
    return np.array(rows)


def _seasons(plan: PlannedYear) -> list[str]:
    return [*dict.fromkeys(part.season for part in plan.system.time_slices)]


def _days(plan: PlannedYear) -> Places:
    """Return how many whole days each season has, 365 in all."""
    share = dict.fromkeys(_seasons(plan), 0.0)
    for part in plan.system.time_slices:
        share[part.season] += part.share
    exact = np.array([*share.values()]) / sum(share.values()) * DAYS
    whole = np.floor(exact).astype(np.int64)
    whole[np.argsort(whole - exact, kind="stable")[: DAYS - int(whole.sum())]] += 1
    return whole


def _allotted(apart: Array, days: Places) -> Places:
    """Return the season of each day, when every season gets its days and all differ least from theirs."""
    season = np.repeat(np.arange(len(days)), days)
    _, column = linear_sum_assignment(apart[:, season])
    return np.asarray(season[column], dtype=np.int64)
