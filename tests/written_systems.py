"""Systems written directly in a few lines of YAML, for tests that work their optimum out by hand."""

from __future__ import annotations

import tempfile
import textwrap
from pathlib import Path

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem


def written(text: str) -> EnergySystem:
    """Read and assemble a scenario from its text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "small.yaml"
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        scenario, findings = read_scenario(file)
        assert scenario is not None, "\n".join(map(str, findings))
        system, findings = assemble(scenario)
    assert system is not None, "\n".join(map(str, findings))
    return system


def solved(text: str) -> Solution:
    """Read, assemble and solve a scenario from its text; ties are left as they fall."""
    solution = Optimization(written(text)).solve_twin()
    assert solution.status == "optimal", solution.explanation
    return solution


def by_year(solution: Solution, table: str, technology: str) -> list[float]:
    """Return a technology's activity, capacity or new capacity by year, all regions and modes together."""
    frame = getattr(solution, table)
    frame = frame[frame["technology"] == technology]
    return [float(value) for value in frame.groupby("year")["value"].sum()]
