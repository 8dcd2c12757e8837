"""Buildings: floor area by class, heating, cooling, cooking and hot water, appliances, retrofit."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text
from carbonsim.scenario.sectors.end_use import NOTHING_FOLLOWS, WHO_INVESTS, Elasticity, EndUseTechnology, Saving, Use

HOMES = ("residential", "homes", "dwellings", "households")  # in the name of a class of buildings


def are_homes(branch: str) -> bool:
    """Say whether a class of buildings is homes, by its name; the others are public and commercial."""
    return any(word in branch.lower() for word in HOMES)


class Metering(Section):
    """Heat billed by what is used: whoever pays for heat turns it down."""

    share: Annotated[Quantity, Measure("1", minimum=0, maximum=1)] = Field(
        description="share of the floor area billed by use, over time"
    )
    saving: Annotated[Quantity, Measure("1", minimum=0, maximum=0.9)] = Field(
        description="share of the heat that billing by use saves"
    )


class BuildingClass(Section):
    """A class of buildings, driven by its floor area."""

    label: Text = Field(description=marked("name"))
    floor_area: Annotated[Quantity, Measure("million m2", minimum=0)] | None = Field(
        None, description="floor area in use; if absent, all uses follow the people of the class"
    )
    elasticity: Elasticity = Field(
        NOTHING_FOLLOWS, description="growth of `floor_area` per growth of GDP above the centre of the corridor"
    )
    per_person: list[str] = Field(
        default_factory=list, description="uses that follow the people of the class and not its floor area"
    )
    people: str = Field(
        "population", description="driver of those uses: population, urban_population, gdp, value_added_tertiary, …"
    )
    uses: dict[str, Use] = Field(description=marked("uses of energy by name"))
    savings: dict[str, Saving] = Field(default_factory=dict, description="retrofit and other savings")
    actor: str | None = Field(None, description=WHO_INVESTS)
    indoor_temperature: Annotated[Quantity, Measure("1", minimum=5, maximum=30)] | None = Field(
        None, description="mean indoor temperature of the heating season in °C, over time"
    )
    metering: Metering | None = Field(None, description="heat billed by use")
    heated_by: list[str] = Field(
        default_factory=lambda: ["heating"], description="uses that follow indoor temperature and metering"
    )


class Buildings(Section):
    """Classes of buildings, and the technologies they share."""

    technologies: dict[str, EndUseTechnology] = Field(description=marked("technologies by name"))
    classes: dict[str, BuildingClass] = Field(
        description=marked(
            "classes by name; residential, homes, dwellings or households in it says that people live there"
        )
    )
    outdoor_temperature: Annotated[Quantity, Measure("1", minimum=-40, maximum=20)] = Field(
        Quantity.constant(0, "1"), description="mean outdoor temperature of the heating season in °C"
    )
