from __future__ import annotations

from math import log

import pytest

from carbonsim.analysis.drivers import compare_drivers, decompose, decouplings


def _series(tables: dict[str, dict[int, float]]):  # type: ignore[no-untyped-def]
    return lambda name: tables.get(name, {})


ONE_USER = {
    "Population": {2020: 2.0, 2030: 2.0},
    "GDP": {2020: 10.0, 2030: 20.0},
    "GDP|Secondary": {2020: 5.0, 2030: 10.0},
    "Final Energy|Industry": {2020: 5.0, 2030: 5.0},
    "Emissions by User|Industry": {2020: 8.0, 2030: 8.0},
    "Emissions by User|Waste": {2020: 1.0, 2030: 0.4},
}


def test_doubled_output_with_halved_intensity_cancels() -> None:
    effects = decompose(_series(ONE_USER), 2020, 2030)
    assert effects["affluence"] == pytest.approx(8.0 * log(2.0))  # L(8, 8) = 8
    assert effects["intensity"] == pytest.approx(-8.0 * log(2.0))
    assert effects["population"] == effects["structure"] == effects["carbon"] == 0.0
    assert effects["other"] == pytest.approx(-0.6)


def test_effects_add_up_to_the_change() -> None:
    tables = {**ONE_USER, "Emissions by User|Industry": {2020: 8.0, 2030: 5.5}}
    assert sum(decompose(_series(tables), 2020, 2030).values()) == pytest.approx(5.9 - 9.0)


def test_a_user_that_stops_emitting_is_told_beside_the_factors() -> None:
    tables = {**ONE_USER, "Emissions by User|Industry": {2020: 8.0, 2030: 0.0}}
    effects = decompose(_series(tables), 2020, 2030)
    assert effects["other"] == pytest.approx(-8.6)
    assert effects["carbon"] == 0.0


def test_decoupling_by_period() -> None:
    found = decouplings(
        {2020: 40.0, 2025: 42.0, 2030: 40.0}, {2020: 100.0, 2025: 125.0, 2030: 150.0}, (2020, 2025, 2030)
    )
    assert [(one.first, one.last, one.state) for one in found] == [
        (2020, 2025, "weak decoupling"),
        (2025, 2030, "strong decoupling"),
    ]
    assert found[0].elasticity == pytest.approx(0.05 / 0.25)


def test_two_scenarios_of_one_year_differ_by_the_same_factors() -> None:
    doubled = {**ONE_USER, "Emissions by User|Industry": {2020: 16.0, 2030: 16.0}}
    effects = compare_drivers(_series(ONE_USER), _series(doubled), 2030)
    assert effects["carbon"] == pytest.approx(8.0)  # twice the CO2 of the same energy
    assert all(effect == pytest.approx(0.0) for name, effect in effects.items() if name != "carbon")
