"""A scenario says how far those who decide see, and reference, twin and plan are solved alike."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonsim
from carbonsim.errors import ScenarioError
from carbonsim.optimization.solution.solution import DecidedInWindows

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
SHORT = """
extends: {tutorial}
foresight: {{years: 2}}
"""


def scenario(folder: Path, text: str = SHORT, name: str = "short") -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(text.format(tutorial=TUTORIAL), encoding="utf-8")
    return file


def test_reference_twin_and_plan_see_equally_far(tmp_path: Path) -> None:
    run = carbonsim.run(scenario(tmp_path), write_results=False)
    seen = [run.plans.reference.foresight, run.plans.twin.foresight, run.plans.plan.foresight]
    assert all(isinstance(one, DecidedInWindows) and one.years == 2 for one in seen)
    assert run.summary.foresight is not None and run.summary.foresight.windows > 1


def test_perfect_is_what_nothing_says(tmp_path: Path) -> None:
    back = scenario(tmp_path, "extends: short.yaml\nforesight: perfect\n", "back")
    scenario(tmp_path)
    perfect, usual = (carbonsim.run(file, write_results=False) for file in (back, TUTORIAL))
    assert perfect.objective == usual.objective
    assert perfect.summary.foresight is None is usual.summary.foresight


def test_the_lowest_peak_is_sought_with_the_foresight_that_is_written(tmp_path: Path) -> None:
    lowest = "peaking: {{by: null, decline_after: null, monotone: null, objective: lowest_peak, cost_ceiling: 1 %}}\n"
    run = carbonsim.run(scenario(tmp_path, SHORT + lowest), write_results=False)
    assert run.plans.plan.foresight is not None and run.plans.twin.foresight is not None
    assert not [one for one in run.summary.warnings if one.path == "foresight"]
    bound = run.summary.planning_objective.cost_bound
    assert run.objective is not None and bound is not None and run.objective <= bound * (1 + 1e-5)
    found, twin = run.summary.planning_objective.level_Mt, run.plans.twin.judged_emissions
    assert found is not None and found < max(
        level for year, level in twin.items() if year >= run.scenario.time.plan_from
    )


def test_a_model_sees_as_far_as_its_reference(tmp_path: Path) -> None:
    model = carbonsim.compile(scenario(tmp_path))
    assert model.solve().objective == pytest.approx(carbonsim.run(scenario(tmp_path), write_results=False).objective)
    with pytest.raises(ScenarioError, match="foresight"):
        model.solve({"foresight.years": 5})


def test_constraints_of_ones_own_are_met_with_perfect_foresight_and_say_so(tmp_path: Path) -> None:
    model = carbonsim.compile(scenario(tmp_path))
    column = next(iter(model.pyomo.new_capacity.values()))
    column.setub(1e6)
    run = model.solve(pyomo=model.pyomo)
    assert run.plans.plan.foresight is None
    assert any("perfect foresight" in one.text for one in run.summary.warnings)
