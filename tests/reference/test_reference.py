"""Published cases re-expressed in our own YAML give the published objective."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carbonsim.optimization.plan import Optimization
from carbonsim.scenario.read import read_scenario
from carbonsim.system.assemble import assemble

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.yaml"))


def published(case: Path) -> float:
    """Return the objective in the first comment of a case, where its source stands too."""
    found = re.match(r"# Expected objective (\S+) ", case.read_text(encoding="utf-8"))
    assert found, f"{case.name} must begin with its expected objective and where that was published"
    return float(found.group(1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_published_case_in_our_words_has_the_published_objective(case: Path) -> None:
    scenario, findings = read_scenario(case)
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.objective == pytest.approx(published(case), rel=1e-6)
