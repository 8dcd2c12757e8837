"""A system in CSV tables is the system in YAML: values, units, paths over time, lists, sources and places."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem

HEAD = (
    "name: Tables\n"
    "time: {years: [2020, 2030], discount_rate: 5 %/yr, day_parts: {day: {hours: 12}, night: {hours: 12}}}\n"
)
YAML = (
    HEAD
    + """
system:
  regions: [north, south]
  commodities:
    coal: {emission_factors: {CO2: 0.09}}
    power: {balance: slice, label: {en: Power, zh: 电力}}
  technologies:
    mine: {outputs: {coal: 1}, variable_cost: 20}
    plant:
      inputs: {coal: 2.5}
      outputs: {power: 1}
      lifetime: 30
      capital_cost: {value: {2020: 4000, 2030: 3500}, source: a handbook, quality: literature}
      regions: [north, south]
      availability_by_slice: {year_day: 0.9}
  demands:
    power: {amount: {2020: 36, 2030: 43.2}, profile: {year_day: 0.6, year_night: 0.4}}
"""
)
TABLES = {
    "commodities.csv": (
        "name,balance,label.en,label.zh,emission_factors.CO2 [kg/GJ]\ncoal,,,,90\npower,slice,Power,电力,\n"
    ),
    "technologies.csv": (
        "name,year,inputs.coal,outputs.coal,outputs.power,lifetime,capital_cost [CNY/kW],variable_cost,regions,"
        "availability_by_slice.year_day,source,quality\n"
        "mine,,,1,,,,20,,,,\n"
        "plant,,2.5,,1,30,,,north; south,90 %,,\n"
        "plant,2020,,,,,4000,,,,a handbook,literature\n"
        "plant,2030,,,,,3500,,,,a handbook,literature\n"
    ),
    "demands.csv": (
        "name,year,amount,profile.year_day,profile.year_night\n"
        "power,2020,10 TWh,,\npower,2030,12 TWh,,\npower,,,0.6,0.4\n"
    ),
}
NAMED = HEAD + (
    "system:\n  regions: [north, south]\n  commodities: commodities.csv\n"
    "  technologies: technologies.csv\n  demands: demands.csv\n"
)


def read(folder: Path, text: str, **tables: str) -> Scenario:
    for name, table in {**TABLES, **tables}.items():
        (folder / name).write_text(table, encoding="utf-8")
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    scenario, findings = read_scenario(folder / "scenario.yaml")
    assert scenario is not None, "\n".join(map(str, findings))
    return scenario


def assembled(scenario: Scenario) -> EnergySystem:
    system, findings = assemble(scenario)
    assert system is not None, findings
    return system


def comparable(system: EnergySystem) -> str:
    rounded = {
        name: {key: round(value, 9) for key, value in table.items()} for name, table in system.parameters.items()
    }
    return replace(system, parameters=rounded).digest()


def test_tables_say_what_the_same_yaml_says(tmp_path: Path) -> None:
    assert comparable(assembled(read(tmp_path, NAMED))) == comparable(assembled(read(tmp_path, YAML)))


def test_a_value_of_a_table_knows_its_row_source_and_quality(tmp_path: Path) -> None:
    scenario = read(tmp_path, NAMED)
    data = scenario.data_table().set_index("path")
    cost = data.loc["system.technologies.plant.capital_cost"]
    assert (Path(cost["file"]).name, cost["line"]) == ("technologies.csv", 4)
    assert (cost["source"], cost["quality"]) == ("a handbook", "literature")
    assert data.loc["system.technologies.plant.inputs.coal"]["line"] == 3
    assert "technologies.csv" in {Path(file).name for file in scenario.trace.digests}


def test_a_scenario_that_extends_tables_says_only_what_differs(tmp_path: Path) -> None:
    read(tmp_path, NAMED)
    (tmp_path / "cheap.yaml").write_text(
        "extends: scenario.yaml\nsystem: {technologies: {plant: {capital_cost: 1000}}}\n", encoding="utf-8"
    )
    scenario, findings = read_scenario(tmp_path / "cheap.yaml")
    assert scenario is not None and scenario.system is not None, findings
    plant = scenario.system.technologies["plant"]
    assert plant.capital_cost.at(2030) == 1000
    assert plant.inputs["coal"].at(2020) == 2.5
