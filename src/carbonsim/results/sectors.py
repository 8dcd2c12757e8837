"""Variables of single sectors that the community has no names for: refuse and landfill gas.

The names are our own, in the community's style; they stand in the extended table.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.optimization.solution import Solution
from carbonsim.results.flows import Flows
from carbonsim.results.ledger import Ledger
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.delay import output_after
from carbonsim.system.tables import Delay, EnergySystem

Array = NDArray[np.float64]


def tabulate_sectors(
    ledger: Ledger, flows: Flows, scenario: Scenario, system: EnergySystem, solution: Solution
) -> None:
    """Write what each sector of the scenario adds to the table."""
    if scenario.waste is not None and scenario.waste.refuse is not None:
        _refuse(ledger, flows)
        _landfill_gas(ledger, flows, system, solution)


def by_year(frame: pd.DataFrame, ledger: Ledger) -> Array:
    """Return a table's values added up by model year."""
    totals = frame.groupby("year")["value"].sum()
    return np.asarray(totals.reindex(list(ledger.years), fill_value=0.0), dtype=float)


def title(name: str) -> str:
    """Return a YAML name as the last part of a variable."""
    return name.replace("-", " ").replace("_", " ").title()


def _refuse(ledger: Ledger, flows: Flows) -> None:
    treated = flows.given[flows.given["commodity"] == "waste/refuse"]
    for technology, part in treated.groupby("technology", sort=False):
        route = title(str(technology).rsplit("/", 1)[1])
        ledger.add(f"Waste|Treatment|{route}", "Waste|Treatment", "Mt/yr", by_year(part, ledger))
    ledger.set("Waste|Generation", "Mt/yr", by_year(treated, ledger))


def _landfill_gas(ledger: Ledger, flows: Flows, system: EnergySystem, solution: Solution) -> None:
    gas = flows.taken[flows.taken["commodity"] == "landfill_gas"]
    for technology, part in gas.groupby("technology", sort=False):
        way = "Captured" if str(technology).endswith("capture") else "Released"
        ledger.add(f"Landfill Gas|Generated|{way}", "Landfill Gas|Generated", "Mt CH4/yr", by_year(part, ledger))
    delays = [delay for delay in system.delays if delay.commodity == "landfill_gas"]
    if delays:
        stock = sum((_still_to_come(delay, system, solution) for delay in delays), np.zeros(len(ledger.years)))
        ledger.set("Landfill Gas|Still to Come", "Mt CH4", stock)


def _still_to_come(delay: Delay, system: EnergySystem, solution: Solution) -> Array:
    """Return what all deposits up to a year will still give after it, whether within the horizon or beyond."""
    own = solution.activity[solution.activity["technology"] == delay.technology]
    laid = own.groupby("year")["value"].sum().to_dict()
    deposits = [*delay.past, *((k, laid.get(year, 0.0)) for year in system.years for k in system.years.span(year))]
    return np.array(
        [
            sum(amount * output_after(delay.kernel, k, year) for k, amount in deposits if k <= year)
            for year in system.years
        ]
    )
