"""Hours are like the time slices that they were made of, whatever the hour at which the first part of a day begins."""

from __future__ import annotations

import numpy as np
import pytest

from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.hourly.build import NAMES, hourly_system, missing_series
from carbonsim.system.hourly.likeness import slices_of_hours
from carbonsim.system.hourly.plan import PlannedYear
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Scope, Term, TimeSlice, Years
from tests.optimization.small_systems import finish, label

REGION, YEAR, BEGINS = "city", 2030, 22  # the hour at which the night begins
DAY, HOUR = np.arange(8760) // 24, np.arange(8760) % 24
COLD, NIGHT = (DAY < 60) | (DAY >= 335), (HOUR - BEGINS) % 24 < 10
SLICES = [
    TimeSlice(f"{season}_{part}", season, part, days * hours / 8760, days, hours)
    for season, days in (("cold", 90.0), ("warm", 275.0))
    for part, hours in (("night", 10.0), ("day", 14.0))
]
LOADS = {"cold_night": 2.0, "cold_day": 3.0, "warm_night": 0.5, "warm_day": 1.0}
SPARED = {"cold_night": 0.5, "cold_day": 0.2, "warm_night": 1.0, "warm_day": 0.8}
TRUTH = np.where(COLD, np.where(NIGHT, 0, 1), np.where(NIGHT, 2, 3))
LOAD = np.array([*LOADS.values()])[TRUTH]
SERIES = {"energy.shapes.heating": LOAD * (1.0 + 0.05 * np.sin(np.arange(8760) / 7.0))}


def town() -> EnergySystem:
    """Return heat that follows the cold, a pump with a mode of each season, and imports that neighbours spare."""
    rows = SystemBuilder(REGION, Years((YEAR,), YEAR, 0.05), SLICES)
    for name, group in (("power", "electricity"), ("heat", "heat")):
        rows.commodity(name, unit="PJ", balance="slice", group=group, label=label(name))
    rows.commodity("warmth", unit="PJ", balance="yearly", group="service", label=label("warmth"))
    mean = sum(LOADS[part.name] * part.share for part in SLICES)
    shape = {part.name: LOADS[part.name] / mean * part.share for part in SLICES}
    _run(rows, "homes", {"run": Mode(inputs={"heat": 1.0}, outputs={"warmth": 1.0})}, slices=False,
         shapes={"heat": shape}, follows="energy.shapes.heating")  # fmt: skip
    modes = {name: Mode(inputs={"power": part}, outputs={"heat": 1.0}) for name, part in (("mild", 0.3), ("cold", 0.5))}
    _run(rows, "heat/pump", modes, lifetime=20)
    keys = {f"availability.{one}": f".energy.profiles.spared.{one}" for one in SPARED}
    _run(rows, "trade/import", {"trade": Mode(outputs={"power": 1.0})}, lifetime=20, availability=SPARED, keys=keys)
    for mode, season in (("mild", "cold"), ("cold", "warm")):
        terms = [Term("activity", "heat/pump", YEAR, 1.0, mode, part.name) for part in SLICES if part.season == season]
        rows.limit(f"weather of {mode}", YEAR, "<=", terms, 0.0, unit="PJ", path="pump.heat_profile")
    rows.demand("warmth", 1.0)
    return finish(rows, Scope("administrative", {}))


def _run(rows: SystemBuilder, name: str, modes: dict[str, Mode], *, slices: bool = True, **more: object) -> None:
    options: dict[str, object] = {"capacity_to_activity": 31.536, **more}
    rows.technology(TechnologySpec(
        name=name, sector="energy", branch=name.split("/")[0], group=name, label=label(name), slices=slices,
        modes=modes, **options,  # type: ignore[arg-type]
    ))  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> PlannedYear:
    shares = {part.name: LOADS[part.name] * part.share for part in SLICES}
    activity = {(REGION, "homes", "run", "year"): 1.0}
    activity |= {(REGION, "heat/pump", part.split("_")[0].replace("warm", "mild"), part): share
                 for part, share in shares.items()}  # fmt: skip
    return PlannedYear(town(), YEAR, {(REGION, "heat/pump"): 1.0, (REGION, "trade/import"): 2.0}, activity)


def test_every_hour_is_like_the_time_slice_that_it_was_made_of(plan: PlannedYear) -> None:
    assert (slices_of_hours(plan, SERIES) == TRUTH).all()


def test_each_season_gets_its_days_where_no_series_tells_them_apart(plan: PlannedYear) -> None:
    counted = np.bincount(slices_of_hours(plan, {}))
    assert counted.tolist() == [900, 1260, 2750, 3850]


def test_what_neighbours_spare_in_a_season_bounds_imports_in_its_hours(plan: PlannedYear) -> None:
    assert missing_series(plan, SERIES) == []
    bounds = hourly_system(plan, SERIES).system.parameters["slice_activity_max"]
    imports = np.array([bounds[REGION, "trade/import", "trade", YEAR, name] for name in NAMES])
    assert imports == pytest.approx(2.0 * 0.0036 * np.array([*SPARED.values()])[TRUTH])


def test_a_series_of_what_neighbours_spare_stands_in_place_of_the_seasons(plan: PlannedYear) -> None:
    spared = np.where(HOUR < 12, 0.2, 0.6)
    bounds = hourly_system(plan, {**SERIES, "energy.profiles.spared": spared}).system.parameters["slice_activity_max"]
    imports = np.array([bounds[REGION, "trade/import", "trade", YEAR, name] for name in NAMES])
    mean = sum(SPARED[part.name] * part.share for part in SLICES)
    assert imports == pytest.approx(2.0 * 0.0036 * np.minimum(spared * mean / 0.4, 1.0))


def test_a_heat_pump_runs_in_the_mode_of_its_weather_alone(plan: PlannedYear) -> None:
    system = hourly_system(plan, SERIES).system
    bounds = system.parameters["slice_activity_max"]
    for mode, season in (("mild", ~COLD), ("cold", COLD)):
        most = np.array([bounds[REGION, "heat/pump", mode, YEAR, name] for name in NAMES])
        assert most == pytest.approx(0.0036 * season)
    assert not system.parameters["lifetime"]  # no row of capacity: one mode is open at a time
