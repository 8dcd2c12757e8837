"""Small inputs that are right, one folder a kind: what the fuzzer changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import carbonsim
from carbonsim.export.city_folder import new_workbook_city
from tests.optimization.regional_systems import regional_data

SCENARIOS = Path(__file__).parents[2] / "scenarios"
KINDS = ("yaml", "csv", "osemosys", "workbook", "results")
CHILD = """extends: tutorial.yaml
name: Child
time: {years: [2025, 2026, 2028, 2030, 2035, 2040], plan_from: 2026}
peaking:
  by: 2030
  decline_after: null
  max_level: 6 Mt
  emission_cap: {2035: 5 Mt}
  budget: {from: 2026, to: 2030, at_most: 30 Mt}
campaigns:
  wind: {label: Wind, start: 2026, full_by: 2030, category: energy-transition, owner: Bureau,
    changes: {energy.plants.wind.capital_cost: 5000 CNY/kW}}
targets:
  share: {indicator: non_fossil_share, year: 2030, at_least: 5 %, strength: enforce, source: A plan}
  carbon: {indicator: co2_per_gdp, year: 2030, at_most: 3 t/10^4 CNY, strength: track}
history:
  past: {label: {en: Past, zh: 历史}, scope: all, boundary: old, unit: Mt,
    values: {2015: 3, 2020: 3.5}, source: x, quality: literature}
calibration:
  coal: {label: CO2, variable: Peaking Emissions, year: 2025, value: 4.1, unit: Mt, source: Bureau,
    quality: official}
"""
SYSTEM = """name: Written
time:
  {years: [2020, 2021, 2025], discount_rate: 5 %/yr, seasons: {all: {days: 365}},
   day_parts: {day: {hours: 12}, night: {hours: 12}}}
system:
  commodities:
    fuel: {emission_factors: {CO2: 100 kg/GJ}}
    power: {balance: slice}
  technologies: technologies.csv
  demands: demands.csv
  limits: limits.csv
  carbon_price: {CO2: 10 CNY/t}
peaking: {by: 2021}
"""
TABLES = {
    "technologies": (
        "name,year,inputs.fuel,outputs.fuel,outputs.power,variable_cost [CNY/GJ],lifetime,residual_capacity [GW],"
        "capital_cost [CNY/kW],source\nmine,,,1,,10,,,,a mine\nplant,,2,,1,5,30,1,,\n"
        "sun,2020,,,1,,20,,5000,\nsun,2025,,,,,,,4000,\n"
    ),
    "demands": "name,amount [PJ],year\npower,10,2020\npower,12,2025\n",
    "limits": "name,measure,technologies,commodities,at_most\ncoal,output,plant,power,20 PJ\n",
}


def write_inputs(folder: Path) -> None:
    """Write a folder for each kind."""
    _yaml(folder / "yaml")
    (folder / "csv").mkdir()
    (folder / "csv" / "written.yaml").write_text(SYSTEM, encoding="utf-8")
    for name, text in TABLES.items():
        (folder / "csv" / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "osemosys").mkdir()
    regional_data().write(folder / "osemosys", "description: two regions\n")
    new_workbook_city(folder / "workbook", "某市")
    for name, file in (("one", folder / "yaml" / "child.yaml"), ("two", folder / "csv" / "written.yaml")):
        carbonsim.run(file, out=folder / "results" / name)
        for left in ("report.html", "results.xlsx"):  # no reader looks at them
            (folder / "results" / name / left).unlink()


def _yaml(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in ("tutorial", "island", "accounting"):
        shutil.copy(SCENARIOS / f"{name}.yaml", folder)
    (folder / "child.yaml").write_text(CHILD, encoding="utf-8")
