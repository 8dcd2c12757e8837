"""Keys that rule nothing and only report (jobs, what households pay, districts), where they reach no figure."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.optimization.idle_keys.reach import Reach
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import frame_of
from carbonsim.system.context import Context
from carbonsim.system.fragments import Fragment, opened
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sectors.economy import bought_at_home, household_prices, jobs_of, plants

HOUSEHOLDS = ("urban_population", "rural_population")


def find_idle_figures(scenario: Scenario, whole: Fragment | None, reach: Reach) -> list[Finding]:
    """Return a warning for every key that only reports and reaches no figure of the results."""
    found, expected = (
        message("a value that reaches no figure of the results"),
        message("a value that a figure is made of"),
    )
    advice = message("add what it reports on, or remove it")
    paths = _idle(scenario, whole, reach)
    return [Finding(*scenario.locate(path), path, found, expected, advice) for path in paths]


def _idle(scenario: Scenario, whole: Fragment | None, reach: Reach) -> Iterator[str]:
    if whole is not None:
        rows, context = opened(whole, frame_of(scenario))
        yield from _jobs(scenario, rows, context, reach)
        yield from _bills(scenario, rows, reach)
    yield from _districts(scenario, reach)


def _jobs(scenario: Scenario, rows: SystemBuilder, context: Context, reach: Reach) -> Iterator[str]:
    """Yield jobs of parts that add no value, and of plants of which none can stand."""
    economy = scenario.economy
    if economy is None:
        return
    for name, persons in jobs_of(economy, context).items():
        if economy.jobs[name].per_value_added.over(rows.years).any() and not persons.any():
            yield f"economy.jobs.{name}"
    standing = {key[:2] for key in reach.data.vintages}
    manned = {plant.group for plant in plants(rows) if (plant.region, plant.name) in standing}
    for group, each in economy.plant_jobs.items():
        if each.over(rows.years).any() and group not in manned:
            yield f"economy.plant_jobs.{group}"


def _bills(scenario: Scenario, rows: SystemBuilder, reach: Reach) -> Iterator[str]:
    """Yield tariffs of what no household can take, and incomes where no bill is held against them."""
    economy = scenario.economy
    if economy is None:
        return
    taken = {
        commodity
        for people in HOUSEHOLDS
        for technology, _, commodity, year, _ in bought_at_home(scenario.buildings, people, rows)
        if reach.data.columns.get((technology.region, technology.name, year))
    }
    yield from (f"economy.tariffs.{commodity}" for commodity in economy.tariffs if commodity not in taken)
    if economy.income is not None and not taken.intersection(household_prices(economy, rows)):
        yield "economy.income"


def _districts(scenario: Scenario, reach: Reach) -> Iterator[str]:
    """Yield keys that divide nothing, and shares that divide by no key, the first district's for all."""
    if scenario.districts is None:
        return
    keys, areas = scenario.districts.keys, scenario.districts.areas
    if not keys:
        yield "districts"
        return
    divided = _divided(scenario, reach)
    yield from (f"districts.keys.{name}" for name in keys if name not in divided)
    unused = {
        share: f"districts.areas.{name}.shares.{share}"
        for name, area in reversed(areas.items())
        for share in area.shares
        if share not in keys.values()
    }
    yield from reversed(unused.values())


def _divided(scenario: Scenario, reach: Reach) -> set[str]:
    """Return what there is to divide: people, GDP, and the sectors that emit anything, in the scope or not.

    Where power and heat are made, those who use them are responsible for what they emit.
    """
    system, data = reach.system, reach.data
    factors = system.parameters["emission_factor"].items()
    emitting = {key[:2] for key, factor in factors if factor and data.columns.get((*key[:2], key[4]))}
    found = {each.sector for each in system.technologies if (each.region, each.name) in emitting}
    if "energy" in found:
        found |= {each.sector for each in system.technologies}
    found |= {"imports"} if any(data.tables["import_factor"].values()) else set()
    return found | ({"population", "gdp"} if scenario.economy is not None else set())
