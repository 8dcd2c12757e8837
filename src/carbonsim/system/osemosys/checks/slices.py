"""Time slices: in every year they make one whole, and those of no length in which nothing is asked are left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, counting, message
from carbonsim.system.osemosys.data.data_set import MOST_ROWS, DataSet, DataTable

SPLIT, PROFILE, DEMAND = "YearSplit", "SpecifiedDemandProfile", "SpecifiedAnnualDemand"
TOLERANCE = 1e-4  # of the public model, from one either way
FAR = 1e-2  # what a profile may be off before a reader is told


def check_years(data: DataSet) -> None:
    """Report the years whose slices do not make one whole."""
    sums = data.dense(SPLIT).sum(axis=0)
    odd = np.flatnonzero(np.abs(sums - 1.0) > TOLERANCE)
    for place in odd[:MOST_ROWS]:
        file, line = data.where_of(SPLIT, "YEAR", int(place))
        year, expected = (
            data.sets["YEAR"][place],
            message("time slices that make one year, within {tolerance}", tolerance=f"{TOLERANCE:g}"),
        )
        found = message("time slices that sum to {total} in {year}", total=f"{sums[place]:.6g}", year=year)
        data.findings.append(
            Finding(file, line, SPLIT, found, expected, message("correct them: every year counts once"))
        )
    if (more := len(odd) - MOST_ROWS) > 0:
        file, line = data.where_of(SPLIT, "YEAR", int(odd[MOST_ROWS]))
        found = counting("the same in {count} year more", "the same in {count} years more", more)
        data.findings.append(Finding(file, line, SPLIT, found, message("time slices that make one year")))


def without_empty_slices(data: DataSet) -> DataSet:
    """Return a data set without the slices of no length in which nothing is demanded, told in a warning.

    Demand in a slice while it has no length can never be met, and is reported.
    """
    length = data.dense(SPLIT)
    if (length != 0.0).all():
        return data
    _refuse_demand_without_length(data, length == 0.0)
    empty = np.flatnonzero((length == 0.0).all(axis=1))
    if data.findings or not len(empty) or len(empty) == len(length):
        return data
    names = [str(data.sets["TIMESLICE"][place]) for place in empty]
    listed = ", ".join(names[:MOST_ROWS]) + (" …" if len(names) > MOST_ROWS else "")
    found = counting(
        "{count} time slice of no length and no demand: {names}",
        "{count} time slices of no length and no demand: {names}",
        len(names),
        names=listed,
    )
    warning = Finding(
        data.file("TIMESLICE"), 0, SPLIT, found, message("time slices with a length"), message("they are left out")
    )
    kept = np.setdiff1d(np.arange(len(length)), empty)
    sets = {**data.sets, "TIMESLICE": [data.sets["TIMESLICE"][place] for place in kept]}
    tables = {name: _kept(table, kept, len(length)) for name, table in data.tables.items()}
    return replace(data, sets=sets, tables=tables, warnings=[*data.warnings, warning])


def _refuse_demand_without_length(data: DataSet, empty: NDArray[np.bool_]) -> None:
    """Report demand in a slice and year of no length."""
    demanded = np.stack(np.nonzero(data.dense(DEMAND)), axis=1)
    part, year = np.nonzero(empty)
    if not len(demanded):
        return
    found: dict[int, Wording] = {}
    for one, when in zip(part.tolist(), year.tolist(), strict=True):
        keys = np.insert(demanded[demanded[:, 2] == when], 2, one, axis=1)
        for key in keys[data.values_at(PROFILE, keys) != 0.0]:
            words = message(
                "demand in {slice} of {commodity}", slice=data.sets["TIMESLICE"][one], commodity=data.sets["YEAR"][when]
            )
            found.setdefault(data.where(PROFILE, key)[1], words)
    data.report_rows(
        PROFILE,
        PROFILE,
        found,
        message("no demand while a time slice has no length"),
        message("give the slice a length"),
    )


def _kept(table: DataTable, kept: NDArray[np.int64], count: int) -> DataTable:
    """Return a table without the rows of the slices that are left out."""
    if "TIMESLICE" not in table.index:
        return table
    axis = table.index.index("TIMESLICE")
    new = np.full(count, -1)
    new[kept] = np.arange(len(kept))
    places = table.places.copy()
    places[:, axis] = new[places[:, axis]]
    rows = places[:, axis] >= 0
    return replace(table, places=places[rows], values=table.values[rows], lines=table.lines[rows])


def warn_of_profiles(data: DataSet) -> None:
    """Warn of demands whose profile is far from one whole: it is used as it is given."""
    demands = data.tables[DEMAND]
    parts = np.arange(len(data.sets["TIMESLICE"]))
    places = demands.places[demands.values != 0.0]
    if not len(places):
        return
    keys = np.repeat(places, len(parts), axis=0)
    keys = np.stack([keys[:, 0], keys[:, 1], np.tile(parts, len(places)), keys[:, 2]], axis=1)
    sums = data.values_at(PROFILE, keys).reshape(len(places), len(parts)).sum(axis=1)
    odd = np.abs(sums - 1.0) > FAR
    groups: dict[tuple[int, int], list[int]] = {}
    for row in np.flatnonzero(odd):
        groups.setdefault((int(places[row, 0]), int(places[row, 1])), []).append(int(row))
    for region, fuel in list(groups)[:MOST_ROWS]:
        _warn_of_profile(data, region, fuel, places, sums, groups[region, fuel])
    if (more := len(groups) - MOST_ROWS) > 0:
        found, expected = (
            message("{count} other profiles that do not sum to 1", count=more),
            message("shares of the year that sum to 1"),
        )
        data.warnings.append(
            Finding(data.file(PROFILE), 0, PROFILE, found, expected, message("they are used as given"))
        )


def _warn_of_profile(
    data: DataSet, region: int, fuel: int, places: NDArray[np.int64], sums: NDArray[np.float64], rows: list[int]
) -> None:
    years = [data.sets["YEAR"][places[row, 2]] for row in rows]
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
    known = data.tables[PROFILE]
    own = (known.places[:, 0] == region) & (known.places[:, 1] == fuel) if len(known.places) else np.zeros(0, bool)
    first = np.flatnonzero(own & np.isin(known.places[:, 3], places[rows, 2])) if len(own) else np.zeros(0, int)
    file, line = (data.file(PROFILE), int(known.lines[first[0]])) if len(first) else data.default_of(PROFILE)
    name = message("{what} in {where}", what=data.sets["FUEL"][fuel], where=data.sets["REGION"][region])
    found = message(
        "a profile of {name} that sums to {total} in {years}", name=name, total=f"{sums[rows[0]]:.4g}", years=span
    )
    expected, advice = (
        message("shares of the year that sum to 1"),
        message("it is used as given: so much of the demand is met"),
    )
    data.warnings.append(Finding(file, line, PROFILE, found, expected, advice))
