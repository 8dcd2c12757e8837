"""What another plan sets the bounds of: the guard by what the twin emits, ceilings by what the baseline invests."""

from __future__ import annotations

import pandas as pd

from carbonsim.optimization.model.compiled_model import SLACK_ABSOLUTE, CompiledModel
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.terms.limits import limit_columns
from carbonsim.optimization.terms.peaking import ceilings
from carbonsim.system.tables import Key, Peaking

GUARD_TOLERANCE = 1e-6


def guard_cells(model: CompiledModel, *twins: Solution) -> dict[tuple[str, Key], float]:
    """Return the cells that the twin fixes for its plan: how much may be emitted up to the peak, and by imports.

    Of several twins the one that emits most in a year counts in that year.
    """
    cells: dict[tuple[str, Key], float] = {}
    for number, year in model.data.tables["guard_bound"]:
        levels = [_guard_level(model, model.peaking[int(number)], int(year), one) for one in twins]
        cells["guard_bound", (number, year)] = max(levels) * (1 + GUARD_TOLERANCE) + SLACK_ABSOLUTE
    by_year = [one.scope.set_index("year")["net_import_emissions"] for one in twins]
    net: dict[Key, float] = {
        (c, y): max(float(one.get(y, 0.0)) for one in by_year) for c, y in model.data.families["net_import"]
    }
    for table, values in ceilings(model.data, net).items():
        cells.update({(table, key): value for key, value in values.items()})
    return cells


def baseline_cells(model: CompiledModel, baseline: Solution) -> dict[tuple[str, Key], float]:
    """Return the bounds of limits that are told above a baseline: what that one has of their terms comes on top."""
    told = [limit for limit in model.system.limits if limit.above_baseline]
    if not told:
        return {}
    built, own = baseline.new_capacity, model.system.regions
    if len(own) == built["region"].nunique() == 1:
        built = built.assign(region=own[0])  # where each has one region they are the same
    keys = zip(built["region"], built["technology"], built["year"], strict=True)
    known: dict[Key, float] = dict(zip(keys, built["value"], strict=True))
    cells: dict[tuple[str, Key], float] = {}
    for limit in told:
        terms = limit_columns(model.data, limit.terms)
        spent = sum(coefficient * known.get(key, 0.0) for (_, key), coefficient in terms.items())
        cells["limit_bound", (limit.name, limit.year)] = (limit.bound + spent) * (1 + GUARD_TOLERANCE) if terms else 0.0
    return {cell: bound for cell, bound in cells.items() if cell[1] in model.data.tables["limit_bound"]}


def _guard_level(model: CompiledModel, peak: Peaking, year: int, twin: Solution) -> float:
    years, totals = model.system.years, twin.judged_emissions
    if peak.sector:
        sector = [t.name for t in model.system.technologies if t.sector == peak.sector]
        totals = _sector_emissions(model, twin, sector)
    if peak.guard_growth is None:
        return float(totals.get(year, 0.0))
    start = max((y for y in years if y < years.plan_from), default=years.plan_from)
    return float(totals.get(start, 0.0)) * (1.0 + peak.guard_growth) ** (year - start)


def _sector_emissions(model: CompiledModel, twin: Solution, technologies: list[str]) -> pd.Series:
    activity = twin.activity[twin.activity["technology"].isin(technologies)]
    keys = zip(activity["region"], activity["technology"], activity["mode"], activity["year"], strict=True)
    factors = [model.data.tables["scope_factor"].get(key, 0.0) for key in keys]
    return (activity["value"] * factors).groupby(activity["year"]).sum()
