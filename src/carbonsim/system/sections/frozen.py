"""Sets of options in which nobody chooses: what is bought from the plan on are the shares of a year before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import TypeVar

from carbonsim.messages.message import message
from carbonsim.system.context import Context
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key, Limit

T = TypeVar("T")
RELEASED = ("activity_min", "activity_max", "new_capacity_min", "new_capacity_max")  # by region, technology and year


def best_match(table: Mapping[str, T], service: str) -> T | None:
    """Return what the nearest pattern of a table says of a set or option: the one with the most that is no star."""
    near = [pattern for pattern in table if fnmatchcase(service, pattern)]
    return table[max(near, key=lambda pattern: len(pattern.replace("*", "")))] if near else None


def report_set(path: str, pattern: str, found: Mapping[str, tuple[str, ...]], context: Context) -> None:
    """Report a set, or a pattern of sets, that has no options."""
    nothing = message("{name}, which has no options to choose among", name=pattern)
    context.report(path, nothing, message("a set such as {names}", names=tuple(list(found)[:4])))


def frozen_years(written: Mapping[str, int], found: Mapping[str, tuple[str, ...]], context: Context) -> dict[str, int]:
    """Return the year whose shares hold, by set that is frozen; a set or year that is not there is reported."""
    past = [year for year in context.years if year < context.years.plan_from]
    for pattern, year in written.items():
        path = f"choices.frozen.{pattern}"
        if not any(fnmatchcase(service, pattern) for service in found):
            report_set(path, pattern, found, context)
        if year not in past:
            told = message("shares of {year}, which is no model year before the plan", year=year)
            context.report(path, told, message("one of {names}", names=tuple(map(str, past[-12:]))))
    matched = {service: best_match(written, service) for service in found}
    return {service: year for service, year in matched.items() if year is not None}


def released(system: EnergySystem) -> EnergySystem:
    """Return a system in which bounds and limits on the options of frozen sets alone do not hold from the plan on."""
    options = {(one.region, option) for one in system.choices if one.frozen is not None for option in one.options}
    if not options:
        return system

    def holds(key: Key) -> bool:
        return key[:2] not in options or int(key[2]) < system.years.plan_from

    tables = {name: {key: value for key, value in system.parameters[name].items() if holds(key)} for name in RELEASED}
    kept = tuple(limit for limit in system.limits if not _on_options_alone(limit, options, system))
    return replace(system, parameters={**system.parameters, **tables}, limits=kept)


def _on_options_alone(limit: Limit, options: set[tuple[str, str]], system: EnergySystem) -> bool:
    """Say whether a limit of a year of the plan holds of options of frozen sets and of nothing else."""
    named = [(term.region or system.region, term.technology) for term in limit.terms]
    return limit.year >= system.years.plan_from and bool(named) and all(one in options for one in named)
