"""What must hold of any system, on random small ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Peaking
from tests.optimization.random_systems import (
    PLAN_FROM,
    RATE,
    YEARLY,
    City,
    alike,
    cities,
    emissions,
    objective,
    solve_both,
)

FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TOLERANCE = 1e-6
places = st.integers(1, 3)


def not_above(small: float, large: float) -> bool:
    return small <= large + 1e-8 * max(abs(large), 1.0)


@FEW
@given(cities(), st.floats(0.3, 1.2), st.floats(0.0, 0.3))
def test_a_tighter_cap_never_costs_less(city: City, share: float, step: float) -> None:
    twin, _ = solve_both(city.system())
    level = float(emissions(twin).max()) * share
    _, loose = solve_both(city.system(), Peaking(max_level=level + step))
    _, tight = solve_both(city.system(), Peaking(max_level=level))
    assert not_above(objective(loose), objective(tight))
    assert not_above(objective(twin), objective(loose))


@FEW
@given(cities())
def test_a_further_option_that_nobody_must_take_never_costs_more(city: City) -> None:
    more, _ = solve_both(city.system())
    fewer, _ = solve_both(alike(city, with_pump=False).system())
    assert not_above(objective(more), objective(fewer))


@FEW
@given(cities(), st.booleans())
def test_doubling_all_costs_doubles_the_objective(city: City, peaking: bool) -> None:
    plans = (Peaking(by=city.years[2]),) if peaking else ()
    _, once = solve_both(city.system(), *plans)
    _, twice = solve_both(alike(city, times=2.0).system(), *plans)
    assert objective(twice) == pytest.approx(2.0 * objective(once), rel=1e-9)


@FEW
@given(cities())
def test_the_order_of_rows_changes_nothing(city: City) -> None:
    _, plan = solve_both(city.system(), Peaking(by=city.years[2]))
    _, other = solve_both(alike(city, backwards=True).system(), Peaking(by=city.years[2]))
    assert objective(other) == pytest.approx(objective(plan), rel=1e-9)
    assert emissions(other) == pytest.approx(emissions(plan), rel=1e-5, abs=1e-6)


@FEW
@given(cities(), st.sampled_from([1e-3, 1e3]))
def test_the_unit_of_a_commodity_changes_nothing(city: City, unit: float) -> None:
    _, plan = solve_both(city.system(), Peaking(by=city.years[2]))
    _, other = solve_both(alike(city, unit=unit).system(), Peaking(by=city.years[2]))
    assert objective(other) == pytest.approx(objective(plan), rel=1e-8)
    assert emissions(other) == pytest.approx(emissions(plan), rel=1e-5, abs=1e-6)


def imbalance(system: EnergySystem, solution: Solution) -> float:
    """Return the largest gap between what is made and what is used or demanded, over commodities and years."""
    gap: dict[tuple[object, object], float] = defaultdict(float)
    run = solution.activity.groupby(["technology", "mode", "year"])["value"].sum()
    for sign, table in ((1.0, "output_ratio"), (-1.0, "input_ratio")):
        for (_, technology, mode, commodity, year), ratio in system.parameters[table].items():
            gap[commodity, year] += sign * ratio * float(run.get((technology, mode, year), 0.0))
    for (_, commodity, year), amount in system.parameters["demand"].items():
        gap[commodity, year] -= amount
    return max(abs(value) for value in gap.values())


@FEW
@given(cities())
def test_every_balance_closes_and_cost_parts_sum_to_the_total(city: City) -> None:
    system = city.system()
    for solution in solve_both(system, Peaking(by=city.years[2], decline_after=0.02)):
        if solution.status == "optimal":
            assert imbalance(system, solution) <= 1e-7 * max(city.demand)
            assert solution.costs["value"].sum() == pytest.approx(solution.total_cost, rel=1e-9)
            assert solution.total_cost == pytest.approx(objective(solution), rel=2e-6)


@FEW
@given(cities(), st.lists(st.floats(0.7, 1.4), min_size=3, max_size=3))
def test_a_warm_solve_equals_a_fresh_one(city: City, factors: list[float]) -> None:
    changed = alike(city, running=tuple(c * f for c, f in zip(city.running, factors, strict=True)), stock=city.stock)
    variants = Variants()
    before, after = (replace(one.system(), peaking=(Peaking(by=city.years[2]),)) for one in (city, changed))
    variants.plan(before)
    warm = variants.plan(after)
    fresh = Optimization(after)
    cold = fresh.solve_plan(fresh.solve_twin())
    assert variants.built == 1
    assert objective(warm) == pytest.approx(objective(cold), rel=1e-9)
    assert emissions(warm) == pytest.approx(emissions(cold), rel=1e-5, abs=1e-6)


def yearly_cost(city: City) -> float:
    """Return the least cost in the field's yearly convention, written anew: OSeMOSYS with sinking-fund salvage.

    Columns: heat by way and year, then new capacity by way and year. Investment is paid at the start of its year,
    running cost in the middle; what outlives the horizon is paid back.
    """
    ways, span = 3, len(city.years)
    fuel = (20.0, 60.0, 0.0)
    run = [(city.running[w] + fuel[w]) / (1 + RATE) ** (y + 0.5) for w in range(ways) for y in range(span)]
    build = [city.capital[w] * (1.0 - left(city, w, y)) / (1 + RATE) ** y for w in range(ways) for y in range(span)]
    above, limits = [], []
    for w in range(ways):
        stock = np.linspace(1.0, 0.2, span) * (city.stock if w == 0 else 0.0)
        for y in range(span):
            row = np.zeros(2 * ways * span)
            row[w * span + y] = 1.0
            for v in range(y + 1):
                row[ways * span + w * span + v] = -1.0 if y - v < city.lifetimes[w] else 0.0
            above.append(row)
            limits.append(stock[y])
    balance = np.zeros((span, 2 * ways * span))
    for y in range(span):
        balance[y, [w * span + y for w in range(ways)]] = 1.0
    found = linprog(run + build, A_ub=above, b_ub=limits, A_eq=balance, b_eq=city.demand)
    assert found.success
    return float(found.fun)


def left(city: City, way: int, year: int) -> float:
    """Return the share of an investment that is paid back at the end of the horizon, in money of its year."""
    life, after = city.lifetimes[way], len(city.years) - year
    if life <= after:
        return 0.0
    share = 1.0 - ((1 + RATE) ** after - 1.0) / ((1 + RATE) ** life - 1.0)
    return float(share / (1 + RATE) ** after)


@FEW
@given(cities(YEARLY))
def test_steps_of_one_year_are_the_yearly_convention(city: City) -> None:
    twin, _ = solve_both(city.system())
    assert objective(twin) == pytest.approx(yearly_cost(city), rel=1e-7)


@FEW
@given(cities(), places, st.sampled_from([None, 0.02]), st.booleans())
def test_by_holds_in_every_plan_and_the_guard_below_its_twin(
    city: City, place: int, decline: float | None, monotone: bool
) -> None:
    by = city.years[place]
    twin, plan = solve_both(city.system(), Peaking(by=by, decline_after=decline, monotone=monotone))
    assume(plan.status == "optimal")
    path, free = emissions(plan), emissions(twin)
    scale = max(float(path.max()), 1e-3)
    assert (path[place + 1 :] <= path[place] + TOLERANCE * scale).all()
    guarded = [k for k, year in enumerate(city.years) if PLAN_FROM <= year <= by]
    assert (path[guarded] <= free[guarded] * (1 + 2e-6) + 1e-8).all()
    if monotone:
        assert (np.diff(path[place:]) <= TOLERANCE * scale).all()


@FEW
@given(cities(), places)
def test_solver_settings_do_not_move_the_peak(city: City, place: int) -> None:
    found = []
    for settings_of_solver in ({"simplex_strategy": 1}, {"simplex_strategy": 4}, {"solver": "ipm"}):
        _, plan = solve_both(city.system(), Peaking(by=city.years[place]), **settings_of_solver)
        assume(plan.status == "optimal")
        path = emissions(plan)
        found.append((int(np.argmax(path >= path.max() * (1 - TOLERANCE))), float(path.max())))
    years, levels = zip(*found, strict=True)
    assert len(set(years)) == 1
    assert levels == pytest.approx([levels[0]] * 3, rel=1e-5, abs=1e-6)
