"""Processes that try inputs one after another through the command line, each with a clock of its own."""

from __future__ import annotations

import io
import multiprocessing
import os
import resource
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from tests.fuzz.cases import Case, make

MEMORY = 4_000_000_000  # bytes a worker may take
REUSED = 400  # inputs, after which a worker is replaced
FINE = (0, 2, 3, 4)


class Verdict(NamedTuple):
    """What became of one input: the exit code, and what is wrong with that."""

    number: int
    kind: str
    code: int
    problem: str
    seconds: float


def attempt(case: Case) -> tuple[int, str]:
    """Run the command of a case in this process as the command line would; return its code and any traceback."""
    from carbonsim.cli import app
    from carbonsim.report.terminal.streams import let_all_pass

    os.environ["LC_ALL"] = "zh_CN.UTF-8" if case.chinese else "en_GB.UTF-8"
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        let_all_pass()
        try:
            app(list(case.words))
            return 0, ""
        except SystemExit as leaving:
            return int(leaving.code or 0), ""
        except OSError:  # told in a line by the command line
            return 2, ""
        except BaseException:  # whatever it is, a planner would see it
            return 1, traceback.format_exc()


def work(pipe: Connection, seed: int, inputs: Path) -> None:
    """Try the inputs whose numbers come through a pipe; answer with a verdict for each."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.setrecursionlimit(1000)
    here = Path(tempfile.mkdtemp(prefix="fuzz-"))
    os.chdir(here)
    try:
        while (number := pipe.recv()) is not None:
            start, folder = monotonic(), here / str(number)
            case = make(number, seed, inputs, folder)
            code, problem = attempt(case)
            shutil.rmtree(folder, ignore_errors=True)
            told = problem or ("" if code in FINE else f"exit code {code}")
            pipe.send(Verdict(number, case.kind, code, told, monotonic() - start))
    finally:
        os.chdir("/")
        shutil.rmtree(here, ignore_errors=True)


class Worker:
    """One process with the input that it tries."""

    def __init__(self, seed: int, inputs: Path) -> None:
        """Start the process."""
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: Any = context.Process(target=work, args=(theirs, seed, inputs), daemon=True)
        self.process.start()
        theirs.close()
        self.number: int | None = None
        self.since, self.tried = 0.0, 0
        self.begun, self.at_work = 0.0, (0.0, 0.0)  # seconds of work before the input; those seen last, and when

    def give(self, number: int) -> None:
        """Let it try an input."""
        self.number, self.since, self.tried = number, monotonic(), self.tried + 1
        self.begun = self._work()[0]
        self.at_work = (self.begun, self.since)
        self.pipe.send(number)

    def hangs(self, timeout: float) -> bool:
        """Say whether it works too long on its input, or sleeps; a machine that others keep busy is no fault of it."""
        worked, runs = self._work()
        if runs or worked > self.at_work[0]:
            self.at_work = (worked, monotonic())
        limit = timeout if self.tried > 1 else 3 * timeout  # the first input imports everything
        return worked - self.begun > limit or monotonic() - self.at_work[1] > limit

    def _work(self) -> tuple[float, bool]:
        """Return the seconds that the process was at work, and whether it wants to be."""
        told = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK"), told[0] == "R"

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def try_all(numbers: Iterator[int], seed: int, inputs: Path, workers: int, timeout: float) -> Iterator[Verdict]:
    """Yield a verdict for every input; one that takes too long, or kills its process, is told as such."""
    busy = [worker for worker in (Worker(seed, inputs) for _ in range(workers)) if _next(worker, numbers)]
    while busy:
        ready = wait([worker.pipe for worker in busy], timeout=1.0)
        for worker in list(busy):
            verdict = _verdict(worker, ready, timeout)
            if verdict is None:
                continue
            yield verdict
            busy.remove(worker)
            if verdict.code < 0 or worker.tried >= REUSED:
                worker.stop()
                worker = Worker(seed, inputs)
            if _next(worker, numbers):
                busy.append(worker)


def _next(worker: Worker, numbers: Iterator[int]) -> bool:
    number = next(numbers, None)
    if number is None:
        worker.stop()
        return False
    worker.give(number)
    return True


def _verdict(worker: Worker, ready: list[Any], timeout: float) -> Verdict | None:
    assert worker.number is not None
    taken = monotonic() - worker.since
    if worker.pipe in ready:
        try:
            found: Verdict = worker.pipe.recv()
            return found
        except EOFError:
            return Verdict(worker.number, "?", -2, f"the process ended, {worker.process.exitcode}", taken)
    return Verdict(worker.number, "?", -1, f"no end after {taken:.0f} s", taken) if worker.hangs(timeout) else None
