"""Coefficients and rows of the peaking plan, free until told otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.emissions import ALL, derive_emissions
from carbonsim.system.tables import Key, Peaking

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@derivation(derive_emissions)
def derive_peaking(data: Coefficients) -> None:
    """Write the rows of every peaking plan, and import factors as they stand in ceilings."""
    for number, peak in enumerate(data.peaking):
        _peak_rows(data, number, peak)
    for table, values in ceilings(data).items():
        data.tables[table] = values


def ceilings(data: Coefficients, twin_net_import: Mapping[Key, float] | None = None) -> dict[str, dict[Key, float]]:
    """Return import factors as they stand in ceilings: zero where the twin's net import is negative."""
    years = data.system.years
    gross = data.system.scope.gross
    factors: dict[Key, float] = {}
    for key in data.families["net_import"]:
        counts = gross or twin_net_import is None or twin_net_import.get(key, 0.0) >= 0.0
        factors[key] = data.tables["import_factor"][key] if counts else 0.0
    declines: dict[Key, float] = {}
    for (number, year), share in data.tables["decline_share"].items():
        for commodity in data.system.scope.imports:
            declines[number, commodity, year] = share * factors[commodity, years.previous(int(year)) or year]
    return {"ceiling_import_factor": factors, "decline_import_factor": declines}


def _peak_rows(data: Coefficients, number: int, peak: Peaking) -> None:
    years = data.system.years
    plan = [year for year in years if year >= years.plan_from]
    later = [year for year in years if peak.by is not None and year > peak.by]
    if peak.objective == "earliest_peak":
        later = plan[1:]
    for year in later:
        if peak.by is not None:
            data.rows["peak_by"].append((number, year))
        previous = years.previous(year)
        if peak.monotone and previous != peak.by:
            data.rows["peak_monotone"].append((number, year))
        if peak.decline_after is not None and previous is not None:
            data.rows["peak_decline"].append((number, year))
            data.tables["decline_share"][number, year] = (1.0 - peak.decline_after) ** (year - previous)
    if peak.max_level is not None:
        data.rows["peak_max_level"] += [(number, year) for year in plan]
        data.tables["peak_level_bound"].update({(number, year): peak.max_level for year in plan})
    for year, cap in peak.emission_cap.items():
        data.rows["peak_emission_cap"].append((number, year))
        data.tables["peak_cap_bound"][number, year] = cap
    if peak.budget is not None:
        first, last, amount = peak.budget
        data.rows["peak_budget"].append((number,))
        data.tables["peak_budget_bound"][number,] = amount
        counted = {year: sum(first <= k <= last for k in years.span(year)) for year in years}
        data.tables["budget_years"].update({(number, year): float(n) for year, n in counted.items() if n})
        for key in data.families["net_import"]:
            factor = data.tables["import_factor"][key] * counted[int(key[1])]
            data.tables["budget_import_factor"][(number, *key)] = factor
    until = plan[-1] if peak.objective == "earliest_peak" else peak.by
    if until is not None and peak.guard:
        data.rows["peak_guard"] += [(number, year) for year in plan if year <= until]
        data.tables["guard_bound"].update({(number, year): float("inf") for year in plan if year <= until})
    if peak.objective != "cheapest":
        _objective_rows(data, number, peak, plan)


def _objective_rows(data: Coefficients, number: int, peak: Peaking, plan: list[int]) -> None:
    """Lay out what the lowest and the earliest peak need: one column that no year of the plan may exceed."""
    data.families["peak_level"].append((number,))
    data.rows["peak_highest"] += [(number, year) for year in plan]
    if peak.objective == "earliest_peak":
        data.rows["peak_candidate"] += [(number, year) for year in plan[:-1]]
        return
    data.rows["peak_cost"].append((number,))
    data.tables["peak_cost_bound"][number,] = float("inf")
    if peak.max_level is None:
        data.rows["peak_max_level"] += [(number, year) for year in plan]
        data.tables["peak_level_bound"].update({(number, year): float("inf") for year in plan})


def emission_group(peak: Peaking) -> str:
    """Return the emission group a peaking plan acts on: a sector, or the whole scope."""
    return peak.sector or ALL
