"""Waste: refuse and what becomes of it, landfills that give gas for decades, wastewater."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Constant = Annotated[Quantity, Measure("1", minimum=0, maximum=1, constant=True)]
Rate = Annotated[Quantity, Measure("1/yr", minimum=0, constant=True)]
CostPerTonne = Annotated[Quantity, Measure("CNY/t", minimum=0)]


class Route(Section):
    """What can be done with a tonne of refuse."""

    label: Text = Field(description=marked("name"))
    share: Share = Field(Quantity.constant(0, "1"), description="share of all refuse before the plan")
    share_min: Share = Field(Quantity.constant(0, "1"), description="least share from plan_from")
    share_max: Share = Field(Quantity.constant(1, "1"), description="most of all refuse from plan_from")
    share_change_max: Rate = Field(Quantity.constant(0.05, "1/yr"), description="most that its share can rise a year")
    cost: CostPerTonne = Field(Quantity.constant(0, "CNY/t"), description="cost of treatment, without what it sells")
    energy: dict[str, Annotated[Quantity, Measure("GJ/t", minimum=0)]] = Field(
        default_factory=dict, description="fuel it gives, by name under energy.fuels"
    )
    emissions: dict[Literal["CO2_process", "CH4", "N2O"], Annotated[Quantity, Measure("kg/t", minimum=0)]] = Field(
        default_factory=dict, description="emissions at once, by gas; those of the fuel come where it is burnt"
    )
    separate: bool = Field(False, description="takes only what was sorted at source, such as kitchen waste")
    buried: bool = Field(False, description="laid down in the landfill, where it gives gas for decades")


class Fraction(Section):
    """A part of what is buried, with its carbon and how fast it decays."""

    share: Constant = Field(description="share of what is buried, by wet mass")
    carbon: Annotated[Quantity, Measure("t/t", minimum=0, maximum=1, constant=True)] = Field(
        description="degradable organic carbon per wet tonne"
    )
    decay: Annotated[Quantity, Measure("1/yr", minimum=0.001, maximum=2, constant=True)] = Field(
        description="decay constant"
    )


class Capture(Section):
    """Wells that collect landfill gas as fuel."""

    fuel: str = Field("biogas", description="fuel it becomes, by name under energy.fuels")
    share: Share = Field(Quantity.constant(0, "1"), description="share of the gas collected before the plan")
    share_min: Share = Field(Quantity.constant(0, "1"), description="least of the gas collected from plan_from")
    share_max: Share = Field(Quantity.constant(0.75, "1"), description="most of the gas that wells can collect")
    cost: Annotated[Quantity, Measure("CNY/GJ", minimum=0)] = Field(description="cost of wells and blowers per energy")
    flare_cost: Annotated[Quantity, Measure("CNY/GJ", minimum=0)] = Field(
        Quantity.constant(0, "CNY/GJ"), description="cost of burning gas that nobody uses"
    )


class Landfill(Section):
    """Landfills as one: methane by first-order decay (IPCC 2006, Vol. 5, chapter 3)."""

    fractions: dict[str, Fraction] = Field(
        description=marked("what is buried, by kind; shares add up to at most 100 %")
    )
    degradable: Constant = Field(Quantity.constant(0.5, "1"), description="share of that carbon which decays (DOCf)")
    correction: Constant = Field(Quantity.constant(1, "1"), description="methane correction factor of the site (MCF)")
    methane_share: Constant = Field(Quantity.constant(0.5, "1"), description="methane in landfill gas by volume (F)")
    oxidation: Constant = Field(
        Quantity.constant(0.1, "1"), description="share of escaping methane oxidised in the cover"
    )
    past_deposits: Annotated[Quantity, Measure("Mt/yr", minimum=0)] = Field(
        description="refuse buried in the years before the first model year, over time; none before the first year"
    )
    methane_charge: CostPerTonne = Field(
        Quantity.constant(0, "CNY/t"), description="charge per tonne of methane that escapes"
    )
    capture: Capture | None = Field(None, description="collection of the gas")


class Refuse(Section):
    """Municipal solid waste, and the ways it may go."""

    per_person: Annotated[Quantity, Measure("kg/person/d", minimum=0)] = Field(
        description="refuse a person and day, at the income of the first model year"
    )
    people: str = Field("urban_population", description="driver: whose refuse is collected")
    income_elasticity: Annotated[Quantity, Measure("1", minimum=-1, maximum=2)] = Field(
        Quantity.constant(0, "1"), description="growth of refuse a head per growth of GDP a head"
    )
    separate_share_max: Share = Field(
        Quantity.constant(1, "1"), description="most of the refuse that can be sorted at source from plan_from"
    )
    routes: dict[str, Route] = Field(description=marked("treatment by name; shares before the plan add up to 100 %"))
    landfill: Landfill | None = Field(None, description="the landfill; needed where a route is buried")


class Wastewater(Section):
    """Wastewater of the people served: methane of its organic load, nitrous oxide of its nitrogen (IPCC 2006)."""

    label: Text = Field(description=marked("name"))
    people: str = Field("population", description="driver")
    organic_load: Annotated[Quantity, Measure("g/person/d", minimum=0)] = Field(
        description="biochemical oxygen demand a person and day"
    )
    methane_yield: Annotated[Quantity, Measure("kg/kg", minimum=0)] = Field(
        Quantity.constant(0.6, "kg/kg"), description="methane per oxygen demand if all decays without air (Bo)"
    )
    correction: Share = Field(description="methane correction factor of the way it is treated (MCF), over time")
    recovered: Share = Field(Quantity.constant(0, "1"), description="share of that methane collected and burnt")
    nitrogen: Annotated[Quantity, Measure("kg/person/yr", minimum=0)] = Field(
        description="nitrogen in the effluent a person and year"
    )
    nitrous_oxide: Annotated[Quantity, Measure("kg/kg", minimum=0)] = Field(
        Quantity.constant(0.005, "kg/kg"), description="nitrogen that becomes nitrous oxide, kg N2O-N per kg N"
    )


class IndustrialWastewater(Section):
    """Wastewater of a branch of industry, which follows its output (IPCC 2006, Vol. 5, chapter 6)."""

    label: Text = Field(description=marked("name"))
    branch: str = Field(description=marked("branch of industry, or driver, that it follows"))
    organic_load: Annotated[Quantity, Measure("kt/yr", minimum=0)] = Field(
        description="chemical oxygen demand of the base year's output, over time as cleaner production changes it"
    )
    methane_yield: Annotated[Quantity, Measure("kg/kg", minimum=0)] = Field(
        Quantity.constant(0.25, "kg/kg"),
        description="methane per chemical oxygen demand if all decays without air (Bo)",
    )
    correction: Share = Field(description="methane correction factor of the way it is treated (MCF), over time")
    recovered: Share = Field(Quantity.constant(0, "1"), description="share of that methane collected and burnt")
    nitrogen: Annotated[Quantity, Measure("kt/yr", minimum=0)] = Field(
        Quantity.constant(0, "kt/yr"), description="nitrogen in the effluent of the base year's output"
    )
    nitrous_oxide: Annotated[Quantity, Measure("kg/kg", minimum=0)] = Field(
        Quantity.constant(0.005, "kg/kg"), description="nitrogen that becomes nitrous oxide, kg N2O-N per kg N"
    )


class Waste(Section):
    """Refuse and wastewater."""

    refuse: Refuse | None = Field(None, description="municipal solid waste")
    wastewater: dict[str, Wastewater] = Field(default_factory=dict, description="wastewater by name")
    industrial_wastewater: dict[str, IndustrialWastewater] = Field(
        default_factory=dict, description="wastewater of industry by name"
    )
