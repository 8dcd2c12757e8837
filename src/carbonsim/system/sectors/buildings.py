"""Buildings → heating, cooling, cooking and hot water, appliances of every class, and retrofit."""

from __future__ import annotations

import numpy as np

from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sectors.buildings import BuildingClass, Buildings
from carbonsim.system.context import Array, Context
from carbonsim.system.forms import Form
from carbonsim.system.indicators.whole import emitted_by
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sectors.end_use import User, relative_to_first, serve, service_name
from carbonsim.system.sectors.value_added import GROWN
from carbonsim.system.tables import Years


def translate(buildings: Buildings, context: Context, rows: SystemBuilder) -> None:
    """Write every class: uses that follow its floor area, uses that follow its people, savings."""
    for name, building in buildings.classes.items():
        _building_class(name, building, buildings, context, rows)


def _building_class(
    name: str, building: BuildingClass, buildings: Buildings, context: Context, rows: SystemBuilder
) -> None:
    path = f"buildings.classes.{name}"
    if building.people not in context.drivers:
        context.report_unknown(f"{path}.people", message("driver"), building.people, context.drivers)
        return
    for field in ("per_person", "heated_by"):
        for place, key in enumerate(getattr(building, field)):
            if key not in building.uses and field in building.model_fields_set:
                context.report_unknown(f"{path}.{field}[{place}]", message("use"), key, building.uses)
    people = context.drivers[building.people]
    known = floor_area(name, building, context)
    area = people if known is None else known
    warm = heat_factor(building, buildings, path, context)
    for key, use in building.uses.items():
        activity = people if key in building.per_person else area
        user = User("buildings", name, activity * warm if key in building.heated_by else activity, path)
        serve(user, {key: use}, buildings.technologies, {}, context, rows, "buildings.technologies")
        if key in building.heated_by:
            rows.put("room_warmth", (rows.region, service_name(user, key)), warmth(building, buildings, rows), skip=1.0)
    saver = User("buildings", name, area, path)
    serve(saver, {}, buildings.technologies, building.savings, context, rows, "buildings.technologies")


def floor_area(name: str, building: BuildingClass, context: Context) -> Array | None:
    """Return the floor area of a class in million m2, as it follows GDP and what services add; None if not known."""
    if building.floor_area is None:
        return None
    area = context.follow(building.floor_area.over(context.years), "gdp", building.elasticity)
    grown = context.drivers.get(f"{GROWN}{name}")
    return area if grown is None else area * grown


def heat_factor(building: BuildingClass, buildings: Buildings, path: str, context: Context) -> Array:
    """Return heat demand relative to the base year as indoor temperature and metering change it.

    Heat goes with the difference between indoors and outdoors; what is billed by use is saved on its share of the area.
    """
    years = context.years
    factor = np.ones(len(years))
    if building.indoor_temperature is not None:
        difference = _difference(building.indoor_temperature, buildings, years)
        if (difference <= 0).any():
            place = int((difference <= 0).argmax())
            found = message(
                "{temperature} °C indoors, no warmer than outdoors",
                temperature=f"{building.indoor_temperature.over(years)[place]:g}",
            )
            context.report(
                f"{path}.indoor_temperature", found, message("a temperature above buildings.outdoor_temperature")
            )
            return factor
        factor = factor * relative_to_first(difference)
    if building.metering is not None:
        kept = 1.0 - building.metering.share.over(years) * building.metering.saving.over(years)
        factor = factor * relative_to_first(kept)
    return factor


def warmth(building: BuildingClass, buildings: Buildings, rows: SystemBuilder) -> Array:
    """Return heat relative to the base year as indoor temperature alone changes it."""
    if building.indoor_temperature is None:
        return np.ones(len(rows.years))
    difference = _difference(building.indoor_temperature, buildings, rows.years)
    return relative_to_first(difference) if (difference > 0).all() else np.ones(len(rows.years))


def _difference(indoors: Quantity, buildings: Buildings, years: Years) -> Array:
    return indoors.over(years) - buildings.outdoor_temperature.over(years)


def indicate(buildings: Buildings, context: Context, rows: SystemBuilder) -> None:
    """Write the share of electricity in the energy of buildings, and the CO2 burnt in them by their floor area."""
    flows = rows.flows
    carriers = flows.carriers("coal", "oil", "gas", "biomass", "electricity", "heat", "hydrogen")
    whole = flows.taken(*carriers, weight=lambda t, _: float(t.sector == "buildings"))
    power = flows.taken("electricity", weight=lambda t, _: float(t.sector == "buildings"))
    rows.indicator(
        "building_electricity_share", power, whole, scale=100.0, anchor="demand", path="buildings", unit="PJ"
    )
    areas = [floor_area(name, one, context) for name, one in buildings.classes.items()]
    known = [area for area in areas if area is not None]
    if known and len(known) == len(areas):
        whole_area = Form.constant(rows.years.model, np.sum(known, axis=0))
        burnt = emitted_by(rows, "buildings")
        rows.indicator("building_co2_per_area", burnt, whole_area, scale=1000.0, path="buildings", unit="Mt")
