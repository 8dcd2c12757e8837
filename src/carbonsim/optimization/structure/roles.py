"""What the rows of an equation are to a plan: what a conflict says of them, and what their price is per.

A role is declared beside its equation and is data alone: whoever explains, prices or relaxes reads it, and knows no
equation by its name. An equation without one only defines its columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carbonsim.messages.message import Message


@dataclass(frozen=True)
class PeakingLine:
    """A line of the peaking plan: free in the twin, the first to give way, priced by the unit of emissions.

    `key` stands under `peaking:`, `by_year` with its year below. `name` is for a list of prices, `words` for a
    conflict: they may name `{by}`, `{fall}`, `{first}`, `{last}` and `{value}`, and `dated` says whether years are told
    beside them. `bounds` tells whose emissions it holds from above; `ceiling` the year whose emissions hold them: that
    of the peak, the one before, its own; `kept` the table with what of that ceiling is left. While years are tried,
    `holds` tells which of its rows do, by where their year stands to the year that is tried. `numbers` are the fields
    of the plan that are written into its rows late.
    """

    key: str
    name: Message
    words: Message
    by_year: bool = False
    dated: bool = True
    bounds: Literal["year", "budget", "nothing"] = "year"
    ceiling: Literal["none", "by", "previous", "own"] = "none"
    kept: str = ""
    holds: Literal["always", "after", "at", "until"] = "always"
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegionTarget:
    """A target that a data set or a written system declares: it gives way before anything physical, and has a price.

    `parameter` is what was written; `words` are for a conflict, with `{name}` and perhaps `{value}`; `name` is for a
    list of prices, and `per` what a price there is per. `caps` tells that it holds the emission of its index from
    above, `forces` that a technology has to run for it; `whole` is the parameter with the share of each output that
    it is a share of, where it is told in percentage points; `unit` is that of what is no commodity.
    """

    parameter: str
    words: Message
    name: Message
    per: str
    caps: bool = False
    forces: bool = False
    whole: str = ""
    unit: str = "units of firm output"


@dataclass(frozen=True)
class ModeLimit:
    """A limit on one mode of a technology, written under the name of its equation; a change in the year before."""

    words: Message
    name: Message
    kind: str
    change: bool = False


@dataclass(frozen=True)
class HiddenBound:
    """A bound that the formulation of a data set hides, written under the name of its equation; it never gives way.

    In a conflict `words` speak of it, where there are any.
    """

    name: Message
    per: str
    words: Message | None = None


@dataclass(frozen=True)
class GrowthLimit:
    """A limit on new capacity a year against the year before, under its equation's name; `seed` is its parameter."""

    words: Message
    seed: str


@dataclass(frozen=True)
class LinearLimit:
    """A linear limit of the system: what it says is written in the limit itself."""


@dataclass(frozen=True)
class DemandBalance:
    """A balance that serves a demand, which was written as `parameter`."""

    parameter: str


@dataclass(frozen=True)
class Availability:
    """What capacity can do, by the share of time that was written as `parameter`; it never gives way."""

    parameter: str


@dataclass(frozen=True)
class StandingStock:
    """What stands of capacity; it never gives way."""


@dataclass(frozen=True)
class StorageLimit:
    """What a storage can do, how much it `holds` or what it gives back; it never gives way."""

    holds: bool


@dataclass(frozen=True)
class ReservoirLimit:
    """What a reservoir can do; it never gives way. Where a `parameter` was written for it, it stands under `key`."""

    words: Message
    parameter: str = ""
    key: str = ""
    unit: Literal["level", "rate", "share"] = "level"


@dataclass(frozen=True)
class ChoiceRow:
    """What people or firms who choose are held to: that the pieces of a share add up, and that what stands runs."""


Role = (
    PeakingLine
    | RegionTarget
    | ModeLimit
    | HiddenBound
    | GrowthLimit
    | LinearLimit
    | DemandBalance
    | Availability
    | StandingStock
    | StorageLimit
    | ReservoirLimit
    | ChoiceRow
)
