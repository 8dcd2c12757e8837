"""Land: farm energy, crops, livestock and forest, in their simple form."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonsim.scenario.model import Section, Text
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.sectors.end_use import EndUseTechnology, Use


class LandActivity(Section):
    """An area, a herd or a forest: what it emits or takes up is activity × factor."""

    label: Text = Field(description="name")
    activity: Annotated[Quantity, Measure("1", minimum=0)] = Field(description="area, heads, … over time")
    activity_unit: str = Field(description="what the activity is counted in")
    emission: str = Field(description="CH4, N2O or CO2_land")
    factor: Annotated[Quantity, Measure("Mt")] = Field(
        description="Mt of the gas per unit of activity; negative for uptake"
    )


class FarmEnergy(Section):
    """Energy used on farms, by what it is for."""

    label: Text = Field(description="name")
    activity: Annotated[Quantity, Measure("1", minimum=0)] = Field(description="path of the work done")
    activity_unit: str = Field(description="what the activity is counted in")
    uses: dict[str, Use] = Field(description="uses of energy by name")


class Land(Section):
    """Farms and forests."""

    technologies: dict[str, EndUseTechnology] = Field(default_factory=dict, description="farm technologies")
    farms: dict[str, FarmEnergy] = Field(default_factory=dict, description="energy use on farms")
    activities: dict[str, LandActivity] = Field(default_factory=dict, description="crops, livestock, forest")
