"""Shares that do not jump: rows of rise and fall, and purchases by contract, told by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Limit
from tests.system import town

SERVICE = "buildings/homes/heating"


def heating(**gas: Any) -> dict[str, Any]:
    """Homes heated by 9 PJ from the network and 1 PJ of gas: shares of 90 and 10 per cent."""
    technology = {"label": "Gas", "input": "gas", "efficiency": 1, "capital_cost": 300, "lifetime": 15, **gas}
    fuel = {"label": "Gas", "group": "gas", "price": 80, "emission_factors": {"CO2": 56}}
    uses = {"heating": {"final_energy": {"gas": 1}, "technologies": ["network-heat", "gas-heat"]}}
    return {
        "energy": {"fuels": {"gas": fuel}},
        "choices": {"on": False},
        "buildings": {"technologies": {"gas-heat": technology}, "classes": {"homes": {"uses": uses}}},
    }


def rows_of(system: EnergySystem, word: str, technology: str) -> dict[int, Limit]:
    name = f"{word} of {SERVICE}/{technology}"
    return {limit.year: limit for limit in system.limits if limit.name == name}


def test_a_small_share_keeps_what_its_stock_allows(tmp_path: Path) -> None:
    """Ten per cent may lose 15 per cent of itself a year, which is less than the four points a large share may."""
    fall = rows_of(town.build(tmp_path, heating()), "fall", "gas-heat")
    assert {year: limit.sense for year, limit in fall.items()} == {2021: ">=", 2025: ">="}
    own, before = fall[2025].terms
    assert fall[2025].bound == 0.0
    assert (own.year, before.year) == (2025, 2021)
    assert before.coefficient / own.coefficient == pytest.approx(-(0.85**4))  # demand is the same in both years


def test_a_large_share_falls_by_points(tmp_path: Path) -> None:
    fall = rows_of(town.build(tmp_path, heating()), "fall", "network-heat")
    assert fall[2025].bound == pytest.approx(-0.04 * 4)
    assert [term.coefficient for term in fall[2025].terms] == pytest.approx([1 / 10, -1 / 10])


def test_a_written_phase_out_is_not_slowed(tmp_path: Path) -> None:
    system = town.build(tmp_path, heating(share_max={2021: "10 %", 2025: "0 %"}))
    assert rows_of(system, "fall", "gas-heat") == {}
    assert rows_of(system, "rise", "gas-heat")[2025].bound == pytest.approx(0.16)


def test_what_has_no_way_back_may_fall_but_not_rise(tmp_path: Path) -> None:
    system = town.build(tmp_path, heating(share_rise_max=0))
    assert rows_of(system, "rise", "gas-heat")[2025].bound == 0.0
    assert rows_of(system, "fall", "gas-heat")[2025].terms[1].coefficient < 0.0


def test_purchases_by_contract_start_with_the_plan(tmp_path: Path) -> None:
    system = town.build(tmp_path, {"energy": {"trade": {"import_floor": {2021: 3, 2025: 5}}}})
    floor = {key[2]: value for key, value in system.parameters["activity_min"].items() if key[1] == "trade/import"}
    assert floor == {2021: 3.0, 2025: 5.0}
