"""Land → farm energy, and crops, herds and forest as activity × factor."""

from __future__ import annotations

from carbonsim.scenario.sectors.land import Land, LandActivity
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, Rows
from carbonsim.system.sectors.end_use import User, serve
from carbonsim.system.sectors.energy import label


def translate(land: Land, context: Context, rows: Rows) -> None:
    """Write farm energy and what emits or takes up by itself."""
    for name, farm in land.farms.items():
        user = User("land", name, farm.activity.over(rows.years), f"land.farms.{name}")
        serve(user, farm.uses, land.technologies, {}, context, rows, "land.technologies")
    for name, activity in land.activities.items():
        _activity(name, activity, rows)


def _activity(name: str, activity: LandActivity, rows: Rows) -> None:
    commodity, path = f"land/{name}", f"land.activities.{name}"
    words = label(activity.label)
    rows.commodity(commodity, unit=activity.activity_unit, balance="yearly", group="service", label=words, path=path)
    rows.demand(commodity, activity.activity.over(rows.years))
    factor = activity.factor.over(rows.years)
    rows.technology(
        f"land/{name}/nature", sector="land", branch=name, use="nature", group="land", label=words, path=path,
        activity_unit=activity.activity_unit, slices=False,
        modes={"run": Mode(outputs={commodity: 1.0}, emissions={activity.emission: factor})},
    )  # fmt: skip
