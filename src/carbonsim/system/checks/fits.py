"""Too large is told before it is tried: what a run would take of memory, beside what there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from carbonsim.errors import Finding
from carbonsim.machine import memory_there
from carbonsim.messages.message import Message, message
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.written_system import System
from carbonsim.system.checks.size import Size, estimate_size
from carbonsim.system.energy_system import EnergySystem

# bytes, measured on runs from 500 to 230,000 rows and columns: all of a run, its report included
BARE, OF_ROW_OR_COLUMN, OF_NONZERO, OF_VALUE = 165e6, 1000.0, 200.0, 250.0
MOST_ROWS_TOGETHER = 300_000  # of futures planned as one: 60,000 take a minute, and twice as many far more than two
BESIDE_PLANTS = ("electricity network", "heat network", "curtailment", "heat rejection")
SLICED = ("electricity", "heat", "electricity at users", "heat at users")
FEWER = message("ask for fewer futures, or write fewer time slices or model years")
ADVICE = message("write fewer time slices, model years, technologies or regions, or take a machine with more memory")


def memory_of(size: Size, values: int = 0, *, solvers: int = 1) -> float:
    """Return the bytes that a run takes at most at a time; `values` is how many its parameters have."""
    rows_and_columns = OF_ROW_OR_COLUMN * (size.rows + size.columns)
    return BARE + rows_and_columns + solvers * OF_NONZERO * size.nonzeros + OF_VALUE * values


def memory_needed(scenario: Scenario, system: EnergySystem, size: Size | None = None) -> float:
    """Return the bytes that a run of a scenario takes at most at a time, of its own size or of another one."""
    values = sum(map(len, system.parameters.values()))
    return memory_of(size or estimate_size(system), values, solvers=_solvers(scenario))


def find_too_large(scenario: Scenario, system: EnergySystem) -> list[Finding]:
    """Return a finding if the programme of a system is larger than the memory that is there."""
    there = memory_there()
    if there is None or scenario.mode == "accounting" or memory_needed(scenario, system, _at_most(system)) < there:
        return []  # no need to count
    size = estimate_size(system)
    need = memory_needed(scenario, system, size)
    return [_finding(scenario, size, need, there, _extent(system))] if need > there else []


def find_too_many_futures(scenario: Scenario, system: EnergySystem, count: int) -> list[Finding]:
    """Return a finding if the programme of several futures of a system as one is too large, for memory or for time."""
    size, there = estimate_size(system), memory_there()
    every = Size(count * size.rows, count * size.columns, count * size.nonzeros)
    values = count * sum(map(len, system.parameters.values()))
    need = memory_of(every, values, solvers=_solvers(scenario)) + memory_of(every) - BARE
    too_long, too_large = every.rows > MOST_ROWS_TOGETHER, there is not None and need > there
    if count == 1 or not (too_long or too_large):
        return []
    found = message(
        "{count} futures of about {rows} rows and {columns} columns each, {all} rows together, which take about "
        "{memory} GB of memory", count=count, rows=f"{size.rows:,}", columns=f"{size.columns:,}",
        all=f"{every.rows:,}", memory=f"{need / 1e9:.1f}",
    )  # fmt: skip
    expected = message("at most {rows} rows together", rows=f"{MOST_ROWS_TOGETHER:,}")
    if too_large:
        expected = message("no more than the {memory} GB that are there", memory=f"{(there or 0) / 1e9:.1f}")
    path = "robust.futures"
    return [Finding(*scenario.locate(path), path, found, expected, FEWER)]


def _solvers(scenario: Scenario) -> int:
    """Return how many programmes are held at a time: the twin's, and the plan's if there is one."""
    return 1 if scenario.peaking is None else 2


def _extent(system: EnergySystem) -> Message:
    return _extent_of(len(system.time_slices), len(system.years), len(system.technologies))


def _extent_of(slices: int, years: int, technologies: int) -> Message:
    return message(
        "{slices} time slices × {years} years × {technologies} technologies",
        slices=f"{slices:,}",
        years=f"{years:,}",
        technologies=f"{technologies:,}",
    )


def _at_most(system: EnergySystem) -> Size:
    """Return a size that is not exceeded, from the sizes of sets alone."""
    slices, years = len(system.time_slices), len(system.years)
    running = sum(len(t.modes) * (slices if t.slices else 1) for t in system.technologies) * years
    flows = len(system.parameters["output_ratio"]) + len(system.parameters["input_ratio"])
    balances = len(system.commodities) * len(system.regions) * years * slices
    levels = (len(system.storages) * slices + 12 * len(system.reservoirs) * len(system.brackets)) * years
    standing = 8 * len(system.technologies) * years + len(system.limits)
    terms = sum(len(limit.terms) for limit in system.limits) * slices
    links = len(system.parameters["reservoir_inflow"]) + len(system.parameters["reservoir_outflow"])
    traded = len(system.parameters["trade_route"]) * slices
    both = 3 * running + balances + 3 * levels + standing + traded
    vintages = len(system.technologies) * years * years
    return Size(both, both, vintages + 4 * both + slices * (flows + 2 * links * years) + terms)


# before a system is assembled


class _Draft(NamedTuple):
    """What runs by time slice: how many technologies, modes, storages and commodities in balance."""

    technologies: int
    modes: int
    storages: int
    commodities: int


def find_too_many_slices(scenario: Scenario) -> list[Finding]:
    """Return a finding if what runs by time slice is by itself larger than the memory that is there.

    What a scenario says of each slice and year would have to be assembled before the programme can be counted.
    """
    there, time = memory_there(), scenario.time
    slices = len(time.time_slices) or len(time.seasons) * len(time.day_parts)
    if there is None or scenario.mode == "accounting":
        return []
    technologies, modes, storages, commodities = map(sum, zip(*_sliced(scenario), (0, 0, 0, 0), strict=True))
    cells = slices * len(time.years)
    size = Size(
        cells * (technologies + commodities + 3 * storages),
        cells * (modes + 3 * storages),
        cells * (4 * modes + technologies + 9 * storages),
    )
    need = memory_of(size, cells * technologies, solvers=_solvers(scenario))
    extent = _extent_of(slices, len(time.years), technologies + storages)
    return [_finding(scenario, size, need, there, extent)] if need > there else []


def _sliced(scenario: Scenario) -> Iterator[_Draft]:
    energy = scenario.energy
    if energy is not None:
        modes = sum(len(plant.modes) for plant in energy.plants.values())
        others = len(BESIDE_PLANTS) + (0 if energy.trade is None else 2)
        others += len(energy.contracts) + sum(len(plant.sites) for plant in energy.plants.values())
        yield _Draft(len(energy.plants) + others, modes + others, len(energy.stores), len(SLICED))
    if scenario.system is not None:
        yield _of_written(scenario.system)


def _of_written(system: System) -> _Draft:
    sliced = {name for name, commodity in system.commodities.items() if commodity.balance == "slice"}
    regions = max(len(system.regions), 1)
    technologies = modes = 0
    for technology in system.technologies.values():
        ways = technology.ways.values()
        if any(sliced & {*way.inputs, *way.outputs} for way in ways):
            places = len(technology.regions) or regions
            technologies, modes = technologies + places, modes + places * len(ways)
    for line in system.trade.values():
        if line.commodity in sliced:
            technologies, modes = technologies + 1, modes + 1 + line.both_ways
    storages = sum(len(storage.regions) or regions for storage in system.storages.values())
    return _Draft(technologies, modes, storages, regions * len(sliced))


def _finding(scenario: Scenario, size: Size, need: float, there: float, extent: Message) -> Finding:
    path = "system.osemosys" if scenario.system is not None and scenario.system.osemosys else "time"
    file, line = scenario.locate(path)
    found = message(
        "about {rows} rows and {columns} columns ({extent}), which take about {memory} GB of memory",
        rows=f"{size.rows:,}",
        columns=f"{size.columns:,}",
        extent=extent,
        memory=f"{need / 1e9:.1f}",
    )
    return Finding(
        file,
        line,
        path,
        found,
        message("no more than the {memory} GB that are there", memory=f"{there / 1e9:.1f}"),
        ADVICE,
    )
