"""What a planner holds results against: targets by their wording, and the evaluation that counts what is missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text, Year

TargetWording = Literal["set", "at_least", "about", "aim"]
Entered = float | Literal["met", "missed"]
LEEWAY = 0.05  # of a figure that is worded "about"; no document says how far off is still about

Bound = float | str
_CHANGE = re.compile(r"^\s*([-+−]?)\s*(\d+(?:\.\d+)?)\s*%\s+against\s+(\d{4})\s*$")


@dataclass(frozen=True)
class Change:
    """A bound told against an earlier year: `share` is −0.17 for "-17 % against 2025"."""

    share: float
    base_year: int


def read_change(raw: Bound) -> Change | None:
    """Return the change that a bound is written as; None where it is a level."""
    match = _CHANGE.match(raw) if isinstance(raw, str) else None
    if match is None:
        return None
    sign, percent, year = match.groups()
    return Change((-1.0 if sign in ("-", "−") else 1.0) * float(percent) / 100.0, int(year))


class WrittenTarget(Section):
    """An indicator held against a figure: reported with its gap, or enforced as a constraint.

    One that no variable of the model judges has no indicator: what it is, its unit and what was reached are entered.
    """

    indicator: str | None = Field(
        None, description="name of the indicator; absent where no variable of the model judges and results are entered"
    )
    label: Text | None = Field(None, description="what the target is called; that of the indicator if absent")
    unit: Text | None = Field(None, description="unit of figures that are entered by hand, where there is no indicator")
    year: Year | None = Field(None, description="the model year it is for; every year from plan_from if none is named")
    years: list[Year] = Field(default_factory=list, description="several model years with the same figure")
    at_least: Bound | dict[int, Bound] | None = Field(
        None, description='floor in the unit of the indicator, by year, or a change such as "-17 % against 2025"'
    )
    at_most: Bound | dict[int, Bound] | None = Field(None, description="ceiling, written alike")
    exactly: Bound | dict[int, Bound] | None = Field(None, description="the figure to be met, written alike")
    wording: TargetWording = Field(
        "set",
        description="class of the document's words, which decides how a miss is told: set, at_least, about (what lies"
        " within the leeway is no miss) or aim (what is not reached is no failure)",
    )
    leeway: Annotated[Quantity, Measure("1", minimum=0, maximum=0.5, constant=True)] | None = Field(
        None,
        description="share of a figure worded about by which a result may miss it, 5 % unless stated: no document says"
        " how far off is still about",
    )
    entered: dict[Year, Entered] = Field(
        default_factory=dict,
        description="by year what was reached, where there is no indicator: a figure in the unit, or met or missed",
    )
    strength: Literal["track", "enforce"] = Field(
        "track", description="track: reported pass or fail; enforce: a constraint with its price"
    )
    level: Literal["national", "province", "city"] | None = Field(None, description="who set it")
    attribute: Literal["obligatory", "expected"] | None = Field(
        None, description="obligatory or expected; that of the indicator if absent"
    )
    action: str | None = Field(
        None, description="the peaking action it belongs to, as of a campaign; that of the indicator if absent"
    )
    lead: Text | None = Field(None, description="lead bureau; that of the indicator if absent")
    source: str | None = Field(None, description="the document that sets it")
    date: str | None = Field(None, description="date of the document")
    quality: Literal["official", "literature", "derived", "assumption"] | None = Field(
        None, description="how solid the figure is"
    )
    note: str | None = Field(None, description="what to know about it")

    @property
    def by_hand(self) -> bool:
        """Whether no variable of the model judges it."""
        return self.indicator is None

    def bounds(self) -> Iterator[tuple[str, int | None, Bound]]:
        """Yield every bound: at_least, at_most or exactly, the year (None: every year of the plan), the figure."""
        for key in BOUND_KEYS:
            written = getattr(self, key)
            if isinstance(written, dict):
                yield from ((key, year, figure) for year, figure in written.items())
            elif written is not None:
                named = self.named_years()
                yield from ((key, year, written) for year in named) if named else [(key, None, written)]

    def named_years(self) -> list[int]:
        """Return the years that are named beside the figure."""
        return self.years or ([] if self.year is None else [self.year])


BOUND_KEYS = ("at_least", "at_most", "exactly")


class AssessedIndicator(Section):
    """One of the indicators of an evaluation: held to a target, or entered by hand where there is no figure for it."""

    label: Text = Field(description=marked("what it is"))
    kind: Literal["control", "supporting"] = Field(description=marked("which of the two counts it falls under"))
    indicator: str | None = Field(
        None, description="the indicator whose target of the year judges it, that of the nearest level"
    )
    target: str | None = Field(None, description="or the name of the target that judges it")
    entered: dict[Year, Literal["met", "missed"]] = Field(
        default_factory=dict, description="by year whether it was met, where no figure judges it; goes before a figure"
    )


class FailsAt(Section):
    """How many misses of a kind make an evaluation fail."""

    control: int = Field(1, ge=1, description="control indicators missed")
    supporting: int = Field(3, ge=1, description="supporting indicators missed")


class Assessment(Section):
    """An evaluation by a rule that counts misses: control and supporting indicators, and how many of each fail it."""

    label: Text = Field(description=marked("what it is called"))
    fails_at: FailsAt = Field(default_factory=lambda: FailsAt(), description="misses that make it fail, by kind")
    indicators: dict[str, AssessedIndicator] = Field(description=marked("what is counted, by name"))
    source: str | None = Field(None, description="the document that sets it")
    date: str | None = Field(None, description="date of the document")
    quality: Literal["official", "literature", "derived", "assumption"] | None = Field(
        None, description="how solid the rule is"
    )
    note: str | None = Field(None, description="what to know about it")
