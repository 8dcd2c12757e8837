"""Transport: fleets with their drivetrains, stock and sales, and what they carry."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text, Year
from carbonsim.scenario.sectors.end_use import NOTHING_FOLLOWS, WHO_INVESTS, Elasticity, EndUseTechnology, Use

Carried = Literal["passengers", "freight"]
Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]


class Drivetrain(Section):
    """A way to drive the vehicles of a fleet."""

    label: Text = Field(description=marked("name"))
    group: str = Field(description=marked("legend entry"))
    consumption: dict[str, Annotated[Quantity, Measure("MJ/km", minimum=0)]] = Field(
        description=marked("energy per vehicle-kilometre by commodity, mean of the year with winter")
    )
    capital_cost: Annotated[Quantity, Measure("CNY/vehicle", minimum=0)] = Field(description="price of a new vehicle")
    fixed_cost: Annotated[Quantity, Measure("CNY/vehicle/yr", minimum=0)] = Field(
        Quantity.constant(0, "CNY/vehicle/yr"), description="yearly cost of a vehicle"
    )
    stock_share: Share = Field(Quantity.constant(0, "1"), description="share of the base-year stock")
    sales_share: Share | None = Field(None, description="share of sales before the plan, seen or estimated")
    sales_share_min: Share = Field(Quantity.constant(0, "1"), description="least share of sales from plan_from")
    sales_share_max: Share = Field(Quantity.constant(1, "1"), description="most of the sales from plan_from")


class Fleet(Section):
    """Vehicles that do the same work."""

    label: Text = Field(description=marked("name"))
    carries: Carried = Field(description=marked("what it carries"))
    stock: Annotated[Quantity, Measure("million vehicle", minimum=0)] = Field(
        description="vehicles over time; their ages in the base year are told from how it grows after that"
    )
    elasticity: Elasticity = Field(
        NOTHING_FOLLOWS, description="growth of `stock` per growth of GDP above the centre of the corridor"
    )
    distance: Annotated[Quantity, Measure("km/yr", minimum=1)] = Field(description="distance of a vehicle a year")
    load: Annotated[Quantity, Measure("1", minimum=0)] = Field(
        description="persons or tonnes in a vehicle; where it rises, fewer vehicle-kilometres do the same"
    )
    lifetime: Annotated[Quantity, Measure("yr", minimum=1, maximum=60, constant=True)] = Field(
        description="years a vehicle runs"
    )
    refrigerant: Annotated[Quantity, Measure("kg/vehicle/yr", minimum=0)] = Field(
        Quantity.constant(0, "kg/vehicle/yr"), description="refrigerant that leaks per vehicle and year, as HFC-134a"
    )
    sales_share_change_max: Annotated[Quantity, Measure("1/yr", minimum=0)] | None = Field(
        None,
        description="most that a drivetrain's share of sales can rise, points a year; if absent, as people and firms"
        " choose, and 6 %/yr where all choose what costs least",
    )
    private: bool = Field(
        False, description="whether households own its vehicles: the cost of the energy system is told without them"
    )
    drivetrains: dict[str, Drivetrain] = Field(description=marked("drivetrains by name"))
    actor: str | None = Field(None, description=WHO_INVESTS)


class TransportService(Section):
    """Transport told by its energy and not by vehicles: rail, metro, aviation, stations."""

    label: Text = Field(description=marked("name"))
    activity: Annotated[Quantity, Measure("1", minimum=0)] = Field(
        description="traffic over time; only its path counts"
    )
    activity_unit: str = Field(description=marked("what the activity is counted in"))
    carries: dict[Carried, Share] = Field(
        default_factory=dict,
        description="shares of `activity` that are passengers, in billion pkm, and freight, in billion tkm; where none"
        " is written, what comes from other modes counts alone",
    )
    elasticity: Elasticity = Field(
        NOTHING_FOLLOWS, description="growth of `activity` per growth of GDP above the centre of the corridor"
    )
    uses: dict[str, Use] = Field(description=marked("uses of energy by name"))
    actor: str | None = Field(None, description=WHO_INVESTS)


class Shift(Section):
    """Traffic that changes its mode: from cars to the metro, from trucks to rail; nobody travels or ships less."""

    label: Text = Field(description=marked("name"))
    source: str = Field(alias="from", description=marked("fleet that loses traffic"))
    to: str = Field(description=marked("fleet or service that takes it; a service counts in billion pkm or tkm"))
    share: Share = Field(description="share of the fleet's traffic that has moved, over time; 0 in the base year")


class SmartCharging(Section):
    """Charging that is moved within the day to when power is plenty, where it pays."""

    label: Text = Field(description=marked("name"))
    group: str = Field("smart charging", description="legend entry it belongs to")
    fleets: list[str] = Field(min_length=1, description=marked("fleets whose vehicles do it"))
    share: Share = Field(description="most of what they draw in a time slice that can be moved, over time")
    duration: Annotated[Quantity, Measure("h", minimum=0.1, maximum=24, constant=True)] = Field(
        Quantity.constant(8, "h"), description="hours of full power that can be moved at once"
    )
    capital_cost: Annotated[Quantity, Measure("CNY/kW", minimum=0)] = Field(
        description="cost of chargers that can be steered, per power moved"
    )
    variable_cost: Annotated[Quantity, Measure("CNY/GJ", minimum=0)] = Field(
        Quantity.constant(0, "CNY/GJ"), description="what owners are paid per power moved"
    )
    lifetime: Annotated[Quantity, Measure("yr", minimum=1, maximum=60, constant=True)] = Field(
        description="years it runs"
    )
    first_year: Year | None = Field(None, description="none before; from plan_from if absent")


class Transport(Section):
    """Fleets and services."""

    shifts: dict[str, Shift] = Field(default_factory=dict, description="mode shifts by name")
    fleets: dict[str, Fleet] = Field(
        default_factory=dict, description="fleets by name; where no vehicles are known, services tell the energy"
    )
    smart_charging: dict[str, SmartCharging] = Field(
        default_factory=dict, description="charging that is moved within the day, by name"
    )
    services: dict[str, TransportService] = Field(default_factory=dict, description="rail, metro, aviation, stations")
    technologies: dict[str, EndUseTechnology] = Field(default_factory=dict, description="technologies of the services")
