"""The city decided with five years in sight: dearer than with all of them, by little, and its peak is kept.

Limits on how fast shares may rise are left out: with them no plan that sees so few years exists from 2042 on, for what
is banned then is replaced more slowly than that allows.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Limit
from tests.shipped.solved import CITY

SHORT = 5


def city(name: str) -> EnergySystem:
    scenario, findings = read_scenario(CITY / f"{name}.yaml")
    assert scenario is not None, findings
    system, findings = assemble(scenario)
    assert system is not None, findings
    kept = (limit for limit in system.limits if not _on_a_rise(limit, system.years.plan_from))
    return replace(system, limits=tuple(kept))


def _on_a_rise(limit: Limit, plan_from: int) -> bool:
    several = len({term.year for term in limit.terms}) > 1
    return limit.kind == "plausibility" and limit.year >= plan_from and several


def test_who_sees_five_years_pays_more_and_peaks_in_time() -> None:
    system = replace(city("peak-2030"), foresight=None)
    perfect = Optimization(system).solve_twin()
    optimization = Optimization(replace(system, foresight=SHORT), past=perfect)
    twin = optimization.solve_twin()
    assert perfect.objective is not None and twin.objective is not None
    assert perfect.objective * (1.0 - 1e-9) <= twin.objective <= perfect.objective * 1.01
    assert twin.foresight is not None and twin.foresight.again == () == twin.foresight.unheard
    past = [year for year in system.years if year < system.years.plan_from]
    for year in past:
        assert twin.judged_emissions[year] == pytest.approx(perfect.judged_emissions[year], rel=1e-4)
    plan = optimization.solve_plan(twin)
    by = system.peaking[0].by
    assert plan.status == "optimal" and by is not None
    level = plan.judged_emissions[by] * (1.0 + 1e-6)
    assert all(value <= level for year, value in plan.judged_emissions.items() if year > by)
