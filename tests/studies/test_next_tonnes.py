"""The cheapest next tonnes and the cost of waiting: hand-solved, adding up, equal to scenarios that are run alone."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

import carbonsim
from carbonsim.analysis.abatement.steps import Abatement, find_abatement
from carbonsim.cli import app
from carbonsim.errors import ScenarioError
from carbonsim.optimization.planning.abating import Abating, with_open_cap
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.pipeline import load
from carbonsim.report.studies.shown import ShownStudy
from carbonsim.studies.asked import read_delays
from carbonsim.system.finance import flow_weight
from tests.optimization.small_systems import finish, heated_city

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
CAMPAIGN = """
campaigns:
  cheap-wind:
    {{label: {{en: Cheap wind, zh: 风电降本}}, category: energy-transition, owner: Energy bureau,
     start: {start}, full_by: {full_by}, changes: {{energy.plants.wind.capital_cost: 3000}}}}
"""


@cache
def town() -> ShownStudy:
    return carbonsim.abatement(TUTORIAL, year=2030, up_to="0.6 Mt", steps=3)


def heated() -> Optimization:
    """Return a city that emits 1 Mt of coal in each year, of which gas saves half at 800 CNY a tonne."""
    return Optimization(with_open_cap(finish(heated_city([2020, 2021, 2022], [10.0, 10.0, 10.0], 2021)), 2022))


def test_every_tonne_of_gas_for_coal_costs_800_and_no_more_than_half_can_go() -> None:
    found = find_abatement(load(TUTORIAL), heated(), 2022, 0.6, 3)
    assert isinstance(found, Abatement)
    assert found.planned == pytest.approx(1.0)
    assert [step.status for step in found.steps] == ["optimal", "optimal", "infeasible"]
    for step in found.steps[:2]:
        assert step.average == pytest.approx(800.0, rel=1e-5)
        assert step.cost == pytest.approx(800.0 * 0.2 * flow_weight(0.05, [2022], 2020), rel=1e-5)
        assert step.all_years == pytest.approx(0.2, rel=1e-5)
        fuels = {str(change.label.rendered("en")): change.amount for change in step.changes if change.kind == "fuel"}  # type: ignore[union-attr]
        assert fuels == {"coal": pytest.approx(-4.0, rel=1e-5), "gas": pytest.approx(4.0, rel=1e-5)}
    assert found.steps[2].why


def test_a_price_above_what_gas_costs_saves_all_and_one_below_saves_nothing() -> None:
    optimization = heated()
    abating = Abating(optimization, optimization.solve_twin(), 2022)
    assert abating.at_price(700.0).plan.judged_emissions[2022] == pytest.approx(1.0, rel=1e-5)
    dear = abating.at_price(900.0)
    assert dear.plan.judged_emissions[2022] == pytest.approx(0.5, rel=1e-5)
    assert dear.plan.judged_emissions[2021] == pytest.approx(1.0, rel=1e-5)
    assert dear.paid == pytest.approx(900.0 * 0.5 * flow_weight(0.05, [2022], 2020), rel=1e-5)


def test_steps_rise_and_are_held_between_the_prices_of_their_ends() -> None:
    """Costs of a convex programme: what a step costs lies between the price of its first tonne and that of its last."""
    table = town().table
    assert table["average_CNY_t"].is_monotonic_increasing
    assert (table["average_CNY_t"] <= table["marginal_CNY_t"] * (1 + 1e-6)).all()
    assert (
        table["average_CNY_t"].iloc[1:].to_numpy() >= table["marginal_CNY_t"].iloc[:-1].to_numpy() * (1 - 1e-6)
    ).all()


def test_the_curve_by_price_adds_up_to_the_cost() -> None:
    sweep, weight = town().data["sweep"], flow_weight(0.06, [2029, 2030], 2025)
    rows = [(0.0, 0.0, 0.0), *zip(sweep["price_CNY_t"], sweep["cut_Mt"], sweep["cost_million_CNY"], strict=True)]
    assert len(rows) == 4
    for (low, cut, cost), (high, more, dearer) in pairwise(rows):
        saved = (more - cut) * weight
        assert low * saved - 1e-3 <= dearer - cost <= high * saved + 1e-3


def test_what_changes_is_told_in_both_languages() -> None:
    changes = town().data["changes"]
    assert {"built", "fuel"} <= set(changes["kind"]) and set(changes["what"]) == {"Wind", "Coal"}
    page = town().page()
    assert "风电" in page and town().sentence.rendered("zh") in page and town().sentence.rendered("en") in page
    assert 'data-download="sweep.csv"' in page


def write(folder: Path, start: int, full_by: int) -> Path:
    """Write the tutorial with a campaign."""
    file = folder / f"from-{start}.yaml"
    text = TUTORIAL.read_text(encoding="utf-8") + CAMPAIGN.format(start=start, full_by=full_by)
    file.write_text(text, encoding="utf-8")
    return file


def test_waiting_costs_what_the_scenario_that_waits_costs_more(tmp_path: Path) -> None:
    in_time, later = (
        carbonsim.run(write(tmp_path, *dates), write_results=False) for dates in ((2026, 2028), (2028, 2030))
    )
    told = carbonsim.abatement(write(tmp_path, 2026, 2028), delay={"campaigns.cheap-wind": 2}).table.iloc[0]
    assert in_time.objective is not None and later.objective is not None
    assert told["cost_million_CNY"] == pytest.approx(later.objective - in_time.objective, rel=1e-3)
    assert told["cost_million_CNY"] > 1.0
    assert later.peak is not None and told["peak_year"] == later.peak.year


def test_the_command_asks_both_at_once_and_ends_with_3_where_nothing_has_a_plan(tmp_path: Path) -> None:
    page = str(tmp_path / "page.html")
    told = CliRunner().invoke(
        app, ["abatement", str(TUTORIAL), "--year", "2030", "--up-to", "9 Mt", "--steps", "1", "--out", page]
    )
    assert told.exit_code == 3, told.output
    assert "No plan emits 9.00 Mt" in told.output.replace("\n", " ")


@pytest.mark.parametrize(
    ("options", "path"),
    [
        ({}, "--year"),
        ({"year": 2030}, "--year"),
        ({"year": 2029, "up_to": 1}, "time.years"),
        ({"year": 2030, "up_to": "1 PJ"}, "--up-to"),
        ({"delay": {"campaigns.nothing": 2}}, "--delay"),
    ],
)
def test_half_questions_are_refused(options: dict[str, object], path: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        carbonsim.abatement(TUTORIAL, **options)  # type: ignore[arg-type]
    assert [finding.path for finding in raised.value.findings] == [path]


def test_delays_are_read_with_every_mistake() -> None:
    assert read_delays("--delay", ["campaigns.a=3", "projects.b = 1"]) == {"campaigns.a": 3, "projects.b": 1}
    with pytest.raises(ScenarioError) as raised:
        read_delays("--delay", ["campaigns.a", "b=-1", "c=2"])
    assert len(raised.value.findings) == 2
