"""Results: one solved plan in the words of the field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

COLUMNS = ["model", "scenario", "region", "variable", "unit", "year", "value"]


@dataclass(frozen=True)
class Results:
    """The IAMC table of a plan, and how plants run in each time slice.

    `table`: model, scenario, region, variable, unit, year, value. `dispatch`: commodity, group, technology,
    year, season, day_part, time_slice, value in mean GW, uses negative.
    """

    table: pd.DataFrame
    dispatch: pd.DataFrame = field(repr=False)

    def series(self, variable: str) -> dict[int, float]:
        """Return one variable by year; empty where it is not there."""
        found = self.table[self.table["variable"] == variable]
        return dict(zip(found["year"].astype(int), found["value"].astype(float), strict=True))

    def children(self, variable: str) -> dict[str, dict[int, float]]:
        """Return the direct children of a variable by their last name."""
        start = f"{variable}|"
        names = [name for name in self.table["variable"].unique() if name.startswith(start)]
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
