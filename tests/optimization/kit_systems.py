"""A small data set with what the kits of CLEWs, MUIO and CCG add: land in modes, own constraints, uses of capacity."""

from __future__ import annotations

from pathlib import Path

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from tests.reference.data_set import Data


def kit_data() -> Data:
    """Land grows maize in mode 1 at 3 a unit and rice in mode 2 at 5; food is bought at 100; 10 of each are eaten.

    Land needs capacity that costs nothing to build; a well gives it water.
    """
    data = Data({"R": ["isle"], "T": ["land", "shop", "well"], "F": ["maize", "rice", "water"], "M": [1, 2],
                 "L": ["year"], "Y": [2020, 2021, 2022], "E": [], "S": [], "Q": [], "D": [], "H": []})  # fmt: skip
    data.put("YearSplit", 1)
    for mode, crop, cost in ((1, "maize", 3), (2, "rice", 5)):
        data.put("OutputActivityRatio", 1, T="land", F=crop, M=mode)
        data.put("VariableCost", cost, T="land", M=mode)
        data.put("OutputActivityRatio", 1, T="shop", F=crop, M=mode)
        data.put("VariableCost", 100, T="shop", M=mode)
        data.put("AccumulatedAnnualDemand", 10, F=crop)
    data.put("OutputActivityRatio", 1, T="well", F="water", M=1)
    data.put("VariableCost", 2, T="well", M=1)
    data.put("OperationalLife", 1)
    return data


def system_of(data: Data, folder: Path) -> EnergySystem:
    """Write a data set, read it and assemble it."""
    scenario, findings = read_scenario(data.write(folder))
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, "\n".join(map(str, findings))
    return system


def kit_system(folder: Path) -> EnergySystem:
    """Return the island with every addition in use."""
    data = kit_data()
    data.put("TechnologyActivityByModeUpperLimit", 8, T="land", M=1)
    data.put("TechnologyActivityByModeLowerLimit", 2, T="shop", M=2)
    data.put("TechnologyActivityIncreaseByModeLimit", 0.25, T="land", M=2, Y=2020)
    data.put("TechnologyActivityDecreaseByModeLimit", 0.1, T="shop", M=1)
    data.put("InputToNewCapacityRatio", 0.5, T="land", F="water", M=1)
    data.put("InputToTotalCapacityRatio", 0.25, T="land", F="water", M=1)
    data.sets["U"] = ["half", "same"]
    data.put("UDCTag", 0, U="half")
    data.put("UDCTag", 1, U="same")
    data.put("UDCMultiplierActivity", 1, T="land", U="half")
    data.put("UDCMultiplierTotalCapacity", -0.9, T="land", U="half")
    data.put("UDCMultiplierActivity", 1, T="well", U="same")
    data.put("UDCConstant", 7, U="same")
    return system_of(data, folder)
