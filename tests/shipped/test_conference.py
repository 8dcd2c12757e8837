"""What the city's conference asks for can be written in a scenario, and moves the plan as an expert expects.

Each row changes the baseline, is solved on the one compiled model, and is looked for in one variable of the results.
All of them in the city as it was when everybody chose what costs least and saw all years: a change takes a second.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from carbonsim import pipeline
from carbonsim.optimization.planning.variants import Variants
from carbonsim.pipeline import Plans
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble
from tests.money import plans_of
from tests.shipped.conference import ROWS, Row

BEFORE = Path(__file__).parents[1] / "benchmarks" / "before" / "changchun"
ANSWERS: dict[str, Results] = {}


@cache
def usual() -> tuple[Scenario, Plans, Results]:
    """Return the baseline in which nobody minds what is chosen, solved."""
    scenario = pipeline.read_checked(BEFORE / "baseline.yaml")
    plans = plans_of(scenario)
    results = tabulate(scenario, plans.system, plans.plan)
    assert results is not None
    return scenario, plans, results


@pytest.fixture(scope="module")
def variants() -> Variants:
    plans = usual()[1]
    assert plans.optimization is not None
    found = Variants(plans.plan)
    found.adopt(plans.optimization)
    return found


def changes_of(row: Row) -> dict[str, Any]:
    """Return what the row changes, and what the rows beside it do."""
    if not row.beside:
        return row.changes
    return {path: value for other in ROWS if other.beside == row.beside for path, value in other.changes.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.ask)
def test_what_is_asked_can_be_written_and_moves_the_plan(row: Row, variants: Variants) -> None:
    before = usual()[2].series(row.variable).get(row.year, 0.0)
    there = changed(row, variants).series(row.variable).get(row.year, 0.0)
    least = 1e-3 * max(abs(before), 1e-3)
    assert (there - before if row.way == "more" else before - there) > least


def changed(row: Row, variants: Variants) -> Results:
    """Return the results of the baseline with a row's changes, each set of them solved once."""
    changes = changes_of(row)
    key = repr(changes)
    if key not in ANSWERS:
        ANSWERS[key] = _solved(changes, variants)
    return ANSWERS[key]


def _solved(changes: dict[str, Any], variants: Variants) -> Results:
    scenario = usual()[0].with_(changes)
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = variants.twin(system)
    assert solution.status == "optimal"
    return tabulate(scenario, system, solution)
