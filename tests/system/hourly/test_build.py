"""What of a plan is decided by hour, and what is known before: networks, users, fuels, least loads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from carbonsim.system.hourly.build import HEATING, NAMES, SLICES, hourly_system, missing_series
from carbonsim.system.hourly.fold import load_at_plants
from carbonsim.system.hourly.plan import PlannedYear
from carbonsim.system.tables import Limit, Term
from tests.optimization.planning import hourly_town as town

OWNER = (town.REGION, "power/gas")


def test_use_is_followed_through_the_network_to_the_plants() -> None:
    load = load_at_plants(town.planned(), town.SERIES)
    assert [*load.demand] == [(town.REGION, town.POWER)]
    assert load.demand[town.REGION, town.POWER].sum() == pytest.approx(town.USED / town.KEPT)
    assert load.at_plants(town.REGION, "electricity") == (town.POWER, pytest.approx(1.0 / town.KEPT))
    assert (town.REGION, "grid/electricity") not in load.running


def test_a_year_has_8760_slices_of_an_hour() -> None:
    assert len(SLICES) == 8760
    assert sum(part.share for part in SLICES) == pytest.approx(1.0)


def test_capacities_are_bounds_and_wind_gives_as_much_as_in_the_plan() -> None:
    system = hourly_system(town.planned(), town.SERIES).system
    assert not system.parameters["lifetime"]
    bounds = system.parameters["slice_activity_max"]
    wind = [bounds[town.REGION, "power/wind", "run", town.YEAR, name] for name in NAMES]
    assert sum(wind) == pytest.approx(0.3 * 0.4 * 31.536)  # mean of its slices, GW, PJ per GW and year
    assert system.parameters["storage_level_max"] == {
        (town.REGION, "storage/battery", town.YEAR): pytest.approx(0.05 * 4.0 * 0.0036)
    }


def test_what_burns_a_fuel_without_end_pays_for_it_and_no_balance_is_kept() -> None:
    system = hourly_system(town.planned(), town.SERIES).system
    cost = system.parameters["variable_cost"][(*OWNER, "run", town.YEAR)]
    assert cost == pytest.approx(town.GAS_PRICE / town.EFFICIENCY)
    assert not system.parameters["demand"]


def test_a_price_of_a_cap_stands_in_the_cost_of_what_emits() -> None:
    system = hourly_system(town.planned(), town.SERIES, carbon=100.0).system
    costs = system.parameters["variable_cost"]
    assert costs[town.REGION, "trade/import", "run", town.YEAR] == pytest.approx(
        town.IMPORT_PRICE + 100.0 * town.IMPORT_FACTOR
    )


def test_a_series_that_is_not_there_is_named() -> None:
    assert missing_series(town.planned(), {}) == ["energy.profiles.wind", "energy.shapes.light"]
    assert missing_series(town.planned(), town.SERIES) == []


def test_what_does_not_stand_in_the_year_needs_no_series() -> None:
    plan = town.planned()
    wind = (town.REGION, "power/wind")
    without = replace(
        plan,
        capacity={owner: size for owner, size in plan.capacity.items() if owner != wind},
        activity={key: amount for key, amount in plan.activity.items() if key[:2] != wind},
    )
    assert missing_series(without, {}) == ["energy.shapes.light"]


def with_least_load(share: float) -> PlannedYear:
    """Return the town with a gas plant that keeps a share of its mean load while heat is wanted, in windy hours."""
    plan = town.planned()
    terms = (Term("activity", "power/gas", town.YEAR, 1.0 / 0.5 - share / 0.5, time_slice="windy"),)
    limit = Limit("least load", town.YEAR, ">=", terms, 0.0, "PJ/yr", "energy.plants.gas.least_load")
    return replace(plan, system=replace(plan.system, limits=(limit,)))


def test_what_is_lit_for_heat_keeps_its_least_load_while_heat_is_wanted() -> None:
    plan, heat = with_least_load(0.25), (town.HOURS < 100).astype(float)
    assert plan.least_load(OWNER) == pytest.approx(0.25)
    assert missing_series(plan, town.SERIES) == [HEATING]
    system = hourly_system(plan, {**town.SERIES, HEATING: heat}).system
    floors = np.array([system.parameters["slice_activity_min"][(*OWNER, "run", town.YEAR, name)] for name in NAMES])
    mean = (0.5 * town.USED / town.KEPT - 1.5) / 0.5 / 8760
    assert floors[:100] == pytest.approx(0.25 * mean, rel=1e-5)
    assert not floors[100:].any()
