"""Which variable a technology's energy and emissions belong to."""

from __future__ import annotations

import pytest

from carbonsim.results.variables import final_sector


@pytest.mark.parametrize(
    ("name", "sector"),
    [
        ("urban-residential", "Residential"), ("homes", "Residential"), ("Rural-Homes", "Residential"),
        ("dwellings", "Residential"), ("public", "Commercial"), ("offices", "Commercial"),
    ],
)  # fmt: skip
def test_a_class_of_buildings_tells_by_its_name_whether_people_live_in_it(name: str, sector: str) -> None:
    assert final_sector("buildings", name) == sector
