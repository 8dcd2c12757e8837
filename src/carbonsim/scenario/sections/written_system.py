"""A system written directly: technologies, commodities, demands and limits in the engine's own words.

The researcher's door: alone it needs `name` and `time` only; beside sectors it adds to them and may touch their
commodities. Where a unit is known (PJ, GW, Mt, vehicles …) texts such as `"4000 CNY/kW"` are converted by dimension.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, model_validator

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity, UnitMeasure
from carbonsim.scenario.section import Section, Text, Year

Amount = Annotated[Quantity, UnitMeasure("{unit}", minimum=0)]
Start = Annotated[Quantity, UnitMeasure("{unit}", minimum=0, constant=True)]
Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Constant = Annotated[Quantity, Measure("1", minimum=0, maximum=1, constant=True)]
Rate = Annotated[Quantity, Measure("1/yr", minimum=0, constant=True)]
Fall = Annotated[Quantity, Measure("1/yr", minimum=0, maximum=1, constant=True)]
Ratio = Annotated[Quantity, Measure("1", minimum=0)]
Yield = Annotated[Quantity, Measure("1", minimum=0, constant=True)]
Years_ = Annotated[Quantity, Measure("yr", minimum=0.01, maximum=1000, constant=True)]
Activity = Annotated[Quantity, UnitMeasure("{activity_unit}", minimum=0)]
Capacity = Annotated[Quantity, UnitMeasure("{capacity_unit}", minimum=0)]
CapacityRate = Annotated[Quantity, UnitMeasure("{capacity_unit}/yr", minimum=0)]
Seed = Annotated[Quantity, UnitMeasure("{capacity_unit}/yr", minimum=0, constant=True)]
EmissionFactor = Annotated[Quantity, UnitMeasure("Mt/{activity_unit}")]
ActivityCost = Annotated[Quantity, UnitMeasure("million CNY/{activity_unit}")]
BOUND_UNITS = {
    "activity": "PJ",
    "input": "PJ",
    "output": "PJ",
    "capacity": "GW",
    "new_capacity": "GW/yr",
    "emissions": "Mt",
    "investment": "million CNY/yr",
}


def _none(unit: str) -> Quantity:
    return Quantity.constant(0, unit)


def _remember(value: object, info: ValidationInfo, **defaults: str) -> object:
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
    def _units(cls, value: object, info: ValidationInfo) -> object:
        return _remember(value, info, unit="PJ")


class WrittenMode(Section):
    """One way a technology runs: what it takes, gives, emits and costs per unit of activity."""

    inputs: dict[str, Ratio] = Field(default_factory=dict, description="input per unit of activity, by commodity")
    outputs: dict[str, Ratio] = Field(default_factory=dict, description="output per unit of activity, by commodity")
    emission_factors: dict[str, EmissionFactor] = Field(
        default_factory=dict, description="emissions per unit of activity, by emission; negative: a removal"
    )
    variable_cost: ActivityCost = Field(_none("million CNY"), description="cost per unit of activity")
    combustion: bool = Field(True, description="whether inputs are burnt and emit by the factors of their commodity")


class Built(Section):
    """What is built and lives: its capacity, what that costs, and how fast it may change."""

    label: Text | None = Field(None, description="name; the key if absent")
    sector: str = Field("system", description="sector it is reported under")
    branch: str = Field("", description="branch it is reported under")
    group: str = Field("", description="legend entry; the key if absent")
    regions: list[str] = Field(default_factory=list, description="regions that have it; all if absent")
    activity_unit: str = Field("PJ", description="unit of activity")
    capacity_unit: str = Field("GW", description="unit of capacity")
    capacity_to_activity: Yield | None = Field(
        None, description="activity of one unit of capacity in a full year; by the units if absent"
    )
    lifetime: Years_ | None = Field(None, description="years a vintage lives; absent: it needs no capacity")
    residual_capacity: Capacity = Field(_none("GW"), description="stock built before the first year")
    capital_cost: Annotated[Quantity, UnitMeasure("million CNY/{capacity_unit}")] = Field(
        _none("million CNY/GW"), description="cost of new capacity"
    )
    fixed_cost: Annotated[Quantity, UnitMeasure("million CNY/{capacity_unit}/yr")] = Field(
        _none("million CNY/GW/yr"), description="yearly cost of capacity"
    )
    discount_rate: Annotated[Quantity, Measure("1/yr", minimum=0.0001, maximum=1, constant=True)] | None = Field(
        None, description="rate at which its investment is paid back (hurdle rate); that of `time` if absent"
    )
    unit_size: Capacity | None = Field(None, description="new capacity comes in whole units of this size")
    retirement: Literal["at_end", "early"] = Field(
        "at_end", description="early: capacity may go before its lifetime ends, and its fixed cost with it"
    )
    capacity_credit: Share = Field(_none("1"), description="share of capacity that is firm in the highest demand")
    availability: Share = Field(Quantity.constant(1, "1"), description="share of capacity that runs in a time slice")
    availability_by_slice: dict[str, Share] = Field(
        default_factory=dict, description="the same by time slice; what is not named takes `availability`"
    )
    yearly_availability: Share = Field(Quantity.constant(1, "1"), description="share of capacity over the year")
    first_year: Year | None = Field(None, description="nothing new before; from plan_from if absent")
    last_year: Year | None = Field(None, description="nothing new after")
    capacity_min: Capacity = Field(_none("GW"), description="least capacity")
    capacity_max: Capacity | None = Field(None, description="most capacity")
    new_capacity_min: CapacityRate = Field(_none("GW/yr"), description="least new capacity a year")
    new_capacity_max: CapacityRate | None = Field(None, description="most new capacity a year")
    growth_limit: Rate | None = Field(None, description="share by which new capacity a year may grow each year")
    growth_seed: Seed = Field(_none("GW/yr"), description="new capacity a year from which growth starts")
    degrowth_limit: Fall | None = Field(None, description="share by which new capacity a year may fall each year")
    degrowth_seed: Seed = Field(_none("GW/yr"), description="new capacity a year that may always fall away")

    @model_validator(mode="before")
    @classmethod
    def _units(cls, value: object, info: ValidationInfo) -> object:
        return _remember(value, info, activity_unit="PJ", capacity_unit="GW")


class WrittenTechnology(Built, WrittenMode):
    """Anything that turns inputs into outputs; its one mode is written here, several under `modes`."""

    modes: dict[str, WrittenMode] = Field(default_factory=dict, description="ways to run, by name")
    activity_min: Activity = Field(_none("PJ"), description="least activity of a year, all modes")
    activity_max: Activity | None = Field(None, description="most activity of a year, all modes")

    @property
    def ways(self) -> Mapping[str, WrittenMode]:
        """Its modes by name; the one written in place is called `run`."""
        return self.modes or {"run": self}


class WrittenStorage(Built):
    """A storage of a commodity: power capacity with hours of full discharge."""

    commodity: str = Field(description=marked("what it stores; balanced by time slice"))
    duration: Annotated[Quantity, Measure("h", minimum=0.01, constant=True)] = Field(
        description="hours of full discharge"
    )
    charge_efficiency: Constant = Field(Quantity.constant(1, "1"), description="stored per unit taken")
    discharge_efficiency: Annotated[Quantity, Measure("1", minimum=0.01, maximum=1, constant=True)] = Field(
        Quantity.constant(1, "1"), description="given per unit drawn"
    )
    loss: Annotated[Quantity, Measure("1/h", minimum=0, maximum=1, constant=True)] = Field(
        _none("1/h"), description="share of the level lost an hour"
    )
    cycle: Literal["daily", "seasonal"] = Field(
        "daily", description="whether its level repeats each day or is carried through the seasons of the year"
    )
    variable_cost: ActivityCost = Field(_none("million CNY"), description="cost per unit discharged")


class WrittenReservoir(Section):
    """A store of its own that technologies fill and draw from; its level runs on through days, seasons and years."""

    label: Text | None = Field(None, description="name; the key if absent")
    regions: list[str] = Field(default_factory=list, description="regions that have it; all if absent")
    unit: str = Field("PJ", description="unit of its level")
    inflows: dict[str, dict[str, Yield]] = Field(
        description=marked("what fills it: stored per unit of activity, by technology and mode")
    )
    outflows: dict[str, dict[str, Yield]] = Field(
        description=marked("what draws from it: drawn per unit of activity, by technology and mode")
    )
    lifetime: Years_ = Field(description="years a reservoir lives")
    residual_capacity: Amount = Field(_none("PJ"), description="level that the stock before the first year holds")
    capital_cost: Annotated[Quantity, UnitMeasure("million CNY/{unit}")] = Field(
        _none("million CNY/PJ"), description="cost of new capacity"
    )
    discount_rate: Annotated[Quantity, Measure("1/yr", minimum=0, maximum=1, constant=True)] | None = Field(
        None, description="discount rate of its costs; that of `time` if absent"
    )
    new_capacity_max: Annotated[Quantity, UnitMeasure("{unit}/yr", minimum=0, constant=True)] | None = Field(
        None, description="most new capacity a year"
    )
    level_start: Start = Field(_none("PJ"), description="level before the first year")
    level_min: Share = Field(_none("1"), description="least level as a share of capacity")
    inflow_max: Annotated[Quantity, UnitMeasure("{unit}/yr", minimum=0, constant=True)] | None = Field(
        None, description="highest rate of filling"
    )
    outflow_max: Annotated[Quantity, UnitMeasure("{unit}/yr", minimum=0, constant=True)] | None = Field(
        None, description="highest rate of drawing"
    )

    @model_validator(mode="before")
    @classmethod
    def _units(cls, value: object, info: ValidationInfo) -> object:
        return _remember(value, info, unit="PJ")


class WrittenTrade(Built):
    """A line, pipe or road from one region to another; what arrives is what leaves less the losses."""

    commodity: str = Field(description=marked("what is carried"))
    origin: str = Field(alias="from", description=marked("region it leaves"))
    destination: str = Field(alias="to", description=marked("region it arrives in"))
    losses: Share = Field(_none("1"), description="share lost on the way")
    variable_cost: ActivityCost = Field(_none("million CNY"), description="cost per unit that leaves either end")
    both_ways: bool = Field(
        False, description="whether it runs in either direction, with one capacity, losses and costs for both"
    )
    activity_min: Activity = Field(_none("PJ"), description="least that leaves in a year, both ways together")
    activity_max: Activity | None = Field(None, description="most that leaves in a year, both ways together")


class WrittenDemand(Section):
    """What must be delivered of a commodity, over the year or by time slice."""

    commodity: str | None = Field(None, description="the commodity; the key if absent")
    regions: list[str] = Field(default_factory=list, description="regions that each have this demand; all if absent")
    unit: str = Field("PJ", description="unit of the amount, that of the commodity")
    amount: Amount = Field(description="demand of a year")
    profile: dict[str, Ratio] = Field(
        default_factory=dict, description="share of the year's demand by time slice; even if absent"
    )

    @model_validator(mode="before")
    @classmethod
    def _units(cls, value: object, info: ValidationInfo) -> object:
        return _remember(value, info, unit="PJ")


class ExogenousEmission(Section):
    """Emissions that no technology here makes; limits on all emissions and the peaking plan count them."""

    emission: str | None = Field(None, description="the emission; the key if absent")
    regions: list[str] = Field(default_factory=list, description="regions that each have them; all if absent")
    amount: Annotated[Quantity, Measure("Mt")] = Field(description="emissions of a year")


class ReserveMargin(Section):
    """Firm capacity beyond the highest demand."""

    commodity: str | None = Field(None, description="the commodity; the key if absent")
    margin: Ratio = Field(description="share held beyond what is covered")
    covers: Literal["peak_demand", "output"] = Field(
        "peak_demand",
        description="the highest demand of the year, or the rate of output in every time slice as OSeMOSYS has it",
    )


class Group(Section):
    """Technologies and commodities by name; all where none is named."""

    technologies: list[str] = Field(
        default_factory=list,
        description="technologies; all if absent, but for lines and storages where inputs or outputs are summed",
    )
    commodities: list[str] = Field(default_factory=list, description="commodities of inputs or outputs; all if absent")


class WrittenLimit(Group):
    """A bound on a sum over technologies, or on its share in a larger sum, each year or over the horizon."""

    label: Text | None = Field(None, description="name; the key if absent")
    measure: Literal["activity", "input", "output", "capacity", "new_capacity", "emissions", "investment"] = Field(
        description=marked("what is summed")
    )
    counts: Literal["energy_system", "everything", "public_money", "above_baseline"] = Field(
        "energy_system",
        description="which money a ceiling on investment means: that of the energy system without private vehicles,"
        " that of everything, the public money of campaigns, or what the energy system invests above the baseline",
    )
    emission: str | None = Field(None, description="the emission, where emissions are summed")
    regions: list[str] = Field(default_factory=list, description="regions that are summed; all if absent")
    unit: str = Field("", description="unit of the bound: PJ, GW, GW/yr, Mt or million CNY/yr if absent, by measure")
    at_least: Annotated[Quantity, UnitMeasure("{unit}")] | None = Field(None, description="lower bound")
    at_most: Annotated[Quantity, UnitMeasure("{unit}")] | None = Field(None, description="upper bound")
    share_min: Share | None = Field(None, description="least share in `of`")
    share_max: Share | None = Field(None, description="most share in `of`")
    of: Group = Field(
        default_factory=Group, description="the whole of a share; of the limit's commodities if it names none"
    )
    over: Literal["year", "horizon"] = Field("year", description="whether it binds each year or all years together")
    first_year: Year | None = Field(None, description="first year it binds; plan_from if absent")
    last_year: Year | None = Field(None, description="last year it binds")

    @model_validator(mode="before")
    @classmethod
    def _units(cls, value: object, info: ValidationInfo) -> object:
        default = BOUND_UNITS.get(str(value.get("measure")), "PJ") if isinstance(value, Mapping) else "PJ"
        if isinstance(value, Mapping) and value.get("over") == "horizon":
            default = default.removesuffix("/yr")
        if isinstance(value, Mapping) and not value.get("unit"):
            value = {**value, "unit": default}
        return _remember(value, info, unit=default)


class System(Section):
    """A reference energy system written directly, or an OSeMOSYS data set."""

    regions: list[str] = Field(default_factory=list, description="regions; the scenario's own if absent")
    osemosys: str | None = Field(None, description="folder of an OSeMOSYS data set: one CSV file a set or parameter")
    config: str | None = Field(
        None, description=marked("otoole configuration of the data set, which holds its defaults")
    )
    hidden_bounds: bool = Field(
        True,
        description="whether the bounds hold that the long formulation of a data set hides: no cost, use, output or"
        " emission below 0",
    )
    empty_modes: bool = Field(
        True,
        description="whether modes of a data set that take, give and emit nothing can run, as in the long formulation",
    )
    commodities: dict[str, WrittenCommodity] = Field(default_factory=dict, description="commodities by name")
    technologies: dict[str, WrittenTechnology] = Field(default_factory=dict, description=marked("technologies by name"))
    storages: dict[str, WrittenStorage] = Field(default_factory=dict, description="storages by name")
    reservoirs: dict[str, WrittenReservoir] = Field(default_factory=dict, description="reservoirs by name")
    trade: dict[str, WrittenTrade] = Field(default_factory=dict, description="lines between regions by name")
    demands: dict[str, WrittenDemand] = Field(default_factory=dict, description="demands by name")
    exogenous_emissions: dict[str, ExogenousEmission] = Field(
        default_factory=dict, description="emissions that no technology here makes, by name"
    )
    limits: dict[str, WrittenLimit] = Field(default_factory=dict, description="bounds and shares by name")
    reserve_margins: dict[str, ReserveMargin] = Field(
        default_factory=dict, description="firm capacity beyond the highest demand, by name"
    )
    carbon_price: dict[str, Annotated[Quantity, Measure("CNY/t")]] = Field(
        default_factory=dict, description="price of an emission, by emission"
    )
