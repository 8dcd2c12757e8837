"""The table as a data set: what is missing stays missing, units travel, and pyam reads the file back."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from carbonsim.results.results import COLUMNS, Results

ROWS = [
    ("carbonsim", "plan", "East", "Emissions|CO2", "Mt CO2/yr", 2030, 4.5),
    ("carbonsim", "plan", "East", "Emissions|CO2", "Mt CO2/yr", 2035, 4.0),
    ("carbonsim", "plan", "West", "Emissions|CO2", "Mt CO2/yr", 2035, 1.5),
    ("carbonsim", "plan", "West", "Capacity|Electricity", "GW", 2030, 0.25),
]
TABLE = pd.DataFrame(ROWS, columns=COLUMNS)
RESULTS = Results(TABLE, pd.DataFrame())


def test_a_value_stands_at_its_year_and_region_and_what_is_missing_is_nan() -> None:
    data = RESULTS.to_xarray()
    emissions = data["Emissions|CO2"].sel(model="carbonsim", scenario="plan")
    assert float(emissions.sel(time=2035, region="West")) == 1.5
    assert float(emissions.sel(time=2030, region="East")) == 4.5
    assert math.isnan(emissions.sel(time=2030, region="West"))
    assert data["Capacity|Electricity"].attrs["unit"] == "GW"
    assert float(data["Emissions|CO2"].sel(time=2035).sum()) == 5.5


def test_a_file_of_netcdf_is_read_by_pyam_as_the_same_table(tmp_path: Path) -> None:
    pyam = pytest.importorskip("pyam")
    RESULTS.to_xarray().to_netcdf(tmp_path / "results.nc")
    again = pyam.read_netcdf(tmp_path / "results.nc").data
    order = ["region", "variable", "year"]
    expected = TABLE.sort_values(order)[COLUMNS].reset_index(drop=True)
    found = again.sort_values(order)[COLUMNS].reset_index(drop=True)
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)


def test_results_without_a_row_are_an_empty_data_set() -> None:
    assert not Results(pd.DataFrame(columns=COLUMNS), pd.DataFrame()).to_xarray().data_vars
