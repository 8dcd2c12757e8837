"""What must hold of any OSeMOSYS data set, on random small ones that mix every parameter."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from carbonsim.optimization.planning.twin_and_plan import Optimization, TieBreak
from carbonsim.optimization.planning.variants import Variants
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Peaking
from tests.reference.data_set import Data
from tests.reference.random_data import Maker

FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
COSTS = ("CapitalCost", "CapitalCostStorage", "FixedCost", "VariableCost", "EmissionsPenalty")
seeds = st.integers(0, 3000)


def system_of(data: Data) -> EnergySystem:
    with tempfile.TemporaryDirectory() as folder:
        scenario, findings = read_scenario(data.write(Path(folder)))
        assert scenario is not None, findings
        system, findings = assemble(scenario)
    assert system is not None, findings
    return system


def solved(data: Data) -> Solution:
    """Return the optimum of a data set that has one."""
    solution = Optimization(system_of(data)).solve_twin()
    assume(solution.status == "optimal")
    return solution


def least(solution: Solution) -> float:
    assert solution.objective is not None
    return solution.objective


def emitted(solution: Solution) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return solution.scope["total"].to_numpy(dtype=float)


@FEW
@given(seeds)
def test_doubling_all_costs_doubles_the_objective(seed: int) -> None:
    once = solved(Maker(seed).make())
    data = Maker(seed).make()
    for name in COSTS:
        data.rows[name] = {key: 2.0 * value for key, value in data.rows.get(name, {}).items()}
        data.defaults[name] = 2.0 * data.default(name)
    assert least(solved(data)) == pytest.approx(2.0 * least(once), rel=1e-7, abs=1e-6)


@FEW
@given(seeds)
def test_the_order_of_sets_and_rows_changes_nothing(seed: int) -> None:
    once = solved(Maker(seed).make())
    data = Maker(seed).make()
    for axis in "RTFELS":
        data.sets[axis] = data.sets[axis][::-1]
    data.rows = {name: dict(reversed(rows.items())) for name, rows in data.rows.items()}
    assert least(solved(data)) == pytest.approx(least(once), rel=1e-7, abs=1e-6)


@FEW
@given(seeds, st.floats(0.5, 1.0), st.floats(0.0, 0.3))
def test_a_tighter_limit_of_the_period_never_costs_less(seed: int, share: float, step: float) -> None:
    free = solved(Maker(seed).make())
    emission, region = (Maker(seed).make().sets[axis][0] for axis in "ER")
    whole = free.emissions[free.emissions["emission"] == emission]["value"].sum()
    assume(whole > 1e-3)
    costs = []
    for level in (share * whole + step, share * whole):
        data = Maker(seed).make()
        data.put("ModelPeriodExogenousEmission", 0.0, R=region, E=emission)
        data.put("ModelPeriodEmissionLimit", float(level), R=region, E=emission)
        solution = Optimization(system_of(data)).solve_twin()
        costs.append(least(solution) if solution.status == "optimal" else np.inf)
    assert costs[0] <= costs[1] + 1e-7 * max(abs(costs[0]), 1.0)


@FEW
@given(seeds)
def test_an_option_that_nobody_must_take_never_costs_more(seed: int) -> None:
    """A further technology that makes what is wanted, at a cost and with a capacity of its own."""
    free = solved(Maker(seed).make())
    data = Maker(seed).make()
    data.sets["T"] = [*data.sets["T"], "extra"]  # type: ignore[list-item]
    data.put("OutputActivityRatio", 1, T="extra", F="heat", M=1)
    data.put("CapitalCost", 1.0, T="extra")
    data.put("VariableCost", 2.0, T="extra")
    data.put("OperationalLife", 5, T="extra")
    assert least(solved(data)) <= least(free) + 1e-7 * max(abs(least(free)), 1.0)


@FEW
@given(seeds)
def test_cost_parts_sum_to_the_total_cost(seed: int) -> None:
    solution = solved(Maker(seed).make())
    assert solution.total_cost == pytest.approx(least(solution), rel=2e-6, abs=1e-6)
    assert solution.costs["value"].sum() == pytest.approx(solution.total_cost, rel=1e-7, abs=1e-6)


@FEW
@example(seed=783, factors=[0.875])  # a look at rows that are not there once made them a layout of their own
@given(seeds, st.lists(st.floats(0.8, 1.2), min_size=1, max_size=1))
def test_a_warm_solve_equals_a_fresh_one(seed: int, factors: list[float]) -> None:
    first, second = Maker(seed).make(), Maker(seed).make()
    for name in ("VariableCost", "SpecifiedAnnualDemand", "AccumulatedAnnualDemand"):
        second.rows[name] = {key: factors[0] * value for key, value in second.rows.get(name, {}).items()}
    cold = solved(second)
    variants = Variants()
    assume(variants.twin(system_of(first)).status == "optimal")
    warm = variants.twin(system_of(second))
    assert variants.built == 1
    assert least(warm) == pytest.approx(least(cold), rel=1e-7, abs=1e-6)


@FEW
@given(seeds, st.integers(0, 3))
def test_a_peak_holds_and_its_guard_keeps_below_the_twin(seed: int, place: int) -> None:
    system = system_of(Maker(seed).make())
    years = list(system.years)
    assume(len(years) > 1)
    by = place % (len(years) - 1)
    optimization = Optimization(replace(system, peaking=(Peaking(by=years[by]),)), tie_break=TieBreak())
    twin = optimization.solve_twin()
    assume(twin.status == "optimal")
    plan = optimization.solve_plan(twin)
    assume(plan.status == "optimal")
    path, free = emitted(plan), emitted(twin)
    scale = max(float(np.abs(path).max()), 1e-3)
    assert (path[by + 1 :] <= path[by] + 1e-6 * scale).all()
    assert (path[: by + 1] <= free[: by + 1] * (1 + 2e-6) + 1e-6 * scale).all()
    assert least(twin) <= least(plan) + 1e-7 * max(abs(least(plan)), 1.0)
