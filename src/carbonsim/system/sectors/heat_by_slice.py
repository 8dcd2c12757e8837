"""Heat pumps by the weather: heat per unit of power by time slice, as ways to run that are open in some slices only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from carbonsim.messages.message import message
from carbonsim.scenario.sectors.energy import Energy, Plant
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, SystemBuilder
from carbonsim.system.tables import Label, Term, TimeSlice

BANDS = 4  # of weather that a plant is told in; slices of one band share the mean
Weather = Mapping[str, tuple[float, frozenset[str]]]  # mode → heat per fuel relative to the written, its time slices


def modes_by_weather(plant: Plant, energy: Energy, path: str, context: Context) -> tuple[Plant, Weather]:
    """Return a plant with a way to run for every band of weather, the mildest first, and when each is open.

    Capacity is heat, and is that of the cold: where it is mild, a machine gives as much and draws less.
    """
    if plant.heat_profile is None:
        return plant, {}
    if plant.heat_profile not in energy.profiles:
        here = f"{path}.heat_profile"
        context.report_unknown(here, message("profile"), plant.heat_profile, energy.profiles)
        return plant, {}
    profile, base = energy.profiles[plant.heat_profile], context.years.base_year
    if not all(part.name in profile for part in context.time_slices):
        return plant, {}  # told once, where the profile stands
    levels = {part.name: profile[part.name].at(base) for part in context.time_slices}
    if min(levels.values()) <= 0.0:
        found = message("no heat in {part}", part=min(levels, key=lambda name: levels[name]))
        context.report(f"{path}.heat_profile", found, message("a value above 0 in every time slice"))
        return plant, {}
    modes, weather = {}, {}
    for place, (level, parts) in enumerate(bands_of(levels, context.time_slices)):
        for key, mode in plant.modes.items():
            name = key if place == 0 else f"{key}-{place + 1}"
            modes[name], weather[name] = mode, (level, parts)
    return plant.model_copy(update={"modes": modes, "main": plant.main_mode}), weather


def bands_of(levels: Mapping[str, float], time_slices: tuple[TimeSlice, ...]) -> list[tuple[float, frozenset[str]]]:
    """Return bands of slices, the highest level first, each with the mean level of its hours.

    As many as there are levels where these are few, else bands that are equally wide.
    """
    most, least, share = max(levels.values()), min(levels.values()), {part.name: part.share for part in time_slices}
    distinct = sorted(set(levels.values()), reverse=True)
    found: dict[int, list[str]] = {}
    for name, level in levels.items():
        wide = min(int(BANDS * (most - level) / (most - least)), BANDS - 1) if most > least else 0
        found.setdefault(distinct.index(level) if len(distinct) <= BANDS else wide, []).append(name)
    return [
        (sum(levels[name] * share[name] for name in parts) / sum(share[name] for name in parts), frozenset(parts))
        for _, parts in sorted(found.items())
    ]


def as_weather_is(modes: Mapping[str, Mode], weather: Weather) -> dict[str, Mode]:
    """Return ways to run with the fuel that each takes in its weather."""
    levels = {name: weather[name][0] if name in weather else 1.0 for name in modes}
    return {
        name: replace(mode, inputs={fuel: np.asarray(amount) / levels[name] for fuel, amount in mode.inputs.items()})
        for name, mode in modes.items()
    }


def hold_to_weather(name: str, plant: Plant, weather: Weather, path: str, rows: SystemBuilder) -> None:
    """Keep every way to run out of the time slices in which it is not open."""
    label = Label(plant.label.en, plant.label.zh)
    for mode, (_, parts) in weather.items():
        closed = [part.name for part in rows.time_slices if part.name not in parts]
        for year in rows.years if closed else ():
            terms = [Term("activity", name, year, 1.0, mode=mode, time_slice=part) for part in closed]
            rows.limit(
                f"weather of {name}, {mode}", year, "<=", terms, 0.0, unit="PJ", path=f"{path}.heat_profile",
                label=message("{label} as the weather is", label=label),
            )  # fmt: skip
