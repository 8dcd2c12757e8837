"""Indicators of a solved plan, and the rows of targets that wait for a value of the twin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from carbonsim.optimization.coefficients import Coefficients, limit_cells
from carbonsim.optimization.solution import Solution
from carbonsim.system.indicators import Form, Indicator
from carbonsim.system.tables import EnergySystem, Key, Term
from carbonsim.system.targets import Target, is_open, settled, target_limits

FLOOR_TOLERANCE = 1e-6
NOTHING = 1e-9


class Amounts:
    """Yearly amounts of a solution by technology, of which linear forms are made."""

    def __init__(self, solution: Solution) -> None:
        """Add up activity over time slices and modes."""
        self._activity = solution.activity
        activity = solution.activity.groupby(["technology", "mode", "year"], sort=False)["value"].sum()
        self.by_mode: dict[Key, float] = {tuple(key): value for key, value in activity.items()}
        self.whole: dict[Key, float] = defaultdict(float)
        for (technology, _, year), value in self.by_mode.items():
            self.whole[technology, year] += value
        self.tables = {kind: _by_year(getattr(solution, kind)) for kind in ("capacity", "new_capacity")}
        self.emissions = dict(zip(solution.scope["year"], solution.scope["total"], strict=True))

    @cached_property
    def by_slice(self) -> dict[Key, float]:
        """Activity by technology, mode (empty: all), year and time slice."""
        found: dict[Key, float] = defaultdict(float)
        columns = (self._activity[name] for name in ("technology", "mode", "year", "time_slice", "value"))
        for technology, mode, year, part, value in zip(*columns, strict=True):
            found[technology, mode, year, part] += value
            found[technology, "", year, part] += value
        return found

    def of_term(self, term: Term) -> float:
        """Return coefficient times amount."""
        if term.time_slice is not None:
            key = (term.technology, term.mode or "", term.year, term.time_slice)
            return term.coefficient * self.by_slice.get(key, 0.0)
        if term.kind == "emissions":
            return term.coefficient * float(self.emissions.get(term.year, 0.0))
        if term.kind != "activity":
            return term.coefficient * self.tables[term.kind].get((term.technology, term.year), 0.0)
        if term.mode is None:
            return term.coefficient * self.whole.get((term.technology, term.year), 0.0)
        return term.coefficient * self.by_mode.get((term.technology, term.mode, term.year), 0.0)

    def of_form(self, form: Form, year: int) -> float:
        """Return the value of a linear form in a year."""
        return form.constants.get(year, 0.0) + sum(self.of_term(term) for term in form.terms.get(year, ()))

    def of_indicator(self, indicator: Indicator, year: int) -> float | None:
        """Return the value of an indicator in a year; None where its denominator is zero: undefined."""
        above = indicator.scale * self.of_form(indicator.numerator, year)
        if indicator.denominator is None:
            return above
        below = self.of_form(indicator.denominator, year)
        return above / below if abs(below) > NOTHING else None


def _by_year(table: Iterable[object]) -> dict[Key, float]:
    found = table.groupby(["technology", "year"], sort=False)["value"].sum()  # type: ignore[attr-defined]
    return {tuple(key): float(value) for key, value in found.items()}


def indicator_values(system: EnergySystem, solution: Solution) -> dict[str, dict[int, float | None]]:
    """Return every indicator of the system by model year, in its unit; None where it is undefined."""
    amounts = Amounts(solution)
    return {
        indicator.name: {year: amounts.of_indicator(indicator, year) for year in system.years}
        for indicator in system.indicators
    }


def open_targets(system: EnergySystem) -> list[tuple[Target, Indicator]]:
    """Return enforced targets whose rows wait for a value of the twin."""
    indicators = {indicator.name: indicator for indicator in system.indicators}
    known = [(t, indicators[t.indicator]) for t in system.targets if t.indicator in indicators]
    return [(target, indicator) for target, indicator in known if is_open(target, indicator)]


def settle_targets(
    data: Coefficients, twin: Solution
) -> tuple[dict[tuple[str, Key], float], dict[tuple[str, int], float]]:
    """Return the cells of the rows that waited, from a twin in which they were free, and the figures told by it."""
    amounts = Amounts(twin)
    cells: dict[tuple[str, Key], float] = {}
    figures: dict[tuple[str, int], float] = {}
    for target, indicator in open_targets(data.system):
        known = target
        if target.change is not None:
            base = amounts.of_indicator(indicator, target.change.base_year)
            if base is None:
                continue  # undefined in the base year: nothing to be told against, the report says so
            known = settled(target, base)
            figures[target.name, target.year] = float(known.figure or 0.0)
        floor = None
        if indicator.anchor == "twin" and indicator.denominator is not None:
            least = amounts.of_form(indicator.denominator, target.year)
            floor = least * (1.0 - FLOOR_TOLERANCE) - indicator.denominator.constants.get(target.year, 0.0)
        for limit in target_limits(known, indicator, floor):
            cells.update(limit_cells(data, limit))
    return cells, figures
