"""A year of 8,760 hours beside PyPSA: `python -m tests.benchmarks.hours [--pypsa=PYTHON]`.

Gas, wind, sun and a battery are sized and run to meet one demand. Ours is derived, compiled, handed over and solved;
PyPSA, in the interpreter that is named, writes, hands over and solves the same. Each in a process of its own: least
cost, seconds of the clock and of the processor, most memory.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

HOURS = 8760
DRAW = np.random.default_rng(11)
DAY = np.arange(HOURS) % 24
LOAD = (100.0 + 25.0 * np.sin((DAY - 9) * np.pi / 12) + DRAW.normal(0.0, 4.0, HOURS)).round(3)
WIND = np.clip(0.3 + 0.25 * np.sin(np.arange(HOURS) / 37.0) + DRAW.normal(0.0, 0.1, HOURS), 0.0, 1.0).round(4)
SUN = np.clip(np.sin((DAY - 6) * np.pi / 12) * DRAW.uniform(0.4, 1.0, HOURS), 0.0, 1.0).round(4)
COSTS = {"gas": (50.0, 0.09), "wind": (90.0, 0.0), "sun": (50.0, 0.0)}  # a unit of capacity and year, a unit of output
BATTERY, DURATION, ONE_WAY = 60.0, 4.0, 0.93
SIDES = ("ours", "pypsa")


def ours() -> float:
    """Solve it here and return the least cost."""
    from carbonsim.optimization.compiling.arrays import compile_model
    from carbonsim.optimization.compiling.derive import derive
    from carbonsim.optimization.solver.solve import Solver
    from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
    from carbonsim.system.tables import TimeSlice, Years
    from tests.optimization.small_systems import finish, label

    names = [f"h{hour:04d}" for hour in range(HOURS)]
    rows = SystemBuilder(
        "city", Years((2030,), 2030, 0.0), [TimeSlice(n, "year", n, 1 / HOURS, 1.0, 1.0) for n in names]
    )
    rows.commodity("power", unit="GWh", balance="slice", group="electricity", label=label("power"))
    for name, (fixed, variable) in COSTS.items():
        shares = {"wind": WIND, "sun": SUN}.get(name)
        rows.technology(TechnologySpec(
            name=name, sector="energy", branch="power", group=name, label=label(name), slices=True, lifetime=20,
            modes={"run": Mode(outputs={"power": 1.0}, variable_cost=variable)}, capacity_to_activity=float(HOURS),
            fixed_cost=fixed, availability={} if shares is None else dict(zip(names, shares.tolist(), strict=True)),
        ))  # fmt: skip
    rows.technology(TechnologySpec(
        name="curtailment", sector="energy", branch="power", group="curtailment", label=label("curtailment"),
        slices=True, modes={"reject": Mode(inputs={"power": 1.0})},
    ))  # fmt: skip
    rows.storage(
        "battery", "power", duration=DURATION, charge_efficiency=ONE_WAY, discharge_efficiency=ONE_WAY, lifetime=20,
        capacity_to_activity=float(HOURS), fixed_cost=BATTERY, sector="energy", branch="storage", group="battery",
        label=label("battery"),
    )  # fmt: skip
    rows.parameters["demand_slice"] = {("city", "power", 2030, n): x for n, x in zip(names, LOAD.tolist(), strict=True)}
    answer = Solver(compile_model(derive(finish(rows))).gather()).solve()
    assert answer.status == "optimal", answer.word
    return answer.objective


PYPSA = """
import json, resource, sys, time
import numpy as np
import pypsa
from tests.benchmarks.hours import BATTERY, COSTS, DURATION, HOURS, LOAD, ONE_WAY, SUN, WIND
start = time.perf_counter(), time.process_time()
network = pypsa.Network(snapshots=range(HOURS))
network.add("Bus", "city")
network.add("Load", "demand", bus="city", p_set=LOAD)
for name, (fixed, variable) in COSTS.items():
    shares = {"wind": WIND, "sun": SUN}.get(name)
    more = {} if shares is None else {"p_max_pu": shares}
    network.add("Generator", name, bus="city", p_nom_extendable=True, capital_cost=fixed, marginal_cost=variable,
                **more)
network.add("StorageUnit", "battery", bus="city", p_nom_extendable=True, capital_cost=BATTERY, max_hours=DURATION,
            efficiency_store=ONE_WAY, efficiency_dispatch=ONE_WAY, cyclic_state_of_charge=True)
network.optimize(solver_name="highs", io_api="direct", log_to_console=False,
                 solver_options={"output_flag": False, "threads": 1})
print(json.dumps([network.objective, time.perf_counter() - start[0], time.process_time() - start[1],
                  resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def measured() -> list[float]:
    """Return least cost, seconds of the clock and the processor, and most memory in MB of ours."""
    start = time.perf_counter(), time.process_time()
    cost = ours()
    used = time.perf_counter() - start[0], time.process_time() - start[1]
    return [cost, *used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]


OURS = """
import json
from tests.benchmarks.hours import measured
print(json.dumps(measured()))
"""


def _of(side: str, python: str) -> list[float]:
    code = PYPSA if side == "pypsa" else OURS
    root = Path(__file__).parents[2]
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, cwd=root, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    numbers: list[float] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def main(arguments: list[str]) -> None:
    """Print both sides, or ours alone where no interpreter with PyPSA is named."""
    other = [one.removeprefix("--pypsa=") for one in arguments if one.startswith("--pypsa=")]
    for side, python in zip(SIDES, [sys.executable, *other], strict=False):
        cost, clock, processor, memory = _of(side, python)
        told = f"{side:6} least cost {cost:14.6f}   {clock:6.2f} s   {processor:6.2f} CPU s   {memory:6.0f} MB"
        sys.stdout.write(told + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
