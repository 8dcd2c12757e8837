"""What everyone gives and takes of a commodity in every part of a year, of a plan and of its hours alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.planning.hours import Dispatch
from carbonsim.system.hourly.build import HourlySystem
from carbonsim.system.hourly.plan import Owner, PlannedYear
from carbonsim.system.tables import Technology
from carbonsim.units import HOURS_A_YEAR, PJ_PER_GW_HOUR

Array = NDArray[np.float64]
Ratios = Mapping[tuple[Owner, str], float]  # net output of the commodity by technology and mode


@dataclass(frozen=True)
class Traces:
    """Net output of a commodity by technology in GW, over parts of a year that last so many hours each."""

    hours: Array
    given: Mapping[Owner, Array]
    technologies: Mapping[Owner, Technology]

    def of(self, *branches: str) -> Array:
        """Return the net output of whole branches."""
        return self._sum(owner for owner in self.given if self.technologies[owner].branch in branches)

    def _sum(self, owners: Iterable[Owner]) -> Array:
        return sum((self.given[owner] for owner in owners), np.zeros(len(self.hours)))

    def positive(self, *branches: str) -> Array:
        """Return what technologies of some branches give, without what they take."""
        found = np.zeros(len(self.hours))
        for owner, amount in self.given.items():
            if self.technologies[owner].branch in branches:
                found += np.maximum(amount, 0.0)
        return found

    @cached_property
    def rejected(self) -> Array:
        """What is thrown away."""
        return -self._sum(owner for owner in self.given if self.technologies[owner].group == "curtailment")

    @cached_property
    def fed_in(self) -> Array:
        """What follows wind and sun."""
        return self._sum(owner for owner in self.given if self.technologies[owner].follows)

    @cached_property
    def load(self) -> Array:
        """What is served or should be: all that is given, without what is stored, sold outside or thrown away."""
        whole = np.zeros(len(self.hours))
        for owner, amount in self.given.items():
            technology = self.technologies[owner]
            aside = technology.branch in ("storage", "trade") or technology.group == "curtailment"
            whole += amount if aside else np.maximum(amount, 0.0)
        return whole

    @cached_property
    def residual(self) -> Array:
        """What others than wind and sun have to serve."""
        return self.load - self.fed_in

    def energy(self, power: Array) -> float:
        """Return what a power over the year gives, in GWh."""
        return float(power @ self.hours)


def planned_traces(plan: PlannedYear, commodity: tuple[str, str]) -> Traces:
    """Return what a plan has of a commodity in every time slice."""
    parts = [part.name for part in plan.system.time_slices]
    place = {name: number for number, name in enumerate(parts)}
    hours = np.array([part.share for part in plan.system.time_slices]) * HOURS_A_YEAR
    ratios = {
        (flow.owner, flow.mode): flow.ratio for flow in plan.flows if (flow.owner[0], flow.commodity) == commodity
    }
    given: dict[Owner, Array] = defaultdict(lambda: np.zeros(len(parts)))
    for (region, name, mode, part), amount in plan.activity.items():
        ratio = ratios.get(((region, name), mode))
        if ratio and part in place:
            given[region, name][place[part]] += ratio * amount
    power = {owner: amount / hours / PJ_PER_GW_HOUR for owner, amount in given.items()}
    return Traces(hours, power, plan.technologies)


def hourly_traces(hourly: HourlySystem, done: Dispatch, commodity: tuple[str, str]) -> Traces:
    """Return what every hour has of a commodity."""
    ratios: dict[tuple[Owner, str], float] = defaultdict(float)
    for parameter, sign in (("output_ratio", 1.0), ("input_ratio", -1.0)):
        for (region, name, mode, of, _), ratio in hourly.system.parameters[parameter].items():
            if (region, of) == commodity:
                ratios[(str(region), str(name)), str(mode)] += sign * ratio
    given: dict[Owner, Array] = {}
    for (owner, mode), ratio in ratios.items():
        if (amount := done.activity.get((*owner, mode))) is not None:
            given[owner] = given.get(owner, np.zeros(len(amount))) + ratio * amount / PJ_PER_GW_HOUR
    technologies = {(one.region, one.name): one for one in hourly.system.technologies}
    return Traces(np.ones(int(HOURS_A_YEAR)), given, technologies)
