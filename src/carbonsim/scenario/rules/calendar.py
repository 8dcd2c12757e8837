"""Rules of the calendar: model years, seasons, and years that quantities name."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.rules.finding import SHARES_TOLERANCE, finding, not_a_model_year, years_hold
from carbonsim.scenario.scenario import Scenario
from carbonsim.units import DAYS_A_YEAR, HOURS_A_DAY

BEYOND = 40  # years that data may go on after the horizon
REMEMBERED = {"past_deposits": 100}  # years before the first model year that a quantity may name; else ten


def years_are_in_order(scenario: Scenario) -> Iterator[Finding]:
    """Model years increase, and the plan starts at one of them after the first."""
    years = scenario.time.years
    if not years_hold(scenario):
        yield finding(scenario, "time.years", str(years)[:60], message("at least one year, each after the one before"))
        return
    if scenario.time.plan_from not in years:
        yield not_a_model_year(scenario, "time.plan_from", scenario.time.plan_from)


def seasons_fill_the_year(scenario: Scenario) -> Iterator[Finding]:
    """Seasons add up to 365 days and day-parts to 24 hours, or the shares of time slices to the year."""
    if scenario.time.time_slices:
        whole = sum(part.share.at(0) for part in scenario.time.time_slices.values())
        if abs(whole - 1.0) > SHARES_TOLERANCE:
            expected = message("shares that add up to 1")
            yield finding(
                scenario,
                "time.time_slices",
                message("shares of {total} in all", total=f"{whole:.5g}"),
                expected,
                message("change a share"),
            )
        return
    days = sum(season.days.at(0) for season in scenario.time.seasons.values())
    if abs(days - DAYS_A_YEAR) > 1e-6:
        yield finding(
            scenario,
            "time.seasons",
            message("{days} days", days=f"{days:g}"),
            message("365 days in all"),
            message("change the days of a season"),
        )
    hours = sum(part.hours.at(0) for part in scenario.time.day_parts.values())
    if abs(hours - HOURS_A_DAY) > 1e-6:
        yield finding(
            scenario,
            "time.day_parts",
            message("{hours} hours", hours=f"{hours:g}"),
            message("24 hours in all"),
            message("change one day-part"),
        )


def quantities_stay_within_the_calendar(scenario: Scenario) -> Iterator[Finding]:
    """Years written in quantities begin ten years before the first model year; those far beyond the last are mistakes.

    Data go on where a scenario has a shorter horizon than the one that it extends: they tell the way there.
    """
    if not years_hold(scenario):
        return
    last = scenario.time.years[-1] + BEYOND
    for path, quantity in scenario.quantities():
        first = scenario.time.years[0] - REMEMBERED.get(path.rpartition(".")[2], 10)
        for year in quantity.years:
            if not first <= year <= last:
                expected = message("a year from {first} to {last}", first=first, last=last)
                yield finding(
                    scenario, f"{path}.{year}", message("the year {year}, outside the horizon", year=year), expected
                )
