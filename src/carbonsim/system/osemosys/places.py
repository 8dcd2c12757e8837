"""Where the limits, targets and demands of a data set stand: file and line of each, for explanations and prices."""

from __future__ import annotations

from carbonsim.system.osemosys.data_set import DataSet
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
}  # parameter → the file that holds it, with the same index


def find_places(data: DataSet) -> dict[str, dict[Key, Place]]:
    """Return the file and line of every row, and under the key () the line of the default of rows that are missing."""
    return {parameter: _places(data, name) for parameter, name in FILES.items()}


def _places(data: DataSet, name: str) -> dict[Key, Place]:
    table, file = data.tables[name], data.file(name)
    columns = [[(member if index == "YEAR" else str(member)) for member in data.sets[index]] for index in table.index]
    found: dict[Key, Place] = {(): Place("system.config", str(data.config), data.defaults.get(name, 0))}
    for places, line in zip(table.places.tolist(), table.lines.tolist(), strict=True):
        key = tuple(column[place] for column, place in zip(columns, places, strict=True))
        found[key] = Place(PATH, file, line)
    return found
