"""Carbon budgets add up, and actuals say what is left; the cases are solved by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from carbonsim import pipeline
from carbonsim.analysis.carbon_budget import budget_carbon, hold_actuals, over_calendar, period_of
from carbonsim.results.results import COLUMNS, Results
from carbonsim.scenario.rules.record import actuals_are_of_years_that_are_over
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.actuals import Actual

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
YEARS = [2025, 2026, 2027, 2028, 2030, 2035]


def scenario(**more: Any) -> Scenario:
    plain = {"name": "x", "time": {"years": YEARS, "plan_from": 2026, "discount_rate": 0.05}, **more}
    return Scenario.model_validate(plain, context={})


def results(**paths: list[float]) -> Results:
    rows = [
        ("m", "s", "r", variable.replace("_", "|").replace("Peaking", "Peaking Emissions"), "Mt", year, value)
        for variable, values in paths.items()
        for year, value in zip(YEARS, values, strict=True)
    ]
    return Results(pd.DataFrame(rows, columns=COLUMNS), pd.DataFrame())


PLAN = results(
    Peaking=[9, 10, 11, 12, 10, 8], Peaking_Industry=[5, 6, 6, 6, 5, 4], Peaking_Transport=[4, 4, 5, 6, 5, 4]
)


def test_a_year_between_model_years_has_the_quota_of_the_year_that_stands_for_it() -> None:
    assert over_calendar({2025: 1.0, 2028: 2.0}, [2025, 2028]) == {2025: 1.0, 2026: 2.0, 2027: 2.0, 2028: 2.0}


def test_five_year_plans_are_those_of_the_country() -> None:
    assert [period_of(year) for year in (2025, 2026, 2030, 2031)] == [
        (2021, 2025), (2026, 2030), (2026, 2030), (2031, 2035),
    ]  # fmt: skip


def test_the_total_is_the_sum_of_the_quotas_in_all_and_by_sector() -> None:
    first, second = budget_carbon(scenario(), PLAN)
    assert (first["from"], first["to"], first["total_Mt"]) == (2026, 2030, 10 + 11 + 12 + 10 + 10)
    assert (second["from"], second["total_Mt"]) == (2031, 40)
    assert first["sectors_Mt"] == {"Industry": 6 + 6 + 6 + 5 + 5, "Transport": 4 + 5 + 6 + 5 + 5}
    assert [quota["total_Mt"] for quota in first["quotas"]] == [10, 11, 12, 10, 10]
    for quota in first["quotas"]:
        assert sum(quota["sectors_Mt"].values()) == quota["total_Mt"]


def test_an_actual_above_the_plan_must_be_made_up_in_the_years_left() -> None:
    """2026: 12 instead of 10, 2027: 12 instead of 11. Of 53 are left 29 for three years that were to emit 32."""
    actual = {"label": "E", "source": "s", "values": {2026: 12, 2027: 12}}
    one, two = hold_actuals(scenario(actuals={"emissions": actual}), PLAN)
    assert (one["plan"], one["gap"], one["gap_share"]) == (10, 2, 0.2)
    assert (one["left_Mt"], one["planned_left_Mt"], one["years_left"]) == (41, 43, 4)
    assert (two["spent_Mt"], two["left_Mt"], two["years_left"]) == (24, 29, 3)
    assert two["change_needed"] == pytest.approx(29 / 32 - 1)


def test_an_actual_in_another_unit_is_compared_in_its_own() -> None:
    """12 Mt are 1200 in ten thousands of tonnes, 1000 of which were planned; the budget stays in Mt."""
    actual = {"label": "E", "source": "s", "unit": "万吨", "values": {2026: 1200}}
    (one,) = hold_actuals(scenario(actuals={"emissions": actual}), PLAN)
    assert (one["actual"], one["plan"], one["gap"]) == (1200, pytest.approx(1000), pytest.approx(200))
    assert one["left_Mt"] == pytest.approx(41)
    (other,) = hold_actuals(scenario(actuals={"emissions": {**actual, "unit": "PJ"}}), PLAN)
    assert (other["plan"], other["gap"], other["left_Mt"]) == (None, None, None)


def test_before_the_plan_there_is_a_gap_but_no_budget() -> None:
    actual = {"label": "E", "source": "s", "values": {2025: 9.5}}
    (row,) = hold_actuals(scenario(actuals={"emissions": actual}), PLAN)
    assert (row["gap"], row["left_Mt"]) == (0.5, None)


def test_an_actual_of_a_variable_that_is_not_there_stands_alone() -> None:
    actual = {"label": "E", "source": "s", "variable": "GDP", "unit": "billion CNY", "values": {2026: 700}}
    (row,) = hold_actuals(scenario(actuals={"gdp": actual}), PLAN)
    assert (row["actual"], row["plan"], row["gap"]) == (700, None, None)


def test_a_year_is_over_when_the_next_has_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    actual = Actual.model_validate({"label": "E", "source": "s", "values": {2026: 1.0}})
    written = scenario().model_copy(update={"actuals": {"e": actual}})
    for today, found in ((2026, 1), (2027, 0)):
        monkeypatch.setattr("carbonsim.scenario.rules.record.this_year", lambda today=today: today)
        assert len(list(actuals_are_of_years_that_are_over(written))) == found


def test_a_run_says_its_budget_and_sums_to_what_a_budget_would_bound(tmp_path: Path) -> None:
    file = tmp_path / "tight.yaml"
    file.write_text(f"extends: {TUTORIAL}\npeaking: {{budget: {{from: 2026, to: 2030, at_most: 20 Mt}}}}\n")
    summary = pipeline.run(file, write_results=False).summary
    total = summary["carbon_budget"][0]["total_Mt"]
    assert summary["binding_by_path"]["peaking.budget"]
    assert total == pytest.approx(20, rel=1e-6)


def test_districts_have_quotas_that_sum_to_the_total() -> None:
    """Results name a district before what it emits; a budget tells each its quota of every year."""
    rows = [
        ("m", "s", "r", f"District|{name}|Peaking Emissions", "Mt", year, share * value)
        for name, share in (("North", 0.75), ("South", 0.25))
        for year, value in zip(YEARS, [9, 10, 11, 12, 10, 8], strict=True)
    ]
    table = pd.concat([PLAN.table, pd.DataFrame(rows, columns=COLUMNS)])
    first, _ = budget_carbon(scenario(), Results(table, pd.DataFrame()))
    assert first["districts_Mt"] == {"North": 0.75 * 53, "South": 0.25 * 53}
    assert [quota["districts_Mt"]["South"] for quota in first["quotas"]] == [2.5, 2.75, 3, 2.5, 2.5]


def test_a_budget_tells_each_district_by_sector_where_it_is_emitted_and_who_is_responsible() -> None:
    """All of 53 Mt over five years is power in the north; of that who lives in the south uses a quarter."""
    parts = {
        "North|Peaking Emissions": 1, "North|Peaking Emissions|Power and Heat": 1,
        "North|Emissions by User|Residential": 0.75, "South|Peaking Emissions": 0,
        "South|Emissions by User|Residential": 0.25,
    }  # fmt: skip
    rows = [
        ("m", "s", "r", f"District|{name}", "Mt", year, share * value)
        for name, share in parts.items()
        for year, value in zip(YEARS, [9, 10, 11, 12, 10, 8], strict=True)
    ]
    table = pd.concat([PLAN.table, pd.DataFrame(rows, columns=COLUMNS)])
    first, _ = budget_carbon(scenario(), Results(table, pd.DataFrame()))
    assert first["districts_by_place_Mt"] == {"North": {"Power and Heat": 53}}
    assert first["districts_by_user_Mt"] == {"North": {"Residential": 39.75}, "South": {"Residential": 13.25}}


def test_an_actual_that_no_result_answers_to_is_warned_of(tmp_path: Path) -> None:
    file = tmp_path / "lost.yaml"
    lines = (
        f"extends: {TUTORIAL}", "actuals:", "  gdp: {label: GDP, variable: GPD, values: {2025: 5}, source: us}",
        "calibration:",
        "  power: {label: P, variable: GDP, year: 2025, unit: TWh, value: 5, source: us, quality: official}",
    )  # fmt: skip
    file.write_text("\n".join(lines), encoding="utf-8")
    warnings = pipeline.run(file, write_results=False).summary["warnings"]
    assert any("lost.yaml:3: actuals.gdp.variable: found variable GPD" in warning["text"] for warning in warnings)
    assert any("lost.yaml:5: calibration.power.unit: found unit TWh" in warning["text"] for warning in warnings)
