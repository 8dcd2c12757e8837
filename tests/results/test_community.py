"""The tables in the hands of the community's own tools: pyam reads them, and every aggregate checks."""

from __future__ import annotations

import csv
import os
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from carbonsim.pipeline import Run
from carbonsim.results.identities import ACROSS, BESIDE, LOOSE
from carbonsim.results.results import community_units
from tests.shipped.solved import solved, written

ROOT = Path(__file__).parents[2]
NAMES = ROOT.parent / "shared" / "data" / "iamc_names.csv"
WHOLE = (  # trees of the strict table that are whole, level by level
    "Emissions|CH4", "Emissions|N2O", "Emissions|CH4|AFOLU|Agriculture|Livestock", "Emissions|CO2|Energy|Supply",
    "Emissions|CO2|Energy", "Final Energy|Transportation", "Final Energy|Residential", "Final Energy|Industry",
    "Final Energy|Commercial", "Final Energy|Gases", "Secondary Energy|Electricity",
)  # fmt: skip


@pytest.fixture(scope="module")
def pyam() -> Any:
    if os.environ.get("CI") == "true":
        import pyam

        return pyam
    return pytest.importorskip("pyam")


@pytest.fixture(scope="module")
def city() -> tuple[Run, Path]:
    return solved("peak-2030").run, written("peak-2030")


def parts(frame: Any, variable: str) -> list[str]:
    """Return what a variable is the sum of: its children, without the views that cut across them."""
    start = f"{variable}|"
    return [
        name
        for name in frame.variable
        if name.startswith(start) and "|" not in name[len(start) :] and name not in BESIDE
    ]


def test_pyam_reads_the_files_and_hands_back_the_table(pyam: Any, city: tuple[Run, Path]) -> None:
    done, folder = city
    for name, frame in (("results.csv", done.to_pyam()), ("iamc.csv", done.to_pyam(strict=True))):
        read = pyam.IamDataFrame(folder / name)
        assert read.model == ["carbonsim"] and read.scenario == ["peak-2030"] and read.region == ["Changchun"]
        assert read.variable == frame.variable
        assert read.filter(variable="Emissions|CO2", year=2030).data["value"].iloc[0] == pytest.approx(
            done.results.series("Emissions|CO2")[2030] if done.results else 0, rel=1e-7
        )
    assert len(done.to_pyam(strict=True).variable) < len(done.to_pyam().variable)


def test_every_aggregate_of_the_table_checks(pyam: Any, city: tuple[Run, Path]) -> None:  # noqa: ARG001
    """Every variable with children is their sum, level by level; views are the sum of what they are made of."""
    frame = city[0].to_pyam()
    sums = {name: found for name in frame.variable if not name.startswith(LOOSE) and (found := parts(frame, name))}
    views = {name: [part for part in made if part in frame.variable] for name, made in ACROSS.items()}
    assert len(sums) > 60
    for variable, components in [*sums.items(), *views.items()]:
        assert frame.check_aggregate(variable, components=components) is None, variable


def test_what_is_known_in_some_years_has_no_rows_for_the_others(pyam: Any, city: tuple[Run, Path]) -> None:
    """pyam 3.2.0 with pandas 3.1.1 keeps the gaps of a wide table as rows without a value, those of a long one not.

    `pandas.DataFrame.stack` no longer leaves them out (pyam/utils.py, `_format_data_to_series`); counts, `year` and
    whatever asks for every row then see years that nobody knows. So what we hand over is long, as our files are.
    """
    table = city[0].table
    some = table[(table["variable"] != "Emissions|CO2") | (table["year"] == 2030)]
    wide = some.pivot_table(index=[c for c in some if c not in ("year", "value")], columns="year", values="value")
    assert pyam.IamDataFrame(wide.reset_index()).data["value"].isna().any()
    long = pyam.IamDataFrame(some)
    assert len(long) == len(some) and long.data["value"].notna().all()
    assert long.filter(variable="Emissions|CO2").year == [2030]
    for frame in (city[0].to_pyam(), city[0].to_pyam(strict=True)):
        assert frame.data["value"].notna().all()


def test_an_aggregate_that_is_off_is_found(pyam: Any, city: tuple[Run, Path]) -> None:
    table = city[0].table.copy()
    table.loc[table["variable"] == "Emissions|CO2|Energy|Supply|Heat", "value"] += 0.1
    assert pyam.IamDataFrame(table).check_aggregate("Emissions|CO2|Energy|Supply") is not None


@pytest.mark.parametrize("variable", WHOLE)
def test_the_strict_table_sums_without_being_told_how(pyam: Any, city: tuple[Run, Path], variable: str) -> None:  # noqa: ARG001
    frame = city[0].to_pyam(strict=True)
    assert frame.check_aggregate(variable) is None
    assert parts(frame, variable)


def test_herds_are_told_by_digestion_and_manure(city: tuple[Run, Path]) -> None:
    """In 2020: cattle, pigs and sheep at their factors; Provincial Greenhouse Gas Inventory Guidelines, 2011."""
    results = city[0].results
    assert results is not None
    top = "Emissions|CH4|AFOLU|Agriculture|Livestock"
    digestion = 1.02 * 52.9 + 2.74 * 1 + 1.2 * 8.7
    manure = 1.02 * 1.02 + 2.74 * 1.12 + 1.2 * 0.15 + 30 * 0.01
    assert results.series(f"{top}|Enteric Fermentation")[2020] == pytest.approx(digestion / 1000, rel=1e-6)
    assert results.series(f"{top}|Manure Management")[2020] == pytest.approx(manure / 1000, rel=1e-6)


def test_every_strict_name_and_unit_is_in_the_common_definitions(city: tuple[Run, Path]) -> None:
    results = city[0].results
    assert results is not None
    table = results.strict()
    assert set(zip(table["variable"], table["unit"], strict=True)) <= set(community_units().items())
    assert table["variable"].nunique() > 130


@pytest.mark.skipif(not NAMES.is_file(), reason="the list of names is not beside the checkout")
def test_our_list_of_names_agrees_with_the_list_of_the_common_definitions() -> None:
    with NAMES.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    valid = {row["variable"]: row["unit"] for row in rows if row["in_common_definitions_d877b5f"] == "yes"}
    invalid = {row["variable"] for row in rows} - set(valid)
    own = community_units()
    assert not invalid & set(own)
    both = set(own) & set(valid)
    assert len(both) > 100 and {name: own[name] for name in both} == {name: valid[name] for name in both}


def test_every_name_says_where_it_is_defined() -> None:
    text = resources.files("carbonsim.library").joinpath("iamc_names.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["variable"] for row in rows}) == len(rows)
    assert all("common-definitions" in row["source"] and row["unit"] for row in rows)
