"""Random small data sets have the optimum of the long formulation, written out independently."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.optimization.plan import Optimization
from carbonsim.scenario.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.reference.data_set import Data
from tests.reference.long_form import LongForm
from tests.reference.random_data import Maker


def least_cost(data: Data, folder: Path) -> float | None:
    """Return what the engine finds, None where it says that no plan exists."""
    scenario, findings = read_scenario(data.write(folder))
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    assert solution.status in ("optimal", "infeasible")
    return solution.objective


@pytest.mark.parametrize("seed", [*range(40), 1093, 1305, 1480])
def test_a_random_data_set_has_the_optimum_of_the_long_formulation(seed: int, tmp_path: Path) -> None:
    data = Maker(seed).make()
    expected = LongForm(data).solve()
    found = least_cost(data, tmp_path)
    assert (found is None) == (expected is None)
    if expected is not None:
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)
