"""Shadow prices against finite differences: a constraint tightened by a little costs what its price says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization, TieBreak
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.finance import flow_weight
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, heated_city

YEARS = [2020, 2021, 2022, 2025]
RISING = [10.0, 11.0, 12.0, 14.0]
RATE = 0.05
STEP = 1e-3  # Mt


def weight(year: int) -> float:
    span = {2020: [2020], 2021: [2021], 2022: [2022], 2025: [2023, 2024, 2025]}[year]
    return flow_weight(RATE, span, 2020)


def planned(*peaking: Peaking) -> Solution:
    optimization = Optimization(
        replace(finish(heated_city(YEARS, RISING, 2021)), peaking=peaking), tie_break=TieBreak(on=False)
    )
    return optimization.solve_plan(optimization.solve_twin())


def price(solution: Solution, year: int, column: str = "shadow_price", group: str = "all") -> float:
    table = solution.emission_prices
    return float(table[(table["group"] == group) & (table["year"] == year)][column].iloc[0])


def dearer(tight: Solution, loose: Solution) -> float:
    assert tight.objective is not None and loose.objective is not None
    return tight.objective - loose.objective


@pytest.mark.parametrize("year", [2022, 2025])
def test_the_price_of_a_cap_is_what_a_tighter_cap_costs(year: int) -> None:
    loose, tight = planned(Peaking(emission_cap={year: 1.1})), planned(Peaking(emission_cap={year: 1.1 - STEP}))
    assert price(loose, year) == pytest.approx(dearer(tight, loose) / STEP / weight(year), rel=1e-6)
    assert price(loose, year) == pytest.approx(800.0)


def test_two_rows_on_one_year_add_up_to_its_price() -> None:
    """A level and a cap of the same size share the price of the year between them."""
    both = planned(Peaking(max_level=1.2, emission_cap={2025: 1.2}))
    rows = both.duals[both.duals["year"] == 2025]
    assert rows["dual"].sum() == pytest.approx(800.0)
    assert price(both, 2025) == pytest.approx(800.0)
    assert price(both, 2021) == 0.0


def test_a_peak_year_earns_as_a_ceiling_what_its_later_years_pay() -> None:
    """2025 may emit what 2022 emits: a tonne more in 2022 would save 800 CNY in each of three later years."""
    plan = planned(Peaking(by=2022))
    assert price(plan, 2025) == pytest.approx(800.0)
    earned = 800.0 * weight(2025) / weight(2022)
    assert price(plan, 2022, "ceiling_value") == pytest.approx(earned)
    assert price(plan, 2022) >= 0.0
    assert (plan.emission_prices["shadow_price"] >= -1e-9).all()


def test_the_price_of_a_budget_year_counts_its_calendar_years() -> None:
    """The budget's own price is discounted; a year's is not, and counts how many of its years the budget covers."""
    loose, tight = planned(Peaking(budget=(2021, 2025, 5.5))), planned(Peaking(budget=(2021, 2025, 5.5 - STEP)))
    (row,) = loose.duals.to_dict("records")
    assert row["unit"] == "CNY/t, discounted"
    assert row["dual"] == pytest.approx(dearer(tight, loose) / STEP, rel=1e-6)
    assert price(loose, 2025) == pytest.approx(row["dual"] * 3 / weight(2025), rel=1e-9)
    assert price(loose, 2022) == pytest.approx(row["dual"] / weight(2022), rel=1e-9)


def test_decline_prices_the_year_before_by_the_share_that_is_kept() -> None:
    plan = planned(Peaking(by=2022, decline_after=0.02))
    later = float(plan.duals[plan.duals["constraint"] == "peak_decline"]["dual"].iloc[0])
    earned = later * 0.98**3 * weight(2025) / weight(2022)
    assert price(plan, 2022, "ceiling_value") == pytest.approx(earned, rel=1e-6)


def test_slack_is_what_is_left_below_a_bound_that_does_not_bind() -> None:
    plan = planned(Peaking(max_level=1.5))
    rows = plan.duals.set_index("year")
    assert rows["slack"].to_dict() == pytest.approx({2021: 0.4, 2022: 0.3, 2025: 0.1})
    assert (rows["dual"].abs() < 1e-9).all()
