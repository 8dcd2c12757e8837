"""What is announced for later years is heard before it is seen: on a straight line, and no further than it leads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.planning.announced import Announced
from carbonsim.optimization.planning.cutting import Horizon, Line, Window
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.terms.limits import limit_columns
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.forms import Form
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, heated_city
from tests.written_systems import by_year

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
YEARS = list(range(2020, 2026))


def built_slowly(peaking: Peaking, foresight: int | None = 0) -> tuple[Solution, Solution]:
    """Two units of gas boilers a year at most; ten are needed to halve the emissions of 1 Mt."""
    gas = {"lifetime": 30.0, "capital_cost": 1.0, "new_capacity_max": [0.0, 2.0, 2.0, 2.0, 2.0, 2.0]}
    rows = heated_city(YEARS, [10.0] * len(YEARS), 2021, options={"gas": gas})
    optimization = Optimization(replace(finish(rows), peaking=(peaking,), foresight=foresight))
    twin = optimization.solve_twin()
    return twin, optimization.solve_plan(twin)


def test_a_cap_that_takes_years_of_building_is_begun_in_time_though_it_is_not_seen() -> None:
    """The line from 1 to 0.5 Mt stands at 0.8 in 2022, which takes four boilers by then, and at 0.7 a year later."""
    twin, plan = built_slowly(Peaking(emission_cap={2025: 0.5}, guard=False))
    assert twin.foresight is not None and sum(by_year(twin, "new_capacity", "boiler/gas")) == pytest.approx(0.0)
    assert by_year(plan, "new_capacity", "boiler/gas") == pytest.approx([2.0] * 5)
    assert plan.foresight is not None and not plan.foresight.unheard and not plan.foresight.again


def test_so_is_a_limit_on_an_emission_of_the_region() -> None:
    gas = {"lifetime": 30.0, "capital_cost": 1.0, "new_capacity_max": [0.0, 2.0, 2.0, 2.0, 2.0, 2.0]}
    system = finish(heated_city(YEARS, [10.0] * len(YEARS), 2021, options={"gas": gas}))
    parameters = {**system.parameters, "emission_limit": {("city", "CO2", 2025): 0.5}}
    twin = Optimization(replace(system, parameters=parameters, foresight=0)).solve_twin()
    assert twin.status == "optimal"
    assert twin.foresight is not None and not twin.foresight.unheard and not twin.foresight.again
    assert by_year(twin, "new_capacity", "boiler/gas") == pytest.approx([2.0] * 5)


def test_until_the_peak_is_decided_a_later_cap_is_not_heard() -> None:
    """With a peak in 2023 nothing is built until it is decided; then there is no time left, and that is told."""
    _, plan = built_slowly(Peaking(by=2023, emission_cap={2025: 0.5}, guard=False))
    assert plan.status == "infeasible"
    _, perfect = built_slowly(Peaking(by=2023, emission_cap={2025: 0.5}, guard=False), None)
    assert perfect.status == "optimal"


def test_a_line_that_nobody_can_follow_is_left_and_told() -> None:
    """Nothing can be built until 2024, when ten units can: the line asks for what is not to be had before."""
    gas = {"lifetime": 30.0, "capital_cost": 1.0, "new_capacity_max": [0.0, 0.0, 0.0, 0.0, 10.0, 10.0]}
    rows = heated_city(YEARS, [10.0] * len(YEARS), 2021, options={"gas": gas})
    system = replace(finish(rows), peaking=(Peaking(emission_cap={2025: 0.5}, guard=False),), foresight=0)
    optimization = Optimization(system)
    plan = optimization.solve_plan(optimization.solve_twin())
    assert plan.foresight is not None and plan.foresight.unheard == (2021, 2022)
    assert [*plan.scope["total"]][-1] == pytest.approx(0.5)


def heard(target: str, window: Window) -> tuple[CompiledModel, np.ndarray, tuple[Line, ...]]:
    """Return what a window of the tutorial hears of a target, and all columns as its twin decided them."""
    scenario, findings = read_scenario(TUTORIAL)
    assert scenario is not None, findings
    scenario = scenario.with_({"targets": {"announced": target}})
    system, findings = assemble(scenario)
    assert system is not None, findings
    optimization = Optimization(system)
    optimization.solve_twin()
    model = optimization.model
    horizon = Horizon(model.free_program(), model)
    assert optimization.columns is not None
    return model, optimization.columns, Announced.in_programme(horizon, model).heard(window, optimization.columns)


def value(model: CompiledModel, columns: np.ndarray, form: Form, year: int) -> float:
    terms = limit_columns(model.data, form.terms.get(year, ())).items()
    places = model.arrays.columns
    return form.constants.get(year, 0.0) + sum(one * columns[places[family][key]] for (family, key), one in terms)


def test_a_target_is_heard_between_what_was_reached_and_what_is_asked() -> None:
    """Of 9 GW in 2040, seen from 2026 to 2030, as much is asked in 2030 as lies on the way from 2025."""
    target = {"indicator": "wind_capacity", "at_least": "9 GW", "year": 2040, "strength": "enforce"}
    model, columns, (line,) = heard(target, Window(2025, 2030, 2026))
    wind = [key for key in model.data.families["capacity"] if key[1] == "wind" and key[2] == 2025]
    before = sum(columns[model.arrays.columns["capacity"][key]] for key in wind)
    assert line.low == pytest.approx(before + (9.0 - before) * 5 / 15)
    assert line.high == np.inf
    assert heard(target, Window(2027, 2040, 2040))[2] == ()


def test_who_is_past_what_is_asked_need_not_go_on() -> None:
    """No wind stands in 2025: at most 9 GW in 2040 are at most 9 GW before it too."""
    target = {"indicator": "wind_capacity", "at_most": "9 GW", "year": 2040, "strength": "enforce"}
    _, _, (line,) = heard(target, Window(2025, 2030, 2026))
    assert line.high == pytest.approx(9.0)


def test_a_share_is_held_against_the_whole_of_the_last_year_that_is_seen() -> None:
    target = {"indicator": "non_fossil_share", "at_least": "60 %", "year": 2040, "strength": "enforce"}
    model, columns, (line,) = heard(target, Window(2025, 2030, 2026))
    (indicator,) = (one for one in model.system.indicators if one.name == "non_fossil_share")
    assert indicator.denominator is not None
    years = model.arrays.column_years[line.columns]
    assert set(years.tolist()) == {2030}
    whole = indicator.denominator
    share = indicator.scale * value(model, columns, indicator.numerator, 2025) / value(model, columns, whole, 2025)
    asked = (share + (60.0 - share) * 5 / 15) / indicator.scale
    missing = value(model, columns, indicator.numerator, 2030) - asked * value(model, columns, whole, 2030)
    assert line.values @ columns[line.columns] - line.low == pytest.approx(missing)
