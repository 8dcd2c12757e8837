"""Adequacy of power as indicators: firm capacity beside the highest load, and a cold week in which no wind blows.

The highest load is that of the slice whose load shape `electricity` is highest, times what the highest hour has beyond
it; it holds what is delivered and what plants and pumps of heat take. A store gives what its credit says, and nothing
in a week. An emergency import is no capacity.
"""

from __future__ import annotations

from collections.abc import Callable

from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sectors.energy import ColdCalmWeek, Energy
from carbonsim.system.calendar import coldest_slices
from carbonsim.system.context import Context
from carbonsim.system.forms import Form
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.security.last_resort import CONTRACT, HEAT, POWER, plant_name
from carbonsim.system.tables import Technology, Term
from carbonsim.units import PJ_PER_GW_YEAR

NOTHING = Quantity.constant(0, "1")
IMPORT = "trade/import"
LOAD = "electricity"  # the load shape that tells the slice of the highest load
CALM = {"wind": "wind", "solar": "sun"}  # group of plants → the key of a cold calm week that tells what they give


def indicate_adequacy(energy: Energy | None, context: Context, rows: SystemBuilder) -> None:
    """Write the reserve on the highest load and the room in a cold calm week; nothing where no security is written."""
    if energy is None or energy.security is None or LOAD not in context.shapes:
        return
    security, hours = energy.security, {part.name: part.share for part in context.time_slices}
    shape = context.shapes[LOAD]
    tightest = max(shape, key=lambda name: shape[name] / hours[name])
    load = _taken(POWER, [tightest], rows).times({y: security.peak_hour.at(y) for y in rows.years})
    firm = _firm(energy, rows)
    if load.terms and firm.terms:
        rows.indicator(
            "reserve_margin", firm.plus(load, -1.0), load, scale=100.0, anchor="demand", path="energy.security",
            unit="GW",
        )  # fmt: skip
        if security.largest_power_source is not None:
            lost = Form.constant(rows.years, (-security.largest_power_source.at(year) for year in rows.years))
            rows.indicator("power_reserve", firm.plus(load, -1.0).plus(lost), path="energy.security")
    if security.cold_calm_week is not None:
        _cold_week(security.cold_calm_week, energy, context, rows)


def _credit(technology: Technology, energy: Energy) -> Quantity:
    """Return the firm share of capacity: as it is written, or what follows from the kind of a plant."""
    plant = energy.plants.get(plant_name(technology.name)) if technology.branch == "power" else None
    if plant is not None:
        return plant.capacity_credit or (NOTHING if plant.profile else plant.availability)
    if technology.branch == "storage":
        store = energy.stores.get(technology.name.rpartition("/")[2])  # none: charging that follows the grid
        return NOTHING if store is None else store.capacity_credit or NOTHING
    if technology.name.startswith(CONTRACT):
        return energy.contracts[technology.name.removeprefix(CONTRACT)].capacity_credit
    return energy.trade.capacity_credit if energy.trade and technology.name == IMPORT else NOTHING


def _firm(energy: Energy, rows: SystemBuilder) -> Form:
    """Return what is firm of the power of all plants, stores and lines, in GW."""
    return _capacities(lambda one, year: _credit(one, energy).at(year) * _gives(one, POWER, year, rows), rows)


def _capacities(weight: Callable[[Technology, int], float], rows: SystemBuilder) -> Form:
    """Return capacities of the energy sector, each times a weight by year; those of no weight are left out."""
    kinds = [one for one in rows.technologies.values() if one.sector == "energy" and one.capacity_unit == "GW"]
    terms = {
        year: tuple(Term("capacity", one.name, year, share) for one in kinds if (share := weight(one, year)) > 0.0)
        for year in rows.years
    }
    return Form({year: found for year, found in terms.items() if found})


def _gives(technology: Technology, commodity: str, year: int, rows: SystemBuilder) -> float:
    """Return what a unit of capacity gives of a commodity in the mode that gives most."""
    ratios = rows.parameters["output_ratio"]
    return max(ratios.get((rows.region, technology.name, mode, commodity, year), 0.0) for mode in technology.modes)


def _taken(commodity: str, slices: list[str], rows: SystemBuilder) -> Form:
    """Return what is taken of a commodity in some slices to deliver something, as a mean over them, in GW.

    What is sold, stored or thrown away is no load.
    """
    share = sum(part.share for part in rows.time_slices if part.name in slices) * PJ_PER_GW_YEAR
    terms: dict[int, list[Term]] = {}
    for name, mode, year, ratio in rows.flows.tables["input_ratio"].get(commodity, ()):
        technology = rows.technologies[rows.region, name]
        if technology.slices and technology.branch in ("grid", "heat") and name != "heat/rejection":
            terms.setdefault(year, []).extend(
                Term("activity", name, year, ratio / share, mode=mode, time_slice=part) for part in slices
            )
    return Form({year: tuple(found) for year, found in terms.items()})


def _cold_week(week: ColdCalmWeek, energy: Energy, context: Context, rows: SystemBuilder) -> None:
    """Write what plants give beyond the load of a cold week without wind, in power and in heat, in GW.

    Plants of power and heat give as much heat as they can, and the power that is left then. Stores follow the day.
    """
    coldest = coldest_season(context)
    if not coldest:
        return
    power = _taken(POWER, coldest, rows).times({year: -week.power_load.at(year) for year in rows.years})
    heat = _taken(HEAT, coldest, rows).times({year: -week.heat_load.at(year) for year in rows.years})
    bought = Form.constant(rows.years, (week.import_power.at(year) for year in rows.years))
    given = _capacities(lambda one, year: _in_the_week(one, week, energy, year, rows), rows)
    rows.indicator("cold_week_power", given.plus(power).plus(bought), path="energy.security.cold_calm_week")
    hot = _capacities(lambda one, year: _heat_ratio(one, year, rows), rows)
    rows.indicator("cold_week_heat", hot.plus(heat), path="energy.security.cold_calm_week")


def _in_the_week(one: Technology, week: ColdCalmWeek, energy: Energy, year: int, rows: SystemBuilder) -> float:
    """Return the mean power of a unit of capacity in the week: by what blows and shines, or beside its heat."""
    plant = energy.plants.get(plant_name(one.name)) if one.branch == "power" else None
    if plant is None:
        return 0.0
    if plant.profile:
        key = CALM.get(plant.group)
        return 0.0 if key is None else float(getattr(week, key).at(year))
    ratios = rows.parameters["output_ratio"]
    hottest = max(one.modes, key=lambda mode: ratios.get((rows.region, one.name, mode, HEAT, year), 0.0))
    return plant.availability.at(year) * ratios.get((rows.region, one.name, hottest, POWER, year), 0.0)


def _heat_ratio(one: Technology, year: int, rows: SystemBuilder) -> float:
    return _gives(one, HEAT, year, rows) if one.branch in ("power", "heat") else 0.0


def coldest_season(context: Context) -> list[str]:
    """Return the slices of the season in which most heat is asked for; none where nothing is heated."""
    return coldest_slices(context.time_slices, context.shapes.get("heating") or {})
