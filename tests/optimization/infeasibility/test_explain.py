"""Clashes of small systems, worked out by hand: who clashes, by how much, and where it is written.

Coal heat emits 0.1 Mt per PJ, gas heat 0.05 Mt per PJ; demand rises from 10 to 14 PJ.
"""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from carbonsim.errors import OutOfTimeError
from carbonsim.messages.message import message
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.rows import SystemBuilder, TechnologySpec
from carbonsim.system.tables import Peaking, Ratio, Term
from tests.optimization.small_systems import finish, heated_city, told
from tests.written_systems import written

YEARS = [2020, 2021, 2022, 2023, 2024]
RISING = [10.0, 11.0, 12.0, 13.0, 14.0]


def city(**options: dict[str, object]) -> SystemBuilder:
    return heated_city(YEARS, RISING, 2021, options=options)


def planned(rows: SystemBuilder, *peaking: Peaking) -> Solution:
    optimization = Optimization(replace(finish(rows), peaking=peaking))
    twin = optimization.solve_twin()
    return optimization.solve_plan(twin) if twin.status == "optimal" else twin


def paths(solution: Solution) -> set[str]:
    return {path for statement in solution.explanation for path in statement.paths}


def test_a_level_against_the_duty_of_a_plant() -> None:
    """Coal must give 9 PJ; with 5 PJ of gas in 2024 that makes 1.15 Mt, 0.15 above the level."""
    duty = {"activity_min": [0.0, 9.0, 9.0, 9.0, 9.0], "path": "energy.plants.coal", "keys": {"activity_min": "duty"}}
    plan = planned(city(coal=duty), Peaking(max_level=1.0))
    assert plan.status == "infeasible"
    (sentence,) = told(plan)
    assert sentence.startswith("emissions of at most 1 Mt a year in 2022–2024 (peaking.max_level)")
    assert "at least 9 PJ of coal boiler" in sentence
    assert "cannot both hold: the smallest relaxation that works is 0.05–0.15 Mt in 2022–2024." in sentence
    assert paths(plan) == {"peaking.max_level", "energy.plants.coal.duty"}


def test_a_duty_of_a_power_plant_is_told_in_terawatt_hours() -> None:
    """32.4 PJ are 9 TWh."""
    duty: dict[str, object] = {"activity_min": [0.0, 0.0, 0.0, 0.0, 32.4], "branch": "power", "path": "p"}
    rows = heated_city(YEARS, [40.0] * 5, 2021, options={"coal": duty})
    plan = planned(rows, Peaking(emission_cap={2024: 3.0}))
    (sentence,) = told(plan)
    assert "a cap of 3 Mt in 2024 (peaking.emission_cap.2024) and at least 9 TWh of coal boiler in 2024" in sentence
    assert "cannot both hold: the smallest relaxation that works is 0.62 Mt in 2024." in sentence


def test_a_budget_against_demand() -> None:
    """All gas makes 0.55 to 0.7 Mt a year, 2.5 Mt in four years."""
    plan = planned(city(), Peaking(budget=(2021, 2024, 2.0)))
    (sentence,) = told(plan)
    assert sentence.startswith("a budget of 2 Mt for 2021–2024 (peaking.budget)")
    assert "demand for heat" in sentence
    assert "the smallest relaxation that works is 0.5 Mt." in sentence


def test_a_cap_below_what_a_slow_change_leaves() -> None:
    """Gas may give 2 PJ in 2022, so coal gives 10 of 12 PJ: 1.1 Mt."""
    slow = {"activity_max": [0.0, 1.0, 2.0, 3.0, 4.0], "path": "energy.plants.gas"}
    plan = planned(city(gas=slow), Peaking(emission_cap={2022: 0.9}))
    (sentence,) = told(plan)
    assert "a cap of 0.9 Mt in 2022" in sentence and "at most 2 PJ of gas boiler in 2022" in sentence
    assert "0.2 Mt in 2022" in sentence


def test_two_targets_that_contradict_each_other_are_both_named() -> None:
    """At least 12 PJ of coal in 2023 make 1.25 Mt with 1 PJ of gas that demand asks for; the cap allows 1."""
    rows = city()
    rows.limit(
        "coal use", 2023, ">=", [Term("activity", "boiler/coal", 2023, 1.0)], 12.0, unit="PJ", path="targets.coal",
        kind="policy",
    )  # fmt: skip
    plan = planned(rows, Peaking(emission_cap={2023: 1.0}))
    (sentence,) = told(plan)
    assert paths(plan) >= {"peaking.emission_cap.2023", "targets.coal"}
    assert "demand for heat in 2023" in sentence  # without it the cap and the coal ask for 0.2 Mt alone
    assert re.search(r"cannot all hold: .* (0\.25 Mt|5 PJ) in 2023", sentence)


def test_a_scenario_that_cannot_be_supplied_says_so_even_without_its_peaking_plan() -> None:
    """Coal and gas give 6 PJ together where 14 are asked for: 8 PJ are missing in 2024, 4 in 2020."""
    rows = city(coal={"activity_max": 3.0, "path": "a"}, gas={"activity_max": 3.0, "path": "b"})
    twin = planned(rows, Peaking(max_level=5.0))
    assert twin.status == "infeasible"
    first, second = told(twin)
    assert first == "The scenario has no solution even without its peaking plan."
    assert "at most 3 PJ of" in second
    assert "the smallest relaxation that works is" in second


def test_the_same_is_told_in_chinese_with_chinese_units() -> None:
    plan = planned(city(), Peaking(max_level=0.6))
    chinese = plan.explanation[0].with_places().rendered("zh")
    assert chinese.startswith("2023—2024年年排放量不超过60万吨（peaking.max_level）")
    assert "无法同时成立：可行的最小放宽量为" in chinese


def test_places_are_told_where_the_paths_stand() -> None:
    plan = planned(city(), Peaking(max_level=0.6))
    sentence = str(plan.explanation[0].with_places(lambda path: f"{path}, city.yaml:12"))
    assert "(peaking.max_level, city.yaml:12)" in sentence


def test_a_cost_without_a_bottom_is_called_unbounded() -> None:
    rows = city()
    rows.technology(TechnologySpec(
        name="gift", sector="energy", branch="trade", group="export",
        label=rows.technologies["city", "boiler/coal"].label,
        slices=False, modes={"take": rows_mode(-1.0)},
    ))  # fmt: skip
    twin = planned(rows)
    assert twin.status == "unbounded"
    assert "no cheapest plan" in told(twin)[0]


def rows_mode(cost: float):  # type: ignore[no-untyped-def]
    from carbonsim.system.rows import Mode

    return Mode(variable_cost=cost)


def test_a_run_out_of_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutOfTimeError):
        Optimization(finish(city()), time_limit=0.0)
    optimization = Optimization(finish(city()), time_limit=600.0)
    monkeypatch.setattr(optimization, "_until", time.perf_counter())
    twin = optimization.solve_twin()
    assert twin.status == "time_limit"
    assert "--time-limit" in told(twin)[0]


def test_numerical_trouble_is_not_called_infeasible(monkeypatch: pytest.MonkeyPatch) -> None:
    from carbonsim.optimization.solver import solve

    monkeypatch.setattr(solve, "STATUSES", {})
    twin = planned(city())
    assert twin.status == "error"
    assert "numerical trouble" in told(twin)[0]


def test_a_target_that_has_no_part_in_a_clash_is_not_named() -> None:
    """Coal must give 9 PJ and may give 4; a target of 1 PJ of gas has nothing to do with it."""
    rows = city()
    for sense, bound in ((">=", 9.0), ("<=", 4.0)):
        term = [Term("activity", "boiler/coal", 2022, 1.0)]
        rows.limit(f"coal {sense}", 2022, sense, term, bound, unit="PJ", path=f"coal {sense}")  # type: ignore[arg-type]
    gas = [Term("activity", "boiler/gas", 2022, 1.0)]
    rows.limit("gas", 2022, ">=", gas, 1.0, unit="PJ", path="targets.gas", kind="policy")
    plan = planned(rows)
    assert plan.status == "infeasible"
    assert not any("targets.gas" in path for path in paths(plan))
    assert paths(plan) & {"coal >=", "coal <="}


DUTY = {"activity_min": [0.0, 9.0, 9.0, 9.0, 9.0], "path": "energy.plants.coal", "keys": {"activity_min": "duty"}}


@pytest.mark.parametrize(
    ("status", "words", "chinese"),
    [("iteration_limit", "ended after 100,", "次后中止"), ("time_limit", "time was up", "因时间用尽而中止"),
     ("error", "numerical trouble", "数值困难")],
)  # fmt: skip
def test_a_search_without_an_end_tells_the_clash_and_what_that_alone_asks_for(
    monkeypatch: pytest.MonkeyPatch, status: str, words: str, chinese: str
) -> None:
    """9 PJ of coal emit 0.9 Mt whatever else is done: 0.2 above the level in each year of the proof."""
    from carbonsim.optimization.infeasibility import explain

    searched, whole = explain.relax, [True]

    def late(*asked):  # type: ignore[no-untyped-def]
        if whole:
            whole.clear()
            raise explain.OutOfEffortError(status)
        return searched(*asked)

    monkeypatch.setattr(explain, "relax", late)
    plan = planned(city(coal=DUTY), Peaking(max_level=0.7))
    assert plan.status == "infeasible"
    (sentence,) = told(plan)
    assert "emissions of at most 0.7 Mt a year" in sentence and "at least 9 PJ of coal boiler" in sentence
    assert "cannot both hold: this clash alone asks for 0." in sentence and words in sentence
    assert all(words in plan.explanation[0].with_places().rendered("zh") for words in ("仅此冲突即须放宽", chinese))


def test_an_explanation_without_time_says_that_no_plan_exists_and_that_time_was_up() -> None:
    from carbonsim.optimization.infeasibility.explain import explain

    optimization = Optimization(replace(finish(city()), peaking=(Peaking(max_level=0.6),)))
    optimization.solve_plan(optimization.solve_twin())
    (statement,) = explain(optimization.model, optimization.solver, twin=False, seconds=0.0)
    assert str(statement.with_places()).startswith("No plan exists; the time was up")
    (statement,) = explain(optimization.model, optimization.solver, twin=False, seconds=20.0)
    assert "the smallest relaxation that works is" in str(statement.with_places())


def test_a_slow_clock_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock a thousand times as fast as the usual one leaves the words as they are."""
    from carbonsim.optimization.infeasibility import explain
    from carbonsim.optimization.solver import solve

    usual = told(planned(city(coal=DUTY), Peaking(max_level=0.7)))
    monkeypatch.setattr(solve, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(solve, "SECONDS_OF_A_NUMBER", 0.0)
    start = explain.time.perf_counter()
    monkeypatch.setattr(explain.time, "perf_counter", lambda: start)
    assert told(planned(city(coal=DUTY), Peaking(max_level=0.7))) == usual


def test_the_time_that_an_explanation_took_is_told() -> None:
    assert planned(city(), Peaking(max_level=0.6)).timings["explain"] > 0.0
    assert "explain" not in planned(city()).timings


def test_of_a_large_clash_the_limits_that_were_declared_are_named() -> None:
    """Seven ways to heat must run by their own keys, seven by what the model makes of others: 1.68 Mt in all."""
    rows = heated_city(YEARS, [16.8] * 5, 2021)
    for number in range(14):
        name = f"kiln/{number}"

        rows.technology(TechnologySpec(
            name=name, sector="energy", branch="heat", group="kiln",
            label=rows.technologies["city", "boiler/coal"].label,
            slices=False, modes={"run": burning("coal")}, path=f"system.technologies.kiln-{number}",
            activity_min=[0.0, 0.0, 0.0, 0.0, 1.2 if number % 2 else 0.0],
        ))  # fmt: skip
        if number % 2 == 0:
            rise = [Term("activity", name, 2024, 1.0)]
            rows.limit(f"rise of {name}", 2024, ">=", rise, 1.2, unit="PJ", path="industry.technologies.kiln")
    plan = planned(rows, Peaking(emission_cap={2024: 1.6}))
    (sentence,) = told(plan)
    assert (
        "and 10 further limits (7 limits on shares and operation of heat plants in 2024 and 3 floors on output of heat"
        " plants in 2024): the smallest relaxation that works is 0.08 Mt in 2024."
    ) in sentence
    (statement,) = plan.explanation
    assert "另外10项限制（2024年热源占比与运行限制7项、2024年热源产出下限3项）" in statement.with_places().rendered(
        "zh"
    )
    rows = [limit.row(lambda path: (path, "city.yaml", 7)) for limit in statement.limits]
    assert len(rows) == 15 and all(row["line"] == 7 and row["place"] == f"{row['path']}, city.yaml:7" for row in rows)
    assert next(row["relaxed_by"] for row in rows if row["relaxed_by"])[0]["amount"] == pytest.approx(0.08)
    named = {path for path in paths(plan) if path != "peaking.emission_cap.2024"}
    assert len(named) == 4 and all(path.endswith(".activity_min") for path in named), named


def burning(fuel: str):  # type: ignore[no-untyped-def]
    from carbonsim.system.rows import Mode

    return Mode(inputs={fuel: 1.0}, outputs={"heat": 1.0})


def test_limits_have_their_names_in_quotes_and_chinese_words_in_chinese() -> None:
    from tests.written_systems import written

    text = """
        name: town
        time: {years: [2020], discount_rate: 0.05}
        system:
          commodities: {power: {}}
          technologies:
            coal: {outputs: {power: 1}, emission_factors: {CO2: 0.2}}
            gas: {outputs: {power: 1}, emission_factors: {CO2: 0.1}}
          demands: {power: {amount: 10}}
          limits:
            clean-air: {measure: emissions, emission: CO2, at_most: 1.2}
            mines: {label: {en: Work for the mines, zh: 矿山用工}, measure: activity, technologies: [coal], at_least: 5}
        """
    optimization = Optimization(written(text))
    (statement,) = optimization.solve_twin().explanation
    chinese, english = statement.with_places().rendered("zh"), str(statement.with_places())
    assert "限制“clean-air”，上限（至多120万吨）" in chinese
    assert "矿山用工，下限（至少500万吉焦）" in chinese
    assert "clean-air, upper bound (at most 1.2 Mt) in 2020 (system.limits.clean-air.at_most)" in english
    assert "Work for the mines, lower bound (at least 5 PJ) in 2020 (system.limits.mines.at_least)" in english


def test_demand_and_reserve_of_a_written_system_are_named_by_their_own_keys() -> None:
    from tests.written_systems import written

    text = """
        name: town
        time: {years: [2020], discount_rate: 0.05}
        system:
          commodities: {power: {balance: slice}}
          technologies:
            plant: {outputs: {power: 1}, lifetime: 10, capacity_to_activity: 1, capacity_credit: 0.5, capacity_max: 15}
          demands: {town: {commodity: power, amount: 10}}
          reserve_margins: {firm: {commodity: power, margin: 0.2}}
        """
    (statement,) = Optimization(written(text)).solve_twin().explanation
    assert set(statement.paths) == {"system.reserve_margins.firm", "system.technologies.plant.capacity_max"}
    assert "the smallest relaxation that works is 4.5 PJ a year in 2020" in str(statement.with_places())
    assert "可行的最小放宽量为2020年450万吉焦/年" in statement.with_places().rendered("zh")
    bare = text[: text.index("reserve_margins")].replace("capacity_max: 15", "capacity_max: 5")
    (statement,) = Optimization(written(bare)).solve_twin().explanation
    assert set(statement.paths) == {"system.demands.town", "system.technologies.plant.capacity_max"}


def test_whole_units_that_do_not_fit_are_explained_too() -> None:
    """Units of 4 GW give 4 or 8 PJ, never the 6 that the ceiling allows and the demand asks for."""
    from tests.written_systems import written

    text = """
        name: town
        time: {years: [2020], discount_rate: 0.05}
        system:
          commodities: {power: {}}
          technologies:
            plant: {outputs: {power: 1}, lifetime: 10, capacity_to_activity: 1, unit_size: 4, capacity_max: 6}
          demands: {power: {amount: 6}}
        """
    solution = Optimization(written(text)).solve_twin()
    assert solution.status == "infeasible"
    (sentence,) = told(solution)
    assert "the smallest relaxation that works is 2 " in sentence
    assert "system.technologies.plant.capacity_max" in sentence


REMOVING = """
    name: town
    time: {years: [2020, 2025], discount_rate: 0.05}
    system:
      commodities: {heat: {}, power: {}}
      technologies:
        plant: {outputs: {power: 1}, variable_cost: 10}
        boiler: {outputs: {heat: 1}, variable_cost: 5, emission_factors: {CO2: 0.1}}
        capture: {label: {en: Air capture, zh: 空气捕集}, inputs: {power: 2}, emission_factors: {CO2: -1},
                  variable_cost: 30, BOUND}
      demands: {heat: {amount: 10}}
      carbon_price: {CO2: PRICE}
    """


def removing(price: float, bound: str = "") -> Solution:
    from tests.written_systems import written

    return Optimization(written(REMOVING.replace("PRICE", str(price)).replace(", BOUND", bound))).solve_twin()


def test_removals_that_a_carbon_price_pays_without_a_bound_are_named() -> None:
    """A tonne costs 30 and two of power at 10, which is 50: a price of 40 pays nothing, one of 60 without end."""
    assert removing(40).status == "optimal"
    assert removing(60, ", activity_max: 3").status == "optimal"
    endless = removing(60)
    assert endless.status == "unbounded"
    (statement,) = endless.explanation
    assert statement.paths == ("system.technologies.capture",)
    assert (
        "the more of Air capture (system.technologies.capture) runs or is built, the more it earns" in told(endless)[0]
    )
    assert "the carbon price pays for what is removed" in told(endless)[0]
    assert "空气捕集" in statement.with_places().rendered(
        "zh"
    ) and "按碳价获得收益" in statement.with_places().rendered("zh")


def test_a_cost_below_nothing_is_named_without_a_word_of_carbon() -> None:
    from tests.written_systems import written

    text = REMOVING.replace("variable_cost: 30", "variable_cost: -30").replace(", BOUND", "").replace("PRICE", "0")
    endless = Optimization(written(text)).solve_twin()
    assert endless.status == "unbounded"
    assert endless.explanation[0].paths == ("system.technologies.capture",)
    assert "carbon price" not in told(endless)[0]


def test_a_limit_of_iterations_is_a_run_that_was_not_finished() -> None:
    twin = Optimization(finish(city()), options={"simplex_iteration_limit": 0, "presolve": "off"}).solve_twin()
    assert twin.status == "time_limit"


def test_shares_that_change_from_year_to_year_are_one_party() -> None:
    """Gas alone emits 0.55 Mt in 2021; 60, 70 and 80 per cent of coal make 0.96, 1.105 and 1.26: 0.075 above 3.8."""
    rows = city()
    for year, share in ((2022, 0.6), (2023, 0.7), (2024, 0.8)):
        heat = tuple(Term("activity", name, year, 1.0) for name in ("boiler/coal", "boiler/gas"))
        terms = [replace(term, coefficient=(term.technology == "boiler/coal") - share) for term in heat]
        rows.limit(
            "coal heat", year, ">=", terms, 0.0, unit="PJ", path="energy.coal_share",
            ratio=Ratio(100 * share, "%", 100.0, heat),
            label=message("{drivetrain} at least {value} of the sales of {fleet}", drivetrain="coal", fleet="heat"),
        )  # fmt: skip
    plan = planned(rows, Peaking(budget=(2021, 2024, 3.8)))
    assert plan.status == "infeasible"
    assert "coal at least 60–80 % of the sales of heat in 2022–2024 (energy.coal_share)" in told(plan)[0]
    assert "the smallest relaxation that works is 0.075 Mt" in told(plan)[0]
    assert "2022—2024年heat销量中coal至少占60–80%" in plan.explanation[0].with_places().rendered("zh")


FAR_APART = """
name: Town
time: {years: [2025, 2026], discount_rate: 0 %/yr}
system:
  commodities: {fuel: {}, heat: {}}
  technologies:
    mine: {outputs: {fuel: 1}, variable_cost: 8.0e+6}
    stove: {inputs: {fuel: 6.0e+4}, outputs: {heat: 4.0e-9}, variable_cost: 8.0e-9}
    boiler: {inputs: {fuel: 8.0e-4}, outputs: {heat: 6.0e+6}, variable_cost: 1.0e+8}
  demands: {heat: {amount: {2025: 4, 2026: 1.0e+5}}}
"""


def test_an_answer_that_the_solver_does_not_stand_by_is_called_numerical_trouble() -> None:
    """The boiler's fuel is lost beside the stove's, 1e23 times as much for a unit of heat: 0.006 % of the cost."""
    troubled = Optimization(written(FAR_APART)).solve_twin()
    assert troubled.status == "error"
    assert "numerical trouble" in told(troubled)[0]
    assert troubled.ranges["matrix"][0] < 1e-9


def test_sectors_and_rates_are_told_in_chinese_too() -> None:
    """Heat is of the sector `energy`. Boilers last a year: 8 GW may be the first, and 10 are needed."""
    plan = planned(city(), Peaking(max_level=0.6, sector="energy", path="peaking.sectors.energy"))
    assert "能源年排放量不超过60万吨（peaking.sectors.energy.max_level）" in plan.explanation[0].with_places().rendered(
        "zh"
    )
    limits = {"lifetime": 1, "growth_limit": 0.0, "growth_seed": 8.0, "path": "energy.plants.coal"}
    twin = planned(city(coal=limits, gas={"activity_max": 0.0, "path": "energy.plants.gas"}))
    chinese = twin.explanation[0].with_places().rendered("zh")
    assert "2020年新增coal boiler每年增加不超过上年的0%加800万千瓦/年（energy.plants.coal.growth_limit）" in chinese
    assert "可行的最小放宽量为2020年200万千瓦/年" in chinese


GREEN = """
    name: Shares
    time: {years: [2020, 2021], discount_rate: 0}
    system:
      commodities: {power: {}}
      technologies:
        sun: {outputs: {power: 1}, variable_cost: 3, activity_max: 4}
        coal: {outputs: {power: 1}, variable_cost: 9}
      demands: {power: {amount: {2020: 10, 2021: 16}}}
      limits: {green: {measure: output, technologies: [sun], commodities: [power], share_min: SHARE}}
    """


@pytest.mark.parametrize(
    ("share", "status"), [("50 %", "infeasible"), ("{2020: 40 %, 2021: 25 %}", "optimal"),
                          ("{2020: 41 %, 2021: 25 %}", "infeasible"), ("{2020: 40 %, 2021: 27.5 %}", "infeasible")],
)  # fmt: skip
def test_a_share_gives_way_to_the_share_that_can_be_reached(share: str, status: str) -> None:
    """Four of sun are 40 % of 10 and 25 % of 16; of the fall to 25 % a tenth less is 27.5 %, and none either."""
    twin = Optimization(written(GREEN.replace("SHARE", share))).solve_twin()
    assert twin.status == status
    if share == "50 %":
        (told, chinese) = (twin.explanation[0].with_places().rendered(language) for language in ("en", "zh"))
        assert "green, least share (at least 50 %) in 2020–2021" in told
        assert "1–4 PJ in 2020–2021 (25–40 % in place of 50 %)" in told
        assert "100–400万吉焦（由50%放宽至25–40%）" in chinese


def test_a_share_that_may_not_be_exceeded_gives_way_upwards() -> None:
    """All of 16 but 4 of coal is 75 %."""
    text = GREEN.replace("technologies: [sun]", "technologies: [coal]").replace("share_min: SHARE", "share_max: 0.7")
    told = str(Optimization(written(text)).solve_twin().explanation[0].with_places())
    assert "0.8 PJ in 2021 (75 % in place of 70 %)" in told


def test_a_growth_limit_is_named_with_its_rate_and_seed() -> None:
    """From nothing, 0.5 GW are the first of 1; from 1 GW a fifth and 0.5 more are 1.7 of 2 in 2021."""
    twin = Optimization(
        written("""
        name: Growth
        time: {years: [2020, 2021], discount_rate: 0}
        system:
          commodities: {power: {}}
          technologies:
            wind: {outputs: {power: 1}, lifetime: 1, capital_cost: 5, capacity_to_activity: 1, growth_limit: 20 %/yr,
                   growth_seed: 0.5, new_capacity_max: {2020: 1, 2021: 9}}
          demands: {power: {amount: {2020: 1, 2021: 2}}}
        """)
    ).solve_twin()
    assert twin.status == "infeasible"
    told, chinese = (twin.explanation[0].with_places().rendered(language) for language in ("en", "zh"))
    assert "new wind growing by no more than 20 % and 0.5 GW a year in 2020–2021" in told
    assert "2020—2021年新增wind每年增加不超过上年的20%加50万千瓦/年" in chinese
    assert "the smallest relaxation that works is 0.3–0.5 GW a year in 2020–2021" in told
