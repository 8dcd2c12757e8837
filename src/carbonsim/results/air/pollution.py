"""Flows → air pollutants of what is burnt inside the boundary: by sector and fuel, and by fuel, which add up alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.flows import Flows, yearly_flows
from carbonsim.results.ledger import Ledger
from carbonsim.results.variables import PEAKING_CHILDREN, final_sector
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.air import Air, AirFactor, Pollutant
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sections.air import burner_names
from carbonsim.system.tables import Technology
from carbonsim.units import ResultUnit

Array = NDArray[np.float64]
AIR, AIR_BY_FUEL, UNTOLD = "Air Pollution", "Air Pollution by Fuel", "Fuel without Air Factor"
POLLUTANTS: dict[Pollutant, str] = {"SO2": "SO2", "NOx": "NOx", "PM25": "PM2.5"}  # by key: the name in variables
COMMUNITY: dict[Pollutant, tuple[str, ResultUnit]] = {  # the community has no name for particles
    "SO2": ("Emissions|Sulfur", ResultUnit.MT_SO2_A_YEAR),
    "NOx": ("Emissions|NOx", ResultUnit.MT_NO2_A_YEAR),
}
TONNES_A_KT, KT_A_MT = 1000.0, 1000.0
SMALLEST = 1e-12


class Burnt(NamedTuple):
    """A fuel that a technology burns, PJ by model year, and the sector that the results name."""

    technology: Technology
    fuel: str
    kind: str
    energy: Array

    @property
    def sector(self) -> str:
        """The sector as results name it; homes and services apart."""
        if self.technology.sector == "buildings":
            return final_sector("buildings", self.technology.branch)
        return PEAKING_CHILDREN[self.technology.sector]


def burnt_fuels(ledger: Ledger, flows: Flows, scenario: Scenario, system: EnergySystem) -> Iterator[Burnt]:
    """Yield every fuel of the scenario that a technology burns; feedstock, which emits no gas of its fuel, is none."""
    gases = _gases(scenario)
    emitting = {(str(key[1]), str(key[3])) for key in system.parameters["emission_factor"]}
    technologies = {one.name: one for one in system.technologies}
    taken = flows.taken[flows.taken["commodity"].isin(gases) & flows.taken["sector"].isin(PEAKING_CHILDREN)]
    for (name, fuel, kind), energy in ledger.by_group(taken, "technology", "commodity", "carrier").items():
        burnt = not gases[fuel] or any((name, gas) in emitting for gas in gases[fuel])
        if burnt and np.abs(energy).max(initial=0.0) > SMALLEST:
            yield Burnt(technologies[name], fuel, kind, energy)


def _gases(scenario: Scenario) -> dict[str, frozenset[str]]:
    """Return the gases that each fuel of a scenario emits when burnt."""
    found: dict[str, frozenset[str]] = {}
    for section in (scenario.energy, scenario.accounting):
        if section is not None:
            found |= {name: frozenset(map(str, fuel.emission_factors)) for name, fuel in section.fuels.items()}
    return found


def factor_of(air: Air, burnt: Burnt, pollutant: Pollutant) -> AirFactor | None:
    """Return the factor that tells a pollutant of what is burnt: the closest, of equals the last; None without one."""
    names, found, closest = burner_names(burnt.technology), None, (False, False)
    for factor in air.factors.values():
        fuels = {burnt.fuel, burnt.kind} & set(factor.fuels)
        named = not names.isdisjoint(factor.burners)
        fits = factor.sector == burnt.technology.sector and fuels and (named or not factor.burners)
        rank = (named, burnt.fuel in fuels)
        if fits and pollutant in factor.emission_factors and rank >= closest:
            found, closest = factor, rank
    return found


def emitted(factor: AirFactor, pollutant: Pollutant, energy: Array, years: tuple[int, ...]) -> Array:
    """Return what burning puts into the air, kt by year: 1 g/GJ is 1 t/PJ."""
    removed = factor.abatement.get(pollutant)
    kept = 1.0 if removed is None else 1.0 - removed.over(years)
    return np.asarray(energy * factor.emission_factors[pollutant].over(years) * kept / TONNES_A_KT)


def tabulate_air(ledger: Ledger, flows: Flows, scenario: Scenario, system: EnergySystem) -> None:
    """Write each pollutant by sector and fuel, by fuel, under its community name, and the fuel that no factor tells."""
    if scenario.air is None:
        return
    every = list(burnt_fuels(ledger, flows, scenario, system))
    for pollutant, name in POLLUTANTS.items():
        for top in (f"{AIR}|{name}", f"{AIR_BY_FUEL}|{name}"):
            ledger.set(top, ResultUnit.KT_A_YEAR, np.zeros(len(ledger.years)))
        for burnt in every:
            factor = factor_of(scenario.air, burnt, pollutant)
            if factor is None:
                variable = f"{UNTOLD}|{name}|{burnt.sector}|{burnt.kind}"
                ledger.set(variable, ResultUnit.PJ_A_YEAR, ledger.get(variable) + burnt.energy)
            else:
                amount = emitted(factor, pollutant, burnt.energy, ledger.years)
                _write(ledger, pollutant, burnt, amount)


def _write(ledger: Ledger, pollutant: Pollutant, burnt: Burnt, amount: Array) -> None:
    name = POLLUTANTS[pollutant]
    for top, leaf in ((AIR, f"{burnt.sector}|{burnt.kind}"), (AIR_BY_FUEL, burnt.kind)):
        ledger.add(f"{top}|{name}|{leaf}", f"{top}|{name}", ResultUnit.KT_A_YEAR, amount)
    if pollutant in COMMUNITY:
        community, unit = COMMUNITY[pollutant]
        sector, branch = burnt.technology.sector, burnt.technology.branch
        demand = "AFOFI" if sector == "land" else final_sector(sector, branch)
        place = "Supply" if sector == "energy" else f"Demand|{demand}"
        ledger.add(f"{community}|Energy|{place}", community, unit, amount / KT_A_MT)


def pollutants(scenario: Scenario, system: EnergySystem, solution: Solution) -> Mapping[str, Mapping[int, float]]:
    """Return every pollutant of a solution in kt by year, by its name in variables; nothing without factors."""
    if scenario.air is None:
        return {}
    ledger = Ledger(system.years.model)
    tabulate_air(ledger, yearly_flows(system, solution), scenario, system)
    return {
        name: dict(zip(ledger.years, ledger.get(f"{AIR}|{name}").tolist(), strict=True)) for name in POLLUTANTS.values()
    }
