"""What a planner may demand: the peaking plan, campaigns, the accounting scope, official figures, history."""

from __future__ import annotations

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
        None,
        description="most the plan may cost: a share above its twin (1 %) or an amount (5 billion CNY); of the"
        " perceived cost, by which people and firms choose, with what those who invest ask for beside resources",
    )
    sectors: dict[str, SectorPeaking] = Field(default_factory=dict, description="the same for single sectors")


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
    no_counterpart: Text | None = Field(
        None, description="in place of `variable` and `quantity`, why the model holds nothing like it"
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


class DatedPolicy(Section):
    """A policy that is in force from a year on, and why what it moves does not go on as before."""

    text: Text = Field(description=marked("which policy, and what it moves"))
    since: Year = Field(description=marked("the year it is in force from"))
    source: str = Field(description=marked("who published it"))


class Continuity(Section):
    """How the first planned years are held against the trend of the five years before."""

    within: Rate | None = Field(
        None, description="most that the two trends may lie apart without a word, points a year; 1 %/yr unless stated"
    )
    gdp_elasticity: float = Field(
        1.0, ge=0, description="per cent of growth that a per cent of GDP explains, of emissions, power use and energy"
    )
    years: int = Field(3, ge=1, le=10, description="planned years that are held against the five before")
    policies: dict[Literal["emissions", "power_use", "energy_per_gdp"], DatedPolicy] = Field(
        default_factory=dict, description="the policy that explains a break, by what breaks"
    )


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
