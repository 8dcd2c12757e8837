"""Columns of what campaigns, projects and foresight change: what is no difference says so."""

from __future__ import annotations

import pytest

from carbonsim.analysis.summary.summary import CostLinesSummary, Summary
from carbonsim.report.cost_lines import NO_DIFFERENCE
from carbonsim.report.differences import change_together, cost_change, emissions_change
from carbonsim.report.terminal.tables import terminal_campaign_table, terminal_project_table
from tests.report.terminal.test_tables import CAMPAIGN, text, told_of


def summary() -> Summary:
    """Return a plan of 40 Mt in 2026 and, for five years each, of 50 in 2030 and 20 in 2035; GDP is 1,000 billion."""
    costs = CostLinesSummary(public_money=0, energy_system=1, private_vehicles=0, gdp=1e6)
    return told_of(emissions_Mt={"2026": 40.0, "2030": 50.0, "2035": 20.0}, plan_from=2026).model_copy(
        update={"cost_lines": costs}
    )


@pytest.mark.parametrize(("changes", "told"), [
    ((0.05,), "x"), ((-0.05,), "x"), ((0.049,), NO_DIFFERENCE), ((0.049, -0.02), NO_DIFFERENCE), ((0.049, 0.3), "x"),
    ((None,), "x"), ((None, 0.0), NO_DIFFERENCE),
])  # fmt: skip
def test_a_thousandth_of_what_the_plan_emits_in_the_year_is_a_difference(
    changes: tuple[float | None, ...], told: object
) -> None:
    assert emissions_change(summary(), 2030, "x", *changes) == told


def test_of_a_year_without_emissions_all_is_told() -> None:
    assert emissions_change(summary(), 2045, "x", 1e-6) == "x"


def test_all_years_together_emit_with_their_spans() -> None:
    """40 + 4 x 50 + 5 x 20 are 340 Mt, 300 from 2030 on."""
    for first, level in ((None, 0.34), (2030, 0.30)):
        assert change_together(summary(), "x", level, first=first) == "x"
        assert change_together(summary(), "x", 0.999 * level, first=first) == NO_DIFFERENCE


def test_a_ten_thousandth_of_gdp_is_a_difference_of_cost() -> None:
    assert [cost_change(summary(), "x", one) for one in (100.0, -100.0, None)] == ["x"] * 3
    assert cost_change(summary(), "x", 99.9) == NO_DIFFERENCE
    assert cost_change(told_of(), "x", 1e-6) == "x"  # GDP is not known


def test_the_terminal_says_that_a_campaign_and_a_project_make_no_difference() -> None:
    slight = {**CAMPAIGN, "first_in_Mt": {"2030": 0.01}, "last_out_Mt": {"2030": -0.01}, "cost_saving": 12.0}
    known = summary().model_copy(update={"campaigns": told_of(campaigns=[slight]).campaigns})
    shown = text(terminal_campaign_table(known))
    assert shown.count("no difference") == 2 and "12 to 8" in shown  # in the year and of cost, not of all years
    peak = {"year": 2026, "level_Mt": 40.0, "status": "peaked (projected)"}
    plant = {
        "name": "a", "label": "A", "label_zh": "甲", "branch": "b", "start": 2030, "full_from": 2030, "energy_PJ": {},
        "energy_Mtce": 0, "direct_CO2_Mt": 0, "process_Mt": {}, "value_added_billion_CNY": 0, "jobs": 0,
        "status_with": "optimal", "status_without": "optimal", "twin_status_with": "optimal",
        "twin_status_without": "optimal", "effect_Mt": {"2030": 0.001}, "twin_effect_Mt": {"2030": 0.2},
        "peak_with": peak, "peak_without": peak, "twin_peak_with": peak, "twin_peak_without": peak,
        "cost_million_CNY": 5.0, "twin_cost_million_CNY": 5.0,
    }  # fmt: skip
    known = summary().model_copy(update={"projects": told_of(projects=[plant]).projects})
    cells = [str(next(iter(column.cells))) for column in terminal_project_table(known).columns]
    assert cells[2:4] == ["0.2", "no difference"] and cells[-1] == "no difference"
