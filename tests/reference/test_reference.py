"""Published cases re-expressed in our own YAML give the published objective."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "cases" / "osemosys"
CASES = sorted(HERE.glob("*.yaml"))


def published(case: Path) -> float:
    """Return the objective in the first comment of a case, where its source stands too."""
    found = re.match(r"# Expected objective (\S+) ", case.read_text(encoding="utf-8"))
    assert found, f"{case.name} must begin with its expected objective and where that was published"
    return float(found.group(1))


def objective(case: Path) -> float:
    scenario, findings = read_scenario(case)
    assert scenario is not None, "\n".join(map(str, findings))
    system, findings = assemble(scenario)
    assert system is not None, "\n".join(map(str, findings))
    found = Optimization(system).solve_twin().objective
    assert found is not None
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_published_case_in_our_words_has_the_published_objective(case: Path) -> None:
    assert objective(case) == pytest.approx(published(case), rel=1e-6)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_data_set_and_our_words_give_the_same_objective(case: Path, tmp_path: Path) -> None:
    folder = SHARED / case.stem.replace("-", "_")
    if not folder.is_dir():
        assert not (os.environ.get("CI") == "true" and SHARED.is_dir()), f"{folder} is missing"
        pytest.skip("the published data set is not beside this checkout")
    file = tmp_path / "case.yaml"
    place = folder.resolve()
    file.write_text(f"name: case\nsystem: {{osemosys: {place}/csv, config: {place}/config.yaml}}\n", encoding="utf-8")
    assert objective(file) == pytest.approx(objective(case), rel=1e-8)
