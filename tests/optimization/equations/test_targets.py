"""Targets on a city whose optimum can be worked out by hand.

Coal heat costs 20 and emits 0.1 Mt per PJ; gas heat costs 60 and emits 0.05 Mt per PJ.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonsim.analysis.targets import evaluate_targets
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.indicators import indicator_values
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.sections.targets import Change
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.forms import Anchor, Form
from carbonsim.system.indicators.whole import emission_form
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Label, Peaking, Term
from carbonsim.system.targets import Sense, Target, target_limits
from tests.optimization.small_systems import boiler, finish, heated_city, label, rows_for, told

YEARS = [2020, 2021, 2022, 2023]
DEMAND = [10.0, 11.0, 12.0, 13.0]
NAME = Label("name", "名")


def target(
    indicator: str, year: int, sense: Sense, figure: float | None, change: Change | None = None, enforced: bool = True
) -> Target:
    return Target(
        f"my-{indicator}", indicator, year, sense, figure, change, enforced, "targets.my", NAME, "expected", NAME
    )


def held(rows: SystemBuilder, *targets: Target) -> EnergySystem:
    for wanted in targets:
        if wanted.enforced:
            rows.limits.extend(target_limits(wanted, rows.indicators[wanted.indicator]))
    system = finish(rows)
    return replace(system, indicators=tuple(rows.indicators.values()), targets=targets)


def city(anchor: Anchor = "demand") -> SystemBuilder:
    """Gas heat stands for what is clean: `clean_heating_share` is gas heat over all heat."""
    rows = heated_city(YEARS, DEMAND, 2021)
    gas = Form({year: (Term("activity", "boiler/gas", year, 1.0),) for year in YEARS})
    coal = Form({year: (Term("activity", "boiler/coal", year, 1.0),) for year in YEARS})
    rows.indicator("clean_heating_share", gas, gas.plus(coal), scale=100.0, anchor=anchor, unit="PJ")
    rows.indicator("coal_use", coal)
    rows.indicator("co2_emissions", emission_form(rows))
    rows.indicator("gdp", Form.constant(YEARS, [100.0, 110.0, 120.0, 130.0]))
    rows.indicator("co2_per_gdp", emission_form(rows), rows.indicators["gdp"].numerator, scale=10.0)
    return rows


def solve(system: EnergySystem, *peaking: Peaking) -> tuple[Solution, Solution]:
    optimization = Optimization(replace(system, peaking=peaking))
    twin = optimization.solve_twin()
    return twin, optimization.solve_plan(twin) if peaking else twin


def values(system: EnergySystem, solution: Solution, indicator: str) -> list[float | None]:
    return list(indicator_values(system, solution)[indicator].values())


def test_a_tracked_target_changes_nothing_and_tells_its_gap() -> None:
    tracked = target("clean_heating_share", 2022, ">=", 25.0, enforced=False)
    system = held(city(), tracked)
    twin, _ = solve(system)
    free, _ = solve(held(city()))
    row = evaluate_targets(system, twin, twin).iloc[0]
    assert twin.objective == pytest.approx(free.objective)
    assert (row["status"], row["result"], row["gap"]) == ("fail", pytest.approx(0.0), pytest.approx(-25.0))
    assert row["binding"] is None and row["shadow_price"] is None


def test_an_enforced_share_is_met_and_its_price_is_what_a_percentage_point_costs() -> None:
    system = held(city(), target("clean_heating_share", 2022, ">=", 25.0))
    twin, _ = solve(system)
    assert values(system, twin, "clean_heating_share") == pytest.approx([0.0, 0.0, 25.0, 0.0], abs=1e-6)
    row = evaluate_targets(system, twin, twin).iloc[0]
    assert row["status"] == "pass" and bool(row["binding"])
    assert row["shadow_price"] == pytest.approx((60 - 20) * 12.0 / 100)  # 1 % of 12 PJ from coal to gas
    assert row["price_unit"] == "million CNY per percentage point"


def test_an_enforced_ceiling_on_a_level_has_its_price_in_its_own_unit() -> None:
    system = held(city(), target("coal_use", 2023, "<=", 9.0))
    twin, _ = solve(system)
    assert values(system, twin, "coal_use")[3] == pytest.approx(9.0)
    assert evaluate_targets(system, twin, twin).iloc[0]["shadow_price"] == pytest.approx(60 - 20)


def test_a_target_that_the_twin_keeps_anyway_is_not_binding_and_costs_nothing() -> None:
    system = held(city(), target("coal_use", 2023, "<=", 20.0))
    row = evaluate_targets(system, *solve(system)).iloc[0]
    assert (row["status"], bool(row["binding"]), row["shadow_price"]) == ("pass", False, 0.0)
    assert row["slack"] == pytest.approx(7.0)


def test_a_change_of_co2_per_gdp_is_told_against_the_value_of_the_base_year() -> None:
    system = held(city(), target("co2_per_gdp", 2023, "<=", None, Change(-0.2, 2020)))
    twin, _ = solve(system)
    base, *_, last = values(system, twin, "co2_per_gdp")
    assert base == pytest.approx(10 * 1.0 / 100)
    assert last == pytest.approx(0.8 * 0.1)
    row = evaluate_targets(system, twin, twin).iloc[0]
    assert (row["target"], row["base_value"], row["slack"]) == pytest.approx((0.08, 0.1, 0.0), abs=1e-9)
    (dual,) = twin.duals.to_dict("records")
    assert dual["bound"] == pytest.approx(0.08)  # the figure that was settled
    # 0.01 t per 10^4 CNY is 0.13 Mt at a GDP of 130, and a tonne costs (60 − 20) / 0.05 = 800 CNY
    assert row["shadow_price"] == pytest.approx(800 * 130 / 10)


def test_no_plan_moves_a_base_year_that_lies_in_the_plan() -> None:
    """Burning more coal in 2021 would make −20 % against 2021 easier: the twin's 2021 counts."""
    system = held(city(), target("co2_emissions", 2023, "<=", None, Change(-0.2, 2021)))
    twin, plan = solve(system, Peaking(max_level=1.05))
    assert values(system, twin, "co2_emissions")[3] == pytest.approx(0.8 * 1.1)
    assert values(system, plan, "co2_emissions")[3] == pytest.approx(0.8 * 1.1, rel=1e-5)
    row = evaluate_targets(system, plan, twin).iloc[0]
    assert (row["base_value"], row["status"]) == (pytest.approx(1.1), "pass")


def test_a_target_in_its_own_base_year_does_not_lower_the_base() -> None:
    """2021 is capped as well: −20 % is told against the 2021 that would have been, not against the capped one."""
    capped = Target(**{**vars(target("co2_emissions", 2021, "<=", 0.9)), "name": "capped"})
    system = held(city(), capped, target("co2_emissions", 2023, "<=", None, Change(-0.2, 2021)))
    twin, _ = solve(system)
    row = evaluate_targets(system, twin, twin).set_index("name").loc["my-co2_emissions"]
    # the cap has a figure of its own and holds in the twin that tells the base
    assert (row["base_value"], row["target"]) == pytest.approx((0.9, 0.72))
    assert values(system, twin, "co2_emissions")[3] == pytest.approx(0.72)


def selling_city(anchor: Anchor) -> SystemBuilder:
    """Boilers live two years, so those of 2022 can be bought in 2021 instead, at a little more for gas."""
    rows = rows_for(YEARS, 2021)
    rows.commodity("heat", unit="PJ", balance="yearly", group="heat", label=label("heat"))
    for fuel, price in (("coal", 10.0), ("gas", 500.0)):
        boiler(rows, fuel, "heat", lifetime=2.0, capital_cost=price)
    rows.demand("heat", [10.0, 10.0, 10.0, 10.0])
    sold = {
        fuel: Form({y: (Term("new_capacity", f"boiler/{fuel}", y, 1.0),) for y in YEARS}) for fuel in ("gas", "coal")
    }
    rows.indicator(
        "nev_sales_share", sold["gas"], sold["gas"].plus(sold["coal"]), scale=100.0, anchor=anchor, unit="GW"
    )
    return rows


def test_sales_do_not_fall_to_zero_to_meet_a_share() -> None:
    def sold(anchor: Anchor, *targets: Target) -> float:
        system = held(selling_city(anchor), *targets)
        twin, _ = solve(system)
        return float(twin.new_capacity[twin.new_capacity["year"] == 2022]["value"].sum())

    share = target("nev_sales_share", 2022, ">=", 50.0)
    free = sold("twin")
    assert free > 1.0
    assert sold("demand", share) < free - 1.0  # the cheat that the floor closes
    assert sold("twin", share) >= free * (1 - 1e-5)


def test_a_share_of_nothing_is_undefined() -> None:
    rows = city()
    nothing = Form({2022: (Term("activity", "supply/none", 2022, 1.0),)})
    rows.indicator("import_share", nothing, nothing, scale=100.0)
    system = held(rows, target("import_share", 2022, "<=", 10.0, enforced=False))
    twin, _ = solve(system)
    row = evaluate_targets(system, twin, twin).iloc[0]
    assert row["status"] == "undefined" and row["result"] is None


def test_a_target_against_a_year_without_data_says_so_and_computes_nothing() -> None:
    system = held(city(), target("co2_per_gdp", 2023, "<=", None, Change(-0.65, 2005), enforced=False))
    twin, _ = solve(system)
    row = evaluate_targets(system, twin, twin).iloc[0]
    assert row["status"] == "no base" and row["target"] is None and row["base_value"] is None


def test_enforced_targets_stay_in_the_twin() -> None:
    system = held(city(), target("coal_use", 2023, "<=", 9.0))
    twin, plan = solve(system, Peaking(max_level=1.1))
    assert values(system, twin, "coal_use")[3] == pytest.approx(9.0)
    assert values(system, plan, "coal_use")[3] == pytest.approx(9.0)


def test_targets_that_contradict_each_other_are_named_in_the_explanation() -> None:
    system = held(city(), target("coal_use", 2023, "<=", 5.0), target("clean_heating_share", 2023, "<=", 10.0))
    twin, _ = solve(system)
    assert twin.status == "infeasible"
    assert any("my-coal_use" in sentence or "my-clean_heating_share" in sentence for sentence in told(twin))


@settings(max_examples=12, deadline=None)
@given(st.floats(0, 90), st.floats(0, 10))
def test_a_tighter_target_never_costs_less(share: float, more: float) -> None:
    loose, _ = solve(held(city(), target("clean_heating_share", 2022, ">=", share)))
    tight, _ = solve(held(city(), target("clean_heating_share", 2022, ">=", share + more)))
    assert loose.objective is not None and tight.objective is not None
    assert tight.objective >= loose.objective * (1 - 1e-9)
