"""Waste: refuse to landfill or to incineration, wastewater, in their simple form."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonsim.scenario.model import Section, Text
from carbonsim.scenario.quantity import Measure, Quantity

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]


class Refuse(Section):
    """Municipal solid waste of the people in towns."""

    per_person: Annotated[Quantity, Measure("kg/person/d", minimum=0)] = Field(description="refuse a person and day")
    burnt_share: Share = Field(description="share burnt for power before the plan")
    burnt_share_max: Share = Field(description="most that can be burnt")
    heating_value: Annotated[Quantity, Measure("GJ/t", minimum=0)] = Field(description="energy of refuse as burnt")
    fossil_co2: Annotated[Quantity, Measure("t/t", minimum=0)] = Field(description="fossil CO2 of burnt refuse")
    landfill_ch4: Annotated[Quantity, Measure("t/t", minimum=0)] = Field(description="CH4 of landfilled refuse")
    landfill_cost: Annotated[Quantity, Measure("CNY/t", minimum=0)] = Field(description="cost of landfilling")


class Wastewater(Section):
    """Wastewater of the people served."""

    label: Text = Field(description="name")
    emission: str = Field(description="CH4 or N2O")
    per_person: Annotated[Quantity, Measure("kg/person/yr", minimum=0)] = Field(description="gas a person and year")
    people: str = Field("population", description="driver")


class Waste(Section):
    """Refuse and wastewater."""

    refuse: Refuse | None = Field(None, description="municipal solid waste")
    wastewater: dict[str, Wastewater] = Field(default_factory=dict, description="wastewater by gas")
