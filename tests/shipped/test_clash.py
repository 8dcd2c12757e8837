"""Peaking plans that the city cannot keep: what clashes is named, and by how much it has to give way."""

from __future__ import annotations

import re
from pathlib import Path

from carbonsim import pipeline
from carbonsim.clock import Clock
from carbonsim.memory import Memory
from carbonsim.optimization.planning.variants import Variants
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

MEMORY = Memory()
BEFORE = Path(__file__).parents[1] / "benchmarks" / "before" / "changchun"  # where who chooses minds the cost alone

ASKED = """
extends: {city}
name: Clash
peaking:
  by: {by}
  emission_cap: {{2035: {cap} Mt}}
energy: {{plants: {{coal-chp: {{output_min: {duty}}}}}}}
"""
DUTY = "{2026: 57.5 PJ, 2027: 53.8 PJ, 2028: 40 PJ, 2029: 53.8 PJ, 2035: 50 PJ, 2040: 33 PJ, 2055: 0 PJ}"
RELAXED = re.compile(r"the smallest relaxation that works is ([\d.]+) Mt in 2035")


def asked(folder: Path, *, by: int, cap: float, duty: str = DUTY) -> tuple[Scenario, EnergySystem]:
    file = folder / "clash.yaml"
    file.write_text(ASKED.format(city=BEFORE / "baseline.yaml", by=by, cap=cap, duty=duty), encoding="utf-8")
    scenario = pipeline.read_checked(file)
    return scenario, pipeline.assembled(scenario, Clock(), MEMORY)


def test_a_cap_that_no_plan_reaches_is_told_with_the_duty_against_it(tmp_path: Path) -> None:
    """From the twin's basis the plan's numbers grow without end: another method tells, and it is explained. Close below
    what can be reached, the interior point method of HiGHS 1.16 tells without crossover alone.

    With the cap raised by what is told there is a plan; by nine tenths of that there is none.
    """
    scenario, system = asked(tmp_path, by=2027, cap=32.2)
    plans = pipeline.optimise(scenario, system, Clock(), MEMORY)
    answer = pipeline.collect(scenario, plans, Clock())
    assert answer.status == plans.plan.status == "infeasible"
    (told,) = answer.summary["explanation"]
    assert "a cap of 32.2 Mt in 2035 (peaking.emission_cap.2035, clash.yaml:6) cannot hold beside" in told
    assert "at least 13.9 TWh of Coal CHP in 2035 (energy.plants.coal-chp.output_min, clash.yaml:7)" in told
    found = RELAXED.search(told)
    assert found is not None
    given = float(found[1])
    variants = Variants(plans.reference)
    assert plans.optimization is not None
    variants.adopt(plans.optimization)
    plans.optimization.explaining = False
    for part, status in ((1.01, "optimal"), (0.9, "infeasible")):
        _, other = asked(tmp_path, by=2027, cap=32.2 + part * given)
        assert variants.plan(other, plans.twin).status == status
    assert variants.built == 0
