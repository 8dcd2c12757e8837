"""Industry: branches by output or value added, their heat by temperature, motors, feedstock and processes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text, Year
from carbonsim.scenario.sectors.end_use import (
    NO_SUPPLIERS,
    NOTHING_FOLLOWS,
    WHAT_SUPPLIERS_ADD,
    WHO_INVESTS,
    Elasticity,
    EndUseTechnology,
    Index,
    Pace,
    Saving,
    Share,
    SupplierMultiplier,
    Use,
)


class ProcessWay(Section):
    """Another way to make the same, with less of a process's emissions: slag for clinker, scrap, cullet, capture."""

    label: Text = Field(description=marked("name"))
    emissions: Annotated[Quantity, Measure("1", minimum=0, maximum=1)] = Field(
        description="what it emits, usual way = 1"
    )
    cost: Annotated[Quantity, Measure("CNY/t")] = Field(description="cost per tonne of the gas emitted the usual way")
    first_year: int | None = Field(None, description="none before; from plan_from if absent")
    share_min: Share = Field(Quantity.constant(0, "1"), description="least share of the output from plan_from")
    share_max: Share = Field(Quantity.constant(1, "1"), description="most of the output it can stand for")
    share_change_max: Pace = Field(Quantity.constant(0.04, "1/yr"), description="most that its share can rise a year")


class ProcessEmission(Section):
    """Emissions of a process, not of a fuel, in the base year; they follow the activity."""

    emission: str = Field(description=marked("CO2_process, CH4, N2O or HFC (as HFC-134a)"))
    amount: Annotated[Quantity, Measure("Mt", minimum=0)] = Field(description="Mt of the gas in the base year")
    intensity: Index = Field(
        Quantity.constant(1, "1"), description="emissions per activity, base year = 1: clinker ratio, recipe"
    )
    carbon_market_from: Year | None = Field(
        None, description="first year in which it pays energy.carbon_price, CO2_process only; never if absent"
    )
    ways: dict[str, ProcessWay] = Field(default_factory=dict, description="ways to emit less, by name")


class Customer(Section):
    """A branch that buys what another makes: part of the supplier's output follows the customer's."""

    share: Annotated[Quantity, Measure("1", minimum=0, maximum=1, constant=True)] = Field(
        description="share of the supplier's base-year output that the customer takes"
    )
    content: Index = Field(
        Quantity.constant(1, "1"), description="what a unit of the customer's output takes, base year = 1, over time"
    )


class Branch(Section):
    """A branch of industry."""

    label: Text = Field(description=marked("name"))
    activity: Index = Field(description="output or value added over time, in any unit: only its path counts")
    activity_unit: str = Field(description=marked("what the activity is counted in"))
    elasticity: Elasticity = Field(
        NOTHING_FOLLOWS, description="growth of `activity` per growth of secondary value added above the centre"
    )
    customers: dict[str, Customer] = Field(
        default_factory=dict,
        description="branches whose output drives part of this one's; `activity` is then the path of the rest",
    )
    value_added: Annotated[Quantity, Measure("billion CNY", minimum=0)] | None = Field(
        None, description="value added in the base year; it follows the output"
    )
    supplier_multiplier: SupplierMultiplier = Field(NO_SUPPLIERS, description=WHAT_SUPPLIERS_ADD)
    uses: dict[str, Use] = Field(description=marked("uses of energy by name"))
    savings: dict[str, Saving] = Field(default_factory=dict, description="investments that save energy")
    actor: str | None = Field(None, description=WHO_INVESTS)
    process_emissions: dict[str, ProcessEmission] = Field(default_factory=dict, description="process emissions")


class Industry(Section):
    """Branches, and the technologies they share."""

    technologies: dict[str, EndUseTechnology] = Field(description=marked("technologies by name"))
    branches: dict[str, Branch] = Field(description=marked("branches by name"))
