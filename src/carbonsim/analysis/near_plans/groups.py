"""What a plan may have more or less of: plants by kind, vehicles by fleet, what users choose among, and imports."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from carbonsim.messages.message import Name, Value, message
from carbonsim.optimization.structure.coefficients import Coefficients
from carbonsim.optimization.terms.limits import limit_columns
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sectors.energy import text_label
from carbonsim.system.sectors.transport import NEW_ENERGY
from carbonsim.system.security.last_resort import is_bought, is_last_resort
from carbonsim.system.tables import Key, Technology, Term
from carbonsim.units import PJ_PER_TWH, ResultUnit

PLANTS = ("power", "heat", "storage")
LEFT_OUT = ("curtailment", "grid")  # groups of the energy sector that nobody builds for what they give
USERS = ("industry", "transport", "buildings", "land")
Measure = Literal["stands", "runs"]  # what stands of it in a year, or what it gives in that year


@dataclass(frozen=True)
class TechnologyGroup:
    """Technologies that are looked at together: what of them is summed in a year, and its unit."""

    name: str
    sector: str
    label: Value
    measure: Measure
    unit: str
    terms: tuple[Term, ...]


def groups_of(scenario: Scenario, system: EnergySystem, year: int) -> list[TechnologyGroup]:
    """Return the groups of a system in a year, those of the energy sector first."""
    if not system.sectors:
        return _each(system, year)
    return [*_plants(system, year), *_bought(system, year), *_fleets(scenario, system, year), *_chosen(system, year)]


def columns_of_group(
    data: Coefficients, group: TechnologyGroup, places: Mapping[str, Mapping[Key, int]]
) -> dict[int, float]:
    """Return the columns that a group sums, by their place, each with its coefficient."""
    return {places[family][key]: factor for (family, key), factor in limit_columns(data, group.terms).items()}


def _plants(system: EnergySystem, year: int) -> list[TechnologyGroup]:
    """Return plants and storages by branch and kind: what stands of them, and what plants give."""
    kinds: dict[tuple[str, str], list[Technology]] = defaultdict(list)
    for one in system.technologies:
        known = one.sector == "energy" and one.branch in PLANTS and one.group not in LEFT_OUT
        if known and not is_last_resort(one.name):
            kinds[one.branch, one.group].append(one)
    found = []
    for (branch, kind), members in kinds.items():
        name = f"{branch}/{kind}"
        found.append(TechnologyGroup(name, branch, kind, "stands", ResultUnit.GW, _terms("capacity", members, year)))
        if branch != "storage":
            unit, scale = (ResultUnit.TWH, PJ_PER_TWH) if branch == "power" else (ResultUnit.PJ, 1.0)
            found.append(
                TechnologyGroup(name, branch, kind, "runs", unit, _terms("activity", members, year, 1.0 / scale))
            )
    return found


def _bought(system: EnergySystem, year: int) -> list[TechnologyGroup]:
    members = [one for one in system.technologies if is_bought(one.name)]
    terms = _terms("activity", members, year, 1.0 / PJ_PER_TWH)
    return [TechnologyGroup("trade/import", "power", "import", "runs", ResultUnit.TWH, terms)] if members else []


def _fleets(scenario: Scenario, system: EnergySystem, year: int) -> list[TechnologyGroup]:
    """Return the new-energy vehicles of every fleet."""
    fleets: dict[str, list[Technology]] = defaultdict(list)
    for one in system.technologies:
        if one.capacity_unit == ResultUnit.MILLION_VEHICLES and one.group in NEW_ENERGY:
            fleets[one.branch].append(one)
    found = []
    for fleet, members in fleets.items():
        label = message("new-energy vehicles: {fleet}", fleet=fleet_name(scenario, fleet))
        terms = _terms("capacity", members, year)
        found.append(
            TechnologyGroup(f"new-energy/{fleet}", "transport", label, "stands", ResultUnit.MILLION_VEHICLES, terms)
        )
    return found


def fleet_name(scenario: Scenario, fleet: str) -> Name | str:
    """Return what a fleet of a scenario is called."""
    known = None if scenario.transport is None else scenario.transport.fleets.get(fleet)
    return fleet if known is None else text_label(known.label)


def _chosen(system: EnergySystem, year: int) -> list[TechnologyGroup]:
    """Return what serves users, by its name over all branches of a sector, where a use has more ways than one."""
    users = [one for one in system.technologies if one.sector in USERS and one.activity_unit == ResultUnit.PJ]
    users = [one for one in users if one.use and one.capacity_unit != ResultUnit.MILLION_VEHICLES]
    ways = Counter((one.sector, one.branch, one.use) for one in users)
    alike: dict[tuple[str, str], list[Technology]] = defaultdict(list)
    for one in users:
        if ways[one.sector, one.branch, one.use] > 1:
            alike[one.sector, one.name.rpartition("/")[2]].append(one)
    return [
        TechnologyGroup(
            f"{sector}/{name}", sector, members[0].label, "runs", ResultUnit.PJ, _terms("activity", members, year)
        )
        for (sector, name), members in alike.items()
    ]


def _each(system: EnergySystem, year: int) -> list[TechnologyGroup]:
    """Return every technology of a system that was written directly: what stands of it, and what it gives."""
    built = {key[:2] for key in system.parameters["lifetime"]}
    found = []
    for one in system.technologies:
        if (one.region, one.name) in built:
            terms = _terms("capacity", [one], year)
            found.append(TechnologyGroup(one.name, one.sector, one.label, "stands", one.capacity_unit, terms))
        terms = _terms("activity", [one], year)
        found.append(TechnologyGroup(one.name, one.sector, one.label, "runs", one.activity_unit, terms))
    return found


def _terms(
    kind: Literal["activity", "capacity"], members: Iterable[Technology], year: int, coefficient: float = 1.0
) -> tuple[Term, ...]:
    return tuple(Term(kind, one.name, year, coefficient, region=one.region) for one in members)
