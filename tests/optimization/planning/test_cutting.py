"""A programme cut to windows and put together again is the programme, for every family of equations."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from carbonsim.optimization.planning.cutting import Cut, Horizon, Window
from carbonsim.optimization.planning.twin_and_plan import Optimization, TieBreak
from carbonsim.optimization.planning.windows import Settled, roll, windows_of
from carbonsim.optimization.solver.solve import Solver
from tests.optimization.whole_systems import every_family


def cold(cut: Cut) -> Settled:
    answer = Solver(cut.program).solve()
    return answer, answer


def test_windows_that_all_see_the_last_year_cost_what_one_costs(tmp_path: Path) -> None:
    for name, (system, _) in every_family(tmp_path).items():
        optimization = Optimization(replace(system, peaking=(), choices=()), tie_break=TieBreak(on=False))
        twin = optimization.solve_twin()
        years = optimization.model.system.years
        plan = [year for year in years if year >= years.plan_from]
        first = [years.base_year, *plan[1:]]
        windows = [Window(start, plan[-1], year) for start, year in zip(first, plan, strict=True)]
        horizon = Horizon(optimization.model.free_program(), optimization.model)
        rolled = roll(horizon, windows, cold)
        assert rolled.failed is None and not rolled.again, name
        assert rolled.answer.objective == pytest.approx(twin.objective, rel=1e-6), name
        program = horizon.program
        assert (rolled.answer.rows >= program.row_low - 1e-6 * (1 + np.abs(program.row_low))).all(), name
        assert (rolled.answer.rows <= program.row_high + 1e-6 * (1 + np.abs(program.row_high))).all(), name


def test_a_window_in_its_place_among_all_years_costs_what_it_costs_alone(tmp_path: Path) -> None:
    """What was decided before it costs nothing there, and what comes after it is free."""
    for name, (system, _) in every_family(tmp_path).items():
        model = Optimization(replace(system, peaking=(), choices=())).model
        horizon = Horizon(model.free_program(), model)
        first, *later = windows_of(system.years, 0)
        for window in (first, *later[:1]):
            decided = np.zeros(len(horizon.program.costs))
            cut = horizon.cut(window, decided)
            alone, within = Solver(cut.program).solve(), Solver(horizon.in_place(cut, decided)).solve()
            assert within.status == alone.status, name
            if alone.status == "optimal":
                assert within.objective == pytest.approx(alone.objective, rel=1e-6, abs=1e-6), name
