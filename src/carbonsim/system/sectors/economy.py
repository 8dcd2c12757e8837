"""Economy → the drivers that every other sector follows, services, jobs and what households pay."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

import numpy as np

from carbonsim.messages.message import message
from carbonsim.scenario.sectors.buildings import Buildings
from carbonsim.scenario.sectors.economy import Economy, Service, Structure
from carbonsim.system.context import Array, Context
from carbonsim.system.forms import Form
from carbonsim.system.indicators.whole import capacity_form
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sectors.end_use import User, serve
from carbonsim.system.sectors.value_added import (
    GROWN,
    NO_CHANGE,
    SECONDARY,
    TERTIARY,
    AddedValue,
    EconomicChange,
    added_values,
    grown_classes,
)
from carbonsim.system.tables import Technology, Term, Years

PERSONS = 1e-6  # million
OF_A_SECTOR = "value_added_"  # and a sector
COUNTED_APART = "value_added_of_projects_"  # and a sector: of those that tell their own jobs
PROJECT_JOBS = "jobs_of_projects"


def translate(economy: Economy, context: Context, change: EconomicChange = NO_CHANGE) -> None:
    """Fill the drivers: GDP and value added in billion CNY, people and households in millions.

    GDP is what is written, and what the scenario changes against its baseline.
    """
    drivers = context.drivers
    drivers.update(_people(economy, context.years))
    drivers.update(_made(economy, context))
    _departures(economy, context)
    drivers.update({f"{GROWN}{name}": factor for name, factor in grown_classes(change, context).items()})
    _add_changes(change, context)
    if "gdp" in drivers:
        drivers["gdp_per_capita"] = drivers["gdp"] / drivers["population"]
        _growth(economy, drivers["gdp"], context)
    _service_drivers(economy, context)


def _people(economy: Economy, years: Years) -> dict[str, Array]:
    """Return people and households in millions; in towns and villages apart, as far as it is known."""
    people, sizes = economy.population.over(years), economy.household_size
    found = {"population": people}
    if economy.urbanisation is None:
        return found
    urban = people * economy.urbanisation.over(years)
    found |= {"urban_population": urban, "rural_population": people - urban}
    if sizes is not None:
        found["urban_households"] = urban / sizes.urban.over(years)
        if sizes.rural is not None:
            found["rural_households"] = (people - urban) / sizes.rural.over(years)
    return found


def _made(economy: Economy, context: Context) -> dict[str, Array]:
    """Return GDP and, where its structure is known, the value added of the sectors; tertiary is the rest."""
    if economy.gdp is None:
        return {}
    gdp = economy.gdp.over(context.years)
    if economy.structure is None:
        return {"gdp": gdp}
    primary, secondary, tertiary = sector_shares(economy.structure, context.years)
    if (tertiary < 0.0).any():
        context.report(
            "economy.structure", message("primary and secondary above 100 % of GDP"), message("a sum of at most 100 %")
        )
    known = {} if economy.structure.primary is None else {f"{OF_A_SECTOR}primary": gdp * primary}
    return {"gdp": gdp, **known, f"{OF_A_SECTOR}secondary": gdp * secondary, f"{OF_A_SECTOR}tertiary": gdp * tertiary}


def sector_shares(structure: Structure, years: Years) -> tuple[Array, Array, Array]:
    """Return the shares of the three sectors over the model years; a primary one that is not told is in the rest."""
    primary = np.zeros(len(years)) if structure.primary is None else structure.primary.over(years)
    secondary = structure.secondary.over(years)
    return primary, secondary, 1.0 - primary - secondary


def _departures(economy: Economy, context: Context) -> None:
    """Fill how far GDP and value added depart from the centre for which activity paths are written."""
    corridor, years = economy.growth_corridor, context.years
    if corridor is None or corridor.central is None:
        return
    gdp, structure = corridor.central.over(years), corridor.structure or economy.structure
    centre = {"gdp": gdp}
    if structure is not None:
        _, secondary, tertiary = sector_shares(structure, years)
        centre |= {"value_added_secondary": gdp * secondary, "value_added_tertiary": gdp * tertiary}
    for name, path in centre.items():
        here = context.drivers[name]
        context.departures[name] = np.divide(here, path, out=np.ones_like(path), where=(path > 0) & (here > 0))


def _add_changes(change: EconomicChange, context: Context) -> None:
    """Add to GDP what the scenario changes in branches, services and projects; activity does not follow that."""
    drivers, changes = context.drivers, added_values(change, context)
    for added in changes:
        for sector in (SECONDARY, TERTIARY):
            amount = added.suppliers[sector] + (added.amount if added.sector == sector else 0.0)
            for whole in {"gdp", f"{OF_A_SECTOR}{sector}"} & set(drivers):
                drivers[whole] = drivers[whole] + amount
        if added.jobs is not None:
            _hear(drivers, f"{COUNTED_APART}{added.sector}", added.amount)
            _hear(drivers, PROJECT_JOBS, added.jobs)
    for sector in (SECONDARY, TERTIARY) if changes else ():
        made = drivers.get(f"{OF_A_SECTOR}{sector}", np.zeros(len(context.years)))
        if (made < 0.0).any():
            place = int(np.argmax(made < 0.0))
            path = min(changes, key=lambda added: float(added.whole[place])).path
            found = message(
                "less than nothing left of a sector of the economy in {year}", year=list(context.years)[place]
            )
            context.report(path, found, message("a sector that adds value"), message("take less value added out of it"))


def _hear(drivers: MutableMapping[str, Array], name: str, amount: Array) -> None:
    drivers[name] = drivers[name] + amount if name in drivers else amount


def _growth(economy: Economy, gdp: Array, context: Context) -> None:
    """Warn of growth outside the corridor, once."""
    corridor, years = economy.growth_corridor, context.years
    if corridor is None:
        return
    for place, year in enumerate(years):
        previous = years.previous(year)
        if previous is None or year < years.plan_from or gdp[place - 1] <= 0:
            continue
        rate = (gdp[place] / gdp[place - 1]) ** (1.0 / (year - previous)) - 1.0
        least, most = corridor.least.at(year), corridor.most.at(year)
        if not least - 1e-6 <= rate <= most + 1e-6:
            found = message("growth of {rate} a year to {year}, outside the corridor", rate=f"{rate:.2%}", year=year)
            context.warn(
                "economy.gdp",
                found,
                message("{least} to {most} a year", least=f"{least:.2%}", most=f"{most:.2%}"),
                message("change gdp, or growth_corridor"),
            )
            return


def _service_drivers(economy: Economy, context: Context) -> None:
    years, whole = context.years, np.zeros(len(context.years))
    for name, service in economy.services.items():
        added = service.value_added.over(years)
        context.drivers[name] = context.follow(added, "value_added_tertiary", service.elasticity)
        whole = whole + context.drivers[name]
    tertiary = context.drivers.get("value_added_tertiary")
    if not economy.services or tertiary is None:
        return
    above = [year for year, part, all_ in zip(years, whole, tertiary, strict=True) if part > all_ * (1.0 + 1e-9)]
    if above:
        place = list(years).index(above[0])
        found = message(
            "{amount} billion CNY in {year}, more than the tertiary sector", amount=f"{whole[place]:.4g}", year=above[0]
        )
        context.report(
            "economy.services",
            found,
            message("at most {amount}", amount=f"{tertiary[place]:.4g}"),
            message("lower a value_added"),
        )


def write_services(economy: Economy, buildings: Buildings | None, context: Context, rows: SystemBuilder) -> None:
    """Write the energy of services, served by the technologies of buildings."""
    technologies = {} if buildings is None else buildings.technologies
    classes = {} if buildings is None else buildings.classes
    for name, service in economy.services.items():
        _service(name, service, set(classes), context)
        user = User("buildings", name, context.drivers[name], f"economy.services.{name}")
        serve(user, service.uses, technologies, {}, context, rows, "buildings.technologies")


def _service(name: str, service: Service, classes: set[str], context: Context) -> None:
    path = f"economy.services.{name}"
    if name in classes:
        context.report(
            path,
            message("service {name}, the name of a class of buildings", name=name),
            message("a name of its own"),
            message("rename it"),
        )
    if service.building_class is not None and service.building_class not in classes:
        context.report_unknown(f"{path}.building_class", message("class of buildings"), service.building_class, classes)


def indicate(economy: Economy, buildings: Buildings | None, context: Context, rows: SystemBuilder) -> None:
    """Write jobs, and the energy bill of households in towns and villages."""
    rows.indicator("jobs", jobs_form(economy, context, rows), path="economy.jobs")
    for where in ("urban", "rural"):
        bill = bill_form(economy, buildings, f"{where}_population", rows)
        if not bill.terms or f"{where}_households" not in context.drivers:
            continue
        homes = Form.constant(rows.years.model, context.drivers[f"{where}_households"])
        rows.indicator(f"household_bill_{where}", bill, homes, path="economy.tariffs", unit="million CNY")
        if economy.income is not None:
            income = getattr(economy.income, where).over(rows.years) * context.drivers[f"{where}_population"]
            earned = Form.constant(rows.years.model, income)
            rows.indicator(
                f"household_bill_share_{where}", bill, earned, scale=100.0, path="economy.income", unit="million CNY"
            )


def jobs_of(economy: Economy, context: Context) -> dict[str, Array]:
    """Return jobs in millions by part of the economy; what a part is told `without` is counted in its own part.

    A project that tells its own jobs is no part of any: see `project_jobs`.
    """
    found: dict[str, Array] = {}
    nothing = np.zeros(len(context.years))
    for name, jobs in economy.jobs.items():
        path = f"economy.jobs.{name}"
        for key, driver in [("of", jobs.of), *((f"without[{n}]", part) for n, part in enumerate(jobs.without))]:
            if driver not in context.drivers:
                context.report_unknown(f"{path}.{key}", message("driver"), driver, context.drivers)
                return {}
        apart = context.drivers.get(f"{COUNTED_APART}{jobs.of.removeprefix(OF_A_SECTOR)}", nothing)
        added = context.drivers[jobs.of] - apart - sum((context.drivers[part] for part in jobs.without), nothing)
        # billion CNY × persons per million CNY are thousands
        found[name] = np.maximum(added, 0.0) * jobs.per_value_added.over(context.years) / 1000.0
    return found


def changed_jobs(added: AddedValue, economy: Economy, context: Context) -> Array:
    """Return by how many millions jobs change with a branch, service or project, those at its suppliers included."""
    per = {jobs.of: jobs.per_value_added.over(context.years) / 1000.0 for jobs in economy.jobs.values()}
    nothing = np.zeros(len(context.years))
    apart = any(added.name in jobs.without for jobs in economy.jobs.values())
    rate = per.get(added.name, nothing if apart else per.get(f"{OF_A_SECTOR}{added.sector}", nothing))
    own = added.amount * rate if added.jobs is None else added.jobs
    suppliers = (amount * per.get(f"{OF_A_SECTOR}{sector}", nothing) for sector, amount in added.suppliers.items())
    return np.asarray(sum(suppliers, own))


def project_jobs(context: Context) -> Array:
    """Return the jobs of projects that tell their own, in millions."""
    return context.drivers.get(PROJECT_JOBS, np.zeros(len(context.years)))


def jobs_form(economy: Economy, context: Context, rows: SystemBuilder) -> Form:
    """Return all jobs in millions: those of value added, and those at plants, which follow capacity."""
    years = rows.years
    value = sum(jobs_of(economy, context).values(), project_jobs(context))
    form = Form.constant(years.model, value) if economy.jobs else Form()
    for group, persons in economy.plant_jobs.items():
        names = [plant.name for plant in plants(rows) if plant.group == group]
        if not names:
            known = {plant.group for plant in plants(rows)}
            context.report_unknown(f"economy.plant_jobs.{group}", message("group of plants"), group, known)
            continue
        per_gigawatt = {year: persons.at(year) * 1000.0 * PERSONS for year in years}
        form = form.plus(capacity_form(rows, names, "capacity").times(per_gigawatt))
    return form


def plants(rows: SystemBuilder) -> list[Technology]:
    """Return the technologies that make power or heat."""
    return [technology for technology in rows.technologies.values() if technology.branch in ("power", "heat")]


def bill_form(economy: Economy, buildings: Buildings | None, people: str, rows: SystemBuilder) -> Form:
    """Return what the households of some people pay for energy at home, in million CNY a year."""
    paid: dict[int, list[Term]] = {year: [] for year in rows.years}
    prices = household_prices(economy, rows)
    for technology, mode, commodity, year, ratio in bought_at_home(buildings, people, rows):
        if commodity in prices:
            price = float(prices[commodity][rows.years.model.index(year)])
            whole = None if len(technology.modes) == 1 else mode
            paid[year].append(Term("activity", technology.name, year, ratio * price, mode=whole))
    return Form({year: tuple(terms) for year, terms in paid.items()}) if any(paid.values()) else Form()


def bought_at_home(
    buildings: Buildings | None, people: str, rows: SystemBuilder
) -> Iterator[tuple[Technology, str, str, int, float]]:
    """Yield what the homes of some people take: technology, mode, commodity, year, and how much per activity."""
    classes = {} if buildings is None else buildings.classes
    homes = {name for name, building in classes.items() if building.people == people}
    for (region, name, mode, commodity, year), ratio in rows.parameters["input_ratio"].items():
        technology = rows.technologies[str(region), str(name)]
        if technology.sector == "buildings" and technology.branch in homes:
            yield technology, str(mode), str(commodity), int(year), ratio


def household_prices(economy: Economy, rows: SystemBuilder) -> dict[str, Array]:
    """Return what households pay in CNY/GJ by commodity: the tariff, else the price of the fuel."""
    prices: dict[str, Array] = {}
    for (_, name, _, year), cost in rows.parameters["variable_cost"].items():
        if str(name).startswith("supply/"):
            path = prices.setdefault(str(name).split("/", 1)[1], np.zeros(len(rows.years)))
            path[rows.years.model.index(int(year))] = cost
    prices.update({commodity: tariff.over(rows.years) for commodity, tariff in economy.tariffs.items()})
    return prices
