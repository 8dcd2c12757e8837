"""A small OSeMOSYS data set in memory: rows, defaults, and the files of otoole's CSV layout."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from pathlib import Path

INDEX: dict[str, str] = {
    "AccumulatedAnnualDemand": "R F Y", "AnnualEmissionLimit": "R E Y", "AnnualExogenousEmission": "R E Y",
    "AvailabilityFactor": "R T Y", "CapacityFactor": "R T L Y", "CapacityOfOneTechnologyUnit": "R T Y",
    "CapacityToActivityUnit": "R T", "CapitalCost": "R T Y", "CapitalCostStorage": "R S Y", "Conversionld": "L D",
    "Conversionlh": "L H", "Conversionls": "L Q", "DaySplit": "H Y", "DaysInDayType": "Q D Y",
    "DepreciationMethod": "R", "DiscountRate": "R", "DiscountRateIdv": "R T", "DiscountRateStorage": "R S",
    "EmissionActivityRatio": "R T E M Y", "EmissionsPenalty": "R E Y", "FixedCost": "R T Y",
    "InputActivityRatio": "R T F M Y", "MinStorageCharge": "R S Y", "ModelPeriodEmissionLimit": "R E",
    "ModelPeriodExogenousEmission": "R E", "OperationalLife": "R T", "OperationalLifeStorage": "R S",
    "OutputActivityRatio": "R T F M Y", "REMinProductionTarget": "R Y", "RETagFuel": "R F Y",
    "RETagTechnology": "R T Y", "ReserveMargin": "R Y", "ReserveMarginTagFuel": "R F Y",
    "ReserveMarginTagTechnology": "R T Y", "ResidualCapacity": "R T Y", "ResidualStorageCapacity": "R S Y",
    "SpecifiedAnnualDemand": "R F Y", "SpecifiedDemandProfile": "R F L Y", "StorageLevelStart": "R S",
    "StorageMaxChargeRate": "R S", "StorageMaxDischargeRate": "R S", "TechnologyFromStorage": "R T S M",
    "TechnologyToStorage": "R T S M", "TotalAnnualMaxCapacity": "R T Y", "TotalAnnualMaxCapacityInvestment": "R T Y",
    "TotalAnnualMinCapacity": "R T Y", "TotalAnnualMinCapacityInvestment": "R T Y",
    "TotalTechnologyAnnualActivityLowerLimit": "R T Y", "TotalTechnologyAnnualActivityUpperLimit": "R T Y",
    "TotalTechnologyModelPeriodActivityLowerLimit": "R T", "TotalTechnologyModelPeriodActivityUpperLimit": "R T",
    "TradeRoute": "R P F Y", "VariableCost": "R T M Y", "YearSplit": "L Y",
    "InputToNewCapacityRatio": "R T F M Y", "InputToTotalCapacityRatio": "R T F M Y",
    "TechnologyActivityByModeLowerLimit": "R T M Y", "TechnologyActivityByModeUpperLimit": "R T M Y",
    "TechnologyActivityDecreaseByModeLimit": "R T M Y", "TechnologyActivityIncreaseByModeLimit": "R T M Y",
    "UDCConstant": "R U Y", "UDCMultiplierActivity": "R T U Y", "UDCMultiplierNewCapacity": "R T U Y",
    "UDCMultiplierTotalCapacity": "R T U Y", "UDCTag": "R U",
}  # fmt: skip
SETS = {
    "R": "REGION", "P": "_REGION", "T": "TECHNOLOGY", "F": "FUEL", "M": "MODE_OF_OPERATION", "L": "TIMESLICE",
    "Y": "YEAR", "E": "EMISSION", "S": "STORAGE", "Q": "SEASON", "D": "DAYTYPE", "H": "DAILYTIMEBRACKET",
    "U": "UDC",
}  # fmt: skip
DEFAULTS: dict[str, float] = {
    "AnnualEmissionLimit": -1, "AvailabilityFactor": 1, "CapacityFactor": 1, "CapacityToActivityUnit": 1,
    "DaySplit": 1 / 365, "DaysInDayType": 7, "DepreciationMethod": 1, "DiscountRate": 0.05, "DiscountRateIdv": 0.05,
    "DiscountRateStorage": 0.05, "ModelPeriodEmissionLimit": -1, "OperationalLife": 1, "TotalAnnualMaxCapacity": -1,
    "TotalAnnualMaxCapacityInvestment": -1, "TotalTechnologyAnnualActivityUpperLimit": -1,
    "TotalTechnologyModelPeriodActivityUpperLimit": -1, "UDCTag": 2,
}  # fmt: skip


@dataclass
class Data:
    """Members by set letter, rows by parameter, and the defaults of missing rows."""

    sets: dict[str, list[str] | list[int]]
    rows: dict[str, dict[tuple[object, ...], float]] = field(default_factory=dict)
    defaults: dict[str, float] = field(default_factory=dict)

    def put(self, name: str, value: float, **places: object) -> None:
        """Write a value for every member of the sets that are not named."""
        axes = [places.get(axis, self.sets.get("R" if axis == "P" else axis, [])) for axis in INDEX[name].split()]
        for key in itertools.product(*(axis if isinstance(axis, list) else [axis] for axis in axes)):
            self.rows.setdefault(name, {})[key] = value

    def at(self, name: str, *key: object) -> float:
        """Return a value, the default where no row stands."""
        return self.rows.get(name, {}).get(key, self.default(name))

    def default(self, name: str) -> float:
        return self.defaults.get(name, DEFAULTS.get(name, 0.0))

    def write(self, folder: Path, scenario: str = "") -> Path:
        """Write files, configuration and a scenario beside them; return the scenario."""
        (folder / "csv").mkdir(parents=True, exist_ok=True)
        config = []
        for axis, name in SETS.items():
            members = self.sets.get("R" if axis == "P" else axis, [])
            text = "VALUE\n" + "".join(f"{member}\n" for member in members)
            (folder / "csv" / f"{name}.csv").write_text(text, encoding="utf-8")
            config.append(f"{name}:\n  type: set\n")
        for name, index in INDEX.items():
            header = ",".join([*(SETS[axis] for axis in index.split()), "VALUE"])
            lines = [",".join(map(str, (*key, repr(value)))) for key, value in self.rows.get(name, {}).items()]
            (folder / "csv" / f"{name}.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
            names = ",".join(SETS[axis] for axis in index.split())
            config.append(f"{name}:\n  type: param\n  indices: [{names}]\n  default: {self.default(name)!r}\n")
        (folder / "config.yaml").write_text("".join(config), encoding="utf-8")
        file = folder / "scenario.yaml"
        head = "name: small\nsystem: {osemosys: csv, config: config.yaml}\n"
        file.write_text(head + scenario, encoding="utf-8")
        return file
