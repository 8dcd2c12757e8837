"""Economy: what drives demand."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonsim.scenario.model import Section
from carbonsim.scenario.quantity import Measure, Quantity

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]


class Structure(Section):
    """Shares of GDP; tertiary is the rest."""

    primary: Share = Field(description="share of farming, forestry and fishing in GDP")
    secondary: Share = Field(description="share of industry and construction in GDP")


class HouseholdSize(Section):
    """Persons in a household."""

    urban: Annotated[Quantity, Measure("person/household", minimum=0.5)] = Field(description="in towns")
    rural: Annotated[Quantity, Measure("person/household", minimum=0.5)] = Field(description="in villages")


class Economy(Section):
    """GDP, its structure, population and households."""

    gdp: Annotated[Quantity, Measure("billion CNY", positive=True)] = Field(description="GDP at base-year prices")
    structure: Structure = Field(description="shares of the three sectors of GDP")
    population: Annotated[Quantity, Measure("million person", positive=True)] = Field(description="residents")
    urbanisation: Share = Field(description="share of residents in towns")
    household_size: HouseholdSize = Field(description="persons in a household")
