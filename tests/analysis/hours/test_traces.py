"""What hours say beside the plan: sums over who gives and takes."""

from __future__ import annotations

import numpy as np
import pytest

from carbonsim.analysis.hours.check import check_hours, coldest_week
from carbonsim.analysis.hours.traces import hourly_traces, planned_traces
from tests.optimization.planning import hourly_town as town
from tests.optimization.planning.hourly_town import hours_of_the_town

KEY = (town.REGION, town.POWER)
DEMAND = town.USED / town.KEPT / 0.0036  # GWh


def test_load_is_what_users_take_at_the_plants() -> None:
    traces = hourly_traces(*hours_of_the_town(), KEY)
    assert traces.energy(traces.load) == pytest.approx(DEMAND, rel=1e-9)
    assert traces.load == pytest.approx(DEMAND * town.LIGHT / town.LIGHT.sum(), rel=1e-6)


def test_a_plan_has_the_same_words_by_time_slice() -> None:
    traces = planned_traces(town.planned(), KEY)
    assert traces.energy(traces.fed_in) == pytest.approx(3.0 / 0.0036)
    assert traces.residual == pytest.approx([(5.0 / town.KEPT - 1.5) / 0.0036 / 4380] * 2)


def test_the_check_adds_up_over_its_hours() -> None:
    hourly, done = hours_of_the_town()
    check = check_hours(hourly, done)
    (power,), traces = check.commodities, hourly_traces(hourly, done, KEY)
    short = traces.of("unserved")
    assert not check.holds
    assert power.short_hours == (short > 1e-6).sum() > 0
    assert power.short_GWh == pytest.approx(short.sum(), rel=1e-6)
    assert power.curtailed_GWh.hours == pytest.approx(traces.rejected.sum(), abs=1e-6)
    assert power.imported_GWh.hours == pytest.approx(town.IMPORT_MOST / 0.0036, rel=1e-6)
    assert (power.imported_GWh.plan, power.imported_GWh.near) == (0.0, False)
    (battery,) = power.storages
    assert battery.size_GWh == pytest.approx(0.2)
    assert battery.cycles == pytest.approx(battery.given_GWh.hours / town.ONE_WAY / 0.2)


def test_without_heat_the_week_with_the_highest_residual_load_is_the_coldest() -> None:
    hourly, done = hours_of_the_town()
    start, end = coldest_week(hourly, done)
    residual = hourly_traces(hourly, done, KEY).residual
    sums = [residual[24 * day : 24 * day + 168].sum() for day in range(359)]
    assert (start, end - start) == (24 * int(np.argmax(sums)), 168)
