"""Lives that end within a step between model years: their service is counted, its timing is not."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.messages.message import message
from carbonsim.system.checks.growth import buildable_years
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Years


def short_steps(lifetime: float, built: list[int], years: Years) -> list[int]:
    """Return the model years whose step from the year before is as long as a life, or longer, where either builds."""
    return [
        year
        for year in years
        if 1 < len(years.span(year)) >= lifetime and (year in built or years.previous(year) in built)
    ]


def warn_of_lifetimes(rows: SystemBuilder, context: Context) -> None:
    """Warn, once a path, of every lifetime that is not above a step to a model year."""
    told: set[str] = set()
    for path, lifetime, built in _lives(rows):
        steps = short_steps(lifetime, built, rows.years)
        if not steps or path in told:
            continue
        told.add(path)
        found = message(
            "a life of {lifetime} yr, not above the steps to {years}",
            lifetime=f"{lifetime:g}",
            years=tuple(map(str, steps)),
        )
        advice = message("its years of service are counted, but not when in a step they fall: add model years")
        context.warn(
            path,
            found,
            message("a life above {years} yr", years=max(len(rows.years.span(year)) for year in steps)),
            advice,
        )


def _lives(rows: SystemBuilder) -> Iterator[tuple[str, float, list[int]]]:
    """Yield path, lifetime and the years that build, of technologies and of reservoirs."""
    for key, lifetime in rows.parameters["lifetime"].items():
        technology = (str(key[0]), str(key[1]))
        built = buildable_years(rows.parameters, technology, rows.years)
        yield rows.technologies[technology].path_of("lifetime"), lifetime, built
    most, lives = rows.parameters["reservoir_new_max"], rows.parameters["reservoir_lifetime"]
    for reservoir in rows.reservoirs:
        place = (reservoir.region, reservoir.name)
        if place in lives:
            built = [year for year in rows.years if most.get((*place, year), 1.0) > 0]
            yield f"{reservoir.path}.lifetime", lives[place], built
