"""Data sets too large to be read: what their files and their defaults would take of memory, beside what there is."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from carbonsim.errors import Finding
from carbonsim.machine import memory_there
from carbonsim.messages.message import message
from carbonsim.system.osemosys.data.data_set import DataSet
from carbonsim.system.osemosys.data.present import Present
from carbonsim.system.osemosys.data.sparse import Holds, nonzero

# bytes for each byte of the largest file, while it is read, and of all files, as they are kept
OF_LARGEST, OF_ALL, OF_VALUE = 15.0, 8.0, 300.0
WIDE: dict[str, Holds] = {
    "InputActivityRatio": nonzero, "OutputActivityRatio": nonzero, "EmissionActivityRatio": nonzero,
    "VariableCost": nonzero, "CapacityFactor": lambda share: np.asarray(share != 1.0),
}  # fmt: skip


def find_too_large_files(scenario: tuple[str, int], folder: Path) -> list[Finding]:
    """Return a finding if the files of a data set cannot be read in the memory that is there."""
    there, sizes = memory_there(), [path.stat().st_size for path in folder.glob("*.csv") if path.is_file()]
    need = OF_LARGEST * max(sizes, default=0) + OF_ALL * sum(sizes)
    if there is None or need <= there:
        return []
    found = message(
        "files of {size} MB, which take about {memory} GB of memory to read",
        size=f"{sum(sizes) / 1e6:,.0f}",
        memory=f"{need / 1e9:.1f}",
    )
    expected = message("no more than the {memory} GB that are there", memory=f"{there / 1e9:.1f}")
    advice = message("leave rows out that only repeat a default, or take a machine with more memory")
    return [Finding(*scenario, "system.osemosys", found, expected, advice)]


def find_wide_defaults(data: DataSet) -> list[Finding]:
    """Return a finding for every default that says something of more keys than the memory that is there can hold."""
    there, present, told = memory_there(), Present(data), []
    for name, holds in WIDE.items():
        parameter = present.of(name)
        if there is None or not parameter.holds_by_default(holds):
            continue
        count = len(present.technologies)
        for axis in parameter.keys.axes:
            count *= 1 if axis in "RT" else present.sizes[axis]
        if (need := OF_VALUE * count) > there:
            file, line = data.default_of(name)
            found = message(
                "a default of {default} for {count} values, which take {memory} GB of memory",
                default=f"{parameter.default:g}",
                count=f"{count:,}",
                memory=f"{need / 1e9:.1f}",
            )
            expected = message("no more than the {memory} GB that are there", memory=f"{there / 1e9:.1f}")
            advice = message("write the default that says nothing, and rows for what there is")
            told.append(Finding(file, line, f"{name}.default", found, expected, advice))
    return told
