"""The inventory: a small city added up by hand, keys where there is no figure, and the sums of the standards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import carbonsim
from carbonsim.analysis.inventory import in_total, take_inventory, written_inventory
from carbonsim.clock import Clock
from carbonsim.memory import Memory
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.pipeline import Run, assembled
from carbonsim.results.tabulate import tabulate
from carbonsim.scenario.sections.inventory import categories, lineage
from tests.shipped.solved import solved

ROOT = Path(__file__).parents[2]
# 10 PJ of coal at 90 kg/GJ in works, 5 PJ of oil at 70 on roads, 4 PJ of power of which half is imported at 100 kg/GJ
# and half made of coal at 40 per cent; homes use 3 PJ of it, works 1 PJ; each tonne of cement gives half a tonne.
TOWN = """
schema: 1
name: Town
mode: accounting
time: {years: [2020, 2025], plan_from: 2025, discount_rate: 5 %/yr}
scope: {name: administrative, process: true}
accounting:
  fuels:
    coal: {label: Coal, group: coal, emission_factors: {CO2: 90 kg/GJ, CH4: 0.001 kg/GJ}}
    petrol: {label: Petrol, group: oil, emission_factors: {CO2: 70 kg/GJ}}
  sectors:
    industry:
      cement:
        activity_unit: Mt
        activity: 2 Mt
        intensity: 5.5 PJ/Mt
        shares: {coal: 0.9090909090909091, electricity: 0.09090909090909091}
        process: {CO2_process: 0.5}
    transport:
      car: {energy: 5 PJ, shares: {petrol: 1}}
    buildings:
      residential: {energy: 3 PJ, shares: {electricity: 1}}
  supply:
    electricity:
      sources:
        coal-plant: {group: coal, share: 0.5, fuel: coal, efficiency: 0.4}
      imported: {share: 0.5, emission_factor: 100 kg/GJ}
inventory:
  energy: {cement: 1A2f, car: 1A3bi}
  process: {cement: 2A1}
  notation:
    1A3c: {key: NO, reason: {en: no railway, zh: 无铁路}}
    1A3bi: {key: C}
    II.2.1: {key: NO}
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Run:
    file = tmp_path_factory.mktemp("town") / "town.yaml"
    file.write_text(TOWN, encoding="utf-8")
    return carbonsim.run(file, write_results=False)


@pytest.fixture(scope="module")
def city() -> Run:
    return solved("baseline").run


def cell(table: pd.DataFrame, standard: str, code: str, view: str, gas: str = "CO2", year: int = 2020) -> Any:
    found = table[(table["standard"] == standard) & (table["code"] == code) & (table["view"] == view)]
    found = found[found["gas"] == gas]
    assert len(found) == 1
    return found[year].iloc[0]


COAL_POWER = 2 / 0.4 * 0.090  # Mt
IMPORTED = 2 * 0.100


@pytest.mark.parametrize(
    ("code", "view", "expected"),
    [
        ("1A1ai", "direct", COAL_POWER),
        ("1A2f", "direct", 0.9),
        ("1A3b", "direct", 0.35),
        ("2A1", "direct", 1.0),
        ("1A2f", "by user", 0.9 + (COAL_POWER + IMPORTED) / 4),
        ("1A4b", "by user", (COAL_POWER + IMPORTED) * 3 / 4),
        ("1A", "by user", 0.9 + 0.35 + COAL_POWER + IMPORTED),
        ("1", "direct", 0.9 + 0.35 + COAL_POWER),
    ],
)
def test_categories_of_a_town_by_hand(town: Run, code: str, view: str, expected: float) -> None:
    assert cell(town.content.inventory, "ipcc", code, view) == pytest.approx(expected, rel=1e-9)


def test_methane_is_told_in_its_own_mass_and_in_all_gases_by_its_potential(town: Run) -> None:
    table, methane = town.content.inventory, 10 * 0.000001
    assert cell(table, "ipcc", "1A2f", "direct", "CH4") == pytest.approx(methane, rel=1e-9)
    assert cell(table, "ipcc", "1A2f", "direct", "all gases") == pytest.approx(0.9 + 28 * methane, rel=1e-9)


def test_an_empty_cell_is_not_a_zero(town: Run) -> None:
    table = town.content.inventory
    assert cell(table, "ipcc", "1A3c", "direct") == "NO"
    assert cell(table, "ipcc", "1A3a", "direct") == "NE"
    assert cell(table, "ipcc", "1A1ai", "by user") == "IE"
    assert cell(table, "ipcc", "1A3bi", "direct") == "C"  # hidden, and counted above it
    assert cell(table, "gpc", "I.1.3", "scope 3") == "IE"
    assert cell(table, "gpc", "II.2.1", "scope 1") == "NO"
    assert not table[[2020, 2025]].isin(["", None]).any().any()


@pytest.mark.parametrize(
    ("code", "view", "expected"),
    [
        ("I.4.4", "scope 1", COAL_POWER),
        ("I.1.2", "scope 2", (COAL_POWER + IMPORTED) * 3 / 4),
        ("I.3.1", "scope 1", 0.9),
        ("I.3.2", "scope 2", (COAL_POWER + IMPORTED) / 4),
        ("II.1.1", "scope 1", 0.35),
        ("IV.1", "scope 1", 1.0),
        ("scope 1", "scope 1", COAL_POWER + 0.9 + 0.35 + 1.0),
        ("BASIC", "BASIC", COAL_POWER + IMPORTED + 0.9 + 0.35),
        ("BASIC+", "BASIC+", COAL_POWER + IMPORTED + 0.9 + 0.35 + 1.0),
    ],
)
def test_codes_of_the_gpc_by_hand(town: Run, code: str, view: str, expected: float) -> None:
    assert cell(town.content.inventory, "gpc", code, view) == pytest.approx(expected, rel=1e-9)


def test_supply_to_the_grid_and_waste_from_outside_are_in_no_basic_total() -> None:
    codes = [code for code, row in categories("gpc").items() if row["key"]]
    basic = {code for code in codes if in_total("BASIC", code)}
    assert not {"I.4.4", "III.1.3", "I.1.3", "IV.1", "V.1", "VI.1"} & basic
    assert {"I.4.1", "II.4.2", "III.1.2"} <= basic
    assert {code for code in codes if in_total("BASIC+", code)} - basic == {
        code for code in codes if code.startswith(("IV.", "V.")) or (code.startswith("I") and code.count(".") == 2
        and code.endswith(".3") and not code.startswith("III"))
    }  # fmt: skip


def test_the_counted_categories_and_imports_are_the_judged_emissions(town: Run, city: Run) -> None:
    """The last row of the block is the series that the verdict is on, whatever the scope counts."""
    for done in (town, city):
        judged = done.results.series("Peaking Emissions") if done.results else {}
        assert judged
        for year, value in judged.items():
            rows = {code: _scope(done.content.inventory, code, year) for code in ("inside", "imported", "judged")}
            assert rows["judged"] == pytest.approx(value, rel=1e-9)
            assert rows["inside"] + rows["imported"] == pytest.approx(rows["judged"], rel=1e-12)


@pytest.mark.parametrize("scope", [{"process": True, "land": True, "gases": "all"}, {"name": "territorial"}])
def test_other_scopes_add_up_too(scope: dict[str, Any]) -> None:
    """Whatever is planned: the city decides with one year in sight, which is soon found."""
    scenario = solved("baseline").scenario.with_({f"scope.{key}": value for key, value in scope.items()})
    system = replace(assembled(scenario, Clock(), Memory()), foresight=1)
    results = tabulate(scenario, system, Optimization(system).solve_twin())
    inventory = take_inventory(scenario, results)
    assert scenario.scope != solved("baseline").scenario.scope
    for year, value in results.series("Peaking Emissions").items():
        assert _scope(inventory, "judged", year) == pytest.approx(value, rel=1e-9)
    imported = _scope(inventory, "imported", 2020)
    assert imported == "NE" if scope.get("name") == "territorial" else imported > 0


def _scope(table: pd.DataFrame, code: str, year: int) -> Any:
    return table[(table["standard"] == "scope") & (table["code"] == code)][year].iloc[0]


def test_the_basic_totals_of_the_city_are_its_emissions_by_user(city: Run) -> None:
    """Scopes 1 and 2 without supply, and what lies beyond, are all CO2 inside and imported."""
    assert city.results is not None
    used = city.results.series("Inventory by User|CO2")
    inside = city.results.series("Emissions|CO2")
    imported = city.results.series("Peaking Emissions|Imported Electricity")
    for year, value in used.items():
        assert value == pytest.approx(inside[year] + imported[year], rel=1e-9)
        assert cell(city.content.inventory, "gpc", "BASIC+", "BASIC+", "CO2", year) == pytest.approx(value, rel=1e-9)


def test_no_branch_of_the_city_is_without_a_category(city: Run) -> None:
    """Road vehicles are all told apart, and only two branches stand under other industry."""
    table = city.content.inventory
    road = sum(cell(table, "ipcc", code, "direct") for code in ("1A3bi", "1A3bii", "1A3biii"))
    assert road == pytest.approx(cell(table, "ipcc", "1A3b", "direct"), rel=1e-9)
    assert cell(table, "ipcc", "2H", "direct") == "NE"
    assert city.scenario.industry is not None and city.scenario.inventory is not None
    assert set(city.scenario.industry.branches) - set(city.scenario.inventory.energy) == {
        "other-manufacturing", "utilities",
    }  # fmt: skip


def test_what_a_reader_must_know_of_a_category_stands_beside_it(city: Run) -> None:
    table = written_inventory(city.content.inventory)
    row = table[(table["standard"] == "ipcc") & (table["code"] == "4C") & (table["view"] == "direct")].iloc[0]
    assert "1A1a" in row["note"] and "1A1a" in row["note_zh"]


def test_a_file_has_names_and_notes_in_both_languages(city: Run) -> None:
    table = written_inventory(city.content.inventory)
    assert list(table.columns[:10]) == [
        "standard", "code", "name", "name_zh", "view", "gas", "unit", "counted", "note", "note_zh",
    ]  # fmt: skip
    assert table["name"].ne("").all() and table["name_zh"].ne("").all()
    total = table[table["code"] == "BASIC+"].iloc[0]
    assert total["name"].startswith("BASIC+: ") and total["name_zh"].startswith("BASIC+口径：")


def test_both_conventions_of_electricity_differ_by_power_alone(city: Run) -> None:
    table = city.content.inventory[city.content.inventory["standard"] == "energy"].set_index(["view", "code"])[2020]
    same = ("Coal", "Oil", "Gas", "Biomass for Heat")
    assert [table["coal-equivalent", name] for name in same] == [table["calorific", name] for name in same]
    assert city.scenario.energy is not None
    ratio = city.scenario.energy.coal_equivalent.at(2020) / 0.1229  # kgce/kWh by heat: GB/T 2589
    for name in ("Net Import of Electricity", "Non-fossil Power"):
        assert table["coal-equivalent", name] / table["calorific", name] == pytest.approx(ratio, rel=1e-9)


def test_a_data_set_has_no_inventory() -> None:
    done = carbonsim.run(ROOT / "scenarios" / "island.yaml", write_results=False)
    assert take_inventory(done.scenario, done.results).empty


def test_every_code_has_its_levels_and_its_place_in_the_other_standard() -> None:
    ipcc, gpc = categories("ipcc"), categories("gpc")
    for code, row in ipcc.items():
        assert set(lineage(code)) <= set(ipcc), code
        assert row["name"] and row["name_zh"]
        assert row["gpc"] in gpc or code in ("1", "1A"), code
    assert all(row["name"] and row["name_zh"] for row in gpc.values())
    assert {row["key"] for row in gpc.values()} == {"", "NE", "IE"}
