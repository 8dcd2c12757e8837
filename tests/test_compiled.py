"""Compile once: a warm solve with new numbers is the run that a fresh scenario with those numbers gives."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyomo.environ as pyo
import pytest

import carbonsim
from carbonsim.errors import ScenarioError
from carbonsim.messages.message import rendered
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.planning import variants
from carbonsim.optimization.planning.twin_and_plan import Optimization

TUTORIAL = Path(__file__).parents[1] / "scenarios" / "tutorial.yaml"


@pytest.fixture(scope="module")
def model() -> carbonsim.Model:
    return carbonsim.compile(TUTORIAL)


def fresh(tmp_path: Path, text: str) -> carbonsim.Run:
    """The tutorial with one text replaced by another, run from its file."""
    old, new = text.split(" -> ")
    whole = TUTORIAL.read_text(encoding="utf-8")
    assert old in whole
    file = tmp_path / "tutorial.yaml"
    file.write_text(whole.replace(old, new), encoding="utf-8")
    return carbonsim.run(file, write_results=False)


def same(one: carbonsim.Run, two: carbonsim.Run) -> None:
    assert one.summary["objective"] == pytest.approx(two.summary["objective"], rel=1e-9)
    assert one.summary["peak"]["year"] == two.summary["peak"]["year"]
    left, right = (run.table.set_index(["variable", "year"])["value"] for run in (one, two))
    assert left.index.equals(right.index)
    assert (left - right).abs().max() <= 1e-5 * left.abs().max()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"energy.fuels.raw_coal.price": "40 CNY/GJ"}, "price: 30 CNY/GJ -> price: 40 CNY/GJ"),
        ({"energy.plants.wind.capital_cost": {2025: 6400, 2040: 4000}}, "2040: 6000} -> 2040: 4000}"),
        ({"energy.heat_network.losses": "14 %"}, "losses: 10 % -> losses: 14 %"),
        ({"peaking.decline_after": "3 %/yr"}, "decline_after: 2 %/yr -> decline_after: 3 %/yr"),
    ],
    ids=["price", "cost path", "efficiency", "decline"],
)  # fmt: skip
def test_a_warm_solve_with_other_numbers_is_the_fresh_run(
    model: carbonsim.Model, tmp_path: Path, changes: dict[str, Any], text: str
) -> None:
    same(model.solve(changes), fresh(tmp_path, text))


def test_an_unchanged_solve_is_the_run_itself(model: carbonsim.Model) -> None:
    same(model.solve(), carbonsim.run(TUTORIAL, write_results=False))
    assert not model.recompiled


def test_changes_do_not_add_up_from_solve_to_solve(model: carbonsim.Model) -> None:
    first = model.solve().summary["objective"]
    dear = model.solve({"energy.fuels.raw_coal.price": "60 CNY/GJ"}).summary["objective"]
    assert dear > first
    assert model.solve().summary["objective"] == pytest.approx(first, rel=1e-9)


def test_a_run_that_is_looked_at_later_tells_its_own_numbers(model: carbonsim.Model, tmp_path: Path) -> None:
    changes = {"energy.fuels.raw_coal.price": "40 CNY/GJ"}
    dear = model.solve(changes)
    other = model.solve({"energy.fuels.raw_coal.price": "20 CNY/GJ"})
    expected = fresh(tmp_path, "price: 30 CNY/GJ -> price: 40 CNY/GJ")
    assert dear.objective == pytest.approx(expected.objective, rel=1e-9) and dear.objective > other.objective
    assert dear.peak is not None and expected.peak is not None
    assert (dear.peak.year, dear.status) == (expected.peak.year, "optimal")
    same(dear, expected)
    assert dear.summary["peak"]["level_Mt"] == pytest.approx(dear.peak.level, rel=1e-9)


def test_demand_is_a_factor_or_a_path(model: carbonsim.Model) -> None:
    (heating,) = {str(key[1]) for key in model.solve().plans.system.parameters["demand"] if "heating" in str(key[1])}
    double = model.solve(demand={heating: 1.1})
    assert double.summary["objective"] > model.solve().summary["objective"]
    one = model.solve(demand={heating: {2034: 9.9}}).plans.system.parameters["demand"]
    assert sum(value for key, value in one.items() if key[1] == heating and key[2] == 2034) == pytest.approx(9.9)


def test_a_change_of_structure_is_compiled_again_and_says_so() -> None:
    said: list[str] = []
    model = carbonsim.compile(TUTORIAL, progress=said.append)
    run = model.solve({"energy.plants.wind.first_year": 2030})
    assert model.recompiled
    assert run.summary["recompiled"] is True
    assert any("compiled again" in message for message in said)
    model.solve({"energy.fuels.raw_coal.price": "40 CNY/GJ"})
    assert not model.recompiled


def test_a_carbon_price_where_there_was_none_alters_the_structure(model: carbonsim.Model, tmp_path: Path) -> None:
    changes = {"energy.plants.coal-plant.carbon_market": True}
    priced = model.solve(changes, carbon_price="200 CNY/t")
    text = "group: coal, branch: power, -> group: coal, branch: power, carbon_market: true,"
    whole = fresh(tmp_path, text).scenario.with_("energy.carbon_price", "200 CNY/t")
    same(priced, carbonsim.compile(whole).solve())


def test_a_carbon_price_in_a_year_that_had_none_is_another_number_only(tmp_path: Path) -> None:
    """Plants in the market keep a place for its price in every year, also where it is nothing."""
    market = "group: coal, branch: power, -> group: coal, branch: power, carbon_market: true,"
    scenario = fresh(tmp_path, market).scenario
    compiled = carbonsim.compile(scenario)
    path = {2025: 0, 2030: 100, 2040: 300}
    for price in ("200 CNY/t", path):
        run = compiled.solve(carbon_price=price)
        assert not compiled.recompiled and run.summary["recompiled"] is False
        same(run, carbonsim.compile(scenario.with_("energy.carbon_price", price)).solve())
    assert compiled.solve().summary["objective"] == pytest.approx(
        fresh(tmp_path, market).summary["objective"], rel=1e-9
    )


def test_a_price_on_an_emission_that_had_none_is_compiled_again_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "town.yaml"
    text = """
name: Town
time: {years: [2025, 2030], discount_rate: 5 %/yr}
system:
  commodities: {heat: {}}
  technologies:
    coal: {outputs: {heat: 1}, variable_cost: 2, emission_factors: {CO2: 0.1}}
    gas: {outputs: {heat: 1}, variable_cost: 3, emission_factors: {CO2: 0.05}}
  demands: {heat: {amount: 10}}
"""
    file.write_text(text, encoding="utf-8")
    compiled = carbonsim.compile(file)
    run = compiled.solve({"system.carbon_price": {"CO2": 10}})
    assert run.summary["recompiled"] is True
    late = compiled.solve({"system.carbon_price": {"CO2": {2025: 0, 2030: 50}}})
    assert run.results is not None and late.results is not None
    assert late.results.series("Peaking Emissions") == {2025: pytest.approx(1.0), 2030: pytest.approx(0.5)}
    file.write_text(text + "  carbon_price: {CO2: {2025: 0, 2026: 10, 2030: 10}}\n", encoding="utf-8")
    compiled = carbonsim.compile(file)
    assert compiled.solve({"system.carbon_price": {"CO2": {2025: 50, 2030: 0}}}).summary["recompiled"] is False


def test_a_wrong_change_is_a_finding_with_its_path(model: carbonsim.Model) -> None:
    with pytest.raises(ScenarioError) as caught:
        model.solve({"energy.fuels.raw_coal.price": "30 Mt"})
    (finding,) = caught.value.findings
    assert finding.path == "energy.fuels.raw_coal.price"
    with pytest.raises(ScenarioError):
        model.solve({"energy.fuels.raw_coal.prise": 3})
    with pytest.raises(ScenarioError):
        model.solve(demand={"no such demand": 2.0})


def test_an_infeasible_change_is_answered_and_the_next_solve_is_sound(model: carbonsim.Model) -> None:
    first = model.solve().summary["objective"]
    impossible = model.solve({"peaking.emission_cap": {2030: "0.01 Mt"}})
    assert impossible.summary["status"] == "infeasible"
    assert "peaking.emission_cap" in impossible.summary["explanation"][0]
    assert model.solve().summary["objective"] == pytest.approx(first, rel=1e-9)


@pytest.mark.parametrize(
    ("where", "name"),
    [(variants, "derive"), (CompiledModel, "pin_past"), (Optimization, "solve_plan"), (Optimization, "_break_ties")],
)
def test_ctrl_c_leaves_a_model_that_answers_as_before(
    model: carbonsim.Model, monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    """Whatever was half changed, the next answer is that of the whole change."""
    losses = [{"energy.heat_network.losses": f"{share} %"} for share in (14, 6, 8)]
    before = [model.solve(changes).objective for changes in losses[:2]]

    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(where, name, interrupted)
    with pytest.raises(KeyboardInterrupt):
        model.solve(losses[2])
    monkeypatch.undo()
    assert [model.solve(changes).objective for changes in losses[:2]] == pytest.approx(before, rel=1e-9)
    assert not model.recompiled


def solved(model: Any) -> float:
    """Solve a Pyomo model with a solver of Pyomo's own choosing."""
    pyo.SolverFactory("appsi_highs").solve(model)
    return float(pyo.value(model.total_cost))


def test_the_pyomo_model_has_the_same_optimum_and_takes_constraints_of_ones_own() -> None:
    compiled = carbonsim.compile(TUTORIAL)
    cost = compiled.solve().summary["objective"]
    assert solved(compiled.pyomo) == pytest.approx(cost, rel=1e-7)
    wind = [column for key, column in compiled.pyomo.capacity.items() if key[1] == "power/wind" and key[2] == 2040]
    compiled.pyomo.more_wind = pyo.Constraint(expr=sum(wind) >= pyo.value(sum(wind)) + 0.5)
    assert solved(compiled.pyomo) > cost * (1 + 1e-6)


def test_with_returns_a_changed_scenario_and_leaves_the_old_one_alone() -> None:
    scenario = carbonsim.load(TUTORIAL)
    changed = scenario.with_("peaking.by", 2030)
    assert (scenario.peaking.by, changed.peaking.by) == (2028, 2030)  # type: ignore[union-attr]
    assert changed.with_({"peaking": None}).peaking is None
    with pytest.raises(ScenarioError):
        scenario.with_("peaking.by", 2029)


def test_the_lowest_and_the_earliest_peak_are_scenarios_like_any_other() -> None:
    scenario = carbonsim.load(TUTORIAL)
    wish = {"peaking": {"objective": "lowest_peak", "cost_ceiling": "1 %"}}
    lowest = carbonsim.compile(scenario.with_(wish)).solve()
    objective, twin = lowest.summary["planning_objective"], lowest.summary["twin_total_cost"]["value"]
    assert objective["cost_bound"] == pytest.approx(1.01 * twin, rel=1e-5)
    plan = [level for year, level in lowest.summary["emissions_Mt"].items() if int(year) >= scenario.time.plan_from]
    assert max(plan) == pytest.approx(objective["level_Mt"], rel=1e-5)
    assert lowest.summary["objective"] <= objective["cost_bound"] * (1 + 1e-9)
    wish = {"peaking": {"objective": "earliest_peak", "cost_ceiling": "20 billion CNY", "decline_after": "1 %/yr"}}
    earliest = carbonsim.compile(scenario.with_(wish)).solve()
    assert earliest.summary["planning_objective"]["cost_bound"] == pytest.approx(20_000.0)
    assert earliest.summary["planning_objective"]["year"] == 2025, "the past holds the peak, as money pays for it"
    levels = {int(year): level for year, level in earliest.summary["emissions_Mt"].items()}
    years = sorted(levels)
    falls = [levels[now] <= levels[then] * 0.99 ** (now - then) * (1 + 1e-6) for then, now in pairwise(years)]
    assert all(falls) and earliest.summary["objective"] <= 20_000.0
    from carbonsim.report.verdict import sentence

    assert "plan of lowest peak that costs at most" in rendered(sentence(lowest.content), "en")
    assert "达峰最早的方案" in rendered(sentence(earliest.content), "zh")


def test_an_ordinary_run_needs_no_pyomo() -> None:
    code = (
        f"import sys, carbonsim; carbonsim.run({str(TUTORIAL)!r}, write_results=False); print('pyomo' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


BESIDE = """
projects: {works: {label: Works, branch: homes, start: 2027, energy: {raw_coal: 1 PJ}}}
campaigns:
  wind:
    {category: energy-transition, owner: Energy Bureau, start: 2026, full_by: 2030,
     changes: {energy.plants.wind.capital_cost: 3000}}
"""


def test_campaigns_and_projects_are_measured_with_the_new_numbers(tmp_path: Path) -> None:
    """A works that burns coal costs by a third more where coal does, 40 in place of 30 a gigajoule."""
    base, child = tmp_path / "base.yaml", tmp_path / "child.yaml"
    base.write_text(f"extends: {TUTORIAL}\n{BESIDE}", encoding="utf-8")
    child.write_text("extends: base.yaml\nenergy: {fuels: {raw_coal: {price: 40 CNY/GJ}}}\n", encoding="utf-8")
    compiled = carbonsim.compile(base)
    warm, new = compiled.solve({"energy.fuels.raw_coal.price": 40}), carbonsim.run(child, write_results=False)
    before = compiled.solve().summary["projects"][0]["twin_cost_million_CNY"]
    assert warm.summary["projects"][0]["twin_cost_million_CNY"] == pytest.approx(before * 4 / 3, rel=1e-6)
    for key, effects in (("projects", ("effect_Mt", "twin_effect_Mt")), ("campaigns", ("first_in_Mt", "last_out_Mt"))):
        (one,), (other,) = warm.summary[key], new.summary[key]
        for effect in effects:
            assert one[effect] == pytest.approx(other[effect], abs=1e-6)
    assert warm.summary["campaigns"][0]["cost_last_out"] == pytest.approx(new.summary["campaigns"][0]["cost_last_out"])


def test_a_level_below_the_past_is_refused_as_in_a_fresh_run(model: carbonsim.Model) -> None:
    """The town emits 4.09 Mt in 2025, before the plan."""
    with pytest.raises(ScenarioError, match="found 4 Mt, below the past"):
        model.solve({"peaking.max_level": "4 Mt"})
    assert model.solve({"peaking.max_level": "4.5 Mt"}).status == "optimal"


REACHING_NOTHING: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"carbon_price": 500}, ["energy.carbon_price"]),
    ({"carbon_price": 0}, []),
    ({"changes": {"energy.carbon_price.2030": 50}}, ["energy.carbon_price.2030"]),
    ({"changes": {"energy.plants.coal-plant.carbon_market": True}, "carbon_price": 500}, []),
    ({"changes": {"energy.plants.wind.capital_cost": {2025: 6400, 2040: 6000}}}, []),  # what stands there already
    (
        {"changes": {"energy.plants.wind.capital_cost": 4000, "energy.plants.wind.heat_max": 3}},
        ["energy.plants.wind.heat_max"],
    ),
    ({"demand": {"buildings/homes/heating": 1.0}}, []),
    ({"demand": {"buildings/homes/heating": 1.01}}, []),
    ({"demand": {"buildings/homes/heating": {2031: 9}}}, ["demand.buildings/homes/heating.2031"]),
]


@pytest.mark.parametrize(("arguments", "paths"), REACHING_NOTHING, ids=str)
def test_an_argument_that_reaches_nothing_is_told(
    model: carbonsim.Model, arguments: dict[str, Any], paths: list[str]
) -> None:
    told = model.solve(**arguments).summary["warnings"]
    assert len(told) == len(paths)
    assert all(
        f"{path}: found a value that reaches no row" in one["text"] for path, one in zip(paths, told, strict=True)
    )
