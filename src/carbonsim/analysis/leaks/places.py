"""Where a solution emits: by place of burning and by who pays a carbon price, and what its power emits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.flows import Flows, yearly_flows
from carbonsim.results.tabulate import SUPPLY, split_heat_and_power
from carbonsim.system.energy_system import EnergySystem
from carbonsim.units import PJ_PER_TWH

Path = Mapping[int, float]
IMPORTS, PROCESS = "imports", "process"


class BurningPlace(NamedTuple):
    """A place of burning, and whether those who burn there pay a carbon price."""

    name: str  # power, heat, imports, process, or a sector
    priced: bool


@dataclass(frozen=True)
class Emitted:
    """Judged emissions by place and model year in Mt, those of power, CHP by energy, in Mt, and its supply in TWh."""

    places: Mapping[BurningPlace, Path]
    power: Path
    supply: Path

    def at(self, place: BurningPlace, year: int) -> float:
        """Return what a place emits in a year; nothing where it is not there."""
        return self.places.get(place, {}).get(year, 0.0)


Payers = frozenset[tuple[str, int]]  # technologies and years in which they pay a carbon price


def payers_of(*systems: EnergySystem) -> Payers:
    """Return who pays a carbon price, and when, in any of some systems that are compared."""
    tables = (system.parameters["carbon_price"].items() for system in systems)
    return frozenset((str(key[1]), int(key[-1])) for table in tables for key, price in table if price)


def places_of_emissions(system: EnergySystem, solution: Solution, payers: Payers | None = None) -> Emitted:
    """Return where a solution of a system with sectors emits; `payers` are its own where none are given."""
    flows = yearly_flows(system, solution)
    imported = _imported(system, solution)
    split = _counted(split_heat_and_power(flows), system)
    power = _by_year(split[(split["sector"] == "energy") & (split["branch"] == "power")])
    whole = {year: power.get(year, 0.0) + imported.get(year, 0.0) for year in system.years}
    paying = payers_of(system) if payers is None else payers
    return Emitted(
        _places(flows, system, paying) | {BurningPlace(IMPORTS, False): imported}, whole, _supply(flows, system)
    )


def _places(flows: Flows, system: EnergySystem, paying: Payers) -> dict[BurningPlace, Path]:
    counted = _counted(flows.emitted, system)
    counted = counted[counted["value"] != 0.0]
    named = counted.assign(
        place=[_name(*tags) for tags in counted[["sector", "branch", "emission"]].itertuples(index=False)],
        priced=[key in paying for key in counted[["technology", "year"]].itertuples(index=False, name=None)],
    )
    found: dict[BurningPlace, dict[int, float]] = {}
    for (place, priced, year), value in named.groupby(["place", "priced", "year"])["value"].sum().items():
        found.setdefault(BurningPlace(str(place), bool(priced)), {})[int(year)] = float(value)
    return dict(found)


def _name(sector: str, branch: str, emission: str) -> str:
    if sector == "energy":
        return "heat" if branch == "heat" else "power"
    return PROCESS if sector == "industry" and emission != "CO2" else sector


def _counted(emitted: pd.DataFrame, system: EnergySystem) -> pd.DataFrame:
    """Return emissions weighted as the accounting scope counts them."""
    return emitted.assign(value=emitted["value"] * emitted["emission"].map(system.scope.weights).fillna(0.0))


def _imported(system: EnergySystem, solution: Solution) -> dict[int, float]:
    if not system.scope.imports:
        return {}
    scope = solution.scope
    return dict(
        zip(scope["year"].astype(int).tolist(), scope["imported_emissions"].astype(float).tolist(), strict=True)
    )


def _supply(flows: Flows, system: EnergySystem) -> dict[int, float]:
    """Return power made and bought, less what is sold and thrown away, by model year in TWh."""
    made = flows.given[(flows.given["commodity"] == SUPPLY) & flows.given["branch"].isin(["power", "trade"])]
    given_away = flows.taken["technology"].isin(["trade/export", "power/curtailment"])
    lost = flows.taken[(flows.taken["commodity"] == SUPPLY) & given_away]
    total, less = _by_year(made), _by_year(lost)
    return {year: (total.get(year, 0.0) - less.get(year, 0.0)) / PJ_PER_TWH for year in system.years}


def _by_year(rows: pd.DataFrame) -> dict[int, float]:
    return {int(year): float(value) for year, value in rows.groupby("year")["value"].sum().items()}
