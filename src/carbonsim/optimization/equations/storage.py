"""Storage: within representative days that repeat themselves, or carried through the seasons of the year."""

from __future__ import annotations

from carbonsim.optimization.structure.reading import LinearTerm, Part, Parts, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import StorageLimit


def _level_before(m: Reading, key: Parts) -> LinearTerm:
    if key in m.data.season_before:
        return m.season_level[m.data.season_before[key]]
    return m.storage_level[m.data.level_before[key]]


@equation(index="region technology year time_slice", unit="PJ a day", role=StorageLimit(holds=False))
def storage_balance(m: Reading, region: Part, technology: Part, year: int, time_slice: Part) -> Row:
    r"""The level after a day-part is what was kept from the one before plus what was charged less discharged.

    The first day-part of a season follows its last, for a representative day repeats itself; where the storage is
    seasonal, the first day starts with the level of the season.

    .. math:: L_{yl} = (1 - \delta)^{h_l} L_{y,l-1} + \frac{\eta^+ x^{charge}_{yl} - x^{discharge}_{yl} / \eta^-}{d_l}
    """
    key = (region, technology, year, time_slice)
    change = [
        m.storage_level[key],
        -m.kept_level[key] * _level_before(m, key),
        -m.charged_level[key] * m.activity[region, technology, "charge", year, time_slice],
        m.discharged_level[key] * m.activity[region, technology, "discharge", year, time_slice],
    ]
    return m.total(change) == 0.0


@equation(index="region technology year time_slice", unit="PJ", role=StorageLimit(holds=True))
def storage_ceiling(m: Reading, region: Part, technology: Part, year: int, time_slice: Part) -> Row:
    r"""The level fits the storage: power capacity times hours of full discharge.

    .. math:: L_{yl} \le H\, K_{rty}
    """
    key = (region, technology, year, time_slice)
    size = -m.storage_size[key] * m.capacity[region, technology, year]
    return m.total([m.storage_level[key], size]) <= 0.0


@equation(index="region technology year season", unit="PJ", role=StorageLimit(holds=False))
def season_balance(m: Reading, region: Part, technology: Part, year: int, season: Part) -> Row:
    r"""A season's days, all alike, lead from its first level to that of the next season; the year closes on itself.

    .. math:: S_{y,s+1} = a^{d_s} S_{ys} + \frac{1 - a^{d_s}}{1 - a} (L_{y,\mathrm{last}(s)} - a\, S_{ys}), \quad
        a = (1 - \delta)^{24}
    """
    key = (region, technology, year, season)
    following, last = m.data.seasons[key]
    gained = -m.season_gained[key] * m.storage_level[last]
    return m.total([m.season_level[following], -m.season_kept[key] * m.season_level[key], gained]) == 0.0


def _last_day(m: Reading, row: Parts) -> list[LinearTerm]:
    start, here = row[:4], (*row[:3], row[4])
    _, last = m.data.seasons[start]
    return [
        m.storage_level[here],
        m.last_day_kept[row] * m.season_level[start],
        m.last_day_gained[row] * m.storage_level[last],
    ]


@equation(index="region technology year season time_slice", unit="PJ", role=StorageLimit(holds=False))
def last_day_floor(m: Reading, region: Part, technology: Part, year: int, season: Part, time_slice: Part) -> Row:
    r"""On the last day of a season, too, the level of a seasonal storage is not below zero.

    .. math:: L_{yl} + (1 - \delta)^{h} (S'_{ys} - S_{ys}) \ge 0
    """
    return m.total(_last_day(m, (region, technology, year, season, time_slice))) >= 0.0


@equation(index="region technology year season time_slice", unit="PJ", role=StorageLimit(holds=True))
def last_day_ceiling(m: Reading, region: Part, technology: Part, year: int, season: Part, time_slice: Part) -> Row:
    r"""On the last day of a season, too, the level of a seasonal storage fits its size.

    .. math:: L_{yl} + (1 - \delta)^{h} (S'_{ys} - S_{ys}) \le H\, K_{rty}
    """
    size = -m.storage_size[region, technology, year, time_slice] * m.capacity[region, technology, year]
    return m.total([*_last_day(m, (region, technology, year, season, time_slice)), size]) <= 0.0
