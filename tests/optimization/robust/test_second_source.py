"""A first stage for three futures of a town: against the extensive form of mpi-sppy, of a model written anew in Pyomo.

The numbers are those that mpi-sppy 0.14.0 gave, with Pyomo 6.10.1 and HiGHS 1.16.0; where an interpreter that has it is
named it is asked again.
"""

from __future__ import annotations

import json
import os
import subprocess
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from carbonsim.analysis.ensembles.robust_futures import mean_of_dearest
from carbonsim.clock import Clock
from carbonsim.memory import Memory
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.robust.extensive_form import Risk
from carbonsim.optimization.robust.plan_together import RobustPlan, plan_together
from carbonsim.pipeline import optimise, prepare
from carbonsim.system.assemble import assemble

MPISPPY = os.environ.get("CARBONSIM_MPISPPY", "")
COAL, PUMP, SUN = 0.5, 1500.0, 1100.0  # GW that stands; CNY/kW
TOWN = f"""
    schema: 1
    name: Town
    quality: assumption
    source: made up
    time: {{years: [2025, 2026, 2027, 2028], plan_from: 2026, discount_rate: 0}}
    system:
      commodities:
        coal: {{group: coal, emission_factors: {{CO2: 92 kg/GJ}}}}
        heat: {{group: heat, balance: yearly}}
      technologies:
        mine: {{outputs: {{coal: 1}}, variable_cost: 25 CNY/GJ}}
        boiler:
          {{inputs: {{coal: 1.25}}, outputs: {{heat: 1}}, residual_capacity: {COAL} GW, lifetime: 9, last_year: 2024}}
        pump:
          {{outputs: {{heat: 1}}, capital_cost: {PUMP} CNY/kW, variable_cost: 12 CNY/GJ, lifetime: 3, last_year: 2026}}
        sun: {{outputs: {{heat: 1}}, capital_cost: {SUN} CNY/kW, lifetime: 2, first_year: 2027, last_year: 2027,
              capacity_max: 0.3 GW, yearly_availability: 20 %}}
        bought: {{outputs: {{heat: 1}}, variable_cost: 70 CNY/GJ}}
      demands:
        heat: {{amount: {{2025: 12, 2028: 15}}}}
    peaking: {{emission_cap: {{2028: 0.9 Mt}}}}
"""
WEIGHTS = (0.2, 0.3, 0.5)
PRICES = ({2026: 20.0, 2028: 16.0}, {2026: 25.0, 2028: 30.0}, {2026: 32.0, 2028: 50.0})  # of coal, CNY/GJ
DEMANDS = ({2026: 12.5, 2028: 13.0}, {2026: 13.0, 2028: 15.0}, {2026: 14.0, 2028: 19.0})  # PJ
RISKS = {"expected": Risk(), "risk": Risk(0.6, 0.5)}
SECOND_SOURCE = {
    "expected": {
        "least": 1758.9078196347032, "cost 0": 1547.4703196347032, "pump 0": 0.4756468797564688,
        "cost 1": 1592.4703196347032, "pump 1": 0.4756468797564688, "cost 2": 1943.3453196347032,
        "pump 2": 0.4756468797564688,
    },
    "risk": {
        "least": 1833.2173515981735, "cost 0": 1618.8173515981734, "pump 0": 0.5232115677321156,
        "cost 1": 1663.8173515981734, "pump 1": 0.5232115677321156, "cost 2": 1880.0673515981734,
        "pump 2": 0.5232115677321156,
    },
}  # fmt: skip
CODE = """
import json, sys
import pyomo.environ as pyo
import mpisppy.utils.sputils as sputils
from mpisppy.opt.ef import ExtensiveForm

given = json.load(sys.stdin)
YEARS, YEAR_OF_A_GW, CARBON = (2026, 2027, 2028), 31.536, 0.092


def future(name):
    one, m = given["futures"][int(name)], pyo.ConcreteModel(name)
    m.pump, m.level = pyo.Var(bounds=(0, None)), pyo.Var(bounds=(-1e6, 1e6))
    m.sun, m.above = pyo.Var(bounds=(0, 0.3)), pyo.Var(bounds=(0, None))
    m.coal, m.pumped, m.shone, m.bought = (pyo.Var(YEARS, bounds=(0, None)) for _ in range(4))
    m.keep = pyo.ConstraintList()
    for y in YEARS:
        m.keep.add(m.coal[y] + m.pumped[y] + m.shone[y] + m.bought[y] == one["demand"][str(y)])
        m.keep.add(m.coal[y] <= given["coal"] * YEAR_OF_A_GW)
        m.keep.add(m.pumped[y] <= m.pump * YEAR_OF_A_GW)
        m.keep.add(m.shone[y] <= (0.2 * YEAR_OF_A_GW * m.sun if y > 2026 else 0.0))
    m.keep.add(CARBON * 1.25 * m.coal[2028] <= 0.9)
    m.cost = pyo.Expression(expr=given["pump"] * m.pump + given["sun"] * m.sun + given["before"] + sum(
        1.25 * one["price"][str(y)] * m.coal[y] + 12 * m.pumped[y] + 70 * m.bought[y] for y in YEARS))
    m.keep.add(m.above >= m.cost - m.level)
    weight, tail = given["risk"]
    m.least = pyo.Objective(expr=(1 - weight) * m.cost + weight * (m.level + m.above / tail))
    sputils.attach_root_node(m, 0.0, [m.pump, m.level])
    m._mpisppy_probability = one["weight"]
    return m


form = ExtensiveForm({"solver": "appsi_highs"}, [str(n) for n in range(len(given["futures"]))], future)
form.solve_extensive_form()
told = {"least": form.get_objective_value()}
for name, model in form.local_scenarios.items():
    told[f"cost {name}"], told[f"pump {name}"] = pyo.value(model.cost), pyo.value(model.pump)
print(json.dumps(told))
"""


def along(points: dict[int, float]) -> dict[int, float]:
    """Return a path by year, linear between its ends."""
    return {2026: points[2026], 2027: (points[2026] + points[2028]) / 2.0, 2028: points[2028]}


def planned(folder: Path, risk: Risk) -> RobustPlan:
    """Return the robust plan of the three futures, of which that year's builds are decided alike."""
    file, memory = folder / "town.yaml", Memory()
    file.write_text(textwrap.dedent(TOWN), encoding="utf-8")
    scenario, system = prepare(file, Clock(), memory)
    reference = optimise(scenario, system, Clock(), memory).reference
    futures = {}
    for number, (weight, price, demand) in enumerate(zip(WEIGHTS, PRICES, DEMANDS, strict=True)):
        changed = scenario.with_({
            "system.technologies.mine.variable_cost": {2025: 25.0, **along(price)},
            "system.demands.heat.amount": {2025: 12.0, **along(demand)},
        })  # fmt: skip
        own, findings = assemble(changed, memory)
        assert own is not None and not findings
        futures[number] = weight, Optimization(replace(own, foresight=None), past=reference, memory=memory)
    return plan_together(futures, 2026, {}, risk)


def asked(risk: Risk) -> dict[str, float]:
    """Return what mpi-sppy answers."""
    before = 12.0 * 1.25 * 25.0  # of coal in the year that is past
    futures = [
        {"weight": weight, "price": along(price), "demand": along(demand)}
        for weight, price, demand in zip(WEIGHTS, PRICES, DEMANDS, strict=True)
    ]
    stands = {"coal": COAL, "pump": PUMP, "sun": SUN, "before": before}
    given = {**stands, "risk": (risk.weight, risk.tail), "futures": futures}
    answer = subprocess.run([MPISPPY, "-c", CODE], input=json.dumps(given), capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("name", RISKS)
def test_the_first_stage_is_that_of_a_second_source(tmp_path: Path, name: str) -> None:
    theirs, ours = SECOND_SOURCE[name], planned(tmp_path, RISKS[name])
    for number, one in enumerate(ours.futures):
        built = one.robust.first["new_capacity", "Town", "pump", 2026]
        assert built == pytest.approx(theirs[f"pump {number}"], rel=1e-6)
        assert one.robust.cost == pytest.approx(theirs[f"cost {number}"], rel=1e-9)
    costs, risk = [one.robust.cost for one in ours.futures], RISKS[name]
    expected = sum(weight * cost for weight, cost in zip(WEIGHTS, costs, strict=True))
    least = (1.0 - risk.weight) * expected + risk.weight * mean_of_dearest(costs, WEIGHTS, risk.tail)
    assert least == pytest.approx(theirs["least"], rel=1e-9)


@pytest.mark.skipif(not MPISPPY, reason="a second source: set CARBONSIM_MPISPPY to a Python that has mpi-sppy 0.14")
@pytest.mark.parametrize("name", RISKS)
def test_the_second_source_still_gives_these_numbers(name: str) -> None:
    assert asked(RISKS[name]) == pytest.approx(SECOND_SOURCE[name], rel=1e-7)
