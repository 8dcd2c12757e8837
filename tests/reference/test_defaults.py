"""A default that says something says it of everything, whether a file has rows of it or not.

Only what is written is gone through; the long formulation, written out independently, goes through everything.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reference.data_set import Data
from tests.reference.long_form import LongForm
from tests.reference.random_data import Maker
from tests.reference.test_random_data_sets import least_cost

DEFAULTS = [
    ("AccumulatedAnnualDemand", 0.3), ("AnnualEmissionLimit", 99.0), ("AnnualExogenousEmission", 0.1),
    ("AvailabilityFactor", 0.8), ("AvailabilityFactor", 0.0), ("CapacityFactor", 0.7), ("CapacityFactor", 0.0),
    ("CapacityToActivityUnit", 2.0), ("CapitalCost", 3.0), ("CapitalCost", -0.5), ("EmissionActivityRatio", 0.01),
    ("EmissionsPenalty", 2.0), ("FixedCost", 0.5), ("FixedCost", -0.5), ("InputActivityRatio", 0.01),
    ("ModelPeriodExogenousEmission", -0.2), ("OperationalLife", 3.0), ("OutputActivityRatio", 0.02),
    ("RETagFuel", 1.0), ("RETagTechnology", 0.5), ("ReserveMarginTagFuel", 1.0), ("ReserveMarginTagTechnology", 0.3),
    ("ResidualCapacity", 0.5), ("SpecifiedAnnualDemand", 0.4), ("SpecifiedDemandProfile", 0.2),
    ("TotalAnnualMaxCapacity", 999.0), ("TotalAnnualMaxCapacity", 30.0), ("TotalAnnualMaxCapacityInvestment", 999.0),
    ("TotalAnnualMinCapacity", 0.1), ("TotalAnnualMinCapacityInvestment", 0.05),
    ("TotalTechnologyAnnualActivityLowerLimit", 0.05), ("TotalTechnologyAnnualActivityUpperLimit", 500.0),
    ("TotalTechnologyModelPeriodActivityLowerLimit", 0.1), ("TotalTechnologyModelPeriodActivityUpperLimit", 900.0),
    ("VariableCost", 0.1), ("VariableCost", -0.1), ("StorageLevelStart", 0.1), ("ResidualStorageCapacity", 0.2),
    ("CapitalCostStorage", 1.0), ("MinStorageCharge", 0.1), ("TechnologyToStorage", 0.1),
    ("TechnologyFromStorage", 0.1), ("TradeRoute", 0.0),
]  # fmt: skip


def half_written(seed: int) -> Data:
    """Return a data set of two regions, with nothing but defaults of some things in one."""
    data = Maker(seed).make()
    assert len(data.sets["R"]) == 2 and data.sets["S"]
    for name, rows in data.rows.items():
        gone = [key for key in rows if "south" in key and ({"wind", "boiler", "works", "pump", "dam"} & {*key})]
        for key in gone if name != "TradeRoute" else ():
            del rows[key]
    return data


@pytest.mark.parametrize("seed", [11, 36])
@pytest.mark.parametrize(("name", "value"), DEFAULTS)
def test_a_default_has_the_optimum_of_the_long_formulation(name: str, value: float, seed: int, tmp_path: Path) -> None:
    data = half_written(seed)
    data.defaults[name] = value
    expected, found = LongForm(data).solve(), least_cost(data, tmp_path)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)
