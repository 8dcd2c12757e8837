"""Heat pumps by the weather: heat per unit of power by time slice, as ways to run that are open in some slices only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sectors.energy import Energy, Plant
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Label, Term, TimeSlice

BANDS = 4  # of weather that a plant is told in; slices of one band share the mean
Open = Mapping[str, frozenset[str]]  # mode → the time slices in which the plant may run so


def modes_by_weather(plant: Plant, energy: Energy, path: str, context: Context) -> tuple[Plant, Open]:
    """Return a plant with a way to run for every band of weather, the mildest first, and where each is open.

    Capacity is that of the mildest band: in the cold a machine draws as much power and gives less heat.
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
    modes, is_open = {}, {}
    for place, (level, parts) in enumerate(bands_of(levels, context.time_slices)):
        for key, mode in plant.modes.items():
            name = key if place == 0 else f"{key}-{place + 1}"
            modes[name] = mode.model_copy(update={"heat": _times(mode.heat, level)})
            is_open[name] = parts
    return plant.model_copy(update={"modes": modes, "main": plant.main_mode}), is_open


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


def _times(heat: Quantity, level: float) -> Quantity:
    return replace(heat, points=tuple((year, value * level) for year, value in heat.points))


def hold_to_weather(name: str, plant: Plant, is_open: Open, path: str, rows: SystemBuilder) -> None:
    """Keep every way to run out of the time slices in which it is not open."""
    label = Label(plant.label.en, plant.label.zh)
    for mode, parts in is_open.items():
        closed = [part.name for part in rows.time_slices if part.name not in parts]
        for year in rows.years if closed else ():
            terms = [Term("activity", name, year, 1.0, mode=mode, time_slice=part) for part in closed]
            rows.limit(
                f"weather of {name}, {mode}", year, "<=", terms, 0.0, unit="PJ", path=f"{path}.heat_profile",
                label=message("{label} as the weather is", label=label),
            )  # fmt: skip
