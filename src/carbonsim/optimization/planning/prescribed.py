"""Prescribed activity → Solution: activity × factor, without a model and without a solver."""

from __future__ import annotations

import pandas as pd

from carbonsim.optimization.solution.solution import ACTIVITY_COLUMNS, Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import YEAR

ACCOUNTED: dict[str, str | float] = {"name": "none", "method": "activity × intensity × share × factor"}


def account(system: EnergySystem) -> Solution:
    """Return the one answer of a system in which all activity is prescribed; costs are not counted.

    Method: IPCC 2006 Guidelines, Vol. 2, chapter 2, tier 1: fuel burnt times emission factor.
    """
    activity = _activity(system)
    emissions = _emissions(system, activity)
    return Solution(
        SolveStatus.OPTIMAL,
        activity=activity,
        emissions=emissions,
        scope=_scope(system, activity, emissions),
        solver=ACCOUNTED,
    )


def _activity(system: EnergySystem) -> pd.DataFrame:
    prescribed = system.parameters["activity_min"]
    modes = {(technology.region, technology.name): technology.modes[0] for technology in system.technologies}
    rows = [
        (region, name, modes[region, name], year, YEAR, prescribed.get((region, name, year), 0.0))
        for region, name in modes
        for year in system.years
    ]
    return pd.DataFrame(rows, columns=ACTIVITY_COLUMNS)


def _emissions(system: EnergySystem, activity: pd.DataFrame) -> pd.DataFrame:
    amounts = {(row.region, row.technology, row.mode, row.year): row.value for row in activity.itertuples()}
    rows = [
        (emission, year, factor * amounts.get((region, technology, mode, year), 0.0))
        for (region, technology, mode, emission, year), factor in system.parameters["emission_factor"].items()
    ]
    table = pd.DataFrame(rows, columns=["emission", "year", "value"])
    return table.groupby(["emission", "year"], as_index=False, sort=False)["value"].sum()


def _scope(system: EnergySystem, activity: pd.DataFrame, emissions: pd.DataFrame) -> pd.DataFrame:
    bought = activity.groupby(["technology", "year"])["value"].sum().to_dict()
    rows = []
    for year in system.years:
        here = emissions[emissions["year"] == year]
        inside = float((here["value"] * here["emission"].map(system.scope.weights).fillna(0.0)).sum())
        imported = sum(
            system.scope.import_factor[commodity, year] * bought.get((technology, year), 0.0)
            for commodity, (technologies, _) in system.scope.imports.items()
            for technology in technologies
        )
        rows.append((year, inside, imported, imported, inside + imported))
    return pd.DataFrame(rows, columns=["year", "inside", "net_import_emissions", "imported_emissions", "total"])
