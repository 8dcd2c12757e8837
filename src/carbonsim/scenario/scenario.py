"""The root of a scenario: time, sectors, policies; frozen, with the place of every value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import pandas as pd
from pydantic import BaseModel, Field, PrivateAttr, model_validator

from carbonsim.messages.message import marked, message
from carbonsim.scenario.expected import refused
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text, Year
from carbonsim.scenario.sections.accounting import Accounting
from carbonsim.scenario.sections.actuals import Actual
from carbonsim.scenario.sections.air import Air
from carbonsim.scenario.sections.balance import Balance
from carbonsim.scenario.sections.choices import Choices
from carbonsim.scenario.sections.districts import Districts
from carbonsim.scenario.sections.document import PlanDocument
from carbonsim.scenario.sections.inventory import Inventory
from carbonsim.scenario.sections.policy import (
    Campaign,
    Continuity,
    OfficialFigure,
    PastSeries,
    PeakingPlan,
    ScopeChoice,
)
from carbonsim.scenario.sections.projects import Project
from carbonsim.scenario.sections.ranges import FuturesOfAScenario, RobustFutures, WrittenRange
from carbonsim.scenario.sections.targets import Assessment, WrittenTarget
from carbonsim.scenario.sections.verdict import Verdict
from carbonsim.scenario.sections.written_system import System
from carbonsim.scenario.sectors.buildings import Buildings
from carbonsim.scenario.sectors.economy import Economy
from carbonsim.scenario.sectors.energy import Energy
from carbonsim.scenario.sectors.industry import Industry
from carbonsim.scenario.sectors.land import Land
from carbonsim.scenario.sectors.transport import Transport
from carbonsim.scenario.sectors.waste import Waste

SECTORS = ("economy", "energy", "industry", "transport", "buildings", "land", "waste")
PriceElasticity = Annotated[Quantity, Measure("1", minimum=-5, maximum=0, constant=True)]
Hours = Annotated[int, Field(ge=1, le=24)]
PERFECT, AS_WRITTEN = "perfect", "{years: 5}"


@dataclass(frozen=True)
class Trace:
    """Where a scenario came from: place of every path, the merged mapping, files and their hashes."""

    origins: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    resolved: Mapping[str, Any] = field(default_factory=dict)
    file: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    chain: tuple[Path, ...] = ()
    series: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # by path: what is said of hourly series

    def locate(self, path: str) -> tuple[str, int]:
        """Return file and line of a path, or of the nearest one above it."""
        while path:
            if path in self.origins:
                return self.origins[path]
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self.origins.get("", (self.file, 1))

    def beside(self, path: str, name: str) -> Path:
        """Return the file that a value names: relative to the file where it is written, or to the scenario's own."""
        file, line = self.locate(path)
        return Path(file if line else self.file).parent / name

    def like(self, other: Trace) -> Trace:
        """Return the trace with the files that another was read from."""
        return replace(self, file=other.file, digests=other.digests, chain=other.chain)

    def with_files(self, path: Path, digests: Mapping[str, str], chain: list[Path]) -> Trace:
        """Return the trace with the files that were read, the root of the `extends` chain first."""
        return replace(self, file=str(path), digests=dict(digests), chain=tuple(chain))


@dataclass(frozen=True)
class Baseline:
    """What the economy makes, and where, where no scenario changes it: in the root of the `extends` chain."""

    economy: Economy | None = None
    industry: Industry | None = None
    buildings: Buildings | None = None


class Season(Section):
    """A part of the year."""

    days: Annotated[Quantity, Measure("d", minimum=0.1, maximum=366, constant=True)] = Field(description="days a year")


class DayPart(Section):
    """A part of the day."""

    hours: Annotated[Quantity, Measure("h", minimum=0.1, maximum=24, constant=True)] = Field(description="hours a day")


class WrittenSlice(Section):
    """A part of the year by its share of the hours, where seasons times day-parts do not fit."""

    share: Annotated[Quantity, Measure("1", minimum=0, maximum=1, constant=True)] = Field(
        description="share of the year's hours"
    )
    season: str | None = Field(None, description="the season it belongs to; its own name if absent")
    day_part: str = Field("all", description="its part of the day")


class Time(Section):
    """Model years, when the plan starts, and how the year is cut: by hand, or into the typical days of hourly series.

    By hand: seasons times day-parts, or time slices by name.
    """

    years: list[Year] = Field(
        description=marked("model years in order; each stands for the years since the one before")
    )
    plan_from: Year = Field(description=marked("first year that a plan can change; the first model year if absent"))
    discount_rate: Annotated[Quantity, Measure("1/yr", minimum=0.0, maximum=0.5, constant=True)] = Field(
        description="real discount rate"
    )
    depreciation: Literal["sinking_fund", "straight_line"] = Field(
        "sinking_fund", description="how the value of what outlives the last year falls with its age"
    )
    seasons: dict[str, Season] = Field(
        default_factory=lambda: {"year": Season.model_validate({"days": 365})},
        description="seasons in order, with their days",
    )
    day_parts: dict[str, DayPart] = Field(
        default_factory=lambda: {"all": DayPart.model_validate({"hours": 24})},
        description="parts of the day in order, with their hours; beside time_slices: how long each lasts",
    )
    time_slices: dict[str, WrittenSlice] = Field(
        default_factory=dict, description="time slices in order, in place of seasons and day_parts"
    )
    series: str | list[str] | None = Field(
        None,
        alias="from",
        description="CSV file of a year by hour, or several, in place of slices by hand: its columns, called by the"
        " path that they fill, such as energy.profiles.wind, are told on typical days, with yearly means kept",
    )
    periods: int = Field(
        8, ge=1, le=365, description="days that stand for the year of the hourly series, extreme ones included"
    )
    hours: Hours | list[Hours] = Field(
        4, description="hours of each part of a typical day, or the hours of its parts in order from midnight"
    )
    extremes: int = Field(
        1,
        ge=0,
        le=50,
        description="days that stand for themselves: so many of the coldest windless ones, and so many of those of the"
        " highest load less wind and sun",
    )

    @model_validator(mode="before")
    @classmethod
    def _plan_from_the_first_year(cls, value: object) -> object:
        if isinstance(value, Mapping) and "plan_from" not in value and value.get("years"):
            return {**value, "plan_from": value["years"][0]} if isinstance(value["years"], list) else value
        return value


class Foresight(Section):
    """How far those who decide see: all years, `perfect`, or a few beyond the one they decide."""

    years: int | None = Field(
        None,
        ge=0,
        description="calendar years beyond the one that is decided, whose model years and the one after are in sight;"
        " caps, emission limits and enforced targets of later years are heard on a straight line to them, from the year"
        " before the plan or its peak year; until a peak that is not seen yet emissions rise by ever less, and of what"
        " may no more be bought from a later year on ever less is bought; a carbon budget leaves later years their even"
        " part; what is invested counts to the end of what is seen",
    )

    @model_validator(mode="before")
    @classmethod
    def _of_all_years(cls, value: object) -> object:
        if value == PERFECT:
            return {}
        if isinstance(value, Foresight) or (isinstance(value, Mapping) and value):
            return value
        raise refused(
            str(value), message("{perfect}, or a mapping such as {written}", perfect=PERFECT, written=AS_WRITTEN)
        )


Change = Callable[["Scenario", Mapping[str, object]], "Scenario"]  # other values by YAML path → read and checked anew


class Scenario(Section):
    """All that a planner wrote, read and checked once."""

    schema_version: Literal[1] = Field(1, alias="schema", description="version of this format: 1")
    name: str = Field(min_length=1, description=marked("title of the scenario"))
    description: str = Field("", description="one sentence on what it shows")
    name_zh: str = Field("", description="title in Chinese; that in `name` if absent")
    description_zh: str = Field("", description="the sentence in Chinese")
    region: str = Field("", description="the city or province; the name of the scenario if absent")
    region_zh: str = Field("", description="the city or province in Chinese; that in `region` if absent")
    reference: str | None = Field(None, description="file of the scenario differences are told against")
    mode: Literal["optimize", "accounting"] = Field(
        "optimize", description="optimize: the cheapest plan; accounting: prescribed paths, added up without optimising"
    )
    time: Time = Field(description=marked("model years, seasons and day-parts"))
    foresight: Foresight = Field(
        default_factory=Foresight.model_construct,
        description="how far those who decide see, in reference, twin and plan alike: perfect, or {years: 5}",
    )
    accounting: Accounting | None = Field(None, description="prescribed activity, shares and intensities")
    system: System | None = Field(None, description="technologies, commodities and demands written directly")
    economy: Economy | None = Field(None, description=marked("GDP, population, households"))
    energy: Energy | None = Field(None, description=marked("fuels, power, heat, storage, trade"))
    industry: Industry | None = Field(None, description="branches and their processes")
    transport: Transport | None = Field(None, description="fleets and their drivetrains")
    buildings: Buildings | None = Field(None, description="floor area and its services")
    land: Land | None = Field(None, description="farms and forests")
    waste: Waste | None = Field(None, description="refuse and wastewater")
    air: Air | None = Field(None, description="air pollutants of what is burnt: factors by sector and fuel")
    districts: Districts | None = Field(None, description="results by district, with a key for every sector")
    actors: dict[str, Annotated[Quantity, Measure("1/yr", minimum=0, maximum=1)]] = Field(
        default_factory=dict,
        description="those who invest, by name: the real rate a year at which each pays back what it buys, over time;"
        " one called energy, industry, transport, buildings, land or waste invests in what names no other there",
    )
    choices: Choices = Field(
        default_factory=Choices, description=marked("how people and firms choose among the ways to serve a use")
    )
    price_elasticities: dict[str, PriceElasticity] = Field(
        default_factory=dict,
        description="per cent by which the demand for a service moves for each that its price rises from that of the"
        " reference, below zero, by service: sector/branch/use, a star for any of these parts, 0 for none; room"
        " temperature that is lowered then costs what the warmth was worth",
    )
    scope: ScopeChoice = Field(default_factory=ScopeChoice, description="which emissions count")
    peaking: PeakingPlan | None = Field(None, description="the peaking plan")
    verdict: Verdict = Field(
        default_factory=Verdict, description="how closely years and level of emissions are known, for the verdict"
    )
    campaigns: dict[str, Campaign] = Field(default_factory=dict, description="measures of the plan, by name")
    actions: dict[str, Text] = Field(
        default_factory=dict, description="actions that campaigns fall under, besides the ten national ones"
    )
    projects: dict[str, Project] = Field(default_factory=dict, description="new plants that approvals ask about")
    targets: dict[str, WrittenTarget] = Field(
        default_factory=dict, description="indicators held against figures, by name"
    )
    assessments: dict[str, Assessment] = Field(
        default_factory=dict, description="evaluations by a rule that counts missed indicators, by name"
    )
    document: PlanDocument = Field(
        default_factory=lambda: PlanDocument(), description="the bureau's own sentences in the draft of the plan"
    )
    calibration: dict[str, OfficialFigure] = Field(default_factory=dict, description="official figures to meet")
    continuity: Continuity = Field(
        default_factory=lambda: Continuity(), description="how the first planned years go on from the past"
    )
    balance: Balance | None = Field(None, description="energy supply of the base year, which its use must match")
    actuals: dict[str, Actual] = Field(default_factory=dict, description="what the statistics said, beside the plan")
    history: dict[str, PastSeries] = Field(default_factory=dict, description="past emissions")
    no_data: dict[str, Text] = Field(
        default_factory=dict,
        description="what was looked for and not found, by name, in words of your own: the report tells it beside what"
        " is seen to lack",
    )
    inventory: Inventory | None = Field(None, description="IPCC categories of branches, and notation keys")
    ranges: dict[str, WrittenRange] = Field(
        default_factory=dict, description="how far figures are known, by name, each with the values that it moves"
    )
    futures: FuturesOfAScenario = Field(
        default_factory=lambda: FuturesOfAScenario(), description="which ranges are drawn for futures"
    )
    robust: RobustFutures | None = Field(
        None, description="one first stage for several futures, as `carbonsim robust` finds it"
    )

    _trace: Trace = PrivateAttr(default_factory=Trace)
    _before: Scenario | None = PrivateAttr(default=None)
    _baseline: Baseline | None = PrivateAttr(default=None)
    _change: Change | None = PrivateAttr(default=None)  # how whoever read it reads it again with other values

    @model_validator(mode="before")
    @classmethod
    def _a_region_of_its_own(cls, value: object) -> object:
        return {"region": value.get("name"), **value} if isinstance(value, Mapping) and "name" in value else value

    def __repr__(self) -> str:
        years = self.time.years
        return (
            f"<Scenario {self.name!r} of {self.region or self.name}: {len(years)} model years, {years[0]}–{years[-1]},"
            f" plan from {self.time.plan_from}>"
        )

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        """Show name, years and policies in a notebook."""
        from carbonsim.scenario.display import show_scenario

        return show_scenario(self)

    @property
    def trace(self) -> Trace:
        """Where every value came from."""
        return self._trace

    def with_trace(self, trace: Trace) -> Scenario:
        """Return the scenario with the places of its values."""
        return self._copied(self.model_copy(), trace, self._before)

    def with_change(self, change: Change) -> Scenario:
        """Return the scenario with the way in which it is read again with other values."""
        copy = self.with_trace(self.trace)
        copy._change = change
        return copy

    @property
    def baseline(self) -> Baseline:
        """The economy that this one changes: its own where none was read."""
        return self._baseline or Baseline(self.economy, self.industry, self.buildings)

    def with_baseline(self, baseline: Baseline) -> Scenario:
        """Return the scenario as one that changes the economy of a baseline."""
        copy = self.with_trace(self.trace)
        copy._baseline = baseline
        return copy

    def _copied(self, copy: Scenario, trace: Trace, before: Scenario | None) -> Scenario:
        private = {"_trace": trace, "_before": before, "_change": self._change, "_baseline": self._baseline}
        copy.__pydantic_private__ = private
        return copy

    @property
    def before_campaigns(self) -> Scenario:
        """The scenario as it is written, with no campaign applied."""
        return self if self._before is None else self._copied(self._before.model_copy(), self.trace, None)

    def with_values(self, values: Mapping[str, object], before: Scenario | None = None) -> Scenario:
        """Return the scenario with other values at some YAML paths; `before` is what it was without its campaigns."""
        changed = self.model_copy()
        for path, value in values.items():
            changed = cast("Scenario", _replaced(changed, path.split("."), value))
        return self._copied(changed, self.trace, before)

    def with_(self, changes: Mapping[str, object] | str, value: object = None) -> Scenario:
        """Return the scenario with values at YAML paths, written as in YAML and checked like a file.

        Either one path and its value or a mapping: `with_("energy.carbon_price", "120 CNY/t")`. None removes a key.
        Raises ScenarioError with every finding.
        """
        assert self._change is not None  # every scenario that was read has it
        return self._change(self, {changes: value} if isinstance(changes, str) else changes)

    @property
    def stem(self) -> str:
        """The file name without its ending, which names the results folder."""
        return Path(self.trace.file).stem or "scenario"

    @property
    def resolved(self) -> Mapping[str, Any]:
        """The merged scenario as plain values."""
        return self.trace.resolved

    @property
    def reference_path(self) -> Path | None:
        """The file of the reference: the one named, else the root of the `extends` chain; None for a root."""
        here = Path(self.trace.file)
        if self.reference is not None:
            return self.trace.beside("reference", self.reference)
        root = self.trace.chain[0] if self.trace.chain else here
        return None if root.resolve() == here.resolve() else root

    def locate(self, path: str) -> tuple[str, int]:
        """Return file and line of a YAML path."""
        return self.trace.locate(path)

    def place(self, path: str) -> str:
        """Return a YAML path, or the nearest one above it that is written, with its file and line."""
        path, file, line = self.written(path)
        return f"{path}, {Path(file).name}{f':{line}' if line else ''}" if path else ""

    def written(self, path: str) -> tuple[str, str, int]:
        """Return a YAML path, or the nearest one above it that is written, its file and its line; empty if none is."""
        while path and path not in self.trace.origins:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return (path, *self.locate(path)) if path else ("", "", 0)

    def project_branches(self) -> dict[str, str]:
        """Return the sector of every branch that a project may belong to."""
        classes = {} if self.buildings is None else dict.fromkeys(self.buildings.classes, "buildings")
        return classes | ({} if self.industry is None else dict.fromkeys(self.industry.branches, "industry"))

    def data_table(self) -> pd.DataFrame:
        """Return every written quantity: path, value, unit, source, quality, note, file, line.

        Of an hourly series its mean, and the least and the most in brackets.
        """
        rows: list[tuple[object, ...]] = []
        for path, quantity in self.quantities():
            file, line = self.locate(path)
            quality = quantity.quality or ("" if quantity.source is None else "assumption")
            rows.append((path, _words(quantity), quantity.unit, quantity.source, quality, quantity.note, file, line))
        columns = ["path", "value", "unit", "source", "quality", "note", "file", "line"]
        for path, said in self.trace.series.items():
            rows.append((path, *(said.get(key) for key in columns[1:6]), *self.locate(path)))
        return pd.DataFrame(rows, columns=columns)

    def quantities(self) -> Iterator[tuple[str, Quantity]]:
        """Walk over every quantity that was written, with its YAML path."""
        written = self.trace.origins
        yield from ((path, quantity) for path, quantity in _walk(self, "", []) if path in written)

    def sections(self) -> Iterator[tuple[str, BaseModel]]:
        """Walk over every section, with its YAML path."""
        yield from _walk_sections(self, "", [])


_PARTS: dict[type, tuple[tuple[str, str], ...] | None] = {}  # by class, of which there are few


def _parts(kind: type) -> tuple[tuple[str, str], ...] | None:
    """Return the fields of a section with their keys in YAML; none of them where the values are a mapping's."""
    if kind not in _PARTS:
        _PARTS[kind] = () if issubclass(kind, Mapping) else None
        if issubclass(kind, BaseModel):
            _PARTS[kind] = tuple((name, info.alias or name) for name, info in kind.model_fields.items())
    return _PARTS[kind]


def _children(value: Any, path: str) -> Iterator[tuple[str, object]]:
    """Return what stands in a section or a mapping, with its path; nothing of what is neither."""
    parts, start = _parts(type(value)), f"{path}." if path else ""
    if parts:
        yield from ((start + key, getattr(value, name)) for name, key in parts)
    elif parts is not None:
        yield from ((f"{start}{key}", child) for key, child in value.items())


def _walk_sections(value: Any, path: str, found: list[tuple[str, BaseModel]]) -> list[tuple[str, BaseModel]]:
    """Gather the sections in a value and return them."""
    if _parts(type(value)):
        found.append((path, value))
    for place, child in _children(value, path):
        if _parts(type(child)) is not None:
            _walk_sections(child, place, found)
    return found


def _replaced(owner: Any, steps: list[str], value: object) -> object:
    """Return a copy of a section or mapping in which the value at the end of a path is another."""
    if not steps:
        return value
    first, rest = steps[0], steps[1:]
    if isinstance(owner, BaseModel):
        names = {info.alias or name: name for name, info in type(owner).model_fields.items()}
        return owner.model_copy(update={names[first]: _replaced(getattr(owner, names[first]), rest, value)})
    key = int(first) if first not in owner and first.isdigit() else first
    return {**owner, key: _replaced(owner[key], rest, value)}


def _words(quantity: Quantity) -> str:
    if quantity.points[0][0] is None:
        return f"{quantity.points[0][1]:.6g}"
    path = ", ".join(f"{year}: {value:.6g}" for year, value in quantity.points)
    return path if quantity.growth is None else f"{path}, then {quantity.growth:+.2%} a year"


def quantities_in(section: BaseModel) -> list[tuple[str, Quantity]]:
    """Return every quantity in a section, written or not, with its path there."""
    return _walk(section, "", [])


def _walk(value: object, path: str, found: list[tuple[str, Quantity]]) -> list[tuple[str, Quantity]]:
    """Gather the quantities in a value and return them."""
    for place, child in _children(value, path):
        if type(child) is Quantity:
            found.append((place, child))
        elif _parts(type(child)) is not None:
            _walk(child, place, found)
    return found
