"""A ledger of variables: leaves are added, every level above them is written."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.results.results import COLUMNS

Array = NDArray[np.float64]


class Ledger:
    """Collects variables as arrays over the model years."""

    def __init__(self, years: tuple[int, ...]) -> None:
        """Start empty."""
        self.years = years
        self.values: dict[str, Array] = {}
        self.units: dict[str, str] = {}

    def set(self, variable: str, unit: str, values: Array | pd.Series) -> None:
        """Write one variable, without parents."""
        self.values[variable] = np.asarray(values, dtype=float)
        self.units[variable] = unit

    def add(self, leaf: str, top: str, unit: str, values: Array | pd.Series) -> None:
        """Add a leaf to itself and to every level above it, up to `top`."""
        amount = np.asarray(values, dtype=float)
        name = leaf
        while True:
            self.values[name] = self.values.get(name, np.zeros(len(self.years))) + amount
            self.units[name] = unit
            if name == top or "|" not in name:
                return
            name = name.rsplit("|", 1)[0]

    def along(self, path: Mapping[int, float]) -> Array:
        """Return a path as an array over the model years; zero in a year that it does not tell."""
        return np.array([path.get(year, 0.0) for year in self.years])

    def get(self, variable: str) -> Array:
        """Return a variable; zeros where nothing was written."""
        return self.values.get(variable, np.zeros(len(self.years)))

    def by_year(self, frame: pd.DataFrame) -> Array:
        """Return the values of a table added up by model year: its columns `year` and `value`."""
        places = np.searchsorted(self.years, frame["year"].to_numpy(dtype=int))
        return np.bincount(places, frame["value"].to_numpy(dtype=float), len(self.years)).astype(float)

    def by_group(self, frame: pd.DataFrame, *names: str) -> dict[tuple[str, ...], Array]:
        """Return the values of a table by the columns named, in order of appearance, added up by model year."""
        keys = list(zip(*(frame[name].tolist() for name in names), strict=True))
        groups = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        count = len(self.years)
        places = np.fromiter((groups[key] for key in keys), int, len(keys)) * count
        places += np.searchsorted(self.years, frame["year"].to_numpy(dtype=int))
        sums = np.bincount(places, frame["value"].to_numpy(dtype=float), len(groups) * count)
        return dict(zip(groups, sums.astype(float).reshape(len(groups), count), strict=True))

    def table(self, scenario: str, region: str) -> pd.DataFrame:
        """Return the long table."""
        names = list(self.values)
        count = len(self.years)
        frame = pd.DataFrame(
            {
                "variable": np.repeat(names, count),
                "unit": np.repeat([self.units[name] for name in names], count),
                "year": np.tile(self.years, len(names)),
                "value": np.concatenate([self.values[name] for name in names]),
            }
        )
        frame = frame[frame["value"].notna()].reset_index(drop=True)
        frame["value"] = frame["value"].where(frame["value"].abs() > 1e-12, 0.0)
        return frame.assign(model="carbonsim", scenario=scenario, region=region)[COLUMNS]
