"""What a row or a bound asks for, in a planner's words: the named limits of a conflict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from carbonsim.messages.message import Message, Name, Value, in_context, message
from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.infeasibility.kinds import subject
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.structure.families import COLUMN_BOUNDS
from carbonsim.optimization.structure.roles import (
    DemandBalance,
    GrowthLimit,
    LinearLimit,
    ModeLimit,
    PeakingLine,
    RegionTarget,
)
from carbonsim.optimization.terms.limits import limit_columns
from carbonsim.scenario.sections.targets import Change
from carbonsim.system.sections.districts import EMITTING
from carbonsim.system.tables import PARAMETERS, Key, Limit, Peaking, Place, Technology, TimeSlice
from carbonsim.units import PJ_PER_TWH

SMALLEST = 1e-3
MONEY = "million CNY"
DATA_UNITS = ("cost units of the data", "units of the data")
SECTORS = {
    **{name: told for name, told in EMITTING.items() if name != "imports"},
    "economy": in_context("sector", "economy"),
    "system": in_context("sector", "system"),
}
BEGINNING = message("new {name} beginning with no more than {value}")


@dataclass(frozen=True)
class Share:
    """A share as a reader is told it: figure and unit as written, and the columns of the whole it is taken of."""

    figure: float
    unit: str
    scale: float
    floor: bool  # whether it is a least share
    columns: tuple[tuple[int, float], ...]
    constant: float

    def reached(self, given: float, values: Floats) -> float | None:
        """Return the share that is left where the row gives way by so much; None where the whole is nothing."""
        whole = self.constant + sum(coefficient * float(values[column]) for column, coefficient in self.columns)
        if whole <= SMALLEST:
            return None
        return self.figure + (-1.0 if self.floor else 1.0) * self.scale * given / whole


@dataclass(frozen=True)
class NamedLimit:
    """One thing that was asked for: its words (with `{value}` where its size stands), place, year and size.

    `policy` says whether it is a target, which gives way before anything physical; `granted` whether it is named only
    where nothing else is; `declared` whether a key of its own says so, and not what the model makes of others; `fact`
    whether it never gives way; `weight` how dear it is to relax. `place` is where it stands, if not at a path of the
    scenario, `part` the time slice of which it speaks.
    """

    words: Message
    path: str
    year: int | None
    value: float
    unit: str
    policy: bool = False
    granted: bool = False
    declared: bool = True
    physical: bool = False
    dated: bool = True  # whether its years are told with its name: a peak by 2027 is one of all later years
    kind: str = "target"  # by which many are counted, and whose they are
    subject: str = ""
    place: Place | None = None
    part: TimeSlice | None = None
    weight: float = 1.0
    per_unit: float = 1.0  # a unit of `unit` in units of the model
    share: Share | None = None  # of a share: what it is taken of, by column
    reached: float | None = None  # of a share that gives way: that which is reached, in the unit of the ratio

    @property
    def key(self) -> tuple[Message, str]:
        """What it says and where: limits that share both are told as one, over their years."""
        return self.words, self.path

    @property
    def size(self) -> float:
        """The size in units of the model, one where it is nothing: what a relaxation is measured against."""
        size = abs(self.value * self.per_unit)
        return size if size > SMALLEST else 1.0


class NamedLimits:
    """The named limits behind the rows and the bounds of columns of a programme."""

    def __init__(self, model: CompiledModel, program: Program) -> None:
        """Look every row and bound of a programme of the model up once."""
        self._arrays, self._system, self._data = model.arrays, model.system, model.data
        self._program = program
        self._technologies = {(t.region, t.name): t for t in self._system.technologies}
        self._column = model.bounded_column
        self.rows: dict[int, NamedLimit] = {}
        self.low: dict[int, NamedLimit] = {}
        self.high: dict[int, NamedLimit] = {}
        self._peaking(model.peaking)
        self._targets()
        self._limits(model.settled_limits)
        self._demands()
        self._growth()
        self._modes()
        for parameter in COLUMN_BOUNDS:
            self._bounds(parameter)
        self._past(model.pins())
        self._own(model)

    def _peaking(self, peaking: tuple[Peaking, ...]) -> None:
        for equation, line in with_role(PeakingLine):
            unit = equation.unit
            if self._system.from_data_set:
                unit = DATA_UNITS[unit != MONEY]
            for key, row in self._arrays.rows.get(equation.name, {}).items():
                if np.isfinite(self._program.row_high[row]):
                    peak = peaking[int(key[0])]
                    year = int(key[1]) if len(key) > 1 else None
                    path = f"{peak.path}.{line.key}" + (f".{year}" if line.by_year else "")
                    value = float(self._program.row_high[row])
                    self.rows[row] = NamedLimit(
                        _peak_words(line, peak), path, year, value, unit, policy=True, kind="peaking", dated=line.dated
                    )

    def _targets(self) -> None:
        """Targets of a region that a data set or a written system declares."""
        units = self._units()
        for equation, target in with_role(RegionTarget):
            parameter, words = target.parameter, target.words
            for key, row in self._arrays.rows.get(equation.name, {}).items():
                high, low = float(self._program.row_high[row]), float(self._program.row_low[row])
                index = len(PARAMETERS[parameter].index)
                name = self._name(key[:index])
                told = words.filled(name=name)
                year = next((int(part) for part in key[:index] if isinstance(part, int)), None)
                value = high if np.isfinite(high) else low
                value = self._system.parameters[parameter][key[:index]] if words.has_place("value") else value
                place = self._system.place(parameter, key[:index])
                path = "system" if place is None else place.path
                unit = DATA_UNITS[1] if units is None else units.get(str(key[1]), target.unit)
                self.rows[row] = NamedLimit(told, path, year, value, unit, policy=True, place=place)

    def _name(self, key: Key) -> Value:
        """Name what a target is on, with its region where there are several."""
        labels: dict[str, Value] = {commodity.name: commodity.label for commodity in self._system.commodities}
        labels |= {technology.name: technology.label for technology in self._system.technologies}
        region, *others = [str(part) for part in key if not isinstance(part, int)]
        alone = len(self._system.regions) == 1 and others
        told = [*([] if alone else [region]), *(labels.get(one, one) for one in others)]
        return reduce(lambda name, more: in_context("name", "{name} {more}", name=name, more=more), told)

    def _units(self) -> dict[str, str] | None:
        """Return the unit of each commodity; None where a data set says nothing of units."""
        if self._system.from_data_set:
            return None
        return {commodity.name: f"{commodity.unit} a year" for commodity in self._system.commodities}

    def _limits(self, settled: Iterable[Limit]) -> None:
        limits = {(limit.name, limit.year): limit for limit in (*self._system.limits, *settled)}
        changes = {(f"target {target.name}", target.year): target.change for target in self._system.targets}
        for equation, _ in with_role(LinearLimit):
            for key, row in self._arrays.rows.get(equation.name, {}).items():
                limit = limits[str(key[0]), int(key[1])]
                sides = (float(self._program.row_low[row]), float(self._program.row_high[row]))
                bound = next(filter(np.isfinite, sides), None)
                if bound is None:
                    continue  # free: what it is told against is not defined
                limit = replace(limit, bound=bound)
                policy, owner = limit.kind == "policy", self._owner(limit)
                unit, per_unit = ("percentage points", 0.01) if limit.unit == "share" else (limit.unit, 1.0)
                value = (abs(bound) if limit.unit == "share" else bound + limit.outside) / per_unit
                words = _limit_words(_changed(limit, changes.get((limit.name, limit.year))))
                self.rows[row] = NamedLimit(
                    words, limit.path, limit.year, value, unit, policy=policy, declared=policy,
                    per_unit=per_unit, kind=_kind(limit), subject=subject(owner, limit.path), share=self._share(limit),
                    place=limit.place,
                )  # fmt: skip

    def _share(self, limit: Limit) -> Share | None:
        """Return what a share is taken of, as columns of the programme."""
        if limit.ratio is None or limit.sense == "==":
            return None
        known, columns = limit.ratio, limit_columns(self._data, limit.ratio.whole)
        places = tuple((self._arrays.columns[family][key], value) for (family, key), value in columns.items())
        return Share(known.figure, known.unit, known.scale, limit.sense == ">=", places, known.constant)

    def _owner(self, limit: Limit) -> Technology | None:
        """Return the technology that a limit speaks of first."""
        keys = ((term.region or self._system.region, term.technology) for term in limit.terms)
        return next((self._technologies[key] for key in keys if key in self._technologies), None)

    def _demands(self) -> None:
        commodities = {commodity.name: commodity for commodity in self._system.commodities}
        parts: dict[str | int, TimeSlice] = {part.name: part for part in self._system.time_slices}
        for equation, balance in with_role(DemandBalance):
            for key, row in self._arrays.rows.get(equation.name, {}).items():
                demand = float(self._program.row_low[row])
                if demand > 0.0:
                    commodity = commodities[str(key[1])]
                    words = message("demand for {label}", label=commodity.label)
                    place = self._system.place(balance.parameter, key[:3]) or self._system.place("demand", key[:3])
                    path = commodity.path if place is None else place.path
                    part = parts[key[3]] if len(key) > 3 else None
                    self.rows[row] = NamedLimit(
                        words, path, int(key[2]), demand, commodity.unit, granted=True, place=place, part=part,
                        weight=100.0, kind="demand", subject=subject(None, path),
                    )  # fmt: skip

    def _growth(self) -> None:
        for equation, growth in with_role(GrowthLimit):
            parameter = equation.name
            for key, row in self._arrays.rows.get(parameter, {}).items():
                technology = self._technologies[str(key[0]), str(key[1])]
                rate = f"{100.0 * self._system.parameters[parameter][key[:2]]:.3g}"
                written = self._system.parameters[growth.seed].get(key[:2], 0.0)
                seed = abs(self._data.tables[growth.seed][key])
                wording = BEGINNING if seed != written else growth.words
                words = wording.filled(name=technology.label, rate=rate)
                path = f"{technology.path}.{parameter}"
                self.rows[row] = NamedLimit(
                    words, path, int(key[2]), seed, f"{technology.capacity_unit} a year", kind=parameter,
                    subject=subject(technology),
                )  # fmt: skip

    def _modes(self) -> None:
        """Limits on one mode of a technology; those from year to year are written in the earlier one."""
        for equation, limit in with_role(ModeLimit):
            parameter, change = equation.name, limit.change
            for (region, name, mode, year), row in self._arrays.rows.get(parameter, {}).items():
                written: Key = (region, name, mode, int(year) - 1 if change else year)
                value = self._system.parameters[parameter][written]
                technology = self._technologies[str(region), str(name)]
                share = f"{100.0 * value:.3g}" if change else ""
                words = limit.words.filled(name=technology.label, mode=mode, share=share)
                place = self._system.place(parameter, written)
                path = technology.path if place is None else place.path
                self.rows[row] = NamedLimit(
                    words, path, int(year), 0.0 if change else value, technology.activity_unit, place=place,
                    kind=limit.kind, subject=subject(technology),
                )  # fmt: skip

    def _bounds(self, parameter: str) -> None:
        lower = COLUMN_BOUNDS[parameter].side == "low"
        limits = self.low if lower else self.high
        bounds = self._program.column_low if lower else self._program.column_high
        for key in self._system.parameters[parameter]:
            column = self._column(parameter, key)
            if column is None or not np.isfinite(bounds[column]) or (lower and bounds[column] <= 0.0):
                continue
            technology = self._technologies[str(key[0]), str(key[1])]
            place = self._system.place(parameter, key)
            limits[column] = bound_of(parameter, technology, int(key[2]), float(bounds[column]), place)

    def _past(self, pinned: Iterable[int]) -> None:
        start = self._system.years.plan_from
        words = message("what was built and run before {start}", start=start)
        for column in pinned:
            self.low[column] = self.high[column] = NamedLimit(
                words, "time.plan_from", None, 0.0, "", granted=True, weight=1e4, kind="past"
            )

    def _own(self, model: CompiledModel) -> None:
        """Constraints of one's own stand behind the rows of the equations, and may give way as policies do."""
        for place, own in enumerate(model.own.rows if model.own else (), self._arrays.row_count):
            words = message("constraint {name} of one's own", name=own.name)
            value = own.low if np.isinf(own.high) else own.high
            self.rows[place] = NamedLimit(words, "", None, value, "", policy=True, kind="own")


def bound_of(parameter: str, technology: Technology, year: int, value: float, place: Place | None) -> NamedLimit:
    """Return what a bound of a technology's year asks for; `value` in units of the model."""
    activity = parameter.startswith("activity")
    unit = technology.activity_unit if activity else technology.capacity_unit
    per_unit = 1.0
    if activity and technology.branch == "power" and unit.startswith("PJ"):
        unit, per_unit = unit.replace("PJ", "TWh"), PJ_PER_TWH
    words = COLUMN_BOUNDS[parameter].words.filled(name=technology.label)
    path = f"{technology.path}.{dict(technology.keys).get(parameter, parameter)}" if place is None else place.path
    return NamedLimit(
        words, path, year, value / per_unit, unit.removesuffix("/yr"), place=place, per_unit=per_unit, kind=parameter,
        subject=subject(technology),
    )  # fmt: skip


def _kind(limit: Limit) -> str:
    """Say what kind of limit it is: one over several years is on the speed of change."""
    if limit.kind != "plausibility":
        return {"policy": "target", "calibration": "history"}[limit.kind]
    return "change" if len({term.year for term in limit.terms}) > 1 else "operation"


def _peak_words(line: PeakingLine, peak: Peaking) -> Message:
    fall = "" if peak.decline_after is None else f"{100 * peak.decline_after:g}"
    first, last, _ = peak.budget or (0, 0, 0.0)
    words = line.words.filled(by=str(peak.by), fall=fall, first=first, last=last)
    sector = peak.sector and SECTORS.get(peak.sector, peak.sector)
    return message("{line} in {sector}", line=words, sector=sector) if sector else words


def _changed(limit: Limit, change: Change | None) -> Limit:
    """Return a limit whose name says against what it was written as a change."""
    if change is None or limit.label is None:
        return limit
    told, year = f"{100.0 * change.share:+.3g}", change.base_year
    return replace(
        limit, label=message("{target}, {change} % against {year}", target=limit.label, change=told, year=year)
    )


AT_MOST, AT_LEAST = message("{limit} (at most {value})"), message("{limit} (at least {value})")
EXACTLY = message("{limit} (exactly {value})")


def _limit_words(limit: Limit) -> Message:
    """Return the name of a limit with its size; that of a share may have a place for it itself."""
    known: Name = limit.label or in_context("limit", "{name}", name=limit.name)
    told = limit.bound + limit.outside if limit.ratio is None else limit.kind == "policy"  # others name their share
    if not told:
        return known if isinstance(known, Message) else message("{what}", what=known)
    if limit.unit == "share":  # a fall by no more than so much is written as a change above a number below zero
        return AT_MOST.filled(limit=known)
    return {"<=": AT_MOST, ">=": AT_LEAST, "==": EXACTLY}[limit.sense].filled(limit=known)
