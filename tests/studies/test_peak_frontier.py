"""The frontier of peak years: hand-solved, equal to plans that are asked for one by one, told and refused."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import carbonsim
from carbonsim.analysis.frontier.frontier import Frontier, find_frontier, with_candidates
from carbonsim.cli import app
from carbonsim.clock import Clock
from carbonsim.errors import ScenarioError
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.pipeline import load, prepare
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.system.finance import flow_weight
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, heated_city

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
YEARS = [2020, 2021, 2022, 2023, 2024]
EMITTED = dict(zip(YEARS, [1.0, 1.1, 1.2, 1.3, 1.4], strict=True))


@cache
def town() -> ShownStudy:
    return carbonsim.frontier(TUTORIAL, by="2027-2031", levels=["3.5 Mt", 4.2])


def by_hand(by: int, cap: float) -> float:
    """Return what it costs to emit no more after a year than in it, and never more than a cap: 800 CNY a tonne."""
    top = min(EMITTED[by], cap)
    cuts = {year: max(EMITTED[year] - (top if year > by else cap), 0.0) for year in YEARS[1:]}
    return sum(800.0 * cut * flow_weight(0.05, [year], 2020) for year, cut in cuts.items())


def test_costs_of_every_year_and_level_are_those_worked_out_by_hand() -> None:
    """Heat of coal rises from 1.0 to 1.4 Mt; gas cuts a tonne for 800 CNY."""
    system = finish(heated_city(YEARS, [10.0, 11.0, 12.0, 13.0, 14.0], 2021))
    optimization = Optimization(with_candidates(replace(system, peaking=(Peaking(),)), levels=True))
    found = find_frontier(load(TUTORIAL), optimization, [2021, 2022, 2023], [None, 1.15, 0.5])
    assert isinstance(found, Frontier)
    assert found.twin_highest == (2024, pytest.approx(1.4))
    table = found.table().set_index(["level_cap_Mt", "by"])
    for cap in (None, 1.15):
        rows = found.table()
        rows = rows[rows["level_cap_Mt"].isna()] if cap is None else rows[rows["level_cap_Mt"] == cap]
        for row in rows.itertuples():
            assert row.extra_million_CNY == pytest.approx(by_hand(row.by, cap or 9.0), rel=1e-5)
    assert set(table.loc[0.5, "status"]) == {"infeasible"}
    costs = found.table().set_index("by")["extra_million_CNY"].iloc[:3]
    earlier = found.table().set_index("by")["year_earlier_million_CNY"].iloc[:3]
    assert earlier[2021] == pytest.approx(costs[2021] - costs[2022]) and pd.isna(earlier[2023])


def test_a_point_is_the_plan_that_is_asked_for_alone() -> None:
    _, system = prepare(TUTORIAL, Clock())
    alone = Optimization(replace(system, peaking=(replace(system.peaking[0], by=2027),)))
    twin = alone.solve_twin()
    plan = alone.solve_plan(twin)
    assert plan.objective is not None and twin.objective is not None
    found = town().table.iloc[2]
    assert found["by"] == 2027
    assert found["extra_million_CNY"] == pytest.approx(plan.objective - twin.objective, rel=1e-6)


def test_years_of_the_range_that_are_no_model_years_are_left_out() -> None:
    assert town().table["by"].tolist() == [2030, 2028, 2027] * 3


def test_points_without_a_plan_are_answers_and_say_why() -> None:
    table = town().table
    assert table[table["level_cap_Mt"] == 3.5]["status"].eq("infeasible").all()
    assert town().has_plan and "3 points have no plan" in str(town().sentence)
    assert any("Why there is no plan by 2030" in str(note) for note in town().notes)
    page = town().page()
    for language in ("en", "zh"):
        assert town().sentence.rendered(language) in page
    assert 'data-download="frontier.csv"' in page


def test_the_command_ends_with_3_where_no_point_has_a_plan(tmp_path: Path) -> None:
    text = TUTORIAL.read_text(encoding="utf-8").replace("  by: 2028", "  by: 2028\n  emission_cap: {2040: 0.1}")
    file = tmp_path / "tight.yaml"
    file.write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(app, ["frontier", str(file), "--by", "2028", "--out", str(tmp_path / "page.html")])
    assert answer.exit_code == 3, answer.output
    assert "None of these years can be the peak" in answer.output.replace("\n", " ")


@pytest.mark.parametrize("by", ["soon", "2041-2050", [2029]])
def test_years_that_cannot_be_a_peak_are_refused(by: str | list[int]) -> None:
    with pytest.raises(ScenarioError):
        carbonsim.frontier(TUTORIAL, by=by)
