"""What is in doubt in a scenario: each range by its name, with the values that one draw of it moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

import numpy as np

from carbonsim.scenario.campaigns import find_measure, find_place
from carbonsim.scenario.futures.shapes import value_at
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.scenario import Scenario, quantities_in
from carbonsim.scenario.section import Text
from carbonsim.scenario.sections.ranges import WrittenRange

RATIO, GROWTH, AGE = "ratio", "growth", "age"
ALL_YEARS = None  # the year of limits that hold in all years of the plan


@dataclass(frozen=True)
class Limits:
    """Low end, central value and high end in a year, or in all years of the plan."""

    year: int | None
    low: float
    central: float
    high: float


@dataclass(frozen=True)
class UncertainInput:
    """A range by its name: its limits by year, and the values that it moves, by YAML path."""

    name: str
    place: str  # the YAML path at which it is written
    limits: tuple[Limits, ...]
    moves: Mapping[str, Quantity]
    how: str = RATIO
    shape: str = "triangular"
    varies_with: str | None = None
    correlation: float = 1.0
    unit: str = ""
    label: Text | None = None

    def drawn(self, quantile: float) -> dict[int | None, float]:
        """Return what is drawn by year, in the unit of the range: all years at one quantile, so that skew is kept."""
        return {
            one.year: value_at(self.shape, one.low, one.central, one.high, quantile)
            for one in sorted(self.limits, key=lambda one: one.year or 0)
        }

    def moved(self, quantile: float, scenario: Scenario) -> dict[str, object]:
        """Return the values that a quantile writes into a scenario, by path; nothing before the plan is moved."""
        return self.moved_to(self.drawn(quantile), scenario)

    def moved_to(self, drawn: Mapping[int | None, float], scenario: Scenario) -> dict[str, object]:
        """Return the values that figures by year write into a scenario, by path."""
        return {path: self._written(path, figure, drawn, scenario) for path, figure in self.moves.items()}

    @property
    def ends(self) -> tuple[dict[int | None, float], dict[int | None, float], dict[int | None, float]]:
        """The low ends, the central values and the high ends, by year."""
        return (
            {one.year: one.low for one in self.limits}, dict(self._central), {one.year: one.high for one in self.limits}
        )  # fmt: skip

    def _written(self, path: str, figure: Quantity, drawn: Mapping[int | None, float], scenario: Scenario) -> object:
        plan_from = scenario.time.plan_from
        if holds_for_all_years(scenario, path):
            return figure.at(plan_from) * self._ratios(drawn)[ALL_YEARS]
        years = sorted({*scenario.time.years, *figure.years, plan_from - 1})
        if self.how == GROWTH:
            return _grown(figure, drawn, years, plan_from)
        if self.how == AGE:
            later = drawn[ALL_YEARS] - self._central[ALL_YEARS]
            return {y: float(figure.over([y - later if y >= plan_from else y])[0]) for y in years}  # type: ignore[list-item]
        ratios = self._ratios(drawn)
        return {year: figure.at(year) * _ratio(ratios, year, plan_from) for year in years}

    @cached_property
    def _central(self) -> dict[int | None, float]:
        return {one.year: one.central for one in self.limits}

    def _ratios(self, drawn: Mapping[int | None, float]) -> dict[int | None, float]:
        return {year: value / self._central[year] for year, value in drawn.items()}


def _ratio(ratios: Mapping[int | None, float], year: int, plan_from: int) -> float:
    """Return the ratio to the central value in a year: a ramp from the last year before the plan, which is known."""
    if year < plan_from:
        return 1.0
    if ALL_YEARS in ratios:
        return ratios[ALL_YEARS]
    known = {plan_from - 1: 1.0} | {named: one for named, one in ratios.items() if named is not None}
    known = {named: one for named, one in known.items() if named >= plan_from - 1}
    return float(np.interp(year, sorted(known), [known[one] for one in sorted(known)]))


def _grown(figure: Quantity, drawn: Mapping[int | None, float], years: list[int], plan_from: int) -> dict[int, float]:
    """Return a path that grows as drawn up to each year that is named, and as it does anyway after the last."""
    path, level = {year: figure.at(year) for year in years if year < plan_from}, figure.at(plan_from - 1)
    for year in range(plan_from, years[-1] + 1):
        level *= 1.0 + _growth(drawn, year, figure.at(year) / figure.at(year - 1) - 1.0)
        path[year] = level
    return {year: path[year] for year in years}


def _growth(drawn: Mapping[int | None, float], year: int, usual: float) -> float:
    if ALL_YEARS in drawn:
        return drawn[ALL_YEARS]
    return next((drawn[named] for named in drawn if named is not None and named >= year), usual)


def holds_for_all_years(scenario: Scenario, path: str) -> bool:
    """Say whether one value stands for all years at a path, the years before the plan among them."""
    measure = measure_at(scenario, path)
    return measure is not None and measure.constant


def measure_at(scenario: Scenario, path: str) -> Measure | None:
    """Return what the field at a path documents; None outside the sectors."""
    return find_measure(find_place(scenario.before_campaigns, path).annotation)


def uncertain_inputs(scenario: Scenario) -> list[UncertainInput]:
    """Return every range that counts, in the order in which it is drawn."""
    found = {one.name: one for one in every_input(scenario)}
    wanted = scenario.futures.inputs
    return list(found.values()) if wanted is None else [found[name] for name in wanted if name in found]


def every_input(scenario: Scenario) -> Iterator[UncertainInput]:
    """Yield the ranges by name, and those that stand beside a value, by its path."""
    there = quantities_of(scenario) if scenario.ranges else {}
    for name, section in scenario.ranges.items():
        yield _named(name, section, there)
    for path, figure in scenario.before_campaigns.quantities():
        if (beside := figure.range) is not None:
            named = _named_years(beside.low, beside.high)
            yield UncertainInput(
                path, path, tuple(_limits(year, beside.low, figure, beside.high) for year in named), {path: figure},
                shape=beside.shape, varies_with=beside.varies_with, correlation=beside.correlation, unit=figure.unit,
            )  # fmt: skip


def quantities_of(scenario: Scenario) -> dict[str, Quantity]:
    """Return every quantity as it is before campaigns, written or taken from elsewhere, by its path."""
    return dict(quantities_in(scenario.before_campaigns))


def _named(name: str, written: WrittenRange, quantities: Mapping[str, Quantity]) -> UncertainInput:
    ends = written.low, written.central, written.high
    moves = {path: figure for pattern in written.moves for path, figure in places(pattern, quantities)}
    return UncertainInput(
        name, f"ranges.{name}", tuple(_limits(year, *ends) for year in _named_years(*ends)), moves, written.how,
        written.shape, written.varies_with, written.correlation.points[0][1], written.unit, written.label,
    )  # fmt: skip


def _named_years(*ends: Quantity) -> list[int | None]:
    named: list[int | None] = [*sorted({year for one in ends for year in one.years})]
    return named or [ALL_YEARS]


def _limits(year: int | None, low: Quantity, central: Quantity, high: Quantity) -> Limits:
    values = [one.points[0][1] if year is ALL_YEARS else one.at(year) for one in (low, central, high)]
    return Limits(year, *values)


def places(pattern: str, quantities: Mapping[str, Quantity]) -> Iterator[tuple[str, Quantity]]:
    """Yield the quantities at a path; a star stands for any name on the way."""
    steps = pattern.split(".")
    for path, figure in quantities.items():
        here = path.split(".")
        if len(here) == len(steps) and all(map(fnmatchcase, here, steps)):
            yield path, figure
