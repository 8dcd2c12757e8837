"""Which hidden bounds of the OSeMOSYS formulation bind in the plan, told after the solve."""

from __future__ import annotations

from carbonsim.analysis.summary.summarize import PRICE
from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, first_of, message
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.optimization.structure.roles import HiddenBound
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key, Place

ADVICE = message("the plan would be another one without it: hidden_bounds: false under system drops it")
EXPECTED = message("a bound that changes nothing")
MOST_OWNERS = 10  # that are named


def find_binding_bounds(system: EnergySystem, plan: Solution) -> list[Finding]:
    """Return a warning for each kind of hidden bound that has a price: whose, in which years, and the first row."""
    hidden = {equation.name: str(bound.name) for equation, bound in with_role(HiddenBound)}
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
            listed = first_of([_owner(owner, when) for owner, when in bound.items()], MOST_OWNERS)
            place = owners[next(iter(bound))]
            file, line, path = (place.file, place.line, place.path) if place else ("", 0, parameter)
            findings.append(
                Finding(
                    file, line, path, message("a hidden bound that binds for {owners}", owners=listed), EXPECTED, ADVICE
                )
            )
    return findings


def _owners(system: EnergySystem, parameter: str) -> dict[str, Place | None]:
    """Return whose rows a family has, by region and name, and where the first of each was written."""
    found: dict[str, Place | None] = {}
    for key in system.parameters[parameter]:
        owner: Key = key[:2]
        found.setdefault(" ".join(map(str, owner)), system.place(parameter, key))
    return found


def _owner(owner: str, years: list[int]) -> Wording:
    if not years:
        return owner
    span = f"{years[0]}" if len(years) == 1 else f"{min(years)}–{max(years)}"
    return message("{what} in {where}", what=owner, where=span)
