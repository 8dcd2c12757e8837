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
BESIDE = (  # views that cut across the tree
    "Emissions|CO2|Energy and Industrial Processes",
    "Emissions|CO2|Energy|Demand|Residential and Commercial",
)


def check_identities(results: Results, solution: Solution) -> pd.DataFrame:
    """Return each identity with its largest error, relative; raises IdentityError where one does not hold."""
    wide = results.table.pivot_table(index="variable", columns="year", values="value")
    rows = [(f"children sum to {tree}", _children_miss(wide, tree)) for tree in TREES if tree in wide.index]
    rows.append(("judged emissions are those of the plan", _scope_miss(results, solution)))
    rows.append(("cost parts sum to the total cost", _cost_miss(solution)))
    rows.append(("the reported plan costs no more than the least cost allows", _tie_miss(solution)))
    for name, miss in rows:
        limit = 2e-6 if "least cost" in name else CLOSE
        if miss > limit:
            raise IdentityError(f"{name}: off by {miss:.2e}")
    return pd.DataFrame(rows, columns=["identity", "error"])


def _children_miss(wide: pd.DataFrame, tree: str) -> float:
    """Return by how much any level of a tree misses the sum of the level below, relative to the whole."""
    below = [name for name in wide.index if name.startswith(f"{tree}|") and name not in BESIDE]
    if not below:
        return 0.0
    parents = [name.rpartition("|")[0] for name in below]
    sums = wide.loc[below].groupby(parents).sum()
    largest = max(float(wide.loc[tree].abs().max()), 1e-9)
    misses = (sums - wide.reindex(sums.index)).abs().fillna(float("inf"))  # a level that is missing is as bad
    return float(misses.max().max()) / largest


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
