"""Shares of service committed are those of the logit, worked out by hand for costs that are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyomo.environ as pyo
import pytest

from carbonsim.optimization.choice.logit import shares_at
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants
from carbonsim.system.energy_system import EnergySystem
from tests.optimization.choosing_systems import (
    CHANGE,
    HEAT,
    PLAN_FROM,
    YEARS,
    Option,
    choosing_town,
    committed_shares,
    solved_town,
)

SPREAD = 0.1
POINTS = 0.02


def logit(shares: list[float], moves: list[float]) -> list[float]:
    """Return shares after each option became dearer by so many spreads."""
    weights = np.array(shares) * np.exp(-np.array(moves))
    return (weights / weights.sum()).tolist()


def moved(options: list[Option], moves: list[float]) -> list[Option]:
    """Return options that become dearer by so many spreads: what they cost is in proportion to what building costs."""
    usual = sum(option.share * option.cost for option in options)
    return [
        option._replace(later=option.cost + move * SPREAD * usual) for option, move in zip(options, moves, strict=True)
    ]


@pytest.mark.parametrize("move", [-3.0, -2.0, -1.0, -0.3, 0.0, 0.4, 1.5, 3.0])
def test_two_options_with_equal_lives_follow_the_logit(move: float) -> None:
    options = moved([Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)], [0.0, move])
    optimization, twin = solved_town(choosing_town(options, SPREAD))
    found = committed_shares(optimization, twin)
    assert found.loc[PLAN_FROM].tolist() == pytest.approx([0.7, 0.3], abs=1e-4)
    for year in range(CHANGE, YEARS[-1] + 1):
        assert found.loc[year].tolist() == pytest.approx(logit([0.7, 0.3], [0.0, move]), abs=POINTS)


@pytest.mark.parametrize("moves", [[0.0, 3.0, -3.0], [0.0, -1.0, 2.0], [1.0, 0.0, -0.5], [0.0, 0.0, 0.0]])
def test_three_options_follow_the_logit(moves: list[float]) -> None:
    options = moved([Option(1.0, 1.0, 0.5), Option(1.3, 1.3, 0.3), Option(0.9, 0.9, 0.2)], moves)
    optimization, twin = solved_town(choosing_town(options, SPREAD))
    found = committed_shares(optimization, twin)
    for year in range(CHANGE, YEARS[-1] + 1):
        assert found.loc[year].tolist() == pytest.approx(logit([0.5, 0.3, 0.2], moves), abs=POINTS)


def far_from_the_logit(optimization: Optimization) -> tuple[float, float]:
    """Return which part of what is committed is not within two points of the logit at own prices, and the farthest."""
    passes = optimization.choices
    assert passes is not None
    purchases = passes.purchases(optimization.all_years)
    program = optimization.solver.program
    answer = optimization.solver.solve()
    costs = purchases.net_costs(program, answer) + passes.tastes.constants(purchases)
    wanted = shares_at(purchases, costs, passes.tastes.spreads(purchases), np.ones(len(costs), dtype=bool))
    service = purchases.service(answer.columns[purchases.column])
    whole = purchases.added(service)[purchases.group]
    error = np.abs(service / whole - wanted)
    return float(whole[error > POINTS].sum() / whole.sum()), float(error.max())


@pytest.mark.parametrize("lives", [(10, 6), (12, 9)])
@pytest.mark.parametrize("move", [-2.0, 0.0, 1.0, 3.0])
def test_options_of_unequal_lives_follow_the_logit_at_the_prices_of_the_programme(
    lives: tuple[int, int], move: float
) -> None:
    first, second = Option(1.0, 1.0, 0.7, lives[0]), Option(0.8, 0.8, 0.3, lives[1])
    optimization, twin = solved_town(choosing_town(moved([first, second], [0.0, move]), SPREAD))
    assert twin.status == "optimal"
    part, farthest = far_from_the_logit(optimization)
    assert part <= 0.05 and farthest <= 0.05
    assert optimization.choices is not None and optimization.choices.passes <= 1 + 4  # from nothing, and warm


def test_an_option_that_is_scarce_is_as_dear_as_what_is_bid_for_it() -> None:
    """Only so much of one may run: who buys pays what is scarce its rent, and the others share as they would alone."""
    town = choosing_town([Option(1.0, 1.0, 0.5), Option(1.3, 1.3, 0.3), Option(0.9, 0.9, 0.2)], SPREAD)
    most = {("city", "option 0", year): 0.3 * HEAT for year in YEARS if year >= 2030}
    capped = replace(town, parameters={**town.parameters, "activity_max": {**town.parameters["activity_max"], **most}})
    optimization, twin = solved_town(capped)
    part, farthest = far_from_the_logit(optimization)
    assert part <= 0.05 and farthest <= 0.025
    found = committed_shares(optimization, twin).loc[2033]
    assert found.iloc[1] / found.iloc[2] == pytest.approx(0.3 / 0.2, rel=0.1)


def test_what_is_felt_is_nothing_where_the_shares_are_those_seen() -> None:
    _, twin = solved_town(choosing_town([Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)], SPREAD))
    assert twin.parts is not None and twin.total_cost is not None
    assert twin.parts.taste == pytest.approx(0.0, abs=1e-6 * twin.total_cost)


@pytest.mark.parametrize("foresight", [None, 5])
def test_the_objective_is_the_sum_of_its_parts(foresight: int | None) -> None:
    options = moved([Option(1.0, 1.0, 0.6, 10), Option(1.3, 1.3, 0.3, 6), Option(0.9, 0.9, 0.1, 8)], [0.0, 1.0, -1.0])
    _, twin = solved_town(replace(choosing_town(options, SPREAD), foresight=foresight))
    assert twin.parts is not None
    assert twin.parts.taste != 0.0
    assert twin.objective == pytest.approx(twin.parts.reported + twin.parts.beside, rel=1e-6)
    assert twin.total_cost == pytest.approx(twin.parts.reported, rel=1e-6)


def test_a_random_percent_on_all_costs_moves_no_share_beyond_the_logit() -> None:
    """Costs that differ by a percent move shares by a percent over the spread at most, times s(1-s): 2.5 points."""
    random = np.random.default_rng(1)
    for _ in range(4):
        percents = random.uniform(-0.01, 0.01, 3)
        options = [Option(1.0, 1.0, 0.5), Option(1.0, 1.0, 0.3), Option(1.0, 1.0, 0.2)]
        options = [one._replace(later=1.0 + percent) for one, percent in zip(options, percents.tolist(), strict=True)]
        optimization, twin = solved_town(choosing_town(options, SPREAD))
        found = committed_shares(optimization, twin)
        wanted = logit([0.5, 0.3, 0.2], (percents / SPREAD).tolist())
        assert found.loc[2030].tolist() == pytest.approx(wanted, abs=POINTS)


def stock_over_need(system: EnergySystem) -> float:
    """Return the most that stands beside what is asked, as a share of that."""
    _, twin = solved_town(system)
    assert twin.status == "optimal"
    standing = twin.capacity.groupby("year")["value"].sum()
    demand = {year: system.parameters["demand"]["city", "heat", year] for year in YEARS}
    return max(float(standing[year]) / demand[year] - 1.0 for year in YEARS if year >= PLAN_FROM)


def test_nothing_is_bought_to_stand_idle() -> None:
    """An option that is dear to run and was bought for other reasons: its taste would pay for some that never runs."""
    options = [Option(1.0, 1.0, 0.5), Option(0.2, 0.2, 0.5, running=2.0)]
    assert stock_over_need(choosing_town(options, 0.3)) <= 0.006


def test_a_demand_that_falls_leaves_standing_what_cannot_but_stand() -> None:
    falling = [HEAT if year < 2026 else 0.5 * HEAT for year in YEARS]
    options = [Option(1.0, 1.0, 0.5), Option(0.2, 0.2, 0.5, running=2.0)]
    _, twin = solved_town(choosing_town(options, 0.3, falling))
    standing = twin.capacity.groupby("year")["value"].sum()
    assert float(standing[2026]) > 0.5 * HEAT  # bought before the fall, and alive
    assert float(standing[2035]) <= 0.5 * HEAT * 1.006


def test_the_pyomo_model_holds_the_pieces_of_the_last_pass() -> None:
    options = moved([Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)], [0.0, 1.0])
    optimization, _ = solved_town(choosing_town(options, SPREAD))
    model = optimization.to_pyomo()
    pyo.SolverFactory("appsi_highs").solve(model.pyomo)
    answer = optimization.solver.solve()
    assert pyo.value(model.pyomo.total_cost) == pytest.approx(answer.objective, rel=1e-6)


def test_a_twin_after_a_reference_takes_its_constants_and_shares() -> None:
    """The costs of the past are those of the reference: what is dearer in the scenario moves its shares."""
    first, second = Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)
    _, reference = solved_town(choosing_town([first, second], SPREAD))
    dearer = moved([first, second], [0.0, 1.0])
    dearer[1] = dearer[1]._replace(cost=dearer[1].later)
    later = Optimization(choosing_town(dearer, SPREAD), past=reference)
    twin = later.solve_twin()
    assert later.choices is not None
    assert later.choices.observed == reference.observed_choices
    found = committed_shares(later, twin)
    assert found.loc[2030].tolist() == pytest.approx(logit([0.7, 0.3], [0.0, 1.0]), abs=POINTS)


def test_a_model_solved_again_with_other_costs_answers_as_a_fresh_one() -> None:
    options = [Option(1.0, 1.0, 0.7), Option(1.2, 1.2, 0.3)]
    _, reference = solved_town(choosing_town(options, SPREAD))
    variants = Variants(reference)
    variants.twin(choosing_town(options, SPREAD))
    changed = choosing_town(moved(options, [0.0, -1.0]), SPREAD)
    again = variants.twin(changed)
    assert variants.built == 1
    fresh = Optimization(changed, past=reference).solve_twin()
    assert again.objective == pytest.approx(fresh.objective, rel=1e-4)
    assert again.parts is not None and fresh.parts is not None
    assert again.parts.reported == pytest.approx(fresh.parts.reported, rel=2e-3)


def test_what_stands_and_may_not_run_is_not_made_to() -> None:
    """Half of the heat was from an option that is held to a fifth from the plan on, while its stock is alive."""
    system = choosing_town([Option(1.0, 1.0, 0.5), Option(1.0, 1.0, 0.5)], SPREAD)
    most = dict(system.parameters["activity_max"])
    most.update({("city", "option 1", year): 0.2 * HEAT for year in YEARS if year >= PLAN_FROM})
    _, twin = solved_town(replace(system, parameters={**system.parameters, "activity_max": most}))
    assert twin.status == "optimal"
    activity = twin.activity.set_index(["technology", "year"])["value"]
    assert float(activity["option 1", PLAN_FROM]) == pytest.approx(0.2 * HEAT, rel=0.02)


def test_what_may_not_run_is_not_bought_however_it_is_liked() -> None:
    """Dear to run, liked by more than it costs to build, and forbidden to run from 2026 on."""
    system = choosing_town([Option(1.0, 1.0, 0.5), Option(0.2, 0.2, 0.5, running=2.0)], SPREAD)
    most = dict(system.parameters["activity_max"])
    most.update({("city", "option 1", year): 0.0 for year in YEARS if year >= 2026})
    _, twin = solved_town(replace(system, parameters={**system.parameters, "activity_max": most}))
    assert twin.status == "optimal"
    bought = twin.new_capacity[(twin.new_capacity["technology"] == "option 1") & (twin.new_capacity["year"] >= 2026)]
    assert float(bought["value"].abs().sum()) == pytest.approx(0.0, abs=1e-6)
