"""How near purchases of the city are to the logit at its prices: `python -m tests.benchmarks.audit.shares [YEARS]`.

Three things are measured, by weight of what the service that purchases commit usually costs: how far shares are from
the logit at the programme's own prices; how far they move beyond it where all purchase costs move by a per cent at
random; and what the share of battery cars does in a series of their costs from ten per cent less to ten more. YEARS of
foresight, or `perfect`, stand for what the baseline says.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import numpy as np
import pandas as pd

from carbonsim import pipeline
from carbonsim.clock import Clock
from carbonsim.optimization.choice.logit import shares_at
from carbonsim.optimization.choice.passes import ChoicePasses
from carbonsim.optimization.choice.purchases import SeenYears
from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.energy_system import EnergySystem
from tests.benchmarks.beside import ROOT, tell

BASELINE = ROOT / "scenarios" / "changchun" / "baseline.yaml"
DRAWS, SIZE = 3, 0.01
SERIES = (-0.10, -0.05, -0.03, -0.02, -0.01, 0.0, 0.01, 0.02, 0.03, 0.05, 0.10)
BATTERY_CAR = "transport/car/distance/battery-electric"
WORST = 8  # purchases whose shares are told where they are farthest away
LOOKED_AT = (2026, 2030, 2035)
COLUMNS = ["region", "technology", "year", "share", "logit", "weight"]


class Seen(NamedTuple):
    """A solution, with share, logit and weight of every purchase that was kept."""

    solution: Solution
    table: pd.DataFrame


@contextmanager
def watched(system: EnergySystem) -> Iterator[dict[tuple[object, ...], tuple[float, float, float]]]:
    """Note what is bought, and what the logit says at the same prices, of every window whose years are kept."""
    found: dict[tuple[object, ...], tuple[float, float, float]] = {}
    settle = ChoicePasses.settle

    def noted(
        self: ChoicePasses, program: Program, seen: SeenYears, *more: Any, **named: Any
    ) -> tuple[Program, Answer]:
        laid, answer = settle(self, program, seen, *more, **named)
        if answer.status == SolveStatus.OPTIMAL:
            found.update(_kept(self, laid, answer, seen, system))
        return laid, answer

    with mock.patch.object(ChoicePasses, "settle", noted):
        yield found


def _kept(
    passes: ChoicePasses, laid: Program, answer: Answer, seen: SeenYears, system: EnergySystem
) -> dict[tuple[object, ...], tuple[float, float, float]]:
    purchases = passes.purchases(seen)
    costs = purchases.net_costs(laid, answer) + passes.tastes.constants(purchases)
    logit = shares_at(purchases, costs, passes.tastes.spreads(purchases), purchases.may_be_made(laid))
    service = purchases.service(answer.columns[purchases.column])
    whole = purchases.added(service)[purchases.group]
    share = np.divide(service, whole, out=logit.copy(), where=whole > 0.0)
    first = max(seen.first, system.years.plan_from)
    last = seen.last == system.years.model[-1]
    worth = whole * passes.tastes.means(purchases)
    rows = zip(purchases.keys, share.tolist(), logit.tolist(), worth.tolist(), strict=True)
    return {tuple(key): (s, at, weight) for key, s, at, weight in rows if last or int(key[2]) == first}


def solved(system: EnergySystem, solve: Callable[[], Solution]) -> Seen:
    """Solve, and return what was noted."""
    with watched(system) as found:
        solution = solve()
    rows = [(*key, *values) for key, values in found.items()]
    return Seen(solution, pd.DataFrame(rows, columns=COLUMNS).set_index(COLUMNS[:3]))


def city(years: str | None) -> EnergySystem:
    """Return the baseline in which people choose, with a foresight of so many years."""
    with tempfile.TemporaryDirectory() as folder:
        file, foresight = Path(folder) / "city.yaml", "" if years is None else f"foresight: {_written(years)}\n"
        file.write_text(f"extends: {BASELINE}\nname: City\nchoices: {{on: true}}\n{foresight}", encoding="utf-8")
        return pipeline.prepare(file, Clock())[1]


def _written(years: str) -> str:
    return years if years == "perfect" else f"{{years: {years}}}"


def recosted(system: EnergySystem, factor: Callable[[str], float]) -> EnergySystem:
    """Return a system in which each option costs so many times as much to buy from the plan on."""
    options = {option: factor(option) for one in system.choices for option in one.options}
    costs = {
        key: cost * options.get(str(key[1]), 1.0) if int(key[2]) >= system.years.plan_from else cost
        for key, cost in system.parameters["capital_cost"].items()
    }
    return replace(system, parameters={**system.parameters, "capital_cost": costs})


def told(errors: pd.Series, weights: pd.Series) -> str:
    """Tell mean, 95th per cent by weight and highest of errors, in points."""
    order = errors.to_numpy().argsort()
    share = weights.to_numpy()[order].cumsum() / weights.sum()
    near = errors.to_numpy()[order][np.searchsorted(share, 0.95)]
    real = errors[weights > 1e-3 * weights.max()]
    mean = float((errors * weights).sum() / weights.sum())
    return f"mean {100 * mean:.2f}, 95 % within {100 * near:.2f}, highest {100 * errors.max():.1f} points" + (
        f" ({100 * real.max():.1f} of those that weigh above a thousandth of the largest)"
    )


def main(words: Sequence[str]) -> None:
    """Measure and print."""
    system = city(words[0] if words else None)
    first = Optimization(system)
    base = solved(system, first.solve_twin)
    tell(f"{base.solution.status}, {len(system.choices)} sets, foresight {system.foresight}")
    tell(f"away from the logit: {told((base.table.share - base.table.logit).abs(), base.table.weight)}")
    away = (base.table.share - base.table.logit).abs().nlargest(WORST)
    for key, error in away.items():
        tell(f"  {key}: {100 * error:.1f} points, weight {base.table.weight[key]:.3g}")
    variants, random = Variants(base.solution), np.random.default_rng(20)
    variants.adopt(first)
    for draw in range(DRAWS):
        moves = {option: 1.0 + random.uniform(-SIZE, SIZE) for one in system.choices for option in one.options}
        changed = recosted(system, lambda option, moves=moves: moves[option])  # type: ignore[misc]
        other = solved(changed, lambda changed=changed: variants.twin(changed)).table  # type: ignore[misc]
        both = base.table.merge(other, left_index=True, right_index=True, suffixes=("", "_moved"))
        beyond = ((both.share_moved - both.share) - (both.logit_moved - both.logit)).abs()
        moved = (both.share_moved - both.share).abs()
        tell(f"draw {draw + 1}, moved: {told(moved, both.weight)}")
        tell(f"draw {draw + 1}, moved beyond the logit: {told(beyond, both.weight)}")
    tell(f"battery cars, share of service bought and logit in {', '.join(map(str, LOOKED_AT))}:")
    for step in SERIES:
        changed = recosted(system, lambda option, step=step: 1.0 + step * (option == BATTERY_CAR))  # type: ignore[misc]
        other = solved(changed, lambda changed=changed: variants.twin(changed)).table  # type: ignore[misc]
        cars = other.xs(BATTERY_CAR, level="technology").droplevel("region")
        figures = (f"{100 * cars.share[year]:.2f} ({100 * cars.logit[year]:.2f})" for year in LOOKED_AT)
        tell(f"{100 * step:+.0f} %: {', '.join(figures)}")


if __name__ == "__main__":
    main(sys.argv[1:])
