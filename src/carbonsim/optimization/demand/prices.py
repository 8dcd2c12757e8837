"""What services cost in a plan: the price of each yearly demand, from which those of other plans answer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from carbonsim.optimization.choice.purchases import SeenYears
from carbonsim.optimization.compiling.arrays import Floats, Integers
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import ServicePrice
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key

SERVICE = "service"  # the group of what is demanded as such


class ServiceRows:
    """The planned years of all services that are demanded by the year, and the rows that meet them."""

    def __init__(self, model: CompiledModel) -> None:
        """Take a model; nothing is looked up yet."""
        self._model = model

    @cached_property
    def _found(self) -> tuple[list[Key], Integers, Integers]:
        system = self._model.system
        services = {one.name for one in system.commodities if one.group == SERVICE} if system.sectors else set()
        rows = self._model.arrays.rows.get("yearly_balance", {}) if services else {}
        found = [
            (key, row) for key, row in rows.items() if key[1] in services and int(key[2]) >= system.years.plan_from
        ]
        years = np.array([int(key[2]) for key, _ in found], dtype=np.int64)
        return [key for key, _ in found], np.array([row for _, row in found], dtype=np.int64), years

    def prices(self, duals: Floats, seen: SeenYears, kept: int) -> dict[Key, ServicePrice]:
        """Return what a unit more of each service costs in the years that a programme saw, of which some were kept."""
        keys, rows, years = self._found
        warmth = self._model.system.parameters["room_warmth"]
        places = np.flatnonzero((years >= seen.first) & (years <= seen.last))
        found = duals[placed(rows[places], seen.rows)].tolist()
        told = zip((keys[place] for place in places.tolist()), found, strict=True)
        return {(*key, kept): ServicePrice(price, warmth.get(key, 1.0)) for key, price in told}


def placed(wanted: Integers, seen: Integers | None) -> Integers:
    """Return where rows or columns of the programme of all years stand among those that are seen, in order."""
    return wanted if seen is None else np.searchsorted(seen, wanted)


def usual_prices(known: Mapping[Key, ServicePrice], system: EnergySystem) -> Mapping[Key, ServicePrice]:
    """Return the prices of a reference; one region is one region, whatever a scenario calls it."""
    theirs, own = {key[0] for key in known}, system.regions
    if len(own) != 1 or len(theirs) != 1 or theirs == {*own}:
        return known
    return {(own[0], *key[1:]): price for key, price in known.items()}
