"""Storage: within representative days that repeat themselves, or carried through the seasons of the year."""

from __future__ import annotations

from carbonsim.optimization.structure.reading import LinearTerm, Part, Parts, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import StorageLimit
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.storage import Levels, derive_storages


def _level_before(m: Reading, key: Parts) -> LinearTerm:
    if key in m.data.of(Levels).season_before:
        return m.season_level[m.data.of(Levels).season_before[key]]
    return m.storage_level[m.data.of(Levels).level_before[key]]


@equation(
    index="region technology year time_slice",
    unit="PJ a day",
    role=StorageLimit(holds=False),
    derived_by=derive_storages,
    tables={
        "kept_level": Symbol(r"(1 - \delta)^{h_l}", "share", "what losses leave of a level over a day-part"),
        "charged_level": Symbol(r"\eta^+ / d_l", "1/d", "level gained a day per unit charged in the season"),
        "discharged_level": Symbol(r"1 / (\eta^- d_l)", "1/d", "level drawn a day per unit given in the season"),
    },
)
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


@equation(
    index="region technology year time_slice",
    unit="PJ",
    role=StorageLimit(holds=True),
    derived_by=derive_storages,
    tables={
        "storage_size": Symbol(r"H", "PJ per capacity unit", "level that a unit of capacity holds"),
        "most_level": Symbol(r"\overline{L}_{y}", "PJ", "level that a storage of a given capacity holds"),
    },
)
def storage_ceiling(m: Reading, region: Part, technology: Part, year: int, time_slice: Part) -> Row:
    r"""The level fits the storage: power capacity times hours of full discharge, or what is given.

    .. math:: L_{yl} \le H\, K_{rty} \quad \text{or} \quad L_{yl} \le \overline{L}_{y}
    """
    key = (region, technology, year, time_slice)
    size = -m.storage_size[key] * m.capacity[region, technology, year]
    return m.total([m.storage_level[key], size]) <= 0.0


@equation(
    index="region technology year season",
    unit="PJ",
    role=StorageLimit(holds=False),
    derived_by=derive_storages,
    tables={
        "season_kept": Symbol(
            r"a^{d_s} - a (1 - a^{d_s}) / (1 - a)", "1", "what S gives the next season beside what L gives it"
        ),
        "season_gained": Symbol(r"(1 - a^{d_s}) / (1 - a)", "1", "what equal additions each day have grown to"),
    },
)
def season_balance(m: Reading, region: Part, technology: Part, year: int, season: Part) -> Row:
    r"""A season's days, all alike, lead from its first level to that of the next season; the year closes on itself.

    .. math:: S_{y,s+1} = a^{d_s} S_{ys} + \frac{1 - a^{d_s}}{1 - a} (L_{y,\mathrm{last}(s)} - a\, S_{ys}), \quad
        a = (1 - \delta)^{24}
    """
    key = (region, technology, year, season)
    following, last = m.data.of(Levels).seasons[key]
    gained = -m.season_gained[key] * m.storage_level[last]
    return m.total([m.season_level[following], -m.season_kept[key] * m.season_level[key], gained]) == 0.0


def _last_day(m: Reading, row: Parts) -> list[LinearTerm]:
    start, here = row[:4], (*row[:3], row[4])
    _, last = m.data.of(Levels).seasons[start]
    return [
        m.storage_level[here],
        m.last_day_kept[row] * m.season_level[start],
        m.last_day_gained[row] * m.storage_level[last],
    ]


@equation(
    index="region technology year season time_slice",
    unit="PJ",
    role=StorageLimit(holds=False),
    derived_by=derive_storages,
    tables={
        "last_day_kept": Symbol(
            r"(1 - \delta)^{h} (S'_{ys} - S_{ys})", "1", "change of the first level until the last day"
        ),
        "last_day_gained": Symbol(r"(1 - \delta)^{h} S'_{ys}", "1", "what earlier days have added by the last day"),
    },
)
def last_day_floor(m: Reading, region: Part, technology: Part, year: int, season: Part, time_slice: Part) -> Row:
    r"""On the last day of a season, too, the level of a seasonal storage is not below zero.

    .. math:: L_{yl} + (1 - \delta)^{h} (S'_{ys} - S_{ys}) \ge 0
    """
    return m.total(_last_day(m, (region, technology, year, season, time_slice))) >= 0.0


@equation(
    index="region technology year season time_slice",
    unit="PJ",
    role=StorageLimit(holds=True),
    derived_by=derive_storages,
)
def last_day_ceiling(m: Reading, region: Part, technology: Part, year: int, season: Part, time_slice: Part) -> Row:
    r"""On the last day of a season, too, the level of a seasonal storage fits its size.

    .. math:: L_{yl} + (1 - \delta)^{h} (S'_{ys} - S_{ys}) \le H\, K_{rty}
    """
    size = -m.storage_size[region, technology, year, time_slice] * m.capacity[region, technology, year]
    return m.total([*_last_day(m, (region, technology, year, season, time_slice)), size]) <= 0.0
