"""A small data set whose solve takes a minute or more: many needs, each served in part by many sources of like cost.

Its numbers are drawn by a fixed seed and mean nothing.
"""

from __future__ import annotations

import numpy as np

from tests.reference.data_set import Data

NEEDS, SOURCES, OF_A_NEED = 3000, 6000, 20


def long_solve_data(seed: int = 1) -> Data:
    """Return the data set."""
    draw = np.random.default_rng(seed)
    needs, sources = [f"F{number}" for number in range(NEEDS)], [f"T{number}" for number in range(SOURCES)]
    data = Data({
        "R": ["LAND"], "T": sources, "F": needs, "M": [1], "L": ["ALL"], "Y": [2020], "E": ["CO2"], "S": [], "Q": [],
        "D": [], "H": [],
    })  # fmt: skip
    data.put("YearSplit", 1.0)
    data.put("ResidualCapacity", 5.0)
    data.put("TotalAnnualMaxCapacityInvestment", 0.0)
    for source in sources:
        data.put("VariableCost", round(float(draw.uniform(1.0, 2.0)), 6), T=source)
    for need in needs:
        data.put("AccumulatedAnnualDemand", round(float(draw.uniform(2.5, 5.0)), 6), F=need)
        for source in draw.choice(SOURCES, OF_A_NEED, replace=False).tolist():
            data.put("OutputActivityRatio", round(float(draw.uniform(0.1, 1.0)), 6), T=f"T{source}", F=need)
    return data
