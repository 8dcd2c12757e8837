"""What of HiGHS would surprise us, told with its version, and held against the door that stands before it.

**One scheduler a thread.** HiGHS keeps its worker threads in one scheduler for each thread that calls it; whoever asks
for another number of `threads` than it was started with gets kError from `run()`, and a model status that says nothing.
In highspy 1.16.0 any earlier solve of another tool in the same thread starts it with all processors (up to 1.15.1 with
half of them), so our `threads: 1` failed after it (`Highs::initializeMultiThreading` in highs/lp_data/Highs.cpp).
So each run starts with a scheduler of its own and leaves none.

**Seconds.** `time_limit` is held against all runs since the object was made for linear programmes, but against each
run where numbers are whole (HEkk.cpp, HighsMipSolver.cpp; seen in 1.13.1 to 1.16.0). So the seconds of a linear run are
added to `getRunTime()`.

**An exception in a callback.** Ctrl-C while a callback runs leaves it as KeyboardInterrupt, and so through C++. 1.16.0
swallows it (kSolveError), 1.14.0 lets it through; in both the programme has been moved into the simplex object and is
not moved back, and the next `run()` of that solver crashes (`assessExcessiveObjectiveBoundScaling` reads it). So no
exception arises there: Ctrl-C is held back and asks the solver to stop.

**A solver in a thread.** A daemon thread that solves while the interpreter ends is ended at its next callback, by an
unwinding that C++ takes for an error: the process aborts (1.16.0 with two threads). So nothing is solved in a thread of
ours, and the command line leaves by `os._exit`.

**Names and options come and go.** Up to 1.12 there is no `changeRowsBounds` and `getIis` wants an argument, up
to 1.13 there is no `iis_time_limit`, which `setOptionValue` says by its status alone. So every status is looked at.

**The interpreter's lock.** `run()` lets other threads of Python go on, `feasibilityRelaxation` and `getIis` do not
(highspy/highs_bindings.cpp; 1.16.0), unless a callback of Python's runs: so they ask as they go, even in vain.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import highspy
import numpy as np
import pytest

from carbonsim.errors import SolverError
from carbonsim.interrupts import held_back
from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.solver.highs import Highs, ModelStatus
from carbonsim.optimization.solver.solve import Solver
from tests.optimization.solver.test_solve import TOWNS, pair, program


def anothers(threads: int | None = None) -> None:
    """Solve something as another tool would: plain highspy, with its own number of threads."""
    theirs = highspy.Highs()
    theirs.setOptionValue("output_flag", False)
    if threads is not None:
        theirs.setOptionValue("threads", threads)
    assert theirs.minimize(theirs.addVariable(lb=2.0)) == highspy.HighsStatus.kOk


def knapsack(items: int = 60, seed: int = 5) -> Program:
    """Choose among items of nearly equal worth under five weights: a search without end."""
    draw = np.random.default_rng(seed)
    weights = draw.integers(400, 600, (5, items)).astype(float)
    return Program(
        starts=np.arange(0, 5 * items + 1, items),
        indices=np.tile(np.arange(items), 5),
        values=weights.ravel(),
        row_low=np.full(5, -np.inf),
        row_high=np.floor(weights.sum(axis=1) / 2.0),
        column_low=np.zeros(items),
        column_high=np.ones(items),
        costs=-weights.mean(axis=0) - draw.uniform(0.0, 1.0, items),
        integers=np.arange(items),
    )


def tangle(size: int, seed: int = 1) -> Program:
    """Cover many demands from twice as many sources that each serve a few: a second or a minute by its size."""
    draw, each = np.random.default_rng(seed), 20
    indices = np.concatenate([np.sort(draw.choice(2 * size, each, replace=False)) for _ in range(size)])
    return Program(
        starts=np.arange(0, each * size + 1, each),
        indices=indices,
        values=draw.uniform(0.1, 1.0, each * size),
        row_low=draw.uniform(2.5, 5.0, size),
        row_high=np.full(size, np.inf),
        column_low=np.zeros(2 * size),
        column_high=np.full(2 * size, 5.0),
        costs=draw.uniform(1.0, 2.0, 2 * size),
        integers=np.zeros(0, dtype=np.int64),
    )


@pytest.mark.parametrize("threads", [None, 2])
def test_a_solve_after_another_tools_in_the_same_thread_is_as_ever(threads: int | None) -> None:
    solver = Solver(pair())
    anothers(threads)
    assert solver.solve().objective == pytest.approx(11.0)
    anothers(threads)  # nor is theirs disturbed by ours
    solver.update(pair(2.0))
    assert solver.solve().objective == pytest.approx(3 * 2 + 0.5 * 5)


def test_what_the_solver_refuses_is_an_error() -> None:
    with pytest.raises(SolverError, match=r"HiGHS 1\.\d+\.\d+ refuses setOptionValue\(no_such_option, 3\)"):
        Highs({"no_such_option": 3})
    with pytest.raises(SolverError, match="refuses changeCoeff"):
        Highs({}).changeCoeff(3, 3, 1.0)


def test_a_run_that_broke_down_answers_nothing_whatever_the_model_says(monkeypatch: pytest.MonkeyPatch) -> None:
    solver = Solver(pair())
    assert solver.solve().status == "optimal"
    monkeypatch.setattr(solver._highs, "_core", Refusing(solver._highs._core))
    assert solver.solve().status == "error"


class Refusing:
    """A solver that knows its last answer and refuses to run."""

    def __init__(self, core: object) -> None:
        self.core = core

    def run(self) -> highspy.HighsStatus:
        return highspy.HighsStatus.kError

    def clearSolver(self) -> highspy.HighsStatus:  # noqa: N802  which would forget the answer
        return highspy.HighsStatus.kOk

    def __getattr__(self, name: str) -> object:
        return getattr(self.core, name)


def test_a_basis_of_another_size_is_no_start() -> None:
    one, two = Highs({}), Highs({})
    one.load(pair())
    two.load(program(2.0))
    two.run()
    assert two.begin_at(two.getBasis())
    assert not one.begin_at(two.getBasis())


@pytest.mark.parametrize("problem", [tangle(1500), knapsack()], ids=["linear", "whole"])
def test_seconds_are_those_of_each_run(problem: Program) -> None:
    """The second run has as long as the first, whether numbers are whole or not."""
    highs, took = Highs({"threads": 1, "solver": "choose" if len(problem.integers) else "simplex"}), list[float]()
    highs.load(problem)
    if len(problem.integers):
        highs.make_whole(problem.integers.astype(np.int32), whole=True)
    for _ in range(2):
        highs.clearSolver()
        start = time.perf_counter()
        highs.run(0.5)
        took.append(time.perf_counter() - start)
        assert highs.getModelStatus() == ModelStatus.kTimeLimit
    assert max(took) < 4.0 * min(took)


def test_seconds_of_a_solver_are_for_all_that_it_does_together() -> None:
    """What is searched within some seconds of its own cannot outlast them."""
    solver = Solver(tangle(1500))
    solver.limit_time(0.3)
    start = time.perf_counter()
    assert solver.solve().status == "time_limit"
    assert solver.certificate(seconds=60.0) is None
    assert time.perf_counter() - start < 10.0


@contextmanager
def ctrl_c_after(seconds: float) -> Iterator[None]:
    """Interrupt this process as the keyboard does."""
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()


@pytest.mark.parametrize("options", [{}, {"solver": "ipm"}], ids=["simplex", "interior"])
def test_ctrl_c_stops_a_solve_and_the_solver_answers_as_before(options: dict[str, str | int | float | bool]) -> None:
    solver = Solver(tangle(1500), options)
    start = time.perf_counter()
    with pytest.raises(KeyboardInterrupt), ctrl_c_after(0.5):
        solver.solve()
    assert time.perf_counter() - start < 3.0
    assert solver._highs.getOptionValue("threads")[1] == 1
    small = replace(tangle(1500), row_low=np.zeros(1500))  # nothing is asked for any more
    solver.update(small)
    assert solver.solve().objective == pytest.approx(0.0)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_stops_a_search_for_whole_numbers_and_the_rest_is_as_before() -> None:
    solver = Solver(knapsack())
    with pytest.raises(KeyboardInterrupt), ctrl_c_after(1.0):
        solver.solve()
    few = replace(knapsack(), column_high=np.array([1.0] * 3 + [0.0] * 57))  # room for all three
    solver.update(few)
    answer = solver.solve()
    assert answer.objective == pytest.approx(few.costs[:3].sum())
    assert list(answer.columns[:4]) == [1.0, 1.0, 1.0, 0.0]


def test_changes_that_were_broken_off_are_made_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Costs had been changed and bounds not yet: what is solved next is the whole change."""
    solver = Solver(pair())
    solver.solve()

    def broken_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(solver._highs, "changeColsBounds", broken_off, raising=False)
    changed = replace(pair(), costs=np.array([7.0, 5.0]), column_high=np.array([3.0, 2.0]))
    with pytest.raises(KeyboardInterrupt):
        solver.update(changed)
    assert solver.solve().objective == pytest.approx(2 * 7 + 2 * 5)


def test_ctrl_c_is_held_back_only_where_it_would_raise() -> None:
    heard = list[int]()
    usual = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    try:
        with held_back() as came:
            assert came is None
            os.kill(os.getpid(), signal.SIGINT)
        assert heard == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, usual)
    told = list[object]()
    thread = threading.Thread(target=lambda: told.append(Solver(program(2.0)).solve().objective))
    thread.start()
    thread.join()
    assert told == [pytest.approx(TOWNS)]


def test_the_solver_greets_nobody(tmp_path: Path) -> None:
    code = "from carbonsim.optimization.solver.highs import Highs; Highs({}).run()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout + done.stderr == ""
