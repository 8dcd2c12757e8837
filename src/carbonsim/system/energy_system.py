"""The reference energy system: all that the optimisation reads, ready for the equations."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from carbonsim.errors import Finding
from carbonsim.system.forms import Indicator
from carbonsim.system.parameters import PARAMETERS, Key
from carbonsim.system.tables import (
    Bracket,
    Commodity,
    Delay,
    Limit,
    Peaking,
    Place,
    Reservoir,
    Scope,
    Storage,
    Technology,
    TimeSlice,
    Years,
)
from carbonsim.system.targets import Target


@dataclass(frozen=True)
class EnergySystem:
    """All that the optimisation reads: sets, parameters by index, limits and the scope."""

    name: str
    region: str
    years: Years
    time_slices: tuple[TimeSlice, ...]
    commodities: tuple[Commodity, ...]
    technologies: tuple[Technology, ...]
    storages: tuple[Storage, ...]
    emissions: tuple[str, ...]
    parameters: Mapping[str, Mapping[Key, float]]
    limits: tuple[Limit, ...]
    scope: Scope
    peaking: tuple[Peaking, ...] = ()  # the whole scope first, then single sectors; `equals` leaves it out
    reservoirs: tuple[Reservoir, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    delays: tuple[Delay, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()
    warnings: tuple[Finding, ...] = ()
    sectors: bool = True  # False: no sector stands behind it; money, energy and emissions are in the data's units
    places: Mapping[str, Mapping[Key, Place]] = field(default_factory=dict)  # parameter → key → where it was written

    @property
    def regions(self) -> tuple[str, ...]:
        """Every region, in order of its name."""
        found = {technology.region for technology in self.technologies}
        found |= {str(key[0]) for key in self.parameters.get("discount_rate", {})}
        return tuple(sorted(found | {self.region})) if self.sectors else tuple(sorted(found))

    @property
    def from_data_set(self) -> bool:
        """Whether it is an OSeMOSYS data set, whose units nobody names."""
        return self.scope.name == "data"

    def place(self, parameter: str, key: Key) -> Place | None:
        """Return where a number was written, or where its default was; None where the technology's path tells it."""
        known = self.places.get(parameter, {})
        return known.get(key) or known.get(())

    def table(self, parameter: str) -> pd.DataFrame:
        """One parameter as a tidy table: its index columns and `value`."""
        columns = [*PARAMETERS[parameter].index, "value"]
        return pd.DataFrame([(*key, value) for key, value in self.parameters[parameter].items()], columns=columns)

    def equals(self, other: EnergySystem) -> bool:
        """Say whether two systems have the same optimum: everything but names and what is merely reported."""
        return self._solved == other._solved

    def changed_parameters(self, other: EnergySystem) -> set[str] | None:
        """Return the parameters in which two systems differ, None where more than parameters decides their optima."""
        if self._solved_beside_parameters != other._solved_beside_parameters:
            return None
        if self.parameters.keys() != other.parameters.keys():
            return None
        pairs = ((name, table, other.parameters[name]) for name, table in self.parameters.items())
        return {name for name, mine, theirs in pairs if mine is not theirs and mine != theirs}

    def digest(self) -> str:
        """Return a hash of everything that `equals` compares, for comparisons from one run to another."""
        content = [sorted(part.items(), key=repr) if isinstance(part, Mapping) else part for part in self._solved]
        return hashlib.sha256(repr(content).encode()).hexdigest()

    @property
    def _solved(self) -> list[object]:
        return [*self._solved_beside_parameters, *(self.parameters[name] for name in sorted(self.parameters))]

    @property
    def _solved_beside_parameters(self) -> list[object]:
        scope = self.scope
        return [
            self.years,
            self.time_slices,
            self.commodities,
            self.technologies,
            self.storages,
            self.emissions,
            self.limits,
            scope.name == "gross_imports",
            scope.weights,
            scope.imports,
            scope.import_factor,
            scope.credit_exports,
            self.reservoirs,
            self.brackets,
            self.delays,
            [target.rule for target in self.targets if target.enforced],
        ]
