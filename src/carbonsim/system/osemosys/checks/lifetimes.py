"""Lives that end before the next year of a data set whose years lie apart: they serve one year, and are told."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.system.osemosys.data.data_set import MOST_ROWS, DataSet

LIVES = (("OperationalLife", "CapitalCost", "TECHNOLOGY"), ("OperationalLifeStorage", "CapitalCostStorage", "STORAGE"))


def warn_of_lives(data: DataSet) -> None:
    """Warn of what costs capital and lives no longer than a step between years, at the row of its lifetime."""
    years = [int(year) for year in data.sets["YEAR"]]
    step, after = max(((late - early, early) for early, late in pairwise(years)), default=(1, 0))
    if step == 1:
        return
    for name, cost, kind in LIVES:
        told = list(_short(data, name, cost, kind, step))
        for line, life, technology in told[:MOST_ROWS]:
            found = message(
                "a life of {lifetime} yr of {technology}, not above the {years} yr after {year}",
                lifetime=f"{life:g}",
                technology=technology,
                years=step,
                year=after,
            )
            expected = message("a life above {years} yr", years=step)
            advice = message("what dies before the next year of the data counts for its own year alone: add years")
            data.warnings.append(Finding(data.file(name), line, name, found, expected, advice))
        if (more := len(told) - MOST_ROWS) > 0:
            found, expected = (
                message("{count} other lives of the same kind", count=more),
                message("lives above {years} yr", years=step),
            )
            data.warnings.append(Finding(data.file(name), 0, name, found, expected))


def _short(data: DataSet, name: str, cost: str, kind: str, step: int) -> Iterator[tuple[int, float, str]]:
    """Yield line, length and owner of every life that is no longer than a step, of what costs capital in some year."""
    table = data.tables[cost]
    keys = table.places[table.values > 0.0][:, :2]
    for place, life in zip(keys := np.unique(keys, axis=0), data.values_at(name, keys), strict=True):
        if life <= step:
            yield data.where(name, place)[1], float(life), str(data.sets[kind][place[1]])
