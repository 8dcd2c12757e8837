"""Where the limits, targets, demands and abilities of a data set stand: file and line of each, for explanations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from carbonsim.system.osemosys.data.data_set import DataSet
from carbonsim.system.tables import Key, Place

PATH = "system.osemosys"
FILES = {
    "activity_min": "TotalTechnologyAnnualActivityLowerLimit",
    "activity_max": "TotalTechnologyAnnualActivityUpperLimit",
    "capacity_min": "TotalAnnualMinCapacity",
    "capacity_max": "TotalAnnualMaxCapacity",
    "new_capacity_min": "TotalAnnualMinCapacityInvestment",
    "new_capacity_max": "TotalAnnualMaxCapacityInvestment",
    "activity_max_period": "TotalTechnologyModelPeriodActivityUpperLimit",
    "activity_min_period": "TotalTechnologyModelPeriodActivityLowerLimit",
    "emission_limit": "AnnualEmissionLimit",
    "emission_limit_period": "ModelPeriodEmissionLimit",
    "reserve_ratio": "ReserveMargin",
    "renewable_share_min": "REMinProductionTarget",
    "demand": "AccumulatedAnnualDemand",
    "demand_slice": "SpecifiedAnnualDemand",
    "demand_whole": "AccumulatedAnnualDemand",
    "exogenous_emission": "AnnualExogenousEmission",
    "availability": "CapacityFactor",
    "availability_year": "AvailabilityFactor",
    "residual_capacity": "ResidualCapacity",
    "variable_cost_min": "VariableCost",
    "emission_min_period": "ModelPeriodExogenousEmission",
    "mode_activity_max": "TechnologyActivityByModeUpperLimit",
    "mode_activity_min": "TechnologyActivityByModeLowerLimit",
    "mode_activity_increase": "TechnologyActivityIncreaseByModeLimit",
    "mode_activity_decrease": "TechnologyActivityDecreaseByModeLimit",
    "reservoir_level_start": "StorageLevelStart",
    "reservoir_level_min": "MinStorageCharge",
    "reservoir_inflow_max": "StorageMaxChargeRate",
    "reservoir_outflow_max": "StorageMaxDischargeRate",
}  # parameter → the file that holds it, with the same index
ORDERS = {
    "availability": (0, 1, 3, 2),
    "variable_cost_min": (0, 1, 3),
}  # parameter → the columns of its file in the order of its own index
BELOW_ZERO = ("variable_cost_min",)  # parameters whose rows are those of their file below 0, the first of each


class DataPlaces(Mapping[str, Mapping[Key, Place]]):
    """Parameter → key → file and line of its row; the key () has the line of the default of rows that are missing.

    A file is gone through once somebody asks: only explanations and prices of targets do.
    """

    def __init__(self, data: DataSet) -> None:
        """Keep the data set."""
        self._data = data
        self._found: dict[str, dict[Key, Place]] = {}

    def __getitem__(self, parameter: str) -> dict[Key, Place]:
        """Return the places of a parameter."""
        if parameter not in self._found:
            self._found[parameter] = _places(self._data, FILES[parameter], parameter)
        return self._found[parameter]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the parameters whose places are known."""
        return iter(FILES)

    def __len__(self) -> int:
        """Count the parameters whose places are known."""
        return len(FILES)


def _places(data: DataSet, name: str, parameter: str) -> dict[Key, Place]:
    table, file, order = data.tables[name], data.file(name), ORDERS.get(parameter)
    if parameter in BELOW_ZERO:
        below = np.flatnonzero(table.values < 0.0)[::-1]
        table = replace(table, places=table.places[below], lines=table.lines[below])
    columns = [[(member if index == "YEAR" else str(member)) for member in data.sets[index]] for index in table.index]
    found: dict[Key, Place] = {(): Place("system.config", str(data.config), data.defaults.get(name, 0))}
    for places, line in zip(table.places.tolist(), table.lines.tolist(), strict=True):
        key = tuple(column[place] for column, place in zip(columns, places, strict=True))
        found[tuple(key[place] for place in order) if order else key] = Place(PATH, file, line)
    return found
