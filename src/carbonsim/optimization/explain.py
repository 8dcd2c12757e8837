"""Infeasible → which targets clash, by how much, in a planner's words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from carbonsim.optimization.coefficients import PEAKING_FAMILIES, path_of

if TYPE_CHECKING:
    from carbonsim.optimization.plan import Optimization

NEGLIGIBLE = 1e-6
RELAXABLE = ("limit_above", "limit_below", "limit_exact")


def explain(optimization: Optimization) -> tuple[str, ...]:
    """Return sentences that name the smallest relaxation under which a plan exists.

    Policies give way first, each relative to its own size; then demand and growth limits.
    """
    policies = _rows(optimization, policies_only=True)
    sentences = _relaxation(optimization, policies)
    if sentences is None:
        everything = {**policies, **_rows(optimization, policies_only=False)}
        sentences = _relaxation(optimization, everything)
    if sentences is None:
        return ("No plan exists, and no relaxation of targets, demand or growth limits makes one: check the inputs.",)
    return sentences


def _rows(optimization: Optimization, *, policies_only: bool) -> dict[int, tuple[str, str, int | None, str]]:
    """Return rows that may give way: place → (what it says, YAML path, year, unit)."""
    rows: dict[int, tuple[str, str, int | None, str]] = {}
    arrays, peaking = optimization.arrays, optimization.peaking
    for family in PEAKING_FAMILIES:
        for key, place in arrays.rows.get(family, {}).items():
            peak = peaking[int(key[0])]
            year = int(key[1]) if len(key) > 1 else None
            rows[place] = (path_of(family), f"{peak.path}.{path_of(family)}", year, "Mt")
    limits = {(limit.name, limit.year): limit for limit in optimization.system.limits}
    for family in RELAXABLE:
        for key, place in arrays.rows.get(family, {}).items():
            limit = limits[key]  # type: ignore[index]
            if not policies_only or limit.kind == "policy":
                rows[place] = (limit.name, limit.path, limit.year, limit.unit)
    if not policies_only:
        rows.update(_physical_rows(optimization))
    return rows


def _physical_rows(optimization: Optimization) -> dict[int, tuple[str, str, int | None, str]]:
    commodities = {commodity.name: commodity for commodity in optimization.system.commodities}
    technologies = {technology.name: technology for technology in optimization.system.technologies}
    rows: dict[int, tuple[str, str, int | None, str]] = {}
    for family in ("yearly_balance", "slice_balance"):
        for key, place in optimization.arrays.rows.get(family, {}).items():
            commodity = commodities[str(key[1])]
            rows[place] = (f"demand for {commodity.label.en}", commodity.path, int(key[2]), commodity.unit)
    for key, place in optimization.arrays.rows.get("growth_limit", {}).items():
        technology = technologies[str(key[1])]
        words = f"growth limit of {technology.label.en}"
        rows[place] = (words, technology.path, int(key[2]), technology.capacity_unit)
    return rows


def _relaxation(
    optimization: Optimization, rows: dict[int, tuple[str, str, int | None, str]]
) -> tuple[str, ...] | None:
    solver = optimization.solver
    program = solver.program
    penalties = np.full(len(program.row_low), -1.0)
    for place in rows:
        sides = [abs(side) for side in (program.row_low[place], program.row_high[place]) if np.isfinite(side)]
        penalties[place] = 1.0 / max(*sides, 1.0, 1.0)
    violation = solver.relax(penalties)
    if np.isnan(violation).any():
        return None
    gives = {place: float(violation[place]) for place in rows if violation[place] > NEGLIGIBLE}
    if not gives or violation.sum() - sum(gives.values()) > NEGLIGIBLE * 100:
        return None
    return _sentences(rows, gives)


def _sentences(rows: dict[int, tuple[str, str, int | None, str]], gives: dict[int, float]) -> tuple[str, ...]:
    grouped: dict[tuple[str, str, str], list[tuple[int | None, float]]] = defaultdict(list)
    for place, amount in gives.items():
        words, path, year, unit = rows[place]
        grouped[words, path, unit].append((year, amount))
    names = [words for words, _, _ in grouped]
    first = (
        f"{_join(names)} cannot all hold together with the rest of the scenario."
        if len(names) > 1
        else f"{names[0]} cannot hold together with the rest of the scenario."
    )
    rest = [
        f"{path or words}: the smallest relaxation that works is {max(amount for _, amount in found):.3g} {unit}"
        f"{_years([year for year, _ in found])}."
        for (words, path, unit), found in grouped.items()
    ]
    return (first, *rest)


def _join(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]


def _years(years: list[int | None]) -> str:
    known = sorted({year for year in years if year is not None})
    if not known:
        return ""
    return f" in {known[0]}" if len(known) == 1 else f" in {known[0]}–{known[-1]}"
