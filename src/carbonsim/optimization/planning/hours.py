"""A planned year, dispatched hour by hour: one programme, its prices, and what a unit more would emit."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from carbonsim.optimization.compiling.arrays import Arrays, Floats, Integers, Numbering, compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.solver.solve import Answer, Solver
from carbonsim.optimization.solver.status import EndStatus, SolveStatus
from carbonsim.optimization.structure.roles import DemandBalance
from carbonsim.system.hourly.build import NAMES, HourlySystem, emission_factors
from carbonsim.system.hourly.plan import Owner
from carbonsim.units import HOURS_A_DAY

OPTIONS: dict[str, str | int | float | bool] = {}
WEEK = 7 * int(HOURS_A_DAY)


@dataclass(frozen=True)
class Dispatch:
    """A year of 8,760 hours as it was dispatched; amounts in PJ an hour, prices in million CNY per PJ.

    `marginal` is what a unit more of a commodity would emit in an hour, in Mt per PJ; `cost` is in million CNY a year.
    """

    status: EndStatus
    cost: float = 0.0
    activity: Mapping[tuple[str, str, str], Floats] = field(default_factory=dict)  # region, technology, mode
    levels: Mapping[Owner, Floats] = field(default_factory=dict)
    prices: Mapping[tuple[str, str], Floats] = field(default_factory=dict)  # region, commodity
    marginal: Mapping[tuple[str, str], Floats] = field(default_factory=dict)
    emissions: float = 0.0  # Mt in the year, of what is dispatched
    rows: int = 0
    columns: int = 0
    build_seconds: float = 0.0
    solve_seconds: float = 0.0


def run_hours(hourly: HourlySystem) -> Dispatch:
    """Return who runs in which hour at least cost; with no more than a status where there is no answer."""
    start = time.perf_counter()
    arrays = compile_model(derive(hourly.system))
    solver = Solver(arrays.gather(), OPTIONS)
    built = time.perf_counter()
    solver.begin_by_blocks(weeks_of(arrays.columns, arrays.column_count), weeks_of(arrays.rows, arrays.row_count))
    answer = solver.solve()
    if answer.status != SolveStatus.OPTIMAL:
        return Dispatch(answer.status, rows=arrays.row_count, columns=arrays.column_count)
    emitted = _emitted(hourly, arrays)
    marginal = solver.per_unit_of_rows(emitted)
    return Dispatch(
        answer.status,
        answer.objective,
        _by_hour(arrays, answer, "activity"),  # type: ignore[arg-type]
        _by_hour(arrays, answer, "storage_level"),  # type: ignore[arg-type]
        _of_balances(hourly, arrays, answer.duals),
        _of_balances(hourly, arrays, marginal),
        float(emitted @ answer.columns),
        arrays.row_count,
        arrays.column_count,
        built - start,
        time.perf_counter() - built,
    )


def weeks_of(numbering: Numbering, count: int) -> Integers:
    """Return the week of each row or column, -1 of those that belong to no hour; the last is a day longer."""
    found, weeks = np.full(count, -1), len(NAMES) // WEEK
    week = {name: min(hour // WEEK, weeks - 1) for hour, name in enumerate(NAMES)}
    for family in numbering:
        keys, first = numbering.keys_of(family)
        found[first : first + len(keys)] = [week.get(str(key[-1]), -1) for key in keys]
    return found


def _emitted(hourly: HourlySystem, arrays: Arrays) -> Floats:
    """Return what a unit of each column emits, in Mt."""
    factors, weights = emission_factors(hourly.plan), np.zeros(arrays.column_count)
    keys, first = arrays.columns.keys_of("activity")
    for place, (region, name, mode, *_) in enumerate(keys, first):
        weights[place] = factors.get(((str(region), str(name)), str(mode)), 0.0)
    return weights


def _by_hour(arrays: Arrays, answer: Answer, family: str) -> dict[tuple[str, ...], Floats]:
    """Return the columns of a family, an array of hours for each technology and mode; those of a year are left out."""
    keys, first = arrays.columns.keys_of(family)
    hours = len(NAMES)
    found: dict[tuple[str, ...], Floats] = {}
    place = 0
    while place < len(keys):
        *owner, _, part = keys[place]
        step = hours if part == NAMES[0] else 1
        if step == hours:
            found[tuple(map(str, owner))] = answer.columns[first + place : first + place + hours]
        place += step
    return found


def _of_balances(hourly: HourlySystem, arrays: Arrays, values: Floats) -> dict[tuple[str, str], Floats]:
    """Return what belongs to the balance of each commodity in every hour."""
    rows, year, found = arrays.rows, hourly.plan.year, {}
    for region, commodity in hourly.load.demand:
        for equation, balance in with_role(DemandBalance):
            known = rows.get(equation.name, {}) if balance.parameter == "demand_slice" else {}
            if (region, commodity, year, NAMES[0]) in known:
                found[region, commodity] = values[[known[region, commodity, year, name] for name in NAMES]]
    return found
