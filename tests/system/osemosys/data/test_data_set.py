"""Bad data sets: every finding at once, with file and line; what is not supported is refused by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.optimization.regional_systems import regional_data
from tests.reference.data_set import Data


def findings(file: Path) -> list[str]:
    scenario, found = read_scenario(file)
    if scenario is not None:
        _, found = assemble(scenario)
    return [str(finding) for finding in found]


def change(folder: Path, name: str, text: str, *, append: bool = True) -> None:
    file = folder / "csv" / f"{name}.csv"
    file.write_text((file.read_text(encoding="utf-8") if append else "") + text, encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return regional_data().write(tmp_path)


def test_a_good_data_set_has_no_finding(file: Path) -> None:
    assert findings(file) == []


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("CapitalCost", "north,wind,2020,cheap\n", "CapitalCost.csv:6: VALUE: found 'cheap'; expected a finite number"),
        ("CapitalCost", "north,wind,2020,nan\n", "CapitalCost.csv:6: VALUE: found 'nan'; expected a finite number"),
        ("CapitalCost", "north,wnd,2021,4\n", "CapitalCost.csv:6: TECHNOLOGY: found 'wnd', which is not in TECHNOLOGY"),
        ("CapitalCost", "north,wnd,2021,4\n", "did you mean wind?"),
        ("CapitalCost", "north,wind,1999,4\n", "CapitalCost.csv:6: YEAR: found '1999', which is not in YEAR"),
        ("CapitalCost", "north,wind,2020,4\n", "CapitalCost.csv:6: found the row of line 2 a second time"),
        ("CapitalCost", "north,wind,2020\n", "CapitalCost.csv:6: found 3 values; expected 4 values"),
        ("YEAR", "2020\n", "YEAR.csv:4: VALUE: found 2020 a second time; expected each member once"),
        ("YEAR", "soon\n", "YEAR.csv: found no year"),
        ("UDCAnything", "UDC,VALUE\nlimit,3\n", "found UDCAnything in use, which is not supported"),
        ("CapitalCst", "A,VALUE\nlimit,3\n", "did you mean CapitalCost?"),
    ],
)
def test_a_bad_row_is_told_with_file_and_line(file: Path, name: str, text: str, expected: str) -> None:
    change(file.parent, name, text, append=(file.parent / "csv" / f"{name}.csv").exists())
    assert any(expected in line for line in findings(file)), findings(file)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "CapitalCost",
            "REGION,YEAR,VALUE\nnorth,2020,1\n",
            "CapitalCost.csv:1: found columns REGION, YEAR, VALUE; expected columns",
        ),
        (
            "CapitalCost",
            "REGION,TECHNOLOGY,YEAR,FUEL,VALUE\nnorth,wind,2020,power,1\n",
            "CapitalCost.csv:1: found a column FUEL, by which it is not indexed",
        ),
        ("FUEL", "NAME\npower\n", "FUEL.csv:1: found columns NAME; expected a column VALUE"),
        ("REGION", "VALUE\n", "REGION.csv:1: found no member; expected at least one member of REGION"),
    ],
)
def test_a_bad_file_is_told(file: Path, name: str, text: str, expected: str) -> None:
    change(file.parent, name, text, append=False)
    assert any(expected in line for line in findings(file)), findings(file)


def test_a_missing_file_is_told(file: Path) -> None:
    (file.parent / "csv" / "YearSplit.csv").unlink()
    assert any("YearSplit.csv: found no such file; expected columns TIMESLICE, YEAR" in line for line in findings(file))


def test_all_findings_come_at_once(file: Path) -> None:
    change(file.parent, "CapitalCost", "north,wnd,2021,4\nnorth,wind,2020,dear\n")
    change(file.parent, "FixedCost", "west,wind,2021,4\n")
    (file.parent / "csv" / "YearSplit.csv").unlink()
    assert len(findings(file)) == 4


def put(name: str, value: float, **places: object) -> Data:
    data = regional_data()
    data.put(name, value, **places)
    return data


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (put("YearSplit", 0.0, L="first-day", Y=2020), "YearSplit: found 0; expected a time slice of the year above 0"),
        (put("OperationalLife", 0.0, T="wind"), "OperationalLife: found 0; expected a lifetime above 0"),
        (put("DepreciationMethod", 3), "DepreciationMethod: found 3; expected 1 (sinking fund) or 2 (straight line)"),
        (put("SpecifiedAnnualDemand", -1, F="power"), "SpecifiedAnnualDemand: found -1; expected values not below 0"),
        (put("MinStorageCharge", -0.1), "MinStorageCharge: found -0.1; expected values not below 0"),
        (put("Conversionls", 0.5), "Conversionls: found 0.5; expected 0 or 1"),
        (put("OutputActivityRatio", -1, T="wind", F="power", M=2), "found outputs of one technology that cancel"),
        (put("OutputActivityRatio", 0, F="power"), "ReserveMarginTagFuel: found a target on a fuel that no technology"),
    ],
)
def test_what_is_not_supported_is_refused_by_name(data: Data, expected: str, tmp_path: Path) -> None:
    assert any(expected in line for line in findings(data.write(tmp_path))), findings(tmp_path / "scenario.yaml")


def test_storage_needs_consecutive_years(tmp_path: Path) -> None:
    data = regional_data()
    data.sets["Y"] = [2020, 2022]
    data.rows = {name: {k: v for k, v in rows.items() if 2021 not in k} for name, rows in data.rows.items()}
    assert any(
        "YEAR.csv:1: VALUE: found members 2020, 2022 beside storages" in line for line in findings(data.write(tmp_path))
    )


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        ("name: a\nsystem: {osemosys: nowhere, config: config.yaml}\n", "system.osemosys: found no folder 'nowhere'"),
        ("name: a\nsystem: {osemosys: csv}\n", "system.config: found nothing; expected otoole configuration"),
        ("name: a\nsystem: {osemosys: csv, config: no.yaml}\n", "no.yaml: found no such file"),
        (
            "name: a\nsystem: {osemosys: csv, config: config.yaml}\nscope: {name: territorial}\n",
            "scope: found scope beside system.osemosys; expected an OSeMOSYS data set alone",
        ),
        (
            "name: a\nsystem: {osemosys: csv, config: config.yaml}\nactors: {industry: 12 %/yr}\n",
            "actors: found actors beside system.osemosys; expected an OSeMOSYS data set alone",
        ),
        (
            "name: a\nsystem: {osemosys: csv, config: config.yaml, demands: {}}\n",
            "system.demands: found system.demands beside system.osemosys",
        ),
        (
            "name: a\nsystem: {osemosys: csv, config: config.yaml}\npeaking: {by: 2020, emission: CO3}\n",
            "peaking.emission: found emission CO3; expected one of CO2; did you mean CO2?",
        ),
        (
            "name: a\nsystem: {osemosys: csv, config: config.yaml}\npeaking: {by: 2040}\n",
            "peaking.by: found the year 2040, outside the horizon; expected a model year from 2020 to 2021",
        ),
    ],
)
def test_a_bad_scenario_around_a_data_set_is_told(file: Path, scenario: str, expected: str) -> None:
    file.write_text(scenario, encoding="utf-8")
    assert any(expected in line for line in findings(file)), findings(file)


@pytest.mark.parametrize(
    ("emissions", "expected"),
    [
        (["SOX", "CO2"], None),
        (["CO2_coal", "CO2_gas"], "found 2 emissions to choose from; expected one of CO2_coal, CO2_gas"),
        (["SOX", "NOX"], "found 2 emissions to choose from; expected one of SOX, NOX; add peaking.emission"),
        ([], "found no emission to choose from; expected a data set with emissions"),
    ],
)
def test_the_emission_that_peaks_must_be_clear(emissions: list[str], expected: str | None, tmp_path: Path) -> None:
    data = regional_data()
    data.sets["E"] = emissions
    for rows in data.rows.values():
        for key in [key for key in rows if "CO2" in key]:
            del rows[key]
    lines = findings(data.write(tmp_path, "peaking: {by: 2020}\n"))
    assert lines == [] if expected is None else any(expected in line for line in lines)


def test_the_command_line_exits_with_two_and_shows_no_traceback(file: Path) -> None:
    change(file.parent, "CapitalCost", "north,wnd,2021,4\n")
    done = CliRunner().invoke(app, ["run", str(file)])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    assert "CapitalCost.csv:6" in done.output.replace("\n", "")


def test_an_infeasible_data_set_says_which_of_its_targets_clash(tmp_path: Path) -> None:
    data = regional_data()
    data.put("TotalAnnualMaxCapacity", 0.1, T="wind")
    data.put("AnnualEmissionLimit", 0.6)
    done = CliRunner().invoke(app, ["run", str(data.write(tmp_path)), "--out", str(tmp_path / "out")])
    assert done.exit_code == 3
    told = " ".join(done.output.replace("│", " ").split())
    assert "CO2 of at most 0.6 units of the data" in told and "at most 0.1 units of the data of wind standing" in told
    limit = (tmp_path / "csv" / "AnnualEmissionLimit.csv").read_text(encoding="utf-8").splitlines()
    assert limit[1] == "north,CO2,2020,0.6"
    assert "(system.osemosys, AnnualEmissionLimit.csv:2" in told
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["timings_s"]["explain"] > 0.0


def test_a_clash_with_a_default_names_its_line_in_the_configuration(tmp_path: Path) -> None:
    data = regional_data()
    data.defaults["TotalAnnualMaxCapacity"] = 0.1
    file = data.write(tmp_path)
    done = CliRunner().invoke(app, ["run", str(file), "--out", str(tmp_path / "out")])
    told = " ".join(done.output.replace("│", " ").split())
    lines = (tmp_path / "config.yaml").read_text(encoding="utf-8").splitlines()
    assert done.exit_code == 3
    assert f"(system.config, config.yaml:{lines.index('TotalAnnualMaxCapacity:') + 1})" in told
    assert (tmp_path / "out" / "report.html").is_file()
