"""Land: arable land and its crops, straw, herds, forests that grow, and farm energy."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text
from carbonsim.scenario.sectors.end_use import WHO_INVESTS, EndUseTechnology, Use

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Rate = Annotated[Quantity, Measure("1/yr", minimum=0, constant=True)]
Ratio = Annotated[Quantity, Measure("1", minimum=0)]
Area = Annotated[Quantity, Measure("Mha", minimum=0)]
PerHectare = Annotated[Quantity, Measure("kg/ha/yr", minimum=0)]
PerHead = Annotated[Quantity, Measure("kg/yr", minimum=0)]


class FarmEnergy(Section):
    """Energy used on farms, by what it is for."""

    label: Text = Field(description=marked("name"))
    activity: Annotated[Quantity, Measure("1", minimum=0)] = Field(description="path of the work done")
    activity_unit: str = Field(description=marked("what the activity is counted in"))
    uses: dict[str, Use] = Field(description=marked("uses of energy by name"))
    actor: str | None = Field(None, description=WHO_INVESTS)


class Practice(Section):
    """Another way to grow a crop or keep a herd: its emissions are the usual ones times a factor."""

    label: Text = Field(description=marked("name"))
    methane: Ratio = Field(Quantity.constant(1, "1"), description="methane of the field or of digestion, usual way = 1")
    manure_methane: Ratio = Field(Quantity.constant(1, "1"), description="methane of manure, usual way = 1")
    nitrous_oxide: Ratio = Field(Quantity.constant(1, "1"), description="nitrous oxide, usual way = 1")
    grain: Ratio = Field(Quantity.constant(1, "1"), description="yield, usual way = 1")
    energy: dict[str, Annotated[Quantity, Measure("GJ", minimum=0)]] = Field(
        default_factory=dict, description="fuel it gives per hectare or head and year, by name under energy.fuels"
    )
    cost: Annotated[Quantity, Measure("CNY")] = Field(description="cost per hectare or head and year above the usual")
    share: Share = Field(Quantity.constant(0, "1"), description="share of the area or herd before the plan")
    share_min: Share = Field(Quantity.constant(0, "1"), description="least share from plan_from")
    share_max: Share = Field(Quantity.constant(1, "1"), description="most from plan_from")
    share_change_max: Rate = Field(Quantity.constant(0.04, "1/yr"), description="most that its share can rise a year")


class Crop(Section):
    """A crop on arable land; what is not grown costs what it would have earned."""

    label: Text = Field(description=marked("name"))
    area: Area = Field(description="area meant to be sown over time")
    grain: Annotated[Quantity, Measure("t/ha/yr", minimum=0)] = Field(
        Quantity.constant(0, "t/ha/yr"), description="grain that counts for the floor"
    )
    straw: Annotated[Quantity, Measure("t/t", minimum=0)] = Field(
        Quantity.constant(0, "t/t"), description="straw per grain"
    )
    net_return: Annotated[Quantity, Measure("CNY/ha/yr", minimum=0)] = Field(
        description="what a hectare earns above its costs, lost where it is set aside"
    )
    methane: PerHectare = Field(Quantity.constant(0, "kg/ha/yr"), description="methane of flooded fields")
    nitrogen: PerHectare = Field(Quantity.constant(0, "kg/ha/yr"), description="nitrogen put on the field")
    nitrous_oxide: Annotated[Quantity, Measure("kg/kg", minimum=0)] = Field(
        Quantity.constant(0.01, "kg/kg"), description="nitrogen that becomes nitrous oxide, kg N2O-N per kg N"
    )
    practices: dict[str, Practice] = Field(default_factory=dict, description="other ways to grow it")


class Arable(Section):
    """Arable land, and the floors that no plan may break."""

    area: Area = Field(description="arable land there is over time, by the yearbook: what crops are sown on")
    surveyed: Area | None = Field(None, description="arable land by the land survey, another definition")
    floor: Area | None = Field(None, description="least arable land from plan_from (the red line)")
    grain_floor: Annotated[Quantity, Measure("Mt/yr", minimum=0)] | None = Field(
        None, description="least grain from plan_from"
    )


class Straw(Section):
    """Where straw goes: back to the field, to the herds, into energy, or up in smoke in the open."""

    collectable: Share = Field(Quantity.constant(1, "1"), description="share of straw that can be gathered")
    returned_min: Share = Field(
        Quantity.constant(0, "1"), description="least share left on the field for the soil, from plan_from"
    )
    return_cost: Annotated[Quantity, Measure("CNY/t", minimum=0)] = Field(
        Quantity.constant(0, "CNY/t"), description="cost of chopping it in or covering with it"
    )
    burnt_open: Share = Field(Quantity.constant(0, "1"), description="share burnt in the open before the plan")
    burnt_open_max: Share = Field(Quantity.constant(0, "1"), description="most burnt in the open from plan_from")
    burning_emissions: dict[str, Annotated[Quantity, Measure("kg/t", minimum=0)]] = Field(
        default_factory=dict, description="CH4 and N2O per tonne burnt in the open"
    )
    heating_value: Annotated[Quantity, Measure("GJ/t", minimum=0)] = Field(description="energy of air-dry straw")
    fuels: list[str] = Field(default_factory=list, description="fuels made of it, by name under energy.fuels")
    other_biomass: Annotated[Quantity, Measure("PJ/yr", minimum=0)] = Field(
        Quantity.constant(0, "PJ/yr"), description="what these fuels may hold besides straw, such as wood"
    )


class Herd(Section):
    """A herd: enteric methane, and methane and nitrous oxide of manure."""

    label: Text = Field(description=marked("name"))
    heads: Annotated[Quantity, Measure("1", minimum=0)] = Field(description="stock in million heads over time")
    enteric: PerHead = Field(description="methane of digestion a head and year")
    manure_methane: PerHead = Field(Quantity.constant(0, "kg/yr"), description="methane of manure a head and year")
    manure_nitrous_oxide: PerHead = Field(
        Quantity.constant(0, "kg/yr"), description="nitrous oxide of manure a head and year"
    )
    straw: Annotated[Quantity, Measure("t/yr", minimum=0)] = Field(
        Quantity.constant(0, "t/yr"), description="straw fed to a head a year"
    )
    practices: dict[str, Practice] = Field(default_factory=dict, description="other ways to keep it")


class Forest(Section):
    """Forest that stands, and planting: a planted hectare takes up carbon by its age."""

    label: Text = Field(description=marked("name"))
    area: Annotated[Quantity, Measure("kha", minimum=0)] = Field(description="forest that stands, without planting")
    uptake: Annotated[Quantity, Measure("t/ha/yr")] = Field(description="CO2 taken up by it, which falls as it ages")
    planting: Annotated[Quantity, Measure("kha/yr", minimum=0)] = Field(
        Quantity.constant(0, "kha/yr"), description="planted a year before the plan, and at least from then on"
    )
    planting_max: Annotated[Quantity, Measure("kha/yr", minimum=0)] | None = Field(
        None, description="most planted a year from plan_from; as `planting` if absent"
    )
    planting_cost: Annotated[Quantity, Measure("CNY/ha", minimum=0)] = Field(
        Quantity.constant(0, "CNY/ha"), description="cost of planting and first tending"
    )
    uptake_by_age: dict[int, Annotated[Quantity, Measure("t/ha/yr", minimum=0, constant=True)]] = Field(
        default_factory=dict, description="CO2 taken up by a planted hectare at an age in years; linear between"
    )


class Land(Section):
    """Farms, crops, herds and forests."""

    area: Annotated[Quantity, Measure("kha", minimum=0)] | None = Field(None, description="land of the whole region")
    technologies: dict[str, EndUseTechnology] = Field(default_factory=dict, description="farm technologies")
    farms: dict[str, FarmEnergy] = Field(default_factory=dict, description="energy use on farms")
    arable: Arable | None = Field(None, description="arable land and floors; without it crops find all they need")
    crops: dict[str, Crop] = Field(default_factory=dict, description="crops by name")
    straw: Straw | None = Field(None, description="where straw goes")
    herds: dict[str, Herd] = Field(default_factory=dict, description="herds by name")
    forests: dict[str, Forest] = Field(default_factory=dict, description="forests by name")
