"""A signal ends the command line wherever it is: in an import, in the solver, with all its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.interrupts import interrupted, listed
from tests.optimization.solver.test_highs import tangle

SCENARIOS = Path(__file__).parents[1] / "scenarios"
LATE = 20.0  # seconds, on a machine that does much else; how soon it is, tests.benchmarks.interrupts measures
SOLVES = """
import os, signal, sys, threading, time
from carbonsim.__main__ import main
import carbonsim.optimization.solver.solve as solve
from tests.optimization.solver.test_highs import tangle
def begin(*_, **__):
    print("solving", flush=True)
    solve.Solver(tangle(3000)).solve()
import carbonsim.pipeline as pipeline
pipeline.run = begin
sys.argv = ["carbonsim", "run", "any.yaml", "--quiet"]
main()
"""
IMPORTS = """
import builtins, os, signal, sys
usual, wanted = builtins.__import__, sys.argv[1]
def imported(name, *rest, **named):
    if name.partition('.')[0] == wanted:
        os.kill(os.getpid(), signal.SIGINT)
    return usual(name, *rest, **named)
builtins.__import__ = imported
from carbonsim.__main__ import main
sys.argv[1:] = ["run", sys.argv[2], "--quiet"]
main()
"""


def started(code: str, *words: str, folder: Path) -> subprocess.Popen[str]:
    root = Path(__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)])}
    command = [sys.executable, "-c", code, *words]
    return subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_ends_a_long_solve(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "any.yaml").touch()
    process = started(SOLVES, folder=tmp_path)
    assert process.stdout is not None and process.stdout.readline() == "solving\n"
    time.sleep(1.0)
    start = time.perf_counter()
    process.send_signal(number)
    process.send_signal(number)  # a second one changes nothing
    _, error = process.communicate(timeout=LATE)
    assert time.perf_counter() - start < LATE
    assert (process.returncode, error) == (130, "interrupted; earlier results are as they were\n")


def test_a_solve_of_that_size_takes_long() -> None:
    """What is interrupted above would not have ended by itself."""
    from carbonsim.optimization.solver.solve import Solver

    solver = Solver(tangle(3000))
    solver.limit_time(2.0)
    assert solver.solve().status == "time_limit"


@pytest.mark.parametrize("name", ["typer", "pandas", "numpy", "highspy", "pint"])
def test_a_signal_amid_an_import_ends_the_command_without_a_word_more(tmp_path: Path, name: str) -> None:
    process = started(IMPORTS, name, str(SCENARIOS / "tutorial.yaml"), folder=tmp_path)
    output, error = process.communicate(timeout=60.0)
    assert (process.returncode, output, error) == (130, "", "interrupted; earlier results are as they were\n")


def test_several_runs_end_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(f"extends: {SCENARIOS / 'changchun' / 'peak-2030.yaml'}\n")
    command = [sys.executable, "-m", "carbonsim", "run", "one.yaml", "two.yaml", "--quiet"]
    ended = interrupted(command, tmp_path, signal.SIGTERM, 6.0)
    assert (ended.code, ended.wrong) == (130, "")
    assert not (tmp_path / "results").exists() or not listed(tmp_path / "results")


def test_a_signal_amid_writing_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor of the libraries that write: the workbook is first put together in files of its own."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    command = [sys.executable, "-m", "carbonsim", "run", str(SCENARIOS / "tutorial.yaml"), "--word"]
    (tmp_path / "results").mkdir()
    ended = interrupted(command, tmp_path, signal.SIGINT, 0.3, "report")
    assert (ended.code, ended.wrong) == (130, "")
    assert set(listed(tmp_path)) == {str(tmp_path / name) for name in ("temporary", "results")}
