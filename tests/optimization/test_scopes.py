"""What an accounting scope counts of power bought and sold outside, in caps, peaks, declines and budgets, by hand.

A city of 10 PJ of power: coal power at 40 a PJ emits 0.2 Mt/PJ, imports emit 0.1 Mt/PJ outside, wind at 100 emits
nothing. Nothing is discounted, and every model year is one year.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.rows import Mode, Series, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Peaking, Scope, Term
from tests.optimization.small_systems import finish, label, rows_for

YEARS = [2020, 2021, 2022]
TRADE = {"power": (("import",), ("export",))}
FACTORS = {("power", year): 0.1 for year in YEARS}
ADMINISTRATIVE = Scope("administrative", {"CO2": 1.0}, TRADE, FACTORS)
CREDITED = replace(ADMINISTRATIVE, credit_exports=True)
GROSS = replace(ADMINISTRATIVE, name="gross_imports")


def city(*, bought: float, sold: float, most_sold: Series, demand: Series = 10.0, coal: Series = 99.0) -> SystemBuilder:
    """The city, with the price of what is bought and of what is sold, and the most that is sold in a year."""
    rows = rows_for(YEARS, 2021, rate=0.0)
    rows.commodity("power", unit="PJ", balance="yearly", group="electricity", label=label("power"))
    burn = Mode(inputs={"coal": 2.0}, outputs={"power": 1.0})
    most = {"plant": coal, "export": most_sold}
    for name, mode in (
        ("plant", burn),
        ("wind", Mode(outputs={"power": 1.0}, variable_cost=100.0)),
        ("import", Mode(outputs={"power": 1.0}, variable_cost=bought)),
        ("export", Mode(inputs={"power": 1.0}, variable_cost=-sold)),
    ):
        rows.technology(TechnologySpec(
            name=name, sector="energy", branch="power", group=name, label=label(name), slices=False,
            modes={"run": mode},
            activity_max=most.get(name, 99.0),
        ))  # fmt: skip
    rows.demand("power", demand)
    return rows


def solved(rows: SystemBuilder, scope: Scope, *plans: Peaking) -> tuple[Solution, Solution]:
    """Solve twin and plan, both optimal."""
    optimization = Optimization(replace(finish(rows, scope), peaking=plans))
    twin = optimization.solve_twin()
    plan = optimization.solve_plan(twin)
    assert twin.status == plan.status == "optimal", plan.explanation
    return twin, plan


def dearer(rows: SystemBuilder, scope: Scope, *plans: Peaking) -> float:
    """Return what the plan costs more than the twin, in million CNY."""
    twin, plan = solved(rows, scope, *plans)
    assert twin.objective is not None and plan.objective is not None
    return plan.objective - twin.objective


@pytest.mark.parametrize(("scope", "cost"), [(ADMINISTRATIVE, 15.0), (GROSS, 15.0), (CREDITED, 10.0)])
@pytest.mark.parametrize("plan", [Peaking(emission_cap={2021: 2.2}), Peaking(budget=(2021, 2021, 2.2))])
def test_exports_earn_no_emissions_unless_they_are_credited(scope: Scope, cost: float, plan: Peaking) -> None:
    """Selling at 45 earns 5 a PJ, up to 4 in 2021, that is 2.8 Mt. 2.2 Mt leave coal for one PJ more than the ten.

    Where a PJ that is sold takes 0.1 Mt away, 2 + 0.2 e - 0.1 e at most 2.2 leaves two.
    """
    rows = city(bought=50.0, sold=45.0, most_sold=[0.0, 4.0, 0.0])
    assert dearer(rows, scope, replace(plan, guard=False)) == pytest.approx(cost, abs=1e-4)


THROUGH = {"bought": 30.0, "sold": 45.0, "most_sold": [0.0, 4.0, 0.0], "demand": [10.0, 10.0, 14.0]}


@pytest.mark.parametrize(
    ("plan", "net", "gross"),
    [
        # 14 are bought in either year: in 2021 4 are sold again at 15 more, in 2022 all are used
        (Peaking(emission_cap={2021: 1.2}), 0.0, 30.0),  # net 1.0; gross 1.4, and two fewer pass through
        (Peaking(budget=(2021, 2022, 2.6)), 0.0, 30.0),  # 2.4 and 2.8
        (Peaking(by=2021), 280.0, 0.0),  # net 1.4 after 1.0: four of wind for imports, 70 dearer; gross 1.4 twice
        (Peaking(by=2021, decline_after=0.1), 350.0, 98.0),  # net down to 0.9: five of wind; gross to 1.26: 1.4
        (Peaking(max_level=1.2), 140.0, 170.0),  # 2022: two of wind; gross: two fewer pass through in 2021 as well
    ],
    ids=["cap", "budget", "peak", "decline", "level"],
)
def test_what_passes_through_counts_gross_only(plan: Peaking, net: float, gross: float) -> None:
    rows = city(**THROUGH, coal=0.0)  # type: ignore[arg-type]
    plan = replace(plan, guard=False)
    assert dearer(rows, ADMINISTRATIVE, plan) == pytest.approx(net, abs=1e-3)
    assert dearer(rows, CREDITED, plan) == pytest.approx(net, abs=1e-3)
    assert dearer(rows, GROSS, plan) == pytest.approx(gross, abs=1e-3)


def least(rows: SystemBuilder, scope: Scope) -> float:
    twin = Optimization(finish(rows, scope)).solve_twin()
    assert twin.objective is not None
    return twin.objective


@pytest.mark.parametrize(("scope", "cost"), [(ADMINISTRATIVE, 15.0), (GROSS, 15.0), (CREDITED, 10.0)])
def test_a_limit_on_emissions_counts_exports_as_the_scope_does(scope: Scope, cost: float) -> None:
    """As a cap of 2.2 Mt, written as a row of its own: a quarter and three quarters of all emissions."""
    prices = {"bought": 50.0, "sold": 45.0, "most_sold": [0.0, 4.0, 0.0]}
    free, held = city(**prices), city(**prices)  # type: ignore[arg-type]
    terms = [Term("emissions", "", 2021, 0.25), Term("emissions", "", 2021, 0.75)]
    held.limit("air", 2021, "<=", terms, 2.2, unit="Mt", path="limits.air", kind="policy")
    assert least(held, scope) - least(free, scope) == pytest.approx(cost, abs=1e-4)


@pytest.mark.parametrize(("scope", "cost"), [(ADMINISTRATIVE, 0.0), (CREDITED, 0.0), (GROSS, 30.0)])
def test_a_limit_on_emissions_counts_what_passes_through_gross_only(scope: Scope, cost: float) -> None:
    """14 are bought and 4 sold again in 2021: 1.0 Mt net and 1.4 gross, of at most 1.2."""
    free, held = city(**THROUGH, coal=0.0), city(**THROUGH, coal=0.0)  # type: ignore[arg-type]
    terms = [Term("emissions", "", 2021, 0.25), Term("emissions", "", 2021, 0.75)]
    held.limit("air", 2021, "<=", terms, 1.2, unit="Mt", path="limits.air", kind="policy")
    assert least(held, scope) - least(free, scope) == pytest.approx(cost, abs=1e-3)


def test_a_monotone_path_counts_as_the_scope_does() -> None:
    """After 2020 no year above the one before, but the peak year itself: as a peak by 2021 where only 2022 is left."""
    rows = city(**{**THROUGH, "most_sold": [4.0, 4.0, 0.0], "demand": [14.0, 10.0, 14.0]}, coal=0.0)  # type: ignore[arg-type]
    plan = Peaking(by=2020, monotone=True, guard=False)
    assert dearer(rows, ADMINISTRATIVE, plan) == pytest.approx(280.0, abs=1e-3)
    assert dearer(rows, GROSS, plan) == pytest.approx(0.0, abs=1e-3)


def test_a_sector_is_not_charged_with_imports() -> None:
    """Energy may emit nothing in 2021: ten are bought at 50 in place of coal at 40, whatever they emit outside.

    Nor is it charged with what industry emits.
    """
    rows = city(bought=50.0, sold=0.0, most_sold=0.0)
    rows.technology(TechnologySpec(
        name="works", sector="industry", branch="works", group="works", label=label("works"), slices=False,
        modes={"run": Mode(emissions={"CO2": 0.3})}, activity_min=1.0, activity_max=1.0,
    ))  # fmt: skip
    for plan in (Peaking(emission_cap={2021: 0.0}), Peaking(budget=(2021, 2021, 0.0))):
        cost = dearer(rows, ADMINISTRATIVE, replace(plan, sector="energy", guard=False))
        assert cost == pytest.approx(100.0, abs=1e-3)


def test_a_sector_falls_by_its_own_emissions() -> None:
    """Energy falls from 2.0 to 1.6: two of ten are bought, ten dearer each; what they emit is no sector's."""
    rows = city(bought=50.0, sold=0.0, most_sold=0.0)
    plan = Peaking(by=2021, decline_after=0.2, sector="energy", guard=False)
    assert dearer(rows, ADMINISTRATIVE, plan) == pytest.approx(20.0, abs=1e-3)
    monotone = city(bought=50.0, sold=0.0, most_sold=0.0, demand=[10.0, 10.0, 12.0])
    assert dearer(monotone, ADMINISTRATIVE, replace(plan, decline_after=None)) == pytest.approx(20.0, abs=1e-3)


def test_the_plans_of_the_city_and_of_a_sector_hold_side_by_side() -> None:
    """Energy at most 1.5 leaves 7.5 of coal power in 2021, and 2.5 are bought, ten dearer each.

    Of 16 in 2022 that would leave 8.5 to be bought, 2.35 in all: at most 2.3 in all leaves 7 and 9.
    """
    rows = city(bought=50.0, sold=0.0, most_sold=0.0, demand=[10.0, 10.0, 16.0])
    plans = Peaking(max_level=2.3, guard=False), Peaking(max_level=1.5, sector="energy", guard=False)
    for order in (plans, plans[::-1]):
        assert dearer(rows, ADMINISTRATIVE, *order) == pytest.approx(25.0 + 90.0, abs=1e-3)


@pytest.mark.parametrize(("guard", "cost"), [(True, 40.0), (False, 20.0)])
def test_without_the_guard_the_peak_is_raised_where_that_is_cheaper(guard: bool, cost: float) -> None:
    """From 2.0 to 2.4 Mt: four of twelve are bought in 2022, ten dearer each; or four more are made and sold in 2021.

    What is sold brings 35 and costs 40. A PJ of it emits 0.2 Mt, of which a ceiling takes the 0.1 of its net export.
    """
    rows = city(bought=50.0, sold=35.0, most_sold=[0.0, 4.0, 0.0], demand=[10.0, 10.0, 12.0])
    assert dearer(rows, ADMINISTRATIVE, Peaking(by=2021, guard=guard)) == pytest.approx(cost, abs=1e-3)


def test_gases_count_by_their_weight_inside_and_from_elsewhere() -> None:
    """Coal power: 0.2 Mt of CO2 and 0.01 of methane at 30, by 10 PJ: 5.0; from elsewhere 0.5 Mt and 0.1 × 30."""
    rows = city(bought=99.0, sold=0.0, most_sold=0.0)
    for year in YEARS:
        rows.parameters["emission_factor"]["city", "plant", "run", "CH4", year] = 0.01
        rows.parameters["exogenous_emission"]["city", "CO2", year] = 0.5
        rows.parameters["exogenous_emission"]["city", "CH4", year] = 0.1
        rows.parameters["exogenous_emission"]["city", "HFC", year] = 7.0  # of no weight in this scope
    system = replace(finish(rows, Scope("territorial", {"CO2": 1.0, "CH4": 30.0})), emissions=("CO2", "CH4"))
    twin = Optimization(system).solve_twin()
    assert twin.scope["total"].tolist() == pytest.approx([8.5, 8.5, 8.5])
    alone = Optimization(replace(system, scope=Scope("territorial", {"CO2": 1.0}))).solve_twin()
    assert alone.scope["total"].tolist() == pytest.approx([2.5, 2.5, 2.5])
