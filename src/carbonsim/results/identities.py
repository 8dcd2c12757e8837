"""Identities: sums that must hold, whatever the scenario; a broken one is our bug."""

from __future__ import annotations

import pandas as pd

from carbonsim.errors import IdentityError
from carbonsim.optimization.solution import Solution
from carbonsim.results.results import Results

CLOSE = 1e-6
TREES = (
    "Peaking Emissions", "Emissions by User", "All-gas Emissions", "All-gas Emissions by User",
    "Emissions|CO2", "Emissions|CO2|Energy", "Emissions|CO2|Energy|Supply",
    "Generation|Electricity", "Generation|Heat", "Secondary Energy|Electricity", "Secondary Energy|Heat",
    "Capacity|Electricity",
    "Energy Consumption|Coal-equivalent", "Energy Consumption|Calorific", "Cost",
)  # fmt: skip
BESIDE = ("Emissions|CO2|Energy and Industrial Processes",)  # views that cut across the tree


def check_identities(results: Results, solution: Solution) -> pd.DataFrame:
    """Return each identity with its largest error, relative; raises IdentityError where one does not hold."""
    rows = [(f"children sum to {tree}", _children_miss(results, tree)) for tree in TREES if results.series(tree)]
    rows.append(("judged emissions are those of the plan", _scope_miss(results, solution)))
    rows.append(("cost parts sum to the total cost", _cost_miss(solution)))
    rows.append(("the reported plan costs no more than the least cost allows", _tie_miss(solution)))
    for name, miss in rows:
        limit = 2e-6 if "least cost" in name else CLOSE
        if miss > limit:
            raise IdentityError(f"{name}: off by {miss:.2e}")
    return pd.DataFrame(rows, columns=["identity", "error"])


def _children_miss(results: Results, tree: str) -> float:
    total = results.series(tree)
    children = [part for name, part in results.children(tree).items() if f"{tree}|{name}" not in BESIDE]
    if not children:
        return 0.0
    misses = [abs(sum(part.get(year, 0.0) for part in children) - value) for year, value in total.items()]
    return float(max(misses)) / max(max(abs(value) for value in total.values()), 1e-9)


def _scope_miss(results: Results, solution: Solution) -> float:
    judged = results.series("Peaking Emissions")
    plan = dict(zip(solution.scope["year"], solution.scope["total"], strict=True))
    largest = max(max(abs(value) for value in judged.values()), 1e-9)
    return float(max(abs(judged[int(year)] - value) for year, value in plan.items())) / largest


def _cost_miss(solution: Solution) -> float:
    total = solution.total_cost or 0.0
    return abs(float(solution.costs["value"].sum()) - total) / max(abs(total), 1e-9)


def _tie_miss(solution: Solution) -> float:
    if solution.objective is None or solution.total_cost is None:
        return 0.0
    return abs(solution.total_cost - solution.objective) / max(abs(solution.objective), 1e-9)
