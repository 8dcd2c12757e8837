"""What capacity, storages and reservoirs can do, and what others emit, as limits of a conflict that never give way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import replace

import numpy as np

from carbonsim.messages.message import Message, message
from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.infeasibility.kinds import subject
from carbonsim.optimization.infeasibility.named_limits import DATA_UNITS, NamedLimit, bound_of
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solver.certificate import Conflict
from carbonsim.optimization.structure.roles import (
    Availability,
    DemandBalance,
    HiddenBound,
    LinearLimit,
    RegionTarget,
    ReservoirLimit,
    StandingStock,
    StorageLimit,
)
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.system.tables import PARAMETERS, Key, Place, Reservoir, Storage, Technology, TimeSlice
from carbonsim.units import HOURS_A_YEAR, UnitError, factor

WHOLE = 1.0 - 1e-9  # a share above it limits nothing
HOURS = message("{name} running at most {value} at full load")
SHARE = message("{name} at no more than {value} of its capacity")
BUSY = message("{name} doing no more than its stock allows")
STOCK = message("{name} with {value} standing and nothing new")
OLD = message("{value} of {name} still standing from before")
STORED = message("{name} holding no more than {value} of full output")
GIVEN = message("{name} giving back at most {value} of what it takes")
WITHIN_DAY = message("{name} giving back at most {value} of what it takes, within the day")
OUTSIDE = message("{value} emitted by what no technology here makes")


class PhysicalLimits:
    """What stands behind rows and bounds without giving way, as far as something that was written tells it."""

    def __init__(self, model: CompiledModel, program: Program) -> None:
        """Look every row up once, from the first year of the plan on."""
        self._found: dict[tuple[int, int], list[NamedLimit]] = defaultdict(list)
        known = _Physical(model)
        sources = (
            known.capacities(), known.storages(), known.reservoirs(), known.emissions(), known.hidden_bounds(),
        )  # fmt: skip
        for row, named in (pair for source in sources for pair in source):
            self._found[0, row].append(named)
        missing = _Missing(model, program, known)
        for side, place, named in (*missing.floors(), *missing.limits(), *missing.demands()):
            self._found[side, place].append(named)
        self._dark = list(missing.dark_parts())

    def at(self, side: int, place: int) -> list[NamedLimit]:
        """Return the physical limits behind a row (0), a lower (1) or an upper bound (2) of a column."""
        return self._found.get((side, place), [])

    def beside(self, conflict: Conflict) -> Iterator[NamedLimit]:
        """Yield the time slices in which what has a floor is dark, where capacity in others stands against the floor.

        A time slice in which nothing can run has no row of its own.
        """
        rows, low = set(conflict.rows), set(conflict.low)
        for column, lit, named_limits in self._dark:
            if column in low and rows & lit:
                yield from named_limits


class _Missing:
    """What is not there: technologies that a row would sum, had they capacity in its year."""

    def __init__(self, model: CompiledModel, program: Program, known: _Physical) -> None:
        self._model, self._known = model, known
        self._system, self._data = model.system, model.data
        self._rows = model.arrays.rows
        self._bare = set(np.flatnonzero(np.diff(program.starts) == 0).tolist())

    def floors(self) -> Iterator[tuple[int, int, NamedLimit]]:
        """Yield why a technology whose output has a floor cannot run at all."""
        for key in self._system.parameters["activity_min"]:
            column = self._model.bounded_column("activity_min", key)
            if column is not None and not self._data.columns[key]:
                yield from ((1, column, named) for named in self._known.absent(key))
        forced = (equation.name for equation, target in with_role(RegionTarget) if target.forces)
        for key, row in (row for family in forced for row in self._rows.get(family, {}).items()):
            idle = ((*key[:2], year) for year in self._system.years)
            told = (named for owner in idle if not self._data.columns.get(owner) for named in self._known.absent(owner))
            yield from ((0, row, named) for named in told)

    def dark_parts(self) -> Iterator[tuple[int, set[int], list[NamedLimit]]]:
        """Yield the column of a floor, the rows of capacity in lit time slices, and the dark ones of what it is on."""
        capacities = (equation.name for equation, _ in with_role(Availability) if "time_slice" in equation.index)
        rows = {key: row for family in capacities for key, row in self._rows.get(family, {}).items()}
        for key in self._system.parameters["activity_min"]:
            column, named_limits = self._model.bounded_column("activity_min", key), list(self._known.dark(key))
            lit = {rows[row] for row in self._data.slice_rows.get(key, ()) if row in rows}
            if column is not None and named_limits and lit:
                yield column, lit, named_limits

    def limits(self) -> Iterator[tuple[int, int, NamedLimit]]:
        """Yield why nothing that a limit sums is there."""
        limits = {(limit.name, limit.year): limit for limit in self._system.limits}
        for equation, _ in with_role(LinearLimit):
            for key, row in self._rows.get(equation.name, {}).items():
                for term in limits[str(key[0]), int(key[1])].terms if row in self._bare else ():
                    owner = (term.region or self._system.region, term.technology, term.year)
                    yield from ((0, row, named) for named in self._known.absent(owner))

    def demands(self) -> Iterator[tuple[int, int, NamedLimit]]:
        """Yield why nothing that could serve a demand is there."""
        makers: dict[Key, list[str | int]] | None = None
        for equation, _ in with_role(DemandBalance):
            for key, row in self._rows.get(equation.name, {}).items():
                if row in self._bare:
                    makers = self._makers() if makers is None else makers
                    for name in makers.get((key[0], key[1], key[2]), ()):
                        owner = (key[0], name, key[2])
                        lit = owner in self._data.vintages and len(key) > 3
                        told = self._known.dark(owner, key[3:]) if lit else self._known.absent(owner)
                        yield from ((0, row, named) for named in told)

    def _makers(self) -> dict[Key, list[str | int]]:
        found: dict[Key, list[str | int]] = defaultdict(list)
        for (region, name, _, commodity, year), ratio in self._system.parameters["output_ratio"].items():
            if ratio and name not in found[region, commodity, year]:
                found[region, commodity, year].append(name)
        return found


class _Physical:
    def __init__(self, model: CompiledModel) -> None:
        self._system, self._data = model.system, model.data
        self._rows = model.arrays.rows
        self._parts: dict[str | int, TimeSlice] = {part.name: part for part in self._system.time_slices}
        self._technologies = {(t.region, t.name): t for t in self._system.technologies}

    def _family(self, family: str) -> Iterator[tuple[Key, int]]:
        start = self._system.years.plan_from
        for key, row in self._rows.get(family, {}).items():
            if len(key) < 3 or int(key[2]) >= start:
                yield key, row

    def capacities(self) -> Iterator[tuple[int, NamedLimit]]:
        """Yield what capacity can give in a time slice, over the year, and what stands where nothing new is built."""
        for equation, limit in with_role(Availability):
            written = self._system.parameters[limit.parameter]
            for key, row in self._family(equation.name):
                if (share := written.get(key, 1.0)) < WHOLE:
                    yield row, self._busy(key, share, limit.parameter)
        for equation, _ in with_role(StandingStock):
            for key, row in self._family(equation.name):
                if not self._data.vintages[key] or self._system.parameters["residual_capacity"].get(key, 0.0) > 0.0:
                    yield row, self.standing(key)
                for named in self.closed(key):
                    yield row, named

    def _busy(self, key: Key, share: float, parameter: str) -> NamedLimit:
        if "time_slice" in PARAMETERS[parameter].index:
            return self._available(key, SHARE, 100.0 * share, "%", parameter)
        words = HOURS if _is_power(self._technologies[key[:2]]) else BUSY  # type: ignore[index]
        return self._available(key, words, HOURS_A_YEAR * share, "h", parameter)

    def _available(self, key: Key, words: Message, value: float, unit: str, parameter: str) -> NamedLimit:
        technology = self._technologies[key[:2]]  # type: ignore[index]
        place = self._place(parameter, key)
        part = self._parts[key[3]] if len(key) > 3 else None
        path = technology.path_of(f"{parameter}.{part.name}" if part else parameter)
        return _physical("availability", words, technology, path, key, value, unit, place, part)

    def _place(self, parameter: str, key: Key) -> Place | None:
        """Return where a share was written: that of the year may follow from those of its time slices."""
        places = self._system.places
        if parameter == "availability_year" and key not in places.get(parameter, {}):
            parts = ((*key, part) for part in self._data.parts)
            return next((places["availability"][p] for p in parts if p in places.get("availability", {})), None)
        return self._system.place(parameter, key)

    def standing(self, key: Key) -> NamedLimit:
        """Return what stands from before in a year."""
        technology = self._technologies[key[:2]]  # type: ignore[index]
        value = self._system.parameters["residual_capacity"].get(key, 0.0)
        place = self._system.place("residual_capacity", key)
        path = technology.path_of("residual_capacity")
        words = OLD if self._data.vintages.get(key) else STOCK
        return _physical("stock", words, technology, path, key, value, technology.capacity_unit, place)

    def closed(self, key: Key) -> Iterator[NamedLimit]:
        """Yield that nothing new may be built in the years of the plan whose vintages would stand in a year."""
        region, name, year = key
        lifetime, technology = self._system.parameters["lifetime"].get((region, name)), self._technologies[region, name]  # type: ignore[index]
        most, told = self._system.parameters["new_capacity_max"], "new_capacity_max" in dict(technology.keys)
        for vintage in () if lifetime is None else self._data.alive_shares(lifetime, int(year)):
            built = (region, name, vintage)
            place = self._system.place("new_capacity_max", built)
            is_of_plan = vintage >= self._system.years.plan_from and (told or place is not None)
            if is_of_plan and built not in self._data.built and most.get(built) == 0.0:
                yield replace(
                    bound_of("new_capacity_max", technology, vintage, 0.0, place),
                    declared=False, physical=True,
                )  # fmt: skip

    def absent(self, key: Key) -> Iterator[NamedLimit]:
        """Yield why a technology can run in no part of a year: nothing stands and nothing new comes, or it is dark."""
        if key[:2] not in self._technologies or int(key[2]) < self._system.years.plan_from:
            return
        if key in self._data.vintages or key[:2] not in self._system.parameters["lifetime"]:
            yield from self.dark(key)
            return
        yield self.standing(key)
        yield from self.closed(key)

    def dark(self, key: Key, parts: Container[str | int] | None = None) -> Iterator[NamedLimit]:
        """Yield the time slices, of all or of some, in which a technology that stands can do nothing."""
        shares = self._system.parameters["availability"]
        for part in self._data.parts:
            row = (*key, part)
            if shares.get(row) == 0.0 and (parts is None or part in parts):
                yield self._available(row, SHARE, 0.0, "%", "availability")

    def storages(self) -> Iterator[tuple[int, NamedLimit]]:
        """Yield how much a storage holds, what it gives back and for how long."""
        known = {(storage.region, storage.technology): storage for storage in self._system.storages}
        for equation, limit in with_role(StorageLimit):
            told = self._stored if limit.holds else self._given_back
            for key, row in self._family(equation.name):
                yield row, told(key, known[key[:2]])  # type: ignore[index]

    def _stored(self, key: Key, storage: Storage) -> NamedLimit:
        technology = self._technologies[key[:2]]  # type: ignore[index]
        return _physical("storage", STORED, technology, f"{technology.path}.duration", key, storage.duration, "h", None)

    def _given_back(self, key: Key, storage: Storage) -> NamedLimit:
        technology = self._technologies[key[:2]]  # type: ignore[index]
        share = 100.0 * storage.charge_efficiency * storage.discharge_efficiency
        words = GIVEN if storage.seasonal else WITHIN_DAY
        return _physical("storage", words, technology, technology.path_of("efficiency"), key, share, "%", None)

    def reservoirs(self) -> Iterator[tuple[int, NamedLimit]]:
        """Yield where a reservoir starts, what it holds, and how fast it fills and empties."""
        known = {(reservoir.region, reservoir.name): reservoir for reservoir in self._system.reservoirs}
        for equation, limit in with_role(ReservoirLimit):
            written = self._system.parameters[limit.parameter] if limit.parameter else {}
            for key, row in self._family(equation.name):
                reservoir = known[key[:2]]  # type: ignore[index]
                index = key[:3] if key[:3] in written else key[:2]
                yield row, self._of_reservoir(limit, reservoir, key, index, written.get(index, 0.0))

    def _of_reservoir(
        self, limit: ReservoirLimit, reservoir: Reservoir, key: Key, index: Key, written: float
    ) -> NamedLimit:  # fmt: skip
        units = {"level": reservoir.unit, "rate": f"{reservoir.unit} a year", "share": "%"}
        place = self._system.place(limit.parameter, index) if limit.parameter else None
        path = f"{reservoir.path}.{limit.key}".rstrip(".") if reservoir.path else "system.osemosys"
        year = int(key[2]) if len(key) > 2 else None
        return NamedLimit(
            limit.words.filled(name=reservoir.label), path, year, 100.0 * written if limit.unit == "share" else written,
            units[limit.unit] if limit.parameter else "", declared=False, physical=True, place=place, kind="storage",
        )  # fmt: skip

    def emissions(self) -> Iterator[tuple[int, NamedLimit]]:
        """Yield what is emitted whatever the technologies do."""
        rows, unit = self._rows.get("inside_emissions", {}), DATA_UNITS[1] if self._system.from_data_set else "Mt"
        for key, amount in self._system.parameters["exogenous_emission"].items():
            weight, place = (
                self._system.scope.weights.get(str(key[1]), 0.0),
                self._system.place("exogenous_emission", key),
            )
            if weight * amount and place is not None:
                total = self._data.tables["scope_exogenous"][ALL, key[2]]
                named = NamedLimit(
                    OUTSIDE,
                    place.path,
                    int(key[2]),
                    total,
                    unit,
                    declared=False,
                    physical=True,
                    place=place,
                    kind="outside",
                )
                yield rows[ALL, key[2]], named

    def hidden_bounds(self) -> Iterator[tuple[int, NamedLimit]]:
        """Yield what the formulation of a data set hides: no technology earns by running."""
        for equation, bound in with_role(HiddenBound):
            if bound.words is None:
                continue
            for key, row in self._family(equation.name):
                place = self._system.place(equation.name, key)
                if place is not None:
                    technology = self._technologies[key[:2]]  # type: ignore[index]
                    yield row, _physical("operation", bound.words, technology, place.path, key, 0.0, "", place)


def _physical(
    kind: str, words: Message, technology: Technology, path: str, key: Key, value: float, unit: str,
    place: Place | None, part: TimeSlice | None = None,
) -> NamedLimit:  # fmt: skip
    told = words.filled(name=technology.label)
    return NamedLimit(
        told, path, int(key[2]), value, unit, declared=False, physical=True, place=place, part=part, kind=kind,
        subject=subject(technology),
    )  # fmt: skip


def _is_power(technology: Technology) -> bool:
    """Say whether capacity is in units of power, so that a share of the year is a number of hours."""
    try:
        return factor(technology.capacity_unit, "GW") > 0.0
    except UnitError:
        return False
