"""Which hidden bounds of the OSeMOSYS formulation bind in the plan, told after the solve."""

from __future__ import annotations

from carbonsim.analysis.summary.summarize import PRICE
from carbonsim.errors import Finding
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.optimization.structure.roles import HiddenBound
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key, Place

ADVICE = "the plan would be another one without it: hidden_bounds: false under system drops it"
EXPECTED = "a bound that changes nothing"
MOST_OWNERS = 10  # that are named


def find_binding_bounds(system: EnergySystem, plan: Solution) -> list[Finding]:
    """Return a warning for each kind of hidden bound that has a price: whose, in which years, and the first row."""
    hidden = {equation.name: bound.name.en for equation, bound in with_role(HiddenBound)}
    if plan.status != SolveStatus.OPTIMAL or not any(system.parameters[name] for name in hidden):
        return []
    priced = plan.duals[plan.duals["dual"].abs() > PRICE]
    years: dict[str, list[int]] = {}
    for name, year in zip(priced["constraint"], priced["year"], strict=True):
        years.setdefault(str(name), []).extend([int(year)] if year == year and year is not None else [])
    findings = []
    for parameter, words in hidden.items():
        owners = _owners(system, parameter)
        bound = {owner: years[f"{words} {owner}"] for owner in owners if f"{words} {owner}" in years}
        if bound:
            told = [f"{owner}{_span(when)}" for owner, when in bound.items()]
            more = len(told) - MOST_OWNERS
            listed = ", ".join(told[:MOST_OWNERS]) + (f" and {more} others" if more > 0 else "")
            place = owners[next(iter(bound))]
            file, line, path = (place.file, place.line, place.path) if place else ("", 0, parameter)
            findings.append(Finding(file, line, path, f"a hidden bound that binds for {listed}", EXPECTED, ADVICE))
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
