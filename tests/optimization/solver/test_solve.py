"""The live solver: a warm start that gets nowhere is given up, and time that is up stays up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.solver.certificate import residual
from carbonsim.optimization.solver.solve import LATE, LONGER, PATIENCE, Solver

TOWNS = 60


def pair(coefficient: float = 1.0) -> Program:
    """Meet a demand of 4 from a source at 2 a unit, up to 3, and one at 5, of which a unit gives so much."""
    return Program(
        starts=np.array([0, 2]),
        indices=np.array([0, 1]),
        values=np.array([1.0, coefficient]),
        row_low=np.array([4.0]),
        row_high=np.array([np.inf]),
        column_low=np.zeros(2),
        column_high=np.array([3.0, np.inf]),
        costs=np.array([2.0, 5.0]),
        integers=np.zeros(0, dtype=np.int64),
    )


@pytest.mark.parametrize(
    ("columns", "dual", "share"),
    [
        ([3.0, 1.0], 5.0, 0.0),  # the optimum: 11 is paid
        ([3.0, 0.9], 5.0, 0.1 * (5 + 2) / 10.5),  # short of 0.1: at its price, and at the least that mending it costs
        ([3.0, 1.1], 5.0, 0.1 * 5 / 11.5),  # 0.1 more than is asked
        ([2.0, 2.0], 5.0, 3.0 / 14.0),  # a unit of the cheap one is left: 3 dearer than need be
        (
            [3.5, 0.5],
            5.0,
            (0.5 * 3 + 0.5 * 2 + 0.5 * 2) / 9.5,
        ),  # beyond a bound: rent, cost, and mending the row
        ([4.0, 0.0], 2.0, (1 * 2 + 1 * 2) / 8.0),  # with no price on the bound: its cost, and mending the row
    ],
)
def test_a_residual_is_what_an_answer_is_off_at_its_price(columns: list[float], dual: float, share: float) -> None:
    assert residual(pair(), np.array(columns), np.array([dual])) == pytest.approx(share)


def test_what_a_plan_that_costs_next_to_nothing_is_off_is_told_of_the_least() -> None:
    nothing = replace(pair(), row_low=np.array([0.0]))
    assert residual(nothing, np.array([-1e-15, 0.0]), np.array([0.0]), 4.0) == pytest.approx(1e-15 * 2 / 4.0)


def test_an_answer_without_a_coefficient_that_counts_is_in_doubt() -> None:
    """Left out as too small, a source seems to give nothing: the optimum of the rest is none."""
    assert residual(pair(1e-13), np.array([3.0, 0.0]), np.array([2.0])) == pytest.approx(1 * (2 + 2) / 6.0)


def program(most: float, shift: int = 0) -> Program:
    """Carry a unit to each of 60 towns from 60 works that make so much each, at the distance from a shifted start."""
    works, towns = np.divmod(np.arange(TOWNS * TOWNS), TOWNS)
    entries = np.argsort(np.concatenate([works, TOWNS + towns]), kind="stable")
    return Program(
        starts=np.arange(0, 2 * TOWNS * TOWNS + 1, TOWNS),
        indices=np.tile(np.arange(TOWNS * TOWNS), 2)[entries],
        values=np.ones(2 * TOWNS * TOWNS),
        row_low=np.concatenate([np.full(TOWNS, -np.inf), np.ones(TOWNS)]),
        row_high=np.concatenate([np.full(TOWNS, most), np.full(TOWNS, np.inf)]),
        column_low=np.zeros(TOWNS * TOWNS),
        column_high=np.full(TOWNS * TOWNS, np.inf),
        costs=np.abs((works + shift) % TOWNS - towns) + 1.0,
        integers=np.zeros(0, dtype=np.int64),
    )


Tried = list[tuple[str, str]]


def moved(monkeypatch: pytest.MonkeyPatch) -> tuple[Solver, Tried]:
    """Return a solver of the towns, loaded with works that moved, and a list of what it tries and how that ends."""
    solver = Solver(program(2.0))
    assert solver.solve().objective == pytest.approx(TOWNS)  # each is served from its own place
    tried, usual = Tried(), Solver._try

    def noted(own: Solver, way: Callable[[], None], *, first: bool = False) -> str:
        tried.append((way.__name__, usual(own, way, first=first)))
        return tried[-1][1]

    monkeypatch.setattr(Solver, "_try", noted)
    solver.update(program(1.0, shift=7))
    return solver, tried


def test_a_warm_start_keeps_its_basis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Works 7 further on: one to one again, so each place is served from its own for 60."""
    solver, tried = moved(monkeypatch)
    assert solver.solve().objective == pytest.approx(TOWNS)
    assert tried == [("_run_warm", "optimal")]


def test_what_takes_too_long_gives_way_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no time for any, the usual one takes as long as it takes."""
    solver, tried = moved(monkeypatch)
    monkeypatch.setattr(solver, "_cold_seconds", -1.0 / PATIENCE)  # and a second: no time at all
    answer = solver.solve()
    assert (answer.status, answer.objective) == ("optimal", pytest.approx(TOWNS))
    assert tried[0] == ("_run_warm", LATE)
    assert len(tried) > 1
    monkeypatch.setattr(solver, "_cold_seconds", 1.0)
    solver.update(program(0.9, shift=7))
    assert solver.solve().status == "infeasible"  # 54 units for 60 towns
    assert tried[-1] == ("_run_warm", "infeasible")


def test_the_interior_point_method_knows_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first way is called late: the next answers as a fresh solve does."""
    for most, status in ((1.0, "optimal"), (0.9, "infeasible")):
        solver = Solver(program(most, shift=7))
        ways, usual = list[str](), Solver._try

        def late(own: Solver, way: Callable[[], None], *, first: bool = False) -> str:
            ways.append(way.__name__)  # noqa: B023
            return LATE if len(ways) == 1 else usual(own, way, first=first)  # noqa: B023

        monkeypatch.setattr(Solver, "_try", late)
        answer = solver.solve()
        monkeypatch.undo()
        interior = ["_look_for_none", "_run_interior"] if status == "optimal" else ["_look_for_none"]
        assert (answer.status, ways) == (status, ["_run_cold", *interior])
        assert status == "infeasible" or answer.objective == pytest.approx(TOWNS)


def test_where_all_ways_are_late_those_that_do_not_crawl_have_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """All three are called late once: the interior point method is asked again before an endless search."""
    for most, status in ((1.0, "optimal"), (0.9, "infeasible")):
        solver = Solver(program(most, shift=7))
        ways, usual = list[tuple[str, float]](), Solver._try

        def late(own: Solver, way: Callable[[], None], *, first: bool = False) -> str:
            ways.append((way.__name__, own._longer))  # noqa: B023
            return LATE if len(ways) <= 3 else usual(own, way, first=first)  # noqa: B023

        monkeypatch.setattr(Solver, "_try", late)
        answer = solver.solve()
        monkeypatch.undo()
        again = [("_look_for_none", LONGER), ("_run_interior", LONGER)][: 2 if status == "optimal" else 1]
        assert (answer.status, ways[3:]) == (status, again)
        assert solver._longer == 1.0


def test_time_that_is_up_is_not_taken_for_a_bad_start(monkeypatch: pytest.MonkeyPatch) -> None:
    solver, tried = moved(monkeypatch)
    solver.limit_time(0.0)
    assert solver.solve().status == "time_limit"
    assert tried == [("_run_warm", "time_limit")]


def test_a_row_without_columns_clashes_by_itself() -> None:
    """Nothing serves the second row, which asks for 2; the first can hold."""
    empty = replace(pair(), starts=np.array([0, 2, 2]), row_low=np.array([4.0, 2.0]), row_high=np.full(2, np.inf))
    solver = Solver(empty, {"presolve": "off"})
    assert solver.solve().status == "infeasible"
    certificate = solver.certificate()
    assert certificate is not None
    assert solver.conflict(certificate) == ([1], [], [])
