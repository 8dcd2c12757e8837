"""Columns: what each technology can build, hold and run in each year, and bounds on its yearly activity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.system.checks.growth import buildable_years
from carbonsim.system.tables import YEAR, Key, Technology

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@derivation()
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
                data.families["new_capacity"].append((*key, year))
            held = any(parameters[name].get((*key, year), 0.0) > 0 for name in ("residual_capacity", "capacity_min"))
            if not living and not held:
                continue
            data.families["capacity"].append((*key, year))
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
    data.families["activity"].extend(columns)
