"""Scenario → the reference energy system: what every translator writes, joined, then checks on the whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from carbonsim.errors import Finding
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.scenario.data_set import data_set_places
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sectors.economy import Economy
from carbonsim.system.base_year.energy_balance import check_balance
from carbonsim.system.calendar import time_slices
from carbonsim.system.checks.fits import find_too_large, find_too_many_slices
from carbonsim.system.checks.growth import warn_of_growth
from carbonsim.system.checks.lifetimes import warn_of_lifetimes
from carbonsim.system.checks.supply import check_supply
from carbonsim.system.context import Context
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.fragments import NOTHING, Fragment, Frame, Sight, Translator, follow, opened
from carbonsim.system.indicators.adequacy import indicate_adequacy
from carbonsim.system.indicators.energy_use import Accounted, indicate_energy
from carbonsim.system.indicators.security import indicate_security
from carbonsim.system.indicators.whole import indicate_whole
from carbonsim.system.osemosys import assemble_data_set
from carbonsim.system.parameters import PARAMETERS
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sections import accounting, actors, air, districts, projects
from carbonsim.system.sections.choices import translate_choices
from carbonsim.system.sections.elasticities import translate_elasticities
from carbonsim.system.sections.foresight import resolve_foresight
from carbonsim.system.sections.frozen import released
from carbonsim.system.sections.peaking import resolve_peaking
from carbonsim.system.sectors import buildings, economy, energy, industry, land, transport, waste
from carbonsim.system.sectors.value_added import EconomicChange, economic_change
from carbonsim.system.security.last_resort import IMPORTS, POWER
from carbonsim.system.tables import Scope, Years
from carbonsim.system.targets import Target, check_assessed, resolve_targets
from carbonsim.system.warming import warming_potentials
from carbonsim.system.written import translate as written
from carbonsim.system.written.limits import ceilings_without_a_baseline
from carbonsim.system.written.reservoirs import brackets

Read = Callable[[Scenario], tuple[object, ...] | None]


def _section(name: str) -> Read:
    """Return what reads one section."""

    def read(scenario: Scenario) -> tuple[object, ...] | None:
        section = getattr(scenario, name)
        return None if section is None else (section,)

    return read


def _economy_and_buildings(scenario: Scenario) -> tuple[object, ...] | None:
    return None if scenario.economy is None else (scenario.economy, scenario.buildings)


def _projects(scenario: Scenario) -> tuple[object, ...] | None:
    return (scenario.projects, scenario.project_branches()) if scenario.projects else None


def _capped_districts(scenario: Scenario) -> tuple[object, ...] | None:
    areas = () if scenario.districts is None else scenario.districts.areas.values()
    return (scenario.districts,) if any(area.cap is not None or area.sector_caps for area in areas) else None


def _elasticities(scenario: Scenario) -> tuple[object, ...] | None:
    return (scenario.price_elasticities,) if scenario.price_elasticities else None


def _straight_line(scenario: Scenario) -> tuple[object, ...] | None:
    if scenario.time.depreciation != "straight_line":
        return None
    return (tuple(sorted({scenario.region, *(scenario.system.regions if scenario.system else ())})),)


def _accounted(scenario: Scenario) -> tuple[object, ...] | None:
    return None if scenario.energy is None else (Accounted.of(scenario.energy),)


def _security(scenario: Scenario) -> tuple[object, ...] | None:
    return None if scenario.energy is None else (scenario.energy.security,)


def _adequacy(scenario: Scenario) -> tuple[object, ...] | None:
    secured = scenario.energy is not None and scenario.energy.security is not None
    return (scenario.energy,) if secured else None


def _everything(_: Scenario) -> tuple[object, ...]:
    return ()


def _economy(scenario: Scenario) -> tuple[object, ...] | None:
    return None if scenario.economy is None else (scenario.economy, economic_change(scenario))


def _fill_drivers(section: Economy, change: EconomicChange, context: Context, _: SystemBuilder) -> None:
    economy.translate(section, context, change)


def _depreciate(regions: tuple[str, ...], _: Context, rows: SystemBuilder) -> None:
    rows.parameters["straight_line"].update({(region,): 1.0 for region in regions})


def _check_supply(context: Context, rows: SystemBuilder) -> None:
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


def _warn(context: Context, rows: SystemBuilder) -> None:
    warn_of_growth(rows, context)
    warn_of_lifetimes(rows, context)


TRANSLATORS = (
    Translator("economy", _economy, _fill_drivers),
    Translator("energy", _section("energy"), energy.translate),
    Translator("industry", industry.read_industry, industry.translate),
    Translator("transport", _section("transport"), transport.translate),
    Translator("buildings", _section("buildings"), buildings.translate),
    Translator("land", _section("land"), land.translate),
    Translator("waste", _section("waste"), waste.translate),
    Translator("economy", _economy_and_buildings, economy.write_services),
    *(Translator(section, actors.reads_investors(section), actors.write_rates) for section in actors.SECTIONS),
    Translator("actors", actors.read_actors, actors.warn_of_actors),
    Translator("accounting", _section("accounting"), accounting.translate_accounting),
    Translator("projects", _projects, projects.translate_projects),
    Translator("districts", _capped_districts, districts.translate_districts),
    Translator("system", _section("system"), written.translate_written, Sight.WRITTEN),
    Translator("time", _straight_line, _depreciate),
    Translator("air", _section("air"), air.check_air),
    Translator("choices", _section("choices"), translate_choices, Sight.UNPRICED),
    Translator("price_elasticities", _elasticities, translate_elasticities),
)
SUPPLY = Translator("", _everything, _check_supply, Sight.UNPRICED)
WARNINGS = Translator("", _everything, _warn, Sight.UNPRICED)
INDICATORS = (
    Translator("", _everything, indicate_whole, Sight.UNPRICED),
    Translator("energy", _accounted, indicate_energy, Sight.UNPRICED),
    Translator("energy", _security, indicate_security, Sight.UNPRICED),
    Translator("energy", _adequacy, indicate_adequacy, Sight.UNPRICED),
    Translator("transport", _section("transport"), transport.indicate, Sight.UNPRICED),
    Translator("buildings", _section("buildings"), buildings.indicate, Sight.UNPRICED),
    Translator("land", _section("land"), land.indicate, Sight.UNPRICED),
    Translator("waste", _section("waste"), waste.indicate, Sight.UNPRICED),
    Translator("economy", _economy_and_buildings, economy.indicate, Sight.PRICED),
)


def assemble(scenario: Scenario, memory: Memory | None = None) -> tuple[EnergySystem | None, list[Finding]]:
    """Assemble the reference energy system; return it, or None and everything that is wrong.

    What the sections of a scenario say as they did in one that the memory knows is not translated again.
    """
    if findings := find_too_many_slices(scenario):
        return None, findings
    system, findings = _assembled(scenario, memory or Memory())
    if system is not None and (findings := find_too_large(scenario, system)):
        return None, findings
    return system, findings


def frame_of(scenario: Scenario) -> Frame:
    """Return region, model years and time slices of a scenario, and whether its people and firms choose by taste."""
    time = scenario.time
    years = Years(tuple(time.years), time.plan_from, time.discount_rate.at(time.years[0]))
    return Frame(scenario.region, years, time_slices(scenario), scenario.choices.on)


def write_sections(scenario: Scenario, memory: Memory) -> Fragment:
    """Return what all sections of a scenario write, one after another; nothing is checked yet."""
    return follow(TRANSLATORS, scenario, NOTHING, frame_of(scenario), memory)


def _assembled(scenario: Scenario, memory: Memory) -> tuple[EnergySystem | None, list[Finding]]:
    if (places := data_set_places(scenario)) is not None:
        system, findings = assemble_data_set(scenario, *places)
        if system is None:
            return None, findings
        system = replace(system, peaking=resolve_peaking(scenario), foresight=resolve_foresight(scenario))
        return system, findings
    frame = frame_of(scenario)
    whole = follow((SUPPLY,), scenario, write_sections(scenario, memory), frame, memory)
    if not whole.findings:
        findings = _unbalanced(scenario, frame)
        whole = follow((WARNINGS,), scenario, whole, frame, memory)
    findings = [*ceilings_without_a_baseline(scenario), *([] if whole.findings else findings)]
    if findings := [*_located(whole.findings, scenario), *findings]:
        return None, findings
    whole = follow(INDICATORS, scenario, whole, frame, memory)
    rows, context = opened(whole, frame)
    targets = resolve_targets(scenario.targets, context, rows)
    check_assessed(scenario.assessments, context)
    if findings := _located((*whole.findings, *context.findings), scenario):
        return None, findings
    warnings = _located((*whole.warnings, *context.warnings), scenario)
    return released(_system(scenario, whole, rows, targets, tuple(warnings))), []


def _unbalanced(scenario: Scenario, frame: Frame) -> list[Finding]:
    context = Context(frame.years, frame.time_slices, scenario.locate, frame.choosing)
    check_balance(scenario, context)
    return context.findings


def _located(findings: tuple[Finding, ...], scenario: Scenario) -> list[Finding]:
    """Return findings with file and line of their paths."""
    places = (scenario.locate(finding.path) for finding in findings)
    return [replace(finding, file=file, line=line) for finding, (file, line) in zip(findings, places, strict=True)]


def _system(
    scenario: Scenario, whole: Fragment, rows: SystemBuilder, targets: tuple[Target, ...], warnings: tuple[Finding, ...]
) -> EnergySystem:
    made = {str(key[3]) for key in whole.table("emission_factor")}
    emissions = sorted(made | {str(key[1]) for key in whole.table("exogenous_emission")})
    return EnergySystem(
        name=scenario.name,
        region=scenario.region,
        years=rows.years,
        time_slices=rows.time_slices,
        commodities=tuple(whole.commodities.values()),
        technologies=tuple(whole.technologies.values()),
        storages=whole.storages,
        reservoirs=whole.reservoirs,
        brackets=brackets(rows),
        emissions=tuple(emissions),
        parameters={name: whole.table(name) for name in PARAMETERS},
        limits=tuple(rows.limits),
        scope=scope_of(scenario, frame_of(scenario).years),
        peaking=resolve_peaking(scenario),
        delays=whole.delays,
        choices=whole.choices,
        indicators=tuple(whole.indicators.values()),
        targets=targets,
        warnings=warnings,
        places=whole.places,
        sectors=scenario.economy is not None or scenario.accounting is not None,
        foresight=resolve_foresight(scenario),
    )


def scope_of(scenario: Scenario, years: Years) -> Scope:
    """Return what counts as emissions, and net imports with their factors."""
    choice = scenario.scope
    weights = {"CO2": 1.0, "CO2_process": 1.0 if choice.process else 0.0}
    if choice.land:
        weights["CO2_land"] = 1.0
    if choice.gases == "all":
        weights.update(warming_potentials(choice.gwp))
    if scenario.accounting is not None and choice.name != "territorial":
        bought = accounting.import_technologies(scenario.accounting)
        return Scope(choice.name, weights, bought, accounting.import_factors(scenario.accounting, years))
    trade = None if scenario.energy is None else scenario.energy.trade
    if trade is None or choice.name == "territorial":
        return Scope(choice.name, weights)
    factors = {(POWER, year): trade.emission_factor.at(year) / 1000.0 for year in years}
    resort = None if scenario.energy is None else scenario.energy.last_resort
    bought_at = IMPORTS if resort is not None and resort.import_price is not None else IMPORTS[:1]
    flows = {POWER: (bought_at, ("trade/export",))}
    return Scope(choice.name, weights, flows, factors, choice.credit_exports)
