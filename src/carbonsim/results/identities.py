"""Identities: sums that must hold, whatever the scenario; a broken one is our bug."""

from __future__ import annotations

import pandas as pd

from carbonsim.errors import IdentityError, SolverError
from carbonsim.messages.message import message
from carbonsim.optimization.infeasibility.messages import STATUSES
from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.results import Results
from carbonsim.results.variables import PEAKING

CLOSE = 1e-6
WIDE = 1e9  # from the smallest coefficient to the largest, or to one: what the solver tolerates is then no longer small
SECTORS = ("Industry", "Transportation", "Residential", "Commercial", "Agriculture", "Other Sector")
BESIDE = {  # views that cut across the tree: none is a part of its parent
    "Emissions|CO2|Energy and Industrial Processes",
    "Emissions|CO2|Energy|Demand|Residential and Commercial",
    "Population|Urban [Share]",
    "Primary Energy|Fossil",
    "Primary Energy|Non-Biomass Renewables",
    "Final Energy|Residential and Commercial",
    *(f"Final Energy|{sector}" for sector in SECTORS),
}
ACROSS = {  # what these views are the sum of
    "Emissions|CO2|Energy and Industrial Processes": ("Emissions|CO2|Energy", "Emissions|CO2|Industrial Processes"),
    "Emissions|CO2|Energy|Demand|Residential and Commercial": (
        "Emissions|CO2|Energy|Demand|Residential",
        "Emissions|CO2|Energy|Demand|Commercial",
    ),
    "Primary Energy|Fossil": ("Primary Energy|Coal", "Primary Energy|Oil", "Primary Energy|Gas"),
    "Primary Energy|Non-Biomass Renewables": ("Primary Energy|Wind", "Primary Energy|Solar", "Primary Energy|Hydro"),
    "Final Energy|Residential and Commercial": ("Final Energy|Residential", "Final Energy|Commercial"),
    "Final Energy": tuple(f"Final Energy|{sector}" for sector in SECTORS),
}
LOOSE = ("Inventory|", "Inventory by User|")  # a category may have a part of its own beside those that are told apart
GASES = ("CO2", "CH4", "N2O", "HFC")
AIR = {  # a pollutant by sector is as much as by fuel, and as its name in the community's tree tells, in Mt
    "Air Pollution|SO2": ("Air Pollution by Fuel|SO2", "Emissions|Sulfur"),
    "Air Pollution|NOx": ("Air Pollution by Fuel|NOx", "Emissions|NOx"),
    "Air Pollution|PM2.5": ("Air Pollution by Fuel|PM2.5", None),
}


def check_identities(results: Results, solution: Solution) -> pd.DataFrame:
    """Return each identity with its largest error, relative.

    Raises IdentityError where one does not hold, and SolverError where coefficients lie too far apart for it to.
    """
    wide = results.table.pivot_table(index="variable", columns="year", values="value")
    rows = [(f"children sum to {tree}", miss) for tree, miss in _children_misses(wide)]
    rows += [(f"{name} is the sum of its view", _sum_miss(wide, name, parts)) for name, parts in ACROSS.items()]
    rows += [(f"categories of the inventory sum to {gas}", _inventory_miss(wide, gas)) for gas in GASES]
    rows += [(f"{name} by sector is that by fuel", _air_miss(wide, name)) for name in AIR if name in wide.index]
    rows.append(("emissions by user are those inside and imported", _used_miss(wide, solution)))
    rows.append(("judged emissions are those of the plan", _scope_miss(results, solution)))
    rows.append(("cost parts sum to the total cost", _cost_miss(solution)))
    rows.append(("the reported plan costs no more than the least cost allows", _tie_miss(solution)))
    for name, miss in rows:
        limit = 2e-6 if "least cost" in name else CLOSE
        if miss > limit and _far_apart(solution):
            raise SolverError(
                message(
                    "{trouble} ({identity}: off by {amount})",
                    trouble=STATUSES["error"],
                    identity=name,
                    amount=f"{miss:.2e}",
                )
            )
        if miss > limit:
            raise IdentityError(f"{name}: off by {miss:.2e}")
    return pd.DataFrame(rows, columns=["identity", "error"])


def _far_apart(solution: Solution) -> bool:
    known = [solution.ranges[name] for name in ("matrix", "rhs") if solution.ranges.get(name)]
    return any(max(largest, 1.0) > WIDE * smallest for smallest, largest in known)


def _children_misses(wide: pd.DataFrame) -> list[tuple[str, float]]:
    """Return, for the top of every tree, by how much any level misses the sum of the level below, relative to it."""
    known = set(wide.index)
    below = [name for name in wide.index if name not in BESIDE and not name.startswith(LOOSE) and _top(name, known)]
    parents = [name.rpartition("|")[0] for name in below]
    sums = wide.loc[below].groupby(parents).sum()
    misses = (sums - wide.reindex(sums.index)).abs().fillna(float("inf")).max(axis=1)  # no level may be missing
    tops = [_top(f"{parent}|", known) for parent in sums.index]
    largest = wide.abs().max(axis=1).clip(lower=1e-9)
    return [(str(top), float(part.max()) / float(largest[top])) for top, part in misses.groupby(tops)]


def _top(name: str, known: set[str]) -> str | None:
    """Return the highest level above a variable that is written; None where there is none."""
    parts = name.split("|")
    levels = ("|".join(parts[:place]) for place in range(1, len(parts)))
    return next((level for level in levels if level in known), None)


def _sum_miss(wide: pd.DataFrame, name: str, parts: tuple[str, ...]) -> float:
    if name not in wide.index:
        return 0.0
    found = wide.reindex(list(parts)).fillna(0.0).sum()
    return _relative(found, wide.loc[name])


def _relative(found: pd.Series, whole: pd.Series) -> float:
    return float((found - whole).abs().max()) / max(float(whole.abs().max()), 1e-9)


def _inventory_miss(wide: pd.DataFrame, gas: str) -> float:
    """Return by how much the categories of a gas miss its emissions; nothing where no inventory is taken."""
    names = f"Inventory|{gas}", f"Emissions|{gas}"
    if not any(name.startswith("Inventory|") for name in wide.index) or names[1] not in wide.index:
        return 0.0
    told, whole = (wide.reindex([name]).fillna(0.0).iloc[0] for name in names)
    return _relative(told, whole)


def _air_miss(wide: pd.DataFrame, name: str) -> float:
    """Return by how much a pollutant by sector misses that by fuel, and that of the community's tree where it is in."""
    by_fuel, community = AIR[name]
    whole = wide.loc[name]
    told = whole if community is None or community not in wide.index else wide.loc[community] * 1000.0
    return max(_relative(one, whole) for one in (wide.loc[by_fuel], told))


def _used_miss(wide: pd.DataFrame, solution: Solution) -> float:
    names = "Inventory by User|CO2", "Inventory|CO2"
    if names[0] not in wide.index:
        return 0.0
    used, inside = (wide.reindex([name]).fillna(0.0).iloc[0] for name in names)
    counted = "Peaking Emissions|Imported Electricity" in wide.index
    imported = solution.scope.set_index("year")["imported_emissions"].reindex(wide.columns) * float(counted)
    return _relative(used, inside + imported.astype(float).fillna(0.0))


def _scope_miss(results: Results, solution: Solution) -> float:
    judged = results.series(PEAKING)
    plan = solution.judged_emissions
    largest = max(max(abs(value) for value in judged.values()), 1e-9)
    return float(max(abs(judged[year] - value) for year, value in plan.items())) / largest


def _cost_miss(solution: Solution) -> float:
    total = solution.total_cost or 0.0
    return abs(float(solution.costs["value"].sum()) - total) / max(abs(total), 1e-9)


def _tie_miss(solution: Solution) -> float:
    if solution.objective is None or solution.perceived_cost is None:
        return 0.0
    return abs(solution.perceived_cost - solution.objective) / max(abs(solution.objective), 1e-9)
