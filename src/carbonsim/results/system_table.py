"""Solution of a system without sectors → a table in its own names: technologies, commodities, emissions of the data.

Units are the data's: nothing is converted, because a data set does not say what they are.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.optimization.solution.solution import Solution
from carbonsim.results import variables as names
from carbonsim.results.ledger import Ledger
from carbonsim.results.results import Results
from carbonsim.system import finance
from carbonsim.system.energy_system import EnergySystem
from carbonsim.units import ResultUnit

Array = NDArray[np.float64]
UNIT, MONEY = ResultUnit.OF_THE_DATA, ResultUnit.COST_OF_THE_DATA
OUTSIDE = "Outside the model"
DISPATCH = ("commodity", "group", "technology", "year", "season", "day_part", "time_slice", "value")
ON = ["region", "technology", "mode", "year"]


def tabulate_system(stem: str, system: EnergySystem, solution: Solution) -> Results:
    """Tabulate a solved system: emissions, production and use, capacity, costs, by technology and over all regions."""
    ledger = Ledger(system.years.model)
    activity = solution.activity.groupby(ON, as_index=False, sort=False)["value"].sum()
    _emissions(ledger, system, solution, activity)
    for parameter, family in (("output_ratio", "Production"), ("input_ratio", "Use")):
        flows = _times(system, activity, parameter, "commodity")
        for (commodity, technology), amount in ledger.by_group(flows, "commodity", "technology").items():
            _add(ledger, f"{family}|{commodity}", technology, amount)
    for parameter, table in (("new_capacity_use", solution.new_capacity), ("capacity_use", solution.capacity)):
        for (commodity, technology), amount in _capacity_uses(ledger, system, parameter, table).items():
            _add(ledger, f"Use|{commodity}", technology, amount)
    _capacities(ledger, system, solution)
    _costs(ledger, system, solution)
    return Results(ledger.table(stem, system.region), pd.DataFrame(columns=list(DISPATCH)))


def _times(system: EnergySystem, activity: pd.DataFrame, parameter: str, name: str) -> pd.DataFrame:
    rows = system.parameters[parameter]
    table = pd.DataFrame(list(rows), columns=["region", "technology", "mode", name, "year"])
    joined = activity.merge(table.assign(ratio=list(rows.values())), on=ON)
    return joined.assign(value=joined["value"] * joined.pop("ratio"))


def _capacity_uses(
    ledger: Ledger, system: EnergySystem, parameter: str, capacity: pd.DataFrame
) -> dict[tuple[str, ...], Array]:
    """Return what new or standing capacity uses, by commodity and technology."""
    rows = system.parameters[parameter]
    if not rows:
        return {}
    table = pd.DataFrame(list(rows), columns=["region", "technology", "commodity", "year"])
    joined = capacity.merge(table.assign(ratio=list(rows.values())), on=["region", "technology", "year"])
    return ledger.by_group(joined.assign(value=joined["value"] * joined.pop("ratio")), "commodity", "technology")


def _add(ledger: Ledger, top: str, leaf: str, amount: Array) -> None:
    ledger.add(f"{top}|{leaf.replace('|', '/')}", top, UNIT, amount)


def _emissions(ledger: Ledger, system: EnergySystem, solution: Solution, activity: pd.DataFrame) -> None:
    emitted = _times(system, activity, "emission_factor", "emission")
    outside: dict[str, Array] = defaultdict(lambda: np.zeros(len(ledger.years)))
    for (_, emission, year), amount in system.parameters["exogenous_emission"].items():
        outside[str(emission)][ledger.years.index(int(year))] += amount
    for emission in system.emissions:
        weight, own = system.scope.weights.get(emission, 0.0), emitted[emitted["emission"] == emission]
        tops = [(f"Emissions|{emission}", 1.0), *([(names.PEAKING, weight)] if weight else [])]
        for top, factor in tops:
            ledger.set(top, UNIT, np.zeros(len(ledger.years)))
            for (technology,), emitted_by in ledger.by_group(own, "technology").items():
                _add(ledger, top, technology, factor * emitted_by)
            if outside[emission].any():
                ledger.add(f"{top}|{OUTSIDE}", top, UNIT, factor * outside[emission])
    ledger.set(names.PEAKING, UNIT, ledger.along(solution.judged_emissions))


def _capacities(ledger: Ledger, system: EnergySystem, solution: Solution) -> None:
    """Capacity of each technology, under the commodity that it gives first."""
    gives: dict[tuple[str, str], str] = {}
    for region, technology, _, commodity, _ in system.parameters["output_ratio"]:
        gives.setdefault((str(region), str(technology)), str(commodity))
    for table, family in ((solution.capacity, "Capacity by Output"), (solution.new_capacity, "New Capacity by Output")):
        for (region, technology), amount in ledger.by_group(table, "region", "technology").items():
            if np.abs(amount).max() > 0:
                _add(ledger, f"{family}|{gives.get((region, technology), 'none')}", technology, amount)


def _costs(ledger: Ledger, system: EnergySystem, solution: Solution) -> None:
    """Yearly costs undone of discounting; investment is what is spent in a year, salvage left aside."""
    years = system.years
    for (region, component), part in solution.costs.groupby(["region", "component"], sort=False):
        kind = str(component).removeprefix("reservoir_")
        if kind not in names.COMPONENTS:
            continue
        rate = system.parameters["discount_rate"].get((str(region),), years.discount_rate)
        weigh = finance.investment_weight if kind == "investment" else finance.flow_weight
        weights = {year: weigh(rate, years.span(year), years.base_year) for year in years}
        yearly = part.assign(value=part["value"] / part["year"].map(weights))
        ledger.add(f"Cost|System|{names.COMPONENTS[kind]}", "Cost", MONEY, ledger.by_year(yearly))
