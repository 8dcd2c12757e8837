"""What is announced for years beyond a window is heard in it: at its last year, as far as a straight line leads.

Caps of the peaking plan, limits on an emission and enforced targets are announced. The line runs from the year before
the plan, or from the figure announced for an earlier year, to the next figure beyond; who is past it already need not
go on. Caps of a plan with a peak year begin there, and are not heard until it is decided. A peak year itself, and an
end of purchases, are announced without a figure: how they are heard stands in `turning_points`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.planning.cutting import Horizon, Line, Window
from carbonsim.optimization.planning.turning_points import (
    NOTHING,
    ComingEnd,
    ComingPeak,
    coming_ends,
    coming_peaks,
    counted_emissions,
    line_of,
    summed,
)
from carbonsim.optimization.structure.roles import LinearLimit, RegionTarget
from carbonsim.optimization.terms.limits import limit_columns
from carbonsim.optimization.terms.peaking import emission_group
from carbonsim.system.forms import Form, Indicator
from carbonsim.system.tables import Peaking, Term
from carbonsim.system.targets import Target, target_limits

CAPS = "peak_emission_cap"


class Series(NamedTuple):
    """Figures that were announced for one thing, by year: emissions of a plan or a region, or an indicator."""

    figures: Mapping[int, float]
    sense: Literal["<=", ">=", "=="]
    plan: Peaking | None = None
    target: tuple[Target, Indicator] | None = None
    emission: tuple[str, str] | None = None  # region and emission

    @property
    def peak_year(self) -> int | None:
        """The peak year of its plan, if it is of one that has one."""
        return None if self.plan is None else self.plan.by


@dataclass(frozen=True)
class Announced:
    """All that is announced in a programme, and what of it a window hears."""

    model: CompiledModel
    series: tuple[Series, ...]
    peaks: tuple[ComingPeak, ...] = ()
    ends: tuple[ComingEnd, ...] = ()

    @classmethod
    def in_programme(cls, horizon: Horizon, model: CompiledModel) -> Announced:
        """Return what the rows of a programme ask that are not free."""
        series = *_caps(horizon, model), *_limits(horizon, model), *_targets(horizon, model)
        return cls(model, series, tuple(coming_peaks(horizon, model)), tuple(coming_ends(model)))

    def __bool__(self) -> bool:
        """Say whether anything is announced."""
        return bool(self.series or self.peaks or self.ends)

    @property
    def asks_of_the_past(self) -> bool:
        """Whether what was before the plan has to be solved for before it can be told: no purchases that are known."""
        return bool(self.series or self.peaks or (self.ends and not self.model.has_a_past))

    def heard(self, window: Window, decided: Floats) -> tuple[Line, ...]:
        """Return the rows by which a window hears what is announced for later years, from what was decided before."""
        figures = (line for one in self.series for line in self._lines(one, window, decided))
        turning: tuple[ComingPeak | ComingEnd, ...] = (*self.peaks, *self.ends)
        return (*figures, *(line for one in turning for line in one.lines(window, decided)))

    def _lines(self, series: Series, window: Window, decided: Floats) -> Iterator[Line]:
        years = self.model.system.years
        start = series.peak_year or years.previous(years.plan_from)
        beyond = min((year for year in series.figures if year > window.last), default=None)
        if beyond is None or window.last in series.figures or start is None:
            return
        if start >= max(window.first, years.plan_from):
            return  # not decided
        seen = max((year for year in series.figures if start < year < window.last), default=start)
        begin = series.figures[seen] if seen > start else self._value(series, start, decided)
        if begin is None:
            return
        figure = series.figures[beyond]
        on_line = begin + (figure - begin) * (window.last - seen) / (beyond - seen)
        if series.sense != ">=":
            yield from self._row(series, window.last, "<=", max(on_line, figure))
        if series.sense != "<=":
            yield from self._row(series, window.last, ">=", min(on_line, figure))

    def _value(self, series: Series, year: int, decided: Floats) -> float | None:
        """Return what a series is of in a year that is decided; None where it is undefined."""
        if series.target is None:
            return summed(self._emitted(series, year), decided)
        indicator = series.target[1]
        above = indicator.scale * self._form(indicator.numerator, year, decided)
        if indicator.denominator is None:
            return above
        below = self._form(indicator.denominator, year, decided)
        return above / below if abs(below) > NOTHING else None

    def _form(self, form: Form, year: int, decided: Floats) -> float:
        return form.constants.get(year, 0.0) + summed(self._columns(form.terms.get(year, ())), decided)

    def _row(self, series: Series, year: int, sense: Literal["<=", ">="], figure: float) -> Iterator[Line]:
        """Yield the row that holds a series to a figure in a year, if it has a column there."""
        if series.target is None:
            terms, bound = self._emitted(series, year), figure
        else:
            target, indicator = series.target
            known = replace(target, year=year, sense=sense, figure=figure, change=None)
            limit = target_limits(known, indicator, -math.inf)[0]
            terms, bound = self._columns(limit.terms), limit.bound
        if terms:
            low, high = (-math.inf, bound) if sense == "<=" else (bound, math.inf)
            yield line_of(terms, low, high)

    def _emitted(self, series: Series, year: int) -> dict[int, float]:
        """Return the columns of the emissions that a series is of."""
        if series.emission is None:
            assert series.plan is not None
            return counted_emissions(self.model, emission_group(series.plan), year)
        data, found, (home, emission) = self.model.data, defaultdict[int, float](float), series.emission
        for (region, name, mode, emitted, when), factor in data.system.parameters["emission_factor"].items():
            if (region, emitted, when) == (home, emission, year):
                for column in data.mode_columns((region, name, mode, year)):
                    found[self.model.arrays.columns["activity"][column]] += factor
        return dict(found)

    def _columns(self, terms: tuple[Term, ...]) -> dict[int, float]:
        columns = self.model.arrays.columns
        return {columns[family][key]: value for (family, key), value in limit_columns(self.model.data, terms).items()}


def _caps(horizon: Horizon, model: CompiledModel) -> Iterator[Series]:
    """Yield the caps of every peaking plan whose rows are not free."""
    rows, found = model.arrays.rows.get(CAPS, {}), defaultdict[int, dict[int, float]](dict)
    for (number, year), row in rows.items():
        if np.isfinite(horizon.program.row_high[row]):
            found[int(number)][int(year)] = float(horizon.program.row_high[row])
    yield from (Series(figures, "<=", plan=model.peaking[number]) for number, figures in found.items())


def _limits(horizon: Horizon, model: CompiledModel) -> Iterator[Series]:
    """Yield the limits on an emission of a region by year."""
    found = defaultdict[tuple[str, str], dict[int, float]](dict)
    for equation, target in with_role(RegionTarget):
        for key, row in model.arrays.rows.get(equation.name, {}).items() if target.caps else ():
            if "year" in equation.index and np.isfinite(horizon.program.row_high[row]):
                found[str(key[0]), str(key[1])][int(key[2])] = float(horizon.program.row_high[row])
    yield from (Series(figures, "<=", emission=emission) for emission, figures in found.items())


def _targets(horizon: Horizon, model: CompiledModel) -> Iterator[Series]:
    """Yield the figures of every enforced target whose rows are not free, once its figure is known."""
    program, indicators = horizon.program, {indicator.name: indicator for indicator in model.system.indicators}
    found = defaultdict[tuple[str, str], dict[int, tuple[Target, float]]](dict)
    rows = {key: row for one, _ in with_role(LinearLimit) for key, row in model.arrays.rows.get(one.name, {}).items()}
    for target in model.system.targets:
        row = rows.get((f"target {target.name}", target.year))
        figure = model.figures.get((target.name, target.year), target.figure)
        if row is None or figure is None or not target.enforced or target.indicator not in indicators:
            continue
        if np.isfinite(program.row_low[row]) or np.isfinite(program.row_high[row]):
            found[target.name, target.sense][target.year] = target, figure
    for by_year in found.values():
        target = next(iter(by_year.values()))[0]
        figures = {year: figure for year, (_, figure) in by_year.items()}
        yield Series(figures, target.sense, target=(target, indicators[target.indicator]))
