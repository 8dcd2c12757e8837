"""How fast the engine is beside others and beside itself: `python -m tests.benchmarks.engine`.

Ratios of processor time, measured in one process. Beside linopy needs the extra `benchmark`.
"""

from __future__ import annotations

import gc
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pyomo.contrib.appsi.solvers import Highs

import carbonsim
from carbonsim.clock import Clock
from carbonsim.optimization.compiling.arrays import Arrays, compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.compiling.pyomo_model import build
from carbonsim.optimization.planning.twin_and_plan import PLAN_OPTIONS
from carbonsim.optimization.solver.solve import Solver
from carbonsim.pipeline import prepare
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sections.peaking import resolve_peaking
from tests.benchmarks.blocks import linopy_writer
from tests.benchmarks.generated import TECHNOLOGIES, YEARS, generated_system, linopy_model

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CITY = SCENARIOS / "changchun" / "peak-2030.yaml"
Row = tuple[str, float, float]
TRIES = 5


def seconds(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """Return the least processor time of some tries, and what the last one gave."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best, result


def hand_over(system: EnergySystem, plans: Any = ()) -> tuple[Arrays, Solver]:
    """Derive, compile and hand over, as a run does."""
    arrays = compile_model(derive(replace(system, peaking=plans)))
    return arrays, Solver(arrays.gather())


def by_pyomo(system: EnergySystem, plans: Any = ()) -> None:
    """Derive, build and hand over with Pyomo's own interface."""
    Highs().set_instance(build(derive(replace(system, peaking=plans))).pyomo)


def linopy_weights(arrays: Arrays, costs: Any) -> dict[str, Any]:
    """Return our cost coefficients as linopy's arrays, so that both write the same programme."""
    new, run = (np.zeros((TECHNOLOGIES, len(YEARS))) for _ in range(2))
    for (_, name, year), column in arrays.columns["new_capacity"].items():
        new[int(str(name)[6:]), YEARS.index(int(year))] = costs[column]
    for (_, name, _, year, _), column in arrays.columns["activity"].items():
        run[int(str(name)[6:]), YEARS.index(int(year))] = costs[column]
    return {"new": new, "run": run}


def beside_linopy() -> Iterator[Row]:
    """(a) The generated programme: ours against linopy's build and hand-over."""
    import linopy

    system = generated_system()
    own, (arrays, solver) = seconds(lambda: hand_over(system), TRIES)
    weights = linopy_weights(arrays, arrays.gather().costs)
    theirs, written = seconds(lambda: linopy.io.to_highspy(linopy_model(weights)), TRIES)
    tell(f"generated: {arrays.row_count} rows, {len(arrays.indices)} non-zeros; linopy {written.getNumRow()} rows")
    assert arrays.row_count - written.getNumRow() == len(YEARS)  # ours has a row of emissions a year, here empty
    assert written.getNumNz() + len(YEARS) == len(arrays.indices)
    del solver
    yield "build, compile, hand over / linopy, generated", own / theirs, 2.5
    pyomo, _ = seconds(lambda: by_pyomo(system))
    yield "build, compile, hand over / Pyomo's interface, generated", own / pyomo, 0.35
    yield from _refill("generated", system, ())


def _refill(name: str, system: EnergySystem, plans: Any) -> Iterator[Row]:
    """(c) Filling the arrays against building the Pyomo model."""
    built, model = seconds(lambda: build(derive(replace(system, peaking=plans))))
    arrays = compile_model(model.data)
    fill, _ = seconds(arrays.gather, 5)
    yield f"fill the arrays / Pyomo build, {name}", fill / built, 0.01


def city() -> Iterator[Row]:
    """(a) and (c) of the city, then (b): one price or one demand changed, against a fresh run and a cold solve."""
    scenario, system = prepare(CITY, Clock())
    plans = resolve_peaking(scenario)
    own, (arrays, solver) = seconds(lambda: hand_over(system, plans), TRIES)
    theirs, written = seconds(linopy_writer(arrays, arrays.gather()), TRIES)
    tell(f"Changchun: {arrays.row_count} rows, {len(arrays.indices)} non-zeros; linopy {written.getNumRow()} rows")
    assert written.getNumRow() == arrays.row_count
    del solver
    yield "build, compile, hand over / linopy, Changchun", own / theirs, 2.5
    pyomo, _ = seconds(lambda: by_pyomo(system, plans))
    yield "build, compile, hand over / Pyomo's interface, Changchun", own / pyomo, 0.35
    yield from _refill("Changchun", system, plans)
    fresh, run = seconds(lambda: carbonsim.run(CITY, write_results=False))
    written, _ = seconds(lambda: carbonsim.run(CITY, out=Path(tempfile.mkdtemp()) / "out"))
    tell(f"a fresh run: {fresh:.2f} s, with all that it writes {written:.2f} s")
    model = carbonsim.compile(CITY)
    model.solve()
    commodity = max(run.plans.system.parameters["demand"], key=lambda key: run.plans.system.parameters["demand"][key])
    changes: dict[str, dict[str, Any]] = {
        "carbon price": {
            "carbon_price": {2020: 0, 2021: 42.85, 2022: 55.4, 2023: 68.1, 2024: 89.35, 2025: 65, 2030: 200}
        },
        "coal price, a sixth dearer": {"changes": {"energy.fuels.raw_coal.price": "35 CNY/GJ"}},
        "coal price, a third dearer": {"changes": {"energy.fuels.raw_coal.price": "40 CNY/GJ"}},
        "demand": {"demand": {str(commodity[1]): 1.02}},
        "efficiency": {"changes": {"energy.heat_network.losses": {2025: "11.92 %", 2030: "12.5 %"}}},
    }
    for name, change in changes.items():
        model.solve()  # every change is made to the scenario as it was compiled
        taken, answer = seconds(lambda change=change: model.solve(**change))  # type: ignore[misc]
        told, _ = seconds(lambda answer=answer: answer.summary)  # type: ignore[misc]
        model.solve()
        assert not model.recompiled
        assert answer.summary["status"] == "optimal"
        yield f"model.solve with another {name} / fresh run", taken / fresh, 0.15
        yield "the same with its IAMC table and summary / fresh run", (taken + told) / fresh, 0.3
        yield from _warm(name, model, change)


def _warm(name: str, model: carbonsim.Model, change: dict[str, Any]) -> Iterator[Row]:
    """HiGHS's own time for twin and plan after a change, each against a cold solve of the same programme."""
    live, programs = model.live, []
    for numbers in ({}, change):
        model.optimise(**numbers)
        programs.append((live.twin_solver.program, live.solver.program))
    (twin_before, plan_before), (twin_after, plan_after) = programs
    twin, plan = Solver(twin_before), Solver(plan_before, PLAN_OPTIONS)
    twin.solve()
    plan.begin_from(twin)
    plan.solve()
    for solver, before, after in ((twin, twin_before, twin_after), (plan, plan_before, plan_after)):
        for program in (after, before):  # weights of the basis are there from the second solve on
            solver.update(program)
            solver.solve()
        cold, _ = seconds(Solver(after).solve)
        solver.update(after)
        if solver is plan:
            solver.begin_from(twin)
        warm, _ = seconds(solver.solve)
        which = "plan" if solver is plan else "twin"
        yield f"HiGHS, {which} warm after another {name} / cold", warm / cold, 0.6 if name == "efficiency" else 0.3


def memory(solves: int = 200) -> Iterator[Row]:
    """(d) Growth of memory over many solves of the tutorial."""
    model = carbonsim.compile(SCENARIOS / "tutorial.yaml")
    for price in range(20):
        model.solve({"energy.fuels.raw_coal.price": 30.0 + price})
    before = _resident()
    for price in range(solves):
        model.solve({"energy.fuels.raw_coal.price": 30.0 + price / 10})
    yield f"memory grown over {solves} solves", _resident() / before - 1.0, 0.05


def _resident() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize() / 1e6


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print the table."""
    for part in (beside_linopy, city, memory):
        for name, ratio, most in part():
            tell(f"{'ok  ' if ratio <= most else 'over'} {ratio:8.3f}  at most {most:g}   {name}")


if __name__ == "__main__":
    main()
