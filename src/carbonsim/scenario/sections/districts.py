"""Districts: results of the city told by district, by a stated key for every sector."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Cap = Annotated[Quantity, Measure("Mt", minimum=0)]
Emitting = Literal["energy", "industry", "transport", "buildings", "land", "waste", "imports"]
Divided = Literal["energy", "industry", "transport", "buildings", "land", "waste", "imports", "population", "gdp"]


class District(Section):
    """A district, with its share of the city by each key."""

    label: Text = Field(description=marked("name"))
    shares: dict[str, Share] = Field(
        description=marked("share of the city by key, over time; all districts add up to 100 %")
    )
    cap: Cap | None = Field(
        None,
        description="most that the plan may emit in the district, by place of burning: from the first year that is"
        " written, else from plan_from on",
    )
    sector_caps: dict[Emitting, Cap] = Field(
        default_factory=dict, description="the same for single sectors of the district"
    )


class Districts(Section):
    """How what the city has is divided: no district is modelled, each is told its part by a key."""

    keys: dict[Divided, str] = Field(description=marked("key by which a sector, the people or GDP are divided"))
    areas: dict[str, District] = Field(description=marked("districts by name"))
