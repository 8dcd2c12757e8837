"""Runs experiments with whatever carbonsim it finds: a list of them comes in as JSON, an answer a line goes out.

It asks for nothing that commit 50ceaf7 does not have: `python side.py BASELINE < experiments.json`.
"""

from __future__ import annotations

import json
import math
import sys
import tempfile
import time
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

import carbonsim
from carbonsim.errors import ScenarioError
from carbonsim.scenario.quantity import Quantity

NEAR = 0.001
YEARS = (2026, 2030, 2035, 2060)
CARS = "transport/car/distance/"
NEW_ENERGY = (CARS + "battery-electric", CARS + "plug-in-hybrid")


def main(baseline: Path) -> None:
    """Compile the baseline once beside itself as the reference, and solve each experiment warm."""
    experiments = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "audited.yaml"
        file.write_text(f"extends: {baseline}\nname: Audited\nreference: {baseline}\n", encoding="utf-8")
        before = time.process_time()
        model = carbonsim.compile(file)
        tell({"name": "compile", "cpu": time.process_time() - before})
        covered = {str(key[1]) for key, price in model._system.parameters["carbon_price"].items() if price}
        for name, moves in experiments:
            tell({"name": name, **solve(model, moves, covered, baseline)})


def tell(answer: dict[str, Any]) -> None:
    """Print an answer at once."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def solve(model: Any, moves: list[dict[str, Any]], covered: set[str], baseline: Path) -> dict[str, Any]:
    """Return what is told of one experiment, or why it has no plan."""
    before = time.process_time()
    try:
        changes = {path: value for move in moves for path, value in changed(model.scenario, move, baseline)}
        found = model.optimise(changes or None)
    except ScenarioError as error:
        return {"status": "refused", "why": str(error)[:300]}
    cpu = time.process_time() - before
    if str(found.status) != "optimal":
        return {"status": str(found.status), "why": [str(one)[:200] for one in found.explanation][:2], "cpu": cpu}
    return {"status": "optimal", "cpu": cpu, **told(model._system, found, covered)}


def changed(scenario: Any, move: dict[str, Any], baseline: Path) -> Iterator[tuple[str, Any]]:
    """Yield paths and values that a move writes; figures are those of the scenario, by model year."""
    how, value, path = move["how"], move["value"], move["path"]
    if how == "put":
        yield path, value
    elif how == "sales held":
        yield from sales_held(scenario.transport.fleets, path, value)
    elif how == "as in":
        other = YAML(typ="safe").load((baseline.parent / f"{value}.yaml").read_text(encoding="utf-8"))[path]
        yield from flat(path, other)
    else:
        years, start = scenario.time.years, scenario.time.plan_from
        for place, figure in figures(scenario, path.split(".")):
            if how == "times" and place.split(".")[-1].startswith("growth_"):
                yield place, float(figure.at(start)) * value
                continue
            by_year = {year: float(figure.at(year)) for year in years}
            if not all(map(math.isfinite, by_year.values())):
                continue
            yield place, {year: _moved(how, value, by_year, year) if year >= start else by_year[year] for year in years}


def _moved(how: str, value: Any, by_year: dict[int, float], year: int) -> float:
    if how == "times":
        return by_year[year] * float(value)
    return by_year[int(value)] if how == "held" else float(value)


def sales_held(fleets: Any, path: str, year: int) -> Iterator[tuple[str, Any]]:
    """Yield limits that hold written shares of sales as they were in a year, for models that cannot freeze them."""
    for name, fleet in fleets.items():
        seen = {key: one.sales_share.at(year) for key, one in fleet.drivetrains.items() if one.sales_share is not None}
        yield f"{path}.{name}.sales_share_change_max", 1.0
        for key in fleet.drivetrains:
            whole = sum(seen.values())
            least, most = (seen[key], seen[key]) if key in seen else (0.0, max(1.0 - whole, 0.0))
            yield f"{path}.{name}.drivetrains.{key}.sales_share_min", max(least - NEAR, 0.0)
            yield f"{path}.{name}.drivetrains.{key}.sales_share_max", min(most + NEAR, 1.0)


def flat(path: str, written: Any) -> Iterator[tuple[str, Any]]:
    """Yield the leaves of what is written: a mapping with a value is one."""
    if isinstance(written, dict) and "value" not in written:
        for key, value in written.items():
            yield from flat(f"{path}.{key}", value)
    else:
        yield path, written


def figures(node: Any, names: list[str], path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every quantity at a path whose names may have stars, with its own path."""
    if not names:
        if isinstance(node, Quantity):
            yield path, node
        return
    name, *rest = names
    known = node if isinstance(node, dict) else vars(node) if node is not None else {}
    for key in [key for key in known if fnmatchcase(str(key), name)]:
        yield from figures(known[key], rest, f"{path}.{key}" if path else str(key))


def told(system: Any, solution: Any, covered: set[str]) -> dict[str, Any]:
    """Return emissions by year and summed to 2060, those that pay, costs in their parts, and new-energy sales."""
    total = {int(y): float(v) for y, v in zip(solution.scope["year"], solution.scope["total"], strict=True)}
    spans = {year: len(system.years.span(year)) for year in system.years if year >= system.years.plan_from}
    peak = max(total, key=lambda year: total[year])
    by_technology = emitted(system, solution)
    paid = {name: amounts for name, amounts in by_technology.items() if name in covered}
    added = {
        name: sum(spans[y] * v for y, v in by_year.items() if y in spans) for name, by_year in by_technology.items()
    }
    built = solution.new_capacity
    sold = built[built["technology"].str.startswith(CARS) & (built["year"] == 2030)].set_index("technology")["value"]
    parts = getattr(solution, "parts", None)
    costs = solution.costs.groupby("component")["value"].sum()
    return {
        "peak": [peak, total[peak]],
        "by_year": {year: total[year] for year in YEARS},
        "every_year": total,
        "sum": sum(spans[year] * total[year] for year in spans),
        "covered": sum(added[name] for name in paid),
        "added": {name: amount for name, amount in added.items() if abs(amount) > 0.01},
        "objective": solution.objective,
        "total_cost": solution.total_cost,
        "parts": None if parts is None else dict(vars(parts)),
        "components": {str(name): float(value) for name, value in costs.items()},
        "new_energy_2030": float(sold.reindex(list(NEW_ENERGY)).fillna(0.0).sum() / sold.sum()) if sold.sum() else None,
    }


def emitted(system: Any, solution: Any) -> dict[str, dict[int, float]]:
    """Return the CO2 of every technology by year, in Mt; what is imported counts at its factor."""
    run = solution.activity.groupby(["technology", "mode", "year"])["value"].sum()
    found: dict[str, dict[int, float]] = {}
    for (_, name, mode, emission, year), factor in system.parameters["emission_factor"].items():
        if emission == "CO2" and (amount := run.get((name, mode, year), 0.0)):
            own = found.setdefault(str(name), {})
            own[int(year)] = own.get(int(year), 0.0) + float(factor * amount)
    for commodity, (bought, _) in system.scope.imports.items():
        for name in bought:
            for year in system.years:
                amount = run.loc[name].groupby("year").sum().get(year, 0.0) if name in run.index else 0.0
                found.setdefault(name, {})[year] = float(amount * system.scope.import_factor[commodity, year])
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
