"""The records of a reference energy system: what its sets and policies are made of.

Everything here is data: nothing is looked up, defaulted or checked after this room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from carbonsim.messages.label import Label as Label  # a name of every room
from carbonsim.messages.message import Name
from carbonsim.system.parameters import PARAMETERS, Key, Parameter

__all__ = [
    "CHANGE_PIECES",
    "ENTRY",
    "PARAMETERS",
    "PIECES",
    "YEAR",
    "Bracket",
    "ChoiceSet",
    "Commodity",
    "Key",
    "Label",
    "Limit",
    "Parameter",
    "Peaking",
    "Place",
    "Reservoir",
    "Scope",
    "Storage",
    "Technology",
    "Term",
    "TimeSlice",
    "Years",
]

PIECES = 11  # of the share of a purchase among what people choose: the more, the nearer to a logit
CHANGE_PIECES = 6  # in which less of a service is asked for where its price rises, and as many for more
ENTRY = 0.01  # an assumption: of those who choose, at equal cost, an option that nobody has chosen yet
YEAR = "year"  # the time slice of a yearly activity


class Place(NamedTuple):
    """Where a number was written: its YAML path, and file and line of its own where it stands in a table of data."""

    path: str
    file: str = ""
    line: int = 0


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
    apart: bool = False  # True: each model year stands for itself alone (the OSeMOSYS convention)

    @property
    def base_year(self) -> int:
        """The first model year, to which costs are discounted."""
        return self.model[0]

    def span(self, year: int) -> range:
        """Return the calendar years that a model year stands for."""
        position = self.model.index(year)
        first = year if position == 0 or self.apart else self.model[position - 1] + 1
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
    label: Name
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
    label: Name
    activity_unit: str
    capacity_unit: str
    slices: bool  # activity by time slice, else by year
    modes: tuple[str, ...]
    path: str = ""
    quality: str = ""
    destination: str = ""  # the region that receives its outputs; its own if empty
    keys: tuple[tuple[str, str], ...] = ()  # parameter → the key under `path` where it is written, or .path
    return_mode: str = ""  # the mode that brings from `destination` home, where a line runs both ways
    private: bool = False  # whether households own it as a vehicle: the energy system is told without what it costs
    follows: str = ""  # path of what it follows by time slice: a load shape of its use, or what its output rests on

    def place_of(self, mode: str, *, output: bool) -> str:
        """Return the region in whose balance what a mode takes, or gives, stands."""
        away = output != (bool(self.return_mode) and mode == self.return_mode)
        return self.destination if self.destination and away else self.region

    def path_of(self, parameter: str) -> str:
        """Return the path where a parameter, or that of one time slice (`availability.<slice>`), is written."""
        name, keys = parameter.partition(".")[0], dict(self.keys)
        key = keys.get(parameter, keys.get(name, name))
        return key[1:] if key.startswith(".") else f"{self.path}.{key}"


@dataclass(frozen=True)
class Storage:
    """A technology with modes `charge` and `discharge` and a level.

    The level is cyclic in each season's day, or, where `seasonal`, carried through the seasons and cyclic in the year.
    """

    technology: str
    region: str
    duration: float  # hours of full discharge
    charge_efficiency: float
    discharge_efficiency: float
    loss_per_hour: float
    seasonal: bool = False


@dataclass(frozen=True)
class Reservoir:
    """A store of its own that technologies fill and draw from; its level runs through days, seasons and years.

    Its parameters are those whose name begins with `reservoir_`; its calendar is that of the system's brackets.
    """

    name: str
    region: str
    unit: str
    label: Name
    path: str = ""


@dataclass(frozen=True)
class Bracket:
    """A part of the day of one type of day of one season, counted from 0, and the time slices in it."""

    season: int
    day_type: int
    day_part: int
    time_slices: tuple[str, ...]


@dataclass(frozen=True)
class Delay:
    """Output of a yearly technology that comes years later: `kernel` by age per unit of activity."""

    technology: str
    region: str
    mode: str
    commodity: str
    kernel: tuple[float, ...]
    past: tuple[tuple[int, float], ...] = ()  # calendar year before the first model year, activity


@dataclass(frozen=True)
class ChoiceSet:
    """Technologies among which people or firms choose to serve one demand: they do not all choose alike.

    `spread` is how far what a choice costs differs from one to another, as a share of what the service costs them on
    average, or, where it is given, `spread_cost` in million CNY per unit of the service. `shares` are those of what was
    bought lately, where they are written; `entry` is the share of those who would choose an option that nobody has
    chosen yet, if it cost as much as the others do on average. `drift` is by option and year what an option seems
    dearer by than at first, as a share of the same average. Where it is `frozen` nobody chooses: what is bought from
    the plan on are the shares of that year.
    """

    service: str
    region: str
    options: tuple[str, ...]
    spread: float
    spread_cost: float | None = None
    shares: Mapping[str, float] = field(default_factory=dict)
    entry: Mapping[str, float] = field(default_factory=dict)
    drift: Mapping[tuple[str, int], float] = field(default_factory=dict)
    path: str = ""
    frozen: int | None = None


@dataclass(frozen=True)
class Term:
    """One term of a linear form: coefficient times a variable summed over what is left None.

    `emissions` are those the scope counts, in Mt, imports included; in place of a technology they may name a sector,
    or `imports`, of which they then are.
    """

    kind: Literal["activity", "capacity", "new_capacity", "emissions"]
    technology: str
    year: int
    coefficient: float
    mode: str | None = None
    time_slice: str | None = None
    region: str = ""  # that of the system if empty


@dataclass(frozen=True)
class Ratio:
    """What a limit holds as `scale` times a sum over a whole: the figure that was written, its unit, and the whole."""

    figure: float
    unit: str
    scale: float
    whole: tuple[Term, ...]
    constant: float = 0.0  # of the whole, beside its terms


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
    label: Name | None = None  # for a reader, with a place for the value of a share; the name itself if there is none
    caps: str = ""  # the emission of which it bounds all from above
    outside: float = 0.0  # what the written bound counts beside the terms: the bound here is lower by it
    ratio: Ratio | None = None  # where it is a share: a reader is told the share, and not the row's amount
    place: Place | None = None  # where it stands in a table of data
    above_baseline: bool = False  # whether what the baseline has of its terms comes on top of the bound


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
    objective: Literal["cheapest", "lowest_peak", "earliest_peak"] = "cheapest"
    cost_share: float | None = None  # most the plan may cost above its twin
    cost_amount: float | None = None  # the same as an amount, in million CNY


@dataclass(frozen=True)
class Scope:
    """What counts as emissions: gases by weight, and net imports at a yearly factor."""

    name: str = field(compare=False)  # territorial, administrative, gross_imports
    weights: Mapping[str, float]  # emission → weight; CO2 1, process CO2 0 or 1, CH4 its GWP …
    imports: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict)
    # commodity → (import technologies, export technologies); activity is in PJ of the commodity
    import_factor: Mapping[tuple[str, int], float] = field(default_factory=dict)  # (commodity, year) → Mt per PJ
    credit_exports: bool = False
    gross: bool = field(init=False, repr=False)  # what is bought outside counts, whatever is sold there

    def __post_init__(self) -> None:
        """Note by its name what counts as imports."""
        object.__setattr__(self, "gross", self.name == "gross_imports")
