"""A part of an ensemble: futures that are solved one after the other, from the same start, whoever solves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from carbonsim.errors import CarbonsimError, InfeasibleError, ScenarioError
from carbonsim.studies.futures import FutureSolver, Row
from carbonsim.studies.parts import EnsembleFolder
from carbonsim.studies.price_futures import KnownTwins

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
    inputs: str = ""  # what the scenario is read from, as digests
    first: int = 0  # so many parts are solved first; the others begin from what their twins turned out to be

    @property
    def is_first(self) -> bool:
        """Whether others begin from its twins."""
        return self.number < self.first


@lru_cache(maxsize=1)
def _solver_of(scenario: str, inputs: str, committed_until: int | None) -> FutureSolver:  # noqa: ARG001
    """Return what solves the parts of an ensemble in this process, one after another."""
    return FutureSolver(scenario, committed_until)


@lru_cache(maxsize=1)
def _known_twins(folder: str, parts: int, inputs: str) -> KnownTwins | None:  # noqa: ARG001
    """Return the twins from which parts begin that are not the first."""
    return EnsembleFolder(Path(folder), {}).twins(parts)


def forget_solvers() -> None:
    """Let go of what is kept from part to part."""
    _solver_of.cache_clear()
    _known_twins.cache_clear()


def rows_of_part(part: PartOfFutures) -> CarbonsimError | list[Row]:
    """Solve the futures of a part; return their rows, or what stands in the way of all of them."""
    try:
        solver = _solver_of(part.scenario, part.inputs, part.committed_until)
    except (ScenarioError, InfeasibleError) as error:
        return error
    solver.begin(None if part.is_first or not solver.learns else _known_twins(part.folder, part.first, part.inputs))
    first = part.number * PART
    return [solver.solve(first + place, quantiles) for place, quantiles in enumerate(part.quantiles)]


def solve_part(part: PartOfFutures) -> CarbonsimError | int:
    """Solve the futures of a part and write them; return how many, or what stands in the way of all of them."""
    rows = rows_of_part(part)
    if isinstance(rows, CarbonsimError):
        return rows
    learnt = _solver_of(part.scenario, part.inputs, part.committed_until).learnt
    if part.is_first and learnt is not None:
        EnsembleFolder(Path(part.folder), part.columns).write_twins(part.number, learnt)
    return write_part(part, rows)


def write_part(part: PartOfFutures, rows: list[Row]) -> int:
    """Write the rows of a part, whole or not at all, and return how many they are; a second time changes nothing."""
    EnsembleFolder(Path(part.folder), part.columns).write(part.number, rows)
    return len(rows)
