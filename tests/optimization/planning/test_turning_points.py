"""A peak of emissions and an end of purchases are heard before they are seen, on a straight line to the year after."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from carbonsim.optimization.planning.announced import Announced
from carbonsim.optimization.planning.cutting import Horizon, Line, Window
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import finish, heated_city
from tests.written_systems import by_year

YEARS, LAST, HEAT = list(range(2019, 2028)), 2024, 10.0
RISING, GROWTH = list(range(2019, 2027)), 0.1


def ending_boilers(foresight: int | None, most: float = 3.0, bought: float = HEAT) -> EnergySystem:
    """Coal boilers that last a year are sold until 2024; of gas boilers, dear to run, few can be built in a year."""
    allowed = [bought if year <= 2020 else np.inf if year <= LAST else 0.0 for year in YEARS]
    coal = {"lifetime": 1.0, "capital_cost": 1.0, "new_capacity_max": allowed}
    gas = {"lifetime": 30.0, "capital_cost": 1.0, "new_capacity_max": [HEAT] + [most] * (len(YEARS) - 1)}
    rows = heated_city(YEARS, [HEAT] * len(YEARS), 2021, options={"coal": coal, "gas": gas})
    return replace(finish(rows), foresight=foresight)


def solved(system: EnergySystem) -> Solution:
    return Optimization(system).solve_twin()


def test_what_replaces_what_is_sold_no_more_is_built_in_time_though_the_end_is_not_seen() -> None:
    """Ten boilers at three a year take four years: seen a year before, an end in 2025 would come too soon.

    In the last year that is seen six coal boilers may be bought, then four, then two: gas has to stand for the others.
    """
    twin = solved(ending_boilers(0))
    assert twin.status == "optimal"
    assert twin.foresight is not None and not twin.foresight.again and not twin.foresight.unheard
    assert by_year(twin, "new_capacity", "boiler/gas") == pytest.approx([0, 0, 1, 2, 2, 2, 3, 0, 0])
    assert by_year(twin, "new_capacity", "boiler/coal") == pytest.approx([10.0] * 6)


def heard(system: EnergySystem, window: Window, peaking: Peaking | None = None) -> tuple[Line, ...]:
    """Return what a window hears of a plan, or of a twin where there is none, after the twin as it was decided."""
    optimization = Optimization(replace(system, peaking=() if peaking is None else (peaking,)))
    optimization.solve_twin()
    model = optimization.model
    horizon = Horizon(model.free_program() if peaking is None else model.program(), model)
    assert optimization.columns is not None
    return Announced.in_programme(horizon, model).heard(window, optimization.columns)


def test_an_end_is_a_straight_line_from_what_was_bought_before_the_plan() -> None:
    (line,) = heard(ending_boilers(None), Window(2021, 2022, 2021))
    assert line.high == pytest.approx(HEAT * (2025 - 2022) / (2025 - 2020))
    assert line.values == pytest.approx([1.0])
    assert heard(ending_boilers(None), Window(2022, 2025, 2022)) == ()


def test_of_what_nobody_bought_no_end_is_heard() -> None:
    assert heard(ending_boilers(None, bought=0.0), Window(2021, 2022, 2021)) == ()


def rising_city(most: float = np.inf) -> EnergySystem:
    """Heat that is asked for grows by a tenth a year, and a year more is seen than the one decided."""
    gas = {"lifetime": 30.0, "capital_cost": 1.0, "new_capacity_max": most}
    demand = [HEAT * (1.0 + GROWTH) ** (year - YEARS[0]) for year in RISING]
    return replace(finish(heated_city(RISING, demand, 2021, options={"gas": gas})), foresight=0)


@pytest.mark.parametrize(("decline", "asked"), [(None, 0.1 - 0.1 * 2 / 6), (0.05, 0.1 - 0.15 * 2 / 6)])
def test_until_a_peak_that_is_not_seen_emissions_rise_by_less(decline: float | None, asked: float) -> None:
    """They rose by a tenth to 2020, and in 2026, after the peak, they are to rise no more, or to fall."""
    peaking = Peaking(by=2025, decline_after=decline, guard=False)
    (line,) = heard(rising_city(), Window(2021, 2022, 2021), peaking)
    assert sorted(line.values) == pytest.approx([-(1.0 + asked), 1.0])
    assert (line.low, line.high) == (-np.inf, 0.0)
    (alone,) = heard(rising_city(), Window(2022, 2022, 2022), peaking)
    assert alone.high == pytest.approx((1.0 + asked) * 0.1 * HEAT * (1.0 + GROWTH) ** 2)
    assert heard(rising_city(), Window(2022, 2026, 2022), peaking) == ()


def test_what_a_peak_takes_is_built_in_time_and_the_twin_does_not_mind() -> None:
    """One and a half boilers a year are too few for 2026: what each year needs beyond them is built before it."""
    most = 1.5
    optimization = Optimization(replace(rising_city(most), peaking=(Peaking(by=2025, guard=False),)))
    twin = optimization.solve_twin()
    plan = optimization.solve_plan(twin)
    assert sum(by_year(twin, "new_capacity", "boiler/gas")) == pytest.approx(0.0)
    assert plan.foresight is not None and not plan.foresight.unheard and not plan.foresight.again
    coal = {year: 0.1 * HEAT * (1.0 + GROWTH) ** (year - YEARS[0]) for year in RISING}
    stood, built = 0.0, []
    for year in range(2021, 2026):  # the year after it, last in sight, may rise by what is left of a tenth
        rise = 1.0 + GROWTH * (2026 - (year + 1)) / 6
        needed = (coal[year + 1] - rise * coal[year]) / 0.05
        built.append(max(needed - most - stood, 0.0))
        stood += built[-1]
    bought = dict(zip(RISING, by_year(plan, "new_capacity", "boiler/gas"), strict=True))
    assert [bought[year] for year in range(2021, 2026)] == pytest.approx(built, abs=1e-9)
    assert sum(built) > 1.0


def test_without_a_year_to_tell_a_rise_from_nothing_is_heard_of_a_peak() -> None:
    demand = [HEAT] * 4
    rows = heated_city([2020, 2021, 2022, 2023], demand, 2021, options={"gas": {"lifetime": 30.0}})
    assert heard(finish(rows), Window(2021, 2021, 2021), Peaking(by=2022, guard=False)) == ()
