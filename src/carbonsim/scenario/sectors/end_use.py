"""End uses: services with a base-year mix, and the technologies that may serve them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text, Year

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Ratio = Annotated[Quantity, Measure("1", minimum=0)]
Efficiency = Annotated[Quantity, Measure("1", minimum=0.01, maximum=20)]
Rate = Annotated[Quantity, Measure("1/yr", minimum=0)]
Pace = Annotated[Quantity, Measure("1/yr", minimum=0, constant=True)]
Energy_ = Annotated[Quantity, Measure("PJ", minimum=0)]
Index = Annotated[Quantity, Measure("1", minimum=0)]
Elasticity = Annotated[Quantity, Measure("1", minimum=-2, maximum=5)]
NOTHING_FOLLOWS = Quantity.constant(0, "1")
WHO_INVESTS = "who invests in it, by name under `actors`; if absent the actor called as the sector, if there is one"


class SupplierMultiplier(Section):
    """What changes at suppliers that are no branch of their own, per value added that a scenario changes here."""

    secondary: Ratio = Field(Quantity.constant(0, "1"), description="value added in industry and construction")
    tertiary: Ratio = Field(Quantity.constant(0, "1"), description="value added in services")


NO_SUPPLIERS = SupplierMultiplier()
WHAT_SUPPLIERS_ADD = (
    "value added of suppliers that are no branch of their own, per value added that the scenario changes here against"
    " its baseline, with its source; none if absent"
)


class EndUseTechnology(Section):
    """A way to serve a use: one input, an efficiency, costs per unit of useful capacity."""

    label: Text = Field(description=marked("name"))
    input: str = Field(description=marked("commodity it takes"))
    group: str | None = Field(None, description="legend entry; that of the input if absent")
    efficiency: Efficiency = Field(description="useful energy per unit of input; above 1 for heat pumps")
    shape: str | None = Field(None, description="load shape of its power or heat, if not that of the use")
    capital_cost: Annotated[Quantity, Measure("CNY/kW", minimum=0)] = Field(description="cost per useful capacity")
    fixed_cost: Annotated[Quantity, Measure("CNY/kW/yr", minimum=0)] = Field(
        Quantity.constant(0, "CNY/kW/yr"), description="yearly cost per useful capacity"
    )
    variable_cost: Annotated[Quantity, Measure("CNY/GJ")] = Field(
        Quantity.constant(0, "CNY/GJ"), description="cost per useful energy besides the input"
    )
    lifetime: Annotated[Quantity, Measure("yr", minimum=1, maximum=200, constant=True)] = Field(
        description="years it runs"
    )
    first_year: Year | None = Field(None, description="none new before; from plan_from if it is new to the use")
    last_year: Year | None = Field(None, description="none new after, such as by a ban")
    share_max: Share = Field(Quantity.constant(1, "1"), description="most of the use it can serve")
    share_min: Share = Field(Quantity.constant(0, "1"), description="least of the use it serves, from plan_from")
    share_change_max: Pace | None = Field(
        None,
        description="most that its share of the use can change, points a year; if absent, as people and firms choose,"
        " and 4 %/yr where all choose what costs least, but for a rise where another way may no longer be bought",
    )
    share_rise_max: Pace | None = Field(
        None, description="most that its share can rise a year, where that is not `share_change_max`: 0 for no way back"
    )
    share_fall_max: Annotated[Quantity, Measure("1", minimum=0, maximum=1, constant=True)] | None = Field(
        None,
        description="most of its own share that it can lose a year: stock is used up; if absent, as people and firms"
        " choose, and 15 % where all choose what costs least",
    )
    capture: Share = Field(Quantity.constant(0, "1"), description="share of CO2 captured and stored")
    refrigerant: Annotated[Quantity, Measure("kg/kW/yr", minimum=0)] = Field(
        Quantity.constant(0, "kg/kW/yr"), description="refrigerant that leaks per useful capacity, as HFC-134a"
    )


def price_paid(carbon_price: Quantity, covered_from: int | None, years: Iterable[int]) -> float | list[float]:
    """Return what a tonne pays by year, in CNY: nothing before the market covers it, and none where it never does."""
    if covered_from is None:
        return 0.0
    return [carbon_price.at(year) if year >= covered_from else 0.0 for year in years]


class Use(Section):
    """A service of an activity: base-year final energy by carrier, and the ways it may be served later."""

    label: Text = Field(description=marked("name"))
    final_energy: dict[str, Energy_] = Field(description=marked("base-year final energy by commodity"))
    technologies: list[str] = Field(description=marked("names of technologies that may serve it"))
    full_load_hours: Annotated[Quantity, Measure("h", minimum=1, maximum=8760, constant=True)] = Field(
        Quantity.constant(4000, "h"), description="hours of full load a year, which sizes capacity"
    )
    intensity: Index = Field(Quantity.constant(1, "1"), description="useful energy per activity, base year = 1")
    shares: dict[str, Share] = Field(
        default_factory=dict, description="share of useful energy by technology before the plan, over time"
    )
    shape: str = Field("flat", description="load shape of power and heat")
    burnt: bool = Field(True, description="false for feedstock: carbon is not emitted")
    carbon_market_from: Year | None = Field(
        None,
        description="in industry, first year in which CO2 of what is burnt pays energy.carbon_price; never if absent",
    )


class Saving(Section):
    """An investment that makes part of a use unnecessary, such as retrofit."""

    label: Text = Field(description=marked("name"))
    use: str = Field(description=marked("the use it saves on"))
    potential: Share = Field(description="most of the use that it can save")
    capital_cost: Annotated[Quantity, Measure("CNY/(GJ/yr)", minimum=0)] = Field(
        description="cost per useful energy saved a year"
    )
    lifetime: Annotated[Quantity, Measure("yr", minimum=1, maximum=200, constant=True)] = Field(
        description="years it lasts"
    )
    rate_max: Rate = Field(description="most of the potential that can be reached a year")
    first_year: Year | None = Field(None, description="none before; from plan_from if absent")
