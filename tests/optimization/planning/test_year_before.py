"""A window begins as the one before it ended: a start, which moves no answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from carbonsim.optimization.infeasibility.relaxation import matrix_of
from carbonsim.optimization.planning.cutting import Cut, Horizon
from carbonsim.optimization.planning.twin_and_plan import Optimization, TieBreak
from carbonsim.optimization.planning.windows import Settled, roll, windows_of
from carbonsim.optimization.planning.year_before import NOWHERE, YearBefore, new_years
from carbonsim.optimization.solver.solve import Solver
from tests.optimization.whole_systems import every_family


def cold(cut: Cut) -> Settled:
    answer = Solver(cut.program).solve()
    return answer, answer


def test_a_warm_start_moves_no_answer(tmp_path: Path) -> None:
    for name, (system, _) in every_family(tmp_path).items():
        optimization = Optimization(replace(system, peaking=(), choices=(), foresight=0), tie_break=TieBreak(on=False))
        warm = optimization.solve_twin()
        horizon = Horizon(optimization.model.free_program(), optimization.model)
        rolled = roll(horizon, windows_of(system.years, 0), cold)
        assert (rolled.failed is None) == (warm.status == "optimal"), name
        if rolled.failed is None:
            assert warm.objective == pytest.approx(rolled.answer.objective, rel=1e-6), name


def test_a_new_year_is_like_the_last_that_was_seen(tmp_path: Path) -> None:
    system, _ = next(iter(every_family(tmp_path).values()))
    model = Optimization(replace(system, peaking=(), choices=())).model
    horizon = Horizon(model.free_program(), model)
    first, *_, last = windows_of(system.years, 0)
    decided = np.zeros(len(horizon.program.costs))
    before, cut = horizon.cut(first, decided), horizon.cut(last, decided)
    columns, rows = YearBefore(model).like(cut, before)
    assert len(columns) == len(cut.columns) and len(rows) == len(cut.program.row_low)
    key_of = {place: (family, key) for family, keys in model.arrays.columns.items() for key, place in keys.items()}
    for here, there in zip(cut.columns.tolist(), columns.tolist(), strict=True):
        if there != NOWHERE:
            (family, key), (like, other) = key_of[here], key_of[int(before.columns[there])]
            assert family == like and len(set(key) ^ set(other)) <= 2


def test_new_years_by_themselves_fit_what_the_window_before_found_best(tmp_path: Path) -> None:
    found = 0
    for name, (system, _) in every_family(tmp_path).items():
        model = Optimization(replace(system, peaking=(), choices=())).model
        horizon = Horizon(model.free_program(), model)
        first, second, *_ = (*windows_of(system.years, 0), None)
        if second is None or len(horizon.program.integers):
            continue
        before = horizon.cut(first, np.zeros(len(horizon.program.costs)))
        known, _ = cold(before)
        decided = np.zeros(len(horizon.program.costs))
        if known.status != "optimal":
            continue
        decided[before.columns] = known.columns
        cut = horizon.cut(second, decided)
        new = new_years(cut, cut.program, horizon.column_years, before, known.columns)
        alone = Solver(new.program).solve()
        seen_first = horizon.column_years[cut.columns] > first.last
        assert ((new.columns != NOWHERE) == seen_first).all(), name
        if alone.status == "optimal":
            found += 1
            both = np.where(seen_first, alone.columns[new.columns], decided[cut.columns])
            sums, asked = matrix_of(cut.program) @ both, new.rows != NOWHERE
            room = 1e-6 * (1.0 + np.abs(sums))
            assert (sums >= cut.program.row_low - room)[asked].all(), name
            assert (sums <= cut.program.row_high + room)[asked].all(), name
    assert found
