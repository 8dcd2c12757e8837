"""Constraints that a researcher writes into the Pyomo model come back in a run, or are refused by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyomo.environ as pyo
import pytest

import carbonsim
from carbonsim.errors import ScenarioError

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
TOWN = "Tutorial town"
WIND = (TOWN, "power/wind", 2040)


@pytest.fixture(scope="module")
def cheapest() -> Any:
    return carbonsim.compile(TUTORIAL).solve()


@pytest.fixture
def compiled() -> Any:
    return carbonsim.compile(TUTORIAL)


def standing(run: Any) -> float:
    table = run.plans.plan.capacity
    return float(table[(table["technology"] == WIND[1]) & (table["year"] == WIND[2])]["value"].sum())


def by_pyomo(model: Any) -> float:
    """Solve the same model with Pyomo's own interface: a second way to the optimum."""
    pyo.SolverFactory("appsi_highs").solve(model)
    return float(pyo.value(model.total_cost))


def test_a_constraint_binds_and_costs_what_another_way_of_solving_says(compiled: Any, cheapest: Any) -> None:
    model = compiled.pyomo
    model.more_wind = pyo.Constraint(expr=model.capacity[WIND] >= standing(cheapest) + 0.5)
    done = compiled.solve(pyomo=model)
    assert done.status == "optimal"
    assert standing(done) == pytest.approx(standing(cheapest) + 0.5)
    assert pyo.value(model.capacity[WIND]) == pytest.approx(standing(done))
    assert done.objective > cheapest.objective
    assert done.objective == pytest.approx(by_pyomo(model), rel=1e-7)
    ((name, value, low, _, dual),) = done.plans.plan.own.itertuples(index=False)
    assert (name, value) == ("more_wind", pytest.approx(low))
    assert dual > 0


def test_the_dual_is_what_a_little_more_costs(compiled: Any, cheapest: Any) -> None:
    model = compiled.pyomo
    model.least = pyo.Param(initialize=standing(cheapest) + 0.5, mutable=True)
    model.more_wind = pyo.Constraint(expr=model.capacity[WIND] >= model.least)
    first = compiled.solve(pyomo=model)
    model.least.set_value(standing(cheapest) + 0.501)
    second = compiled.solve(pyomo=model)
    assert (second.objective - first.objective) / 0.001 == pytest.approx(first.plans.plan.own["dual"][0], rel=1e-4)


def test_tables_figures_summary_and_report_are_those_of_the_constrained_plan(
    compiled: Any, cheapest: Any, tmp_path: Path
) -> None:
    model = compiled.pyomo
    model.more_wind = pyo.Constraint(expr=model.capacity[WIND] >= standing(cheapest) + 0.5)
    done = compiled.solve(pyomo=model)
    rows = done.table
    wind = rows[(rows["variable"] == "Capacity|Electricity|Wind") & (rows["year"] == 2040)]["value"].sum()
    assert wind == pytest.approx(standing(cheapest) + 0.5, rel=1e-6)
    assert done.summary["warnings"][-1]["text"] == "constraints of one's own hold in twin and plan: more_wind"
    assert done.figures.capacity() is not None
    folder = done.write(tmp_path / "own")
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "more_wind" in page
    assert "自定义约束" in page


def test_variables_of_ones_own_whole_ones_too_take_part(compiled: Any, cheapest: Any) -> None:
    model = compiled.pyomo
    model.turbines = pyo.Var(within=pyo.NonNegativeIntegers, bounds=(0, 100))
    model.count = pyo.Constraint(expr=model.capacity[WIND] == 0.3 * model.turbines)
    done = compiled.solve(pyomo=model)
    assert done.status == "optimal"
    assert standing(done) / 0.3 == pytest.approx(round(standing(done) / 0.3), abs=1e-6)
    assert pyo.value(model.turbines) == pytest.approx(standing(done) / 0.3)
    assert done.objective >= cheapest.objective


def test_other_bounds_and_fixed_variables_hold(compiled: Any, cheapest: Any) -> None:
    compiled.pyomo.capacity[WIND].setub(standing(cheapest) - 0.1)
    capped = compiled.solve(pyomo=compiled.pyomo)
    assert standing(capped) <= standing(cheapest) - 0.1 + 1e-9
    compiled.pyomo.capacity[WIND].fix(standing(cheapest) - 0.2)
    fixed = compiled.solve(pyomo=compiled.pyomo)
    assert standing(fixed) == pytest.approx(standing(cheapest) - 0.2)
    assert cheapest.objective < capped.objective < fixed.objective


def test_a_row_of_the_equations_that_is_deactivated_is_free(compiled: Any, cheapest: Any) -> None:
    model = compiled.pyomo
    for name in ("by", "decline", "guard"):
        model.component(f"eq_peak_{name}").deactivate()
    done = compiled.solve(pyomo=model)
    assert done.objective == pytest.approx(cheapest.plans.twin.objective, rel=1e-9)


def test_a_constraint_that_cannot_hold_is_named(compiled: Any) -> None:
    model = compiled.pyomo
    model.none = pyo.Constraint(expr=sum(model.activity.values()) <= 0)
    done = compiled.solve(pyomo=model)
    assert done.status == "infeasible"
    assert any("constraint none of one's own" in line for line in done.summary["explanation"])
    assert any("自定义约束 none" in line for line in done.summary["explanation_zh"])


def test_other_numbers_and_constraints_go_together(compiled: Any, cheapest: Any) -> None:
    model = compiled.pyomo
    model.more_wind = pyo.Constraint(expr=model.capacity[WIND] >= standing(cheapest) + 0.5)
    dear = compiled.solve({"energy.fuels.raw_coal.price": "60 CNY/GJ"}, pyomo=model)
    alone = compiled.solve({"energy.fuels.raw_coal.price": "60 CNY/GJ"}, pyomo=compiled.pyomo)
    assert dear.objective == pytest.approx(alone.objective)
    assert dear.objective > compiled.solve(pyomo=model).objective


def test_a_touched_model_is_never_left_out_without_a_word(compiled: Any, cheapest: Any) -> None:
    model = compiled.pyomo
    assert compiled.solve().summary["warnings"] == cheapest.summary["warnings"]
    model.more_wind = pyo.Constraint(expr=model.capacity[WIND] >= standing(cheapest) + 0.5)
    with pytest.warns(UserWarning, match="solve\\(pyomo="):
        done = compiled.solve()
    assert done.objective == pytest.approx(cheapest.objective, rel=1e-9)
    assert "solve(pyomo=…)" in done.summary["warnings"][-1]["text"]


def test_an_untouched_model_is_the_same_as_none(compiled: Any, cheapest: Any) -> None:
    done = compiled.solve(pyomo=compiled.pyomo)
    assert done.objective == pytest.approx(cheapest.objective, rel=1e-9)
    assert done.summary["warnings"] == cheapest.summary["warnings"]


def square(model: Any) -> None:
    model.bent = pyo.Constraint(expr=model.capacity[WIND] ** 2 >= 1)


def another_aim(model: Any) -> None:
    model.total_cost.deactivate()
    model.wish = pyo.Objective(expr=model.capacity[WIND])


def dearer(model: Any) -> None:
    model.total_cost.expr += model.capacity[WIND]


def another_number(model: Any) -> None:
    cell = next(iter(model.p_demand.values()))
    cell.set_value(cell.value + 1)


def another_equation(model: Any) -> None:
    row = next(iter(model.eq_capacity_definition.values()))
    row.set_value(model.capacity[WIND] >= 1)


def whole(model: Any) -> None:
    model.capacity[WIND].domain = pyo.NonNegativeIntegers


def a_set_of_choices(model: Any) -> None:
    model.pair = pyo.Var([1, 2])
    model.choice = pyo.SOSConstraint(var=model.pair, sos=1)


@pytest.mark.parametrize(
    ("touch", "path"),
    [
        (square, "pyomo.bent"), (another_aim, "pyomo.total_cost"), (dearer, "pyomo.total_cost"),
        (another_number, "pyomo.p_demand"), (another_equation, "pyomo.eq_capacity_definition"),
        (whole, "pyomo.capacity"), (a_set_of_choices, "pyomo.choice"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_refused_by_name(compiled: Any, touch: Callable[[Any], None], path: str) -> None:
    touch(compiled.pyomo)
    with pytest.raises(ScenarioError) as refused:
        compiled.solve(pyomo=compiled.pyomo)
    assert [finding.path.startswith(path) for finding in refused.value.findings] == [True]
    with pytest.warns(UserWarning, match="changed after it was handed out"):
        compiled.solve()


def test_a_model_of_another_origin_is_refused(compiled: Any) -> None:
    for other in (pyo.ConcreteModel(), carbonsim.compile(TUTORIAL).pyomo, "model"):
        with pytest.raises(ScenarioError, match="gave"):
            compiled.solve(pyomo=other)
