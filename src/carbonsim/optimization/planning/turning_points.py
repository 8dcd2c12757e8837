"""What is announced without a figure, heard before it is seen: a peak of emissions, and an end of purchases.

Both are heard at the last year of a window, on a straight line from what was before the plan to the first year after:
emissions may rise by ever less until the year after their peak, in which they may not, or have to decline; and of what
may no more be bought from some year on ever less is bought until then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.planning.cutting import Horizon, Line, Window
from carbonsim.optimization.structure.roles import PeakingLine
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.optimization.terms.peaking import emission_group
from carbonsim.system.tables import Key

NOTHING = 1e-9
YEARS_BOUGHT = 3  # before the plan, whose purchases an announced end is told against


@dataclass(frozen=True)
class ComingPeak:
    """A plan whose emissions peak in a year: from the next on they rise no more, or fall by a share a year."""

    model: CompiledModel
    number: int
    decline: float

    def lines(self, window: Window, decided: Floats) -> Iterator[Line]:
        """Yield the row by which a window that ends before emissions fall hears how fast they may still rise."""
        years, peak = self.model.system.years, self.model.peaking[self.number]
        after = next(year for year in years if peak.by is not None and year > peak.by)
        start, year, before = years.previous(years.plan_from), window.last, years.previous(window.last)
        if year >= after or start is None or before is None or (risen := self._rise_before(start, decided)) is None:
            return
        on_line = risen + (-self.decline - risen) * (year - start) / (after - start)
        kept = (1.0 + max(on_line, -self.decline)) ** (year - before)
        group = emission_group(peak)
        terms, earlier = counted_emissions(self.model, group, year), counted_emissions(self.model, group, before)
        if before < window.first:
            yield line_of(terms, -np.inf, kept * summed(earlier, decided))
        else:
            yield line_of(terms | {column: -kept * value for column, value in earlier.items()}, -np.inf, 0.0)

    def _rise_before(self, year: int, decided: Floats) -> float | None:
        """Return by which share a year emissions rose to the last year before the plan, if that is known."""
        before, group = self.model.system.years.previous(year), emission_group(self.model.peaking[self.number])
        if before is None:
            return None
        now, then = (summed(counted_emissions(self.model, group, one), decided) for one in (year, before))
        return float((now / then) ** (1.0 / (year - before)) - 1.0) if min(now, then) > NOTHING else None


@dataclass(frozen=True)
class ComingEnd:
    """A technology of which nothing new may be bought after a year; `bought` by year, in the last before the plan."""

    model: CompiledModel
    technology: tuple[str, str]
    last: int
    bought: tuple[int, ...]

    def lines(self, window: Window, decided: Floats) -> Iterator[Line]:
        """Yield the row by which a window that does not see the end hears how much may still be bought."""
        years, places = self.model.system.years, self.model.arrays.columns["new_capacity"]
        year, start = window.last, years.previous(years.plan_from)
        column = places.get((*self.technology, year))
        if year > self.last or start is None or column is None:
            return
        after = next(later for later in years if later > self.last)
        calendar = sum(len(years.span(one)) for one in self.bought)
        usual = sum(float(decided[places[*self.technology, one]]) for one in self.bought) / calendar
        if usual > NOTHING:
            most = usual * (after - year) / (after - start) * len(years.span(year))
            yield line_of({column: 1.0}, -np.inf, most)


def coming_peaks(horizon: Horizon, model: CompiledModel) -> Iterator[ComingPeak]:
    """Yield the plans of a programme that ask for a peak in a year and have years after it."""
    for number, peak in enumerate(model.peaking):
        after = next((year for year in model.system.years if peak.by is not None and year > peak.by), None)
        if after is None:
            continue
        lines = [
            line
            for equation, line in with_role(PeakingLine)
            if line.ceiling in ("by", "previous")
            and (row := model.arrays.rows.get(equation.name, {}).get((number, after))) is not None
            and np.isfinite(horizon.program.row_high[row])
        ]
        if lines:
            falls = any(line.kept for line in lines)
            yield ComingPeak(model, number, (peak.decline_after or 0.0) if falls else 0.0)


def coming_ends(model: CompiledModel) -> Iterator[ComingEnd]:
    """Yield what was bought before the plan and may no more be bought from a year on; whole units are left out."""
    years, built = model.system.years, dict[tuple[str, str], list[int]]()
    for region, technology, year in model.data.families["new_capacity"]:
        built.setdefault((str(region), str(technology)), []).append(int(year))
    whole = {key[:2] for key in model.data.families.get("units", [])}
    recent = [year for year in years if max(years.base_year, years.plan_from - YEARS_BOUGHT) <= year < years.plan_from]
    least = model.system.parameters["new_capacity_min"]
    for key, bought in built.items():
        known = tuple(year for year in bought if year in recent)
        ends = years.plan_from <= bought[-1] < years.model[-1]
        if known and ends and key not in whole and not any((*key, year) in least for year in bought):
            yield ComingEnd(model, key, bought[-1], known)


def counted_emissions(model: CompiledModel, group: str, year: int) -> dict[int, float]:
    """Return the columns of the emissions of a group that count in a year."""
    columns, scope = model.arrays.columns, model.system.scope
    terms = {columns["inside_emissions"][group, year]: 1.0}
    family = "net_import" if scope.credit_exports else "imported"
    for commodity in scope.imports if group == ALL else ():
        key: Key = (commodity, year)
        terms[columns[family][key]] = model.data.tables["import_factor"][key]
    return terms


def summed(terms: Mapping[int, float], values: Floats) -> float:
    """Return what columns add up to."""
    return sum(coefficient * float(values[column]) for column, coefficient in terms.items())


def line_of(terms: Mapping[int, float], low: float, high: float) -> Line:
    """Return a row of a window over some columns."""
    return Line(np.array([*terms], dtype=np.int64), np.array([*terms.values()]), low, high)
