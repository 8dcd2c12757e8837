"""Modes without any ratio that run in the plan: as the long formulation lets them, and not as a modeller means them."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import first_of, message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

LEAST = 1e-6  # activity over all years below which nothing runs
MOST = 10  # that are named
RATIOS = ("input_ratio", "output_ratio", "emission_factor", "reservoir_inflow", "reservoir_outflow")
EXPECTED = message("modes that take, give or emit something")
ADVICE = message(
    "they meet a lower limit for nothing, as in the long formulation: empty_modes: false under system closes them"
)


def find_empty_modes(scenario: Scenario, system: EnergySystem, plan: Solution) -> list[Finding]:
    """Return a warning where a data set's plan runs modes that take, give and emit nothing."""
    if plan.status != SolveStatus.OPTIMAL or not system.from_data_set:
        return []
    names = list(_running(system, plan))
    if not names:
        return []
    listed = first_of(names, MOST)
    file, line = scenario.locate("system.osemosys")
    found = message("activity in modes without any ratio: {modes}", modes=listed)
    return [Finding(file, line, "system.osemosys", found, EXPECTED, ADVICE)]


def _running(system: EnergySystem, plan: Solution) -> Iterator[str]:
    with_ratio = {key[:3] for name in RATIOS for key, value in system.parameters[name].items() if value}
    ran = plan.activity.groupby(["region", "technology", "mode"], sort=False)["value"].sum()
    for (region, technology, mode), value in ran.items():
        if value > LEAST and (region, technology, mode) not in with_ratio:
            yield f"{technology} in mode {mode}"
