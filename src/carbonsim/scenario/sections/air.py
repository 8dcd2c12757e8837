"""Air: what burning a fuel puts into the air of the city, by who burns it, and what filters take out of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text

Pollutant = Literal["SO2", "NOx", "PM25"]
BurningSector = Literal["energy", "industry", "transport", "buildings", "land", "waste"]
Factor = Annotated[Quantity, Measure("g/GJ", minimum=0)]
Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]


class AirFactor(Section):
    """What those who burn a fuel put into the air per unit of it.

    Of several that fit, each pollutant is told by the one that names who burns before one of the whole sector, then by
    one that names the fuel before one of its kind, then by the last.
    """

    label: Text | None = Field(None, description="name; the key if absent")
    sector: BurningSector = Field(description=marked("the sector that burns it"))
    fuels: list[str] = Field(
        min_length=1, description=marked("fuels by name, or kinds: coal, oil, gas, biomass, waste, hydrogen")
    )
    burners: list[str] = Field(
        default_factory=list,
        description="who burns it: branches, uses, plants, fleets, technologies or legend entries; the whole sector if"
        " absent",
    )
    emission_factors: dict[Pollutant, Factor] = Field(
        min_length=1, description=marked("emissions when burnt, before filters that `abatement` tells, by pollutant")
    )
    abatement: dict[Pollutant, Share] = Field(
        default_factory=dict, description="share that filters take out, over time, by pollutant"
    )


class Air(Section):
    """Air pollutants of what is burnt inside the boundary; reported, never a bound."""

    factors: dict[str, AirFactor] = Field(description=marked("emission factors of who burns what, by name"))
