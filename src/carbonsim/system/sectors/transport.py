"""Transport → fleets by drivetrain with stock turnover and sales, and services told by their energy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import Amount, Message, message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sectors.transport import Carried, Drivetrain, Fleet, Transport
from carbonsim.system.context import Context, shape_path
from carbonsim.system.finance import alive_shares
from carbonsim.system.indicators.whole import capacity_form
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.sectors.charging import write_smart_charging
from carbonsim.system.sectors.end_use import (
    BASE_SPREAD,
    BY_SLICE,
    PAST_SPREAD,
    User,
    refrigerant_emissions,
    retire_linearly,
    serve,
)
from carbonsim.system.sectors.energy import text_label
from carbonsim.system.tables import Ratio, Term

Array = NDArray[np.float64]
USUAL_CHANGE = 0.06  # points a year that a share of sales rises where all choose what costs least
CARRIED = {"passengers": message("passengers"), "freight": message("freight")}
NEW_ENERGY = ("battery electric", "plug-in hybrid", "fuel cell")


def translate(transport: Transport, context: Context, rows: SystemBuilder) -> None:
    """Write fleets, then services."""
    moved = shifted_traffic(transport, context)
    for name, fleet in transport.fleets.items():
        _fleet(name, fleet, moved[name], context, rows)
    write_smart_charging(transport, context, rows)
    for name, service in transport.services.items():
        own = context.follow(service.activity.over(rows.years), "gdp", service.elasticity)
        activity = np.maximum(own + moved[name], 0.0)
        user = User("transport", name, activity, f"transport.services.{name}")
        serve(user, service.uses, transport.technologies, {}, context, rows, "transport.technologies")


def indicate(transport: Transport, context: Context, rows: SystemBuilder) -> None:  # noqa: ARG001  every sector is asked alike
    """Write the share of new-energy cars in sales and in stock; all passenger fleets where none is called car."""
    carrying = [name for name, fleet in transport.fleets.items() if fleet.carries == "passengers"]
    fleets = ["car"] if "car" in carrying else carrying
    cars = [t for t in rows.technologies.values() if t.branch in fleets and t.use == "distance"]
    clean = [t.name for t in cars if t.group in NEW_ENERGY]
    path = "transport.fleets"
    for name, kind, anchor in (("sales", "new_capacity", "twin"), ("stock", "capacity", "demand")):
        shares = capacity_form(rows, clean, kind), capacity_form(rows, [t.name for t in cars], kind)  # type: ignore[arg-type]
        rows.indicator(f"nev_{name}_share", *shares, scale=100.0, anchor=anchor, path=path, unit="million vehicles")  # type: ignore[arg-type]
    rows.indicator("nev_stock", capacity_form(rows, clean, "capacity"), path=path)
    hauling = {name for name, fleet in transport.fleets.items() if fleet.carries == "freight"}
    trucks = {t.name: t.group for t in rows.technologies.values() if t.branch in hauling and t.use == "distance"}
    electric = [name for name, group in trucks.items() if group in NEW_ENERGY]
    bought = capacity_form(rows, electric, "new_capacity"), capacity_form(rows, trucks, "new_capacity")
    rows.indicator("nev_truck_sales_share", *bought, scale=100.0, anchor="twin", path=path, unit="million vehicles")


def shifted_traffic(transport: Transport, context: Context) -> dict[str, Array]:
    """Return what mode shifts add to each fleet and service, in billion person- or tonne-kilometres."""
    moved = {name: np.zeros(len(context.years)) for name in (*transport.fleets, *transport.services)}
    for name, shift in transport.shifts.items():
        path = f"transport.shifts.{name}"
        if shift.source not in transport.fleets:
            context.report_unknown(f"{path}.from", message("fleet"), shift.source, transport.fleets)
            continue
        if shift.to not in moved:
            context.report_unknown(f"{path}.to", message("fleet or service"), shift.to, moved)
            continue
        carried = transport.fleets[shift.source].carries
        taken = (
            {transport.fleets[shift.to].carries}
            if shift.to in transport.fleets
            else transport.services[shift.to].carries
        )
        if taken and carried not in taken:
            found = message("{kind}, which {mode} does not carry", kind=CARRIED[carried], mode=shift.to)
            context.report(f"{path}.to", found, message("a fleet or service that carries the same"))
            continue
        amount = work_of(transport.fleets[shift.source], context) * shift.share.over(context.years)
        if amount[0] > 0:
            context.report(
                f"{path}.share",
                message("{amount} in the base year", amount=f"{shift.share.at(context.years.base_year):.3g}"),
                message("0 there"),
            )
        moved[shift.source] = moved[shift.source] - amount
        moved[shift.to] = moved[shift.to] + amount
    return moved


def service_traffic(transport: Transport, context: Context) -> dict[tuple[str, Carried], Array]:
    """Return what services carry, by name and kind, in billion person- or tonne-kilometres: their own and shifted."""
    found: dict[tuple[str, Carried], Array] = {}
    for name, service in transport.services.items():
        own = context.follow(service.activity.over(context.years), "gdp", service.elasticity)
        for carried, share in service.carries.items():
            found[name, carried] = own * share.over(context.years)
    for shift in transport.shifts.values():
        fleet = transport.fleets[shift.source]
        amount = work_of(fleet, context) * shift.share.over(context.years)
        if shift.to in transport.services and amount.any():
            before = found.get((shift.to, fleet.carries), np.zeros(len(context.years)))
            found[shift.to, fleet.carries] = before + amount
    return found


def work_of(fleet: Fleet, context: Context) -> Array:
    """Return what a fleet carries without mode shifts, in billion person- or tonne-kilometres, at base-year load."""
    years = context.years
    stock = context.follow(fleet.stock.over(years), "gdp", fleet.elasticity)
    return stock * fleet.distance.over(years) / 1000.0 * fleet.load.at(years.base_year)


def _fleet(name: str, fleet: Fleet, moved: Array, context: Context, rows: SystemBuilder) -> None:
    path = f"transport.fleets.{name}"
    base = rows.years.base_year
    whole = sum(drivetrain.stock_share.at(base) for drivetrain in fleet.drivetrains.values())
    if abs(whole - 1.0) > 1e-6:
        context.report(
            f"{path}.drivetrains",
            message("stock shares of {total} in all", total=f"{whole:.4g}"),
            message("100 % in all"),
            message("change one share"),
        )
        return
    work = f"transport/{name}/distance"
    traffic = np.maximum(work_of(fleet, context) + moved, 0.0) / fleet.load.over(rows.years)
    needed = traffic / fleet.distance.over(rows.years) * 1000.0
    rows.commodity(work, unit="Gvkm", balance="yearly", group="service", label=text_label(fleet.label), path=path)
    rows.demand(work, traffic)
    kept = stock_left(fleet.stock.over(rows.years), fleet.lifetime.at(base), rows)
    for key, drivetrain in fleet.drivetrains.items():
        _drivetrain(name, fleet, key, drivetrain, traffic, kept, context, rows)
    _sales(name, fleet, yearly_sales(needed, kept, fleet.lifetime.at(base), rows), context, rows)


def _drivetrain(
    name: str,
    fleet: Fleet,
    key: str,
    drivetrain: Drivetrain,
    traffic: Array,
    kept: Array,
    context: Context,
    rows: SystemBuilder,
) -> None:
    """Write one drivetrain: capacity in million vehicles, activity in billion vehicle-kilometres."""
    years, base = rows.years, rows.years.base_year
    distance = fleet.distance.over(years)
    lifetime = fleet.lifetime.at(base)
    share = drivetrain.stock_share.at(base)
    path = f"transport.fleets.{name}.drivetrains.{key}"
    consumption = {commodity: amount.over(years) for commodity, amount in drivetrain.consumption.items()}
    pinned = np.array([year == base for year in years])
    sold_before = share > 0 or drivetrain.sales_share is not None
    closed = np.array([year < years.plan_from and not sold_before for year in years])
    rows.technology(TechnologySpec(
        name=f"transport/{name}/distance/{key}", sector="transport", branch=name, use="distance",
        group=drivetrain.group, private=fleet.private,
        label=text_label(drivetrain.label), path=path, slices=False, activity_unit="Gvkm",
        capacity_unit="million vehicles",
        modes={
            "run": Mode(
                inputs=consumption, outputs={f"transport/{name}/distance": 1.0},
                emissions=refrigerant_emissions(fleet.refrigerant.over(years) / distance),
            )
        },
        shapes={commodity: context.shape("charging", path) for commodity in consumption if commodity in BY_SLICE},
        follows=shape_path("charging"),
        capacity_to_activity=float(distance.max()) / 1000.0, availability_year=distance / distance.max(),
        lifetime=lifetime, capital_cost=drivetrain.capital_cost.over(years),
        fixed_cost=drivetrain.fixed_cost.over(years),
        residual_capacity=kept * share,
        new_capacity_max=np.where(closed, 0.0, np.inf),
        activity_max=np.where(pinned, traffic * share * (1 + BASE_SPREAD), np.inf),
        activity_min=np.where(pinned, traffic * share * (1 - BASE_SPREAD), 0.0),
        keys={
            "availability_year": f".transport.fleets.{name}.distance", "lifetime": f".transport.fleets.{name}.lifetime",
        },
    ))  # fmt: skip


SIDES = {  # the share is told where the limit is
    ">=": message("{drivetrain} at least {value} of the sales of {fleet}"),
    "<=": message("{drivetrain} at most {value} of the sales of {fleet}"),
}


def stock_left(stock: Array, lifetime: float, rows: SystemBuilder) -> Array:
    """Return what is left of the base-year stock in each model year, in million vehicles: none after one lifetime.

    Its ages are those of a stock that grew before the base year as in the first step after it, so that renewals go on
    evenly when the vehicles sold since then come up; a stock that does not grow is of even age.
    """
    age = np.array([min(year - rows.years.base_year, lifetime) for year in rows.years])
    growth = float(stock[1] / stock[0]) ** (1.0 / float(age[1])) if stock[0] > 0 else 1.0
    if growth < 1.0 + 1e-6:
        return retire_linearly(float(stock[0]), lifetime, rows)
    return np.asarray(stock[0] * (1.0 - growth ** (age - lifetime)) / (1.0 - growth**-lifetime))


def yearly_sales(needed: Array, kept: Array, lifetime: float, rows: SystemBuilder) -> Array:
    """Return the sales a year of all drivetrains together, in million vehicles, that renew and enlarge a fleet.

    `needed` is the stock of each model year, `kept` what is left of the first. All drivetrains live equally long and
    none is bought to stand idle, so this is what any plan sells, unless it replaces vehicles before their time.
    """
    years = rows.years
    stock = kept.copy()
    sales = np.zeros(len(years))
    spans = tuple(years.span(year) for year in years)
    for place, span in enumerate(spans):
        shares = np.array(alive_shares(lifetime, spans[place:]))
        missing = max(0.0, float(needed[place] - stock[place])) / shares[0]
        sales[place] = missing / len(span)
        stock[place:] += missing * shares
    return sales


def _sales(name: str, fleet: Fleet, sales: Array, context: Context, rows: SystemBuilder) -> None:
    """Bound each drivetrain's share of sales, and how fast it rises from the plan on."""
    names = {key: f"transport/{name}/distance/{key}" for key in fleet.drivetrains}
    sold = {year: float(amount) for year, amount in zip(rows.years, sales, strict=True) if amount > 1e-4 * sales.max()}
    for key, drivetrain in fleet.drivetrains.items():
        path = f"transport.fleets.{name}.drivetrains.{key}"
        for year in rows.years:
            if year < rows.years.plan_from:
                _seen_sales(names, key, drivetrain.sales_share, year, path, rows)
                continue
            for word, share, sense, free in (
                ("least", drivetrain.sales_share_min.at(year), ">=", 0.0),
                ("most", drivetrain.sales_share_max.at(year), "<=", 1.0),
            ):
                if share != free:
                    here = f"{path}.sales_share_{'min' if word == 'least' else 'max'}"
                    _share_of_sales(f"{word} sales of {names[key]}", names, key, share, sense, year, here, rows)
            most = 1.0 if context.choosing else USUAL_CHANGE
            if fleet.sales_share_change_max is not None:
                most = fleet.sales_share_change_max.at(year)
            _steady_sales(names[key], most, sold, year, path, rows)
    for year, amount in zip(rows.years, sales.tolist(), strict=True):  # nothing was bought in foresight of the plan
        if year < rows.years.plan_from:
            terms = [Term("new_capacity", technology, year, 1.0) for technology in names.values()]
            most = amount * len(rows.years.span(year)) * (1 + BASE_SPREAD)
            size = Amount(most, most, "million vehicles")
            told = message("sales of {fleet} of at most {size}", fleet=text_label(fleet.label), size=size)
            rows.limit(
                f"all sales of transport/{name}", year, "<=", terms, most, unit="million vehicles",
                path=f"transport.fleets.{name}.stock", kind="calibration", label=told,
            )  # fmt: skip


def _seen_sales(
    names: dict[str, str], key: str, seen: Quantity | None, year: int, path: str, rows: SystemBuilder
) -> None:
    if seen is None or year == rows.years.base_year:
        return
    share, here = seen.at(year), f"{path}.sales_share"
    for word, sense, bound in (("least", ">=", share * (1 - PAST_SPREAD)), ("most", "<=", share * (1 + PAST_SPREAD))):
        _share_of_sales(f"{word} seen sales of {names[key]}", names, key, bound, sense, year, here, rows, "calibration")


def _share_of_sales(
    limit: str, names: dict[str, str], key: str, share: float, sense: str, year: int, path: str, rows: SystemBuilder,
    kind: str = "plausibility",
) -> None:  # fmt: skip
    terms = [Term("new_capacity", name, year, (1.0 if other == key else 0.0) - share) for other, name in names.items()]
    rows.limit(
        limit, year, sense, terms, 0.0, unit="million vehicles", path=path, kind=kind,  # type: ignore[arg-type]
        ratio=Ratio(100.0 * share, "%", 100.0, tuple(Term("new_capacity", name, year, 1.0) for name in names.values())),
        label=_sold(names[key], SIDES[sense], rows),
    )  # fmt: skip


def _sold(name: str, words: Message, rows: SystemBuilder) -> Message:
    """Name a limit on the sales of a drivetrain of a fleet."""
    technology = rows.technologies[rows.region, name]
    fleet = rows.commodities[f"transport/{technology.branch}/distance"].label
    return words.filled(drivetrain=technology.label, fleet=fleet)


def _steady_sales(name: str, change: float, sold: dict[int, float], year: int, path: str, rows: SystemBuilder) -> None:
    """Let a share of all sales, known beforehand as `sold`, rise by no more than `change` a year."""
    before = [other for other in sold if rows.years.base_year < other < year]
    if year not in sold or not before or change * (year - before[-1]) >= 1.0:
        return
    step = change * (year - before[-1])
    terms = [
        Term("new_capacity", name, other, sign / (sold[other] * len(rows.years.span(other))))
        for other, sign in ((year, 1.0), (before[-1], -1.0))
    ]
    rise = message("{drivetrain} rising by at most {points} points of the sales of {fleet}", points=f"{100 * step:.3g}")
    words = _sold(name, rise, rows)
    here = f"{path.split('.drivetrains.')[0]}.sales_share_change_max"
    rows.limit(f"rise of sales of {name}", year, "<=", terms, step, unit="share", path=here, label=words)
