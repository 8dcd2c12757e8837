"""What the public model checks before it solves: limits that stand against each other, each told as a warning.

The statements are those of OSeMOSYS GNU MathProg; that of the time slices stands in `slices`. A plan may exist all the
same, or an explanation says why there is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, Wording, message
from carbonsim.system.osemosys.data.data_set import MOST_ROWS, DataSet

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
OFF = -1.0
AT_ONCE = 1_000_000  # values that are looked up together
MAXIMUM, NEW_MAXIMUM = "TotalAnnualMaxCapacity", "TotalAnnualMaxCapacityInvestment"
NEW_MINIMUM, RESIDUAL = "TotalAnnualMinCapacityInvestment", "ResidualCapacity"
UPPER, LOWER = "TotalTechnologyAnnualActivityUpperLimit", "TotalTechnologyAnnualActivityLowerLimit"
WHOLE_LOWER = "TotalTechnologyModelPeriodActivityLowerLimit"


def warn_of_statements(data: DataSet) -> None:
    """Warn of every statement that does not hold, at the row of the limit that is too small."""
    for name, checked in (
        (NEW_MAXIMUM, _investments), (UPPER, _activities), (MAXIMUM, _capacities), (LOWER, _reach),
        (WHOLE_LOWER, _periods),
    ):  # fmt: skip
        told = list(checked(data))
        for places, found, expected in told[:MOST_ROWS]:
            file, line = data.where(name, places)
            advice = message("the public model stops here: correct one of the two")
            data.warnings.append(Finding(file, line, name, found, expected, advice))
        if (more := len(told) - MOST_ROWS) > 0:
            others = message("{count} other limits of the same kind", count=more)
            expected = message("limits that do not stand against each other")
            data.warnings.append(Finding(data.file(name), 0, name, others, expected))


Told = Iterator[tuple[Places, Message, Message]]  # places of the row, what it says of whom, what was expected of it


def _named(data: DataSet, places: Places) -> Wording:
    """Name a row by its technology and, where it has one, its year."""
    technology = str(data.sets["TECHNOLOGY"][places[1]])
    if len(places) == 2:
        return technology
    return message("{what} in {where}", what=technology, where=str(data.sets["YEAR"][places[2]]))


def _keys(data: DataSet, *names: str) -> Places:
    """Return every place of region, technology and year at which one of some parameters is not at its default 0."""
    shape = [len(data.sets[one]) for one in ("REGION", "TECHNOLOGY", "YEAR")]
    if any(data.tables[name].default != 0.0 for name in names):
        return np.stack(np.unravel_index(np.arange(int(np.prod(shape))), shape), axis=1)
    return np.unique(np.concatenate([data.tables[name].places for name in names]), axis=0)


def _investments(data: DataSet) -> Told:
    keys = _keys(data, NEW_MINIMUM)
    most, least = data.values_at(NEW_MAXIMUM, keys), data.values_at(NEW_MINIMUM, keys)
    for row in np.flatnonzero((most != OFF) & (least != 0.0) & (most < least)):
        yield (
            keys[row],
            message("at most {amount} new of {owner}", amount=f"{most[row]:g}", owner=_named(data, keys[row])),
            message("no less than {name}, {amount}", name=NEW_MINIMUM, amount=f"{least[row]:g}"),
        )


def _activities(data: DataSet) -> Told:
    keys = _keys(data, LOWER)
    most, least = data.values_at(UPPER, keys), data.values_at(LOWER, keys)
    for row in np.flatnonzero((most != OFF) & (most != 0.0) & (least != 0.0) & (most < least)):
        yield (
            keys[row],
            message("activity of at most {amount} of {owner}", amount=f"{most[row]:g}", owner=_named(data, keys[row])),
            message("no less than {name}, {amount}", name=LOWER, amount=f"{least[row]:g}"),
        )


def _capacities(data: DataSet) -> Told:
    """At most the stock, or less than the stock with what must be built."""
    keys = _keys(data, RESIDUAL)
    most, stock = data.values_at(MAXIMUM, keys), data.values_at(RESIDUAL, keys)
    new = np.where(most < stock, 0.0, data.values_at(NEW_MINIMUM, keys))
    for row in np.flatnonzero((most != OFF) & (stock != 0.0) & (most < stock + new)):
        found = message("at most {amount} standing of {owner}", amount=f"{most[row]:g}", owner=_named(data, keys[row]))
        least = message("no less than {name}, {amount}", name=RESIDUAL, amount=f"{stock[row]:g}")
        if new[row]:
            least = message(
                "no less than {name}, {amount}, and {other}, {more}, together",
                name=RESIDUAL,
                amount=f"{stock[row]:g}",
                other=NEW_MINIMUM,
                more=f"{new[row]:g}",
            )
        yield keys[row], found, least


def _reach(data: DataSet) -> Told:
    """Activity that the highest capacity cannot give, by its factors over the slices of the year."""
    keys = _keys(data, LOWER)
    most, least = data.values_at(MAXIMUM, keys), data.values_at(LOWER, keys)
    share, unit = data.values_at("AvailabilityFactor", keys), data.values_at("CapacityToActivityUnit", keys[:, :2])
    rows = np.flatnonzero((most != 0.0) & (most != OFF) & (least != 0.0) & (share != 0.0) & (unit != 0.0))
    can = most[rows] * share[rows] * unit[rows] * _factors(data, keys[rows])
    for row, able in zip(rows, can, strict=True):
        if able < least[row] * (1.0 - 1e-9):
            yield (
                keys[row],
                message(
                    "activity of at least {amount} of {owner}", amount=f"{least[row]:g}", owner=_named(data, keys[row])
                ),
                message("no more than {name} can give, {amount}", name=MAXIMUM, amount=f"{able:g}"),
            )


def _factors(data: DataSet, keys: Places) -> Floats:
    """Return the capacity factor over the slices of the year, by region, technology and year; many rows at a time."""
    count = len(data.sets["TIMESLICE"])
    found = [np.zeros(0)]
    for block in np.array_split(keys, max(len(keys) * count // AT_ONCE, 1)):
        region, technology, year = (np.repeat(one, count) for one in block.T)
        parts = np.tile(np.arange(count), len(block))
        factors = data.values_at("CapacityFactor", np.stack([region, technology, parts, year], axis=1))
        lengths = data.values_at("YearSplit", np.stack([parts, year], axis=1))
        found.append((factors * lengths).reshape(len(block), count).sum(axis=1))
    return np.concatenate(found)


def _periods(data: DataSet) -> Told:
    """A floor of the whole period that its years already ask more than."""
    table, lower = data.tables[WHOLE_LOWER], data.tables[LOWER]
    asked: dict[tuple[int, ...], float] = defaultdict(float)
    for place, value in zip(lower.places[:, :2].tolist(), lower.values.tolist(), strict=True):
        asked[tuple(place)] += value
    for key, least in zip(table.places, table.values, strict=True):
        years = asked.get(tuple(key.tolist()), 0.0)
        if least != 0.0 and least < years:
            yield (
                key,
                message(
                    "activity of at least {amount} over the period of {owner}",
                    amount=f"{least:g}",
                    owner=_named(data, key),
                ),
                message("no less than its years, {amount}", amount=f"{years:g}"),
            )
