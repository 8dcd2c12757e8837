"""What each kind of term sums: whole activity, a mode, a time slice, a region, capacity and new capacity, by hand.

Power is wanted evenly by light and by dark, 10 PJ a year; `cheap` gives it in two modes, `dear` costs a hundred.
"""

from __future__ import annotations

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.sections.targets import Change
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Term
from tests.optimization.equations.test_targets import city, held, solve, target, values
from tests.optimization.small_systems import TWO_SLICES, finish, label, rows_for
from tests.written_systems import written

COMMON = {"sector": "energy", "branch": "power", "slices": True, "capacity_to_activity": 1.0}


def power(regions: tuple[str, ...] = ("city",)) -> SystemBuilder:
    rows = rows_for([2020], 2020, rate=0.0, slices=TWO_SLICES)
    rows.commodity("power", unit="PJ", balance="slice", group="electricity", label=label("power"))
    for region in regions:
        pen = rows.within(region)
        pen.technology(TechnologySpec(
            name="cheap", group="cheap", label=label("cheap"), lifetime=1, capital_cost=1.0,
            modes={"one": Mode(outputs={"power": 1.0}, variable_cost=1.0),
                   "two": Mode(outputs={"power": 1.0}, variable_cost=2.0)}, **COMMON,  # type: ignore[arg-type]
        ))  # fmt: skip
        pen.technology(TechnologySpec(
            name="dear", group="dear", label=label("dear"), lifetime=1, capital_cost=1.0,
            modes={"run": Mode(outputs={"power": 1.0}, variable_cost=100.0)}, **COMMON,  # type: ignore[arg-type]
        ))  # fmt: skip
        pen.demand("power", 10.0, {"day_light": 0.5, "day_dark": 0.5})
    return rows


def limited(bound: float, *terms: Term, regions: tuple[str, ...] = ("city",), sense: str = "<=") -> Solution:
    rows = power(regions)
    rows.limit("most", 2020, sense, terms, bound, unit="PJ", path="limits.most")  # type: ignore[arg-type]
    solution = Optimization(finish(rows)).solve_twin()
    assert solution.status == "optimal"
    return solution


def made(solution: Solution, *by: str) -> dict[object, float]:
    table = solution.activity.groupby(list(by))["value"].sum()
    return {key: float(value) for key, value in table.items()}


def test_a_whole_activity_is_that_of_all_modes_and_time_slices() -> None:
    found = made(limited(6.0, Term("activity", "cheap", 2020, 1.0)), "technology")
    assert (found["cheap"], found["dear"]) == pytest.approx((6.0, 4.0))


def test_terms_of_one_column_add_up() -> None:
    """A half and one and a half of the same: two times what runs is at most 6."""
    terms = Term("activity", "cheap", 2020, 0.5), Term("activity", "cheap", 2020, 1.5)
    assert made(limited(6.0, *terms), "technology")["cheap"] == pytest.approx(3.0)
    halves = Term("capacity", "cheap", 2020, 0.5), Term("capacity", "cheap", 2020, 1.5)
    assert made(limited(6.0, *halves), "technology")["cheap"] == pytest.approx(3.0)
    built = Term("new_capacity", "cheap", 2020, 0.5), Term("new_capacity", "cheap", 2020, 1.5)
    assert made(limited(6.0, *built), "technology")["cheap"] == pytest.approx(3.0)


def test_a_mode_and_the_whole_stand_in_one_limit() -> None:
    """Mode one twice and mode two once are at most 12: two of mode one and eight of the other."""
    terms = Term("activity", "cheap", 2020, 1.0, mode="one"), Term("activity", "cheap", 2020, 1.0)
    found = made(limited(12.0, *terms), "technology", "mode")
    assert found["cheap", "one"] == pytest.approx(2.0)
    assert found["cheap", "two"] == pytest.approx(8.0)


def test_a_time_slice_is_that_slice_alone() -> None:
    found = made(limited(1.0, Term("activity", "cheap", 2020, 1.0, time_slice="day_light")), "technology", "time_slice")
    assert found["cheap", "day_light"] == pytest.approx(1.0)
    assert found["cheap", "day_dark"] == pytest.approx(5.0)
    both = Term("activity", "cheap", 2020, 1.0, mode="one", time_slice="day_dark")
    found = made(limited(1.0, both), "technology", "mode", "time_slice")
    assert found["cheap", "one", "day_dark"] == pytest.approx(1.0)
    assert found["cheap", "one", "day_light"] == pytest.approx(5.0)


def test_a_region_is_that_region_and_none_is_the_systems_own() -> None:
    for region in ("city", "west"):
        term = Term("activity", "cheap", 2020, 1.0, region=region if region == "west" else "")
        found = made(limited(6.0, term, regions=("city", "west")), "region", "technology")
        assert found[region, "cheap"] == pytest.approx(6.0)
        assert sum(found.values()) == pytest.approx(20.0)
        assert found[{"city": "west", "west": "city"}[region], "cheap"] == pytest.approx(10.0)


def test_a_technology_that_cannot_run_cannot_be_made_to() -> None:
    """Nothing of it stands before 2021, and three are asked for in 2020."""
    twin = Optimization(
        written("""
        name: Too early
        time: {years: [2020, 2021], discount_rate: 0}
        system:
          commodities: {heat: {}}
          technologies:
            stove: {outputs: {heat: 1}, lifetime: 9, capacity_to_activity: 1, first_year: 2021, activity_min: 3}
            other: {outputs: {heat: 1}, variable_cost: 1}
          demands: {heat: {amount: 10}}
        """)
    ).solve_twin()
    assert twin.status == "infeasible"
    assert "system.technologies.stove.activity_min" in twin.explanation[0].paths


def test_a_share_that_changes_against_a_year_is_a_share_of_that_years_figure() -> None:
    """Gas gives a fifth of the heat of 2020, as it must; half as much again is 30 % of 12 PJ in 2022."""
    rows = city()
    for key, bound in (("activity_min", 2.0), ("activity_max", 2.0)):
        rows.parameters[key]["city", "boiler/gas", 2020] = bound
    system = held(rows, target("clean_heating_share", 2022, ">=", None, Change(0.5, 2020)))
    twin, _ = solve(system)
    assert values(system, twin, "clean_heating_share") == pytest.approx([20.0, 0.0, 30.0, 0.0], abs=1e-4)
