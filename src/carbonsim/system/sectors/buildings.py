"""Buildings → heating, cooling, cooking and hot water, appliances of every class, and retrofit."""

from __future__ import annotations

from carbonsim.scenario.sectors.buildings import BuildingClass, Buildings
from carbonsim.system.context import Context
from carbonsim.system.rows import Rows
from carbonsim.system.sectors.end_use import User, serve


def translate(buildings: Buildings, context: Context, rows: Rows) -> None:
    """Write every class: uses that follow its floor area, uses that follow its people, savings."""
    for name, building in buildings.classes.items():
        _building_class(name, building, buildings, context, rows)


def _building_class(name: str, building: BuildingClass, buildings: Buildings, context: Context, rows: Rows) -> None:
    path = f"buildings.classes.{name}"
    area = User("buildings", name, building.floor_area.over(rows.years), path)
    if building.people not in context.drivers:
        context.report_unknown(f"{path}.people", "driver", building.people, context.drivers)
        return
    for place, key in enumerate(building.per_person):
        if key not in building.uses:
            context.report_unknown(f"{path}.per_person[{place}]", "use", key, building.uses)
    people = User("buildings", name, context.drivers[building.people], path)
    by_people = {key: use for key, use in building.uses.items() if key in building.per_person}
    by_area = {key: use for key, use in building.uses.items() if key not in building.per_person}
    serve(people, by_people, buildings.technologies, {}, context, rows, "buildings.technologies")
    serve(area, by_area, buildings.technologies, building.savings, context, rows, "buildings.technologies")


def indicate(buildings: Buildings, context: Context, rows: Rows) -> None:  # noqa: ARG001  every sector is asked alike
    """Write the share of electricity in the energy that buildings use."""
    flows = rows.flows
    carriers = flows.carriers("coal", "oil", "gas", "biomass", "electricity", "heat", "hydrogen")
    whole = flows.taken(*carriers, weight=lambda t, _: float(t.sector == "buildings"))
    power = flows.taken("electricity", weight=lambda t, _: float(t.sector == "buildings"))
    rows.indicator(
        "building_electricity_share", power, whole, scale=100.0, anchor="demand", path="buildings", unit="PJ"
    )
