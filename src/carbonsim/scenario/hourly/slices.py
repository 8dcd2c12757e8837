"""A scenario whose time slices come from hourly series: `time: {from: profiles.csv, periods: 8, hours: 4}`.

It is read as if the slices, and what the columns of the series fill, had been written by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.scenario.hourly.dates import date_of, part_names
from carbonsim.scenario.hourly.periods import DAY, DAYS, TypicalDays, choose_days, represent
from carbonsim.scenario.hourly.series import HOURS, HourlyColumn, read_hourly
from carbonsim.scenario.scenario import Scenario, Time, Trace
from carbonsim.scenario.typos import is_there

FROM, OF_SERIES, BY_HAND = "from", ("periods", "hours", "extremes"), ("seasons", "day_parts", "time_slices")
Plain = dict[str, Any]


@dataclass(frozen=True)
class _Cut:
    """How the year is cut, as it is written: what is not written takes the default of its field."""

    periods: int
    hours: tuple[int, ...]
    extremes: int


def with_slices(plain: Plain, trace: Trace, *, left: bool = False) -> tuple[Plain, Trace, list[Finding]]:
    """Return a scenario with the slices that its hourly series make, and where they come from; or what is wrong.

    What an earlier run left (`left`) is read without them where the series are no longer there.
    """
    time = plain.get("time")
    if not isinstance(time, Mapping):
        return plain, trace, []
    paths = hourly_paths(time.get(FROM), trace)
    if not paths:
        return plain, trace, _idle(time, trace)
    if left and not all(map(is_there, paths)):
        return plain, trace, []
    cut = _cut(time)
    if cut is None:  # told where the fields are validated
        return plain, trace, []
    columns, findings = _read(tuple(_stamp(path) for path in paths))
    findings = [*_beside(time, trace), *_hours_fill_the_day(cut, trace), *findings]
    findings += [found for column in columns.values() for found in _unfit(column, plain, trace)]
    if findings:
        return plain, trace, findings
    return _filled(plain, columns, cut), _placed(trace, columns), []


def hourly_paths(written: object, trace: Trace) -> list[Path]:
    """Return the files of hourly series that a scenario names; none where it names none, or no text."""
    names = written if isinstance(written, list) else [written]
    return [trace.beside(f"time.{FROM}", name) for name in names if isinstance(name, str) and name]


def hourly_digests(scenario: Scenario) -> dict[str, str]:
    """Return a hash of every file of hourly series, so that a run says what it rests on."""
    paths = hourly_paths(scenario.time.series, scenario.trace)
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if is_there(path)}


def _idle(time: Mapping[str, object], trace: Trace) -> list[Finding]:
    """Find keys that say how hourly series are cut where there are none."""
    if time.get(FROM) is not None:
        return []
    expected = message("hourly series to take them from, such as from: profiles.csv")
    return [
        _at(f"time.{key}", trace, message("{key} without from", key=key), expected, message("add from, or remove it"))
        for key in OF_SERIES
        if key in time
    ]


def _beside(time: Mapping[str, object], trace: Trace) -> list[Finding]:
    """Find slices that are written by hand beside those of the series."""
    expected = message("slices from the series alone, or by hand alone")
    advice = message("remove one of the two; null removes what is inherited")
    return [
        _at(f"time.{key}", trace, message("{key} beside from", key=key), expected, advice)
        for key in BY_HAND
        if key in time
    ]


def _hours_fill_the_day(cut: _Cut, trace: Trace) -> list[Finding]:
    if sum(cut.hours) == DAY:
        return []
    found = message("parts of {hours} hours in all", hours=sum(cut.hours))
    return [_at("time.hours", trace, found, message("a part of the day that divides 24 hours, or parts that fill it"))]


def _unfit(column: HourlyColumn, plain: Plain, trace: Trace) -> list[Finding]:
    """Find a column that fills what is written by hand, or belongs to nothing."""
    here: object = plain
    for depth, step in enumerate(column.steps):
        last = depth == len(column.steps) - 1
        if not isinstance(here, Mapping) or (step not in here and depth != 1 and not last):
            found = message("a column for {path}", path=column.title)
            expected = message("one for what the scenario defines")
            return [Finding(column.file, 1, column.title, found, expected, message("define it, or remove the column"))]
        here = here.get(step, None if last else {})
    if here is None or not column.steps:
        return []
    expected = message("a column of the series, or values by hand")
    return [_at(column.title, trace, message("values beside a column of the series"), expected)]


def _at(path: str, trace: Trace, found: Wording, expected: Wording, advice: Wording = "") -> Finding:
    file, line = trace.locate(path)
    return Finding(file, line, path, found, expected, advice or message("remove one of the two"))


def _cut(time: Mapping[str, object]) -> _Cut | None:
    """Return how the year is cut; None where a key holds no such number."""
    periods, extremes, hours = (_number(time, key) for key in ("periods", "extremes", "hours"))
    written = time.get("hours")
    parts = [_number({"hours": part}, "hours") for part in written] if isinstance(written, list) else []
    if hours:
        parts = [hours] * (DAY // hours)
    if not periods or extremes is None or not parts or not all(parts):
        return None
    return _Cut(periods, tuple(part for part in parts if part), extremes)


def _number(time: Mapping[str, object], key: str) -> int | None:
    """Return the whole number that a key holds, or that of its field where it is not written; None if it is none."""
    value = time.get(key, Time.model_fields[key].default)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= DAYS else None


@lru_cache(maxsize=8)
def _read(stamps: tuple[tuple[Path, int, int], ...]) -> tuple[dict[str, HourlyColumn], list[Finding]]:
    return read_hourly([path for path, _, _ in stamps])


def _stamp(path: Path) -> tuple[Path, int, int]:
    """Return what tells whether a file was read before as it is."""
    if not is_there(path):
        return path, 0, 0
    state = path.stat()
    return path, state.st_mtime_ns, state.st_size


def _filled(plain: Plain, columns: Mapping[str, HourlyColumn], cut: _Cut) -> Plain:
    """Return the mapping with slices, and what every column fills on them."""
    fills = {title: column for title, column in columns.items() if column.steps}
    weather = {title: column for title, column in fills.items() if title not in _of_machines(plain)}
    typical = choose_days(weather, cut.periods, cut.hours, cut.extremes)
    parts = part_names(cut.hours)
    names = [[f"{date_of(day)}_{part}" for part in parts] for day in typical.days]
    shares = typical.weights[:, None] * np.array(cut.hours) / HOURS
    slices = {
        name: {"share": float(shares[row, place]), "season": date_of(typical.days[row]), "day_part": parts[place]}
        for row, of_day in enumerate(names)
        for place, name in enumerate(of_day)
    }
    lengths = {part: {"hours": hours} for part, hours in zip(parts, cut.hours, strict=True)}
    filled = {**plain, "time": {**plain["time"], "time_slices": slices, "day_parts": lengths}}
    flat = [name for of_day in names for name in of_day]
    for column in fills.values():
        values = _values(column, typical, shares).ravel().tolist()
        filled = _put(filled, column.steps, dict(zip(flat, values, strict=True)))
    return filled


def _of_machines(plain: Plain) -> set[str]:
    """Return the paths of profiles that tell how well a machine runs in the cold, and nothing of wind and sun."""
    energy = plain.get("energy")
    plants = energy.get("plants") if isinstance(energy, Mapping) else None
    written = [plant for plant in plants.values() if isinstance(plant, Mapping)] if isinstance(plants, Mapping) else []
    return {f"energy.profiles.{plant['heat_profile']}" for plant in written if "heat_profile" in plant}


def _values(column: HourlyColumn, typical: TypicalDays, shares: Any) -> Any:
    """Return what a column says of each slice: of a demand its share of the year's, else the mean of the slice."""
    values = represent(column.values, typical, column.most)
    if column.steps[-1] != "profile":
        return values
    return values * shares / (values * shares).sum()


def _put(owner: Mapping[str, Any], steps: Sequence[str], value: object) -> Plain:
    """Return a copy of a mapping with a value at the end of a path."""
    first, *rest = steps
    return {**owner, first: _put(owner.get(first) or {}, rest, value) if rest else value}


def _placed(trace: Trace, columns: Mapping[str, HourlyColumn]) -> Trace:
    """Return where everything comes from: what a column fills from its file, with what is said of it there."""
    filling = [column for column in columns.values() if column.steps]
    places = {column.title: (column.file, 1) for column in filling}
    return replace(
        trace, origins={**trace.origins, **places}, series={column.title: _said(column) for column in filling}
    )


def _said(column: HourlyColumn) -> dict[str, str]:
    """Return mean, least and most of a series, its unit, and what it rests on: an assumption where that is not said."""
    values = column.values
    told = {"unit": "1", **({"quality": "assumption"} if "source" in column.about else {}), **column.about}
    return {"value": f"{values.mean():.6g} ({values.min():.4g}–{values.max():.4g})", **told}
