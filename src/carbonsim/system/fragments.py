"""What each translator writes, as a fragment: a pure function of what it reads, joined to those before it."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from types import MappingProxyType
from typing import TypeVar, cast

import numpy as np

from carbonsim.errors import Finding
from carbonsim.memory import Memory
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.context import Array, Context
from carbonsim.system.forms import Indicator
from carbonsim.system.parameters import COSTS, PARAMETERS
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import (
    ChoiceSet,
    Commodity,
    Delay,
    Key,
    Limit,
    Place,
    Reservoir,
    Storage,
    Technology,
    TimeSlice,
    Years,
)

K = TypeVar("K")
V = TypeVar("V")
Part = TypeVar("Part")
Table = Mapping[Key, float]
Shape = Mapping[str, float]
ADDED = frozenset({"demand", "demand_slice", "exogenous_emission"})  # to which several sections add
NO_TABLE: Table = {}


class Sight(Enum):
    """What a translator sees of the fragments before its own, and whether it writes tables."""

    DECLARED = "what others declared: commodities, technologies, drivers, shapes; it writes tables"
    WRITTEN = "all that others wrote; it writes tables"
    UNPRICED = "all that others wrote but costs; it writes none"
    PRICED = "all that others wrote, costs too; it writes none"


@dataclass(frozen=True)
class Frame:
    """What all fragments of a scenario stand in: its region, model years and time slices."""

    region: str
    years: Years
    time_slices: tuple[TimeSlice, ...]
    choosing: bool = False  # people and firms do, by taste beside costs


@dataclass(frozen=True, eq=False)
class Fragment:
    """What a translator wrote, or several one after another. Findings have no line yet: their paths tell it."""

    parameters: Mapping[str, Table] = field(default_factory=dict)  # those with anything in them
    commodities: Mapping[str, Commodity] = field(default_factory=dict)
    technologies: Mapping[tuple[str, str], Technology] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    emission_factors: Mapping[tuple[str, str], Array] = field(default_factory=dict)
    biogenic: Mapping[str, Array] = field(default_factory=dict)
    drivers: Mapping[str, Array] = field(default_factory=dict)
    departures: Mapping[str, Array] = field(default_factory=dict)
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    use_shapes: Mapping[str, Shape] = field(default_factory=dict)
    places: Mapping[str, Mapping[Key, Place]] = field(default_factory=dict)
    unburnt: frozenset[str] = frozenset()
    storages: tuple[Storage, ...] = ()
    reservoirs: tuple[Reservoir, ...] = ()
    limits: tuple[Limit, ...] = ()
    delays: tuple[Delay, ...] = ()
    choices: tuple[ChoiceSet, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Say whether another fragment says the same."""
        if not isinstance(other, Fragment):
            return NotImplemented
        return all(_same(getattr(self, part.name), getattr(other, part.name)) for part in fields(Fragment))

    __hash__ = None  # type: ignore[assignment]

    def table(self, parameter: str) -> Table:
        """Return the table of a parameter."""
        return self.parameters.get(parameter, NO_TABLE)

    def seen(self, sight: Sight) -> Fragment:
        """Return what a translator sees of it."""
        told = replace(self, findings=(), warnings=())
        if sight is Sight.DECLARED:
            told = replace(told, parameters={}, indicators={}, places={})
            return replace(told, storages=(), reservoirs=(), limits=(), delays=(), choices=())
        if sight is Sight.UNPRICED:
            return replace(told, parameters={n: table for n, table in self.parameters.items() if n not in COSTS})
        return told


def _same(one: object, two: object) -> bool:
    if isinstance(one, Mapping) and isinstance(two, Mapping) and isinstance(next(iter(one.values()), None), np.ndarray):
        return one.keys() == two.keys() and all(np.array_equal(path, two[key]) for key, path in one.items())
    return one is two or bool(one == two)


NOTHING = Fragment()


@dataclass(frozen=True)
class Translator:
    """Writes rows of the energy system: `read` says of what in a scenario, nothing where that is not there."""

    section: str  # in which a change may let it write otherwise
    read: Callable[[Scenario], tuple[object, ...] | None]
    write: Callable[..., None]  # of what was read, then context and rows
    sight: Sight = Sight.DECLARED

    @property
    def label(self) -> str:
        """What it is called: no two are called alike."""
        return f"{self.section} {self.write.__module__}.{self.write.__qualname__}"


def follow(
    translators: Iterable[Translator], scenario: Scenario, before: Fragment, frame: Frame, memory: Memory
) -> Fragment:
    """Return what some fragments say, and after them what translators write one after another of a scenario."""
    for translator in translators:
        read = translator.read(scenario)
        if read is not None:
            seen = before.seen(translator.sight)
            own = memory.recall(translator.label, write_fragment, translator, read, seen, frame)
            before = join(before, own, translator.label, memory)
    return before


def write_fragment(translator: Translator, read: tuple[object, ...], seen: Fragment, frame: Frame) -> Fragment:
    """Return what a translator writes of what it read, where it sees what others wrote."""
    rows, context = opened(seen, frame, translator.sight)
    translator.write(*read, context, rows)
    return _closed(rows, context, seen)


def opened(seen: Fragment, frame: Frame, sight: Sight = Sight.PRICED) -> tuple[SystemBuilder, Context]:
    """Return rows and context in which a fragment can be read, and in which something may be written beside it."""
    rows = SystemBuilder(frame.region, frame.years, frame.time_slices)
    rows.commodities, rows.technologies = ChainMap({}, dict(seen.commodities)), ChainMap({}, dict(seen.technologies))
    rows.indicators = ChainMap({}, dict(seen.indicators))
    rows.emission_factors = ChainMap({}, dict(seen.emission_factors))
    rows.biogenic, rows.unburnt = ChainMap({}, dict(seen.biogenic)), set(seen.unburnt)
    rows.storages, rows.reservoirs = list(seen.storages), list(seen.reservoirs)
    rows.limits, rows.delays, rows.choices = list(seen.limits), list(seen.delays), list(seen.choices)
    rows.parameters = {name: _opened_table(name, seen, sight) for name in PARAMETERS}  # type: ignore[misc]
    context = Context(frame.years, frame.time_slices, lambda _: ("", 0), frame.choosing)
    context.drivers, context.departures = ChainMap({}, dict(seen.drivers)), ChainMap({}, dict(seen.departures))
    context.shapes, context.use_shapes = ChainMap({}, dict(seen.shapes)), ChainMap({}, dict(seen.use_shapes))
    return rows, context


def _opened_table(name: str, seen: Fragment, sight: Sight) -> Table:
    known = seen.table(name)
    if sight is Sight.DECLARED or (sight is Sight.WRITTEN and (not known or name in ADDED)):
        return {}
    return ChainMap({}, dict(known)) if sight is Sight.WRITTEN else MappingProxyType(known)


def _closed(rows: SystemBuilder, context: Context, seen: Fragment) -> Fragment:
    """Return what was written beside what was seen."""
    tables = {name: _own(table) for name, table in rows.parameters.items() if not isinstance(table, MappingProxyType)}
    return Fragment(
        parameters={name: table for name, table in tables.items() if table},
        commodities=_own(rows.commodities),
        technologies=_own(rows.technologies),
        indicators=_own(rows.indicators),
        emission_factors=_own(rows.emission_factors),
        biogenic=_own(rows.biogenic),
        drivers=_own(context.drivers),
        departures=_own(context.departures),
        shapes=_own(context.shapes),
        use_shapes=_own(context.use_shapes),
        places={name: places for name, places in rows.places.items() if places},
        unburnt=frozenset(rows.unburnt) - seen.unburnt,
        storages=tuple(rows.storages[len(seen.storages) :]),
        reservoirs=tuple(rows.reservoirs[len(seen.reservoirs) :]),
        limits=tuple(rows.limits[len(seen.limits) :]),
        delays=tuple(rows.delays[len(seen.delays) :]),
        choices=tuple(rows.choices[len(seen.choices) :]),
        findings=tuple(context.findings),
        warnings=tuple(context.warnings),
    )


def _own(table: Mapping[K, V]) -> Mapping[K, V]:
    return table.maps[0] if isinstance(table, ChainMap) else table


def join(before: Fragment, after: Fragment, label: str = "", memory: Memory | None = None) -> Fragment:
    """Return what two fragments say one after the other; tables that the memory knows are not joined again."""
    recall = (memory or Memory()).recall
    names = (name for name in PARAMETERS if name in before.parameters or name in after.parameters)
    tables = {
        name: recall(f"{name} {label}", _joined, before.table(name), after.table(name), name in ADDED) for name in names
    }
    parts = (part.name for part in fields(Fragment) if part.name not in ("parameters", "places"))
    both = {name: _one_after_the_other(getattr(before, name), getattr(after, name)) for name in parts}
    placed = dict.fromkeys((*before.places, *after.places))
    places = {name: {**before.places.get(name, {}), **after.places.get(name, {})} for name in placed}
    return replace(before, parameters=tables, places=places, **both)


def _joined(before: Table, after: Table, adds: bool) -> Table:
    if not before or not after:
        return before or after
    if not adds:
        return {**before, **after}
    return {**before, **{key: before.get(key, 0.0) + value for key, value in after.items()}}


def _one_after_the_other(one: Part, two: Part) -> Part:
    if isinstance(one, Mapping) and isinstance(two, Mapping):
        return cast("Part", {**one, **two} if one and two else one or two)
    if isinstance(one, frozenset) and isinstance(two, frozenset):
        return cast("Part", one | two)
    return cast("Part", (*one, *two))  # type: ignore[misc]
