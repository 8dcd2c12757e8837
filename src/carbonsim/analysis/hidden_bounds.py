"""Which hidden bounds of the OSeMOSYS formulation bind in the plan, told after the solve."""

from __future__ import annotations

from carbonsim.analysis.summary import PRICE
from carbonsim.errors import Finding
from carbonsim.optimization.solution import Solution
from carbonsim.optimization.target_prices import HIDDEN_NAMES
from carbonsim.system.tables import EnergySystem, Key, Place

ADVICE = "the plan would be another one without it: hidden_bounds: false under system drops it"
EXPECTED = "a bound that changes nothing"


def find_binding_bounds(system: EnergySystem, plan: Solution) -> list[Finding]:
    """Return a warning for each technology or emission whose hidden bound has a price, with its years and its row."""
    if plan.status != "optimal" or not any(system.parameters[name] for name in HIDDEN_NAMES):
        return []
    priced = plan.duals[plan.duals["dual"].abs() > PRICE]
    years: dict[str, list[int]] = {}
    for name, year in zip(priced["constraint"], priced["year"], strict=True):
        years.setdefault(str(name), []).extend([int(year)] if year == year and year is not None else [])
    findings = []
    for parameter, words in HIDDEN_NAMES.items():
        for owner, place in _owners(system, parameter).items():
            when = years.get(f"{words} {owner}")
            if when is not None:
                found = f"a hidden bound that binds for {owner}{_span(when)}"
                file, line, path = (place.file, place.line, place.path) if place else ("", 0, parameter)
                findings.append(Finding(file, line, path, found, EXPECTED, ADVICE))
    return findings


def _owners(system: EnergySystem, parameter: str) -> dict[str, Place | None]:
    """Return whose rows a family has, by region and name, and where the first of each was written."""
    found: dict[str, Place | None] = {}
    for key in system.parameters[parameter]:
        owner: Key = key[:2]
        found.setdefault(" ".join(map(str, owner)), system.place(parameter, key))
    return found


def _span(years: list[int]) -> str:
    if not years:
        return ""
    return f" in {min(years)}" if len(years) == 1 else f" in {min(years)}–{max(years)}"
