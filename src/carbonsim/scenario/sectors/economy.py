"""Economy: what drives demand, services with their energy and season, jobs, and what households earn and pay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text
from carbonsim.scenario.sectors.end_use import (
    NO_SUPPLIERS,
    NOTHING_FOLLOWS,
    WHAT_SUPPLIERS_ADD,
    WHO_INVESTS,
    Elasticity,
    SupplierMultiplier,
    Use,
)

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Money = Annotated[Quantity, Measure("billion CNY", minimum=0)]
Growth = Annotated[Quantity, Measure("1/yr", minimum=-0.2, maximum=0.5)]
Income = Annotated[Quantity, Measure("CNY/person/yr", minimum=1)]


class Structure(Section):
    """Shares of GDP; tertiary is the rest."""

    primary: Share | None = Field(
        None, description="share of farming, forestry and fishing in GDP; in the rest if absent"
    )
    secondary: Share = Field(description="share of industry and construction in GDP")


class HouseholdSize(Section):
    """Persons in a household."""

    urban: Annotated[Quantity, Measure("person/household", minimum=0.5)] = Field(description="in towns")
    rural: Annotated[Quantity, Measure("person/household", minimum=0.5)] | None = Field(
        None, description="in villages; nothing is told of their households if absent"
    )


class Corridor(Section):
    """The range within which GDP is meant to grow, and its centre, for which activity paths are written.

    Where `gdp` or `structure` differ from the centre, branches, services, traffic and floor area follow by their
    elasticity. A scenario outside the range is told so.
    """

    central: Annotated[Quantity, Measure("billion CNY", positive=True)] | None = Field(
        None, description="GDP for which activity paths are written; `gdp` itself where none is written"
    )
    structure: Structure | None = Field(
        None, description="shares of GDP that go with `central`; `structure` itself where none is written"
    )
    least: Growth = Field(description="least real growth a year, from plan_from")
    most: Growth = Field(description="most real growth a year, from plan_from")


class Service(Section):
    """A branch of services: its energy follows its value added, its season is the load shape of its uses.

    What it uses is served by the technologies of buildings, and counted there.
    """

    label: Text = Field(description=marked("name"))
    value_added: Money = Field(description="value added over time at base-year prices, part of the tertiary sector")
    elasticity: Elasticity = Field(
        NOTHING_FOLLOWS, description="growth of its value added per growth of tertiary value added above the centre"
    )
    supplier_multiplier: SupplierMultiplier = Field(NO_SUPPLIERS, description=WHAT_SUPPLIERS_ADD)
    uses: dict[str, Use] = Field(default_factory=dict, description="uses of energy by name; shapes tell the season")
    actor: str | None = Field(None, description=WHO_INVESTS)
    building_class: str | None = Field(
        None,
        description="class of buildings that holds its energy, where it has no uses of its own; what a scenario adds to"
        " its value added adds to the area of the class in the same proportion, of all services where the baseline has"
        " none in it, unless the scenario writes another floor_area",
    )


class Jobs(Section):
    """Jobs of a part of the economy: value added × jobs per value added."""

    label: Text = Field(description=marked("name"))
    of: str = Field(
        description=marked("driver: value_added_primary, _secondary or _tertiary, or the name of a service or branch")
    )
    without: list[str] = Field(default_factory=list, description="services or branches in it that are counted apart")
    per_value_added: Annotated[Quantity, Measure("person/(million CNY)", minimum=0)] = Field(
        description="persons at work per million CNY of value added, over time"
    )


class Incomes(Section):
    """Disposable income a head."""

    urban: Income = Field(description="in towns, at base-year prices")
    rural: Income = Field(description="in villages, at base-year prices")


class Economy(Section):
    """GDP, its structure, population and households."""

    gdp: Annotated[Quantity, Measure("billion CNY", positive=True)] | None = Field(
        None,
        description="GDP at base-year prices; to it comes what the scenario changes in branches, services and projects;"
        " nothing is told per GDP if absent",
    )
    growth_corridor: Corridor | None = Field(None, description="range within which GDP is meant to grow")
    structure: Structure | None = Field(
        None,
        description="shares of the three sectors of GDP; their value added is neither told nor followed if absent",
    )
    population: Annotated[Quantity, Measure("million person", positive=True)] = Field(description="residents")
    urbanisation: Share | None = Field(
        None, description="share of residents in towns; towns and villages are not told apart if absent"
    )
    household_size: HouseholdSize | None = Field(
        None, description="persons in a household; nothing is told of households if absent"
    )
    services: dict[str, Service] = Field(default_factory=dict, description="branches of services by name")
    jobs: dict[str, Jobs] = Field(default_factory=dict, description="jobs by part of the economy")
    plant_jobs: dict[str, Annotated[Quantity, Measure("person/MW", minimum=0)]] = Field(
        default_factory=dict, description="persons at work per capacity, by group of plants: they follow the plan"
    )
    income: Incomes | None = Field(None, description="disposable income a head")
    tariffs: dict[str, Annotated[Quantity, Measure("CNY/GJ", minimum=0)]] = Field(
        default_factory=dict, description="what households pay, by commodity; fuels without one cost their price"
    )

    @model_validator(mode="before")
    @classmethod
    def _the_centre_of_the_corridor(cls, value: object) -> object:
        """Where no GDP or structure is written, those of the corridor's centre hold."""
        if not isinstance(value, Mapping) or not isinstance(corridor := value.get("growth_corridor"), Mapping):
            return value
        centre = {"gdp": corridor.get("central"), "structure": corridor.get("structure")}
        return {**{key: path for key, path in centre.items() if path is not None}, **value}
