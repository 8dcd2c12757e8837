"""Districts: results of the city told by district, by a stated key for every sector."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Divided = Literal["energy", "industry", "transport", "buildings", "land", "waste", "imports", "population", "gdp"]


class District(Section):
    """A district, with its share of the city by each key."""

    label: Text = Field(description=marked("name"))
    shares: dict[str, Share] = Field(
        description=marked("share of the city by key, over time; all districts add up to 100 %")
    )


class Districts(Section):
    """How what the city has is divided: no district is modelled, each is told its part by a key."""

    keys: dict[Divided, str] = Field(description=marked("key by which a sector, the people or GDP are divided"))
    areas: dict[str, District] = Field(description=marked("districts by name"))
