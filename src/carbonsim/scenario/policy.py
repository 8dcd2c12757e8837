"""What a planner may demand: the peaking plan, the accounting scope, official figures to be met, history."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.scenario.model import Section, Text
from carbonsim.scenario.quantity import Measure, Quantity

Megatonnes = Annotated[Quantity, Measure("Mt", minimum=0)]
SignedMegatonnes = Annotated[Quantity, Measure("Mt")]
Rate = Annotated[Quantity, Measure("1/yr", minimum=0, maximum=1)]


class Budget(Section):
    """A ceiling on the emissions of several years together."""

    first: int = Field(alias="from", description="first calendar year that counts")
    last: int = Field(alias="to", description="last calendar year that counts")
    at_most: Megatonnes = Field(description="Mt over these years")


class SectorPeaking(Section):
    """The peaking plan of one sector, or of the whole scope."""

    by: int | None = Field(None, description="no later year may exceed the emissions of this model year")
    monotone: bool = Field(False, description="after `by`, no year exceeds the one before")
    max_level: Megatonnes | None = Field(None, description="cap on every year from plan_from, Mt")
    decline_after: Rate | None = Field(None, description="least decline a year after `by`")
    budget: Budget | None = Field(None, description="cap on the sum of several years")
    emission_cap: dict[int, SignedMegatonnes] = Field(default_factory=dict, description="cap by model year, Mt")
    guard: bool = Field(True, description="until `by`, emit no more than the twin")
    guard_growth: Rate | None = Field(None, description="growth rate allowed until `by` instead of the twin's path")


class Peaking(SectorPeaking):
    """The peaking plan."""

    sectors: dict[str, SectorPeaking] = Field(default_factory=dict, description="the same for single sectors")


class ScopeChoice(Section):
    """Which emissions count."""

    name: Literal["territorial", "administrative", "gross_imports"] = Field(
        "administrative", description="inside the boundary, plus net imported power and heat, or plus all imports"
    )
    process: bool = Field(False, description="whether process CO2 counts")
    gases: Literal["co2", "all"] = Field("co2", description="CO2, or all gases weighted by the GWP set")
    gwp: Literal["AR4", "AR5", "AR6"] = Field("AR5", description="set of 100-year global warming potentials")
    credit_exports: bool = Field(False, description="whether net exports count below zero")


class OfficialFigure(Section):
    """A published figure of the base year or later, to hold the model against."""

    label: Text = Field(description="what it is")
    variable: str = Field(description="the result variable it is compared with")
    year: int = Field(description="the year it is for")
    unit: str = Field(description="the unit of the result variable")
    value: float = Field(description="the figure")
    source: str = Field(description="who published it")
    quality: Literal["official", "literature", "derived", "assumption"] = Field(description="how solid it is")
    note: str | None = Field(None, description="what to know about it")
    balancing_item: str | None = Field(None, description="path of the input that was chosen to meet this figure")


class PastSeries(Section):
    """A series of past emissions; only a confirmed one of the projection's scope and boundary may judge the peak."""

    label: Text = Field(description="what it is")
    variable: str = Field("Peaking Emissions", description="the result variable it stands beside")
    unit: str = Field("Mt", description="unit of the values")
    scope: str = Field(description="what it counts")
    boundary: str = Field(description="which area it covers")
    status: Literal["confirmed", "shown"] = Field("shown", description="whether it has a say in the verdict")
    values: dict[int, float] = Field(description="value by year")
    source: str = Field(description="who published it")
    quality: Literal["official", "literature", "derived", "assumption"] = Field(description="how solid it is")
    note: str | None = Field(None, description="what to know about it")
