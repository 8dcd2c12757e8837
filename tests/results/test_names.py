"""Our names against the community's common definitions, where the list is at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.shipped.solved import solved

ROOT = Path(__file__).parents[2]
NAMES = ROOT.parent / "shared" / "data" / "iamc_names.csv"
TEMPTING = (  # invalid though they look right
    "Emissions|CO2|Energy|Demand|Agriculture",
    "Emissions|CO2|Energy|Demand|Transportation|Passenger",
    "Emissions|CO2|Energy|Supply|Electricity|Coal",
    "Emissions|PM2.5",
    "Secondary Energy|Electricity|Waste",
    "Final Energy|Industry|Coal",
)


@pytest.fixture(scope="module")
def units() -> dict[str, str]:
    table = solved("baseline").results.table
    return dict(zip(table["variable"], table["unit"], strict=True))


def test_no_name_is_one_of_those_that_trip_people(units: dict[str, str]) -> None:
    assert not set(TEMPTING) & set(units)
    for right in ("Emissions|CO2|Energy|Demand|AFOFI", "Final Energy|Industry|Solids|Coal"):
        assert right in units


@pytest.mark.skipif(not NAMES.is_file(), reason="the list of names is not beside the checkout")
def test_names_and_units_are_those_of_the_common_definitions(units: dict[str, str]) -> None:
    with NAMES.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    valid = {row["variable"]: row["unit"] for row in rows if row["in_common_definitions_d877b5f"] == "yes"}
    invalid = {row["variable"] for row in rows} - set(valid)
    assert not invalid & set(units)
    shared = set(valid) & set(units)
    assert len(shared) >= 60
    assert {name: units[name] for name in shared} == {name: valid[name] for name in shared}
