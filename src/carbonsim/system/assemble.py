"""Scenario → the reference energy system: every sector's translator in turn, then checks on the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.data_set import data_set_places
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.base_year.energy_balance import check_balance
from carbonsim.system.calendar import time_slices
from carbonsim.system.checks.fits import find_too_large, find_too_many_slices
from carbonsim.system.checks.growth import warn_of_growth
from carbonsim.system.checks.lifetimes import warn_of_lifetimes
from carbonsim.system.checks.supply import check_supply
from carbonsim.system.context import Context
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.indicators.whole import indicate_whole
from carbonsim.system.osemosys import assemble_data_set
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sections import accounting, projects
from carbonsim.system.sections.peaking import resolve_peaking
from carbonsim.system.sectors import buildings, economy, energy, industry, land, transport, waste
from carbonsim.system.tables import Scope, Years
from carbonsim.system.targets import Target, resolve_targets
from carbonsim.system.warming import warming_potentials
from carbonsim.system.written import translate as written
from carbonsim.system.written.reservoirs import brackets

TRANSLATORS: dict[str, Callable[[Any, Context, SystemBuilder], None]] = {
    "energy": energy.translate,
    "industry": industry.translate,
    "transport": transport.translate,
    "buildings": buildings.translate,
    "land": land.translate,
    "waste": waste.translate,
}
INDICATORS: dict[str, Callable[[Any, Context, SystemBuilder], None]] = {
    "energy": energy.indicate,
    "transport": transport.indicate,
    "buildings": buildings.indicate,
    "land": land.indicate,
    "waste": waste.indicate,
}


@dataclass(frozen=True)
class Assembly:
    """An assembled system and, where sectors wrote it, what they wrote it with."""

    system: EnergySystem
    rows: SystemBuilder | None = None
    context: Context | None = None


def assemble(scenario: Scenario) -> tuple[EnergySystem | None, list[Finding]]:
    """Assemble the reference energy system; return it, or None and everything that is wrong."""
    assembly, findings = assemble_openly(scenario)
    return None if assembly is None else assembly.system, findings


def assemble_openly(scenario: Scenario) -> tuple[Assembly | None, list[Finding]]:
    """Assemble as `assemble` does and return what the system was written with too."""
    if findings := find_too_many_slices(scenario):
        return None, findings
    assembly, findings = _assembly(scenario)
    if assembly is not None and (findings := find_too_large(scenario, assembly.system)):
        return None, findings
    return assembly, findings


def _assembly(scenario: Scenario) -> tuple[Assembly | None, list[Finding]]:
    if (places := data_set_places(scenario)) is not None:
        system, findings = assemble_data_set(scenario, *places)
        return None if system is None else Assembly(replace(system, peaking=resolve_peaking(scenario))), findings
    years = _years(scenario)
    slices = time_slices(scenario)
    context = Context(years, slices, scenario.locate)
    rows = SystemBuilder(scenario.region, years, slices)
    if scenario.economy is not None:
        economy.translate(scenario.economy, context)
    for name, translate in TRANSLATORS.items():
        section = getattr(scenario, name)
        if section is not None:
            translate(section, context, rows)
    if scenario.economy is not None:
        economy.write_services(scenario.economy, scenario.buildings, context, rows)
    if scenario.accounting is not None:
        accounting.translate_accounting(scenario.accounting, context, rows)
    projects.translate_projects(scenario.projects, scenario.project_branches(), context, rows)
    if scenario.system is not None:
        written.translate_written(scenario.system, context, rows)
    if scenario.time.depreciation == "straight_line":
        regions = {scenario.region, *(scenario.system.regions if scenario.system else ())}
        rows.parameters["straight_line"].update({(region,): 1.0 for region in sorted(regions)})
    _check(rows, context)
    if not context.findings:
        check_balance(scenario, context)
        warn_of_growth(rows, context)
        warn_of_lifetimes(rows, context)
    if context.findings:
        return None, context.findings
    targets = _targets(scenario, context, rows)
    if context.findings:
        return None, context.findings
    return Assembly(_system(scenario, rows, targets, context), rows, context), []


def _targets(scenario: Scenario, context: Context, rows: SystemBuilder) -> tuple[Target, ...]:
    """Write the indicators of every sector, and hold them against the targets."""
    indicate_whole(context, rows)
    for name, indicate in INDICATORS.items():
        section = getattr(scenario, name)
        if section is not None:
            indicate(section, context, rows)
    if scenario.economy is not None:
        economy.indicate(scenario.economy, scenario.buildings, context, rows)
    return resolve_targets(scenario.targets, context, rows)


def _years(scenario: Scenario) -> Years:
    time = scenario.time
    return Years(tuple(time.years), time.plan_from, time.discount_rate.at(time.years[0]))


def _system(scenario: Scenario, rows: SystemBuilder, targets: tuple[Target, ...], context: Context) -> EnergySystem:
    made = {str(key[3]) for key in rows.parameters["emission_factor"]}
    emissions = sorted(made | {str(key[1]) for key in rows.parameters["exogenous_emission"]})
    return EnergySystem(
        name=scenario.name,
        region=scenario.region,
        years=rows.years,
        time_slices=rows.time_slices,
        commodities=tuple(rows.commodities.values()),
        technologies=tuple(rows.technologies.values()),
        storages=tuple(rows.storages),
        reservoirs=tuple(rows.reservoirs),
        brackets=brackets(rows),
        emissions=tuple(emissions),
        parameters=rows.parameters,
        limits=tuple(rows.limits),
        scope=scope_of(scenario, rows),
        peaking=resolve_peaking(scenario),
        delays=tuple(rows.delays),
        indicators=tuple(rows.indicators.values()),
        targets=targets,
        warnings=tuple(context.warnings),
        places=rows.places,
        sectors=scenario.economy is not None or scenario.accounting is not None,
    )


def scope_of(scenario: Scenario, rows: SystemBuilder) -> Scope:
    """Return what counts as emissions, and net imports with their factors."""
    choice = scenario.scope
    weights = {"CO2": 1.0, "CO2_process": 1.0 if choice.process else 0.0}
    if choice.land:
        weights["CO2_land"] = 1.0
    if choice.gases == "all":
        weights.update(warming_potentials(choice.gwp))
    if scenario.accounting is not None and choice.name != "territorial":
        bought = accounting.import_technologies(scenario.accounting)
        return Scope(choice.name, weights, bought, accounting.import_factors(scenario.accounting, rows))
    trade = None if scenario.energy is None else scenario.energy.trade
    if trade is None or choice.name == "territorial":
        return Scope(choice.name, weights)
    factors = {(energy.POWER, year): trade.emission_factor.at(year) / 1000.0 for year in rows.years}
    flows = {energy.POWER: (("trade/import",), ("trade/export",))}
    return Scope(choice.name, weights, flows, factors, choice.credit_exports)


def _check(rows: SystemBuilder, context: Context) -> None:
    """Every input is a commodity that exists, and everything demanded can be supplied in that year."""
    named: dict[str, str] = {}
    for region, technology, _, commodity, _ in rows.parameters["input_ratio"]:
        named.setdefault(str(commodity), rows.technologies[str(region), str(technology)].path)
    for commodity, path in named.items():
        if commodity not in rows.commodities:
            known = [name for name, found in rows.commodities.items() if found.group != "service"]
            context.report_unknown(path, message("commodity"), commodity, known)
    if not context.findings:
        check_supply(rows, context)
