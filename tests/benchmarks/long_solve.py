"""A data set whose solve takes a minute or more: many plants of nearly equal cost, each with a profile of its own.

Its numbers are drawn by a fixed seed and mean nothing.
"""

from __future__ import annotations

import numpy as np

from tests.reference.data_set import Data

PLANTS, SLICES, YEARS = 70, 48, list(range(2020, 2095))
LIFETIME = 12


def long_solve_data(seed: int = 3) -> Data:
    """Return the data set."""
    draw = np.random.default_rng(seed)
    plants, slices = [f"P{number:02d}" for number in range(PLANTS)], [f"S{number:02d}" for number in range(SLICES)]
    data = Data({
        "R": ["LAND"], "T": plants, "F": ["POWER"], "M": [1], "L": slices, "Y": YEARS, "E": ["CO2"], "S": [], "Q": [],
        "D": [], "H": [],
    })  # fmt: skip
    data.put("YearSplit", 1 / SLICES)
    data.put("CapacityToActivityUnit", 31.536)
    data.put("OperationalLife", LIFETIME)
    data.put("OutputActivityRatio", 1.0)
    data.put("AvailabilityFactor", 0.9)
    data.put("ResidualCapacity", 2.0)
    for plant in plants:
        data.put("CapitalCost", round(float(draw.uniform(500.0, 5000.0)), 1), T=plant)
        data.put("VariableCost", round(float(draw.uniform(1.0, 90.0)), 2), T=plant)
        for part in slices:
            data.put("CapacityFactor", round(float(draw.uniform(0.3, 1.0)), 3), T=plant, L=part)
    for year in YEARS:
        shares = draw.uniform(80.0, 160.0, SLICES)
        data.put("SpecifiedAnnualDemand", round(float(shares.sum()), 2), Y=year)
        for part, share in zip(slices, shares / shares.sum(), strict=True):
            data.put("SpecifiedDemandProfile", float(share), Y=year, L=part)
    return data
