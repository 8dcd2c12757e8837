"""How a scenario cuts the year: seasons times day-parts, or time slices by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from carbonsim.messages.message import Message, Wording, in_context, marked
from carbonsim.scenario.hourly.dates import day_name, part_name
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.tables import TimeSlice
from carbonsim.units import DAYS_A_YEAR, HOURS_A_YEAR

PARTS_OF_THE_YEAR = (  # seasons and parts of the day as they are usually called
    marked("winter"),
    marked("deep winter"),
    marked("summer"),
    marked("spring"),
    marked("autumn"),
    marked("shoulder"),
    marked("mild"),
    marked("windy winter"),
    marked("heating"),
    marked("transition"),
    marked("night"),
    marked("morning"),
    marked("day"),
    marked("noon"),
    marked("afternoon"),
    marked("evening"),
    marked("typical day"),
)


A_WEEK = 7 - 1e-9  # days that a season has at least


def time_slices(scenario: Scenario) -> tuple[TimeSlice, ...]:
    """Return the time slices of a scenario in order."""
    if scenario.time.time_slices:
        return _written_slices(scenario)
    slices = []
    for season, part_of_year in scenario.time.seasons.items():
        for day_part, part_of_day in scenario.time.day_parts.items():
            days, hours = part_of_year.days.at(0), part_of_day.hours.at(0)
            share = days * hours / HOURS_A_YEAR
            slices.append(TimeSlice(f"{season}_{day_part}", season, day_part, share, days, hours))
    return tuple(slices)


def season_days(slices: Iterable[TimeSlice]) -> dict[str, float]:
    """Return how many days a year each season has, in order."""
    days: dict[str, float] = defaultdict(float)
    for part in slices:
        days[part.season] += part.share * DAYS_A_YEAR
    return dict(days)


def coldest_slices(slices: Sequence[TimeSlice], heating: Mapping[str, float]) -> list[str]:
    """Return the slices of the season in which most heat is asked for, and of the next where it is not a week long.

    A typical day that stands for itself alone is no season by itself. `heating` is the share of the year's heat by
    slice; none are returned where nothing is heated.
    """
    most: dict[str, float] = defaultdict(float)
    for part in slices:
        if part.share > 0.0:
            most[part.season] = max(most[part.season], heating.get(part.name, 0.0) / part.share)
    days, found, length = season_days(slices), set[str](), 0.0
    for season in sorted((one for one in most if most[one] > 0.0), key=lambda one: -most[one]):
        if length < A_WEEK:
            found.add(season)
            length += days[season]
    return [part.name for part in slices if part.season in found]


def name_of(part: TimeSlice) -> Wording:
    """Return the name of a time slice: its season and part of the day where its key is both and usual, else its key."""
    date, hours = day_name(part.season), part_name(part.day_part)
    if date is not None and hours is not None:
        return in_context("time slice", "{season}, {part}", season=date, part=hours)
    season, day_part, whole = (
        name.replace("_", " ").replace("-", " ") for name in (part.season, part.day_part, part.name)
    )
    if {season, day_part} <= {*PARTS_OF_THE_YEAR} and whole == f"{season} {day_part}":
        return in_context("time slice", "{season} {part}", season=Message(season), part=Message(day_part))
    return part.name


def _written_slices(scenario: Scenario) -> tuple[TimeSlice, ...]:
    """Return time slices written by share: a season has the days of its slices, a slice its part of the day."""
    parts = scenario.time.time_slices
    of_season: dict[str, float] = defaultdict(float)
    for name, part in parts.items():
        of_season[part.season or name] += part.share.at(0)
    slices = []
    for name, part in parts.items():
        share, season = part.share.at(0), part.season or name
        days = of_season[season] * DAYS_A_YEAR
        named = scenario.time.day_parts.get(part.day_part)
        hours = named.hours.at(0) if named else share * HOURS_A_YEAR / days if days else 0.0
        slices.append(TimeSlice(name, season, part.day_part, share, days, hours))
    return tuple(slices)
