"""A system written directly → rows, word for word, in every region that is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.section import Text
from carbonsim.scenario.sections.written_system import (
    Built,
    ReserveMargin,
    System,
    WrittenDemand,
    WrittenMode,
    WrittenStorage,
    WrittenTechnology,
    WrittenTrade,
)
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec, closing_key, technology_parameters
from carbonsim.system.tables import PARAMETERS, Label, Place
from carbonsim.system.written.limits import write_limit
from carbonsim.system.written.reservoirs import write_reservoir
from carbonsim.system.written.units import check_ratio, check_same
from carbonsim.units import HOURS_A_YEAR, UnitError, factor

Array = NDArray[np.float64]
PROFILE_TOLERANCE = 0.01  # published profiles are rounded; they are used as they stand
NEED_NO_CAPACITY = {"label", "sector", "branch", "group", "regions", "activity_unit", "capacity_unit", "lifetime"}
FREE_ROUTE = {"commodity", "origin", "destination", "both_ways", "label"}  # a route of which no more is said
OF_CAPACITY = tuple(key for key in Built.model_fields if key not in NEED_NO_CAPACITY)


def translate_written(system: System, context: Context, rows: SystemBuilder) -> None:
    """Declare commodities, then what is built, what is demanded and what is bounded."""
    for name, commodity in system.commodities.items():
        factors = {gas: written.over(rows.years) for gas, written in commodity.emission_factors.items()}
        rows.commodity(
            name, unit=commodity.unit, balance=commodity.balance, group=commodity.group or name,
            label=_label(commodity.label, name), path=f"system.commodities.{name}", surplus=commodity.surplus,
            emission_factor=factors,
        )  # fmt: skip
    for name, technology in system.technologies.items():
        _technology(name, technology, system, context, rows)
    for name, storage in system.storages.items():
        _storage(name, storage, system, context, rows)
    for name, reservoir in system.reservoirs.items():
        for pen in _pens(reservoir.regions, f"system.reservoirs.{name}.regions", system, context, rows):
            write_reservoir(name, reservoir, context, pen)
    for name, trade in system.trade.items():
        _trade(name, trade, system, context, rows)
    for name, demand in system.demands.items():
        _demand(name, demand, system, context, rows)
    for name, emission in system.exogenous_emissions.items():
        for pen in _pens(emission.regions, f"system.exogenous_emissions.{name}.regions", system, context, rows):
            pen.exogenous_emission(emission.emission or name, emission.amount.over(rows.years))
            for year in rows.years:
                place = Place(f"system.exogenous_emissions.{name}")
                rows.places["exogenous_emission"].setdefault((pen.region, emission.emission or name, year), place)
    for name, reserve in system.reserve_margins.items():
        _reserve(name, reserve, system, context, rows)
    for name, limit in system.limits.items():
        write_limit(name, limit, context, rows)
    emitted = {str(key[3]) for key in rows.parameters["emission_factor"]}
    for name in system.carbon_price:
        if name not in emitted:
            context.report_unknown(f"system.carbon_price.{name}", message("emission"), name, emitted)


def _label(text: Text | None, name: str) -> Label:
    return Label(name, name) if text is None else Label(text.en, text.zh)


def _pens(
    chosen: Sequence[str], path: str, system: System, context: Context, rows: SystemBuilder
) -> list[SystemBuilder]:
    """Return a pen for each region that is chosen, or for all; an unknown one is reported."""
    known = system.regions or [rows.region]
    for place, region in enumerate(chosen):
        if region not in known:
            context.report_unknown(f"{path}[{place}]", message("region"), region, known)
    return [rows.within(region) for region in chosen or known if region in known]


def _knows(commodities: Mapping[str, str], context: Context, rows: SystemBuilder) -> bool:
    """Say whether every commodity (path → name) is declared; report those that are not."""
    unknown = {path: name for path, name in commodities.items() if name not in rows.commodities}
    for path, name in unknown.items():
        context.report_unknown(path, message("commodity"), name, rows.commodities)
    return not unknown


def _technology(name: str, written: WrittenTechnology, system: System, context: Context, rows: SystemBuilder) -> None:
    path = f"system.technologies.{name}"
    named: dict[str, str] = {}
    for key, mode in written.ways.items():
        here = f"{path}.modes.{key}" if written.modes else path
        named |= {f"{here}.inputs.{commodity}": commodity for commodity in mode.inputs}
        named |= {f"{here}.outputs.{commodity}": commodity for commodity in mode.outputs}
    for key in WrittenMode.model_fields if written.modes else ():
        if key in written.model_fields_set:
            context.report(
                f"{path}.{key}",
                message("{key} beside modes", key=key),
                message("one or the other"),
                message("write it in the modes"),
            )
    if not _knows(named, context, rows):
        return
    modes = {key: _mode(mode, system, rows) for key, mode in sorted(written.ways.items())}  # no order of keys counts
    slices = bool(written.availability_by_slice) or _by_slice(named.values(), rows)
    built = _built(name, written, path, context, rows, slices=slices)
    for commodity in dict.fromkeys(named.values()):
        unit = rows.commodities[commodity].unit
        check_ratio(f"{path}.activity_unit", written.activity_unit, unit, commodity, context)
    for pen in _pens(written.regions, f"{path}.regions", system, context, rows):
        pen.technology(TechnologySpec(
            name=name, slices=slices, modes=modes, **built,  # type: ignore[arg-type]
            follows=f"{path}.availability_by_slice" if written.availability_by_slice else "",
        ))  # fmt: skip


def _by_slice(commodities: Iterable[str], rows: SystemBuilder) -> bool:
    """Say whether activity is by time slice: it has the finest resolution that it touches."""
    return any(rows.commodities[name].balance == "slice" for name in commodities)


def _mode(written: WrittenMode, system: System, rows: SystemBuilder) -> Mode:
    return Mode(
        inputs={name: ratio.over(rows.years) for name, ratio in written.inputs.items()},
        outputs={name: ratio.over(rows.years) for name, ratio in written.outputs.items()},
        emissions={name: amount.over(rows.years) for name, amount in written.emission_factors.items()},
        variable_cost=written.variable_cost.over(rows.years),
        carbon_price={name: price.over(rows.years) for name, price in system.carbon_price.items()},
        combustion=written.combustion,
    )


def _storage(name: str, written: WrittenStorage, system: System, context: Context, rows: SystemBuilder) -> None:
    path = f"system.storages.{name}"
    if not _knows({f"{path}.commodity": written.commodity}, context, rows):
        return
    if rows.commodities[written.commodity].balance != "slice":
        found = message("{commodity}, which is balanced yearly", commodity=written.commodity)
        context.report(
            f"{path}.commodity", found, message("a commodity with `balance: slice`"), message("a year needs no storage")
        )
        return
    if written.lifetime is None:
        context.report(path, message("no lifetime"), message("years the storage lives"), message("add lifetime"))
        return
    base, built = rows.years.base_year, _built(name, written, path, context, rows)
    check_same(f"{path}.activity_unit", written.activity_unit, written.commodity, context, rows)
    for pen in _pens(written.regions, f"{path}.regions", system, context, rows):
        pen.storage(
            name, written.commodity, duration=written.duration.at(base),
            charge_efficiency=written.charge_efficiency.at(base),
            discharge_efficiency=written.discharge_efficiency.at(base), loss_per_hour=written.loss.at(base),
            variable_cost=written.variable_cost.over(rows.years), seasonal=written.cycle == "seasonal", **built,  # type: ignore[arg-type]
        )  # fmt: skip


def _trade(name: str, written: WrittenTrade, system: System, context: Context, rows: SystemBuilder) -> None:
    path, commodity = f"system.trade.{name}", written.commodity
    known = system.regions or [rows.region]
    ends = {"from": written.origin, "to": written.destination}
    wrong = {key: region for key, region in ends.items() if region not in known}
    for key, region in wrong.items():
        context.report_unknown(f"{path}.{key}", message("region"), region, known)
    if not _knows({f"{path}.commodity": commodity}, context, rows) or wrong:
        return
    if written.origin == written.destination:
        context.report(
            f"{path}.to",
            message("{region}, which it leaves", region=written.destination),
            message("another region"),
            message("correct one of the two"),
        )
        return
    if written.regions:
        context.report(
            f"{path}.regions", message("regions beside from and to"), message("the two ends only"), message("remove it")
        )
    if written.both_ways and written.model_fields_set <= FREE_ROUTE and rows.commodities[commodity].balance == "slice":
        _route(written, rows)
        return
    check_same(f"{path}.activity_unit", written.activity_unit, commodity, context, rows)
    kept, cost = 1.0 - written.losses.over(rows.years), written.variable_cost.over(rows.years)
    carry = Mode(inputs={commodity: 1.0}, outputs={commodity: kept}, combustion=False, variable_cost=cost)
    slices = _by_slice([commodity], rows)
    rows.within(written.origin).technology(TechnologySpec(
        name=name, slices=slices, modes={"carry": carry, "return": carry} if written.both_ways else {"carry": carry},
        destination=written.destination, return_mode="return" if written.both_ways else "",
        **_built(name, written, path, context, rows, slices=slices),  # type: ignore[arg-type]
    ))  # fmt: skip


def _route(written: WrittenTrade, rows: SystemBuilder) -> None:
    """Write a route without loss, cost or limit that runs either way: one flow, free in sign, in both balances."""
    ends = (written.origin, written.destination)
    for year in rows.years:
        for one, other in (ends, ends[::-1]):
            rows.parameters["trade_route"][one, other, written.commodity, year] = 1.0


def _built(
    name: str, written: Built, path: str, context: Context, rows: SystemBuilder, *, slices: bool = True
) -> dict[str, object]:
    """Return what every kind of capacity has, as fields of `TechnologySpec`."""
    _says_nothing_in_vain(written, path, context)
    years = rows.years
    over_the_year = written.yearly_availability.over(years)
    if not slices:  # it runs at any time of the year, and never more than its share
        over_the_year = np.minimum(over_the_year, written.availability.over(years))
    spans = np.array([len(years.span(year)) for year in years], dtype=float)
    most = np.inf if written.new_capacity_max is None else written.new_capacity_max.over(years) * spans
    return {
        "sector": written.sector,
        "branch": written.branch,
        "group": written.group or name,
        "label": _label(written.label, name),
        "path": path,
        "activity_unit": written.activity_unit,
        "capacity_unit": written.capacity_unit,
        **_under_their_own_name(written, rows),
        "capacity_to_activity": _capacity_to_activity(written, path, context),
        "availability": _availability(written, path, context),
        "availability_year": over_the_year,
        "new_capacity_min": written.new_capacity_min.over(years) * spans,
        "new_capacity_max": np.where(_may_build(written, rows), most, 0.0),
        "hurdle_rate": _constant(written.discount_rate, years.base_year),
        "early_retirement": written.retirement == "early",
        "keys": {
            "availability_year": "yearly_availability",
            "new_capacity_max": closing_key(written.model_fields_set),
            "efficiency": "charge_efficiency"
            if "charge_efficiency" in written.model_fields_set
            else "discharge_efficiency",
            **{f"availability.{part}": f"availability_by_slice.{part}" for part in written.availability_by_slice},
        },
    }


def _under_their_own_name(written: Built, rows: SystemBuilder) -> dict[str, object]:
    """Return the parameters that are written as they are called: those by year as paths, others as a number."""
    found: dict[str, object] = {}
    for name in technology_parameters(TechnologySpec):
        quantity = getattr(written, name, None)
        if isinstance(quantity, Quantity):
            by_year = "year" in PARAMETERS[name].index
            found[name] = quantity.over(rows.years) if by_year else quantity.at(rows.years.base_year)
    return found


def _says_nothing_in_vain(written: Built, path: str, context: Context) -> None:
    """Report what is said of a capacity that is not needed, and a seed of no limit: it would change nothing."""
    said = [key for key in OF_CAPACITY if key in written.model_fields_set]
    for key in said if written.lifetime is None else ():
        expected = message("a lifetime beside it: what has none needs no capacity")
        context.report(
            f"{path}.{key}",
            message("{key} without a lifetime", key=key),
            expected,
            message("add lifetime, or remove {key}", key=key),
        )
    for key in said:
        beside = PARAMETERS[key].beside if key in PARAMETERS else ""
        if beside and beside not in said:
            context.report(
                f"{path}.{key}",
                message("{key} without {other}", key=key, other=beside),
                message("{limit} beside it", limit=beside),
                message("add it"),
            )


def _constant(quantity: Quantity | None, year: int) -> float | None:
    return None if quantity is None else quantity.at(year)


def _capacity_to_activity(written: Built, path: str, context: Context) -> float:
    """Return what is written, else what the units say: a capacity over a year is an activity."""
    if written.capacity_to_activity is not None:
        return written.capacity_to_activity.at(context.years.base_year)
    for time, amount in (("yr", 1.0), ("hour", HOURS_A_YEAR)):
        try:
            return factor(f"({written.capacity_unit}) * {time}", written.activity_unit) * amount
        except UnitError:
            continue
    if written.lifetime is not None:
        found = message(
            "capacity in {capacity_unit} and activity in {activity_unit}",
            capacity_unit=written.capacity_unit,
            activity_unit=written.activity_unit,
        )
        advice = message("add capacity_to_activity: the activity of one unit of capacity in a full year")
        context.report(path, found, message("units of which one follows from the other over a year"), advice)
    return 1.0


def _availability(written: Built, path: str, context: Context) -> Mapping[str, Array]:
    known = [part.name for part in context.time_slices]
    for name in written.availability_by_slice:
        if name not in known:
            context.report_unknown(f"{path}.availability_by_slice.{name}", message("time slice"), name, known)
    general = written.availability.over(context.years)
    if not written.availability_by_slice and (general == 1.0).all():
        return {}
    by_slice = written.availability_by_slice
    return {name: by_slice[name].over(context.years) if name in by_slice else general for name in known}


def _may_build(written: Built, rows: SystemBuilder) -> NDArray[np.bool_]:
    first = written.first_year or rows.years.plan_from
    last = written.last_year or rows.years.model[-1]
    return np.array([first <= year <= last for year in rows.years])


def _demand(name: str, demand: WrittenDemand, system: System, context: Context, rows: SystemBuilder) -> None:
    path, commodity = f"system.demands.{name}", demand.commodity or name
    here = f"{path}.commodity" if demand.commodity else path
    if not _knows({here: commodity}, context, rows):
        return
    if demand.unit != rows.commodities[commodity].unit:
        found = message("unit {unit}", unit=demand.unit)
        context.report(
            f"{path}.unit",
            found,
            message("that of {commodity}: {unit}", commodity=commodity, unit=rows.commodities[commodity].unit),
        )
    yearly = rows.commodities[commodity].balance == "yearly"
    if yearly and demand.profile:
        context.report(
            f"{path}.profile",
            message("a profile"),
            message("none: the commodity is balanced yearly"),
            message("remove it"),
        )
    shares = {} if yearly else _profile(demand, path, context, rows)
    for pen in _pens(demand.regions, f"{path}.regions", system, context, rows):
        for year in rows.years:
            rows.places["demand"].setdefault((pen.region, commodity, year), Place(path))
        if yearly:
            pen.demand(commodity, demand.amount.over(rows.years))
        for part, share in shares.items():
            pen.demand(commodity, demand.amount.over(rows.years) * share, {part: 1.0})


def _profile(demand: WrittenDemand, path: str, context: Context, rows: SystemBuilder) -> dict[str, Array]:
    """Return each time slice's share of the year's demand; even where no profile is written."""
    known = [part.name for part in context.time_slices]
    for part in demand.profile:
        if part not in known:
            context.report_unknown(f"{path}.profile.{part}", message("time slice"), part, known)
    if not demand.profile:
        return {part.name: rows.over(part.share) for part in context.time_slices}
    shares = {part: share.over(rows.years) for part, share in demand.profile.items()}
    whole = np.sum(list(shares.values()), axis=0)
    worst = float(whole[np.argmax(np.abs(whole - 1.0))])
    if abs(worst - 1.0) > PROFILE_TOLERANCE:
        context.report(
            f"{path}.profile",
            message("shares of {total} in all", total=f"{worst:.5g}"),
            message("shares that add up to 1"),
            message("change a share"),
        )
    return shares


def _reserve(name: str, reserve: ReserveMargin, system: System, context: Context, rows: SystemBuilder) -> None:
    path, commodity = f"system.reserve_margins.{name}", reserve.commodity or name
    if not _knows({f"{path}.commodity" if reserve.commodity else path: commodity}, context, rows):
        return
    if rows.commodities[commodity].balance != "slice":
        found = message("{commodity}, which is balanced yearly", commodity=commodity)
        context.report(path, found, message("a commodity with `balance: slice`: a year has no highest demand"))
        return
    for region in system.regions or [rows.region]:
        for year, margin in zip(rows.years, reserve.margin.over(rows.years), strict=True):
            if year < rows.years.plan_from:
                continue
            rows.places["peak_margin"][region, commodity, year] = Place(path)
            rows.places["reserve_ratio"].setdefault((region, year), Place(path))
            if reserve.covers == "peak_demand":
                rows.parameters["peak_margin"][region, commodity, year] = float(margin)
            else:
                _cover_output(region, commodity, year, 1.0 + float(margin), path, context, rows)


def _cover_output(
    region: str, commodity: str, year: int, ratio: float, path: str, context: Context, rows: SystemBuilder
) -> None:
    """Hold reserve for the rate of output, of which a region has one ratio; credits are those of the technologies."""
    known = rows.parameters["reserve_ratio"].setdefault((region, year), ratio)
    if known != ratio:
        found = message(
            "a margin of {margin} beside one of {other}", margin=f"{ratio - 1:.4g}", other=f"{known - 1:.4g}"
        )
        context.report(
            f"{path}.margin", found, message("one margin for all outputs that are covered"), message("make them equal")
        )
    rows.parameters["reserve_output"][region, commodity, year] = 1.0
    for (home, name, when), credit in rows.parameters["capacity_credit"].items():
        if (home, when) == (region, year):
            rows.parameters["reserve_credit"][region, name, year] = credit
