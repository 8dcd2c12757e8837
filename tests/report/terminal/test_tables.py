"""Tables for the terminal say what a planner asks first, and are left out where there is nothing to say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from carbonsim.analysis.summary.summarize import DATA_COST_UNIT
from carbonsim.analysis.summary.summary import Summary
from carbonsim.report.terminal.tables import (
    comparison_table,
    run_tables,
    target_table,
    terminal_campaign_table,
    verdict_table,
)

TARGET: dict[str, Any] = {
    "label": "a share", "label_zh": "占比", "indicator": "non_fossil_share", "level": None,
    "name": "share", "year": 2030, "sense": ">=", "target": 25.0, "unit": "%", "result": 15.5, "gap": -9.5,
    "status": "fail", "shadow_price": None, "price_unit": None, "binding": None,
}  # fmt: skip
CAMPAIGN: dict[str, Any] = {
    "name": "heat", "label": "Heat", "label_zh": "供热", "first_in_Mt": {"2025": 0.0, "2030": 0.5, "2035": 0.7},
    "last_out_Mt": {"2025": 0.0, "2030": 0.25, "2035": 0.4}, "cumulative_first_in_Mt": 12.0,
    "cumulative_last_out_Mt": 8.0, "cost_per_tonne_first_in": 300.0, "cost_per_tonne_last_out": None,
    "cost_saving": 13786.0, "needed": False,
}  # fmt: skip


def told_of(**changes: Any) -> Summary:
    """Return a summary that says next to nothing but what is given."""
    known = {
        "scenario": "plain", "name": "Plain", "status": "optimal", "total_cost": {"value": None, "unit": "million CNY"},
        "peak": dict.fromkeys(("year", "level_Mt", "status", "rule", "plateau")), "emissions_Mt": {},
    }  # fmt: skip
    return Summary.model_validate({**known, **changes})


def text(table: Any, width: int = 120) -> str:
    console = Console(width=width, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    console.print(table)
    return console.export_text()


def test_a_target_shows_figure_result_gap_and_verdict() -> None:
    shown = text(target_table(told_of(targets=[TARGET])))
    assert all(word in shown for word in ("share", "2030", ">= 25 %", "15.5", "-9.5", "fail"))
    assert "million CNY" not in shown


def test_a_narrow_terminal_breaks_a_name_once_and_cuts_nothing() -> None:
    name, unit = "china-co2-per-gdp-2030-on-2005", "tce/10^4 CNY"
    told = {
        **TARGET,
        "name": name,
        "unit": unit,
        "base_year": 2005,
        "status": "no base",
        "target": 0.2497,
        "sense": "<=",
    }
    lines = [line.split() for line in text(target_table(told_of(targets=[told])), 80).splitlines()]
    rows = [line for line in lines if line and (name.startswith(line[0]) or name.endswith(line[0]))]
    assert len(rows) == 2 and rows[0][0] + rows[1][0] == name
    shown = " ".join(word for line in lines for word in line)
    assert all(word in shown for word in ("<= 0.2497", "tce/10^4", "CNY", "no 2005", "base"))


def test_an_enforced_target_shows_its_price() -> None:
    enforced = {**TARGET, "shadow_price": 4.8, "price_unit": "million CNY per percentage point", "binding": True}
    shown = text(target_table(told_of(targets=[enforced])))
    assert "million CNY a unit" in shown and "4.8" in shown
    idle = {**enforced, "shadow_price": 0.0, "binding": False}
    assert "not binding" in text(target_table(told_of(targets=[idle])))


def test_a_campaign_shows_ranges_of_the_plans_first_end_and_what_it_saves() -> None:
    emitted = dict.fromkeys(CAMPAIGN["first_in_Mt"], 1.0)
    told = told_of(campaigns=[CAMPAIGN], plan_from=2026, emissions_Mt=emitted)
    shown = text(terminal_campaign_table(told))
    assert all(word in shown for word in ("Mt in 2030", "0.5 to 0.25", "12 to 8", "300 to –", "13,786"))
    assert "needed" in text(terminal_campaign_table(told_of(campaigns=[{**CAMPAIGN, "needed": True}])))


def test_nothing_is_shown_of_what_a_scenario_has_not() -> None:
    tables = run_tables(told_of(), Path("results"))
    assert len(tables) == 1


def test_years_of_one_target_with_one_verdict_are_one_row() -> None:
    """Three years pass with the least room in the second; the last fails and stands alone."""
    years = [(2026, 3.0, "pass"), (2027, 1.5, "pass"), (2028, 2.0, "pass"), (2030, -9.5, "fail")]
    rows = [{**TARGET, "year": year, "gap": gap, "status": status} for year, gap, status in years]
    shown = text(target_table(told_of(targets=rows)))
    assert [line.split()[1] for line in shown.splitlines() if "share" in line] == ["2026–2028", "2030"]
    assert "1.5" in shown
    assert "2027" not in shown


def test_a_comparison_shows_years_that_there_are() -> None:
    columns = [
        told_of(name="A", emissions_Mt={"2025": 5.0, "2030": 5.5, "2050": 1.25}),
        told_of(name="B", status="infeasible"),
    ]
    shown = text(comparison_table(columns, Path("compare.html")))
    assert all(word in shown for word in ("2030, Mt", "2050, Mt", "1.25"))
    assert "2035" not in shown and "2060" not in shown


def test_of_years_that_fail_the_worst_is_shown() -> None:
    rows = [{**TARGET, "year": year, "gap": gap, "result": 25 + gap} for year, gap in ((2030, -0.5), (2035, -9.5))]
    shown = text(target_table(told_of(targets=rows)))
    assert "2030–2035" in shown and "-9.5" in shown and "-0.5" not in shown


@pytest.mark.parametrize(
    ("language", "cost", "peak", "told"),
    [
        ("en", 1.0, 1.0, ("2021 at 1.00 units of the data, peaked", "1 cost unit of the data, discounted to 2020")),
        ("en", 12.0, 3.5, ("2021 at 3.50 units of the data, peaked", "12 cost units of the data, discounted to 2020")),
        ("zh", 1.0, 1.0, ("2021年，1.00（数据单位）", "1（数据货币单位，折现至2020年）")),
        ("zh", 12.0, 3.5, ("2021年，3.50（数据单位）", "12（数据货币单位，折现至2020年）")),
    ],
)
def test_a_verdict_of_a_data_set_counts_its_units(
    language: str, cost: float, peak: float, told: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if language == "zh" else "C.UTF-8")
    judged = {"year": 2021, "level_Mt": peak, "status": "peaked (projected)", "rule": "highest", "plateau": None}
    summary = told_of(
        emission_unit="unit of the data",
        peak=judged,
        total_cost={"value": cost, "unit": f"{DATA_COST_UNIT}, discounted to 2020"},
        base_year={"year": 2020},
        scope="data",
    )
    shown = text(verdict_table(summary, Path("out")))
    assert all(one in shown for one in told), shown
