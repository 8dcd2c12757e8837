"""Indicators of the town, against sums done by hand and against the results' own way of counting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.indicators import indicator_values
from carbonsim.results.results import Results
from carbonsim.results.tabulate import tabulate
from carbonsim.system.forms import Form, indicator_cards
from carbonsim.system.tables import Term
from tests.system import town

YEARS = (2020, 2021, 2025)
FLEET: dict[str, Any] = {
    "energy": {"shapes": {"charging": dict.fromkeys(town.SLICES, 1)}},
    "transport": {
        "fleets": {
            "car": {
                "label": "Cars", "carries": "passengers", "stock": 0.4, "distance": 10000, "load": 1.5, "lifetime": 10,
                "drivetrains": {
                    "petrol": {
                        "label": "Petrol", "group": "petrol", "consumption": {"coal": 2.5}, "capital_cost": 100000,
                        "stock_share": 1,
                    },
                    "electric": {
                        "label": "Electric", "group": "battery electric", "consumption": {"electricity": 0.6},
                        "capital_cost": 120000, "sales_share_min": {2020: 0.2, 2025: 0.4},
                    },
                },
            }
        }
    }
}  # fmt: skip


def solved(tmp_path: Path, changes: dict[str, Any] | None = None) -> tuple[dict[str, dict[int, float | None]], Results]:
    scenario = town.read(tmp_path, changes)
    system, findings = town.assemble(scenario)
    assert system is not None, findings
    solution = Optimization(system).solve_twin()
    return indicator_values(system, solution), tabulate(scenario, system, solution)


def test_shares_are_the_parts_over_the_whole_of_the_results(tmp_path: Path) -> None:
    store = {
        "label": "Battery", "group": "battery", "commodity": "electricity_supply", "duration": 4, "capacity": 0.3,
        "efficiency": "81 %", "capital_cost": 3000, "lifetime": 13,
    }  # fmt: skip
    energy = {**FLEET["energy"], "stores": {"battery": store}}
    values, results = solved(tmp_path, {**FLEET, "energy": energy})
    for year in YEARS:
        here = {name: path[year] for name, path in values.items()}
        coal, whole = here["coal_use"], here["total_energy"]
        assert coal is not None and whole is not None
        assert here["coal_share"] == pytest.approx(100.0 * coal / whole)
        made = results.series("Secondary Energy|Electricity|Wind").get(year, 0.0)
        wind, share = here["wind_capacity"], here["wind_solar_capacity_share"]
        plants = results.series("Capacity|Electricity")[year]
        assert wind is not None and share == pytest.approx(100.0 * wind / plants)
        assert here["renewable_capacity"] == pytest.approx(wind)
        part = here["wind_solar_generation_share"]
        assert part == here["non_fossil_generation_share"], "the town has nothing but wind beside coal"
        assert (part == pytest.approx(0.0)) == (made < 1e-9)
        stored = results.series("Capacity by Group|Storage|battery")[year]
        assert here["storage_capacity"] == pytest.approx(stored) and stored >= 0.3 - 1e-9
        cars, electric = 0.4, here["nev_stock_share"]
        assert electric is not None and here["nev_stock"] == pytest.approx(cars * electric / 100.0, rel=1e-6)


def test_indicators_agree_with_the_results_counted_another_way(tmp_path: Path) -> None:
    values, results = solved(tmp_path)
    pairs = {
        "total_energy": "Energy Consumption|Coal-equivalent",
        "non_fossil_share": "Non-fossil Share",
        "co2_per_gdp": "CO2 per GDP",
        "energy_per_gdp": "Energy per GDP",
        "electricity_use": "Electricity Consumption",
        "co2_emissions": "Peaking Emissions",
        "wind_capacity": "Capacity|Electricity|Wind",
    }
    for name, variable in pairs.items():
        series = results.series(variable)
        assert values[name] == pytest.approx({year: series.get(year, 0.0) for year in YEARS}, abs=1e-9), name


def test_every_indicator_is_written_to_the_results_in_its_unit(tmp_path: Path) -> None:
    values, results = solved(tmp_path)
    for name in values:
        card = indicator_cards()[name]
        rows = results.table[results.table["variable"] == card.variable]
        assert set(rows["unit"]) == {card.unit}


def test_the_share_of_new_energy_cars_counts_sales(tmp_path: Path) -> None:
    values, _ = solved(tmp_path, FLEET)
    share = values["nev_sales_share"]
    assert share[2025] == pytest.approx(40.0, abs=1e-6)  # the least that the town allows; petrol is cheaper
    assert values["nev_stock_share"][2020] == pytest.approx(0.0, abs=1e-3)


def test_energy_control_of_2024_leaves_out_what_is_not_fossil(tmp_path: Path) -> None:
    cheap_wind = {"energy": {"plants": {"wind": {"capital_cost": 1000}}}}
    values, results = solved(tmp_path, cheap_wind)
    made = results.series("Energy Consumption|Coal-equivalent|Non-fossil Power")
    assert made[2025] > 0
    difference = values["total_energy"][2025] - values["total_energy_2024"][2025]  # type: ignore[operator]
    assert difference == pytest.approx(made[2025])
    # of wind, which the town has not in 2020, the definition of 2022 leaves out all
    assert values["total_energy_2022"][2025] == pytest.approx(values["total_energy_2024"][2025])


def test_heat_from_coal_boilers_is_not_clean(tmp_path: Path) -> None:
    values, results = solved(tmp_path)
    heat = results.children("Generation|Heat")
    share = values["clean_heating_share"]
    for year in YEARS:
        boiler, chp = heat["coal boiler"].get(year, 0.0), heat["coal CHP"].get(year, 0.0)
        assert share[year] == pytest.approx(100 * chp / (chp + boiler), rel=0.02)  # rejected heat counts as none


def test_forms_add_and_scale_terms_and_constants() -> None:
    one = Form({2020: (Term("activity", "a", 2020, 2.0),)}, {2020: 1.0})
    two = Form.constant([2020], [3.0])
    both = one.plus(two, -2.0).times({2020: 10.0})
    assert both.terms[2020][0].coefficient == 20.0
    assert both.constants[2020] == pytest.approx(10 * (1 - 6))
    assert not both.is_constant and two.is_constant


def test_every_card_names_its_unit_formula_definition_and_bureau_in_two_languages() -> None:
    for card in indicator_cards().values():
        assert card.unit and card.formula and card.definition, card.name
        assert card.attribute in ("obligatory", "expected"), card.name
        assert card.group in ("economy", "energy", "livelihood", "land"), card.name
        assert all((card.label.en, card.label.zh, card.lead.en, card.lead.zh)), card.name
        assert "," not in card.variable, card.name
