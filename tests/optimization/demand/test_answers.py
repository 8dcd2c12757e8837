"""What is demanded at other prices than those of the reference, and what that is worth, in closed form."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.finance import flow_weight
from carbonsim.system.tables import Peaking
from tests.optimization.answering_systems import (
    HEAT,
    PLAN_FROM,
    PRICE,
    RATE,
    YEAR,
    YEARS,
    answer_to,
    priced_town,
)
from tests.optimization.choosing_systems import YEARS as CHOSEN_YEARS
from tests.optimization.choosing_systems import Option, choosing_town, committed_shares
from tests.optimization.small_systems import finish, heated_city

ELASTICITIES = [-0.1, -0.3, -0.8, -1.0, -1.5]
HEATING = ("city", "heat")


def area(amount: float, elasticity: float) -> float:
    """Return what an amount of heat is worth to the town beyond the usual one, in a year."""
    share, power = amount / HEAT, 1.0 + 1.0 / elasticity
    return PRICE * HEAT * (log(share) if elasticity == -1.0 else (share**power - 1.0) / power)


def coal_town() -> EnergySystem:
    rows = heated_city(YEARS, HEAT, PLAN_FROM)
    rows.commodities["heat"] = replace(rows.commodities["heat"], group="service")
    rows.parameters["price_elasticity"]["city", "heat"] = -0.3
    caps = dict.fromkeys((year for year in YEARS if year >= PLAN_FROM), 8.0)
    return replace(finish(rows), peaking=(Peaking(emission_cap=caps, guard=False),))


@pytest.fixture(scope="module", params=[None, 3])
def foresight(request: pytest.FixtureRequest) -> int | None:
    found: int | None = request.param
    return found


@pytest.fixture(scope="module")
def reference(foresight: int | None) -> Solution:
    return Optimization(priced_town(foresight=foresight)).solve_twin()


@pytest.mark.parametrize("elasticity", ELASTICITIES)
@pytest.mark.parametrize("times", [1.05, 0.95, 1.3, 2.0, 0.5])
def test_amount_and_surplus_are_those_of_the_demand(
    reference: Solution, foresight: int | None, elasticity: float, times: float
) -> None:
    """The amount within a point, the area within one per cent, from five per cent to a doubling."""
    twin, found = answer_to(reference, priced_town(times, elasticity, foresight=foresight))
    amount = HEAT * times**elasticity
    assert found.demanded == pytest.approx(amount, abs=0.01 * HEAT)
    assert found.surplus == pytest.approx(area(amount, elasticity), rel=0.01)
    assert found.price == pytest.approx(times * PRICE, rel=0.01) and found.usual == pytest.approx(PRICE)
    run = twin.activity[twin.activity["year"] == YEAR]["value"].sum()
    assert run == pytest.approx(found.demanded, abs=1e-6)


@pytest.mark.parametrize("elasticity", ELASTICITIES)
@pytest.mark.parametrize("times", [1.03, 0.97])
def test_the_triangle_of_a_small_change_is_there(
    reference: Solution, foresight: int | None, elasticity: float, times: float
) -> None:
    """What is beyond price times amount, within five per cent where the price moves by three."""
    _, found = answer_to(reference, priced_town(times, elasticity, foresight=foresight))
    amount = HEAT * times**elasticity
    wanted = area(amount, elasticity) - times * PRICE * (amount - HEAT)
    assert found.surplus - times * PRICE * (found.demanded - HEAT) == pytest.approx(wanted, rel=0.05)


def test_the_objective_is_the_sum_of_its_parts(reference: Solution, foresight: int | None) -> None:
    twin, found = answer_to(reference, priced_town(1.5, -0.4, foresight=foresight))
    assert twin.parts is not None and twin.objective is not None
    weights = [flow_weight(RATE, range(year, year + 1), YEARS[0]) for year in YEARS if year >= PLAN_FROM]
    assert twin.parts.surplus == pytest.approx(sum(weights) * area(HEAT * 1.5**-0.4, -0.4), rel=0.01)
    assert twin.objective == pytest.approx(twin.parts.reported + twin.parts.beside, rel=1e-6)
    assert twin.total_cost == pytest.approx(twin.parts.reported, rel=1e-6)
    assert found.weight == pytest.approx(weights[YEAR - PLAN_FROM])


def dearer_coal(elasticity: float, foresight: int | None) -> EnergySystem:
    """The town of coal, which is half dearer from the plan on."""
    system = replace(coal_town(), peaking=(), foresight=foresight)
    costs = dict(system.parameters["variable_cost"])
    costs |= {key: 1.5 * cost for key, cost in costs.items() if key[1] == "supply/coal" and int(key[3]) >= PLAN_FROM}
    elastic = {HEATING: elasticity} if elasticity else {}
    return replace(system, parameters={**system.parameters, "variable_cost": costs, "price_elasticity": elastic})


@pytest.mark.parametrize("elasticity", [-1e-2, -1e-4, -1e-6])
def test_the_less_the_price_is_minded_the_less_cost_and_emissions_move(
    foresight: int | None, elasticity: float
) -> None:
    """They return to those of a demand that minds no price, in proportion, and to 1e-6 of them."""
    known = Optimization(replace(coal_town(), peaking=(), foresight=foresight)).solve_twin()
    stiff = Optimization(dearer_coal(0.0, foresight), past=known).solve_twin()
    twin = Optimization(dearer_coal(elasticity, foresight), past=known).solve_twin()
    away = max(-elasticity * log(1.5), 1e-8) * 1.01
    assert twin.total_cost == pytest.approx(stiff.total_cost, rel=away)
    for year, emitted in stiff.judged_emissions.items():
        assert twin.judged_emissions[year] == pytest.approx(emitted, rel=away)


def test_nothing_moves_where_no_price_does(reference: Solution, foresight: int | None) -> None:
    twin, found = answer_to(reference, priced_town(1.0, -0.7, foresight=foresight))
    assert found.demanded == pytest.approx(HEAT, rel=1e-9) and found.surplus == pytest.approx(0.0, abs=1e-9)
    assert twin.total_cost == pytest.approx(reference.total_cost, rel=1e-9)
    assert twin.objective == pytest.approx(reference.objective, rel=1e-9)


def test_a_rising_supply_meets_its_demand_where_both_cost_the_same(foresight: int | None) -> None:
    """Sources dearer one than another by little: price and amount are those at which supply and demand cross."""
    steps = [(5.0, 80.0), *((6.0 + 0.1 * step, 0.2) for step in range(300))]
    known = Optimization(priced_town(steps=steps, foresight=foresight)).solve_twin()
    usual = 6.0 + 0.1 * 100
    _, found = answer_to(known, priced_town(1.2, -0.5, steps=steps, foresight=foresight))
    prices = np.linspace(0.5, 2.0, 200_001) * usual
    supplied, demanded = 80.0 + 0.2 * (prices / 1.2 - 6.0) / 0.1, HEAT * (prices / usual) ** -0.5
    crossing = demanded[np.abs(supplied - demanded).argmin()]
    assert found.demanded == pytest.approx(crossing, abs=0.01 * HEAT)


def test_a_colder_room_costs_the_area_below_the_demand(reference: Solution, foresight: int | None) -> None:
    """Three per cent less warmth at the usual price: what is saved is not free."""
    elasticity, cold = -0.3, 0.97
    twin, found = answer_to(reference, priced_town(1.0, elasticity, foresight=foresight, warmth=cold))
    assert found.asked == pytest.approx(cold * HEAT) and found.demanded == pytest.approx(cold * HEAT)
    assert found.given_up == pytest.approx(-area(cold * HEAT, elasticity), rel=1e-9)
    assert found.given_up > PRICE * HEAT * (1.0 - cold)  # more than what it costs to heat: else it were not wanted
    assert found.surplus == pytest.approx(-found.given_up)
    assert twin.parts is not None and reference.parts is not None
    saved = reference.parts.resource - twin.parts.resource
    assert 0.0 < saved < -twin.parts.surplus


def test_where_nothing_is_known_of_how_heat_is_demanded_a_colder_room_costs_nothing(reference: Solution) -> None:
    twin = Optimization(priced_town(1.0, warmth=0.97), past=reference).solve_twin()
    assert not twin.answered and twin.parts is not None and twin.parts.surplus == 0.0


def test_the_plan_of_a_root_answers_the_prices_of_its_twin() -> None:
    """A cap of a fifth less makes heat dearer until a fifth less is demanded, in the plan alone."""
    system = coal_town()
    optimization = Optimization(system)
    twin = optimization.solve_twin()
    plan = optimization.solve_plan(twin)
    assert not twin.answered and twin.parts is not None and twin.parts.surplus == 0.0
    found = plan.answered["city", "heat", YEAR]
    assert found.usual == pytest.approx(20.0) and found.price == pytest.approx(20.0 * 0.8 ** (1.0 / -0.3), rel=0.01)
    assert found.demanded == pytest.approx(0.8 * HEAT, rel=1e-6)
    again = optimization.solve_twin()
    assert not again.answered and again.total_cost == pytest.approx(twin.total_cost)


def test_a_changed_price_is_answered_by_a_live_model_as_by_a_fresh_one(reference: Solution) -> None:
    live = Variants(reference)
    live.twin(priced_town(1.5, -0.4))
    for times in (1.1, 2.0, 1.0):
        fresh, _ = answer_to(reference, priced_town(times, -0.4))
        again = live.twin(priced_town(times, -0.4))
        assert again.total_cost == pytest.approx(fresh.total_cost, rel=1e-5)
        assert again.parts is not None and fresh.parts is not None
        assert again.parts.surplus == pytest.approx(fresh.parts.surplus, rel=1e-3, abs=1e-6)
    assert live.built == 1


def test_one_region_is_one_region_whatever_it_is_called(reference: Solution) -> None:
    found = answer_to(reference, priced_town(2.0, -0.5, region="town"))[1]
    assert found.demanded == pytest.approx(HEAT * 2.0**-0.5, abs=0.01 * HEAT)


@pytest.mark.parametrize("years", [None, 5])
def test_people_choose_and_demand_less_of_what_became_dearer(years: int | None) -> None:
    """All options a half dearer: the shares stay, what is demanded is what the demand says at the price."""
    options = [Option(1.0, 1.0, 0.7, running=0.1), Option(1.0, 1.0, 0.3, running=0.1)]
    dearer = [one._replace(cost=one.cost * 1.5, later=one.later * 1.5, running=0.15) for one in options]
    known = Optimization(replace(choosing_town(options), foresight=years)).solve_twin()
    system = replace(choosing_town(dearer), foresight=years)
    system.parameters["price_elasticity"][HEATING] = -0.3
    optimization = Optimization(system, past=known)
    twin = optimization.solve_twin()
    later = [twin.answered[*HEATING, year] for year in CHOSEN_YEARS if year >= 2026]
    for one in later:
        assert one.demanded == pytest.approx(HEAT * (one.price / one.usual) ** -0.3, abs=0.01 * HEAT)
        assert one.price / one.usual == pytest.approx(1.5, rel=0.1)
    assert twin.parts is not None
    assert twin.objective == pytest.approx(twin.parts.reported + twin.parts.beside, rel=1e-6)
    shares = committed_shares(optimization, twin)
    assert shares.loc[2028].tolist() == pytest.approx([0.7, 0.3], abs=0.02)


@pytest.mark.parametrize("elasticity", [-0.3, -1.2])
def test_a_window_that_keeps_several_years_tells_the_price_of_each(elasticity: float) -> None:
    """The last windows of uneven years see alike and are one; where no price moves, nothing does."""
    years = (2020, 2021, 2022, 2023, 2024, 2025, 2030, 2035, 2040)
    known = Optimization(priced_town(foresight=3, years=years)).solve_twin()
    twin, found = answer_to(known, priced_town(1.0, elasticity, foresight=3, years=years))
    assert found.demanded == pytest.approx(HEAT, rel=1e-9)
    assert {key[2] for key in twin.answered} == {year for year in years if year >= PLAN_FROM}
    dearer, _ = answer_to(known, priced_town(1.4, elasticity, foresight=3, years=years))
    for one in dearer.answered.values():
        assert one.usual == pytest.approx(PRICE) and one.demanded == pytest.approx(HEAT * 1.4**elasticity, rel=1e-3)


def test_the_lowest_peak_within_a_cost_is_found_beside_a_demand_that_answers() -> None:
    """A tenth more may be paid as it is perceived; the parts of the objective add up there too."""
    plan = replace(coal_town().peaking[0], emission_cap={}, objective="lowest_peak", cost_share=0.1)
    optimization = Optimization(replace(coal_town(), peaking=(plan,)))
    twin = optimization.solve_twin()
    found = optimization.solve_plan(twin)
    assert found.status == "optimal" and found.parts is not None and found.objective is not None
    assert twin.objective is not None and found.objective <= twin.objective * 1.1 * (1.0 + 1e-6)
    assert max(found.judged_emissions[year] for year in YEARS if year >= PLAN_FROM) < 9.9
    assert found.objective == pytest.approx(found.parts.reported + found.parts.beside, rel=1e-6)
