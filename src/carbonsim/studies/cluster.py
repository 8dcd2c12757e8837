"""Parts of an ensemble on the workers of a Dask cluster: the scenario travels as text, rows come back, none is lost.

Workers need no folder of ours. What they send back is written here, part by part. A worker that ends costs its own
part, which is asked for again; that Dask runs what it lost once more changes nothing, for a part has one answer.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from importlib import import_module, resources
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from uuid import uuid4

from carbonsim.errors import CarbonsimError, Finding, ScenarioError, SolverError
from carbonsim.messages.message import message
from carbonsim.pipeline import read_checked
from carbonsim.scenario.scenario import Scenario
from carbonsim.studies.futures import Row
from carbonsim.studies.part_of_futures import PartOfFutures, rows_of_part, write_part

PATIENCE = 30.0  # seconds in which a scheduler has to answer
ONE_AT_A_TIME = Lock()  # a worker may have several threads; signals and caches are those of a process


@dataclass(frozen=True)
class SentScenario:
    """A scenario as it travels: its files, compressed, by their place below one folder, and which of them it is."""

    files: Mapping[str, bytes]
    name: str
    folder: str
    version: str


def sent_scenario(scenario: Scenario) -> SentScenario:
    """Return a scenario with all files that it was read from, those of its reference among them."""
    files = set(scenario.trace.digests)
    if scenario.reference_path is not None:
        files |= set(read_checked(scenario.reference_path).trace.digests)
    library = Path(str(resources.files("carbonsim.library"))).resolve()
    found = {one.resolve() for one in map(Path, files)}
    kept = sorted(one for one in found if not one.is_relative_to(library) and one.is_file())
    main = Path(scenario.trace.file).resolve()
    folder = Path(os.path.commonpath([one.parent for one in (*kept, main)]))
    return SentScenario(
        {one.relative_to(folder).as_posix(): zlib.compress(one.read_bytes()) for one in kept},
        main.relative_to(folder).as_posix(), str(folder), version("carbonsim"),
    )  # fmt: skip


def solve_sent(sent: SentScenario, part: PartOfFutures) -> CarbonsimError | list[Row] | None:
    """Solve a part where the scenario is not: unpack it, solve, and return rows; None where the process had to end."""
    if sent.version != version("carbonsim"):
        return SolverError(
            message("the workers have carbonsim {theirs}, and here is {ours}: install the same version",
                    theirs=version("carbonsim"), ours=sent.version)
        )  # fmt: skip
    with ONE_AT_A_TIME, TemporaryDirectory() as folder:
        for name, content in sent.files.items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(zlib.decompress(content))
        try:
            rows = rows_of_part(replace(part, scenario=str(Path(folder, sent.name))))
        except SystemExit:  # Dask counts it as a death of the worker, and fails what waits behind it
            return None
        if isinstance(rows, CarbonsimError):
            return rows
        return [{name: _here(cell, folder, sent.folder) for name, cell in row.items()} for row in rows]


def _here(cell: Any, there: str, here: str) -> Any:
    """Return a cell with files called as they are called where the scenario is."""
    return cell.replace(there, here) if isinstance(cell, str) else cell


def answers_of_cluster(
    parts: Sequence[PartOfFutures], scenario: Scenario, address: str
) -> Iterator[tuple[PartOfFutures, CarbonsimError | int]]:
    """Yield each part with how many of its futures were solved and written, as they come; 0 where a worker was lost.

    Raises ScenarioError where Dask is not installed, or where nobody answers at the address.
    """
    if not parts:
        return
    dask = _dask(scenario)
    with _client(dask, address, scenario) as client:
        sent, key = sent_scenario(scenario), f"carbonsim-{uuid4().hex}"  # equal tasks of another call are not these
        asked = {
            client.submit(solve_sent, sent, part, key=f"{key}-{part.number}", pure=False): part for part in parts
        }  # fmt: skip
        try:
            for future in dask.as_completed(list(asked)):
                yield asked[future], _answer(dask, future, asked[future])
                future.release()  # what is done is not run again when the worker that holds it ends
        finally:
            client.cancel(list(asked), force=True)


def _answer(dask: Any, future: Any, part: PartOfFutures) -> CarbonsimError | int:
    try:
        answer = future.result()
    except (dask.KilledWorker, CancelledError):
        return 0
    if answer is None or isinstance(answer, CarbonsimError):
        return answer or 0
    return write_part(part, answer)


def _dask(scenario: Scenario) -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        found, expected = message("a scheduler, but no Dask"), message("the extra `cluster`")
        advice = message("install it: pip install 'carbonsim[cluster]'")
        raise ScenarioError([Finding(scenario.trace.file, 0, "--scheduler", found, expected, advice)]) from error


def _client(dask: Any, address: str, scenario: Scenario) -> Any:
    try:
        return dask.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        found = message("nobody who answers at {address}", address=address)
        expected = message("the address of a Dask scheduler")
        advice = message("write it as tcp://HOST:PORT, as `dask scheduler` prints it")
        raise ScenarioError([Finding(scenario.trace.file, 0, "--scheduler", found, expected, advice)]) from error
