"""Columns: what each technology can build, hold and run in each year, and bounds on its yearly activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonsim.system.checks.growth import buildable_years
from carbonsim.system.tables import YEAR, Key, Technology

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


def derive_columns(data: Coefficients) -> None:
    """Write the columns of every technology in every year."""
    for technology in data.system.technologies:
        _columns(data, technology)


def _columns(data: Coefficients, technology: Technology) -> None:
    parameters, years = data.system.parameters, data.system.years
    key = (technology.region, technology.name)
    lifetime = parameters["lifetime"].get(key)
    buildable = buildable_years(parameters, key, years)
    for year in years:
        if lifetime is not None:
            alive = data.alive_shares(lifetime, year)
            living = [vintage for vintage in buildable if vintage in alive]
            if year in buildable:
                data.new_capacity.append((*key, year))
            held = any(parameters[name].get((*key, year), 0.0) > 0 for name in ("residual_capacity", "capacity_min"))
            if not living and not held:
                continue
            data.capacity.append((*key, year))
            data.vintages[*key, year] = living
            data.tables["alive"].update({(*key, vintage, year): alive[vintage] for vintage in living})
        _activity(data, technology, year)


def _activity(data: Coefficients, technology: Technology, year: int) -> None:
    """Give a technology a column for each mode that is open and each time slice in which it can run."""
    parameters, key = data.system.parameters, (technology.region, technology.name)
    closed, share = parameters["mode_closed"], parameters["availability"]
    dark = () if data.system.sectors else (0.0,)  # a city may be given another availability later
    parts = data.parts if technology.slices else (YEAR,)
    rows: list[Key] = [(*key, year, part) for part in parts]
    if dark:
        rows = [row for row in rows if share.get(row, 1.0) not in dark]
    columns: list[Key] = []
    modes: list[list[Key]] = []
    for mode in technology.modes:
        if not closed.get((*key, mode, year)):
            own: list[Key] = [(*key, mode, year, row[3]) for row in rows]
            columns += own
            modes.append(own)
            data.by_mode[*key, mode, year] = own
    if technology.slices and modes:
        data.slice_rows[*key, year] = rows
        data.slice_columns[*key, year] = modes
    data.columns[*key, year] = columns
    data.activity.extend(columns)


def bound_activity(data: Coefficients) -> None:
    """Bound yearly activity; every year before the plan gets a row, so that the past can be pinned."""
    low, high = (data.system.parameters[name] for name in ("activity_min", "activity_max"))
    for key, columns in data.columns.items():
        past = int(key[2]) < data.system.years.plan_from
        if not (past or key in low or key in high):
            continue
        data.tables["activity_low"][key] = low.get(key, 0.0)
        data.tables["activity_high"][key] = high.get(key, float("inf"))
        if len(columns) != 1:
            data.yearly_activity.append(key)
    for key in low.keys() - data.columns.keys():  # nothing can run: the row says so, and no plan exists
        data.tables["activity_low"][key] = low[key]
        data.tables["activity_high"][key] = high.get(key, float("inf"))
        data.columns[key] = []
        data.yearly_activity.append(key)
    _summed_activities(data)


def _summed_activities(data: Coefficients) -> None:
    """Give technologies whose yearly activity stands in a limit one column for it: limits stay sparse."""
    known = set(data.yearly_activity)
    for limit in data.system.limits:
        for term in limit.terms:
            key: Key = (term.region or data.system.region, term.technology, term.year)
            whole = term.kind == "activity" and term.mode is None and term.time_slice is None
            if whole and key not in known and len(data.columns.get(key, ())) > 1:
                known.add(key)
                data.yearly_activity.append(key)
    for key in (*data.system.parameters["activity_max_period"], *data.system.parameters["activity_min_period"]):
        for year in data.system.years:
            row: Key = (*key, year)
            if row not in known and len(data.columns.setdefault(row, [])) != 1:
                known.add(row)
                data.yearly_activity.append(row)
    data.rows["yearly_activity"] = list(data.yearly_activity)
