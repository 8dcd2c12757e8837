"""Reservoirs of a system written directly, and the calendar in which their level moves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sections.written_system import WrittenReservoir
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.tables import Bracket, Label, Reservoir
from carbonsim.system.written.units import check_ratio
from carbonsim.units import HOURS_A_YEAR


def write_reservoir(name: str, written: WrittenReservoir, context: Context, rows: SystemBuilder) -> None:
    """Write a reservoir in the region of the pen, with what fills it and what draws from it."""
    path, years, base = f"system.reservoirs.{name}", rows.years, rows.years.base_year
    words = Label(name, name) if written.label is None else Label(written.label.en, written.label.zh)
    rows.reservoirs.append(Reservoir(name, rows.region, written.unit, words, path))
    _flows(name, written.unit, "inflow", written.inflows, path, context, rows)
    _flows(name, written.unit, "outflow", written.outflows, path, context, rows)
    place = (rows.region, name)
    spans = np.array([len(years.span(year)) for year in years], dtype=float)
    rows.put("reservoir_residual", place, written.residual_capacity.over(years))
    rows.put("reservoir_capital_cost", place, written.capital_cost.over(years))
    rows.put("reservoir_level_min", place, written.level_min.over(years))
    if written.new_capacity_max is not None:
        rows.put("reservoir_new_max", place, written.new_capacity_max.over(years) * spans, skip=None)
    constants: dict[str, Quantity | None] = {
        "reservoir_lifetime": written.lifetime,
        "reservoir_level_start": written.level_start,
        "reservoir_inflow_max": written.inflow_max,
        "reservoir_outflow_max": written.outflow_max,
        "reservoir_discount_rate": written.discount_rate,
    }
    for parameter, quantity in constants.items():
        if quantity is not None:
            rows.parameters[parameter][place] = quantity.at(base)
    if _days_are_alike(path, context, rows):
        _calendar(rows)


def _days_are_alike(path: str, context: Context, rows: SystemBuilder) -> bool:
    """Report where seasons are not cut into the same parts of the day, in the same order."""
    parts: dict[str, list[str]] = {}
    for part in rows.time_slices:
        parts.setdefault(part.season, []).append(part.day_part)
    first = next(iter(parts.values()))
    for season, own in parts.items():
        if own != first or len(set(own)) < len(own):
            found = message("season {season} cut into {parts}", season=season, parts=tuple(own))
            context.report(
                path, found, message("each part of the day once, as {parts}", parts=tuple(dict.fromkeys(first)))
            )
            return False
    return True


def _flows(
    name: str,
    unit: str,
    side: str,
    written: Mapping[str, Mapping[str, Quantity]],
    path: str,
    context: Context,
    rows: SystemBuilder,
) -> None:
    for technology, modes in written.items():
        here, known = f"{path}.{side}s.{technology}", rows.technologies.get((rows.region, technology))
        if known is None:
            there = {key for region, key in rows.technologies if region == rows.region}
            context.report_unknown(here, message("technology"), technology, there)
            continue
        if not known.slices:
            found = message("{technology}, whose activity is yearly", technology=technology)
            context.report(here, found, message("a technology that touches a commodity with `balance: slice`"))
        check_ratio(here, known.activity_unit, unit, name, context)
        for mode, ratio in modes.items():
            if mode not in known.modes:
                context.report_unknown(f"{here}.{mode}", message("mode"), mode, known.modes)
            key = (rows.region, technology, mode, name)
            rows.parameters[f"reservoir_{side}"][key] = ratio.at(rows.years.base_year)


def _calendar(rows: SystemBuilder) -> None:
    """Note how many days a season has and what share of the year a part of one day is."""
    for bracket in brackets(rows):
        part = next(part for part in rows.time_slices if part.name in bracket.time_slices)
        for year in rows.years:
            rows.parameters["days_of_type"][bracket.season, bracket.day_type, year] = part.days
            rows.parameters["day_part_share"][bracket.day_part, year] = part.hours / HOURS_A_YEAR


def brackets(rows: SystemBuilder) -> tuple[Bracket, ...]:
    """Return the parts of the day of each season in their order, where a reservoir needs them."""
    if not rows.reservoirs:
        return ()
    seasons = list(dict.fromkeys(part.season for part in rows.time_slices))
    day_parts = list(dict.fromkeys(part.day_part for part in rows.time_slices))
    return tuple(
        Bracket(seasons.index(part.season), 0, day_parts.index(part.day_part), (part.name,))
        for part in rows.time_slices
    )
