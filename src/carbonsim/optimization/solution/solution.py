"""What the optimisation answers: one solved plan as tidy tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd

from carbonsim.messages.message import Message, Name, Value, in_context, message
from carbonsim.optimization.solution.amounts import Amounts
from carbonsim.optimization.solution.objective_parts import ObjectiveParts
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.tables import Key, Place

ACTIVITY_COLUMNS = ("region", "technology", "mode", "year", "time_slice", "value")
DUAL_COLUMNS = (
    "constraint", "path", "year", "dual", "slack", "bound", "unit", "constraint_message", "unit_message", "kind",
)  # fmt: skip
OWN_COLUMNS = ("constraint", "value", "low", "high", "dual")  # dual in million CNY a unit, discounted
CAPACITY_COLUMNS = ("region", "technology", "year", "value")


def _empty(*columns: str) -> pd.DataFrame:
    return pd.DataFrame({column: [] for column in columns})


@dataclass(frozen=True)
class ConflictingLimit:
    """One of all limits that take part in a conflict: its words, where it is written, and by how much it gives way.

    `path` is of the scenario; `place` is where it stands if that is a table of data, with `told` its rows. `relaxed` is
    by year and time slice, in `unit`; empty where it stands as it is.
    """

    words: Message
    path: str
    told: str = ""
    place: Place | None = None
    years: tuple[int, ...] = ()
    relaxed: tuple[tuple[int | None, str, float], ...] = ()
    unit: str = ""
    given: Message | None = None  # by how much it gives way, in words

    def row(self, written: Callable[[str], tuple[str, str, int]]) -> dict[str, object]:
        """Return it as a record; `written` tells path, file and line of what is written nearest to a path."""
        place = self.place
        path, file, line = written(self.path) if place is None else (place.path, place.file, place.line)
        where = self.told or (f"{path}, {Path(file).name}{f':{line}' if line else ''}" if path else "")
        relaxed = [{"year": year, "time_slice": part or None, "amount": size} for year, part, size in self.relaxed]
        return {
            "limit": str(self.words), "limit_zh": self.words.rendered("zh"), "path": path, "file": Path(file).name,
            "line": line, "place": where, "years": list(self.years), "relaxed_by": relaxed, "unit": self.unit,
            "relaxation": self.given and str(self.given), "relaxation_zh": self.given and self.given.rendered("zh"),
            "limit_message": self.words.as_json(), "relaxation_message": self.given and self.given.as_json(),
        }  # fmt: skip


WRITTEN_AT = in_context("place", "{path}")  # told as the place of what is written at a path of the scenario
WITH_PLACE = in_context("place", "{what} ({where})")


def stands_at(path: str) -> Message:
    """Return what stands in a sentence where the place of a path belongs."""
    return WRITTEN_AT.filled(path=path)


def with_place(what: Value, path: str) -> Message:
    """Return what is told with the place of a path in brackets, and alone where it is not written."""
    return WITH_PLACE.filled(what=what, where=stands_at(path))


@dataclass(frozen=True)
class Statement:
    """A sentence of an explanation, in which the places of paths are still to be told.

    `limits` are all limits that take part, those too that the sentence only counts.
    """

    words: Message
    limits: tuple[ConflictingLimit, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of the scenario that it names, in order."""
        return tuple(_paths(self.words))

    def with_places(self, place: Callable[[str], str] = str) -> Message:
        """Return the sentence with the place of every path, as `place` tells it; empty where it is not written."""
        told = _placed(self.words, place)
        return told if isinstance(told, Message) else message("{what}", what=told)


def _paths(value: Value) -> Iterator[str]:
    """Yield the paths whose places belong into a sentence."""
    if isinstance(value, Message) and _is(value, WRITTEN_AT):
        yield str(dict(value.values)["path"])
    elif isinstance(value, Message):
        yield from (path for _, one in value.values for path in _paths(one))


def _placed(value: Value, place: Callable[[str], str]) -> Value:
    """Return a value with the place of every path in it; what stands before an unknown one in brackets stands alone."""
    if not isinstance(value, Message):
        return value
    if _is(value, WRITTEN_AT):
        return place(str(dict(value.values)["path"]))
    known = {name: _placed(one, place) for name, one in value.values}
    return known["what"] if _is(value, WITH_PLACE) and not known["where"] else replace(value, values=(*known.items(),))


def _is(told: Message, template: Message) -> bool:
    return (told.id, told.context) == (template.id, template.context)


class Chosen(NamedTuple):
    """A purchase of a planned year: its share of the service that its set commits, and how much of it is bought."""

    share: float
    units: float


class ShareLimit(NamedTuple):
    """A limit on the share of an option in what a set serves: the service, the year, where it stands, if it binds."""

    service: str
    year: int
    path: str
    binds: bool


class Ceiling(NamedTuple):
    """A ceiling that holds the plan in a year: of what, where it stands, its bound, and what one more unit is worth.

    `worth` is in million CNY of the year per `unit`, a growth limit's per unit of new capacity a year.
    """

    label: Name
    path: str
    year: int
    bound: float
    worth: float
    unit: str


class ServicePrice(NamedTuple):
    """What a unit more of a service would cost in a year of a plan, in million CNY, discounted; and how warm it was."""

    price: float
    warmth: float = 1.0


class Answered(NamedTuple):
    """What is demanded of a service in a year, beside what was asked for, and what that is worth to those who use it.

    `usual` is the price of the reference and `price` that of the plan, of which that demand is, both undone of
    discounting; `surplus` is the area under the demand between both amounts, of one year, less what comfort that is
    given up is worth, `given_up`, in million CNY. `weight` is what discounts the years that the model year stands for.
    """

    asked: float
    demanded: float
    usual: float
    price: float
    surplus: float
    given_up: float
    weight: float


Basis = Literal["written", "purchases", "stock", "entry"]


@dataclass(frozen=True)
class Observed:
    """What an option cost per unit of service at the beginning of the plan, and which share of it had been chosen.

    `cost` is levelised, in million CNY per unit of service, `net_cost` that less what the service is worth over its
    life; `share` is of committed service, and `basis` says where it was
    seen: as written, in purchases, in what stood, or nowhere, so that it is the share at its entry.
    """

    share: float
    cost: float
    net_cost: float
    basis: Basis


@dataclass(frozen=True)
class FrozenShares:
    """A set in which nobody chooses: the shares in which it is bought from the plan on, by option, as seen in a year.

    Shares are of the service that what is bought can give in a year; none where nothing tells them.
    """

    region: str
    service: str
    year: int
    basis: Basis
    shares: Mapping[str, float]


@dataclass(frozen=True)
class DecidedInWindows:
    """How a plan was made with short foresight: years in sight beyond the one decided, and how often it was decided.

    `again` are the years that had a plan only with the year before them open too, `unheard` those that had none but
    without minding what is announced for years that are not in sight.
    """

    years: int
    windows: int
    again: tuple[int, ...] = ()
    unheard: tuple[int, ...] = ()


@dataclass(frozen=True)
class Solution:
    """A solved plan; tables are empty where there is none.

    `objective` is the least cost as it is perceived and `total_cost` the resources and transfers of the reported plan
    (ties broken by emissions), both in million CNY of the base year, discounted; `parts` are those of that plan's
    objective. `emissions` and `scope` are in Mt, `duals` undone of discounting.
    """

    status: SolveStatus
    objective: float | None = None
    total_cost: float | None = None
    parts: ObjectiveParts | None = None
    activity: pd.DataFrame = field(default_factory=lambda: _empty(*ACTIVITY_COLUMNS))
    capacity: pd.DataFrame = field(default_factory=lambda: _empty(*CAPACITY_COLUMNS))
    new_capacity: pd.DataFrame = field(default_factory=lambda: _empty(*CAPACITY_COLUMNS))
    storage_level: pd.DataFrame = field(default_factory=lambda: _empty("technology", "year", "time_slice", "value"))
    emissions: pd.DataFrame = field(default_factory=lambda: _empty("emission", "year", "value"))
    scope: pd.DataFrame = field(
        default_factory=lambda: _empty("year", "inside", "net_import_emissions", "imported_emissions", "total")
    )
    costs: pd.DataFrame = field(default_factory=lambda: _empty("region", "technology", "year", "component", "value"))
    duals: pd.DataFrame = field(default_factory=lambda: _empty(*DUAL_COLUMNS))
    emission_prices: pd.DataFrame = field(
        default_factory=lambda: _empty("group", "year", "shadow_price", "ceiling_value", "unit")
    )
    own: pd.DataFrame = field(default_factory=lambda: _empty(*OWN_COLUMNS))  # constraints written in Pyomo
    figures: dict[tuple[str, int], float] = field(default_factory=dict)  # of enforced changes: target, year → figure
    planning_objective: dict[str, str | float | None] = field(
        default_factory=dict
    )  # objective, cost bound, what was found
    observed_choices: Mapping[tuple[str, str], Observed] = field(default_factory=dict)  # by region and technology
    chosen: Mapping[Key, Chosen] = field(default_factory=dict)  # by region, technology and year
    frozen: tuple[FrozenShares, ...] = ()
    share_limits: tuple[ShareLimit, ...] = ()  # on options among which people or firms choose
    ceilings: tuple[Ceiling, ...] = ()  # of power and heat, as far as they cost something
    # by region, commodity, year and the year up to which the window that tells it was kept
    service_prices: Mapping[Key, ServicePrice] = field(default_factory=dict)
    answered: Mapping[Key, Answered] = field(default_factory=dict)  # by region, commodity and year
    explanation: tuple[Statement, ...] = ()
    foresight: DecidedInWindows | None = None  # none where all years were in sight
    lp: dict[str, int] = field(default_factory=dict)
    ranges: dict[str, list[float]] = field(default_factory=dict)
    timings: dict[str, float] = field(default_factory=dict)
    solver: dict[str, str | float] = field(default_factory=dict)

    @property
    def perceived_cost(self) -> float | None:
        """The cost of the reported plan as it is perceived: what decides among plans."""
        if self.total_cost is None or self.parts is None:
            return self.total_cost
        return self.total_cost + self.parts.beside

    @property
    def least_cost(self) -> float | None:
        """The least cost without what is only perceived: resources and transfers."""
        return self.objective if self.objective is None or self.parts is None else self.objective - self.parts.beside

    @cached_property
    def judged_emissions(self) -> dict[int, float]:
        """Emissions by model year in Mt that the peak is judged on: the total of verdict, chart and table alike."""
        return dict(
            zip(self.scope["year"].astype(int).tolist(), self.scope["total"].astype(float).tolist(), strict=True)
        )

    @cached_property
    def amounts(self) -> Amounts:
        """Yearly amounts by technology, of which indicators are made."""
        return Amounts(self.activity, self.capacity, self.new_capacity, self.judged_emissions)
