"""A data set of the size of a national model: 58 technologies, 46 years, 15 time slices, a storage, a falling limit.

Its numbers are drawn by a fixed seed and mean nothing.
"""

from __future__ import annotations

import numpy as np

from tests.reference.data_set import Data

YEARS = list(range(2015, 2061))
SEASONS, PARTS = (1, 2, 3, 4, 5), (1, 2, 3)
FUELS = ("COA", "GAS", "OIL", "BIO", "URN")
SUPPLY = [f"MIN{fuel}" for fuel in FUELS[:3]] + [f"IMP{fuel}" for fuel in FUELS]
BURNING = [f"PWR{fuel}{number}" for fuel in FUELS for number in range(3)]
RENEWABLE = [f"PWR{kind}{number}" for kind in ("WND", "SOL", "HYD") for number in range(4)][:11]
USES = [f"HEA{n}" for n in range(8)] + [f"TRA{n}" for n in range(8)] + [f"IND{n}" for n in range(6)]
INPUTS = ("COA", "GAS", "OIL", "BIO", "ELC2", "ELC2", "GAS", "OIL")
EMITTED = {"COA": 0.095, "GAS": 0.056, "OIL": 0.075}


def national_data(seed: int = 3) -> Data:
    """Return the data set."""
    slices = [f"S{season}{part}" for season in SEASONS for part in PARTS]
    technologies = [*SUPPLY, *BURNING, *RENEWABLE, "TRD", "PSH", *USES]
    data = Data(
        {
            "R": ["LAND"], "T": technologies, "F": [*FUELS, "ELC1", "ELC2", "HEAT", "TRA", "IND"], "M": [1, 2],
            "L": slices, "Y": YEARS, "E": ["CO2"], "S": ["DAM"], "Q": list(SEASONS), "D": [1], "H": list(PARTS),
        }
    )  # fmt: skip
    draw = np.random.default_rng(seed)
    _slices(data, slices)
    _demands(data, slices)
    _supply(data, draw)
    for name in (*BURNING, *RENEWABLE):
        _plant(data, name, draw)
    _network_and_storage(data)
    for name in USES:
        _use(data, name, draw)
    data.put("ReserveMargin", 1.15)
    data.put("ReserveMarginTagFuel", 1, F="ELC1")
    data.put("EmissionsPenalty", 20)
    for place, year in enumerate(YEARS):
        data.put("AnnualEmissionLimit", 250 - 3.0 * place, Y=year)
    return data


def _between(draw: np.random.Generator, low: float, high: float) -> float:
    return round(float(draw.uniform(low, high)), 4)


def _slices(data: Data, slices: list[str]) -> None:
    data.put("YearSplit", 1 / 15)
    for name in slices:
        data.put("Conversionls", 1, L=name, Q=int(name[1]))
        data.put("Conversionld", 1, L=name, D=1)
        data.put("Conversionlh", 1, L=name, H=int(name[2]))


def _demands(data: Data, slices: list[str]) -> None:
    for name in slices:
        data.put("SpecifiedDemandProfile", (0.05, 0.08, 0.07)[int(name[2]) - 1], L=name)
    for place, year in enumerate(YEARS):
        data.put("SpecifiedAnnualDemand", 400 * 1.02**place, F="ELC2", Y=year)
        data.put("SpecifiedAnnualDemand", 200 * 1.01**place, F="HEAT", Y=year)
        data.put("AccumulatedAnnualDemand", 300 * 1.02**place, F="TRA", Y=year)
        data.put("AccumulatedAnnualDemand", 250 * 1.01**place, F="IND", Y=year)


def _supply(data: Data, draw: np.random.Generator) -> None:
    for name in SUPPLY:
        fuel = name[3:]
        data.put("OutputActivityRatio", 1, T=name, F=fuel, M=1)
        data.put("EmissionActivityRatio", EMITTED.get(fuel, 0.0), T=name, M=1)
        for place, year in enumerate(YEARS):
            data.put("VariableCost", _between(draw, 2, 8) * 1.01**place, T=name, M=1, Y=year)
        if name.startswith("MIN"):
            data.put("TotalTechnologyAnnualActivityUpperLimit", 300, T=name)


def _plant(data: Data, name: str, draw: np.random.Generator) -> None:
    burns = name[3:6] in FUELS
    data.put("OutputActivityRatio", 1, T=name, F="ELC1", M=1)
    if burns:
        data.put("InputActivityRatio", _between(draw, 1.7, 3), T=name, F=name[3:6], M=1)
    else:
        data.put("TotalAnnualMaxCapacity", _between(draw, 5, 30), T=name)
        for part in data.sets["L"]:
            data.put("CapacityFactor", _between(draw, 0, 0.6), T=name, L=part)
    cost = _between(draw, 800, 4000)
    for place, year in enumerate(YEARS):
        data.put("CapitalCost", cost * 0.99**place, T=name, Y=year)
        data.put("ResidualCapacity", max(0.0, 3 * (1 - place / 25)), T=name, Y=year)
    for parameter, value in (
        ("AvailabilityFactor", 0.9), ("FixedCost", _between(draw, 10, 60)), ("CapacityToActivityUnit", 31.536),
        ("OperationalLife", float(draw.integers(20, 45))), ("ReserveMarginTagTechnology", 0.9 if burns else 0.2),
        ("TotalAnnualMaxCapacityInvestment", 5),
    ):  # fmt: skip
        data.put(parameter, value, T=name)


def _network_and_storage(data: Data) -> None:
    for name, cost in (("TRD", 300), ("PSH", 900)):
        data.put("InputActivityRatio", 1.08 if name == "TRD" else 1, T=name, F="ELC1", M=1)
        data.put("CapitalCost", cost, T=name)
        data.put("OperationalLife", 40, T=name)
        data.put("CapacityToActivityUnit", 31.536, T=name)
    data.put("OutputActivityRatio", 1, T="TRD", F="ELC2", M=1)
    data.put("OutputActivityRatio", 1, T="PSH", F="ELC1", M=2)
    data.put("TechnologyToStorage", 0.8, T="PSH", S="DAM", M=1)
    data.put("TechnologyFromStorage", 1, T="PSH", S="DAM", M=2)
    for parameter, value in (
        ("StorageMaxChargeRate", 999), ("StorageMaxDischargeRate", 999), ("OperationalLifeStorage", 60),
        ("CapitalCostStorage", 100), ("ResidualStorageCapacity", 0.2), ("DaySplit", 1 / 1095),
    ):  # fmt: skip
        data.put(parameter, value)


def _use(data: Data, name: str, draw: np.random.Generator) -> None:
    output = {"HEA": "HEAT", "TRA": "TRA", "IND": "IND"}[name[:3]]
    data.put("OutputActivityRatio", 1, T=name, F=output, M=1)
    data.put("InputActivityRatio", _between(draw, 0.9, 3), T=name, F=INPUTS[int(name[3])], M=1)
    data.put("CapitalCost", _between(draw, 20, 300), T=name)
    data.put("FixedCost", _between(draw, 1, 6), T=name)
    data.put("OperationalLife", float(draw.integers(10, 25)), T=name)
    data.put("ResidualCapacity", 20, T=name, Y=YEARS[0])
