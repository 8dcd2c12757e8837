"""Whether everything that is demanded can be supplied: chains of technologies followed before anything is solved."""

from __future__ import annotations

from collections import defaultdict

from carbonsim.messages.message import message
from carbonsim.system.context import Context
from carbonsim.system.finance import alive_shares
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Technology

Place = tuple[str, str]  # region, commodity
Chain = tuple[set[Place], set[Place]]  # what a mode takes, and what it gives
Flow = tuple[tuple[str, str], str, int, str]  # technology, mode, 0 for an input or 1 for an output, commodity


def check_supply(rows: SystemBuilder, context: Context) -> None:
    """Report every demand, once, that no chain of technologies can supply in some model year."""
    demanded: dict[int, list[Place]] = defaultdict(list)
    for table in ("demand", "demand_slice"):
        for key, value in rows.parameters[table].items():
            if value > 0:
                demanded[int(key[2])].append((str(key[0]), str(key[1])))
    reported: set[Place] = set()
    flows = _flows(rows)
    for year in rows.years:
        supplied, waiting = _supplied(rows, flows[year], year)
        for place in dict.fromkeys(demanded[year]):
            if place not in supplied and place not in reported:
                reported.add(place)
                _report(place, year, waiting.get(place, set()), rows, context)


def _report(place: Place, year: int, lacking: set[Place], rows: SystemBuilder, context: Context) -> None:
    region, commodity = place
    path = rows.commodities[commodity].path if commodity in rows.commodities else ""
    names = [
        name if home == region else message("{what} of {owner}", what=name, owner=home)
        for home, name in sorted(lacking, key=lambda one: one[1])
    ]
    asked = commodity if region == rows.region else message("{what} in {where}", what=commodity, where=region)
    found = message("demand for {commodity} that nothing can supply in {year}", commodity=asked, year=year)
    if names:
        found = message(
            "demand for {commodity} that nothing can supply in {year} ({names} cannot be had)",
            commodity=asked,
            year=year,
            names=tuple(names),
        )
    context.report(
        path,
        found,
        message("at least one technology that can"),
        message("add one to `technologies`, or move first_year"),
    )


def _can_run(rows: SystemBuilder, technology: Technology, year: int) -> bool:
    """Whether a technology may run in a year and has, or can have, capacity that is alive."""
    key, tables = (technology.region, technology.name), rows.parameters
    if tables["activity_max"].get((*key, year), 1.0) <= 0:
        return False
    lifetime = tables["lifetime"].get(key)
    if lifetime is None or tables["residual_capacity"].get((*key, year), 0.0) > 0:
        return True
    most, years = tables["new_capacity_max"], rows.years
    spans = tuple(years.span(one) for one in years if one <= year)
    built = (place for place, span in enumerate(spans) if most.get((*key, span[-1]), 1.0) > 0)
    return any(alive_shares(lifetime, spans[place:])[-1] > 0.0 for place in built)


def _flows(rows: SystemBuilder) -> dict[int, list[Flow]]:
    """Return all inputs and outputs by year."""
    found: dict[int, list[Flow]] = defaultdict(list)
    for side, parameter in enumerate(("input_ratio", "output_ratio")):
        for region, name, mode, commodity, year in rows.parameters[parameter]:
            found[year].append(((region, name), mode, side, commodity))  # type: ignore[index, arg-type]
    return found


def _supplied(rows: SystemBuilder, flows: list[Flow], year: int) -> tuple[set[Place], dict[Place, set[Place]]]:
    """Return what can be had in a year, and for the rest which inputs of its technologies are lacking."""
    waiting = _chains(rows, flows, year)
    supplied: set[Place] = set()
    while ready := [chain for chain in waiting if chain[0] <= supplied]:
        waiting = [chain for chain in waiting if not chain[0] <= supplied]
        supplied.update(*(outputs for _, outputs in ready))
    lacking: dict[Place, set[Place]] = defaultdict(set)
    for inputs, outputs in waiting:
        for place in outputs:
            lacking[place] |= inputs - supplied
    return supplied, lacking


def _chains(rows: SystemBuilder, flows: list[Flow], year: int) -> list[Chain]:
    """Return inputs and outputs of every mode that can run in a year; what a storage gives back is no source."""
    storages = {(storage.region, storage.technology) for storage in rows.storages}
    able = {
        key: technology
        for key, technology in rows.technologies.items()
        if key not in storages and _can_run(rows, technology, year)
    }
    modes: dict[tuple[str, str, str], Chain] = defaultdict(lambda: (set(), set()))
    for key, mode, side, commodity in flows:
        technology = able.get(key)
        if technology is not None:
            modes[*key, mode][side].add((technology.place_of(mode, output=bool(side)), commodity))
    for delay in rows.delays:
        modes[delay.region, delay.technology, delay.mode][1].add((delay.region, delay.commodity))
    return [chain for chain in modes.values() if chain[1]]
