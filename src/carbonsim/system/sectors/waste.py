"""Waste → refuse that is landfilled or burnt for power, and wastewater."""

from __future__ import annotations

import numpy as np

from carbonsim.scenario.sectors.waste import Refuse, Waste, Wastewater
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, Rows
from carbonsim.system.sectors.end_use import past_bounds
from carbonsim.system.sectors.energy import label
from carbonsim.system.tables import Label

DAYS = 365.0


def translate(waste: Waste, context: Context, rows: Rows) -> None:
    """Write refuse and wastewater."""
    if waste.refuse is not None:
        _refuse(waste.refuse, context, rows)
    for name, water in waste.wastewater.items():
        _wastewater(name, water, context, rows)


def _refuse(refuse: Refuse, context: Context, rows: Rows) -> None:
    """Refuse in Mt a year: each tonne is burnt (and then is fuel of a waste-to-energy plant) or landfilled."""
    path, years = "waste.refuse", rows.years
    amount = context.drivers["urban_population"] * refuse.per_person.over(years) * DAYS / 1000.0
    rows.commodity(
        "waste/refuse", unit="Mt", balance="yearly", group="service", label=Label("Refuse", "生活垃圾"), path=path
    )
    rows.demand("waste/refuse", amount)
    share = refuse.burnt_share.over(years)
    plan = np.array([year >= years.plan_from for year in years])
    burnt = Mode(
        outputs={"waste/refuse": 1.0, "municipal_waste": refuse.heating_value.over(years)},
        emissions={"CO2_process": refuse.fossil_co2.over(years)},
    )
    buried = Mode(
        outputs={"waste/refuse": 1.0},
        emissions={"CH4": refuse.landfill_ch4.over(years)},
        variable_cost=refuse.landfill_cost.over(years),
    )
    ways = {
        "incineration": (burnt, amount * share, Label("Refuse to incineration", "垃圾焚烧")),
        "landfill": (buried, amount * (1.0 - share), Label("Landfill", "垃圾填埋")),
    }
    most = {"incineration": refuse.burnt_share_max.over(years) * amount, "landfill": np.full(len(years), np.inf)}
    for name, (mode, activity, words) in ways.items():
        low, high = past_bounds(activity, rows)
        rows.technology(
            f"waste/refuse/{name}", sector="waste", branch="refuse", use="treatment", group="waste", label=words,
            path=path, activity_unit="Mt", slices=False, modes={"run": mode},
            activity_min=np.where(plan, 0.0, low), activity_max=np.where(plan, most[name], high),
        )  # fmt: skip


def _wastewater(name: str, water: Wastewater, context: Context, rows: Rows) -> None:
    path, commodity = f"waste.wastewater.{name}", f"waste/{name}"
    if water.people not in context.drivers:
        context.report_unknown(f"{path}.people", "driver", water.people, context.drivers)
        return
    rows.commodity(
        commodity, unit="million persons", balance="yearly", group="service", label=label(water.label), path=path
    )
    rows.demand(commodity, context.drivers[water.people])
    factor = water.per_person.over(rows.years) / 1000.0
    rows.technology(
        f"waste/{name}/treatment", sector="waste", branch=name, use="treatment", group="waste",
        label=label(water.label), path=path, activity_unit="million persons", slices=False,
        modes={"run": Mode(outputs={commodity: 1.0}, emissions={water.emission: factor})},
    )  # fmt: skip
