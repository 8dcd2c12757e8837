"""The IAMC table as an xarray data set, or as a pyam frame: libraries that extras bring along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from pyam import IamDataFrame
    from xarray import Dataset, Variable

DIMENSIONS = ("time", "model", "scenario", "region")  # as pyam.read_netcdf expects them


def to_data_set(table: pd.DataFrame) -> Dataset:
    """Return a data variable for each variable of the table, by time, model, scenario and region, its unit beside it.

    What a region does not have in a year is NaN. Needs the extra `xarray`.
    """
    from xarray import Dataset

    names = table.rename(columns={"year": "time"})
    axes = {name: sorted(names[name].unique().tolist()) for name in DIMENSIONS}
    return Dataset(dict(_variables(names, axes)), coords=axes)


def _variables(table: pd.DataFrame, axes: dict[str, list[object]]) -> Iterator[tuple[str, Variable]]:
    from xarray import Variable

    whole = pd.MultiIndex.from_product(axes.values(), names=axes.keys())
    for name, rows in table.groupby("variable", sort=False):
        values = rows.set_index(list(DIMENSIONS))["value"].reindex(whole).to_numpy(float)
        shape = tuple(map(len, axes.values()))
        told = {"unit": rows["unit"].iloc[0], "long_name": name}
        yield str(name), Variable(DIMENSIONS, values.reshape(shape), attrs=told)


def to_iam_frame(table: pd.DataFrame) -> IamDataFrame:
    """Return the table as a pyam frame; needs the extra `pyam`."""
    import pyam

    return pyam.IamDataFrame(table)
