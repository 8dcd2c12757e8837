"""Plans of nearly the least cost of a city that heats with coal or, 40 million CNY a PJ dearer, with gas."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbonsim.optimization.planning.near_plans import NearPlans
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.system.finance import flow_weight
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, heated_city

YEARS = [2020, 2021]
WEIGHTS = {year: flow_weight(0.05, [year], 2020) for year in YEARS}
WITHIN = 0.10
COAL, GAS = ("city", "boiler/coal", "run", 2021, "year"), ("city", "boiler/gas", "run", 2021, "year")


def near(peaking: tuple[Peaking, ...]) -> tuple[NearPlans, dict[str, int]]:
    """Return what answers for a plan with such a peak, and the columns of both boilers in the planned year."""
    system = replace(finish(heated_city(YEARS, [10.0, 10.0], 2021)), peaking=peaking)
    optimization = Optimization(system)
    plan = optimization.solve_plan(optimization.solve_twin())
    assert plan.perceived_cost is not None
    columns = optimization.model.arrays.columns["activity"]
    places = {
        fuel: next(columns[key] for key in columns if key[1] == f"boiler/{fuel}" and key[3] == 2021)
        for fuel in ("coal", "gas")
    }
    return NearPlans(optimization, plan.perceived_cost, WITHIN), places


def test_the_dear_way_may_take_what_the_allowance_pays_for() -> None:
    plans, places = near(())
    allowed = WITHIN * 20.0 * 10.0 * sum(WEIGHTS.values())
    assert plans.allowed == pytest.approx(allowed, rel=1e-6)
    least, most = plans.least({places["gas"]: 1.0}), plans.most({places["gas"]: 1.0})
    assert least is not None and most is not None
    assert least.amount == pytest.approx(0.0, abs=1e-6)
    assert most.amount == pytest.approx(allowed / (40.0 * WEIGHTS[2021]), rel=1e-5)
    cheap = plans.least({places["coal"]: 1.0})
    assert cheap is not None
    assert cheap.amount + most.amount == pytest.approx(10.0, rel=1e-6)


def test_what_the_cap_asks_for_is_done_in_any_case() -> None:
    """At most 0.8 Mt of 10 PJ: 4 PJ of gas at least, whatever more is paid."""
    plans, places = near((Peaking(max_level=0.8),))
    least, most = plans.least({places["gas"]: 1.0}), plans.most({places["gas"]: 1.0})
    assert least is not None and most is not None
    assert least.amount == pytest.approx(4.0, rel=1e-6)
    allowed = WITHIN * (200.0 * sum(WEIGHTS.values()) + 160.0 * WEIGHTS[2021])
    assert most.amount == pytest.approx(4.0 + allowed / (40.0 * WEIGHTS[2021]), rel=1e-5)
    assert all(
        way.columns[places["coal"]] * 0.1 + way.columns[places["gas"]] * 0.05 <= 0.8 * (1 + 1e-7)
        for way in (least, most)
    )
