"""Solution → the IAMC table: one function a family of variables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.optimization.solution.indicators import indicator_values
from carbonsim.optimization.solution.solution import Solution
from carbonsim.results import variables as names
from carbonsim.results.accounting import tabulate_accounting
from carbonsim.results.air.pollution import tabulate_air
from carbonsim.results.flows import Flows, dispatch_table, power_on_offer, yearly_flows
from carbonsim.results.inventory import write_inventory
from carbonsim.results.ledger import Ledger
from carbonsim.results.results import Results
from carbonsim.results.sectors import economy_drivers, split_livestock, tabulate_sectors
from carbonsim.results.system_table import tabulate_system
from carbonsim.results.users import write_users
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.inventory import Inventory
from carbonsim.scenario.sectors.economy import Economy
from carbonsim.scenario.sectors.energy import Energy
from carbonsim.system import finance
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.security.last_resort import CONTRACT, is_bought, is_last_resort, plant_name
from carbonsim.system.warming import warming_potentials
from carbonsim.units import MTCE_PER_TWH, PJ_PER_EJ, PJ_PER_MTCE, PJ_PER_TWH, ResultUnit

Array = NDArray[np.float64]
BIOMASS_HEAT_EFFICIENCY = 0.85  # of the heat part of a biomass CHP plant's fuel, as the 2020 balance counts it
SUPPLY = "electricity_supply"
HARDLY = 1e-6  # share of what wind and sun could give: less is what a solver leaves


def tabulate(scenario: Scenario, system: EnergySystem, solution: Solution) -> Results:
    """Tabulate a solved plan; every middle level of the tree is written."""
    if not system.sectors:
        return tabulate_system(scenario.stem, system, solution)
    ledger = Ledger(system.years.model)
    flows = yearly_flows(system, solution)
    emitted = split_livestock(split_heat_and_power(flows), scenario.land)
    _emissions(ledger, emitted, scenario)
    _peaking_emissions(ledger, flows, system, solution)
    write_users(ledger, flows, emitted, system, solution, warming_potentials(scenario.scope.gwp))
    write_inventory(ledger, flows, emitted, system, solution, scenario.inventory or Inventory())
    tabulate_air(ledger, flows, scenario, system)
    _power_and_heat(ledger, flows, scenario)
    _curtailment(ledger, flows, system, solution)
    _capacities(ledger, flows, system, solution)
    _final_energy(ledger, flows)
    _primary_energy(ledger, flows)
    if scenario.energy is not None:
        _consumption(ledger, flows, scenario.energy)
    if scenario.accounting is not None:
        tabulate_accounting(ledger, flows, scenario.accounting)
    if scenario.economy is not None:
        _economy(ledger, scenario.economy, economy_drivers(scenario, system).drivers)
    _traffic(ledger, flows, scenario, system, solution)
    _costs(ledger, flows, system, solution)
    tabulate_sectors(ledger, flows, scenario, system, solution)
    _indicators(ledger, system, solution)
    return Results(ledger.table(scenario.stem, system.region), dispatch_table(system, solution))


def _emissions(ledger: Ledger, emitted: pd.DataFrame, scenario: Scenario) -> None:
    warming = warming_potentials(scenario.scope.gwp)
    for (emission, sector, branch, use), amount in ledger.by_group(
        emitted, "emission", "sector", "branch", "use"
    ).items():
        if emission == "CO2":
            variable = names.energy_emissions(sector, branch)
        else:
            variable = names.other_emissions(emission, sector, branch, use)
        gas = variable.split("|")[1]
        unit, scale = names.GAS_UNITS.get(gas, (f"Mt {gas}/yr", 1.0))
        ledger.add(variable, f"Emissions|{gas}", unit, amount * scale)
        kyoto = ledger.get("Emissions|Kyoto Gases") + amount * warming.get(gas, 1.0)
        ledger.set("Emissions|Kyoto Gases", ResultUnit.MT_CO2E_A_YEAR, kyoto)
    demand = "Emissions|CO2|Energy|Demand"
    both = ledger.get(f"{demand}|Residential") + ledger.get(f"{demand}|Commercial")
    ledger.set(f"{demand}|Residential and Commercial", ResultUnit.MT_CO2_A_YEAR, both)
    industry = ledger.get("Emissions|CO2|Energy") + ledger.get("Emissions|CO2|Industrial Processes")
    ledger.set("Emissions|CO2|Energy and Industrial Processes", ResultUnit.MT_CO2_A_YEAR, industry)


def split_heat_and_power(flows: Flows) -> pd.DataFrame:
    """Return emissions with those of CHP plants shared between power and heat by the energy they give."""
    made = flows.given[flows.given["sector"] == "energy"]
    keys = ["technology", "year"]
    whole = made.groupby(keys)["value"].sum()
    heat = made[made["commodity"] == "heat_supply"].groupby(keys)["value"].sum()
    share = (heat / whole).dropna().rename("share").reset_index()
    joined = flows.emitted.merge(share, on=keys, how="left")
    joined["share"] = joined["share"].where(joined["branch"] == "power", 0.0).fillna(0.0)
    for_heat = joined[joined["share"] > 0].assign(branch="heat")
    for_heat["value"] *= for_heat["share"]
    joined["value"] *= 1.0 - joined["share"]
    return pd.concat([joined, for_heat], ignore_index=True)


def _peaking_emissions(ledger: Ledger, flows: Flows, system: EnergySystem, solution: Solution) -> None:
    """The total that the peak is judged on, its parts by sector; imports stand beside, never inside `Emissions|CO2`."""
    weights = flows.emitted["emission"].map(system.scope.weights).fillna(0.0)
    counted = flows.emitted.assign(value=flows.emitted["value"] * weights)
    for (sector,), amount in ledger.by_group(counted, "sector").items():
        child = names.PEAKING_CHILDREN.get(sector, "Other")
        if np.abs(amount).max() > 0:
            ledger.add(f"{names.PEAKING}|{child}", names.PEAKING, ResultUnit.MT_CO2_A_YEAR, amount)
    imported = solution.scope.set_index("year")["imported_emissions"].reindex(list(ledger.years))
    if system.scope.imports:
        ledger.add(f"{names.PEAKING}|{names.IMPORTED}", names.PEAKING, ResultUnit.MT_CO2_A_YEAR, imported)
    ledger.set(names.PEAKING, ResultUnit.MT_CO2_A_YEAR, ledger.along(solution.judged_emissions))


def _power_and_heat(ledger: Ledger, flows: Flows, scenario: Scenario) -> None:
    made = flows.given[(flows.given["sector"] == "energy") & flows.given["branch"].isin(["power", "heat"])]
    for commodity, kind, tree in (
        (SUPPLY, "Electricity", names.POWER_SOURCES),
        ("heat_supply", "Heat", names.HEAT_SOURCES),
    ):
        unit, scale = (ResultUnit.TWH, PJ_PER_TWH) if kind == "Electricity" else (ResultUnit.PJ, 1.0)
        for (group,), amount in ledger.by_group(made[made["commodity"] == commodity], "group").items():
            source = tree.get(group, "Other")
            top = f"Secondary Energy|{kind}"
            ledger.add(f"{top}|{source}", top, ResultUnit.EJ_A_YEAR, amount / PJ_PER_EJ)
            ledger.add(f"Generation|{kind}|{group}", f"Generation|{kind}", unit, amount / scale)
    trade = flows.given["technology"].map(is_bought).astype(bool), flows.taken["technology"] == "trade/export"
    net = (ledger.by_year(flows.given[trade[0]]) - ledger.by_year(flows.taken[trade[1]])) / PJ_PER_TWH
    if scenario.energy is not None and scenario.energy.trade is not None:
        ledger.add("Generation|Electricity|net import", "Generation|Electricity", ResultUnit.TWH, net)
        ledger.set("Trade|Secondary Energy|Electricity [Volume]", ResultUnit.EJ_A_YEAR, -net * PJ_PER_TWH / PJ_PER_EJ)
    ledger.set("Net Import|Electricity", ResultUnit.TWH, net)
    _last_resort(ledger, flows)
    _power_indicators(ledger)


def _last_resort(ledger: Ledger, flows: Flows) -> None:
    """Tell what is used where nothing else serves; nothing where a scenario has no such thing."""
    top, known = "Last Resort", [name for name in flows.technologies["technology"] if is_last_resort(name)]
    for name in known:
        amount = ledger.by_year(flows.given[flows.given["technology"] == name])
        ledger.add(f"{top}|{name.replace('/', ' ')}", top, ResultUnit.PJ_A_YEAR, amount)


def _curtailment(ledger: Ledger, flows: Flows, system: EnergySystem, solution: Solution) -> None:
    """Tell what wind and sun could give and nobody takes: what stands still, and what is thrown away."""
    power = power_on_offer(system, solution)
    offered, given = power["offered"].to_numpy(dtype=float), power["given"].to_numpy(dtype=float)
    thrown = ledger.by_year(flows.taken[flows.taken["technology"] == "power/curtailment"])
    if not offered.any():
        return
    lost = np.where(offered > 0.0, np.maximum(offered - given, 0.0) + thrown, 0.0)
    lost = np.where(lost > HARDLY * offered, lost, 0.0)
    ledger.set("Curtailment|Electricity", ResultUnit.TWH, lost / PJ_PER_TWH)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(offered > 0.0, 100.0 * lost / offered, 0.0)
    ledger.set("Curtailed Share of Wind and Solar", ResultUnit.PERCENT, shares)


def _power_indicators(ledger: Ledger) -> None:
    made = sum(ledger.get(f"Secondary Energy|Electricity|{name}") for name in ("Wind", "Solar", "Hydro", "Biomass"))
    whole = ledger.get("Secondary Energy|Electricity")
    emitted = ledger.get("Emissions|CO2|Energy|Supply|Electricity")
    with np.errstate(divide="ignore", invalid="ignore"):
        clean = np.where(whole > 0, 100.0 * made / whole, 0.0)
        intensity = np.where(whole > 0, emitted / (whole * PJ_PER_EJ / PJ_PER_TWH), 0.0)
    ledger.set("Clean Share of Generation", ResultUnit.PERCENT, clean)
    ledger.set("Carbon Intensity of Power", ResultUnit.T_A_MWH, intensity)


def _capacities(ledger: Ledger, flows: Flows, system: EnergySystem, solution: Solution) -> None:
    years = system.years
    spans = {year: len(years.span(year)) for year in years}
    for table, name, unit in (
        (solution.capacity, "Capacity", ResultUnit.GW),
        (solution.new_capacity, "Capacity Additions", ResultUnit.GW_A_YEAR),
    ):
        joined = table.merge(flows.technologies, on="technology")
        joined = joined[(joined["sector"] == "energy") & joined["branch"].isin(["power", "heat", "storage"])]
        if name == "Capacity Additions":
            joined = joined.assign(value=joined["value"] / joined["year"].map(spans))
        for (branch, group), amount in ledger.by_group(joined, "branch", "group").items():
            if branch == "power":
                source = names.POWER_SOURCES.get(group, "Other")
                ledger.add(f"{name}|Electricity|{source}", f"{name}|Electricity", unit, amount)
            kind = {"power": "Electricity", "heat": "Heat"}.get(branch, "Storage")
            ledger.add(f"{name} by Group|{kind}|{group}", f"{name} by Group|{kind}", unit, amount)


def _final_energy(ledger: Ledger, flows: Flows) -> None:
    used = flows.taken[(flows.taken["sector"] != "energy")]
    for (sector, branch, carrier), used_energy in ledger.by_group(used, "sector", "branch", "carrier").items():
        name = names.CARRIERS.get(carrier)
        if name is None:
            continue
        amount = used_energy / PJ_PER_EJ
        consumer = names.final_sector(sector, branch)
        ledger.add(f"Final Energy|{consumer}|{name}", f"Final Energy|{consumer}", ResultUnit.EJ_A_YEAR, amount)
        ledger.add(f"Final Energy|{name}", "Final Energy", ResultUnit.EJ_A_YEAR, amount)
    both = ledger.get("Final Energy|Residential") + ledger.get("Final Energy|Commercial")
    ledger.set("Final Energy|Residential and Commercial", ResultUnit.EJ_A_YEAR, both)


def _primary_energy(ledger: Ledger, flows: Flows) -> None:
    """Primary energy by direct equivalent: fuels bought or gathered, wind and sun as the power they give."""
    fuels = flows.given[flows.given["carrier"].isin(names.PRIMARY)]
    for (carrier,), amount in ledger.by_group(fuels, "carrier").items():
        ledger.add(
            f"Primary Energy|{names.PRIMARY[carrier]}", "Primary Energy", ResultUnit.EJ_A_YEAR, amount / PJ_PER_EJ
        )
    for source in ("Wind", "Solar", "Hydro"):
        amount = ledger.get(f"Secondary Energy|Electricity|{source}")
        if amount.any():
            ledger.add(f"Primary Energy|{source}", "Primary Energy", ResultUnit.EJ_A_YEAR, amount)
    net = ledger.get("Net Import|Electricity") * PJ_PER_TWH / PJ_PER_EJ
    ledger.add("Primary Energy|Secondary Energy Trade", "Primary Energy", ResultUnit.EJ_A_YEAR, net)
    fossil = sum(ledger.get(f"Primary Energy|{name}") for name in names.FOSSIL)
    ledger.set("Primary Energy|Fossil", ResultUnit.EJ_A_YEAR, np.asarray(fossil))
    renewable = sum(ledger.get(f"Primary Energy|{name}") for name in ("Wind", "Solar", "Hydro"))
    ledger.set("Primary Energy|Non-Biomass Renewables", ResultUnit.EJ_A_YEAR, np.asarray(renewable))


def _consumption(ledger: Ledger, flows: Flows, energy: Energy) -> None:
    """Total energy consumption as China counts it, by coal-equivalent and by calorific value of electricity."""
    gross = _gross_power(ledger, flows, energy)
    renewable = sum(
        (amount for group, amount in gross.items() if group in (*names.NON_FOSSIL_POWER, "curtailed")),
        np.zeros(len(ledger.years)),
    )
    net = ledger.get("Net Import|Electricity")
    rate = energy.coal_equivalent.over(ledger.years)
    biomass = _commercial_biomass(ledger, flows, energy)
    for name, factor in (("Coal-equivalent", rate), ("Calorific", np.full(len(rate), MTCE_PER_TWH))):
        top = f"Energy Consumption|{name}"
        for fuel in names.FOSSIL:
            ledger.add(
                f"{top}|{fuel}", top, ResultUnit.MTCE, ledger.get(f"Primary Energy|{fuel}") * PJ_PER_EJ / PJ_PER_MTCE
            )
        ledger.add(f"{top}|Net Import of Electricity", top, ResultUnit.MTCE, net * factor)
        ledger.add(f"{top}|Non-fossil Power", top, ResultUnit.MTCE, renewable * factor)
        ledger.add(f"{top}|Biomass for Heat", top, ResultUnit.MTCE, biomass / PJ_PER_MTCE)
        hydrogen = ledger.get("Primary Energy|Hydrogen") * PJ_PER_EJ / PJ_PER_MTCE
        ledger.add(f"{top}|Hydrogen", top, ResultUnit.MTCE, hydrogen)
    total = ledger.get("Energy Consumption|Coal-equivalent")
    clean = ledger.get("Energy Consumption|Coal-equivalent|Non-fossil Power") + biomass / PJ_PER_MTCE
    clean = clean + _contracted(ledger, flows, energy) * rate
    with np.errstate(divide="ignore", invalid="ignore"):
        ledger.set("Non-fossil Share", ResultUnit.PERCENT, np.where(total > 0, 100.0 * clean / total, 0.0))
    whole = sum(gross.values(), np.zeros(len(ledger.years))) + net
    ledger.set("Electricity Consumption", ResultUnit.TWH, whole)


def _gross_power(ledger: Ledger, flows: Flows, energy: Energy) -> dict[str, Array]:
    """Return gross generation by group in TWh: net output with the plants' own use put back.

    What nobody takes is no generation: curtailed power of wind and sun is told below zero.
    """
    made = flows.given[(flows.given["commodity"] == SUPPLY) & (flows.given["branch"] == "power")]
    gross: dict[str, Array] = {}
    for (technology, group), net in ledger.by_group(made, "technology", "group").items():
        plant = energy.plants.get(plant_name(technology))
        kept = 1.0 if plant is None else 1.0 - plant.own_use.over(ledger.years)
        gross[group] = gross.get(group, np.zeros(len(ledger.years))) + net / kept / PJ_PER_TWH
    curtailed = flows.taken[flows.taken["technology"] == "power/curtailment"]
    return {**gross, "curtailed": -ledger.by_year(curtailed) / PJ_PER_TWH}


def _contracted(ledger: Ledger, flows: Flows, energy: Energy) -> Array:
    """Tell power bought by contract in TWh, each by itself; return what of it counts as non-fossil."""
    counted, top = np.zeros(len(ledger.years)), "Contracted Electricity"
    for name, contract in energy.contracts.items():
        bought = ledger.by_year(flows.given[flows.given["technology"] == f"{CONTRACT}{name}"]) / PJ_PER_TWH
        ledger.add(f"{top}|{name}", top, ResultUnit.TWH, bought)
        counted = counted + bought * contract.non_fossil.over(ledger.years)
    return counted


def _commercial_biomass(ledger: Ledger, flows: Flows, energy: Energy) -> Array:
    """Return commercial biomass used for heat in PJ: in boilers and end uses, and the heat part of CHP."""
    commercial = {name for name, fuel in energy.fuels.items() if fuel.group == "biomass" and fuel.commercial}
    used = flows.taken[flows.taken["commodity"].isin(commercial)]
    direct = ledger.by_year(used[used["branch"] != "power"])
    burners = set(used[used["branch"] == "power"]["technology"])
    heat = flows.given[flows.given["technology"].isin(burners) & (flows.given["commodity"] == "heat_supply")]
    return direct + ledger.by_year(heat) / BIOMASS_HEAT_EFFICIENCY


def _economy(ledger: Ledger, economy: Economy, drivers: Mapping[str, Array]) -> None:
    ledger.set("Population", ResultUnit.MILLION, drivers["population"])
    if economy.urbanisation is not None:
        _towns(ledger, economy.urbanisation.over(ledger.years), drivers["population"])
    if (gdp := drivers.get("gdp")) is None:
        return
    ledger.set("GDP", ResultUnit.BILLION_CNY, gdp)
    for name in ("primary", "secondary", "tertiary"):
        if (added := drivers.get(f"value_added_{name}")) is not None:
            ledger.set(f"GDP|{name.title()}", ResultUnit.BILLION_CNY, added)
    ledger.set("CO2 per GDP", ResultUnit.T_A_GDP, 10.0 * ledger.get(names.PEAKING) / gdp)
    ledger.set("Energy per GDP", ResultUnit.TCE_A_GDP, 10.0 * ledger.get("Energy Consumption|Coal-equivalent") / gdp)
    ledger.set("Electricity per GDP", ResultUnit.KWH_A_GDP, 1e4 * ledger.get("Electricity Consumption") / gdp)


def _towns(ledger: Ledger, urban: Array, people: Array) -> None:
    ledger.set("Population|Urban", ResultUnit.MILLION, people * urban)
    ledger.set("Population|Rural", ResultUnit.MILLION, people * (1.0 - urban))
    ledger.set("Population|Urban [Share]", ResultUnit.PERCENT, 100.0 * urban)


def _traffic(ledger: Ledger, flows: Flows, scenario: Scenario, system: EnergySystem, solution: Solution) -> None:
    if scenario.transport is None:
        return
    spans = {year: len(system.years.span(year)) for year in system.years}
    for table, name in ((solution.capacity, "Stocks"), (solution.new_capacity, "Sales")):
        joined = table.merge(flows.technologies, on="technology")
        cars = joined[(joined["sector"] == "transport") & (joined["branch"] == "car")]
        if name == "Sales":
            cars = cars.assign(value=cars["value"] / cars["year"].map(spans))
        top = f"{name}|Transportation|Light-Duty Vehicle"
        for (group,), amount in ledger.by_group(cars, "group").items():
            ledger.add(f"{top}|{names.DRIVETRAINS.get(group, group.title())}", top, ResultUnit.MILLION, amount)
    for key, fleet in scenario.transport.fleets.items():
        kind, unit = (
            ("Passenger", ResultUnit.BILLION_PKM_A_YEAR)
            if fleet.carries == "passengers"
            else ("Freight", ResultUnit.BILLION_TKM_A_YEAR)
        )
        done = flows.given[(flows.given["sector"] == "transport") & (flows.given["branch"] == key)]
        top = f"Energy Service|Transportation|{kind}"
        ledger.add(f"{top}|{key}", top, unit, ledger.by_year(done) * fleet.load.over(ledger.years))


def _indicators(ledger: Ledger, system: EnergySystem, solution: Solution) -> None:
    """Every indicator that targets can name; empty in years in which it is undefined."""
    for indicator, values in zip(system.indicators, indicator_values(system, solution).values(), strict=True):
        path = np.array([np.nan if value is None else value for value in values.values()])
        ledger.set(indicator.card.variable, indicator.card.unit, path)


def _costs(ledger: Ledger, flows: Flows, system: EnergySystem, solution: Solution) -> None:
    """Yearly costs undone of discounting, in billion CNY; investment is what is spent a year."""
    years = system.years
    base, rate = years.base_year, years.discount_rate
    running = {year: finance.flow_weight(rate, years.span(year), base) for year in years}
    paid = {year: finance.investment_weight(rate, years.span(year), base) * len(years.span(year)) for year in years}
    joined = solution.costs.merge(flows.technologies, on="technology")
    for (sector, component), part in joined.groupby(["sector", "component"], sort=False):
        if component not in names.COMPONENTS:
            continue
        weights = part["year"].map(paid if component == "investment" else running)
        amount = ledger.by_year(part.assign(value=part["value"] / weights / 1000.0))
        leaf = f"Cost|{str(sector).title()}|{names.COMPONENTS[str(component)]}"
        ledger.add(leaf, "Cost", ResultUnit.BILLION_CNY_A_YEAR, amount)
