"""A town whose year can be dispatched hour by hour: gas, wind, a battery, imports and a network with losses."""

from __future__ import annotations

from functools import cache

import numpy as np

from carbonsim.optimization.planning.hours import Dispatch, run_hours
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.hourly.build import HourlySystem, hourly_system
from carbonsim.system.hourly.plan import PlannedYear
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Scope, TimeSlice, Years
from carbonsim.units import PJ_PER_GW_YEAR
from tests.optimization.small_systems import finish, label

HOURS = np.arange(8760)
LIGHT = 1.0 + 0.3 * np.sin((HOURS % 24 - 9) * np.pi / 12) + 0.2 * np.cos(HOURS * 2 * np.pi / 8760)
WIND = np.clip(0.3 + 0.3 * np.sin(HOURS / 31.0) + 0.1 * np.sin(HOURS / 5.0), 0.0, 1.0)
SERIES = {"energy.shapes.light": LIGHT, "energy.profiles.wind": WIND}
USED, KEPT = 10.0, 0.9  # PJ a year at users, what the network leaves
CAPACITY = {"power/gas": 0.3, "power/wind": 0.4, "storage/battery": 0.05, "trade/import": 0.1}
GAS_PRICE, IMPORT_PRICE, IMPORT_MOST, UNSERVED = 60.0, 40.0, 1.5, 600.0  # million CNY per PJ, PJ
EFFICIENCY, DURATION, ONE_WAY = 0.5, 4.0, 0.9
GAS_FACTOR, IMPORT_FACTOR = 0.05, 0.1  # Mt per PJ
REGION, YEAR = "city", 2030
POWER, LIGHTS = "electricity_supply", "lights/run"


def town(*, unserved: bool = True) -> EnergySystem:
    """Return the system as a plan has it: two time slices."""
    slices = [TimeSlice(name, "year", name, 0.5, 365.0, 12.0) for name in ("windy", "calm")]
    rows = SystemBuilder(REGION, Years((YEAR,), YEAR, 0.05), slices)
    rows.commodity(
        "gas", unit="PJ", balance="yearly", group="gas", label=label("gas"), emission_factor={"CO2": GAS_FACTOR}
    )
    rows.commodity("light", unit="PJ", balance="yearly", group="service", label=label("light"))
    for name in (POWER, "electricity"):
        rows.commodity(name, unit="PJ", balance="slice", group="electricity", label=label(name))
    _run(rows, "supply/gas", "supply", Mode(outputs={"gas": 1.0}, variable_cost=GAS_PRICE), slices=False)
    _run(rows, "grid/electricity", "grid", Mode(inputs={POWER: 1.0 / KEPT}, outputs={"electricity": 1.0}))
    _run(rows, "power/curtailment", "power", Mode(inputs={POWER: 1.0}), group="curtailment")
    _run(rows, "power/gas", "power", Mode(inputs={"gas": 1.0 / EFFICIENCY}, outputs={POWER: 1.0}), lifetime=20)
    _run(rows, "power/wind", "power", Mode(outputs={POWER: 1.0}), lifetime=20,
         availability={"windy": 0.4, "calm": 0.2}, follows="energy.profiles.wind")  # fmt: skip
    _run(rows, "trade/import", "trade", Mode(outputs={POWER: 1.0}, variable_cost=IMPORT_PRICE), lifetime=20,
         activity_max=IMPORT_MOST)  # fmt: skip
    if unserved:
        gone = Mode(outputs={"electricity": 1.0}, variable_cost=UNSERVED)
        _run(rows, "unserved/electricity", "unserved", gone, group="unserved")
    _run(rows, LIGHTS, "homes", Mode(inputs={"electricity": 1.0}, outputs={"light": 1.0}), slices=False,
         shapes={"electricity": {"windy": 0.5, "calm": 0.5}}, follows="energy.shapes.light")  # fmt: skip
    rows.storage(
        "storage/battery", POWER, duration=DURATION, charge_efficiency=ONE_WAY, discharge_efficiency=ONE_WAY,
        sector="energy", branch="storage", group="battery", label=label("battery"), lifetime=20,
        capacity_to_activity=PJ_PER_GW_YEAR,
    )  # fmt: skip
    rows.demand("light", USED)
    scope = Scope("administrative", {"CO2": 1.0}, {POWER: (("trade/import",), ())}, {(POWER, YEAR): IMPORT_FACTOR})
    return finish(rows, scope)


def _run(rows: SystemBuilder, name: str, branch: str, mode: Mode, *, slices: bool = True, **more: object) -> None:
    options: dict[str, object] = {"group": branch, "capacity_to_activity": PJ_PER_GW_YEAR, **more}
    rows.technology(TechnologySpec(
        name=name, sector="energy", branch=branch, label=label(name), slices=slices, modes={"run": mode}, **options,  # type: ignore[arg-type]
    ))  # fmt: skip


def planned(*, unserved: bool = True) -> PlannedYear:
    """Return what a plan is taken to have: capacities, and who ran in each of its time slices."""
    half = dict.fromkeys(("windy", "calm"), 0.5 * USED)
    activity = {(REGION, LIGHTS, "run", "year"): USED}
    activity |= {(REGION, "grid/electricity", "run", part): amount for part, amount in half.items()}
    activity |= {(REGION, "power/wind", "run", part): 1.5 for part in half}
    activity |= {(REGION, "power/gas", "run", part): amount / KEPT - 1.5 for part, amount in half.items()}
    return PlannedYear(
        town(unserved=unserved), YEAR, {(REGION, name): size for name, size in CAPACITY.items()}, activity
    )


@cache
def hours_of_the_town() -> tuple[HourlySystem, Dispatch]:
    """Return the town by hour, and its dispatch, solved once for all tests."""
    hourly = hourly_system(planned(), SERIES)
    return hourly, run_hours(hourly)
