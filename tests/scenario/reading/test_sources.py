"""A source at the head of a block holds below it, as far as its own file goes and where nothing else is told."""

from __future__ import annotations

from pathlib import Path

from carbonsim.report.tables.method import inputs
from carbonsim.scenario.describing.show import show_resolved
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
HEATING = """\
energy:
  source: Plants
  shapes:
    heating:
      source: Degree days
      quality: derived
      note: of a mild year
      winter_day: 2
      winter_night: {value: 2.5, source: Meters, quality: literature}
      summer_day: {value: 0}
  plants:
    wind: {lifetime: {2025: 20}, modes: {run: {electricity: 1}}, label: {en: Wind, zh: 风电}}
"""


def read(path: Path) -> Scenario:
    scenario, findings = read_scenario(path)
    assert scenario is not None, "\n".join(map(str, findings))
    return scenario


def written(folder: Path, text: str, name: str = "mine.yaml", parent: Path = TUTORIAL) -> Path:
    file = folder / name
    file.write_text(f"extends: {parent}\n{text}", encoding="utf-8")
    return file


def told(scenario: Scenario, path: str) -> tuple[object, object, object]:
    row = scenario.data_table().set_index("path").loc[path]
    source, note = (row[key] if isinstance(row[key], str) else None for key in ("source", "note"))
    return source, row["quality"], note


def test_the_nearest_source_above_holds_for_what_tells_nothing_itself(tmp_path: Path) -> None:
    scenario = read(written(tmp_path, HEATING))
    shape = "energy.shapes.heating."
    assert told(scenario, shape + "winter_day") == ("Degree days", "derived", "of a mild year")
    assert told(scenario, shape + "winter_night") == ("Meters", "literature", None)
    assert told(scenario, shape + "summer_day") == ("Degree days", "derived", "of a mild year")
    assert told(scenario, "energy.plants.wind.lifetime") == ("Plants", "assumption", None)
    assert told(scenario, "energy.plants.wind.modes.run.electricity") == ("Plants", "assumption", None)
    assert scenario.energy is not None
    assert scenario.energy.shapes["heating"]["winter_day"].at(2030) == 2
    assert scenario.energy.plants["wind"].lifetime.at(2030) == 20


def test_a_source_says_nothing_of_another_file(tmp_path: Path) -> None:
    parent = written(tmp_path, HEATING, "parent.yaml")
    text = "energy: {shapes: {heating: {winter_day: 1.9}}, plants: {wind: {source: Tenders, capital_cost: 5000}}}\n"
    scenario = read(written(tmp_path, text, parent=parent))
    assert told(scenario, "energy.shapes.heating.winter_day") == (None, "", None), "laid over what was sourced"
    assert told(scenario, "energy.shapes.heating.summer_day")[0] == "Degree days"
    assert told(scenario, "energy.plants.wind.capital_cost")[0] == "Tenders"
    assert told(scenario, "energy.plants.wind.lifetime")[0] == "Plants"
    assert told(scenario, "energy.plants.wind.growth_seed")[0] != "Tenders"


def test_an_entry_or_a_field_of_that_name_stays_what_it_is(tmp_path: Path) -> None:
    fuel = "{label: {en: Source gas, zh: 气}, group: gas, price: 60, emission_factors: {CO2: 56 kg/GJ}}"
    target = "{indicator: gdp, year: 2030, at_least: 60 billion CNY, source: Plan, quality: official, note: as read}"
    scenario = read(written(tmp_path, f"energy: {{fuels: {{source: {fuel}}}}}\ntargets: {{gdp: {target}}}\n"))
    assert scenario.energy is not None
    assert scenario.energy.fuels["source"].price.at(2030) == 60
    assert (scenario.targets["gdp"].source, scenario.targets["gdp"].note) == ("Plan", "as read")


def test_what_is_shown_and_the_reports_table_tell_it_value_by_value(tmp_path: Path) -> None:
    scenario = read(written(tmp_path, HEATING))
    again = tmp_path / "again.yaml"
    again.write_text(show_resolved(scenario), encoding="utf-8")
    columns = ["path", "value", "source", "quality", "note"]
    once, twice = (one.data_table()[columns].fillna("") for one in (scenario, read(again)))
    assert twice.to_dict("records") == once.to_dict("records")
    table = inputs(scenario.data_table())
    rows = {table["texts"][row[0]]: [table["texts"][cell] for cell in row] for row in table["rows"]}
    assert rows["energy.shapes.heating.winter_day"][3:6] == ["derived", "Degree days", "of a mild year"]
    assert rows["energy.shapes.heating.winter_day"][6].endswith("mine.yaml:9")
