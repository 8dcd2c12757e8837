"""The summary of a run: what a planner asks first, as plain values; what is unknown is null and keys stay."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from carbonsim.analysis.peaking import Peak
from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.results import Results
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.tables import Label

COST_UNIT = "million CNY"
PRICE = 1e-6  # below it nothing binds
DATA_COST_UNIT = "cost unit of the data"


def summarize(
    scenario: Scenario,
    plan: Solution,
    twin: Solution,
    results: Results | None,
    peak: Peak | None,
    calibration: pd.DataFrame | None,
    timings: Mapping[str, float],
    targets: pd.DataFrame | None = None,
    warnings: Sequence[str] = (),
    emission: str | None = None,
    explanation: Sequence[Label] = (),
) -> dict[str, Any]:
    """Return `summary.json` as a dictionary, for an infeasible run too."""
    base = scenario.time.years[0]
    data = scenario.system is not None and scenario.system.osemosys is not None
    unit = f"{DATA_COST_UNIT}, discounted to {base}" if data else f"{COST_UNIT} of {base}, discounted to {base}"
    return {
        "scenario": scenario.stem,
        "name": scenario.name,
        "name_zh": scenario.name_zh,
        "description": scenario.description,
        "region": scenario.region,
        "status": plan.status,
        "objective": plan.objective,
        "total_cost": {"value": plan.total_cost, "unit": unit},
        "twin_total_cost": {"value": twin.total_cost, "unit": unit},
        "peak": _peak(peak),
        "binding": binding(plan),
        "binding_by_path": binding_by_path(plan),
        "scope": "data" if data else scenario.scope.name,
        "emission": emission,
        "emission_unit": "unit of the data" if data else "Mt",
        "mode": scenario.mode,
        "years": list(scenario.time.years),
        "plan_from": scenario.time.plan_from,
        "base_year": {
            "year": base,
            "energy_Mtce": _value(results, "Energy Consumption|Coal-equivalent", base),
            "emissions_Mt": _value(results, "Peaking Emissions", base),
            "energy_co2_inside_Mt": _value(results, "Emissions|CO2|Energy", base),
        },
        "emissions_Mt": {str(y): v for y, v in results.series("Peaking Emissions").items()} if results else {},
        "targets": [] if targets is None else plain(targets.to_dict("records")),
        "warnings": list(warnings),
        "calibration": [] if calibration is None else plain(calibration.to_dict("records")),
        "shadow_prices": plain(plan.duals[priced(plan)].to_dict("records")),
        "aim": dict(plan.aim) or {"objective": "cheapest", "cost_bound": None},
        "emission_prices": _emission_prices(scenario, plan),
        "explanation": [told.en for told in explanation],
        "explanation_zh": [told.zh for told in explanation],
        "lp": plan.lp,
        "coefficient_ranges": plan.ranges,
        "timings_s": dict(timings),
        "solver": plan.solver,
    }


def _emission_prices(scenario: Scenario, plan: Solution) -> list[dict[str, Any]]:
    """Return by year what a tonne less costs, the carbon price beside it, and what the year earns as a ceiling."""
    energy = getattr(scenario, "energy", None)
    rows: list[dict[str, Any]] = plain(plan.emission_prices.to_dict("records"))
    for row in rows:
        row["carbon_price"] = None if energy is None else energy.carbon_price.at(int(row["year"]))
        row["total"] = row["shadow_price"] + (row["carbon_price"] or 0.0)
    return rows


def priced(plan: Solution) -> Any:
    """Say which rows are told: every policy with its slack, and of the bounds of technologies those that bind."""
    return (plan.duals["kind"] == "policy") | (plan.duals["dual"].abs() > PRICE)


def binding(plan: Solution) -> bool | None:
    """Say whether any row of the peaking plan has a price; None where there is none."""
    found = binding_by_path(plan)
    return any(found.values()) if found else None


def binding_by_path(plan: Solution) -> dict[str, bool]:
    """Say of each key of the peaking plan whether any of its rows has a price: one at price 0 changes nothing."""
    rows = plan.duals
    rows = rows[rows["path"].astype(str).str.startswith("peaking") & (rows["constraint"] != "peak_guard")]
    return {str(path): bool((part["dual"].abs() > PRICE).any()) for path, part in rows.groupby("path", sort=False)}


def _peak(peak: Peak | None) -> dict[str, Any]:
    if peak is None or peak.year is None:
        return {"year": None, "level_Mt": None, "status": None, "rule": None, "plateau": None}
    plateau = None
    if peak.plateau is not None:
        found = peak.plateau
        plateau = {"first": found.first, "last": found.last, "mean_Mt": found.mean, "by_constraint": peak.by_constraint}
    return {
        "year": peak.year, "level_Mt": peak.level, "status": peak.status, "rule": peak.rule, "plateau": plateau,
    }  # fmt: skip


def _value(results: Results | None, variable: str, year: int) -> float | None:
    return None if results is None else results.series(variable).get(year)


def plain(value: Any) -> Any:
    """Return a value with plain numbers in it: no NaN, no numpy."""
    if isinstance(value, Mapping):
        return {str(key): plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [plain(child) for child in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
