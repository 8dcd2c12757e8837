"""A part of an ensemble: futures that are solved one after the other, from the same start, whoever solves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from carbonsim.errors import CarbonsimError, InfeasibleError, ScenarioError
from carbonsim.studies.futures import FutureSolver, Row
from carbonsim.studies.parts import EnsembleFolder

PART = 20  # futures of a part, which are written at once


@dataclass(frozen=True)
class PartOfFutures:
    """All that a worker needs to solve a part and to write it; it is small and can be pickled."""

    scenario: str
    folder: str
    number: int
    quantiles: tuple[tuple[float, ...], ...]
    committed_until: int | None
    columns: Mapping[str, str]


def rows_of_part(part: PartOfFutures) -> CarbonsimError | list[Row]:
    """Solve the futures of a part; return their rows, or what stands in the way of all of them."""
    try:
        solver = FutureSolver(part.scenario, part.committed_until)
    except (ScenarioError, InfeasibleError) as error:
        return error
    first = part.number * PART
    return [solver.solve(first + place, quantiles) for place, quantiles in enumerate(part.quantiles)]


def solve_part(part: PartOfFutures) -> CarbonsimError | int:
    """Solve the futures of a part and write them; return how many, or what stands in the way of all of them."""
    rows = rows_of_part(part)
    return rows if isinstance(rows, CarbonsimError) else write_part(part, rows)


def write_part(part: PartOfFutures, rows: list[Row]) -> int:
    """Write the rows of a part, whole or not at all, and return how many they are; a second time changes nothing."""
    EnsembleFolder(Path(part.folder), part.columns).write(part.number, rows)
    return len(rows)
