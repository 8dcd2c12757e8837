"""The reference energy system: all that the optimisation reads, ready for the equations."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import pandas as pd

from carbonsim.errors import Finding
from carbonsim.system.forms import Indicator
from carbonsim.system.parameters import PARAMETERS, Key
from carbonsim.system.tables import (
    Bracket,
    ChoiceSet,
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
    """All that the optimisation reads: sets, parameters by index, limits and the scope.

    Two systems are equal where their twins have the same optimum: names, peaking plans and what is merely reported do
    not count. Tables that are the same object are not looked into.
    """

    name: str = field(compare=False)
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
    peaking: tuple[Peaking, ...] = field(default=(), compare=False)  # the whole scope first, then single sectors
    reservoirs: tuple[Reservoir, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    delays: tuple[Delay, ...] = ()
    choices: tuple[ChoiceSet, ...] = ()
    indicators: tuple[Indicator, ...] = field(default=(), compare=False)
    targets: tuple[Target, ...] = field(default=(), compare=False)
    rules: tuple[tuple[object, ...], ...] = field(init=False, repr=False)  # what enforced targets ask
    warnings: tuple[Finding, ...] = field(default=(), compare=False)
    sectors: bool = True  # False: no sector stands behind it; money, energy and emissions are in the data's units
    foresight: int | None = None  # years beyond one that are in sight when it is decided; None: all
    places: Mapping[str, Mapping[Key, Place]] = field(
        default_factory=dict, compare=False
    )  # parameter → key → where it was written

    def __post_init__(self) -> None:
        """Note what enforced targets ask: one that is tracked changes no optimum."""
        object.__setattr__(self, "rules", tuple(target.rule for target in self.targets if target.enforced))

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

    def digest(self) -> str:
        """Return a hash of everything by which systems are equal, for comparisons from one run to another."""
        tables = [(name, sorted(table.items(), key=repr)) for name, table in sorted(self.parameters.items())]
        content = [getattr(self, name) for name in _COMPARED if name != "parameters"]
        return hashlib.sha256(repr((tables, content)).encode()).hexdigest()


_COMPARED = tuple(part.name for part in fields(EnergySystem) if part.compare)
