"""The lowest and the earliest peak within a cost ceiling, worked out by hand.

Demand rises from 10 to 14 PJ of coal heat, 1.0 to 1.4 Mt; a tonne less costs 800 CNY in its year.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.finance import flow_weight
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, heated_city, told

YEARS = [2020, 2021, 2022, 2023, 2024]
RISING = [10.0, 11.0, 12.0, 13.0, 14.0]


def planned(
    peak: Peaking, demand: list[float] | None = None, foresight: int | None = None
) -> tuple[Solution, Solution]:
    system = replace(finish(heated_city(YEARS, demand or RISING, 2021)), peaking=(peak,), foresight=foresight)
    optimization = Optimization(system)
    twin = optimization.solve_twin()
    return twin, optimization.solve_plan(twin)


def extra(cuts: dict[int, float]) -> float:
    """Return what cuts by year cost, discounted."""
    return sum(800.0 * cut * flow_weight(0.05, [year], 2020) for year, cut in cuts.items())


def path(solution: Solution) -> list[float]:
    return [float(value) for value in solution.scope["total"]]


def test_the_lowest_peak_that_money_can_buy() -> None:
    """Enough for 1.25 Mt: 0.05 Mt less in 2023 and 0.15 less in 2024."""
    cost = 0.0
    twin, _ = planned(Peaking(max_level=5.0))
    assert twin.objective is not None
    cost = twin.objective + extra({2023: 0.05, 2024: 0.15})
    _, plan = planned(Peaking(objective="lowest_peak", cost_amount=cost))
    assert plan.planning_objective["level_Mt"] == pytest.approx(1.25)
    assert path(plan) == pytest.approx([1.0, 1.1, 1.2, 1.25, 1.25], rel=1e-5)
    assert plan.objective == pytest.approx(cost, rel=1e-6)
    assert plan.objective <= cost * (1 + 1e-9)


def test_a_ceiling_of_nothing_leaves_the_twin() -> None:
    twin, plan = planned(Peaking(objective="lowest_peak", cost_share=0.0))
    assert plan.planning_objective["cost_bound"] == pytest.approx(twin.objective)
    assert plan.planning_objective["level_Mt"] == pytest.approx(1.4)
    assert path(plan) == pytest.approx(path(twin), rel=1e-5)


def test_the_lowest_peak_keeps_the_other_wishes() -> None:
    """With `by: 2022` no later year exceeds 2022, whatever the ceiling pays for."""
    _, plan = planned(Peaking(by=2022, objective="lowest_peak", cost_share=0.5))
    assert max(path(plan)[3:]) <= path(plan)[2] * (1 + 1e-6)


@pytest.mark.parametrize(
    ("cuts", "year"),
    [
        ({2022: 0.1, 2023: 0.2, 2024: 0.3}, 2021),
        ({2023: 0.1, 2024: 0.2}, 2022),
        ({2024: 0.1}, 2023),
    ],
)
def test_the_earliest_year_that_money_can_buy(cuts: dict[int, float], year: int) -> None:
    twin, _ = planned(Peaking(max_level=5.0))
    assert twin.objective is not None
    _, plan = planned(Peaking(objective="earliest_peak", cost_amount=twin.objective + extra(cuts) + 0.01))
    assert plan.planning_objective["year"] == year
    assert plan.objective == pytest.approx(twin.objective + extra(cuts), rel=1e-6)
    peak = path(plan)[YEARS.index(year)]
    assert max(path(plan)) == pytest.approx(peak, rel=1e-5)


def test_the_earliest_peak_equals_the_cheapest_plan_for_its_year() -> None:
    _, earliest = planned(Peaking(objective="earliest_peak", cost_share=0.08, decline_after=0.01))
    found = earliest.planning_objective["year"]
    assert isinstance(found, int)
    _, cheapest = planned(Peaking(by=found, decline_after=0.01))
    assert earliest.objective == pytest.approx(cheapest.objective, rel=1e-9)
    assert path(earliest) == pytest.approx(path(cheapest), rel=1e-5)


def test_no_year_within_the_ceiling_is_an_answer() -> None:
    """Staying below 2023 in 2024 costs more than nothing."""
    _, plan = planned(Peaking(objective="earliest_peak", cost_share=0.0))
    assert plan.status == "infeasible"
    (sentence,) = told(plan)
    assert "No year from 2021 to 2023 can be the peak" in sentence
    assert "peaking.cost_ceiling" in sentence


def test_a_ceiling_below_what_a_cap_costs_is_explained() -> None:
    _, plan = planned(Peaking(objective="lowest_peak", cost_share=0.0, emission_cap={2024: 1.0}))
    assert plan.status == "infeasible"
    assert {"peaking.cost_ceiling", "peaking.emission_cap.2024"} <= set(plan.explanation[0].paths)


def cut_within(ceiling: float, rate: float | None) -> Solution:
    """Return the plan of lowest peak where gas boilers cost 50 a unit and are paid back at a rate of their buyers."""
    rows = heated_city(YEARS, RISING, 2021, options={"gas": {"lifetime": 10, "capital_cost": 50.0}})
    if rate is not None:
        rows.parameters["actor_rate"].update({("city", "boiler/gas", year): rate for year in YEARS})
    peak = Peaking(objective="lowest_peak", cost_amount=ceiling)
    optimization = Optimization(replace(finish(rows), peaking=(peak,)))
    return optimization.solve_plan(optimization.solve_twin())


def test_a_cost_ceiling_is_of_the_cost_as_it_is_perceived() -> None:
    """Whoever buys at 20 % a year perceives more, and the same money cuts less."""
    ceiling = 1100.0  # coal alone costs 1056
    plain, perceived = cut_within(ceiling, None), cut_within(ceiling, 0.2)
    assert perceived.parts is not None and perceived.parts.financing > 1.0
    assert plain.total_cost == pytest.approx(ceiling, rel=1e-6)
    assert perceived.perceived_cost == pytest.approx(ceiling, rel=1e-6)
    assert perceived.total_cost == pytest.approx(ceiling - perceived.parts.financing, rel=1e-6)
    assert max(path(perceived)) > max(path(plain)) + 1e-3


# Years hang together by nothing but the ceiling here, so that who sees a year or two decides as who sees all.


@pytest.mark.parametrize("foresight", [0, 1])
def test_the_lowest_peak_is_found_to_a_thousandth_where_years_are_decided_one_after_another(foresight: int) -> None:
    """The same 1.25 Mt, within 0.1 % of the twin's 1.4 above it and never below; the ceiling holds."""
    twin, _ = planned(Peaking(max_level=5.0), foresight=foresight)
    assert twin.objective is not None and twin.foresight is not None
    cost = twin.objective + extra({2023: 0.05, 2024: 0.15})
    _, plan = planned(Peaking(objective="lowest_peak", cost_amount=cost), foresight=foresight)
    level = plan.planning_objective["level_Mt"]
    assert isinstance(level, float)
    assert 1.25 * (1 - 1e-6) <= level <= 1.25 + 1.4e-3
    assert path(plan)[3:] == pytest.approx([level, level], rel=1e-6)
    assert plan.objective is not None and plan.objective <= cost * (1 + 1e-9)
    assert plan.foresight is not None


@pytest.mark.parametrize(("cuts", "year"), [({2022: 0.1, 2023: 0.2, 2024: 0.3}, 2021), ({2023: 0.1, 2024: 0.2}, 2022)])
@pytest.mark.parametrize("foresight", [1, 2])
def test_the_earliest_year_is_the_same_where_years_are_decided_one_after_another(
    cuts: dict[int, float], year: int, foresight: int
) -> None:
    twin, _ = planned(Peaking(max_level=5.0), foresight=foresight)
    assert twin.objective is not None
    wish = Peaking(objective="earliest_peak", cost_amount=twin.objective + extra(cuts) + 0.01)
    _, plan = planned(wish, foresight=foresight)
    assert plan.planning_objective["year"] == year
    assert plan.objective == pytest.approx(twin.objective + extra(cuts), rel=1e-6)
    assert max(path(plan)) == pytest.approx(path(plan)[YEARS.index(year)], rel=1e-5)


@pytest.mark.parametrize("foresight", [None, 1])
def test_the_past_holds_the_peak_where_the_ceiling_pays_for_it(foresight: int | None) -> None:
    """0.1, 0.2, 0.3 and 0.4 Mt less than the twin, and no year of the plan is above 2020."""
    twin, _ = planned(Peaking(max_level=5.0), foresight=foresight)
    assert twin.objective is not None
    cuts = {2021: 0.1, 2022: 0.2, 2023: 0.3, 2024: 0.4}
    wish = Peaking(objective="earliest_peak", cost_amount=twin.objective + extra(cuts) + 0.01)
    _, plan = planned(wish, foresight=foresight)
    assert plan.planning_objective["year"] == 2020
    assert path(plan) == pytest.approx([1.0] * 5, rel=1e-5)
    assert plan.objective == pytest.approx(twin.objective + extra(cuts), rel=1e-6)


@pytest.mark.parametrize("foresight", [None, 1])
def test_a_plan_that_falls_after_its_peak_falls_from_the_past_on(foresight: int | None) -> None:
    """With 5 % a year less after a peak in 2020, 2021 emits 0.95 Mt, and each later year 0.95 of the one before."""
    wish = Peaking(objective="earliest_peak", cost_amount=1e6, decline_after=0.05)
    _, plan = planned(wish, foresight=foresight)
    assert plan.planning_objective["year"] == 2020
    assert path(plan) == pytest.approx([1.0, 0.95, 0.95**2, 0.95**3, 0.95**4], rel=1e-5)


def test_a_past_without_emissions_holds_no_peak() -> None:
    _, plan = planned(Peaking(objective="earliest_peak", cost_share=0.5), [0.0, 11.0, 10.0, 9.0, 8.0])
    assert plan.planning_objective["year"] == 2021


def test_a_ceiling_below_what_a_cap_costs_is_told_where_years_are_decided_one_after_another() -> None:
    wish = Peaking(objective="lowest_peak", cost_share=0.0, emission_cap={2024: 1.0})
    _, plan = planned(wish, foresight=1)
    assert plan.status == "infeasible"
    (sentence,) = told(plan)
    assert "The cheapest plan that keeps all other targets costs" in sentence
    assert "peaking.cost_ceiling" in sentence
