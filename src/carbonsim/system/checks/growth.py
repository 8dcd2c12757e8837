"""How a technology begins whose new capacity may only grow by a share a year, and which never can."""

from __future__ import annotations

from collections.abc import Mapping

from carbonsim.messages.message import message
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Key, Technology, Years

Parameters = Mapping[str, Mapping[Key, float]]


def buildable_years(parameters: Parameters, technology: tuple[str, str], years: Years) -> list[int]:
    """Return the model years in which a technology (region, name) may build."""
    most, least = parameters["new_capacity_max"], parameters["new_capacity_min"]
    return [year for year in years if most.get((*technology, year), 1.0) > 0 or least.get((*technology, year), 0.0) > 0]


def growth_begins(parameters: Parameters, technology: tuple[str, str], year: int, years: Years) -> float:
    """Return the new capacity a year, in capacity units, from which growth starts where no earlier one is known.

    That is the seed, and the share by which it may grow of what is renewed in a year: the stock of the year before
    over its lifetime.
    """
    before = years.previous(year) or year
    standing = parameters["residual_capacity"].get((*technology, before), 0.0)
    renewed = standing / parameters["lifetime"][technology]
    return parameters["growth_seed"].get(technology, 0.0) + parameters["growth_limit"][technology] * renewed


def warn_of_growth(rows: SystemBuilder, context: Context) -> None:
    """Warn, once a path, of a growth limit that leaves no room to begin, or none for a whole unit."""
    told: set[str] = set()
    for key in rows.parameters["growth_limit"]:
        technology = rows.technologies[str(key[0]), str(key[1])]
        path, rooms = technology.path_of("growth_limit"), _rooms(technology, rows)
        if not rooms or path in told:
            continue
        told.add(path)
        rate, most = f"{100.0 * rows.parameters['growth_limit'][key]:.3g} %/yr", max(rooms.values())
        unit = f"{technology.capacity_unit}/yr"
        if most <= 0.0:
            found = message("growth of {rate} from 0 {unit}, so that none is ever built", rate=rate, unit=unit)
            advice = message("add growth_seed, the new capacity a year from which growth starts")
            context.warn(path, found, message("a growth_seed above 0"), advice)
        elif (least := _seed_of_a_unit(technology, rooms, rows)) > most * (1.0 + 1e-9):
            found = message(
                "growth of {rate} from {amount} {unit}, so that no whole unit is ever built",
                rate=rate,
                amount=f"{most:.3g}",
                unit=unit,
            )
            context.warn(
                path,
                found,
                message("a growth_seed of at least {amount}", amount=f"{least:.3g} {unit}"),
                message("raise it, or lower unit_size"),
            )


def _rooms(technology: Technology, rows: SystemBuilder) -> dict[int, float]:
    """Return what may be built a year, by model year that builds, as long as nothing was built before."""
    key, years, parameters = (technology.region, technology.name), rows.years, rows.parameters
    built = buildable_years(parameters, key, years)
    rooms = {year: parameters["growth_seed"].get(key, 0.0) for year in built}
    return rooms | {year: growth_begins(parameters, key, year, years) for year in built[:1]}


def _seed_of_a_unit(technology: Technology, rooms: Mapping[int, float], rows: SystemBuilder) -> float:
    """Return the least capacity a year that makes a whole unit over the span of some year; nothing without units."""
    sizes = rows.parameters["unit_size"]
    key = (technology.region, technology.name)
    return min(sizes.get((*key, year), 0.0) / len(rows.years.span(year)) for year in rooms)
