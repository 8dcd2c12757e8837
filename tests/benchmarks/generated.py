"""One linear programme of about 70 k rows and 280 k non-zeros, as our system and in linopy's words."""

from __future__ import annotations

from typing import Any

import numpy as np

from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import TimeSlice, Years
from tests.optimization.small_systems import finish, label

TECHNOLOGIES, SLICES = 60, 36
YEARS = tuple(range(2020, 2050))
LIFETIME, RATE, AVAILABLE_YEAR = 12, 0.05, 0.9
GENERATOR = np.random.default_rng(3)
AVAILABLE = GENERATOR.uniform(0.3, 1.0, (TECHNOLOGIES, SLICES)).round(3)
CAPITAL = GENERATOR.uniform(500.0, 5000.0, TECHNOLOGIES).round(1)
RUNNING = GENERATOR.uniform(1.0, 90.0, TECHNOLOGIES).round(2)
DEMAND = GENERATOR.uniform(80.0, 160.0, (len(YEARS), SLICES)).round(2)
SHARE = 1.0 / SLICES


def generated_system() -> EnergySystem:
    """Sixty power plants, thirty years, thirty-six slices: vintages, availability by slice and year, exact balance."""
    slices = [TimeSlice(f"l{n}", "all", f"l{n}", SHARE, 365.0, 24.0 / SLICES) for n in range(SLICES)]
    rows = SystemBuilder("city", Years(YEARS, YEARS[0], RATE), slices)
    rows.commodity("power", unit="PJ", balance="slice", group="electricity", label=label("power"))
    for n in range(TECHNOLOGIES):
        rows.technology(TechnologySpec(
            name=f"plant-{n}", sector="energy", branch="power", group="coal", label=label(f"plant {n}"), slices=True,
            modes={"run": Mode(outputs={"power": 1.0}, variable_cost=RUNNING[n])}, capacity_to_activity=31.536,
            lifetime=LIFETIME, capital_cost=CAPITAL[n], residual_capacity=2.0,
            availability_year=AVAILABLE_YEAR, availability={f"l{m}": AVAILABLE[n, m] for m in range(SLICES)},
        ))  # fmt: skip
    for place, year in enumerate(YEARS):
        for n in range(SLICES):
            rows.parameters["demand_slice"]["city", "power", year, f"l{n}"] = float(DEMAND[place, n])
    return finish(rows)


def linopy_model(weights: dict[str, np.ndarray[Any, Any]]) -> Any:
    """Write the same programme as a user of linopy would: three blocks of variables, three of constraints."""
    import linopy
    import pandas as pd
    import xarray as xr

    model = linopy.Model()
    plants = pd.RangeIndex(TECHNOLOGIES, name="plant")
    years = pd.Index(YEARS, name="year")
    parts = pd.RangeIndex(SLICES, name="part")
    activity = model.add_variables(lower=0, coords=[plants, years, parts], name="activity")
    new = model.add_variables(lower=0, coords=[plants, years.rename("vintage")], name="new_capacity")
    capacity = model.add_variables(lower=0, coords=[plants, years], name="capacity")
    potential = xr.DataArray(31.536 * AVAILABLE * SHARE, coords=[plants, parts])
    model.add_constraints(activity - potential * capacity <= 0, name="slice_capacity")
    model.add_constraints(activity.sum("plant") == xr.DataArray(DEMAND, coords=[years, parts]), name="balance")
    yearly = activity.sum("part") - 31.536 * AVAILABLE_YEAR * capacity
    model.add_constraints(yearly <= 0, name="yearly_capacity")
    alive = np.array([[float(0 <= year - vintage < LIFETIME) for vintage in YEARS] for year in YEARS])
    living = (xr.DataArray(alive, coords=[years, years.rename("vintage")]) * new).sum("vintage")
    model.add_constraints(capacity - living == 2.0, name="capacity_definition")
    cost = (xr.DataArray(weights["new"], coords=[plants, years.rename("vintage")]) * new).sum()
    model.add_objective(cost + (xr.DataArray(weights["run"], coords=[plants, years]) * activity.sum("part")).sum())
    return model
