"""Ranges of the city: each row of the data is drawn with its own figures, or named with the reason why not."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from carbonsim.scenario.futures.inputs import quantities_of, uncertain_inputs
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario

ROOT = Path(__file__).parents[2]
CITY = ROOT / "scenarios" / "changchun"
ROWS = ROOT.parent / "shared" / "data" / "ranges.csv"
MAPPED = ROOT / "tests" / "benchmarks" / "draws" / "rows.csv"
DATA = pytest.mark.skipif(not ROWS.is_file(), reason="the shared data do not lie beside the repository")
ENDS = ("low", "central", "high")


@cache
def city(folder: Path) -> Scenario:
    file = folder / "in-doubt.yaml"
    file.write_text(f"extends: {CITY / 'baseline.yaml'}\nname: In doubt\ninclude: [{CITY / 'ranges.yaml'}]\n", "utf-8")
    scenario, findings = read_scenario(file)
    assert scenario is not None, "\n".join(map(str, findings))
    return scenario


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return city(tmp_path_factory.getbasetemp())


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_every_range_is_of_the_city_and_tells_its_source(scenario: Scenario) -> None:
    table = scenario.data_table()
    mine = table[table["path"].str.startswith("ranges.")]
    assert len(mine) == 3 * len(uncertain_inputs(scenario)) + sum(
        section.varies_with is not None and section.correlation.source is not None
        for section in scenario.ranges.values()
    )
    assert (mine["source"].str.len() > 15).all()
    assert all(one.moves.keys() <= quantities_of(scenario).keys() for one in uncertain_inputs(scenario))


@DATA
def test_every_row_is_drawn_or_named_with_a_reason(scenario: Scenario) -> None:
    drawn = {row["input"] for row in rows(MAPPED)}
    left = set(scenario.futures.not_drawn)
    assert not drawn & left
    assert {row["input"] for row in rows(ROWS)} == drawn | left


@DATA
def test_what_is_drawn_has_the_figures_of_its_rows(scenario: Scenario) -> None:
    """Rows of a year of the plan by that year; of the others the last one, for its width."""
    by_moves = {tuple(section.moves): section for section in scenario.ranges.values()}
    for row in rows(MAPPED):
        section = by_moves[tuple(row["paths"].split())]
        figures = [one for one in rows(ROWS) if one["input"] == row["input"]]
        for end in ENDS:
            written, percent = getattr(section, end), 100.0 if row["how"] == "growth" else 1.0
            for year in written.years:
                named = [one[end] for one in figures if one["year_or_path"].endswith(str(year))]
                text = named[0] if named else figures[-1][end]
                if text:
                    assert percent * written.at(year) == pytest.approx(float(text.split()[0])), (row["input"], end)
