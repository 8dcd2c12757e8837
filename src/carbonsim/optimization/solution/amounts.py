"""Amounts of a solved plan by technology: what linear forms are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from carbonsim.system.forms import Form, Indicator
from carbonsim.system.tables import Key, Term

NOTHING = 1e-9


class Amounts:
    """Yearly amounts of a solution by technology, of which linear forms are made."""

    def __init__(
        self,
        activity: pd.DataFrame,
        capacity: pd.DataFrame,
        new_capacity: pd.DataFrame,
        emissions: Mapping[int, float],
    ) -> None:
        """Add up activity over time slices and modes; tables and judged emissions are those of a solution."""
        self._activity = activity
        self.by_mode = _added(activity, "technology", "mode", "year")
        self.whole: dict[Key, float] = defaultdict(float)
        for (technology, _, year), value in self.by_mode.items():
            self.whole[technology, year] += value
        self.tables = {
            "capacity": _added(capacity, "technology", "year"),
            "new_capacity": _added(new_capacity, "technology", "year"),
        }
        self.emissions = emissions

    @cached_property
    def by_slice(self) -> dict[Key, float]:
        """Activity by technology, mode (empty: all), year and time slice."""
        found = _added(self._activity, "technology", "mode", "year", "time_slice")
        for (technology, _, year, part), value in tuple(found.items()):
            found[technology, "", year, part] += value
        return found

    def of_term(self, term: Term) -> float:
        """Return coefficient times amount."""
        if term.time_slice is not None:
            key = (term.technology, term.mode or "", term.year, term.time_slice)
            return term.coefficient * self.by_slice.get(key, 0.0)
        if term.kind == "emissions":
            return term.coefficient * self.emissions.get(term.year, 0.0)
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


def _added(table: pd.DataFrame, *names: str) -> dict[Key, float]:
    """Return the values of a table added up by the columns named."""
    found: dict[Key, float] = defaultdict(float)
    keys = zip(*(table[name].tolist() for name in names), strict=True)
    for key, value in zip(keys, table["value"].tolist(), strict=True):
        found[key] += value
    return found
