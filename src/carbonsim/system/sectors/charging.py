"""Charging that follows the grid → a storage that gives no more than the vehicles would draw, and takes it later."""

from __future__ import annotations

import numpy as np

from carbonsim.messages.message import message
from carbonsim.scenario.sectors.transport import SmartCharging, Transport
from carbonsim.system.context import Context
from carbonsim.system.rows import SystemBuilder
from carbonsim.system.sectors.energy import FOR_A_REASON, text_label
from carbonsim.system.security.last_resort import POWER
from carbonsim.system.tables import Term
from carbonsim.units import PJ_PER_GW_YEAR

DRAWN = "electricity"


def write_smart_charging(transport: Transport, context: Context, rows: SystemBuilder) -> None:
    """Write every kind of it: power bought as any plant's, and in each slice at most a share of what is drawn then."""
    for name, charging in transport.smart_charging.items():
        path = f"transport.smart_charging.{name}"
        unknown = [fleet for fleet in charging.fleets if fleet not in transport.fleets]
        for fleet in unknown:
            place = charging.fleets.index(fleet)
            context.report_unknown(f"{path}.fleets[{place}]", message("fleet"), fleet, transport.fleets)
        if not unknown:
            _write_store(name, charging, path, rows)
            _hold_to_what_is_drawn(name, charging, transport, path, context, rows)


def _write_store(name: str, charging: SmartCharging, path: str, rows: SystemBuilder) -> None:
    base, years = rows.years.base_year, np.array(list(rows.years))
    first = charging.first_year or rows.years.plan_from
    rows.storage(
        f"storage/{name}", POWER, duration=charging.duration.at(base), charge_efficiency=1.0, discharge_efficiency=1.0,
        variable_cost=charging.variable_cost.over(rows.years), preference=FOR_A_REASON, sector="energy",
        branch="storage", group=charging.group, label=text_label(charging.label), path=path,
        capacity_to_activity=PJ_PER_GW_YEAR, lifetime=charging.lifetime.at(base),
        capital_cost=charging.capital_cost.over(rows.years), new_capacity_max=np.where(years < first, 0.0, np.inf),
        keys={"new_capacity_max": "first_year"},
    )  # fmt: skip


def _hold_to_what_is_drawn(
    name: str, charging: SmartCharging, transport: Transport, path: str, context: Context, rows: SystemBuilder
) -> None:
    """Let no slice give back more than the share of what these vehicles draw in it."""
    drawing = {
        f"transport/{fleet}/distance/{key}": drivetrain.consumption[DRAWN]
        for fleet in charging.fleets
        for key, drivetrain in transport.fleets[fleet].drivetrains.items()
        if DRAWN in drivetrain.consumption
    }
    shape = context.shape("charging", path)
    for year in rows.years:
        share = charging.share.at(year)
        for part in shape if year >= rows.years.plan_from else ():
            given = Term("activity", f"storage/{name}", year, 1.0, mode="discharge", time_slice=part)
            drawn = [
                Term("activity", technology, year, -share * amount.at(year) * shape[part])
                for technology, amount in drawing.items()
            ]
            rows.limit(
                f"most of {name} in {part}", year, "<=", [given, *drawn], 0.0, unit="PJ", path=f"{path}.share",
                label=message("{label}, of what is drawn", label=text_label(charging.label)),
            )  # fmt: skip
