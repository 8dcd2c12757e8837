"""Values below 0 that a hidden bound of the long formulation meets, told by name before anything is solved.

Its accounting variables (emissions by mode, use and production by mode, cost of a technology and year, investment …)
are not negative, which other codes of OSeMOSYS do not ask for: their optimum is another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, message
from carbonsim.system.osemosys.data.data_set import MOST_ROWS, DataSet

DROP = message("other codes have no such bound: hidden_bounds: false under system drops it")


BOUNDS = {  # parameter → what its hidden bound comes to for whoever has a value below 0
    "VariableCost": message("a technology that earns nothing over a year"),
    "InputActivityRatio": message("a use of 0 or more: the mode is closed"),
    "OutputActivityRatio": message("an output of 0 or more: the mode is closed"),
    "EmissionActivityRatio": message("emissions of 0 or more: the mode is closed"),
    "EmissionsPenalty": message("a penalty of 0 or more: modes that emit are closed"),
    "CapitalCost": message("an investment of 0 or more: nothing is built"),
    "FixedCost": message("a fixed cost of 0 or more: nothing may stand"),
    "CapitalCostStorage": message("an investment of 0 or more: nothing is built"),
    "InputToNewCapacityRatio": message("a use of 0 or more: nothing is built"),
    "InputToTotalCapacityRatio": message("a use of 0 or more: nothing may stand"),
    "ModelPeriodExogenousEmission": message("emissions of the whole period of 0 or more"),
}
OWNER = 1  # the place of technology, emission or storage in the index of each


@dataclass(frozen=True)
class _Group:
    """The rows of one parameter below 0 that belong to one member: the first of them, years and lowest value."""

    owner: str
    line: int
    lowest: float
    years: tuple[int, ...]


def warn_of_hidden_bounds(data: DataSet) -> None:
    """Warn of every technology, emission or storage whose values below 0 meet a hidden bound."""
    for name, expected in BOUNDS.items():
        if data.tables[name].default < 0.0:
            file, line = data.default_of(name)
            found = message("{default} for all that is not written", default=f"{data.tables[name].default:g}")
            data.warnings.append(Finding(file, line, name, found, expected, DROP))
        groups = list(_groups(data, name))
        for group in groups[:MOST_ROWS]:
            found = _lowest(group)
            data.warnings.append(Finding(data.file(name), group.line, name, found, expected, DROP))
        if (more := len(groups) - MOST_ROWS) > 0:
            found = message("values below 0 of {count} others", count=more)
            data.warnings.append(Finding(data.file(name), groups[MOST_ROWS].line, name, found, expected, DROP))


def _groups(data: DataSet, name: str) -> Iterator[_Group]:
    table = data.tables[name]
    below = np.flatnonzero(_met(data, name))
    owners = table.places[below, OWNER]
    members = data.sets[table.index[OWNER]]
    for place in dict.fromkeys(owners.tolist()):
        rows = below[owners == place]
        years: tuple[int, ...] = ()
        if "YEAR" in table.index:
            places = np.unique(table.places[rows, table.index.index("YEAR")])
            years = tuple(int(data.sets["YEAR"][one]) for one in places)
        yield _Group(str(members[place]), int(table.lines[rows[0]]), float(table.values[rows].min()), years)


def _met(data: DataSet, name: str) -> NDArray[np.bool_]:
    """Say which rows are below 0 and meet their bound: a penalty does where something emits."""
    table = data.tables[name]
    below = table.values < 0.0
    if name == "EmissionsPenalty" and below.any():
        ratios = data.tables["EmissionActivityRatio"]
        emitted = ratios.places[ratios.values > 0.0, 2] if len(ratios.values) else np.zeros(0, dtype=np.int64)
        below &= np.isin(table.places[:, 1], emitted)
    return below


def _lowest(group: _Group) -> Message:
    """Tell the lowest value of a group, whose it is and, where there are any, in which years."""
    lowest = f"{group.lowest:g}"
    if not group.years:
        return message("{what} of {owner}", what=lowest, owner=group.owner)
    first, last = group.years[0], group.years[-1]
    years = f"{first}" if first == last else f"{first}–{last}"
    return message("{what} of {owner} in {years}", what=lowest, owner=group.owner, years=years)
