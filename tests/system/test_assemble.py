"""The whole system: its time slices, its scope, and what is refused before anything is solved."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system import town


def test_time_slices_fill_the_year(tmp_path: Path) -> None:
    slices = town.build(tmp_path).time_slices
    assert [part.name for part in slices] == list(town.SLICES)
    assert [part.share for part in slices] == pytest.approx([165 / 730, 165 / 730, 200 / 730, 200 / 730])


def test_the_administrative_scope_counts_net_imports_at_the_factor_of_the_year(tmp_path: Path) -> None:
    scope = town.build(tmp_path).scope
    assert scope.imports == {"electricity_supply": (("trade/import",), ("trade/export",))}
    assert scope.import_factor["electricity_supply", 2021] == pytest.approx(0.6 / 3.6)  # kg/kWh → Mt/PJ
    assert scope.weights == {"CO2": 1.0, "CO2_process": 0.0}


def test_the_territorial_scope_counts_no_imports(tmp_path: Path) -> None:
    scope = town.build(tmp_path, {"scope": {"name": "territorial", "process": True}}).scope
    assert not scope.imports
    assert scope.weights["CO2_process"] == 1.0


def test_all_gases_are_weighted_by_the_named_set(tmp_path: Path) -> None:
    scope = town.build(tmp_path, {"scope": {"gases": "all", "gwp": "AR6"}}).scope
    assert scope.weights["CH4"] == 27.9  # IPCC AR6 WG1 Table 7.15
    assert scope.weights["N2O"] == 273


def test_an_unknown_fuel_is_named_with_the_nearest_known(tmp_path: Path) -> None:
    system, findings = town.attempt(tmp_path, town.plant("boiler", fuel="cole"))
    assert system is None
    assert [(finding.path, str(finding.advice)) for finding in findings] == [
        ("energy.plants.boiler", "did you mean coal?")
    ]


def test_an_unknown_profile_is_refused(tmp_path: Path) -> None:
    _, findings = town.attempt(tmp_path, town.plant("wind", profile="gale"))
    assert "profile gale" in str(findings[0].found)
    assert "wind" in str(findings[0].expected)


def test_a_demand_at_the_end_of_a_broken_chain_is_refused(tmp_path: Path) -> None:
    """Homes have a heat exchanger and the city a network, but no plant makes heat."""
    plants = {"boiler": None, "chp": {"modes": {"extraction": None}}}
    system, findings = town.attempt(tmp_path, {"energy": {"plants": plants}})
    assert system is None
    assert len(findings) == 1
    assert findings[0].path.startswith("buildings.classes.homes")
    assert "nothing can supply in 2020" in str(findings[0].found)
    assert "district_heat" in str(findings[0].found)


def test_a_storage_is_no_source(tmp_path: Path) -> None:
    store = {
        "label": "Tank", "group": "heat storage", "commodity": "heat_supply", "duration": 8, "efficiency": 0.9,
        "capital_cost": 300, "lifetime": 20, "capacity": 1,
    }  # fmt: skip
    plants = {"boiler": None, "chp": {"modes": {"extraction": None}}}
    _, findings = town.attempt(tmp_path, {"energy": {"plants": plants, "stores": {"tank": store}}})
    assert len(findings) == 1


def test_a_demand_that_loses_its_last_plant_is_refused_from_that_year(tmp_path: Path) -> None:
    plants = {"boiler": {"retire_by": 2021}, "chp": {"modes": {"extraction": None}}}
    _, findings = town.attempt(tmp_path, {"energy": {"plants": plants}})
    assert ["2025" in str(finding.found) for finding in findings] == [True]


def test_equal_scenarios_give_equal_systems(tmp_path: Path) -> None:
    one, two = town.build(tmp_path), town.build(tmp_path, {"name": "Another name"})
    assert one.digest() == two.digest()
    assert one.digest() != town.build(tmp_path, town.plant("chp", own_use="11 %")).digest()
