"""An ensemble: many futures of one scenario, in processes beside each other; it goes on where it was stopped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from carbonsim.analysis.ensembles.beside import CHANCES, SUFFIX, chances_text, peak_range
from carbonsim.clock import Clock, Progress
from carbonsim.errors import CarbonsimError, Finding, SolverError
from carbonsim.export.results_folder import findings_of_page, replaced_page
from carbonsim.messages.message import Message, message
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.pipeline import prepare, raise_findings
from carbonsim.report.studies.ensemble import show_ensemble
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.scenario.futures.draws import METHODS, draw_quantiles
from carbonsim.scenario.futures.inputs import uncertain_inputs
from carbonsim.scenario.reading.written_paths import path_from
from carbonsim.scenario.scenario import Scenario
from carbonsim.studies.cluster import answers_of_cluster
from carbonsim.studies.futures import FutureSolver, columns_of_futures
from carbonsim.studies.near_optimal import only_optimised, unknown_years
from carbonsim.studies.part_of_futures import PART, PartOfFutures, forget_solvers, solve_part
from carbonsim.studies.parts import EnsembleFolder
from carbonsim.workers import share_out

Answers = Iterator[tuple[PartOfFutures, CarbonsimError | int]]
LEARN, MOST_LEARNT = 8, 20  # one part in so many is solved first for others to begin from, and so many at most
TRIES = 3  # of a part whose process ended
EXPLAINED = 5  # futures without a plan of which it is found what clashes
BETWEEN = 5.0  # seconds between two lines of progress
PAGE = "ensemble.html"


@dataclass(frozen=True, repr=False)
class Ensemble:
    """Futures of a scenario: `table` has a row for each, `shown` what is told of them, `folder` holds both."""

    table: pd.DataFrame
    shown: ShownStudy
    folder: Path

    def __repr__(self) -> str:
        return f"<Ensemble {self.folder}: {len(self.table)} futures>"

    def _repr_html_(self) -> str:
        return self.shown._repr_html_()


def ensemble(
    path: Path | str,
    *,
    futures: int,
    seed: int = 0,
    method: str = METHODS[0],
    committed_until: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    out: Path | str | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Solve a scenario in so many futures, drawn from its ranges, and write a table with a row for each.

    Two questions: each future is planned anew (can the city still peak, how high, at what price), and, with
    `committed_until`, what the plan builds up to that model year is fixed and the rest adapts (does this plan hold,
    with what regret). `method` is latin-hypercube or sobol; the same seed gives the same futures, and the same table
    whatever the `workers`, processes of which there is one a core unless told, or those of a Dask cluster with a
    `scheduler` at that address. What a stopped one has left in the
    folder `out` is not solved again. Costs are in million CNY as they are perceived, discounted; emissions in Mt.
    Raises ScenarioError with every finding, InfeasibleError where the scenario itself has no plan.
    """
    folder = Path(out) if out is not None else Path("results") / f"{Path(path).stem}{SUFFIX}"
    scenario, system = prepare(path, Clock(progress))
    inputs = uncertain_inputs(scenario)
    asked = () if committed_until is None else (committed_until,)
    raise_findings([
        *only_optimised(scenario), *unknown_years(scenario, system.years, asked), *_odd(scenario, futures, method),
        *([] if inputs else [_nothing_in_doubt(scenario)]),
    ])  # fmt: skip
    columns = columns_of_futures(scenario, system, inputs, committed=committed_until is not None)
    store = EnsembleFolder(folder, columns)
    names = [one.name for one in inputs]
    record = {**_record(scenario, folder), "futures": futures, "seed": seed, "method": method, "part": PART,
              "committed_until": committed_until, "inputs": names}  # fmt: skip
    raise_findings([*store.other_than(record), *findings_of_page(folder / PAGE)])
    store.begin(record)
    drawn, first_parts = draw_quantiles(inputs, futures, seed, method), min(futures // PART // LEARN, MOST_LEARNT)
    parts = [
        PartOfFutures(str(path), str(folder), number, tuple(map(tuple, drawn[first : first + PART].tolist())),
              committed_until, columns, str(record["inputs_sha256"]), first_parts)
        for number, first in enumerate(range(0, futures, PART))
    ]  # fmt: skip
    left = [part for part in parts if not store.has(part.number)]

    def ask(some: Sequence[PartOfFutures]) -> Answers:
        return _answers(some, workers) if scheduler is None else answers_of_cluster(some, scenario, scheduler)

    _solve_all(left, ask, progress or (lambda _: None))
    table = _with_conflicts(store, parts)
    shown = show_ensemble(scenario, system, inputs, table, committed_until)
    replaced_page(folder / PAGE, shown.page())
    if (peaks := peak_range(scenario, table)) is not None:
        (folder / CHANCES).write_text(chances_text(scenario, peaks, committed_until), encoding="utf-8")
    return Ensemble(table, shown, folder)


def _odd(scenario: Scenario, futures: int, method: str) -> Iterator[Finding]:
    file = scenario.trace.file
    if futures < 1:
        yield Finding(file, 0, "--futures", str(futures), message("at least one future"))
    if method not in METHODS:
        yield Finding(file, 0, "--method", method, message("one of {names}", names=METHODS))


def _nothing_in_doubt(scenario: Scenario) -> Finding:
    return Finding(
        *scenario.locate("futures"), "ranges", message("nothing"), message("values with low and high, or ranges"),
        message("write low and high beside a value, or include a file with ranges"),
    )  # fmt: skip


def _record(scenario: Scenario, folder: Path) -> dict[str, object]:
    """Return what the rows depend on: the inputs and the version."""
    digests = scenario.trace.digests
    return {
        "carbonsim": version("carbonsim"),
        "scenario": scenario.stem,
        "inputs_sha256": {path_from(folder, Path(file)): digest for file, digest in sorted(digests.items())},
    }


def _solve_all(
    parts: Sequence[PartOfFutures], ask: Callable[[Sequence[PartOfFutures]], Answers], progress: Progress
) -> None:  # fmt: skip
    """Solve parts, each in a process that may end; one that does costs its own futures alone, and they are tried again.

    Raises SolverError where some are left.
    """
    watch = _Watch(sum(len(part.quantiles) for part in parts), progress)
    try:
        for first in (True, False):
            left = [part for part in parts if part.is_first is first]
            for _ in range(TRIES):
                left = [part for part, answer in ask(left) if not watch.heard(part, answer)]
            if left:
                raise SolverError(message("{count} futures are not solved: run it again to go on", count=watch.left))
    finally:
        forget_solvers()


def _answers(parts: Sequence[PartOfFutures], workers: int | None) -> Answers:
    if workers == 1:
        yield from ((part, solve_part(part)) for part in parts)
        return
    for place, answer in share_out(parts, solve_part, _lost, min(workers or os.cpu_count() or 1, len(parts) or 1)):
        yield parts[place], answer


class _Watch:
    """Counts futures, and tells how many are done, at what rate and how long the rest takes."""

    def __init__(self, count: int, progress: Progress) -> None:
        self._count, self._done, self._progress = count, 0, progress
        self._start = self._told = time.monotonic()

    @property
    def left(self) -> int:
        return self._count - self._done

    def heard(self, part: PartOfFutures, answer: CarbonsimError | int) -> bool:
        """Take an answer; return whether its futures are solved."""
        if isinstance(answer, CarbonsimError):
            raise answer
        self._done += answer
        now = time.monotonic()
        if answer and (now - self._told >= BETWEEN or not self.left):
            self._told = now
            self._progress(self._words(now - self._start))  # type: ignore[arg-type]
        return answer == len(part.quantiles)

    def _words(self, seconds: float) -> Message:
        rate = self._done / max(seconds, 1e-9)
        return message(
            "{done} of {count} futures, {rate} a minute, {left} min left", done=self._done, count=self._count,
            rate=f"{60.0 * rate:.3g}", left=f"{self.left / rate / 60.0:.3g}",
        )  # fmt: skip


def _with_conflicts(store: EnsembleFolder, parts: Sequence[PartOfFutures]) -> pd.DataFrame:
    """Find what clashes in the first futures without a plan, several solves each; return the whole table."""
    numbers = [part.number for part in parts]
    table = store.table(numbers)
    sample = table[table["status"] == SolveStatus.INFEASIBLE].head(EXPLAINED)
    if not sample["conflicts"].isna().any():
        return table
    solver = FutureSolver(parts[0].scenario)
    for future in sample["future"]:
        number, place = divmod(int(future), PART)
        store.fill(number, "conflicts", {int(future): solver.conflicts(parts[number].quantiles[place])})
    return store.table(numbers)


def _lost(part: PartOfFutures, code: int) -> CarbonsimError | int:  # noqa: ARG001
    return 0
