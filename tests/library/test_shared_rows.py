"""Figures of the city that were read from the shared data still stand there: number, unit and no better a quality.

`shared_rows.csv` names, for a value and a year, the row it rests on and the factor from the row's unit to the value's.
Where a value comes to rest on something else, its line goes.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.reading.read import read_scenario

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
CLAIMS = {  # the quality of a row → what a value that rests on it may be called
    "official": {"official", "literature", "derived", "assumption"},
    "literature": {"literature", "derived", "assumption"},
    "derived": {"derived", "assumption"},
    "assumption": {"assumption"},
    "recalled": {"assumption"},
}
ROUNDING = 0.005
with (Path(__file__).parent / "shared_rows.csv").open(encoding="utf-8", newline="") as stream:
    CITED = list(csv.DictReader(stream))
FILES = sorted({cited["file"] for cited in CITED})

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data do not lie beside the repository")


@lru_cache
def rows(file: str) -> list[dict[str, str]]:
    with (SHARED / file).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@lru_cache
def values() -> Mapping[str, Quantity]:
    scenario, findings = read_scenario(ROOT / "scenarios" / "changchun" / "baseline.yaml")
    assert scenario is not None, findings
    return dict(scenario.quantities())


def row_of(cited: Mapping[str, str]) -> dict[str, str]:
    key = dict(part.split("=", 1) for part in cited["row"].split(";"))
    found = [row for row in rows(cited["file"]) if all(row[name] == value for name, value in key.items())]
    assert len(found) == 1, f"{len(found)} rows {cited['row']} in {cited['file']}"
    return found[0]


def test_more_than_a_few_are_compared() -> None:
    assert len(CITED) >= 300
    assert len({cited["path"] for cited in CITED}) >= 180


@pytest.mark.parametrize("file", FILES)
def test_a_cited_figure_is_the_figure_of_its_row(file: str) -> None:
    wrong = []
    for cited in (one for one in CITED if one["file"] == file):
        quantity = values().get(cited["path"])
        if quantity is None:
            wrong.append(f"{cited['path']} is no longer written: remove its line from shared_rows.csv")
            continue
        year = int(cited["year"] or 2020)
        expected = float(row_of(cited)["value"]) * float(cited["factor"])
        if quantity.at(year) != pytest.approx(expected, rel=ROUNDING, abs=1e-12):
            wrong.append(
                f"{cited['path']} in {year}: {quantity.at(year):g} {quantity.unit}, the row says {expected:g}:"
                " correct it, or remove its line from shared_rows.csv if it rests on something else now"
            )
    assert wrong == []


@pytest.mark.parametrize("file", FILES)
def test_no_figure_claims_to_be_better_than_its_row(file: str) -> None:
    for cited in (one for one in CITED if one["file"] == file and one["path"] in values()):
        row = row_of(cited)
        assert values()[cited["path"]].quality in CLAIMS[row["quality"]], cited["path"]
        assert "CAUTION" not in row["notes"], f"{cited['path']}: {row['notes']}"


@pytest.mark.parametrize(
    ("plant", "lignite", "heats"),
    [("coal-chp", False, True), ("coal-chp-lignite", True, True), ("coal-condensing", True, False)],
)
def test_coal_plants_close_35_years_after_they_started(plant: str, lignite: bool, heats: bool) -> None:
    units = [
        (float(row["Capacity (MW)"]) / 1000, int(float(row["Start year"])))
        for row in rows("jilin_coal_units.csv")
        if row["in_changchun_2020_boundary"] == "True" and row["Status"] == "operating" and row["Start year"]
        if float(row["Start year"]) <= 2020
        and (row["Coal type"] == "lignite") is lignite
        and (row["CHP"] == "Y") is heats
    ]
    capacity = values()[f"energy.plants.{plant}.capacity"]
    for year in (2020, 2025, 2026, 2027, 2030, 2035, 2040, 2045, 2050, 2055):
        expected = sum(size for size, start in units if year < start + 35)
        assert capacity.at(year) == pytest.approx(expected, abs=1e-6), year
