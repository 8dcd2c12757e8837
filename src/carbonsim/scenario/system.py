"""A system written directly: technologies, commodities, demands and limits in the engine's own words.

The researcher's door: alone it needs `name` and `time` only; beside sectors it adds to them and may touch their
commodities. Where a unit is known (PJ, GW, Mt, vehicles …) texts such as `"4000 CNY/kW"` are converted by dimension.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, model_validator

from carbonsim.scenario.model import Section, Text
from carbonsim.scenario.quantity import Measure, Quantity, UnitMeasure

Amount = Annotated[Quantity, UnitMeasure("{unit}", minimum=0)]
Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Rate = Annotated[Quantity, Measure("1/yr", minimum=0)]
Ratio = Annotated[Quantity, Measure("1", minimum=0)]
Years_ = Annotated[Quantity, Measure("yr", minimum=0.01, maximum=1000)]
Activity = Annotated[Quantity, UnitMeasure("{activity_unit}", minimum=0)]
Capacity = Annotated[Quantity, UnitMeasure("{capacity_unit}", minimum=0)]
CapacityRate = Annotated[Quantity, UnitMeasure("{capacity_unit}/yr", minimum=0)]
EmissionFactor = Annotated[Quantity, UnitMeasure("Mt/{activity_unit}")]
ActivityCost = Annotated[Quantity, UnitMeasure("million CNY/{activity_unit}")]


def _remember(value: Any, info: ValidationInfo, **defaults: str) -> Any:
    """Put the units of a record into the context, for the quantities inside it."""
    if isinstance(value, Mapping) and info.context is not None:
        for name, default in defaults.items():
            written = value.get(name, default)
            info.context[name] = written if isinstance(written, str) else default
    return value


class WrittenCommodity(Section):
    """Something produced, used or demanded, balanced by year or by time slice."""

    label: Text | None = Field(None, description="name; the key if absent")
    unit: str = Field("PJ", description="unit of its flows")
    balance: Literal["yearly", "slice"] = Field("yearly", description="how often production must meet use")
    group: str = Field("", description="kind: coal, gas, electricity, heat …; the key if absent")
    surplus: bool = Field(False, description="whether more may be produced than used")
    emission_factors: dict[str, Annotated[Quantity, UnitMeasure("Mt/{unit}")]] = Field(
        default_factory=dict, description="emissions when burnt as an input, by emission"
    )

    @model_validator(mode="before")
    @classmethod
    def _units(cls, value: Any, info: ValidationInfo) -> Any:
        return _remember(value, info, unit="PJ")


class WrittenMode(Section):
    """One way a technology runs: what it takes, gives, emits and costs per unit of activity."""

    inputs: dict[str, Ratio] = Field(default_factory=dict, description="input per unit of activity, by commodity")
    outputs: dict[str, Ratio] = Field(default_factory=dict, description="output per unit of activity, by commodity")
    emission_factors: dict[str, EmissionFactor] = Field(
        default_factory=dict, description="emissions per unit of activity, by emission; negative: a removal"
    )
    variable_cost: ActivityCost = Field(Quantity.constant(0, "million CNY"), description="cost per unit of activity")
    combustion: bool = Field(True, description="whether inputs are burnt and emit by the factors of their commodity")


class WrittenTechnology(WrittenMode):
    """Anything that turns inputs into outputs; its one mode is written here, several under `modes`."""

    label: Text | None = Field(None, description="name; the key if absent")
    sector: str = Field("system", description="sector it is reported under")
    branch: str = Field("", description="branch it is reported under")
    group: str = Field("", description="legend entry; the key if absent")
    activity_unit: str = Field("PJ", description="unit of activity")
    capacity_unit: str = Field("GW", description="unit of capacity")
    modes: dict[str, WrittenMode] = Field(default_factory=dict, description="ways to run, by name")
    capacity_to_activity: Annotated[Quantity, Measure("1", minimum=0)] | None = Field(
        None, description="activity of one unit of capacity in a full year; by the units if absent"
    )
    lifetime: Years_ | None = Field(None, description="years a vintage lives; absent: it needs no capacity")
    residual_capacity: Capacity = Field(Quantity.constant(0, "GW"), description="stock built before the first year")
    capital_cost: Annotated[Quantity, UnitMeasure("million CNY/{capacity_unit}")] = Field(
        Quantity.constant(0, "million CNY/GW"), description="cost of new capacity"
    )
    fixed_cost: Annotated[Quantity, UnitMeasure("million CNY/{capacity_unit}/yr")] = Field(
        Quantity.constant(0, "million CNY/GW/yr"), description="yearly cost of capacity"
    )
    availability: Share = Field(Quantity.constant(1, "1"), description="share of capacity that runs in a time slice")
    availability_by_slice: dict[str, Share] = Field(
        default_factory=dict, description="the same by time slice; what is not named takes `availability`"
    )
    yearly_availability: Share = Field(Quantity.constant(1, "1"), description="share of capacity over the year")
    first_year: int | None = Field(None, description="nothing new before; from plan_from if absent")
    last_year: int | None = Field(None, description="nothing new after")
    capacity_min: Capacity = Field(Quantity.constant(0, "GW"), description="least capacity")
    capacity_max: Capacity | None = Field(None, description="most capacity")
    new_capacity_min: CapacityRate = Field(Quantity.constant(0, "GW/yr"), description="least new capacity a year")
    new_capacity_max: CapacityRate | None = Field(None, description="most new capacity a year")
    activity_min: Activity = Field(Quantity.constant(0, "PJ"), description="least activity of a year, all modes")
    activity_max: Activity | None = Field(None, description="most activity of a year, all modes")
    growth_limit: Rate | None = Field(None, description="growth of new capacity a year")
    growth_seed: CapacityRate = Field(
        Quantity.constant(0, "GW/yr"), description="new capacity a year from which growth starts"
    )

    @model_validator(mode="before")
    @classmethod
    def _units(cls, value: Any, info: ValidationInfo) -> Any:
        return _remember(value, info, activity_unit="PJ", capacity_unit="GW")

    @property
    def ways(self) -> Mapping[str, WrittenMode]:
        """Its modes by name; the one written in place is called `run`."""
        return self.modes or {"run": self}


class WrittenDemand(Section):
    """What must be delivered of a commodity, over the year or by time slice."""

    commodity: str | None = Field(None, description="the commodity; the key if absent")
    unit: str = Field("PJ", description="unit of the amount, that of the commodity")
    amount: Amount = Field(description="demand of a year")
    profile: dict[str, Ratio] = Field(
        default_factory=dict, description="share of the year's demand by time slice; even if absent"
    )

    @model_validator(mode="before")
    @classmethod
    def _units(cls, value: Any, info: ValidationInfo) -> Any:
        return _remember(value, info, unit="PJ")


class System(Section):
    """A reference energy system written directly."""

    commodities: dict[str, WrittenCommodity] = Field(default_factory=dict, description="commodities by name")
    technologies: dict[str, WrittenTechnology] = Field(default_factory=dict, description="technologies by name")
    demands: dict[str, WrittenDemand] = Field(default_factory=dict, description="demands by name")
    carbon_price: dict[str, Annotated[Quantity, Measure("CNY/t")]] = Field(
        default_factory=dict, description="price of an emission, by emission"
    )
