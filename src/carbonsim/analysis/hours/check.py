"""What 8,760 hours say of a planned year, beside what the plan says of itself by time slice."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from carbonsim.analysis.hours.traces import Traces, hourly_traces, planned_traces
from carbonsim.optimization.planning.hours import Dispatch
from carbonsim.system.hourly.build import HourlySystem
from carbonsim.units import HOURS_A_DAY, PJ_PER_GW_HOUR

Array = NDArray[np.float64]
WITHIN, OF_DEMAND = 0.1, 0.002  # how near a plan's figure is to be: a share of itself, or of demand where one is nil
WEEK = 7 * int(HOURS_A_DAY)
LEAST_SHORT = 1e-6  # GW: less is the tolerance of the solver
T_MWH = 1000.0 * PJ_PER_GW_HOUR  # Mt per PJ in t per MWh


@dataclass(frozen=True)
class Beside:
    """A figure of the plan beside that of its hours; `near` says whether they lie as near as they should."""

    plan: float
    hours: float
    near: bool


@dataclass(frozen=True)
class StorageUse:
    """What a storage does in the year: full cycles, and what it gave back in GWh, as planned and by hour."""

    technology: str
    size_GWh: float
    cycles: float
    given_GWh: Beside


@dataclass(frozen=True)
class CommodityCheck:
    """Power or heat of a region over the year: loads in GW, energies in GWh.

    `marginal_t_MWh` is what a unit more at the plants would emit, weighted by the load; `price_CNY_MWh` what it would
    cost, in hours in which all is served.
    """

    region: str
    commodity: str
    demand_GWh: float
    peak_GW: float
    short_hours: int
    short_GWh: float
    curtailed_GWh: Beside
    curtailed_share: float | None  # of what wind and sun could give
    residual_peak_GW: Beside
    peak_import_GW: float
    imported_GWh: Beside
    marginal_t_MWh: float
    price_CNY_MWh: float | None
    storages: tuple[StorageUse, ...]


@dataclass(frozen=True)
class HourlyCheck:
    """The hourly check of a planned year."""

    year: int
    status: str
    commodities: tuple[CommodityCheck, ...]
    cost_million_CNY: float
    emissions_Mt: float
    unserved_price_CNY_kWh: float | None  # where the scenario has none of its own
    coldest_week: tuple[int, int]  # its first hour and the one after its last, counted from 0
    rows: int
    columns: int
    build_seconds: float
    solve_seconds: float

    @property
    def holds(self) -> bool:
        """Whether all is served in every hour."""
        return all(one.short_hours == 0 for one in self.commodities)

    def plain(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {**asdict(self), "holds": self.holds}


def commodities_of(hourly: HourlySystem) -> list[tuple[str, str]]:
    """Return what is balanced by hour, power first."""
    groups = {one.name: one.group for one in hourly.system.commodities}
    return sorted(hourly.load.demand, key=lambda key: (groups.get(key[1]) != "electricity", key))


def check_hours(hourly: HourlySystem, done: Dispatch) -> HourlyCheck:
    """Return what the hours of a planned year say."""
    known = [_commodity(hourly, done, key) for key in commodities_of(hourly)]
    price = hourly.own_price
    return HourlyCheck(
        hourly.plan.year, str(done.status), tuple(known), done.cost, done.emissions,
        None if price is None else price * PJ_PER_GW_HOUR, coldest_week(hourly, done), done.rows, done.columns,
        done.build_seconds, done.solve_seconds,
    )  # fmt: skip


def coldest_week(hourly: HourlySystem, done: Dispatch) -> tuple[int, int]:
    """Return the seven days in which most heat is wanted; without heat, those with the highest residual load."""
    heat = [key for key in hourly.load.demand if _group(hourly, key[1]) == "heat"]
    if heat and any(hourly.load.demand[key].any() for key in heat):
        wanted = sum((hourly.load.demand[key] for key in heat), np.zeros(1))
    else:
        first = commodities_of(hourly)[0]
        wanted = hourly_traces(hourly, done, first).residual
    days = wanted.reshape(-1, int(HOURS_A_DAY)).sum(axis=1)
    weeks = np.convolve(days, np.ones(7), "valid")
    start = int(weeks.argmax()) * int(HOURS_A_DAY)
    return start, start + WEEK


def _group(hourly: HourlySystem, commodity: str) -> str:
    return next((one.group for one in hourly.system.commodities if one.name == commodity), "")


def _commodity(hourly: HourlySystem, done: Dispatch, key: tuple[str, str]) -> CommodityCheck:
    hours, plan = hourly_traces(hourly, done, key), planned_traces(hourly.plan, key)
    demand, fed = hours.energy(hours.load), hours.energy(hours.fed_in)
    short = np.where(hours.of("unserved") > LEAST_SHORT, hours.of("unserved"), 0.0)
    marginal, price = done.marginal[key], done.prices[key]
    served = short <= 0.0
    curtailed = hours.energy(hours.rejected)
    weights = hours.load * served
    return CommodityCheck(
        region=key[0],
        commodity=key[1],
        demand_GWh=demand,
        peak_GW=float(hours.load.max()),
        short_hours=int((~served).sum()),
        short_GWh=hours.energy(short),
        curtailed_GWh=_beside(plan.energy(plan.rejected), curtailed, demand),
        curtailed_share=curtailed / fed if fed else None,
        residual_peak_GW=_beside(float(plan.residual.max()), float(hours.residual.max()), float(hours.load.max())),
        peak_import_GW=float(hours.positive("trade").max()),
        imported_GWh=_beside(plan.energy(plan.positive("trade")), hours.energy(hours.positive("trade")), demand),
        marginal_t_MWh=float(np.average(marginal, weights=hours.load)) * T_MWH if demand else 0.0,
        price_CNY_MWh=float(np.average(price, weights=weights)) * T_MWH if weights.any() else None,
        storages=tuple(_storages(hourly, hours, plan, key, demand)),
    )


def _beside(plan: float, hours: float, demand: float) -> Beside:
    """Return a figure of the plan beside that of its hours; near where both are alike, or small beside demand."""
    least = OF_DEMAND * demand
    gap = abs(plan - hours)
    small = min(abs(plan), abs(hours)) <= least
    return Beside(plan, hours, gap <= WITHIN * abs(hours) or (small and gap <= least))


def _storages(
    hourly: HourlySystem, hours: Traces, plan: Traces, key: tuple[str, str], demand: float
) -> list[StorageUse]:
    found = []
    for storage in hourly.system.storages:
        owner = storage.region, storage.technology
        if owner[0] != key[0] or owner not in hours.given:
            continue
        size = hourly.system.parameters["storage_level_max"][(*owner, hourly.plan.year)] / PJ_PER_GW_HOUR
        given = hours.energy(np.maximum(hours.given[owner], 0.0))
        planned = plan.energy(np.maximum(plan.given.get(owner, np.zeros(len(plan.hours))), 0.0))
        cycles = given / storage.discharge_efficiency / size if size else 0.0
        found.append(StorageUse(storage.technology, size, cycles, _beside(planned, given, demand)))
    return found
