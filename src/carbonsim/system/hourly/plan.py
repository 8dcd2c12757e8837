"""What a plan has of power and heat in one year: what stands, and what everything gave and took over the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Technology

Owner = tuple[str, str]  # region, technology


class Flow(NamedTuple):
    """Net output of a commodity per unit of activity of a technology in a mode."""

    owner: Owner
    mode: str
    commodity: str
    ratio: float


class Closed(NamedTuple):
    """A mode of a technology that does not run in some time slices."""

    mode: str
    parts: frozenset[str]


@dataclass(frozen=True)
class PlannedYear:
    """One model year of a solved plan: capacity by technology, and activity by technology, mode and time slice."""

    system: EnergySystem
    year: int
    capacity: Mapping[Owner, float]
    activity: Mapping[tuple[str, str, str, str], float]  # region, technology, mode, time slice

    @cached_property
    def technologies(self) -> dict[Owner, Technology]:
        """Every technology by region and name."""
        return {(one.region, one.name): one for one in self.system.technologies}

    @cached_property
    def run(self) -> dict[tuple[str, str, str], float]:
        """Activity over the year, by region, technology and mode."""
        found: dict[tuple[str, str, str], float] = defaultdict(float)
        for (region, name, mode, _), amount in self.activity.items():
            found[region, name, mode] += amount
        return dict(found)

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """What every mode gives and takes in the year."""
        net: dict[tuple[Owner, str, str], float] = defaultdict(float)
        for parameter, sign in (("output_ratio", 1.0), ("input_ratio", -1.0)):
            for (region, name, mode, commodity, year), ratio in self.system.parameters[parameter].items():
                if year == self.year:
                    net[(str(region), str(name)), str(mode), str(commodity)] += sign * ratio
        return tuple(Flow(*key, ratio) for key, ratio in net.items() if ratio)

    @cached_property
    def by_slice(self) -> frozenset[str]:
        """The commodities that are balanced in every time slice."""
        return frozenset(one.name for one in self.system.commodities if one.balance == "slice")

    def flows_of(self, owner: Owner) -> list[Flow]:
        """Return what a technology gives and takes."""
        return self._by_owner.get(owner, [])

    @cached_property
    def _by_owner(self) -> dict[Owner, list[Flow]]:
        found: dict[Owner, list[Flow]] = defaultdict(list)
        for flow in self.flows:
            found[flow.owner].append(flow)
        return found

    @cached_property
    def closed(self) -> dict[Owner, list[Closed]]:
        """The modes that do not run in some time slices, as limits of nothing on their activity tell."""
        found: dict[Owner, list[Closed]] = defaultdict(list)
        for limit in self.system.limits:
            if limit.year != self.year or limit.sense != "<=" or limit.bound != 0.0:
                continue
            of = {(term.kind, term.region or self.system.region, term.technology, term.mode) for term in limit.terms}
            if len(of) == 1 and all(term.time_slice and term.coefficient > 0.0 for term in limit.terms):
                ((kind, region, name, mode),) = of
                if kind == "activity" and mode is not None:
                    found[region, name].append(Closed(mode, frozenset(str(term.time_slice) for term in limit.terms)))
        return found

    def needs_capacity(self, owner: Owner) -> bool:
        """Say whether a technology can only run where capacity of it stands."""
        return owner in self.system.parameters["lifetime"]

    def number(self, parameter: str, owner: Owner, default: float) -> float:
        """Return a parameter of a technology in the year."""
        return self.system.parameters[parameter].get((*owner, self.year), default)

    def dispatched(self) -> Iterator[Owner]:
        """Yield what runs by time slice and can: with capacity, or needing none."""
        for owner, technology in self.technologies.items():
            stands = not self.needs_capacity(owner) or self.capacity.get(owner, 0.0) > 0.0
            if technology.slices and stands and self.flows_of(owner):
                yield owner

    def least_load(self, owner: Owner) -> float:
        """Return the least load while heat is wanted, as a share of the mean over the heating season.

        It is read from the limit that the plan keeps: x_l / s_l - least / season * sum(x) >= 0 for a time slice l.
        """
        share = {part.name: part.share for part in self.system.time_slices}
        for limit in self.system.limits:
            if limit.year != self.year or not limit.path.endswith(".least_load"):
                continue
            if {(term.region or self.system.region, term.technology) for term in limit.terms} == {owner}:
                parts = {str(term.time_slice) for term in limit.terms}
                here = max(limit.terms, key=lambda term: term.coefficient)
                season = sum(share[part] for part in parts)
                return (1.0 / share[str(here.time_slice)] - here.coefficient) * season
        return 0.0

    def mean_load(self, owner: Owner, parts: frozenset[str]) -> float:
        """Return the mean activity of a technology in some time slices, as if it ran so all year."""
        share = sum(part.share for part in self.system.time_slices if part.name in parts)
        amount = sum(x for (*of, _, part), x in self.activity.items() if tuple(of) == owner and part in parts)
        return amount / share if share else 0.0
