"""Peaking plans on a city whose optimum can be worked out by hand.

Coal heat costs 20 and emits 0.1 Mt per PJ; gas heat costs 60 and emits 0.05 Mt per PJ: saving a tonne costs
(60 − 20) / (0.1 − 0.05) = 800 CNY.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonsim.optimization.planning.twin_and_plan import Optimization, TieBreak
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.rows import SystemBuilder, TechnologySpec
from carbonsim.system.tables import Peaking, Scope
from tests.optimization.small_systems import boiler, finish, heated_city, label, rows_for, told

YEARS = [2020, 2021, 2022, 2023, 2024]
RISING = [10.0, 11.0, 12.0, 13.0, 14.0]
HUMP = [10.0, 11.0, 12.0, 11.5, 11.0]


def solved(
    rows: SystemBuilder, *peaking: Peaking, scope: Scope | None = None, **options: object
) -> tuple[Solution, Solution]:
    optimization = Optimization(replace(finish(rows, scope), peaking=peaking), **options)  # type: ignore[arg-type]
    twin = optimization.solve_twin()
    return twin, optimization.solve_plan(twin)


def path(solution: Solution) -> list[float]:
    return [float(value) for value in solution.scope["total"]]


def test_the_twin_burns_the_cheap_fuel() -> None:
    twin, _ = solved(heated_city(YEARS, RISING, 2021))
    assert path(twin) == pytest.approx([1.0, 1.1, 1.2, 1.3, 1.4])
    discounted = sum(20.0 * demand / 1.05 ** (n + 0.5) for n, demand in enumerate(RISING))
    assert twin.objective == pytest.approx(discounted)


def test_a_peak_year_caps_every_later_year() -> None:
    twin, plan = solved(heated_city(YEARS, RISING, 2021), Peaking(by=2022))
    assert path(plan) == pytest.approx([1.0, 1.1, 1.2, 1.2, 1.2], rel=1e-5)
    assert plan.objective is not None and twin.objective is not None
    assert plan.objective >= twin.objective


def test_decline_after_the_peak_is_a_share_a_year() -> None:
    _, plan = solved(heated_city(YEARS, RISING, 2021), Peaking(by=2022, decline_after=0.02))
    assert path(plan)[3:] == pytest.approx([1.2 * 0.98, 1.2 * 0.98**2], rel=1e-5)


def test_decline_over_a_longer_step_compounds() -> None:
    rows = heated_city([2020, 2021, 2025], [10.0, 11.0, 12.0], 2021)
    _, plan = solved(rows, Peaking(by=2021, decline_after=0.03))
    assert path(plan)[2] == pytest.approx(1.1 * 0.97**4, rel=1e-5)


def test_monotone_never_rises_again() -> None:
    demand = [10.0, 11.0, 14.0, 10.0, 12.0]
    _, bare = solved(heated_city(YEARS, demand, 2021), Peaking(by=2022))
    _, monotone = solved(heated_city(YEARS, demand, 2021), Peaking(by=2022, monotone=True))
    assert path(bare)[4] > path(bare)[3]
    assert path(monotone)[4] <= path(monotone)[3] * (1 + 1e-6)


def test_a_level_binds_from_the_plan_on_and_its_price_is_the_cost_of_the_fuel_switch() -> None:
    _, plan = solved(heated_city(YEARS, RISING, 2021), Peaking(max_level=1.15))
    assert path(plan) == pytest.approx([1.0, 1.1, 1.15, 1.15, 1.15], rel=1e-6)
    levels = plan.duals[plan.duals["constraint"] == "peak_max_level"].set_index("year")
    assert levels["dual"].to_dict() == pytest.approx({2021: 0.0, 2022: 800.0, 2023: 800.0, 2024: 800.0}, abs=1e-6)
    assert levels["slack"][2021] == pytest.approx(0.05)


def test_a_budget_sums_its_calendar_years() -> None:
    rows = heated_city([2020, 2021, 2025], [10.0, 10.0, 10.0], 2021)
    _, plan = solved(rows, Peaking(budget=(2021, 2024, 3.5)))
    first, last = path(plan)[1:]
    assert first + 3 * last == pytest.approx(3.5, rel=1e-6)


def test_a_cap_binds_in_its_own_year_only() -> None:
    _, plan = solved(heated_city(YEARS, RISING, 2021), Peaking(emission_cap={2023: 1.0}))
    assert path(plan) == pytest.approx([1.0, 1.1, 1.2, 1.0, 1.4], rel=1e-6)


def gaming_city() -> SystemBuilder:
    """Gas is cheaper than coal until 2022 and dearer after: burning coal at a loss in 2022 makes room for later."""
    rows = heated_city(YEARS, [10.0] * 5, 2021)
    rows.parameters["variable_cost"].update({("city", "supply/gas", "supply", year): 15.0 for year in YEARS[:3]})
    return rows


def test_without_the_guard_the_optimum_raises_emissions_up_to_the_peak_year_and_with_it_it_does_not() -> None:
    twin, gamed = solved(gaming_city(), Peaking(by=2022, guard=False))
    _, guarded = solved(gaming_city(), Peaking(by=2022))
    peak = YEARS.index(2022)
    assert path(gamed)[peak] > path(twin)[peak] * 1.05
    assert path(guarded)[peak] <= path(twin)[peak] * (1 + 2e-6)
    assert max(path(guarded)[peak:]) <= path(guarded)[peak] * (1 + 1e-6)
    assert max(path(guarded)) < max(path(gamed))


def flat_city() -> SystemBuilder:
    """Coal and a gas as cheap as coal: every mix costs the same, so cost alone picks none."""
    rows = heated_city(YEARS, HUMP, 2021)
    rows.parameters["variable_cost"].update({("city", "supply/gas", "supply", year): 20.0 for year in YEARS})
    return rows


@pytest.mark.parametrize("strategy", [1, 4])
def test_two_solver_settings_give_the_same_peak_because_ties_go_to_lower_emissions(strategy: int) -> None:
    twin, plan = solved(flat_city(), Peaking(by=2022), options={"simplex_strategy": strategy})
    assert path(twin) == pytest.approx([0.5, 0.55, 0.6, 0.575, 0.55], rel=1e-6)
    assert max(path(plan)) == pytest.approx(0.6, rel=1e-5)
    assert YEARS[int(np.argmax(np.asarray(path(plan)) >= max(path(plan)) * (1 - 1e-6)))] == 2022


def test_the_tie_break_costs_less_than_two_millionths() -> None:
    twin, _ = solved(gaming_city())
    assert twin.total_cost is not None and twin.objective is not None
    assert abs(twin.total_cost - twin.objective) <= 2e-6 * twin.objective


def test_the_tie_break_can_be_turned_off() -> None:
    optimization = Optimization(finish(flat_city()), tie_break=TieBreak(on=False))
    twin = optimization.solve_twin()
    assert twin.total_cost == pytest.approx(twin.objective, rel=1e-12)


def test_cost_parts_sum_to_the_total_cost() -> None:
    _, plan = solved(gaming_city(), Peaking(by=2022))
    assert plan.costs["value"].sum() == pytest.approx(plan.total_cost, rel=1e-9)


def test_the_past_is_that_of_the_reference() -> None:
    rows = flat_city()
    optimization = Optimization(replace(finish(rows), peaking=(Peaking(max_level=0.9),)))
    twin = optimization.solve_twin()
    shifted = twin.activity.copy()
    for kind in ("boiler", "supply"):
        for fuel, amount in (("coal", 4.0), ("gas", 6.0)):
            shifted.loc[(shifted["year"] == 2020) & (shifted["technology"] == f"{kind}/{fuel}"), "value"] = amount
    optimization.past = Solution("optimal", activity=shifted, new_capacity=twin.new_capacity)
    repeated = optimization.solve_twin()
    assert path(repeated)[0] == pytest.approx(4.0 * 0.1 + 6.0 * 0.05, rel=1e-5)


def test_an_impossible_level_is_explained_with_the_smallest_relaxation() -> None:
    _, plan = solved(heated_city(YEARS, RISING, 2021), Peaking(max_level=0.6))
    assert plan.status == "infeasible"
    assert plan.objective is None
    assert any("peaking.max_level" in sentence and "0.1 Mt" in sentence for sentence in told(plan))


def test_an_impossible_demand_is_named() -> None:
    rows = heated_city(YEARS, RISING, 2021, options={"coal": {"activity_max": 3.0}, "gas": {"activity_max": 3.0}})
    twin, _ = solved(rows)
    assert twin.status == "infeasible"
    assert any("heat" in sentence or "boiler" in sentence for sentence in told(twin))


@settings(max_examples=15, deadline=None)
@given(st.floats(0.75, 1.4), st.floats(0.0, 0.2))
def test_a_tighter_level_never_costs_less(level: float, step: float) -> None:
    _, loose = solved(heated_city(YEARS, RISING, 2021), Peaking(max_level=level + step))
    _, tight = solved(heated_city(YEARS, RISING, 2021), Peaking(max_level=level))
    assert loose.objective is not None and tight.objective is not None
    assert tight.objective >= loose.objective * (1 - 1e-9)


def importing_city(net: list[float]) -> tuple[SystemBuilder, Scope]:
    """A city that must export or import power: `net` by year, at 0.2 Mt per PJ."""
    rows = rows_for(YEARS, 2021)
    rows.commodity("power", unit="PJ", balance="yearly", group="electricity", label=label("power"), surplus=False)
    boiler(rows, "coal", "power", activity_max=[10.0] * 5, activity_min=[10.0] * 5)
    common = {"sector": "energy", "branch": "trade", "slices": False}
    from carbonsim.system.rows import Mode

    rows.technology(TechnologySpec(
        name="import", group="import", label=label("import"),
        modes={"buy": Mode(outputs={"power": 1.0}, variable_cost=30.0)}, **common,  # type: ignore[arg-type]
    ))  # fmt: skip
    rows.technology(TechnologySpec(
        name="export", group="export", label=label("export"),
        modes={"sell": Mode(inputs={"power": 1.0}, variable_cost=-5.0)}, **common,  # type: ignore[arg-type]
    ))  # fmt: skip
    rows.demand("power", 10.0 + np.asarray(net))
    factors = {("power", year): 0.2 for year in YEARS}
    return rows, Scope("administrative", {"CO2": 1.0}, {"power": (("import",), ("export",))}, factors)


def test_exports_earn_nothing_and_imports_count_net() -> None:
    rows, scope = importing_city([-2.0, -1.0, 0.0, 1.0, 2.0])
    twin, _ = solved(rows, scope=scope)
    assert path(twin) == pytest.approx([1.0, 1.0, 1.0, 1.2, 1.4], rel=1e-6)


def test_no_ceiling_can_be_raised_on_paper_by_imports_that_are_not_there() -> None:
    rows, scope = importing_city([-2.0, -2.0, -2.0, -2.0, -2.0])
    _, plan = solved(rows, Peaking(by=2022), scope=scope)
    assert plan.status == "optimal"
    assert path(plan) == pytest.approx([1.0] * 5, rel=1e-6)
