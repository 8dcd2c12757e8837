"""A small system of two regions with a reservoir, trade, whole units and every target: all that cities do not use."""

from __future__ import annotations

from pathlib import Path

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from tests.reference.data_set import Data

HALVES = ("first", "second")


def regional_data() -> Data:
    """Two regions, two years, two slices; a plant in whole units, wind, a pump that fills and draws a reservoir."""
    data = Data(
        {
            "R": ["north", "south"], "T": ["plant", "wind", "pump"], "F": ["power", "heat"], "M": [1, 2],
            "L": [f"{half}-{part}" for half in HALVES for part in ("day", "night")], "Y": [2020, 2021], "E": ["CO2"],
            "S": ["dam"], "Q": [1], "D": [1, 2], "H": [1, 2],
        }
    )  # fmt: skip
    for kind, half in enumerate(HALVES, 1):
        for hour, part in enumerate(("day", "night"), 1):
            name = f"{half}-{part}"
            data.put("Conversionls", 1, L=name, Q=1)
            data.put("Conversionld", 1, L=name, D=kind)
            data.put("Conversionlh", 1, L=name, H=hour)
    data.put("YearSplit", 0.25)
    data.put("SpecifiedAnnualDemand", 8.0, F="power")
    data.put("SpecifiedDemandProfile", 0.25)
    data.put("AccumulatedAnnualDemand", 2.0, F="heat")
    data.put("AccumulatedAnnualDemand", 9.0, R="south", F="power")
    for name in ("plant", "wind"):
        data.put("OutputActivityRatio", 1, T=name, F="power", M=1)
        data.put("OperationalLife", 10, T=name)
        data.put("ReserveMarginTagTechnology", 1, T=name)
    data.put("OutputActivityRatio", 0.5, T="plant", F="heat", M=1)
    data.put("VariableCost", 20, T="plant", M=1)
    data.put("VariableCost", -1, T="plant", M=2)
    data.put("CapacityOfOneTechnologyUnit", 2, T="plant")
    data.put("CapitalCost", 50, T="wind")
    data.put("CapacityFactor", 0.3, T="wind")
    data.put("AvailabilityFactor", 0.9, T="wind")
    data.put("InputActivityRatio", 1, T="pump", F="power", M=1)
    data.put("OutputActivityRatio", 0.8, T="pump", F="power", M=2)
    data.put("TechnologyToStorage", 1, T="pump", S="dam", M=1)
    data.put("TechnologyFromStorage", 1, T="pump", S="dam", M=2)
    for name, value in (("StorageMaxChargeRate", 10), ("StorageMaxDischargeRate", 10), ("OperationalLifeStorage", 5),
                        ("CapitalCostStorage", 1), ("MinStorageCharge", 0.1)):  # fmt: skip
        data.put(name, value)
    data.put("TradeRoute", 1, R="north", P="south", F="power")
    data.put("TradeRoute", 1, R="south", P="north", F="power")
    data.put("ReserveMargin", 1.2)
    data.put("ReserveMarginTagFuel", 1, F="power")
    data.put("REMinProductionTarget", 0.1)
    data.put("RETagFuel", 1, F="power")
    data.put("RETagTechnology", 1, T="wind")
    data.put("EmissionActivityRatio", 0.1, T="plant", M=1)
    data.put("AnnualEmissionLimit", 5)
    data.put("AnnualExogenousEmission", 0.5)
    data.put("ModelPeriodEmissionLimit", 8)
    data.put("ModelPeriodExogenousEmission", -0.1)
    data.put("TotalTechnologyModelPeriodActivityUpperLimit", 30, T="plant")
    data.put("TotalTechnologyModelPeriodActivityLowerLimit", 1, T="plant")
    return data


def regional_system(folder: Path) -> EnergySystem:
    """Write the data set, read it and assemble it."""
    scenario, findings = read_scenario(regional_data().write(folder))
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    return system
