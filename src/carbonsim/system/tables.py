"""The reference energy system: sets, parameters and policies, ready for the equations.

Everything here is data. Sets are tuples of small records; every parameter is a table
keyed by its index; nothing is looked up, defaulted or checked after this room.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import pandas as pd

Key = tuple[str | int, ...]
YEAR = "year"  # the time slice of a yearly activity


class Label(NamedTuple):
    """A name as a reader sees it, in English and Chinese."""

    en: str
    zh: str


@dataclass(frozen=True)
class TimeSlice:
    """A part of the year: one day-part of one season; `share` of the year's hours."""

    name: str
    season: str
    day_part: str
    share: float
    days: float
    hours: float  # hours a day of the day-part


@dataclass(frozen=True)
class Years:
    """The model years, in order; each stands for the years after the previous one up to itself."""

    model: tuple[int, ...]
    plan_from: int
    discount_rate: float

    @property
    def base_year(self) -> int:
        """The first model year, to which costs are discounted."""
        return self.model[0]

    def span(self, year: int) -> range:
        """Return the calendar years that a model year stands for."""
        position = self.model.index(year)
        first = year if position == 0 else self.model[position - 1] + 1
        return range(first, year + 1)

    def previous(self, year: int) -> int | None:
        """Return the model year before, or None for the first."""
        position = self.model.index(year)
        return None if position == 0 else self.model[position - 1]

    def __iter__(self) -> Iterator[int]:
        """Iterate over the model years."""
        return iter(self.model)

    def __len__(self) -> int:
        """Count the model years."""
        return len(self.model)


@dataclass(frozen=True)
class Commodity:
    """Something that is produced, used or demanded, and balanced yearly or by time slice."""

    name: str
    unit: str
    balance: Literal["yearly", "slice"]
    group: str  # coal, oil, gas, biomass, waste, electricity, heat, hydrogen, wind, solar, hydro, service …
    label: Label
    path: str = ""
    surplus: bool = False  # True: production may exceed use (the OSeMOSYS convention)


@dataclass(frozen=True)
class Technology:
    """Anything that turns inputs into outputs; tags say where it belongs in results."""

    name: str
    region: str
    sector: str  # energy industry transport buildings land waste economy system
    branch: str  # industry branch, building class, fleet; for energy: power, heat, supply, storage, trade
    use: str  # heating, process_heat_low, motors, … ; empty for energy
    group: str  # the colour and legend entry: coal CHP, wind, battery, petrol, …
    label: Label
    activity_unit: str
    capacity_unit: str
    slices: bool  # activity by time slice, else by year
    modes: tuple[str, ...]
    path: str = ""
    quality: str = ""


@dataclass(frozen=True)
class Storage:
    """A technology with modes `charge` and `discharge` and a level, cyclic in each season's day."""

    technology: str
    region: str
    duration: float  # hours of full discharge
    charge_efficiency: float
    discharge_efficiency: float
    loss_per_hour: float


@dataclass(frozen=True)
class Term:
    """One term of a linear form: coefficient times a variable summed over what is left None."""

    kind: Literal["activity", "capacity", "new_capacity"]
    technology: str
    year: int
    coefficient: float
    mode: str | None = None
    time_slice: str | None = None


@dataclass(frozen=True)
class Limit:
    """A linear constraint written by a policy, a calibration or a rule of plausibility."""

    name: str
    year: int
    sense: Literal["<=", ">=", "=="]
    terms: tuple[Term, ...]
    bound: float
    unit: str
    path: str
    kind: Literal["policy", "calibration", "plausibility"] = "plausibility"


@dataclass(frozen=True)
class Peaking:
    """The peaking plan: all in Mt and model years; empty fields do not bind."""

    by: int | None = None
    monotone: bool = False
    decline_after: float | None = None  # share a year
    max_level: float | None = None
    budget: tuple[int, int, float] | None = None  # from, to, Mt
    emission_cap: Mapping[int, float] = field(default_factory=dict)
    guard: bool = True
    guard_growth: float | None = None  # stated growth rate a year instead of the twin's path
    sector: str | None = None  # None: the whole scope
    path: str = "peaking"


@dataclass(frozen=True)
class Scope:
    """What counts as emissions: gases by weight, and net imports at a yearly factor."""

    name: str  # territorial, administrative, gross_imports
    weights: Mapping[str, float]  # emission → weight; CO2 1, process CO2 0 or 1, CH4 its GWP …
    imports: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    # commodity → (import technologies, export technologies); activity is in PJ of the commodity
    import_factor: Mapping[tuple[str, int], float] = field(default_factory=dict)  # (commodity, year) → Mt per PJ
    credit_exports: bool = False


@dataclass(frozen=True)
class Parameter:
    """What a parameter means: its index, unit, default and one sentence."""

    index: tuple[str, ...]
    unit: str
    default: float
    sentence: str


_RT, _RTY = ("region", "technology"), ("region", "technology", "year")
PARAMETERS: dict[str, Parameter] = {
    "output_ratio": Parameter(
        ("region", "technology", "mode", "commodity", "year"), "per activity", 0, "Output per unit of activity."
    ),
    "input_ratio": Parameter(
        ("region", "technology", "mode", "commodity", "year"), "per activity", 0, "Input per unit of activity."
    ),
    "emission_factor": Parameter(
        ("region", "technology", "mode", "emission", "year"), "Mt per activity", 0, "Emissions per unit of activity."
    ),
    "variable_cost": Parameter(
        ("region", "technology", "mode", "year"), "million CNY per activity", 0, "Cost per unit of activity."
    ),
    "carbon_price": Parameter(
        ("region", "technology", "mode", "year"),
        "million CNY per activity",
        0,
        "Allowance cost per unit of activity, kept apart from other variable cost.",
    ),
    "demand": Parameter(("region", "commodity", "year"), "commodity unit", 0, "Yearly demand, balance: yearly."),
    "demand_slice": Parameter(
        ("region", "commodity", "year", "time_slice"), "commodity unit", 0, "Demand in a time slice, balance: slice."
    ),
    "capacity_to_activity": Parameter(
        _RT, "activity per capacity and year", 1, "Activity of one unit of capacity in a full year."
    ),
    "lifetime": Parameter(_RT, "yr", 0, "Years a vintage lives; absent: the technology needs no capacity."),
    "residual_capacity": Parameter(_RTY, "capacity unit", 0, "Capacity built before the base year and still alive."),
    "capital_cost": Parameter(_RTY, "million CNY per capacity unit", 0, "Cost of new capacity."),
    "fixed_cost": Parameter(_RTY, "million CNY per capacity unit and year", 0, "Yearly cost of capacity."),
    "availability": Parameter(
        ("region", "technology", "year", "time_slice"), "share", 1, "Share of capacity that can run in a time slice."
    ),
    "availability_year": Parameter(_RTY, "share", 1, "Share of capacity that can run over the year."),
    "shape": Parameter(
        ("region", "technology", "commodity", "time_slice"),
        "share of the year's flow",
        0,
        "How a yearly technology spreads its flow of a commodity that is balanced by slice.",
    ),
    "capacity_max": Parameter(_RTY, "capacity unit", float("inf"), "Upper bound on capacity."),
    "capacity_min": Parameter(_RTY, "capacity unit", 0, "Lower bound on capacity."),
    "new_capacity_max": Parameter(_RTY, "capacity unit over the span", float("inf"), "Upper bound on new capacity."),
    "new_capacity_min": Parameter(_RTY, "capacity unit over the span", 0, "Lower bound on new capacity."),
    "activity_max": Parameter(_RTY, "activity unit", float("inf"), "Upper bound on yearly activity, all modes."),
    "activity_min": Parameter(_RTY, "activity unit", 0, "Lower bound on yearly activity, all modes."),
    "growth_limit": Parameter(
        _RT, "share a year", 0, "New capacity a year may grow by this share a year; absent: free."
    ),
    "growth_seed": Parameter(_RT, "capacity unit a year", 0, "New capacity a year from which growth starts."),
}


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
    salvage: bool = True

    def table(self, parameter: str) -> pd.DataFrame:
        """One parameter as a tidy table: its index columns and `value`."""
        columns = [*PARAMETERS[parameter].index, "value"]
        return pd.DataFrame([(*key, value) for key, value in self.parameters[parameter].items()], columns=columns)

    def digest(self) -> str:
        """Return a hash of everything but the name, so that equal systems are solved once."""
        content = (
            self.years,
            self.time_slices,
            self.commodities,
            self.technologies,
            self.storages,
            self.emissions,
            sorted((name, sorted(table.items(), key=repr)) for name, table in self.parameters.items()),
            self.limits,
            sorted(self.scope.weights.items()),
            sorted(self.scope.imports.items()),
            sorted(self.scope.import_factor.items()),
            self.scope.credit_exports,
            self.salvage,
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()
