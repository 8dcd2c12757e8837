"""Rules between sections: which stand together, and what one needs of another."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, message
from carbonsim.scenario.rules.finding import SHARES_TOLERANCE, finding
from carbonsim.scenario.scenario import SECTORS, Scenario
from carbonsim.scenario.sections.written_system import System, WrittenLimit
from carbonsim.scenario.sectors.end_use import Use
from carbonsim.scenario.sectors.industry import ProcessEmission

BESIDE_NO_DATA_SET = ("time", *SECTORS, "actors", "scope", "calibration")
OF_A_DATA_SET = ("osemosys", "config", "hidden_bounds", "empty_modes")


def a_scenario_has_sectors_or_a_system(scenario: Scenario) -> Iterator[Finding]:
    """Sectors need the economy and energy; without sectors a system is written directly."""
    sectors = [name for name in SECTORS if getattr(scenario, name) is not None]
    if scenario.mode == "accounting" or (scenario.system is not None and not sectors):
        return
    for name in ("economy", "energy"):
        if getattr(scenario, name) is None:
            expected = Message(Scenario.model_fields[name].description or name)
            yield finding(
                scenario,
                name,
                message("nothing"),
                expected,
                message("add {name}, or a `system` without sectors", name=name),
            )


def a_data_set_stands_alone(scenario: Scenario) -> Iterator[Finding]:
    """An OSeMOSYS data set needs its configuration and brings its own calendar, technologies and demands."""
    system = scenario.system
    if system is None or system.osemosys is None:
        for key in OF_A_DATA_SET[1:]:
            if system is not None and key in scenario.resolved["system"]:
                found = message("{key} without osemosys", key=key)
                yield finding(
                    scenario, f"system.{key}", found, message("an OSeMOSYS data set"), message("add osemosys")
                )
        if scenario.peaking is not None and scenario.peaking.emission is not None:
            expected, advice = (
                message("it beside an OSeMOSYS data set only"),
                message("remove it; `scope` says what counts here"),
            )
            yield finding(scenario, "peaking.emission", scenario.peaking.emission, expected, advice)
        return
    if system.config is None:
        wanted = Message(System.model_fields["config"].description or "config")
        yield finding(scenario, "system.config", message("nothing"), wanted, message("add config"))
    written = [f"system.{key}" for key in scenario.resolved["system"] if key not in OF_A_DATA_SET]
    for path in (*written, *(key for key in scenario.resolved if key in BESIDE_NO_DATA_SET)):
        expected = message("an OSeMOSYS data set alone, with name, description, region and peaking")
        yield finding(
            scenario,
            path,
            message("{path} beside system.osemosys", path=path),
            expected,
            message("remove one of the two"),
        )
    for sector in scenario.peaking.sectors if scenario.peaking else ():
        yield finding(
            scenario,
            f"peaking.sectors.{sector}",
            message("sector {sector}", sector=sector),
            message("no sector: a data set has none"),
        )


def emissions_from_outside_stand_beside_no_sector(scenario: Scenario) -> Iterator[Finding]:
    """Sectors make all emissions of a city: what comes from outside them belongs to a system that stands alone."""
    sectors = [name for name in SECTORS if getattr(scenario, name) is not None]
    if scenario.system is not None and scenario.system.exogenous_emissions and sectors:
        path, expected = "system.exogenous_emissions", message("a system without sectors")
        advice = message("write what emits as a technology")
        yield finding(
            scenario, path, message("emissions from outside beside {sector}", sector=sectors[0]), expected, advice
        )


def districts_share_the_whole(scenario: Scenario) -> Iterator[Finding]:
    """Every key that divides something is a share of each district, and the districts add up to the whole."""
    if scenario.districts is None or not scenario.time.years:
        return
    years, areas = (scenario.time.years[0], scenario.time.years[-1]), scenario.districts.areas
    for divided, key in scenario.districts.keys.items():
        lacking = [name for name, area in areas.items() if key not in area.shares]
        if lacking or not areas:
            found = message(
                "key {key}, which {district} has no share of",
                key=key,
                district=lacking[0] if lacking else message("no district"),
            )
            expected = message("a share of {key} in every district", key=key)
            yield finding(
                scenario, f"districts.keys.{divided}", found, expected, message("add it, or choose another key")
            )
            continue
        for year in years:
            whole = sum(area.shares[key].at(year) for area in areas.values())
            if abs(whole - 1.0) > SHARES_TOLERANCE:
                found = message("shares of {key} of {total} in all in {year}", key=key, total=f"{whole:.4g}", year=year)
                yield finding(scenario, "districts.areas", found, message("100 % in all"), message("change one share"))
                break


def what_follows_has_a_centre_to_depart_from(scenario: Scenario) -> Iterator[Finding]:
    """An elasticity needs the centre of the growth corridor, for which activity paths are written."""
    corridor = None if scenario.economy is None else scenario.economy.growth_corridor
    if corridor is not None and corridor.central is not None:
        return
    for path, section in scenario.sections():
        elasticity = getattr(section, "elasticity", None)
        if elasticity is not None and any(value for _, value in elasticity.points):
            found, expected = message("an elasticity with no centre to depart from"), "economy.growth_corridor.central"
            yield finding(
                scenario, f"{path}.elasticity", found, expected, message("write the GDP that activity is written for")
            )


def heat_has_a_network(scenario: Scenario) -> Iterator[Finding]:
    """What plants, stores and an emergency give as district heat flows through a network."""
    energy = scenario.energy
    if energy is None or energy.heat_network is not None:
        return
    resort, stores = energy.last_resort, energy.stores.items()
    heating = {
        f"energy.plants.{name}.modes.{key}.heat"
        for name, plant in energy.plants.items()
        for key, mode in plant.modes.items()
        if any(value for _, value in mode.heat.points)
    }
    heating |= {f"energy.stores.{name}.commodity" for name, store in stores if store.commodity == "heat_supply"}
    if resort is not None and resort.unserved_heat is not None:
        heating.add("energy.last_resort.unserved_heat")
    for path in sorted(heating):
        advice = message("write its losses, or take the heat away")
        yield finding(scenario, path, message("heat, and no network for it"), "energy.heat_network", advice)


def the_carbon_market_covers_process_co2(scenario: Scenario) -> Iterator[Finding]:
    """A process that pays the carbon price emits CO2: the market has no allowances of other gases."""
    for path, section in scenario.sections():
        if not isinstance(section, ProcessEmission) or section.carbon_market_from is None:
            continue
        if section.emission != "CO2_process":
            found = message("{emission}, which the carbon market does not cover", emission=section.emission)
            yield finding(
                scenario, f"{path}.carbon_market_from", found, message("a process of CO2_process"),
                message("remove it, or correct `emission`"),
            )  # fmt: skip


def uses_and_processes_have_names_of_their_own(scenario: Scenario) -> Iterator[Finding]:
    """A use and a process of one branch are two services: under one name they would be one."""
    branches = {} if scenario.industry is None else scenario.industry.branches
    for name, branch in branches.items():
        for key in branch.process_emissions:
            if key in branch.uses:
                yield finding(
                    scenario, f"industry.branches.{name}.process_emissions.{key}",
                    message("process {name}, the name of a use of the branch", name=key),
                    message("a name of its own"), message("rename it"),
                )  # fmt: skip


def the_carbon_market_covers_uses_of_industry(scenario: Scenario) -> Iterator[Finding]:
    """A use whose fuel pays the carbon price is one of industry: buildings and farms buy no allowances."""
    for path, section in scenario.sections():
        if isinstance(section, Use) and section.carbon_market_from is not None and not path.startswith("industry."):
            yield finding(
                scenario, f"{path}.carbon_market_from", message("a carbon market for fuel burnt outside industry"),
                message("a use of a branch of industry"), message("remove it"),
            )  # fmt: skip


def a_ceiling_says_which_money_it_means(scenario: Scenario) -> Iterator[Finding]:
    """What a limit counts is told of investment alone, and public money has a ceiling by year and no other bound."""
    for name, limit in ({} if scenario.system is None else scenario.system.limits).items():
        path = f"system.limits.{name}.counts"
        if "counts" in limit.model_fields_set and limit.measure != "investment":
            found = message("counts beside measure {measure}", measure=limit.measure)
            yield finding(scenario, path, found, message("it beside measure investment"), message("remove it"))
        elif limit.counts == "public_money" and (limit.at_most is None or limit.over != "year" or _bounded_else(limit)):
            found = message("public money without a ceiling by year alone")
            yield finding(scenario, path, found, message("at_most, and no other bound"), message("write at_most"))


def public_money_stays_below_its_ceiling(scenario: Scenario) -> Iterator[Finding]:
    """Campaigns that run cost the public no more in a year than a ceiling on its money allows: both are written."""
    for name, limit in ({} if scenario.system is None else scenario.system.limits).items():
        if limit.counts != "public_money" or limit.at_most is None:
            continue
        first, last = limit.first_year or scenario.time.plan_from, limit.last_year or scenario.time.years[-1]
        spent = {year: _public_money(scenario, year) for year in scenario.time.years if first <= year <= last}
        over = {year: one - limit.at_most.at(year) for year, one in spent.items()}
        year = max(over, key=lambda one: over[one], default=None)
        if year is not None and over[year] > SHARES_TOLERANCE * spent[year]:
            found = message("public money of {spent} million CNY in {year}", spent=f"{spent[year]:.6g}", year=year)
            expected = message("at most {most} million CNY", most=f"{limit.at_most.at(year):.6g}")
            advice = message("raise it, or lower the public_cost of campaigns")
            yield finding(scenario, f"system.limits.{name}.at_most", found, expected, advice)


def _bounded_else(limit: WrittenLimit) -> bool:
    return any(one is not None for one in (limit.at_least, limit.share_min, limit.share_max))


def _public_money(scenario: Scenario, year: int) -> float:
    """Return what campaigns that are on cost the public in a year, million CNY."""
    campaigns = scenario.before_campaigns.campaigns.values()
    spent = (one.public_cost.at(year) for one in campaigns if one.public_cost and one.enabled and year >= one.start)
    return 1000.0 * sum(spent)
