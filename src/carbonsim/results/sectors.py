"""Variables of single sectors that the community has few names for: services, jobs, farming, forest, refuse.

The names are our own, in the community's style; they stand in the extended table.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.optimization.solution.solution import Solution
from carbonsim.results.flows import Flows
from carbonsim.results.ledger import Ledger
from carbonsim.results.variables import IMPORTED, PEAKING_CHILDREN
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.districts import Districts, Divided
from carbonsim.scenario.sectors.land import Land
from carbonsim.system.context import Context
from carbonsim.system.delay import output_after
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.sectors.economy import jobs_of, project_jobs
from carbonsim.system.sectors.economy import translate as translate_economy
from carbonsim.system.sectors.end_use import relative_to_first
from carbonsim.system.sectors.industry import branch_outputs
from carbonsim.system.sectors.transport import service_traffic
from carbonsim.system.sectors.value_added import AddedValue, added_values, economic_change
from carbonsim.system.tables import Delay
from carbonsim.units import PJ_PER_TWH, ResultUnit

CHILDREN: dict[str, str] = {**PEAKING_CHILDREN, "imports": IMPORTED}
Array = NDArray[np.float64]
BY_USER = "Emissions by User"
SECTOR_OF_USER: dict[str, Divided] = {
    "Industry": "industry",
    "Transport": "transport",
    "Land": "land",
    "Waste": "waste",
}  # by the key of which they are divided; all others live and work in buildings
GDP_CHANGE = "Change of GDP"  # against the baseline, by branch, service and project


def tabulate_sectors(
    ledger: Ledger, flows: Flows, scenario: Scenario, system: EnergySystem, solution: Solution
) -> None:
    """Write what each sector of the scenario adds to the table."""
    _production(ledger, scenario, system)
    _services(ledger, flows, scenario, system)
    _carried_by_services(ledger, scenario, system)
    if scenario.waste is not None and scenario.waste.refuse is not None:
        _refuse(ledger, flows)
        _landfill_gas(ledger, flows, system, solution)
    if scenario.land is not None:
        _land(ledger, flows, scenario.land)
        if scenario.land.forests:
            _forests(ledger, scenario.land, system, solution)
    if scenario.districts is not None:
        _districts(ledger, scenario.districts)


def split_livestock(emitted: pd.DataFrame, land: Land | None) -> pd.DataFrame:
    """Return emissions with those of herds told by use: methane of digestion, `enteric`, and the rest, `manure`."""
    herds = emitted["branch"].eq("livestock") & emitted["sector"].eq("land")
    if land is None or not herds.any():
        return emitted
    own = emitted[herds]
    digestion = np.array(
        [
            enteric_share(land, str(technology), int(year)) if emission == "CH4" else 0.0
            for technology, year, emission in zip(own["technology"], own["year"], own["emission"], strict=True)
        ]
    )
    parts = [own.assign(use=use, value=own["value"] * share) for use, share in
             (("enteric", digestion), ("manure", 1.0 - digestion))]  # fmt: skip
    return pd.concat([emitted[~herds], *parts], ignore_index=True)


def enteric_share(land: Land, technology: str, year: int) -> float:
    """Return the share of digestion in the methane of a way to keep a herd."""
    _, name, way = technology.split("/")
    herd = land.herds[name]
    enteric, manure = herd.enteric.at(year), herd.manure_methane.at(year)
    if way in herd.practices:
        practice = herd.practices[way]
        enteric, manure = enteric * practice.methane.at(year), manure * practice.manure_methane.at(year)
    return enteric / (enteric + manure) if enteric + manure > 0 else 0.0


def title(name: str) -> str:
    """Return a YAML name as the last part of a variable."""
    return name.replace("-", " ").replace("_", " ").title()


def _refuse(ledger: Ledger, flows: Flows) -> None:
    treated = flows.given[flows.given["commodity"] == "waste/refuse"]
    for (technology,), amount in ledger.by_group(treated, "technology").items():
        route = title(technology.rsplit("/", 1)[-1])
        ledger.add(f"Waste|Treatment|{route}", "Waste|Treatment", ResultUnit.MT_A_YEAR, amount)
    ledger.set("Waste|Generation", ResultUnit.MT_A_YEAR, ledger.by_year(treated))


def _landfill_gas(ledger: Ledger, flows: Flows, system: EnergySystem, solution: Solution) -> None:
    gas = flows.taken[flows.taken["commodity"] == "landfill_gas"]
    for (technology,), amount in ledger.by_group(gas, "technology").items():
        way = "Captured" if technology.endswith("capture") else "Released"
        ledger.add(f"Landfill Gas|Generated|{way}", "Landfill Gas|Generated", ResultUnit.MT_CH4_A_YEAR, amount)
    delays = [delay for delay in system.delays if delay.commodity == "landfill_gas"]
    if delays:
        stock = sum((_still_to_come(delay, system, solution) for delay in delays), np.zeros(len(ledger.years)))
        ledger.set("Landfill Gas|Still to Come", "Mt CH4", stock)


def _still_to_come(delay: Delay, system: EnergySystem, solution: Solution) -> Array:
    """Return what all deposits up to a year will still give after it, whether within the horizon or beyond."""
    own = solution.activity[solution.activity["technology"] == delay.technology]
    laid = own.groupby("year")["value"].sum().to_dict()
    deposits = [*delay.past, *((k, laid.get(year, 0.0)) for year in system.years for k in system.years.span(year))]
    return np.array(
        [
            sum(amount * output_after(delay.kernel, k, year) for k, amount in deposits if k <= year)
            for year in system.years
        ]
    )


def _land(ledger: Ledger, flows: Flows, land: Land) -> None:
    """Write sown areas, grain, straw by use, herds and forest."""
    rows = flows.given
    for name, crop in land.crops.items():
        grown = rows[(rows["commodity"] == f"land/{name}") & ~rows["technology"].str.endswith("/set-aside")]
        ledger.add(f"Sown Area|{title(name)}", "Sown Area", ResultUnit.MHA, ledger.by_year(grown))
        grain = np.zeros(len(ledger.years))
        for (technology,), area in ledger.by_group(grown, "technology").items():
            way = technology.rsplit("/", 1)[-1]
            practice = crop.practices.get(way)
            factor = 1.0 if practice is None else practice.grain.over(ledger.years)
            grain = grain + area * crop.grain.over(ledger.years) * factor
            if practice is not None:
                ledger.set(f"Farming Practice|{title(way)}", ResultUnit.MHA, area)
        top = "Agricultural Production|Grain"
        ledger.add(f"{top}|{title(name)}", top, ResultUnit.MT_A_YEAR, grain)
    if land.arable is not None:
        ledger.set("Land Cover|Cropland", ResultUnit.MILLION_HA, land.arable.area.over(ledger.years))
    straw = flows.taken[flows.taken["commodity"] == "land/straw"]
    for (technology,), amount in ledger.by_group(straw, "technology").items():
        use = technology.rsplit("/", 1)[-1] if technology.startswith("land/straw/") else "feed"
        ledger.add(f"Straw|{title(use)}", "Straw", ResultUnit.MT_A_YEAR, amount)
    for name, herd in land.herds.items():
        ledger.add(f"Livestock|{title(name)}", "Livestock", ResultUnit.MILLION_HEADS, herd.heads.over(ledger.years))


def _forests(ledger: Ledger, land: Land, system: EnergySystem, solution: Solution) -> None:
    """Write forest area: what stood in the first year, and what was planted since."""
    area = np.zeros(len(ledger.years))
    spans = np.array([len(system.years.span(year)) for year in ledger.years])
    for name, forest in land.forests.items():
        own = solution.activity[solution.activity["technology"] == f"land/{name}/planting"]
        planted = ledger.by_year(own)
        ledger.set(f"Forest Planting|{title(name)}", ResultUnit.KHA_A_YEAR, planted)
        area = area + forest.area.over(ledger.years) + np.cumsum(planted * spans)
    ledger.set("Land Cover|Forest", ResultUnit.MILLION_HA, area / 1000.0)


def _services(ledger: Ledger, flows: Flows, scenario: Scenario, system: EnergySystem) -> None:
    """Write value added, energy, its intensity and the season of its electricity for every branch of services."""
    if scenario.economy is None:
        return
    drivers = economy_drivers(scenario, system).drivers
    for name, service in scenario.economy.services.items():
        added = drivers[name]
        ledger.set(f"Value Added|Services|{title(name)}", ResultUnit.BILLION_CNY_A_YEAR, added)
        branch = service.building_class or name
        used = flows.taken[(flows.taken["sector"] == "buildings") & (flows.taken["branch"] == branch)]
        energy = ledger.by_year(used)
        ledger.set(f"Services|Energy|{title(name)}", ResultUnit.PJ_A_YEAR, energy)
        with np.errstate(divide="ignore", invalid="ignore"):
            intensity = np.where(added > 0, energy / added, 0.0)
        ledger.set(f"Services|Energy Intensity|{title(name)}", ResultUnit.GJ_A_GDP, intensity)
        _seasons(name, used[used["carrier"] == "electricity"], ledger, system)


def _seasons(name: str, used: pd.DataFrame, ledger: Ledger, system: EnergySystem) -> None:
    """Spread the electricity of a service over the seasons by its load shapes."""
    seasons = {part.name: part.season for part in system.time_slices}
    for (technology,), amount in ledger.by_group(used, "technology").items():
        shares: dict[str, float] = {}
        for (_, owner, commodity, time_slice), share in system.parameters["shape"].items():
            if owner == technology and commodity == "electricity":
                season = seasons[str(time_slice)]
                shares[season] = shares.get(season, 0.0) + share
        for season, share in shares.items():
            top = f"Services|Electricity|{title(name)}"
            ledger.add(f"{top}|{title(season)}", top, ResultUnit.TWH_A_YEAR, amount * share / PJ_PER_TWH)


def _carried_by_services(ledger: Ledger, scenario: Scenario, system: EnergySystem) -> None:
    """Write what metro, rail and other services carry beside the fleets: a shift leaves all travel as it was."""
    if scenario.transport is None:
        return
    units = {"passengers": ResultUnit.BILLION_PKM_A_YEAR, "freight": ResultUnit.BILLION_TKM_A_YEAR}
    traffic = service_traffic(scenario.transport, economy_drivers(scenario, system))
    for (name, carried), amount in traffic.items():
        top = f"Energy Service|Transportation|{'Passenger' if carried == 'passengers' else 'Freight'}"
        ledger.add(f"{top}|{name}", top, units[carried], amount)


def economy_drivers(scenario: Scenario, system: EnergySystem) -> Context:
    """Return the drivers that the economy gives the sectors."""
    context = Context(system.years, system.time_slices, scenario.locate)
    if scenario.economy is not None:
        translate_economy(scenario.economy, context, economic_change(scenario))
    return context


def _production(ledger: Ledger, scenario: Scenario, system: EnergySystem) -> None:
    """Write every branch's output, the part that its customers drive included, and jobs by part of the economy."""
    context = economy_drivers(scenario, system)
    branches = {} if scenario.industry is None else scenario.industry.branches
    for name, output in (branch_outputs(branches, context) or {}).items():
        ledger.set(f"Production|Industry|{name}", branches[name].activity_unit, output)
        added = branches[name].value_added
        if added is not None:
            context.drivers[name] = added.at(system.years.base_year) * relative_to_first(output)
    if scenario.economy is not None:
        for name, jobs in jobs_of(scenario.economy, context).items():
            ledger.add(f"Labor Force|Employed|{title(name)}", "Labor Force|Employed", ResultUnit.MILLION, jobs)
        if project_jobs(context).any():
            top = "Labor Force|Employed"
            ledger.add(f"{top}|Projects", top, ResultUnit.MILLION, project_jobs(context))
        _economic_changes(ledger, added_values(economic_change(scenario), context))


def _economic_changes(ledger: Ledger, changes: list[AddedValue]) -> None:
    """Write by how much each branch, service and project changes GDP against the baseline, and suppliers with them."""
    top = GDP_CHANGE
    for added in changes:
        ledger.add(f"{top}|{title(added.name)}", top, ResultUnit.BILLION_CNY, added.amount)
        if any(path.any() for path in added.suppliers.values()):
            ledger.add(f"{top}|Suppliers", top, ResultUnit.BILLION_CNY, added.whole - added.amount)


def _districts(ledger: Ledger, districts: Districts) -> None:
    """Divide emissions by sector, people and GDP among the districts, each by its key."""
    wholes = {
        name: (ledger.get(f"Peaking Emissions|{child}"), ResultUnit.MT_CO2_A_YEAR) for name, child in CHILDREN.items()
    }
    wholes |= {
        "population": (ledger.get("Population"), ResultUnit.MILLION),
        "gdp": (ledger.get("GDP"), ResultUnit.BILLION_CNY),
    }
    for divided, key in districts.keys.items():
        amount, unit = wholes[divided]
        whole = sum((area.shares[key].over(ledger.years) for area in districts.areas.values()), np.zeros(len(amount)))
        for name, area in districts.areas.items():
            part = amount * area.shares[key].over(ledger.years) / whole
            top = f"District|{title(name)}"
            if divided in CHILDREN:
                ledger.add(f"{top}|Peaking Emissions|{CHILDREN[divided]}", f"{top}|Peaking Emissions", unit, part)
            else:
                ledger.set(f"{top}|{'Population' if divided == 'population' else 'GDP'}", unit, part)
    _districts_by_user(ledger, districts)


def _districts_by_user(ledger: Ledger, districts: Districts) -> None:
    """Divide emissions by who is responsible for them among the districts, each by the key of its sector."""
    users = [name for name in ledger.values if name.startswith(f"{BY_USER}|") and name.count("|") == 1]
    for variable in users:
        user = variable.split("|")[1]
        key = districts.keys.get(SECTOR_OF_USER.get(user, "buildings"))
        if key is None:
            continue
        shares = {name: area.shares[key].over(ledger.years) for name, area in districts.areas.items()}
        whole = sum(shares.values(), np.zeros(len(ledger.years)))
        for name, share in shares.items():
            top = f"District|{title(name)}|{BY_USER}"
            ledger.add(f"{top}|{user}", top, ResultUnit.MT_CO2_A_YEAR, ledger.get(variable) * share / whole)
