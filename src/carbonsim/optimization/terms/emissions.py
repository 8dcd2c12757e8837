"""Coefficients of the emissions that the scope counts, inside the boundary and by net imports."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.capacity import bound_activity
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients

ALL = "all"  # the emission group that holds the whole scope
IMPORTS = "imports"  # what a limit calls the emissions of net imports, which stand beside all groups


@dataclass
class Emitters:
    """What emits: cells with their columns, by group and year."""

    emitters: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))


def _capped(system: EnergySystem) -> set[str]:
    """Return the sectors of whose emissions a limit speaks."""
    terms = (term for limit in system.limits for term in limit.terms if term.kind == "emissions")
    return {term.technology for term in terms if term.technology} - {IMPORTS}


@derivation(bound_activity, fills=Emitters)
def derive_emissions(data: Coefficients) -> None:
    """Write the emissions of every group and year, and the net imports that count beside them."""
    system, scope = data.system, data.system.scope
    sectors = {(technology.region, technology.name): technology.sector for technology in system.technologies}
    groups = {peak.sector for peak in data.peaking if peak.sector} | _capped(system)
    factors: dict[Key, float] = defaultdict(float)
    for (region, name, mode, emission, year), factor in system.parameters["emission_factor"].items():
        weight = scope.weights.get(str(emission), 0.0)
        if weight and factor and (region, name, year) in data.columns:
            factors[region, name, mode, year] += weight * factor
    data.tables["scope_factor"] = factors
    for key in factors:
        region, name, mode, year = key
        members = [ALL, *(group for group in groups if group == sectors[region, name])]  # type: ignore[index]
        for column in data.columns[region, name, year]:
            if column[2] == mode:
                for group in members:
                    data.of(Emitters).emitters[group, year].append((key, column))
    data.families["inside_emissions"] = [(group, year) for group in sorted({ALL, *groups}) for year in system.years]
    data.rows["inside_emissions"] = list(data.families["inside_emissions"])
    data.tables["scope_exogenous"] = dict.fromkeys(data.families["inside_emissions"], 0.0)
    for (_, emission, year), outside in system.parameters["exogenous_emission"].items():
        data.tables["scope_exogenous"][ALL, year] += scope.weights.get(str(emission), 0.0) * outside
    for commodity in scope.imports:
        for year in system.years:
            data.families["net_import"].append((commodity, year))
            data.tables["import_factor"][commodity, year] = scope.import_factor.get((commodity, year), 0.0)
    data.rows["net_import"] = list(data.families["net_import"])
    data.rows["import_floor"] = list(data.families["net_import"])
