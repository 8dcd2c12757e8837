"""Rules of ranges: the ends lie about the centre, within what is possible, and what they move is there."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.scenario.futures.inputs import (
    AGE,
    ALL_YEARS,
    GROWTH,
    RATIO,
    UncertainInput,
    every_input,
    holds_for_all_years,
    measure_at,
    places,
    quantities_of,
)
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.typos import meant

ROUNDING = 1e-9


def ranges_are_sound(scenario: Scenario) -> Iterator[Finding]:
    """Ranges lie about their centre and within what is possible, move what is there and are tied to each other."""
    known = list(every_input(scenario))
    wrong = [*_about_their_centre(scenario, known), *_by_year(scenario, known)]
    yield from wrong or _possible(scenario, known)
    yield from _moving_what_is_there(scenario, known)
    yield from _tied_to_others(scenario, known)


def _about_their_centre(scenario: Scenario, known: list[UncertainInput]) -> Iterator[Finding]:
    """The central value lies between both ends in each year that is named, and ratios have something to refer to."""
    for one in known:
        for limits in one.limits:
            low, central, high = limits.low, limits.central, limits.high
            values = {"low": f"{low:g}", "central": f"{central:g}", "high": f"{high:g}"}
            rounding = ROUNDING * max(abs(low), abs(central), abs(high))
            if not low - rounding <= central <= high + rounding:
                found = message("a range from {low} to {high} about {central}", **values)
                found = found if limits.year is ALL_YEARS else message("{what} in {year}", what=found, year=limits.year)
                expected = message("a central value between low and high")
                yield _finding(scenario, one.place, found, expected, message("correct one of the three"))
            elif one.how == RATIO and central <= 0.0:
                found, expected = message("a range about {central}", **values), message("a central value above 0")
                yield _finding(scenario, one.place, found, expected, message("nothing is a multiple of it"))
            elif one.shape == "lognormal" and low <= 0.0:
                found, expected = message("a lognormal range from {low}", **values), message("a low end above 0")
                yield _finding(scenario, one.place, found, expected, message("choose another shape"))


def _by_year(scenario: Scenario, known: list[UncertainInput]) -> Iterator[Finding]:
    """What changes over time has ends by year, what holds for all years has one of each."""
    for one in known:
        by_year = one.limits[0].year is not ALL_YEARS
        for path, figure in one.moves.items():
            if one.place == path and not by_year and not figure.is_constant:
                found, advice = (
                    message("ends without a year beside a path over time"),
                    message("write low and high by year"),
                )
                yield _finding(scenario, path, found, message("ends by year"), advice)
            elif by_year and (one.how == AGE or holds_for_all_years(scenario, path)):
                found = message("ends by year of {path}", path=path)
                yield _finding(scenario, one.place, found, message("one low and one high end for all years"))
            elif one.how in (AGE, GROWTH) and holds_for_all_years(scenario, path):
                found = message("{how} of {path}, which holds for all years", how=one.how, path=path)
                yield _finding(scenario, one.place, found, message("how: ratio, a factor of all years"))


def _possible(scenario: Scenario, known: list[UncertainInput]) -> Iterator[Finding]:
    """Both ends are values that could be written: no share above one, no price below zero."""
    for one in known:
        for end, quantile in (("low", 0.0), ("high", 1.0)):
            for path, value in one.moved(quantile, scenario).items():
                measure = measure_at(scenario, path)
                try:
                    _ = measure and measure.read(value)
                except PydanticCustomError as error:
                    told = error.context or {}
                    found = message("{end} end that makes {path} {value}", end=end, path=path, value=told["found"])
                    yield _finding(scenario, one.place, found, told["expected"], message("correct the end"))


def _moving_what_is_there(scenario: Scenario, known: list[UncertainInput]) -> Iterator[Finding]:
    """Every path leads to a value that is written, and no two ranges that are drawn move one value."""
    there = quantities_of(scenario) if scenario.ranges else {}
    for name, section in scenario.ranges.items():
        for place, pattern in enumerate(section.moves):
            if not any(True for _ in places(pattern, there)):
                found, expected = message("no value at {path}", path=pattern), message("the path of a value")
                advice = meant(pattern, list(there), message("check the path against `show --resolved`"))
                yield _finding(scenario, f"ranges.{name}.moves[{place}]", found, expected, advice)
    owners: dict[str, str] = {}
    wanted = scenario.futures.inputs
    for one in known:
        for path in one.moves if wanted is None or one.name in wanted else ():
            if (other := owners.setdefault(path, one.name)) != one.name:
                found = message("{path}, which {other} moves too", path=path, other=other)
                yield _finding(
                    scenario, one.place, found, message("one range for each value"),
                    message("remove one, or list in futures.inputs what is drawn"),
                )  # fmt: skip


def _tied_to_others(scenario: Scenario, known: list[UncertainInput]) -> Iterator[Finding]:
    """What a range varies with is another range, and no tie leads back; what is listed as drawn is a range."""
    named = {one.name: one for one in known}
    for place, name in enumerate(scenario.futures.inputs or ()):
        if name not in named:
            yield _unknown(scenario, f"futures.inputs[{place}]", name, list(named))
    for one in known:
        if one.varies_with is None:
            continue
        if one.varies_with not in named:
            yield _unknown(scenario, one.place, one.varies_with, list(named))
        elif _leads_back(one, named):
            found = message("{name}, which varies with itself", name=one.name)
            yield _finding(scenario, one.place, found, message("ties that do not lead back"), message("remove one"))


def _leads_back(one: UncertainInput, known: dict[str, UncertainInput]) -> bool:
    seen, here = {one.name}, one.varies_with
    while here in known:
        if here in seen:
            return True
        seen.add(here)
        here = known[here].varies_with
    return False


def _unknown(scenario: Scenario, path: str, name: str, known: list[str]) -> Finding:
    listed = message("such as {names}", names=tuple(known[:8])) if known else message("write one")
    found = message("no range {name}", name=name)
    return _finding(scenario, path, found, message("the name of a range, or the path of a value with one"),
                    meant(name, known, listed))  # fmt: skip


def _finding(scenario: Scenario, path: str, found: Wording, expected: Wording, advice: Wording = "") -> Finding:
    return Finding(*scenario.locate(path), path, found, expected, advice)
