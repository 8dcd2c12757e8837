"""What is used where nothing else serves: power in an emergency, fuel beyond its ceiling, energy that is not served."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carbonsim.messages.message import Name, message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.sectors.energy import Energy
from carbonsim.system.context import Context
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.units import PJ_PER_GW_YEAR

POWER, HEAT = "electricity_supply", "heat_supply"
EMERGENCY, UNSERVED = "trade/emergency", "unserved"
IMPORTS = ("trade/import", EMERGENCY)  # technologies that buy power outside
CONTRACT = "contract/"  # how the names of technologies begin that stand for a contract
AT = ":"  # between a plant and the sites that a part of it stands on
EXTENDED, BEYOND = "-extended", "/beyond-ceiling"
Array = NDArray[np.float64]


def extended_name(plant: str) -> str:
    """Return what the part of a plant is called that runs on after an overhaul."""
    return f"{plant}{EXTENDED}"


def plant_name(technology: str) -> str:
    """Return the name of the plant that a technology is, or a part of it that runs on or stands on some sites."""
    return technology.rpartition("/")[2].partition(AT)[0].removesuffix(EXTENDED)


def site_name(plant: str, site: str) -> str:
    """Return what the part of a plant is called that stands on sites of a class."""
    return f"{plant}{AT}{site}"


def is_bought(technology: str) -> bool:
    """Say whether a technology buys power outside: from the grid there, by contract, or in an emergency."""
    return technology in IMPORTS or technology.startswith(CONTRACT)


def is_last_resort(technology: str) -> bool:
    """Say whether a technology is used only where nothing else serves."""
    return technology == EMERGENCY or technology.startswith(f"{UNSERVED}/") or technology.endswith(BEYOND)


def write_last_resort(energy: Energy, context: Context, rows: SystemBuilder) -> None:
    """Write power bought in an emergency, and electricity and heat that are not served, from the plan on."""
    resort = energy.last_resort
    if resort is None:
        return
    if resort.import_price is not None and energy.trade is None:
        found, expected = message("power bought in an emergency without trade"), message("energy.trade")
        advice = message("add trade, whose emission_factor counts what is bought, or remove it")
        context.report("energy.last_resort.import_price", found, expected, advice)
    elif resort.import_price is not None:
        rows.technology(TechnologySpec(
            name=EMERGENCY, sector="energy", branch="trade", group="import", slices=True,
            label=message("Power bought in an emergency"), path="energy.last_resort",
            modes={"trade": Mode(outputs={POWER: 1.0}, variable_cost=resort.import_price.over(rows.years))},
            lifetime=100, capacity_to_activity=PJ_PER_GW_YEAR, residual_capacity=resort.import_power.over(rows.years),
            new_capacity_max=0.0, activity_max=_in_the_plan(rows),
            keys={"residual_capacity": "import_power", "variable_cost": "import_price"},
        ))  # fmt: skip
    _unserved("electricity", resort.unserved_electricity, message("Electricity not served"), rows)
    _unserved("district_heat", resort.unserved_heat, message("Heat not served"), rows)


def _unserved(commodity: str, price: Quantity | None, label: Name, rows: SystemBuilder) -> None:
    if price is None:
        return
    key = "unserved_electricity" if commodity == "electricity" else "unserved_heat"
    rows.technology(TechnologySpec(
        name=f"{UNSERVED}/{commodity}", sector="energy", branch=UNSERVED, group="unserved", label=label, slices=True,
        path="energy.last_resort", activity_max=_in_the_plan(rows), keys={"variable_cost": key},
        modes={"unserved": Mode(outputs={commodity: 1.0}, variable_cost=price.over(rows.years))},
    ))  # fmt: skip


def write_beyond_ceiling(fuel: str, price: Quantity, path: str, label: Name, rows: SystemBuilder) -> None:
    """Write what is bought of a fuel beyond its ceiling, at a price of its own, from the plan on."""
    rows.technology(TechnologySpec(
        name=f"supply/{fuel}{BEYOND}", sector="energy", branch="supply", group="supply", slices=False, path=path,
        label=message("{fuel} beyond its ceiling", fuel=label), activity_max=_in_the_plan(rows),
        modes={"supply": Mode(outputs={fuel: 1.0}, variable_cost=price.over(rows.years))},
        keys={"variable_cost": "price_beyond_ceiling"},
    ))  # fmt: skip


def _in_the_plan(rows: SystemBuilder) -> Array:
    """Return a bound on yearly activity that holds it at zero before the plan: the past was as it was."""
    return np.array([np.inf if year >= rows.years.plan_from else 0.0 for year in rows.years])
