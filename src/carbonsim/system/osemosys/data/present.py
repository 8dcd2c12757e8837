"""The parameters of a data set where something is written: what only defaults speak of is not there.

A default that says something (a cost, a limit) holds for every technology of a region of which any file has a row, and
for all others only where it could change the optimum by itself.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import numpy as np

from carbonsim.system.osemosys.data.data_set import DataSet
from carbonsim.system.osemosys.data.layout import PARTNER
from carbonsim.system.osemosys.data.sparse import (
    Floats,
    Holds,
    Keys,
    Mask,
    Sparse,
    codes_of,
    negative,
    nonzero,
    positive,
)

AXES = {
    "REGION": "R", PARTNER: "P", "TECHNOLOGY": "T", "FUEL": "F", "MODE_OF_OPERATION": "M", "TIMESLICE": "L",
    "YEAR": "Y", "EMISSION": "E", "STORAGE": "S", "SEASON": "Q", "DAYTYPE": "D", "DAILYTIMEBRACKET": "H", "UDC": "U",
}  # fmt: skip
OFF = -1.0  # an upper limit of exactly this is none
UNLIMITED = 99999.0  # a default of a limit by mode from here on is none either


def limited(values: Floats) -> Mask:
    """Say which upper limits are limits."""
    return np.asarray(values != OFF)


def _forbids(values: Floats) -> Mask:
    return negative(values) & limited(values)


def _limits_a_mode(values: Floats) -> Mask:
    return positive(values) & negative(values - UNLIMITED)


ACTS: dict[str, dict[str, Holds]] = {
    "RT": {
        "InputActivityRatio": nonzero, "OutputActivityRatio": nonzero, "EmissionActivityRatio": nonzero,
        "TechnologyToStorage": nonzero, "TechnologyFromStorage": nonzero, "VariableCost": negative,
        "TotalTechnologyAnnualActivityLowerLimit": positive, "TotalTechnologyModelPeriodActivityLowerLimit": positive,
        "TotalTechnologyAnnualActivityUpperLimit": _forbids, "TotalTechnologyModelPeriodActivityUpperLimit": _forbids,
        "TotalAnnualMinCapacity": positive, "TotalAnnualMinCapacityInvestment": positive,
        "TotalAnnualMaxCapacity": _forbids, "TotalAnnualMaxCapacityInvestment": _forbids,
        "ResidualCapacity": nonzero, "CapitalCost": negative, "FixedCost": negative,
        "ReserveMarginTagTechnology": nonzero, "InputToNewCapacityRatio": nonzero, "InputToTotalCapacityRatio": nonzero,
        "TechnologyActivityByModeLowerLimit": _limits_a_mode, "TechnologyActivityByModeUpperLimit": _limits_a_mode,
        "TechnologyActivityIncreaseByModeLimit": _limits_a_mode,
        "TechnologyActivityDecreaseByModeLimit": _limits_a_mode, "UDCMultiplierActivity": nonzero,
        "UDCMultiplierNewCapacity": nonzero, "UDCMultiplierTotalCapacity": nonzero,
    },
    "RS": {
        "TechnologyToStorage": nonzero, "TechnologyFromStorage": nonzero, "StorageLevelStart": nonzero,
        "ResidualStorageCapacity": nonzero, "CapitalCostStorage": negative,
    },
}  # fmt: skip


class Present:
    """A data set by its rows: values and keys of each parameter, over the technologies and storages that are there."""

    def __init__(self, data: DataSet) -> None:
        """Keep the data set; nothing is gone through yet."""
        self.data = data
        self.sizes = {axis: len(data.sets[one]) for one, axis in AXES.items()}
        self._known: dict[str, Sparse] = {}

    def of(self, name: str) -> Sparse:
        """Return a parameter: the value of every row, and the default of all others."""
        if name not in self._known:
            table, rows = self.data.tables[name], self.rows(name)
            codes, last = np.unique(rows.codes[::-1], return_index=True)
            self._known[name] = Sparse(replace(rows, codes=codes), table.values[::-1][last], table.default)
        return self._known[name]

    def rows(self, name: str) -> Keys:
        """Return the keys of the rows of a parameter as they stand in its file, one that stands twice too."""
        table = self.data.tables[name]
        axes = "".join(AXES[one] for one in table.index)
        places = dict(zip(axes, table.places.T, strict=True))
        return Keys(self.sizes, axes, codes_of(self.sizes, axes, places))

    def where(self, name: str, holds: Holds) -> Keys:
        """Return the keys of a parameter of which something holds, those of its default too."""
        parameter = self.of(name)
        found = parameter.where(holds)
        if not parameter.holds_by_default(holds):
            return found
        return found | (self.all(parameter.keys.axes) - parameter.keys)

    def all(self, axes: str) -> Keys:
        """Return every key over some sets, of technologies and storages those that are there."""
        for both in ("RT", "RS"):
            if set(both) <= set(axes):
                known = self.technologies if both == "RT" else self.storages
                rest = "".join(axis for axis in axes if axis not in both)
                return known.along(rest).only(axes) if rest else known
        return Keys.all(self.sizes, axes)

    def none(self, axes: str) -> Keys:
        """Return no key over some sets."""
        return Keys(self.sizes, axes, np.zeros(0, dtype=np.int64))

    @cached_property
    def technologies(self) -> Keys:
        """Region and technology of every technology that is there."""
        return self._there("RT")

    @cached_property
    def storages(self) -> Keys:
        """Region and storage of every storage that is there."""
        return self._there("RS")

    def _there(self, both: str) -> Keys:
        if any(self.of(name).holds_by_default(acts) for name, acts in ACTS[both].items()):
            return Keys.all(self.sizes, both)
        found = self.none(both)
        for name in self.data.tables:
            keys = self.of(name).keys
            if set(both) <= set(keys.axes):
                found |= keys.only(both)
        return found
