"""What the city's conference asks for can be written in a scenario, and moves the plan as an expert expects.

Each row changes the baseline, is solved on the one compiled model, and is looked for in one variable of the results.
"""

from __future__ import annotations

from typing import Any

import pytest

from carbonsim.optimization.planning.variants import Variants
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.assemble import assemble
from tests.shipped.conference import ROWS, Row
from tests.shipped.solved import solved

ANSWERS: dict[str, Results] = {}


@pytest.fixture(scope="module")
def variants() -> Variants:
    plans = solved("baseline").plans
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
    usual = solved("baseline").results.series(row.variable).get(row.year, 0.0)
    there = changed(row, variants).series(row.variable).get(row.year, 0.0)
    least = 1e-3 * max(abs(usual), 1e-3)
    assert (there - usual if row.way == "more" else usual - there) > least


def changed(row: Row, variants: Variants) -> Results:
    """Return the results of the baseline with a row's changes, each set of them solved once."""
    changes = changes_of(row)
    key = repr(changes)
    if key not in ANSWERS:
        ANSWERS[key] = _solved(changes, variants)
    return ANSWERS[key]


def _solved(changes: dict[str, Any], variants: Variants) -> Results:
    scenario = solved("baseline").scenario.with_(changes)
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = variants.twin(system)
    assert solution.status == "optimal"
    return tabulate(scenario, system, solution)
