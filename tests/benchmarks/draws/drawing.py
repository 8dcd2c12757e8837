"""A draw: every row of `ranges.csv` that has a place in the scenario moves its path, from the last year before plans.

`rows.csv` names, by the input of a row, the paths that it moves and how: `ratio` as what is drawn over the central
figure, by year of the row; `growth` as growth a year over the row's years; `age` as years by which what stands closes
earlier or later. A draw has one quantile for each input, the same in all its years; the shape is a triangle. What is
drawn is reached by a ramp: nothing steps from the last year before the plan.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from tests.benchmarks.audit.side import figures

RANGES = Path(__file__).parents[4] / "shared" / "data" / "ranges.csv"
ROWS = Path(__file__).with_name("rows.csv")
CONSTANT = 2035  # the year in which what a row tells of no year is reached


@dataclass(frozen=True)
class Range:
    """Low, central and high of an input in a year, or over years."""

    first: int
    last: int
    low: float
    central: float
    high: float

    def at(self, quantile: float) -> float:
        """Return the value of a triangle at a quantile; where a side is missing, the triangle has none."""
        width = self.high - self.low
        if width <= 0.0:
            return self.central
        left = (self.central - self.low) / width
        if quantile < left:
            return self.low + float(np.sqrt(quantile * width * (self.central - self.low)))
        return self.high - float(np.sqrt((1.0 - quantile) * width * (self.high - self.central)))


@cache
def ranges() -> Mapping[str, tuple[Range, ...]]:
    """Return the ranges of each input that can be drawn, by year."""
    found: dict[str, list[Range]] = defaultdict(list)
    with RANGES.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sides = [_number(row[side]) for side in ("low", "central", "high")]
            known = [side for side in sides if side is not None]
            if len(known) < 2:
                continue
            low, central, high = sides
            central = central if central is not None else sum(known) / len(known)
            years = [int(year) for year in re.findall(r"\d{4}", row["year_or_path"])] or [CONSTANT]
            low, high = (central if side is None else side for side in (low, high))
            found[row["input"]].append(Range(years[0], years[-1], low, central, high))
    return {name: tuple(sorted(rows, key=lambda one: one.first)) for name, rows in found.items()}


def _number(text: str) -> float | None:
    match = re.match(r"\s*(-?\d+(\.\d+)?)\s*(\(|$|placeholder)", text)
    return None if match is None else float(match[1])


@cache
def mapped() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return how each input moves which paths."""
    with ROWS.open(encoding="utf-8") as file:
        return {row["input"]: (row["how"], tuple(row["paths"].split())) for row in csv.DictReader(file)}


def drawn(scenario: Scenario, number: int) -> dict[str, object]:
    """Return the values by path that a draw writes into a scenario; the same number is the same draw everywhere."""
    quantiles = np.random.default_rng([22, number]).random(len(mapped()))
    values: dict[str, object] = {}
    for quantile, (name, (how, paths)) in zip(quantiles, mapped().items(), strict=True):
        for path in paths:
            for place, figure in figures(scenario, path.split(".")):
                values[place] = dict(_moved(figure, how, ranges()[name], float(quantile), scenario))
    return values


def _moved(figure: Quantity, how: str, rows: tuple[Range, ...], quantile: float, scenario: Scenario) -> Iterator[
    tuple[int, float]
]:  # fmt: skip
    years, last = scenario.time.years, scenario.time.plan_from - 1
    if how == "growth":
        yield from _grown(figure, rows, quantile, years, last)
        return
    for year in years:
        if how == "age":
            shift = rows[-1].at(quantile) - rows[-1].central
            yield year, figure.at(round(year - shift)) if year > last else figure.at(year)
        else:
            yield year, figure.at(year) * _ramp(rows, quantile, year, last)


def _ramp(rows: tuple[Range, ...], quantile: float, year: int, last: int) -> float:
    """Return the ratio to the central figure in a year: 1 up to the last year before the plan, then linear."""
    known = {last: 1.0} | {row.last: row.at(quantile) / row.central for row in rows if row.last > last}
    if len(known) == 1:
        known[CONSTANT] = rows[-1].at(quantile) / rows[-1].central
    return float(np.interp(year, sorted(known), [known[one] for one in sorted(known)]))


def _grown(
    figure: Quantity, rows: tuple[Range, ...], quantile: float, years: list[int], last: int
) -> Iterator[tuple[int, float]]:
    """Yield a path that grows as drawn in the years of the rows, and after them as it does anyway."""
    level = figure.at(years[0])
    for year in range(years[0], years[-1] + 1):
        own = next((row for row in rows if row.first <= year <= row.last), None)
        if year > years[0]:
            usual = figure.at(year) / figure.at(year - 1)
            drawn_here = own is not None and year > last
            level *= 1.0 + own.at(quantile) / 100.0 if drawn_here and own is not None else usual
        if year in years:
            yield year, level
