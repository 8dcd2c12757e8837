"""A scenario on the typical days of hourly series: as if they were written by hand, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from carbonsim.errors import ScenarioError
from carbonsim.pipeline import load
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.reading.written_paths import resolved_from
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.calendar import time_slices
from tests.scenario.hourly.years import HEATING, WIND, drawn, write_year

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"
SERIES = "time: {seasons: null, day_parts: null, from: year.csv, periods: 5, hours: [6, 12, 6]}\n"
BY_HAND = "energy: {shapes: {heating: null}, profiles: {wind: null}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    series = drawn(11)
    write_year(tmp_path / "year.csv", {HEATING: series[HEATING], WIND: series[WIND]})
    return tmp_path


def written(folder: Path, text: str = SERIES + BY_HAND, name: str = "hourly.yaml") -> Path:
    file = folder / name
    file.write_text(f"extends: {TUTORIAL}\n{text}", encoding="utf-8")
    return file


def read(file: Path) -> Scenario:
    scenario, findings = read_scenario(file)
    assert scenario is not None, findings
    return scenario


def lines_of(file: Path) -> list[str]:
    scenario, findings = read_scenario(file)
    found = findings if scenario is None else assemble(scenario)[1]
    return [str(finding).split(f"{file.parent}/")[-1] for finding in found]


def test_a_year_of_hours_is_told_on_days_called_by_their_date(folder: Path) -> None:
    scenario = read(written(folder))
    slices = time_slices(scenario)
    assert len(slices) == 15
    assert {part.day_part: part.hours for part in slices} == {"00-06": 6.0, "06-18": 12.0, "18-24": 6.0}
    assert sum(part.days for part in slices) == pytest.approx(3 * 365)
    assert [part.season for part in slices] == sorted(part.season for part in slices)
    assert all(re.fullmatch(r"\d\d-\d\d_\d\d-\d\d", part.name) for part in slices)
    wind = scenario.energy.profiles["wind"] if scenario.energy else {}
    mean = sum(part.share * wind[part.name].at(2025) for part in slices)
    assert mean == pytest.approx(float(drawn(11)[WIND].mean()), rel=1e-9)


def test_the_same_slices_by_hand_are_the_same_system(folder: Path) -> None:
    scenario = read(written(folder))
    energy = scenario.energy
    assert energy is not None
    by_hand = {
        "time": {
            "seasons": None,
            "day_parts": {name: {"hours": part.hours.at(0)} for name, part in scenario.time.day_parts.items()},
            "time_slices": {
                name: {"share": part.share.at(0), "season": part.season, "day_part": part.day_part}
                for name, part in scenario.time.time_slices.items()
            },
        },
        "energy": {
            "shapes": {"heating": None} | {"heating": {k: v.at(0) for k, v in energy.shapes["heating"].items()}},
            "profiles": {"wind": {k: v.at(0) for k, v in energy.profiles["wind"].items()}},
        },
    }
    first = written(folder, "time: {seasons: null, day_parts: null}\n" + BY_HAND, "first.yaml")
    with (folder / "by-hand.yaml").open("w", encoding="utf-8") as stream:
        YAML(typ="safe").dump({"extends": first.name, **by_hand}, stream)
    same = read(folder / "by-hand.yaml")
    assert assemble(same)[0] == assemble(scenario)[0]


def test_what_extends_a_scenario_may_cut_its_year_otherwise(folder: Path) -> None:
    written(folder)
    file = folder / "finer.yaml"
    file.write_text("extends: hourly.yaml\ntime: {periods: 9, hours: 3}\n", encoding="utf-8")
    assert len(read(file).time.time_slices) == 72
    assert len(read(folder / "hourly.yaml").with_("time.periods", 7).time.time_slices) == 21


def test_series_may_stand_in_several_files_so_that_one_can_be_replaced(folder: Path) -> None:
    series = drawn(11)
    for name, title in (("heat.csv", HEATING), ("wind.csv", WIND)):
        write_year(folder / name, {title: series[title]})
    together = read(written(folder))
    parted = read(written(folder, SERIES.replace("year.csv", "[heat.csv, wind.csv]") + BY_HAND, "parted.yaml"))
    assert assemble(parted)[0] == assemble(together)[0]
    other = drawn(12)
    write_year(folder / "wind.csv", {WIND: other[WIND]})
    replaced = read(folder / "parted.yaml")
    assert assemble(replaced)[0] != assemble(together)[0]


def test_a_run_says_which_series_it_rests_on_and_its_record_leads_to_them(folder: Path) -> None:
    scenario = load(written(folder))
    assert str(folder / "year.csv") in scenario.trace.digests
    left = resolved_from(scenario, folder / "results" / "hourly")
    assert left["time"]["from"] == "../../year.csv"  # type: ignore[index]


def test_what_a_run_left_is_read_without_the_series(folder: Path) -> None:
    file = written(folder)
    (folder / "year.csv").unlink()
    scenario, findings = read_scenario(file, left=[2025, 2030])
    assert scenario is not None, findings
    assert "found no such file" in lines_of(file)[0]


def test_what_a_column_fills_is_told_at_the_column(folder: Path) -> None:
    file = written(folder, SERIES + BY_HAND + "buildings: {classes: {homes: {uses: {heating: {shape: cooling}}}}}\n")
    assert read(file).place("energy.profiles.wind.01-01_00-06").startswith("energy.profiles.wind, year.csv:1")


def test_how_a_heat_pump_runs_in_the_cold_is_no_wind(folder: Path) -> None:
    """The same days are chosen with and without it: it is neither wind nor sun, and every slice has it."""
    series = drawn(11)
    days = list(read(written(folder)).time.time_slices)
    pump = "energy.profiles.pump"
    write_year(folder / "year.csv", {HEATING: series[HEATING], WIND: series[WIND], pump: drawn(5)[WIND]})
    machine = "{heat_profile: pump, fuel: electricity, modes: {run: {heat: 3}}, label: pump, group: heat pump, "
    machine += "branch: heat, capital_cost: 4000, lifetime: 20}"
    by_hand = BY_HAND.replace("energy: {", "energy: {plants: {pump: " + machine + "}, ")
    scenario = read(written(folder, SERIES + by_hand))
    assert list(scenario.time.time_slices) == days
    assert scenario.energy is not None
    assert list(scenario.energy.profiles["pump"]) == days


def test_the_data_table_tells_what_every_series_rests_on(folder: Path) -> None:
    text = (folder / "year.csv").read_text(encoding="utf-8").split("\n", 1)
    (folder / "year.csv").write_text(
        f"{text[0]}\nsource,a meter,a mast\nquality,official,\n{text[1]}", encoding="utf-8"
    )
    table = read(written(folder)).data_table().set_index("path")
    wind = drawn(11)[WIND]
    assert table.loc[WIND, "value"] == f"{wind.mean():.6g} ({wind.min():.4g}–{wind.max():.4g})"
    assert list(table.loc[WIND, ["unit", "source", "quality", "line"]]) == ["1", "a mast", "assumption", 1]
    assert list(table.loc[HEATING, ["source", "quality"]]) == ["a meter", "official"]
    assert table.index.is_unique


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("time: {from: year.csv}\n" + BY_HAND, "found seasons beside from; expected slices from the series alone"),
        (SERIES, "found values beside a column of the series; expected a column of the series, or values by hand"),
        ("time: {periods: 4}\n", "time.periods: found periods without from; expected hourly series to take them from"),
        (SERIES.replace("[6, 12, 6]", "[6, 12]") + BY_HAND, "found parts of 18 hours in all; expected a part of the"),
        (SERIES.replace("[6, 12, 6]", "5") + BY_HAND, "found parts of 20 hours in all"),
        (SERIES.replace("5,", "0,") + BY_HAND, "time.periods: found 0; expected at least 1"),
        (SERIES.replace("5,", "many,") + BY_HAND, "time.periods: found 'many'; expected a whole number"),
        (SERIES.replace("year.csv", "years.csv") + BY_HAND, "years.csv: found no such file"),
        (SERIES.replace("year.csv", "{a: b}") + BY_HAND, "time.from"),
    ],
)
def test_what_does_not_go_together_is_refused(folder: Path, text: str, expected: str) -> None:
    lines = lines_of(written(folder, text))
    assert any(expected in line for line in lines), lines


def test_a_column_for_what_is_not_there_is_refused(folder: Path) -> None:
    title = "system.technologies.mill.availability_by_slice"
    write_year(folder / "year.csv", {HEATING: drawn(1)[HEATING], WIND: drawn(1)[WIND], title: drawn(1)[WIND]})
    assert lines_of(written(folder)) == [
        f"year.csv:1: {title}: found a column for {title}; expected one for what the scenario defines; "
        "define it, or remove the column"
    ]


def test_a_broken_table_is_told_with_its_own_lines(folder: Path) -> None:
    (folder / "year.csv").write_text(f"hour,{HEATING}\n1,2\n2,x\n", encoding="utf-8")
    lines = lines_of(written(folder))
    assert any(line.startswith("year.csv:3: energy.shapes.heating: found 'x'") for line in lines), lines
    assert any("found 2 hours" in line for line in lines)


def test_a_system_written_directly_takes_demand_and_availability_from_columns(tmp_path: Path) -> None:
    series = drawn(4)
    write_year(
        tmp_path / "year.csv",
        {
            "system.demands.load.profile": series["energy.shapes.electricity"],
            "system.technologies.wind.availability_by_slice": series[WIND],
        },
    )
    (tmp_path / "town.yaml").write_text(
        "schema: 1\nname: town\ntime: {years: [2030], discount_rate: 0, from: year.csv, periods: 6, hours: 3}\n"
        "system:\n  commodities: {power: {balance: slice}}\n"
        "  demands: {load: {commodity: power, amount: 10 PJ}}\n"
        "  technologies:\n    wind: {outputs: {power: 1}, lifetime: 20, capital_cost: 6000}\n"
        "    coal: {outputs: {power: 1}, variable_cost: 3}\n",
        encoding="utf-8",
    )
    scenario = read(tmp_path / "town.yaml")
    system, findings = assemble(scenario)
    assert system is not None, findings
    demands = [value for key, value in system.parameters["demand_slice"].items()]
    assert len(demands) == 48
    assert sum(demands) == pytest.approx(10.0)
    assert scenario.system is not None
    wind = scenario.system.technologies["wind"].availability_by_slice
    mean = sum(part.share * wind[part.name].at(2030) for part in time_slices(scenario))
    assert mean == pytest.approx(float(series[WIND].mean()), rel=1e-9)


def test_a_change_in_the_program_is_refused_with_what_is_wrong(folder: Path) -> None:
    with pytest.raises(ScenarioError, match="parts of 20 hours"):
        read(written(folder)).with_("time.hours", 5)
