"""Results: one solved plan in the words of the field."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING

import pandas as pd

from carbonsim.results.formats.other_libraries import to_data_set, to_iam_frame

if TYPE_CHECKING:
    from pyam import IamDataFrame
    from xarray import Dataset

COLUMNS = ["model", "scenario", "region", "variable", "unit", "year", "value"]


@cache
def community_units() -> Mapping[str, str]:
    """Return the unit of every variable of the IAMC common definitions that a city may have (library)."""
    text = resources.files("carbonsim.library").joinpath("iamc_names.csv").read_text(encoding="utf-8")
    return {row["variable"]: row["unit"] for row in csv.DictReader(text.splitlines())}


@dataclass(frozen=True, repr=False)
class Results:
    """The IAMC table of a plan, and how plants run in each time slice.

    `table`: model, scenario, region, variable, unit, year, value. `dispatch`: commodity, group, technology,
    year, season, day_part, time_slice, value in mean GW, uses negative.
    """

    table: pd.DataFrame
    dispatch: pd.DataFrame

    def __repr__(self) -> str:
        years, count = self.table["year"], self.table["variable"].nunique()
        where = ", ".join(map(str, self.table["region"].unique()))
        span = f"{years.min()}–{years.max()}" if count else "no year"
        return f"<Results of {where or 'nothing'}: {count} variables, {years.nunique()} model years, {span}>"

    def series(self, variable: str) -> dict[int, float]:
        """Return one variable by year; empty where it is not there."""
        return dict(self.by_variable.get(variable, {}))

    @cached_property
    def by_variable(self) -> Mapping[str, dict[int, float]]:
        """Every variable by year."""
        found: dict[str, dict[int, float]] = {}
        columns = (self.table[name].tolist() for name in ("variable", "year", "value"))
        for variable, year, value in zip(*columns, strict=True):
            found.setdefault(variable, {})[int(year)] = float(value)
        return found

    def strict(self) -> pd.DataFrame:
        """Return the part of the table that is in the community's common definitions, by name and unit."""
        known = community_units()
        return self.table[self.table["variable"].map(known) == self.table["unit"]].reset_index(drop=True)

    def to_pyam(self, *, strict: bool = False) -> IamDataFrame:
        """Hand the table over to pyam, or with `strict` what is in the common definitions; needs the extra `pyam`."""
        return to_iam_frame(self.strict() if strict else self.table)

    def to_xarray(self) -> Dataset:
        """Return the table as an xarray data set, which `to_netcdf(file)` writes; needs the extra `xarray`.

        Each variable is by time (the model year), model, scenario and region, with its unit as an attribute.
        """
        return to_data_set(self.table)

    def children(self, variable: str) -> dict[str, dict[int, float]]:
        """Return the direct children of a variable by their last name."""
        start = f"{variable}|"
        names = [name for name in self.by_variable if name.startswith(start)]
        return {name[len(start) :]: self.series(name) for name in names if "|" not in name[len(start) :]}


class LaterResults(Results):
    """Results that are tabulated when somebody first looks at them."""

    def __init__(self, make: Callable[[], Results]) -> None:
        """Keep how they are made."""
        self.__dict__["_make"] = make

    @cached_property
    def made(self) -> Results:
        """The results themselves."""
        made: Results = self.__dict__["_make"]()
        return made

    @cached_property
    def table(self) -> pd.DataFrame:
        """The IAMC table."""
        return self.made.table

    @cached_property
    def dispatch(self) -> pd.DataFrame:
        """How plants run in each time slice."""
        return self.made.dispatch
