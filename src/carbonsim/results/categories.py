"""Which category of the IPCC 2006 Guidelines an emission belongs to."""

from __future__ import annotations

from typing import NamedTuple

from carbonsim.scenario.sections.inventory import Inventory
from carbonsim.scenario.sectors.buildings import are_homes

TRANSPORT = {"rail": "1A3c", "metro": "1A3c", "aviation": "1A3a", "shipping": "1A3d"}  # any other fleet is on the road
LAND = {"rice": {"CH4": "3C7", "N2O": "3C4"}, "crops": {"N2O": "3C4"}, "straw": {"CH4": "3C1", "N2O": "3C1"}}
WASTE = {"landfill": "4A", "wastewater": "4D"}
SUPPLY = "1A1a"  # public power and heat: what users are given their part of


class Source(NamedTuple):
    """Where an emission comes from, by the tags of its technology."""

    emission: str
    sector: str
    branch: str
    use: str
    group: str
    burns: str = ""  # "waste" where a plant of the waste sector burns it


def category_of(source: Source, chosen: Inventory) -> str:
    """Return the code of the category an emission belongs to."""
    if source.emission == "CO2_land":
        return "3B1" if source.branch == "forest" else "3B"
    if source.emission == "HFC":
        return "2F"
    if source.sector == "energy":
        return _of_supply(source)
    if source.sector == "waste":
        return WASTE.get(source.branch) or ("4C" if source.burns else "4B" if source.branch == "refuse" else "4")
    if source.sector == "land" and source.branch == "livestock":
        return "3A1" if source.use == "enteric" else "3A2"
    if source.sector == "land" and source.branch in LAND:
        return LAND[source.branch].get(source.emission, "3C")
    if source.emission == "CO2_process" or source.group == "process":
        return chosen.process.get(source.branch, "2H")
    return user_of(source.sector, source.branch, chosen)


def _of_supply(source: Source) -> str:
    if source.branch == "heat":
        return "1A1aiii"
    if source.branch == "power":
        return "1A1aii" if source.group.endswith("CHP") else "1A1ai"
    return "1A1c"


def user_of(sector: str, branch: str, chosen: Inventory) -> str:
    """Return the category that a user of energy belongs to."""
    if branch in chosen.energy:
        return chosen.energy[branch]
    if sector == "transport":
        return TRANSPORT.get(branch, "1A3b")
    if sector == "buildings":
        return "1A4b" if are_homes(branch) else "1A4a"
    return {"industry": "1A2m", "land": "1A4c", "waste": "1A4a"}.get(sector, "1A5")
