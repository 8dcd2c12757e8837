"""A system written directly → rows, word for word."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from carbonsim.scenario.model import Text
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.system import System, WrittenDemand, WrittenMode, WrittenTechnology
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, Rows
from carbonsim.system.tables import Label
from carbonsim.units import UnitError, factor

Array = NDArray[np.float64]
HOURS_A_YEAR = 8760.0
PROFILE_TOLERANCE = 0.01  # published profiles are rounded; they are used as they stand


def translate(system: System, context: Context, rows: Rows) -> None:
    """Declare commodities, then technologies and demands."""
    for name, commodity in system.commodities.items():
        factors = {gas: written.over(rows.years) for gas, written in commodity.emission_factors.items()}
        rows.commodity(
            name, unit=commodity.unit, balance=commodity.balance, group=commodity.group or name,
            label=_label(commodity.label, name), path=f"system.commodities.{name}", surplus=commodity.surplus,
            emission_factor=factors,
        )  # fmt: skip
    for name, technology in system.technologies.items():
        _technology(name, technology, system, context, rows)
    for name, demand in system.demands.items():
        _demand(name, demand, context, rows)


def _label(text: Text | None, name: str) -> Label:
    return Label(name, name) if text is None else Label(text.en, text.zh)


def _technology(name: str, written: WrittenTechnology, system: System, context: Context, rows: Rows) -> None:
    path = f"system.technologies.{name}"
    if not _known_commodities(written, path, context, rows):
        return
    slices = _by_slice(written, rows)
    spans = np.array([len(rows.years.span(year)) for year in rows.years], dtype=float)
    most = np.inf if written.new_capacity_max is None else written.new_capacity_max.over(rows.years) * spans
    rows.technology(
        name, sector=written.sector, branch=written.branch, group=written.group or name,
        label=_label(written.label, name), path=path, slices=slices,
        modes={key: _mode(mode, system, rows) for key, mode in written.ways.items()},
        activity_unit=written.activity_unit, capacity_unit=written.capacity_unit,
        capacity_to_activity=_capacity_to_activity(written, path, context),
        lifetime=None if written.lifetime is None else written.lifetime.at(rows.years.base_year),
        capital_cost=written.capital_cost.over(rows.years), fixed_cost=written.fixed_cost.over(rows.years),
        residual_capacity=written.residual_capacity.over(rows.years),
        availability=_availability(written, path, context),
        availability_year=written.yearly_availability.over(rows.years),
        capacity_min=written.capacity_min.over(rows.years), capacity_max=_most(written.capacity_max, rows),
        new_capacity_min=written.new_capacity_min.over(rows.years) * spans,
        new_capacity_max=np.where(_may_build(written, rows), most, 0.0),
        activity_min=written.activity_min.over(rows.years), activity_max=_most(written.activity_max, rows),
        growth_limit=None if written.growth_limit is None else written.growth_limit.at(rows.years.base_year),
        growth_seed=written.growth_seed.at(rows.years.base_year),
    )  # fmt: skip


def _known_commodities(written: WrittenTechnology, path: str, context: Context, rows: Rows) -> bool:
    known = True
    for key, mode in written.ways.items():
        here = f"{path}.modes.{key}" if written.modes else path
        for side, flows in (("inputs", mode.inputs), ("outputs", mode.outputs)):
            for commodity in flows:
                if commodity not in rows.commodities:
                    context.report_unknown(f"{here}.{side}.{commodity}", "commodity", commodity, rows.commodities)
                    known = False
    return known


def _by_slice(written: WrittenTechnology, rows: Rows) -> bool:
    """Say whether activity is by time slice: it has the finest resolution that the technology touches."""
    touched = {commodity for mode in written.ways.values() for commodity in (*mode.inputs, *mode.outputs)}
    return bool(written.availability_by_slice) or any(rows.commodities[name].balance == "slice" for name in touched)


def _mode(written: WrittenMode, system: System, rows: Rows) -> Mode:
    return Mode(
        inputs={name: ratio.over(rows.years) for name, ratio in written.inputs.items()},
        outputs={name: ratio.over(rows.years) for name, ratio in written.outputs.items()},
        emissions={name: amount.over(rows.years) for name, amount in written.emission_factors.items()},
        variable_cost=written.variable_cost.over(rows.years),
        carbon_price={name: price.over(rows.years) for name, price in system.carbon_price.items()},
        combustion=written.combustion,
    )


def _capacity_to_activity(written: WrittenTechnology, path: str, context: Context) -> float:
    """Return what is written, else what the units say: a capacity over a year is an activity."""
    if written.capacity_to_activity is not None:
        return written.capacity_to_activity.at(context.years.base_year)
    for time, amount in (("yr", 1.0), ("hour", HOURS_A_YEAR)):
        try:
            return factor(f"({written.capacity_unit}) * {time}", written.activity_unit) * amount
        except UnitError:
            continue
    if written.lifetime is not None:
        found = f"capacity in {written.capacity_unit} and activity in {written.activity_unit}"
        advice = "add capacity_to_activity: the activity of one unit of capacity in a full year"
        context.report(path, found, "units of which one follows from the other over a year", advice)
    return 1.0


def _availability(written: WrittenTechnology, path: str, context: Context) -> Mapping[str, Array]:
    known = {part.name for part in context.time_slices}
    for name in written.availability_by_slice:
        if name not in known:
            context.report_unknown(f"{path}.availability_by_slice.{name}", "time slice", name, known)
    general = written.availability.over(context.years)
    if not written.availability_by_slice and (general == 1.0).all():
        return {}
    by_slice = written.availability_by_slice
    return {name: by_slice[name].over(context.years) if name in by_slice else general for name in sorted(known)}


def _most(bound: Quantity | None, rows: Rows) -> Array | float:
    return np.inf if bound is None else bound.over(rows.years)


def _may_build(written: WrittenTechnology, rows: Rows) -> NDArray[np.bool_]:
    first = written.first_year or rows.years.plan_from
    last = written.last_year or rows.years.model[-1]
    return np.array([first <= year <= last for year in rows.years])


def _demand(name: str, demand: WrittenDemand, context: Context, rows: Rows) -> None:
    path, commodity = f"system.demands.{name}", demand.commodity or name
    if commodity not in rows.commodities:
        context.report_unknown(path, "commodity", commodity, rows.commodities)
        return
    if rows.commodities[commodity].balance == "yearly":
        if demand.profile:
            context.report(f"{path}.profile", "a profile", "none: the commodity is balanced yearly", "remove it")
        rows.demand(commodity, demand.amount.over(rows.years))
        return
    known = [part.name for part in context.time_slices]
    for part in demand.profile:
        if part not in known:
            context.report_unknown(f"{path}.profile.{part}", "time slice", part, known)
    _demand_by_slice(commodity, demand, path, context, rows)


def _demand_by_slice(commodity: str, demand: WrittenDemand, path: str, context: Context, rows: Rows) -> None:
    shares = {part: share.over(rows.years) for part, share in demand.profile.items()}
    shares = shares or {part.name: rows.over(part.share) for part in context.time_slices}
    whole = np.sum(list(shares.values()), axis=0)
    worst = float(whole[np.argmax(np.abs(whole - 1.0))])
    if abs(worst - 1.0) > PROFILE_TOLERANCE:
        context.report(f"{path}.profile", f"shares of {worst:.5g} in all", "shares that add up to 1", "change a share")
    for part, share in shares.items():
        rows.demand(commodity, demand.amount.over(rows.years) * share, {part: 1.0})
