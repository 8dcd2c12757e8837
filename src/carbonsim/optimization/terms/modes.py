"""Coefficients of limits on one mode of a technology: of a year, and from one year to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@derivation(derive_columns)
def derive_mode_limits(data: Coefficients) -> None:
    """Write a row for every limit on a mode that says something of what can run."""
    for family, holds_of_nothing in (("mode_activity_max", 1.0), ("mode_activity_min", -1.0)):
        for key, bound in data.system.parameters[family].items():
            if data.mode_columns(key) or holds_of_nothing * bound < 0.0:
                data.tables[family][key] = bound
                data.rows[family].append(key)
    _changes(data, "mode_activity_increase", "mode_kept_most", 1.0)
    _changes(data, "mode_activity_decrease", "mode_kept_least", -1.0)


def _changes(data: Coefficients, family: str, table: str, sign: float) -> None:
    """Write the rows of a change from one calendar year to the next, where both are model years."""
    years = set(data.system.years.model)
    for key, share in data.system.parameters[family].items():
        year = int(key[3])
        later: Key = (*key[:3], year + 1)
        if year + 1 in years and (data.mode_columns(key) or data.mode_columns(later)):
            data.tables[table][key] = 1.0 + sign * share
            data.rows[family].append(later)
