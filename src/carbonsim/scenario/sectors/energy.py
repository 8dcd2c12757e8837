"""Energy: fuels, load shapes, power and heat plants, storage, networks, trade."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text, Year
from carbonsim.scenario.sectors.end_use import WHO_INVESTS

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Ratio = Annotated[Quantity, Measure("1", minimum=0)]
HeatRatio = Annotated[Quantity, Measure("1", minimum=0, maximum=20)]
Losses = Annotated[Quantity, Measure("1", minimum=0, maximum=0.9)]
Rate = Annotated[Quantity, Measure("1/yr", minimum=0, constant=True)]
Price = Annotated[Quantity, Measure("CNY/GJ")]
Energy_ = Annotated[Quantity, Measure("PJ", minimum=0)]
Power = Annotated[Quantity, Measure("GW", minimum=0)]
PowerCost = Annotated[Quantity, Measure("CNY/kW", minimum=0)]
Years_ = Annotated[Quantity, Measure("yr", minimum=1, maximum=200, constant=True)]
FuelGroup = Literal["coal", "oil", "gas", "biomass", "waste", "hydrogen"]


class Fuel(Section):
    """A fuel bought outside or gathered inside the boundary."""

    label: Text = Field(description=marked("name"))
    group: FuelGroup = Field(description=marked("kind of fuel"))
    price: Price | None = Field(
        None, description="price delivered to users, without carbon price; it costs nothing if absent, and is told so"
    )
    emission_factors: dict[Literal["CO2", "CH4", "N2O"], Annotated[Quantity, Measure("kg/GJ", minimum=0)]] = Field(
        default_factory=dict, description="emissions when burnt, by gas"
    )
    biogenic: Annotated[Quantity, Measure("kg/GJ", minimum=0)] = Field(
        Quantity.constant(0, "kg/GJ"),
        description="CO2 when burnt that grew with the plants: no emission, but removed from the air where captured",
    )
    ceiling: Energy_ | None = Field(None, description="most that can be had in a year")
    price_beyond_ceiling: Price | None = Field(
        None, description="price of what is bought beyond the ceiling from plan_from, if it can be had at all"
    )
    commercial: bool = Field(True, description="whether energy statistics count it")
    supplied: bool = Field(True, description="false: another sector supplies it")


class PlantMode(Section):
    """One way to run a plant: output of power and heat per unit of fuel, gross."""

    electricity: Share = Field(Quantity.constant(0, "1"), description="gross power per unit of fuel")
    heat: HeatRatio = Field(Quantity.constant(0, "1"), description="heat at source per unit of fuel")


class LifeExtension(Section):
    """Units that would close by age are overhauled and run on: as they were, for some years more."""

    years: Years_ = Field(description="years that a unit runs on")
    capital_cost: PowerCost = Field(description="cost of the overhaul")
    fixed_cost: Annotated[Quantity, Measure("CNY/kW/yr", minimum=0)] | None = Field(
        None, description="yearly cost of capacity that runs on; that of the plant if absent"
    )


class Site(Section):
    """Sites of one class for new plants, as far as they reach: connecting them to the grid costs more and more."""

    label: Text | None = Field(None, description="name; the key of the class if absent")
    capacity_max: Power = Field(description="most capacity that finds room and can be connected")
    grid_cost: PowerCost = Field(
        Quantity.constant(0, "CNY/kW"), description="cost of lines and substations beside capital_cost"
    )
    output: Annotated[Quantity, Measure("1", minimum=0, maximum=2)] = Field(
        Quantity.constant(1, "1"), description="output relative to the plant's profile"
    )


class Plant(Section):
    """A power or heat plant of one class; capacity is that of the main output in the main mode."""

    label: Text = Field(description=marked("name"))
    group: str = Field(description=marked("legend entry it belongs to"))
    branch: Literal["power", "heat"] = Field(description=marked("what its capacity is counted in"))
    fuel: str | None = Field(None, description="what it burns or uses; none for wind and sun")
    modes: dict[str, PlantMode] = Field(description=marked("ways to run, by name; their order says nothing"))
    main: str | None = Field(
        None, description="the mode in which capacity and output are counted; needed where there are several"
    )
    own_use: Share = Field(Quantity.constant(0, "1"), description="share of gross power used by the plant itself")
    capacity: Power = Field(Quantity.constant(0, "GW"), description="existing stock over time, without new plants")
    capital_cost: PowerCost = Field(description="cost of new capacity")
    fixed_cost: Annotated[Quantity, Measure("CNY/kW/yr", minimum=0)] = Field(
        Quantity.constant(0, "CNY/kW/yr"), description="yearly cost of capacity"
    )
    variable_cost: Annotated[Quantity, Measure("CNY/GJ")] = Field(
        Quantity.constant(0, "CNY/GJ"), description="cost per output besides fuel"
    )
    lifetime: Years_ = Field(description="years a new plant runs")
    actor: str | None = Field(None, description=WHO_INVESTS)
    availability: Share = Field(Quantity.constant(1, "1"), description="share of capacity that can run in a time slice")
    yearly_availability: Share = Field(Quantity.constant(1, "1"), description="share of capacity over the year")
    profile: str | None = Field(None, description="availability by time slice: a name under energy.profiles")
    heat_profile: str | None = Field(
        None,
        description="heat per unit of fuel by time slice as a share of what the modes say, such as of an air heat pump"
        " by outdoor temperature: a name under energy.profiles; capacity is what it gives in the cold",
    )
    first_year: Year | None = Field(None, description="no new plant before; from plan_from if absent")
    last_year: Year | None = Field(None, description="no new plant after")
    retire_by: Year | None = Field(None, description="closed after this year, whatever its age")
    life_extension: LifeExtension | None = Field(
        None, description="what of `capacity` closes from plan_from may run on after an overhaul, except by retire_by"
    )
    early_retirement: bool = Field(
        False, description="whether it may close before its age, from plan_from: its fixed cost then stops"
    )
    capacity_max: Power | None = Field(None, description="most capacity that can stand")
    sites: dict[str, Site] = Field(
        default_factory=dict, description="classes of sites by name on which new plants stand; any if absent"
    )
    new_capacity_max: Annotated[Quantity, Measure("GW/yr", minimum=0)] | None = Field(
        None, description="most new capacity a year"
    )
    growth_limit: Rate | None = Field(None, description="growth of new capacity a year")
    growth_seed: Annotated[Quantity, Measure("GW/yr", minimum=0, constant=True)] = Field(
        Quantity.constant(0.05, "GW/yr"), description="new capacity a year from which growth starts"
    )
    output_min: Energy_ | None = Field(None, description="least yearly output from plan_from, as of the main mode")
    output_max: Energy_ | None = Field(None, description="most yearly output from plan_from, as of the main mode")
    heat_max: Energy_ | None = Field(
        None, description="most yearly heat from plan_from, in all modes: pipes and contracts grow in steps"
    )
    least_load: Share = Field(
        Quantity.constant(0, "1"),
        description="least running in any slice of the heating season, as a share of the mean of that season",
    )
    history: Energy_ | None = Field(None, description="gross yearly main output seen or estimated before the plan")
    heat_history: Energy_ | None = Field(None, description="yearly heat seen or estimated before the plan")
    carbon_market: bool = Field(False, description="whether it pays energy.carbon_price")
    capture: Share = Field(Quantity.constant(0, "1"), description="share of CO2 captured and stored")
    capacity_credit: Share | None = Field(
        None,
        description="share of capacity that is firm in the highest load; its availability if absent, nothing with a"
        " profile",
    )

    @property
    def main_mode(self) -> str:
        """The name of the mode in which capacity and output are counted: the one that is named, or the only one."""
        return self.main or next(iter(self.modes))


class Store(Section):
    """A storage of electricity or heat that follows the day."""

    label: Text = Field(description=marked("name"))
    group: str = Field(description=marked("legend entry it belongs to"))
    commodity: Literal["electricity_supply", "heat_supply"] = Field(description=marked("what it stores"))
    duration: Annotated[Quantity, Measure("h", minimum=0.1, constant=True)] = Field(
        description="hours of full discharge"
    )
    efficiency: Annotated[Quantity, Measure("1", minimum=0.01, maximum=1, constant=True)] = Field(
        description="round trip"
    )
    loss: Annotated[Quantity, Measure("1/h", minimum=0, maximum=1, constant=True)] = Field(
        Quantity.constant(0, "1/h"), description="share of the level lost an hour"
    )
    capital_cost: PowerCost = Field(description="cost of new capacity, per power")
    fixed_cost: Annotated[Quantity, Measure("CNY/kW/yr", minimum=0)] = Field(
        Quantity.constant(0, "CNY/kW/yr"), description="yearly cost of capacity"
    )
    lifetime: Years_ = Field(description="years it runs")
    actor: str | None = Field(None, description=WHO_INVESTS)
    capacity: Power = Field(Quantity.constant(0, "GW"), description="existing stock over time")
    capacity_credit: Share | None = Field(
        None, description="share of capacity that is firm in the highest load; nothing if absent"
    )
    capacity_max: Power | None = Field(None, description="most capacity that can stand")
    first_year: Year | None = Field(None, description="none new before; from plan_from if absent")
    growth_limit: Rate | None = Field(None, description="growth of new capacity a year")
    growth_seed: Annotated[Quantity, Measure("GW/yr", minimum=0, constant=True)] = Field(
        Quantity.constant(0.05, "GW/yr"), description="new capacity a year from which growth starts"
    )


class Trade(Section):
    """Power bought from and sold to the grid outside."""

    import_price: Price | None = Field(
        None, description="price paid at the boundary; it costs nothing if absent, and is told so"
    )
    export_price: Price = Field(Quantity.constant(0, "CNY/GJ"), description="price earned at the boundary")
    emission_factor: Annotated[Quantity, Measure("kg/GJ", minimum=0)] = Field(
        description="emissions counted per unit of net import, by year, exogenous"
    )
    import_ceiling: Energy_ = Field(description="most that can be bought in a year")
    import_floor: Energy_ = Field(
        Quantity.constant(0, "PJ"), description="least that is bought in a year from plan_from, such as by contract"
    )
    import_power: Power = Field(description="most that can flow in at once")
    export_power: Power = Field(description="most that can flow out at once")
    renewable_share: Share = Field(
        Quantity.constant(0, "1"), description="share of bought power that is renewable, contracts apart"
    )
    hydro_share: Share = Field(
        Quantity.constant(0, "1"), description="share of bought power that is made of water, contracts apart"
    )
    import_profile: str | None = Field(
        None, description="share of import_power that neighbours spare by time slice: a name under energy.profiles"
    )
    capacity_credit: Share = Field(
        Quantity.constant(1, "1"), description="share of import_power that is firm in the highest load"
    )


class LastResort(Section):
    """What is used where nothing else serves, each at its price; the report tells it in red."""

    import_price: Price | None = Field(None, description="price of power bought in an emergency, beyond all contracts")
    import_power: Power = Field(
        Quantity.constant(0, "GW"), description="most that can flow in at once in an emergency, beside import_power"
    )
    unserved_electricity: Annotated[Quantity, Measure("CNY/GJ", minimum=0)] | None = Field(
        None, description="what a unit of electricity not served costs those who go without"
    )
    unserved_heat: Annotated[Quantity, Measure("CNY/GJ", minimum=0)] | None = Field(
        None, description="what a unit of district heat not served costs those who go without"
    )


class Contract(Section):
    """Power bought for years from plants outside, such as those of a western base, over a line of its own."""

    label: Text = Field(description=marked("name"))
    source: Literal["wind", "solar", "hydro"] = Field(description=marked("what it is made of"))
    profile: str = Field(description=marked("output by time slice: a name under energy.profiles"))
    price: Price = Field(description="price at the plants for what is taken")
    losses: Losses = Field(Quantity.constant(0, "1"), description="share lost on the line")
    line_cost: PowerCost = Field(Quantity.constant(0, "CNY/kW"), description="cost of the line per contracted power")
    fixed_cost: Annotated[Quantity, Measure("CNY/kW/yr", minimum=0)] = Field(
        Quantity.constant(0, "CNY/kW/yr"), description="yearly cost of line and contract per contracted power"
    )
    lifetime: Years_ = Field(description="years that a contract runs")
    capacity: Power = Field(Quantity.constant(0, "GW"), description="power under contract over time, without new ones")
    capacity_max: Power | None = Field(None, description="most power that can be under contract")
    first_year: Year | None = Field(None, description="no new contract before; from plan_from if absent")
    growth_limit: Rate | None = Field(None, description="growth of new contracts a year")
    growth_seed: Annotated[Quantity, Measure("GW/yr", minimum=0, constant=True)] = Field(
        Quantity.constant(0.05, "GW/yr"), description="new contracts a year from which growth starts"
    )
    non_fossil: Share = Field(
        Quantity.constant(1, "1"), description="share of it that counts as non-fossil and renewable for the buyer"
    )
    capacity_credit: Share = Field(
        Quantity.constant(0, "1"), description="share of contracted power that is firm in the highest load"
    )


class Network(Section):
    """A network between plants and users."""

    losses: Losses = Field(description="share of what is fed in that is lost")
    pump_electricity: Ratio = Field(
        Quantity.constant(0, "1"), description="power for pumps per unit of heat fed in (heat networks)"
    )


NO_LOSSES = Network(losses=Quantity.constant(0, "1"))


class ColdCalmWeek(Section):
    """A week without wind in the coldest season: cold_week_power and cold_week_heat tell what plants have beyond it."""

    wind: Share = Field(description="mean output of wind over the week, as a share of capacity")
    sun: Share = Field(description="mean output of sun over the week, as a share of capacity")
    heat_load: Annotated[Quantity, Measure("1", minimum=1, maximum=3)] = Field(
        description="heat load of the week relative to the mean of the coldest season"
    )
    power_load: Annotated[Quantity, Measure("1", minimum=1, maximum=3)] = Field(
        Quantity.constant(1, "1"), description="power load of the week relative to the mean of the coldest season"
    )
    import_power: Power = Field(Quantity.constant(0, "GW"), description="mean power that neighbours spare in the week")


class Security(Section):
    """What must not fail; indicators hold plans against it, such as heat_reserve, power_reserve and reserve_margin."""

    largest_heat_source: Power = Field(description="heat of the largest source, which may fail in the coldest hour")
    coldest_hour: Annotated[Quantity, Measure("1", minimum=1, maximum=3)] = Field(
        Quantity.constant(1, "1"), description="heat load of the coldest hour relative to that of the coldest slice"
    )
    largest_power_source: Power | None = Field(
        None, description="power of the largest unit, which may fail in the hour of the highest load"
    )
    peak_hour: Annotated[Quantity, Measure("1", minimum=1, maximum=3)] = Field(
        Quantity.constant(1, "1"), description="power load of the highest hour relative to that of the tightest slice"
    )
    cold_calm_week: ColdCalmWeek | None = Field(None, description="a week without wind in the coldest season")


class Energy(Section):
    """Everything between what is bought outside and what users receive."""

    fuels: dict[str, Fuel] = Field(description=marked("fuels by name"))
    shapes: dict[str, dict[str, Annotated[Quantity, Measure("1", minimum=0, constant=True)]]] = Field(
        default_factory=dict,
        description="load shapes: mean load in each time slice relative to the year's mean; flat is always there",
    )
    profiles: dict[str, dict[str, Share]] = Field(
        default_factory=dict, description="availability by time slice, such as of wind and sun"
    )
    electricity_network: Network = Field(
        NO_LOSSES, description="grid from the plants to users; nothing is lost in it if absent, and it is told so"
    )
    heat_network: Network | None = Field(
        None, description="district heating network from the plants to users; no district heat if absent"
    )
    plants: dict[str, Plant] = Field(
        default_factory=dict, description="power and heat plants by name; all power is bought if absent"
    )
    stores: dict[str, Store] = Field(default_factory=dict, description="storages by name")
    trade: Trade | None = Field(None, description="power from and to the grid outside")
    contracts: dict[str, Contract] = Field(
        default_factory=dict,
        description="power bought for years from wind, sun and water outside, by name; none of it emits",
    )
    last_resort: LastResort | None = Field(
        None, description="power in an emergency, and energy that is not served, each at its price from plan_from"
    )
    security: Security | None = Field(None, description="heat sources that may fail, and the coldest hour")
    carbon_price: Annotated[Quantity, Measure("CNY/t", minimum=0)] = Field(
        Quantity.constant(0, "CNY/t"), description="allowance price paid by plants with carbon_market"
    )
    coal_equivalent: Annotated[Quantity, Measure("tce/MWh", minimum=0.1, maximum=0.5)] = Field(
        Quantity.constant(0.29, "tce/MWh"), description="coal-equivalent rate of power in energy totals"
    )
