"""Coefficients of linear limits: each term finds the columns it sums."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.capacity import bound_activity
from carbonsim.optimization.terms.emissions import ALL, IMPORTS, derive_emissions
from carbonsim.system.tables import Key, Limit, Term

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@dataclass
class LimitTerms:
    """The terms of each limit."""

    terms: dict[Key, list[tuple[Key, str, Key]]] = field(default_factory=dict)  # cell, family of columns, column


@derivation(bound_activity, derive_emissions, fills=LimitTerms)
def derive_limits(data: Coefficients) -> None:
    """Write a row for every limit of the system that has a column."""
    for limit in data.system.limits:
        row: Key = (limit.name, limit.year)
        columns = limit_columns(data, limit.terms)
        if not columns and _holds_of_nothing(limit):
            continue
        family = {"<=": "limit_above", ">=": "limit_below", "==": "limit_exact"}[limit.sense]
        data.rows[family].append(row)
        cells: list[Key] = [(*row, place) for place in range(len(columns))]
        data.of(LimitTerms).terms[row] = [(cell, *column) for cell, column in zip(cells, columns, strict=True)]
        data.tables["limit_term"].update(zip(cells, columns.values(), strict=True))
        data.tables["limit_bound"][row] = limit.bound


def _holds_of_nothing(limit: Limit) -> bool:
    """Say whether a limit holds where there is nothing to sum; one that does not makes the plan impossible."""
    return {"<=": limit.bound >= 0.0, ">=": limit.bound <= 0.0, "==": limit.bound == 0.0}[limit.sense]


def limit_cells(data: Coefficients, limit: Limit) -> dict[tuple[str, Key], float]:
    """Return the cells of the row of a limit: its bound and its coefficients; none where the row has no column."""
    row: Key = (limit.name, limit.year)
    columns = limit_columns(data, limit.terms)
    cells: dict[tuple[str, Key], float] = {("limit_bound", row): limit.bound} if columns else {}
    for place, coefficient in enumerate(columns.values()):
        cells["limit_term", (*row, place)] = coefficient
    return cells


def limit_columns(data: Coefficients, terms: tuple[Term, ...]) -> dict[tuple[str, Key], float]:
    """Return the columns that terms sum, by family and key, each with its coefficient."""
    built, summed = data.built, data.summed
    columns: dict[tuple[str, Key], float] = defaultdict(float)
    for term in terms:
        key: Key = (term.region or data.system.region, term.technology, term.year)
        if term.kind == "activity" and term.mode is None and term.time_slice is None and key in summed:
            columns["yearly_activity", key] += term.coefficient
        elif term.kind == "activity":
            for column in _activities(data, key, term):
                columns["activity", column] += term.coefficient
        elif term.kind == "new_capacity" and key in built:
            columns["new_capacity", key] += term.coefficient
        elif term.kind == "capacity" and key in data.vintages:
            columns["capacity", key] += term.coefficient
        elif term.kind == "emissions":
            group = term.technology or ALL
            if group != IMPORTS:
                columns["inside_emissions", (group, term.year)] += term.coefficient
            counted = "net_import" if data.system.scope.credit_exports else "imported"
            for commodity in data.system.scope.imports if group in (ALL, IMPORTS) else ():
                factor = data.tables["import_factor"][commodity, term.year]
                columns[counted, (commodity, term.year)] += term.coefficient * factor
    return columns


def _activities(data: Coefficients, key: Key, term: Term) -> list[Key]:
    """Return the activity columns of a technology's year that a term sums."""
    if term.mode is not None and term.time_slice is not None:  # a look-up: with hours, there are very many to look at
        column: Key = (*key[:2], term.mode, key[2], term.time_slice)
        return [column] if column in data.running else []
    return [
        column
        for column in data.columns.get(key, [])
        if term.mode in (None, column[2]) and term.time_slice in (None, column[4])
    ]
