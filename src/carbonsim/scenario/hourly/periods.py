"""A year by hour → a few days that stand for it: like days together, extreme days by themselves, yearly means kept.

Days are put together by Ward's method (scipy) on what every series says in each part of the day; series of supply
(availabilities) and series of use weigh the same, each kind as a whole. Of like days the one nearest to all others,
their medoid, stands for all. The coldest windless days and those with the highest residual load stand for themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import cdist

from carbonsim.scenario.hourly.series import HOURS, HourlyColumn
from carbonsim.units import HOURS_A_DAY

DAYS, DAY = HOURS // int(HOURS_A_DAY), int(HOURS_A_DAY)
HEATING, LOAD = "energy.shapes.heating", "energy.shapes.electricity"
LIKE = 2.0  # factor by which chosen days may miss a mean; beyond it they tell nothing of that series
PASSES = 50
Array = NDArray[np.float64]
Columns = Mapping[str, HourlyColumn]


@dataclass(frozen=True)
class TypicalDays:
    """Which days of a year stand for which, and how a day is cut."""

    days: tuple[int, ...]  # that stand for others, in order, counted from 0
    like: tuple[int, ...]  # of each day of the year the place in `days` of the one that stands for it
    extreme: tuple[bool, ...]  # of each in `days` whether it stands for itself alone
    hours: tuple[int, ...]  # of each part of the day, from midnight

    @property
    def weights(self) -> Array:
        """How many days each stands for."""
        return np.bincount(self.like, minlength=len(self.days)).astype(float)


def choose_days(columns: Columns, periods: int, hours: Sequence[int], extremes: int) -> TypicalDays:
    """Return the days that stand for a year: `periods` in all, of which `extremes` of each kind are extreme days."""
    alone = extreme_days(columns, extremes)[: max(periods - 1, 0)]
    others = np.array([day for day in range(DAYS) if day not in alone])
    features = _features(columns, hours)[others]
    group = fcluster(linkage(features, "ward"), max(periods - len(alone), 1), "maxclust")
    chosen = {day: np.array([day]) for day in alone}
    for number in np.unique(group):
        members = group == number
        away = cdist(features[members], features[members]).sum(axis=1)
        chosen[int(others[members][np.argmin(away)])] = others[members]
    days = sorted(chosen)
    like = np.empty(DAYS, dtype=int)
    for place, day in enumerate(days):
        like[chosen[day]] = place
    return TypicalDays(tuple(days), tuple(like.tolist()), tuple(day in alone for day in days), tuple(hours))


def extreme_days(columns: Columns, count: int) -> list[int]:
    """Return the coldest windless days and those of the highest residual load: the `count` most extreme of each.

    Cold and calm is how far the heat load lies above its mean, in standard deviations, less how far wind and sun do.
    The residual load is what wind and sun leave of the load where they bring as much in a year as is used.
    """
    supply = _index([column for column in columns.values() if column.most <= 1.0])
    use = [column for column in columns.values() if column.steps and column.most > 1.0]
    heat = _index([columns[HEATING]] if HEATING in columns else use).reshape(DAYS, DAY).mean(axis=1)
    load = _index([columns[LOAD]] if LOAD in columns else use)
    calm = _deviation(heat) - _deviation(supply.reshape(DAYS, DAY).mean(axis=1))
    residual = (load - supply).reshape(DAYS, DAY).max(axis=1)
    found: list[int] = []
    for score in (calm, residual):
        order = [int(day) for day in np.argsort(-score, kind="stable") if day not in found]
        found += order[:count]
    return found


def represent(values: Array, typical: TypicalDays, most: float = np.inf) -> Array:
    """Return a series on the days that stand for a year: one row a day, one column a part; its mean is kept exactly.

    Ordinary days are scaled to the yearly mean, extreme ones stay as they are, nothing exceeds `most`. A series that
    the chosen days miss, as they lie outside its season, takes the means of the days that they stand for.
    """
    by_part = _by_part(values, typical.hours)
    chosen, mean = by_part[list(typical.days)], float(values.mean())
    weight = typical.weights[:, None] * np.array(typical.hours) / HOURS
    scaled = _scaled(chosen, weight, np.array(typical.extreme), mean, most)
    if scaled is None:
        like = np.array(typical.like)
        scaled = np.array([by_part[like == place].mean(axis=0) for place in range(len(typical.days))])
    return scaled


def _scaled(chosen: Array, weight: Array, extreme: NDArray[np.bool_], mean: float, most: float) -> Array | None:
    """Scale what is not extreme until the mean holds; None where that takes a factor beyond all likeness."""
    scaled, free = chosen.copy(), np.broadcast_to(~extreme[:, None], chosen.shape).copy()
    for _ in range(PASSES):
        missing, movable = mean - float((weight * scaled).sum()), float((weight * scaled)[free].sum())
        if abs(missing) <= 1e-12 * max(mean, 1e-300):
            break
        if movable <= 0.0:
            return None
        scaled[free] *= 1.0 + missing / movable
        scaled = np.clip(scaled, 0.0, most)
        free &= scaled < most
    ordinary = ~extreme
    before, after = (float((weight * table)[ordinary].sum()) for table in (chosen, scaled))
    held = abs(float((weight * scaled).sum()) - mean) <= 1e-9 * max(mean, 1e-300)
    return scaled if held and before / LIKE <= after <= before * LIKE else None


def _by_part(values: Array, hours: Sequence[int]) -> Array:
    """Return the mean of each part of each day."""
    starts = np.concatenate([[0], np.cumsum(hours)[:-1]]).astype(int)
    return np.asarray(np.add.reduceat(values.reshape(DAYS, DAY), starts, axis=1) / np.array(hours), dtype=float)


def _features(columns: Columns, hours: Sequence[int]) -> Array:
    """Return what tells days apart: series by part of the day, the two kinds of series of the same variance.

    Of series of use, load and heat load alone where they are there: what others say of the season they say too.
    """
    kinds: dict[bool, list[Array]] = {}
    telling = {HEATING, LOAD} & columns.keys()
    for title, column in columns.items():
        if telling and column.most > 1.0 and title not in telling:
            continue
        by_part = _by_part(column.values, hours)
        if column.steps and (spread := float(by_part.std())) > 0.0:
            kinds.setdefault(column.most > 1.0, []).append((by_part - by_part.mean()) / spread * np.sqrt(hours))
    tables = [table / np.sqrt(len(kind)) for kind in kinds.values() for table in kind]
    return np.hstack(tables) if tables else np.zeros((DAYS, 1))


def _index(columns: Sequence[HourlyColumn]) -> Array:
    """Return the mean of several series, each relative to its own mean."""
    return np.mean([column.values / column.values.mean() for column in columns], axis=0) if columns else np.zeros(HOURS)


def _deviation(values: Array) -> Array:
    """Return how far values lie above their mean, in standard deviations."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread else np.zeros_like(values)
