"""What investments cost whoever buys at a rate of its own: its payments within the horizon, valued at the social rate.

A boiler of 100 million CNY is bought in the first year and serves all of them. Who pays back at a rate of its own pays
the same at the beginning of each year of the life; those payments that fall within the horizon are the perceived cost.
"""

from __future__ import annotations

import numpy as np
import pytest

from carbonsim.optimization.planning.cutting import Horizon, Window
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants
from carbonsim.optimization.solution.objective_parts import ObjectiveParts
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.rows import SystemBuilder
from tests.optimization.small_systems import boiler, finish, label, rows_for
from tests.written_systems import by_year

SOCIAL = 0.06
PRICE = 100.0


def city(years: int, lifetime: float) -> SystemBuilder:
    rows = rows_for(range(2020, 2020 + years), 2020, rate=SOCIAL)
    rows.commodity("heat", unit="PJ", balance="yearly", group="heat", label=label("heat"))
    boiler(rows, "coal", "heat", lifetime=lifetime, capital_cost=PRICE)
    rows.demand("heat", 1.0)
    return rows


def lent_at(rate: float, rows: SystemBuilder, fuel: str = "coal") -> SystemBuilder:
    rows.parameters["actor_rate"].update({("city", f"boiler/{fuel}", year): rate for year in rows.years})
    return rows


def bought_at(rate: float | None, years: int, lifetime: float) -> tuple[Solution, ObjectiveParts]:
    rows = city(years, lifetime)
    solution = Optimization(finish(rows if rate is None else lent_at(rate, rows))).solve_twin()
    assert solution.parts is not None
    return solution, solution.parts


def payment(rate: float, lifetime: int) -> float:
    """Return what is paid at the beginning of each year of a life for one unit of investment."""
    return 1.0 / sum((1.0 + rate) ** -year for year in range(lifetime))


def fuel(years: int) -> float:
    return sum(20.0 * (1.0 + SOCIAL) ** -(year + 0.5) for year in range(years))


@pytest.mark.parametrize(
    ("rate", "years", "lifetime", "perceived"), [(0.2, 8, 13, 1.210171), (0.1, 10, 30, 0.752362), (0.06, 8, 13, None)]
)
def test_a_buyer_perceives_what_it_pays_within_the_horizon(
    rate: float, years: int, lifetime: int, perceived: float | None
) -> None:
    solution, parts = bought_at(rate, years, lifetime)
    paid = payment(rate, lifetime) * sum((1.0 + SOCIAL) ** -year for year in range(years))
    assert perceived is None or paid == pytest.approx(perceived, abs=5e-7)
    invested = payment(SOCIAL, lifetime) * sum((1.0 + SOCIAL) ** -year for year in range(years))
    assert parts.resource == pytest.approx(PRICE * invested + fuel(years), rel=1e-9)
    assert parts.financing == pytest.approx(PRICE * (paid - invested), rel=1e-9, abs=1e-9)
    assert solution.objective == pytest.approx(parts.reported + parts.financing, rel=1e-6)
    assert solution.total_cost == pytest.approx(parts.resource, rel=1e-9)


def test_what_is_perceived_beside_the_cost_stands_in_no_cost_that_is_told() -> None:
    dear, plain = bought_at(0.2, 8, 13)[0], bought_at(None, 8, 13)[0]
    assert set(dear.costs["component"]) == set(plain.costs["component"])
    assert dear.costs["value"].sum() == pytest.approx(plain.costs["value"].sum(), rel=1e-9)
    assert dear.total_cost == pytest.approx(plain.total_cost, rel=1e-9)
    assert dear.objective == pytest.approx(plain.objective + 100.0 * (1.210171 - 0.701459), rel=1e-6)


@pytest.mark.parametrize(("rate", "chosen"), [(None, "gas"), (0.08, "gas"), (0.09, "coal")])
def test_who_asks_a_higher_return_buys_what_is_cheap_to_buy(rate: float | None, chosen: str) -> None:
    """Gas costs 70 more to buy and 10 less to burn in each of ten years: worth 75.8 at the social rate of 6 %.

    Paid back at 8 % the 70 are perceived as 75.4, at 9 % as 78.1.
    """
    rows = rows_for(range(2020, 2030), 2020, rate=SOCIAL)
    rows.commodity("heat", unit="PJ", balance="yearly", group="heat", label=label("heat"))
    boiler(rows, "coal", "heat", lifetime=10)
    boiler(rows, "gas", "heat", lifetime=10, capital_cost=70.0, efficiency=6.0)
    rows.demand("heat", 1.0)
    solution = Optimization(finish(rows if rate is None else lent_at(rate, rows, "gas"))).solve_twin()
    assert by_year(solution, "activity", f"boiler/{chosen}") == pytest.approx([1.0] * 10)
    saved = sum(10.0 * (1.0 + SOCIAL) ** -(year + 0.5) for year in range(10))
    perceived = 70.0 * payment(rate or SOCIAL, 10) / payment(SOCIAL, 10)
    assert (perceived < saved) == (chosen == "gas")


def test_another_rate_is_another_number_in_the_same_model() -> None:
    variants = Variants()
    for rate in (0.2, SOCIAL, 0.1):  # the social rate too: a part of nothing keeps its place
        told = variants.twin(finish(lent_at(rate, city(8, 13))))
        assert told.objective == pytest.approx(bought_at(rate, 8, 13)[0].objective, rel=1e-9)
    assert variants.built == 1


def test_a_rate_that_changes_is_that_of_the_year_in_which_it_is_bought() -> None:
    """Half of the demand comes in the last year, when money is cheap: what was bought before stays dear."""
    rows = city(2, 2)
    rows.parameters["demand"]["city", "heat", 2021] = 2.0
    rows.parameters["actor_rate"].update({("city", "boiler/coal", 2020): 0.2, ("city", "boiler/coal", 2021): SOCIAL})
    solution = Optimization(finish(rows)).solve_twin()
    assert solution.parts is not None
    first = payment(0.2, 2) / payment(SOCIAL, 2) - 1.0  # of one unit, which lives both years
    assert solution.parts.financing == pytest.approx(PRICE * first, rel=1e-9)


def test_who_sees_less_perceives_the_payments_that_fall_within_what_is_seen() -> None:
    """Ten years are to come, of which five are in sight."""
    model = Optimization(finish(lent_at(0.2, city(10, 13)))).model
    program = model.program()
    cut = Horizon(program, model).cut(Window(2020, 2024, 2020), np.zeros(len(program.costs)))
    column = model.arrays.columns["new_capacity"]["city", "boiler/coal", 2020]
    seen = payment(0.2, 13) * sum((1.0 + SOCIAL) ** -year for year in range(5))
    assert cut.program.costs[np.searchsorted(cut.columns, column)] == pytest.approx(PRICE * seen, rel=1e-9)
