"""What a planner may demand: the peaking plan, targets, the accounting scope, official figures, history."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import EitherMeasure, Measure, Quantity
from carbonsim.scenario.section import Section, Text, Year

Megatonnes = Annotated[Quantity, Measure("Mt", minimum=0)]
SignedMegatonnes = Annotated[Quantity, Measure("Mt")]
Rate = Annotated[Quantity, Measure("1/yr", minimum=0, maximum=1)]
CostCeiling = Annotated[Quantity, EitherMeasure(Measure("1", minimum=0), Measure("million CNY", minimum=0), "CNY")]


class Budget(Section):
    """A ceiling on the emissions of several years together."""

    first: Year = Field(alias="from", description=marked("first calendar year that counts"))
    last: Year = Field(alias="to", description=marked("last calendar year that counts"))
    at_most: Megatonnes = Field(description="Mt over these years")


class SectorPeaking(Section):
    """The peaking plan of one sector, or of the whole scope."""

    by: Year | None = Field(None, description="no later year may exceed the emissions of this model year")
    monotone: bool = Field(False, description="after `by`, no year exceeds the one before")
    max_level: Megatonnes | None = Field(None, description="cap on every year from plan_from, Mt")
    decline_after: Rate | None = Field(None, description="least decline a year after `by`")
    budget: Budget | None = Field(None, description="cap on the sum of several years")
    emission_cap: dict[Year, SignedMegatonnes] = Field(default_factory=dict, description="cap by model year, Mt")
    guard: bool = Field(True, description="until `by`, emit no more than the twin")
    guard_growth: Rate | None = Field(None, description="growth rate allowed until `by` instead of the twin's path")


class PeakingPlan(SectorPeaking):
    """The peaking plan."""

    emission: str | None = Field(None, description="in an OSeMOSYS data set, the emission that is to peak")
    objective: Literal["cheapest", "lowest_peak", "earliest_peak"] = Field(
        "cheapest", description="what the plan is to be: cheapest, or of lowest or earliest peak within cost_ceiling"
    )
    cost_ceiling: CostCeiling | None = Field(
        None, description="most the plan may cost: a share above its twin (1 %) or an amount (5 billion CNY)"
    )
    sectors: dict[str, SectorPeaking] = Field(default_factory=dict, description="the same for single sectors")


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
    """An indicator held against a figure: reported with its gap, or enforced as a constraint."""

    indicator: str = Field(description=marked("name of the indicator"))
    label: Text | None = Field(None, description="what the target is called; that of the indicator if absent")
    year: Year | None = Field(None, description="the model year it is for; every year from plan_from if none is named")
    years: list[Year] = Field(default_factory=list, description="several model years with the same figure")
    at_least: Bound | dict[int, Bound] | None = Field(
        None, description='floor in the unit of the indicator, by year, or a change such as "-17 % against 2025"'
    )
    at_most: Bound | dict[int, Bound] | None = Field(None, description="ceiling, written alike")
    exactly: Bound | dict[int, Bound] | None = Field(None, description="the figure to be met, written alike")
    strength: Literal["track", "enforce"] = Field(
        "track", description="track: reported pass or fail; enforce: a constraint with its price"
    )
    level: Literal["national", "province", "city"] | None = Field(None, description="who set it")
    attribute: Literal["obligatory", "expected"] | None = Field(
        None, description="obligatory (约束性) or expected (预期性); that of the indicator if absent"
    )
    lead: Text | None = Field(None, description="lead bureau (牵头单位); that of the indicator if absent")
    source: str | None = Field(None, description="the document that sets it")
    date: str | None = Field(None, description="date of the document")
    quality: Literal["official", "literature", "derived", "assumption"] | None = Field(
        None, description="how solid the figure is"
    )
    note: str | None = Field(None, description="what to know about it")

    def bounds(self) -> Iterator[tuple[str, int | None, Bound]]:
        """Yield every bound: at_least, at_most or exactly, the year (None: every year of the plan), the figure."""
        for key in BOUND_KEYS:
            written = getattr(self, key)
            if isinstance(written, dict):
                yield from ((key, year, figure) for year, figure in written.items())
            elif written is not None:
                named = self.years or ([] if self.year is None else [self.year])
                yield from ((key, year, written) for year in named) if named else [(key, None, written)]


BOUND_KEYS = ("at_least", "at_most", "exactly")


class MarketFailure(Section):
    """What keeps people from what would pay, though no resource is behind it: poor credit, split incentives."""

    what: Text = Field(description=marked("what keeps people from what would pay"))
    source: str = Field(description=marked("who found it"))


class Campaign(Section):
    """A named measure (重点行动): who leads it, when it acts, what it changes and what it costs the public."""

    label: Text | None = Field(None, description="name; the key if absent")
    category: str = Field(
        description=marked("the peaking action it belongs to: a name of library/actions.csv or of `actions`")
    )
    owner: Text = Field(description=marked("bureau that leads it"))
    enabled: bool = Field(True, description="false switches it off")
    start: Year = Field(description=marked("first year with an effect, not before plan_from"))
    full_by: Year = Field(description=marked("first year of the full effect"))
    ramp: Literal["linear", "s-curve"] = Field("linear", description="how the effect grows from start to full_by")
    public_cost: Annotated[Quantity, Measure("billion CNY", minimum=0)] | None = Field(
        None, description="public money a year from start, besides the costs of the scenario"
    )
    changes: dict[str, Any] = Field(
        description=marked(
            "YAML path of a value in this scenario → its value at full effect, in any form of a quantity"
        )
    )
    market_failure: MarketFailure | None = Field(
        None, description="failure of the market that it mends: the lower rate of an actor then counts as welfare"
    )
    source: str | None = Field(None, description="what it rests on")
    quality: Literal["official", "literature", "derived", "assumption"] | None = Field(None, description="how solid")
    note: str | None = Field(None, description="what to know about it")

    def share(self, year: int) -> float:
        """Return how much of the full effect a year has: 0 before start, 1 from full_by on."""
        done = (year - self.start + 1) / (self.full_by - self.start + 1)
        done = min(max(done, 0.0), 1.0)
        return done * done * (3.0 - 2.0 * done) if self.ramp == "s-curve" else done


class ScopeChoice(Section):
    """Which emissions count."""

    name: Literal["territorial", "administrative", "gross_imports"] = Field(
        "administrative", description="inside the boundary, plus net imported power and heat, or plus all imports"
    )
    process: bool = Field(False, description="whether process CO2 counts")
    land: bool = Field(False, description="whether CO2 taken up or given off by land counts")
    gases: Literal["co2", "all"] = Field("co2", description="CO2, or all gases weighted by the GWP set")
    gwp: Literal["AR4", "AR5", "AR6"] = Field("AR5", description="set of 100-year global warming potentials")
    credit_exports: bool = Field(False, description="whether net exports count below zero")


class OfficialFigure(Section):
    """A figure of the statistics, of one year or of several, to hold the model against."""

    label: Text = Field(description=marked("what it is"))
    variable: str | None = Field(None, description="the result variable it is compared with")
    quantity: str | None = Field(
        None, description="in place of `variable`, the path of a quantity that is written: a price, a factor"
    )
    year: Year | None = Field(None, description="the year it is for; with `value`")
    unit: str = Field(
        description=marked("unit of the figure, of the dimension of what it is compared with: Mtce, 亿元")
    )
    value: float | None = Field(None, description="the figure; with `year`")
    values: dict[Year, float] = Field(
        default_factory=dict, description="in place of `year` and `value`, figure by year"
    )
    compare: Literal["level", "growth", "direction"] = Field(
        "level",
        description="how it is compared: in its unit; as an index of its first year, where the figures are of another"
        " area; or only whether both rise or fall",
    )
    explanation: Text | None = Field(
        None, description="why the model differs by more than 3 per cent, or goes elsewhere"
    )
    source: str = Field(description=marked("who published it"))
    quality: Literal["official", "literature", "derived", "assumption"] = Field(description=marked("how solid it is"))
    note: str | None = Field(None, description="what to know about it")
    balancing_item: str | None = Field(None, description="path of the input that was chosen to meet this figure")

    @property
    def figures(self) -> dict[int, float]:
        """The figures by year, the first year first."""
        if self.year is not None and self.value is not None:
            return {self.year: self.value}
        return dict(sorted(self.values.items()))


class PastSeries(Section):
    """A published series of the past; one of emissions that is confirmed, of the projection's scope, may judge."""

    label: Text = Field(description=marked("what it is"))
    variable: str = Field("Peaking Emissions", description="the result variable it stands beside")
    unit: str = Field("Mt", description="unit of the values, of the dimension of the result variable")
    scope: Text = Field(description=marked("what it counts"))
    boundary: Text = Field(description=marked("which area it covers"))
    status: Literal["confirmed", "shown"] = Field("shown", description="whether it has a say in the verdict")
    followed: bool = Field(False, description="whether the model is calibrated to it")
    values: dict[Year, float] = Field(description=marked("value by year"))
    source: str = Field(description=marked("who published it"))
    quality: Literal["official", "literature", "derived", "assumption"] = Field(description=marked("how solid it is"))
    note: Text | None = Field(None, description="why it differs from others, and why the model follows it or does not")

    @property
    def judges(self) -> bool:
        """Whether it has a say in when emissions peak."""
        return self.status == "confirmed" and self.variable == "Peaking Emissions"
