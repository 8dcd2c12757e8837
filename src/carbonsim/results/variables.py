"""Names of the variables: where each technology, fuel and gas belongs in the community's tree."""

from __future__ import annotations

from carbonsim.scenario.sectors.buildings import are_homes
from carbonsim.units import ResultUnit

PEAKING = "Peaking Emissions"
PEAKING_CHILDREN = {
    "energy": "Power and Heat",
    "industry": "Industry",
    "transport": "Transport",
    "buildings": "Buildings",
    "land": "Land",
    "waste": "Waste",
}
IMPORTED = "Imported Electricity"
PLANTS = {"power": "power plants", "heat": "heat plants"}

CARRIERS = {
    "coal": "Solids|Coal",
    "biomass": "Solids|Biomass",
    "waste": "Solids|Waste",
    "oil": "Liquids|Oil",
    "gas": "Gases|Gas",
    "electricity": "Electricity",
    "heat": "Heat",
    "hydrogen": "Hydrogen",
}
POWER_SOURCES = {
    "coal CHP": "Coal",
    "coal": "Coal",
    "gas CHP": "Gas",
    "gas": "Gas",
    "biomass": "Biomass",
    "waste": "Other",
    "wind": "Wind",
    "solar": "Solar|PV",
    "hydro": "Hydro",
}
HEAT_SOURCES = {
    "coal CHP": "Coal",
    "coal": "Coal",
    "coal boiler": "Coal",
    "gas CHP": "Gas",
    "gas boiler": "Gas",
    "biomass": "Biomass",
    "biomass boiler": "Biomass",
    "waste": "Other",
    "electric boiler": "Electricity",
    "heat pump": "Electricity",
    "waste heat": "Electricity",
    "solar heat": "Other",
}
PRIMARY = {"coal": "Coal", "oil": "Oil", "gas": "Gas", "biomass": "Biomass", "waste": "Biomass", "hydrogen": "Hydrogen"}
FOSSIL = ("Coal", "Oil", "Gas")
DRIVETRAINS = {
    "petrol": "Petrol",
    "diesel": "Diesel",
    "plug-in hybrid": "Plug-in Hybrid",
    "battery electric": "Battery-Electric",
    "natural gas": "Natural Gas",
    "fuel cell": "Fuel Cell",
}
NON_FOSSIL_POWER = ("wind", "solar", "hydro", "biomass", "waste", "nuclear")
GAS_UNITS = {"N2O": (ResultUnit.KT_N2O_A_YEAR, 1000.0), "HFC": (ResultUnit.KT_HFC_A_YEAR, 1000.0)}  # unit, and per Mt
COMPONENTS = {"investment": "Investment", "fixed": "Fixed", "variable": "Variable", "carbon_price": "Carbon Price"}


def final_sector(sector: str, branch: str) -> str:
    """Return the sector of final energy that a technology's sector and branch belong to."""
    if sector == "buildings":
        return "Residential" if are_homes(branch) else "Commercial"
    return {"industry": "Industry", "transport": "Transportation", "land": "Agriculture", "waste": "Other Sector"}.get(
        sector, "Other Sector"
    )


def energy_emissions(sector: str, branch: str) -> str:
    """Return the variable of combustion CO2 that a technology's sector and branch belong to."""
    if sector == "energy":
        return "Emissions|CO2|Energy|Supply|" + ("Heat" if branch == "heat" else "Electricity")
    part = final_sector(sector, branch)
    return "Emissions|CO2|Energy|Demand|" + ("AFOFI" if part == "Agriculture" else part)


MANURE = "Agriculture|Livestock|Manure Management"
AGRICULTURE = {
    ("CH4", "rice", "nature"): "Agriculture|Rice",
    ("CH4", "livestock", "enteric"): "Agriculture|Livestock|Enteric Fermentation",
    ("CH4", "livestock", "manure"): MANURE,
    ("CH4", "straw", "straw"): "Agricultural Waste Burning",
    ("N2O", "rice", "nature"): "Agriculture|Managed Soils",
    ("N2O", "crops", "nature"): "Agriculture|Managed Soils",
    ("N2O", "livestock", "manure"): MANURE,
    ("N2O", "straw", "straw"): "Agricultural Waste Burning",
}


def other_emissions(emission: str, sector: str, branch: str, use: str) -> str:
    """Return the variable of emissions that come from no fuel, and of gases other than CO2."""
    if emission == "CO2_process":
        return "Emissions|CO2|Waste" if sector == "waste" else "Emissions|CO2|Industrial Processes"
    if emission == "CO2_land":
        return "Emissions|CO2|AFOLU|Land"
    if sector == "land" and (emission, branch, use) in AGRICULTURE:
        return f"Emissions|{emission}|AFOLU|{AGRICULTURE[emission, branch, use]}"
    if emission == "HFC":
        return f"Emissions|HFC|{'Industrial Processes' if sector == 'industry' else final_sector(sector, branch)}"
    part = {"waste": "Waste", "industry": "Industrial Processes"}.get(sector, "Energy")
    if part == "Energy":
        return f"Emissions|{emission}|Energy|" + ("Supply" if sector == "energy" else "Demand")
    return f"Emissions|{emission}|{part}"
