"""Costs in three lines, by hand: against the baseline, public money, and without private vehicles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import carbonsim
from carbonsim.analysis.accounts.cost_lines import Costed, cost_lines
from carbonsim.messages.message import rendered
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.compare_page import verdict_rows
from carbonsim.report.cost_lines import cost_line_cells, cost_line_rows, cost_lines_scope
from carbonsim.report.page import render_report
from carbonsim.system.tables import Years
from tests.report import small_content
from tests.report.small_content import with_summary

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
CAR, TAXI, PLANT = "transport/car/distance/petrol", "transport/taxi/distance/petrol", "energy/power/coal"


def costed(name: str, car: float, taxi: float, plant: float, *, private: bool = True) -> Costed:
    """Return a plan of a city with cars, taxis and a power plant, each at a cost in million CNY."""
    scenario: Any = SimpleNamespace(name=name, name_zh="", campaigns={}, before_campaigns=None)
    technologies = [SimpleNamespace(name=one, private=private and one == CAR) for one in (CAR, TAXI, PLANT)]
    years = Years((2020, 2021), 2020, 0.0)
    system: Any = SimpleNamespace(technologies=technologies, years=years)
    rows = [("city", CAR, 2020, "investment", car), ("city", TAXI, 2020, "fixed", taxi)]
    rows += [("city", PLANT, 2020, "investment", plant + 5.0), ("city", PLANT, 2020, "salvage", -5.0)]
    costs = pd.DataFrame(rows, columns=["region", "technology", "year", "component", "value"])
    return Costed(scenario, system, Solution(SolveStatus.OPTIMAL, total_cost=car + taxi + plant, costs=costs))


def test_the_energy_system_leaves_out_what_private_vehicles_cost() -> None:
    told = cost_lines(costed("plan", 30.0, 10.0, 70.0), costed("base", 25.0, 10.0, 60.0), {2020: 1.0, 2021: 2.0})
    assert told == {
        "against_baseline": 15.0,
        "public_money": 0,
        "energy_system": 80.0,
        "energy_system_against_baseline": 10.0,
        "private_vehicles": 30.0,
        "gdp": 3000.0,
        "baseline": "base",
        "baseline_zh": None,
    }


def test_without_private_fleets_all_is_the_energy_system() -> None:
    plan = costed("plan", 30.0, 10.0, 70.0, private=False)
    told = cost_lines(plan, plan, {})
    assert told is not None
    assert (told["energy_system"], told["private_vehicles"], told["gdp"]) == (110.0, 0.0, None)


def test_the_baseline_has_nothing_to_be_told_against_and_no_plan_has_no_cost() -> None:
    base = costed("base", 25.0, 10.0, 60.0)
    told = cost_lines(base, base, {})
    assert told is not None
    assert told["against_baseline"] is None is told["energy_system_against_baseline"]
    none = replace(base, solution=Solution(SolveStatus.INFEASIBLE))
    assert cost_lines(none, base, {}) is None
    plan = cost_lines(base, replace(none), {})
    assert plan is not None
    assert plan["against_baseline"] is None


def test_public_money_is_that_of_campaigns_that_run(tmp_path: Path) -> None:
    """0.2 billion a year in 2026 and 2027, at the middle of each year and at 6 % a year; what is off costs nothing."""
    shared = "category: industry, owner: a bureau, start: 2026, full_by: 2030"
    spent = "public_cost: {2026: 0.2, 2027: 0.2, 2028: 0}"
    text = f"""
        extends: {TUTORIAL}
        name: with public money
        peaking: null
        campaigns:
          here: {{{shared}, {spent}, changes: {{energy.carbon_price: 60 CNY/t}}}}
          off: {{{shared}, {spent}, enabled: false, changes: {{energy.plants.wind.capital_cost: 5000 CNY/kW}}}}
    """
    file = tmp_path / "public.yaml"
    file.write_text(dedent(text), encoding="utf-8")
    run = carbonsim.run(file, write_results=False)
    told = run.summary.cost_lines
    assert told is not None
    assert told.public_money == pytest.approx(200.0 * (1.06**-1.5 + 1.06**-2.5), rel=1e-9)
    assert told.baseline == "Tutorial"
    assert told.energy_system == pytest.approx(run.summary.total_cost.value)


LINES = {
    "against_baseline": 15_000.0,
    "public_money": 300.0,
    "energy_system": 1_200_000.0,
    "energy_system_against_baseline": 2_000.0,
    "private_vehicles": 900_000.0,
    "gdp": 30_000_000.0,
    "baseline": "Base",
    "baseline_zh": "基准",
}


def test_a_gap_below_a_ten_thousandth_of_gdp_is_no_difference() -> None:
    """GDP of 30,000 billion: 15 billion are 0.05 % of it, and 2 billion less than 0.01 %."""
    content = with_summary(small_content.full(), cost_lines=LINES)
    told = content.summary.cost_lines
    assert told is not None
    texts = [
        (rendered(line.name, "en"), *(rendered(cell, "en") for cell in cost_line_cells(line, told)))
        for line in cost_line_rows(content.summary)
    ]
    assert texts == [
        ("Against the baseline", "+15.00 billion CNY", "0.050%", "+15.00 billion CNY"),
        ("Public money of campaigns", "0.3000 billion CNY", "<0.01%", "–"),
        ("Energy system without private vehicles", "1,200 billion CNY", "4.0%", "no difference"),
    ]


def test_the_three_lines_stand_on_the_page_in_both_languages_and_in_a_comparison() -> None:
    content = with_summary(small_content.full(), cost_lines=LINES)
    page = render_report(content)
    assert 'id="cost-lines"' in page and "Energy system without private vehicles" in page
    assert "不含私人车辆的能源系统" in page and "“基准”" in page
    dearer = with_summary(content, cost_lines={**LINES, "energy_system": 1_290_000.0})
    rows = {rendered(row.name, "en"): row for row in verdict_rows([content, dearer], 0)}
    system = rows["Energy system without private vehicles"]
    assert rendered(system.gaps[1], "en") == "+90.00 billion CNY"
    assert rendered(rows["Public money of campaigns"].gaps[1], "en") == "no difference"
    assert "900.0 billion CNY" in rendered(cost_lines_scope(content.summary.cost_lines), "en")  # type: ignore[arg-type]
    assert 'id="cost-lines"' not in render_report(small_content.full())


def test_a_baseline_says_that_it_is_one() -> None:
    own = {**LINES, "against_baseline": None, "energy_system_against_baseline": None, "baseline": None}
    content = with_summary(small_content.full(), cost_lines=own)
    told = content.summary.cost_lines
    assert told is not None
    first = cost_line_rows(content.summary)[0]
    assert rendered(cost_line_cells(first, told)[0], "en") == "this is the baseline"
    assert rendered(cost_line_cells(first, told)[0], "zh") == "本情景即基准情景"
