"""A scenario with a time slice an hour, for checking hour by hour what was planned on few slices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.hourly.dates import date_of, part_names
from carbonsim.scenario.hourly.periods import DAY, DAYS
from carbonsim.scenario.hourly.series import FILLS, HOURS, HourlyColumn
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import DayPart, Scenario, WrittenSlice

BY_SLICE = "profile"  # the key of a demand by slice, in shares of the year's


def in_hours(scenario: Scenario, columns: Mapping[str, HourlyColumn], file: str) -> tuple[Scenario, list[Finding]]:
    """Return a scenario with 8,760 time slices, one an hour, on which all that goes by slice is that of the series.

    Also what it tells by slice of which the series, read from `file`, have no column: without it the scenario holds
    for no hour.
    """
    parts = part_names([1] * DAY)
    names = [f"{date_of(day)}_{part}" for day in range(DAYS) for part in parts]
    share = Quantity.constant(1.0 / HOURS, "1")
    slices = {name: WrittenSlice.model_construct(share=share, season=name[:5], day_part=name[6:]) for name in names}
    hour = DayPart(hours=Quantity.constant(1.0, "h"))
    told = list(paths_by_slice(scenario))
    values: dict[str, object] = {path: _by_hour(columns[path], names) for path in told if path in columns}
    calendar = {"time.time_slices": slices, "time.day_parts": dict.fromkeys(parts, hour)}
    found, expected = message("no column for it"), message("a column for all that goes by time slice")
    missing = [
        Finding(file, 1, path, found, expected, message("add the column")) for path in told if path not in columns
    ]
    return scenario.with_values({**calendar, **values}), missing


def paths_by_slice(scenario: Scenario) -> Iterator[str]:
    """Find the paths at which a scenario tells something by time slice."""
    for pattern in FILLS:
        yield from (".".join(path) for path in _written(scenario, pattern, ()))


def _written(here: object, pattern: tuple[str, ...], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if not pattern:
        if here:
            yield path
        return
    first, *rest = pattern
    held = here if isinstance(here, Mapping) else {first: getattr(here, first, None)} if here is not None else {}
    for key in held if first == "*" else (first,):
        if held.get(key) is not None:
            yield from _written(held[key], tuple(rest), (*path, key))


def _by_hour(column: HourlyColumn, names: list[str]) -> dict[str, Quantity]:
    values = column.values / column.values.sum() if column.steps[-1] == BY_SLICE else column.values
    return {name: Quantity.constant(value, "1") for name, value in zip(names, values.tolist(), strict=True)}
