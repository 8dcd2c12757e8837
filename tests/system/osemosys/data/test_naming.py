"""Names of sets, columns and files as dialects and configurations have them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.report.reading.results_folder import read_results_folder
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from tests.optimization.regional_systems import regional_data
from tests.reference.data_set import Data

ODD_NAMES = ("NA", "None", "nan", "null", "inf", "N/A", "#N/A", "true", "-1", "1e5")


def findings(file: Path) -> list[str]:
    scenario, found = read_scenario(file)
    if scenario is not None:
        _, found = assemble(scenario)
    return [str(finding) for finding in found]


def test_two_files_of_one_set_are_one_too_many(tmp_path: Path) -> None:
    file = regional_data().write(tmp_path)
    (tmp_path / "csv" / "COMMODITY.csv").write_text("VALUE\npower\nheat\n", encoding="utf-8")
    assert any("COMMODITY.csv beside FUEL.csv; expected one file of FUEL" in line for line in findings(file))
    (tmp_path / "csv" / "FUEL.csv").write_text("VALUE\n", encoding="utf-8")
    assert findings(file) == []


def test_a_set_that_is_missing_is_told_with_the_names_it_may_have(tmp_path: Path) -> None:
    file = regional_data().write(tmp_path)
    (tmp_path / "csv" / "FUEL.csv").unlink()
    assert any("in a column VALUE of FUEL.csv or COMMODITY.csv" in line for line in findings(file))


def test_a_finding_names_the_file_that_is_there(tmp_path: Path) -> None:
    file = regional_data().write(tmp_path)
    (tmp_path / "csv" / "RETagFuel.csv").rename(tmp_path / "csv" / "RETagCommodity.csv")
    rows = "REGION,COMMODITY,YEAR,VALUE\nnorth,pwer,2020,1\n"
    (tmp_path / "csv" / "RETagCommodity.csv").write_text(rows, encoding="utf-8")
    (told,) = findings(file)
    assert "RETagCommodity.csv:2: FUEL: found 'pwer', which is not in FUEL" in told
    assert "did you mean power?" in told


def test_a_route_with_one_region_in_a_row_is_told_the_columns_it_needs(tmp_path: Path) -> None:
    """What otoole's own configuration says of routes has one region: without rows nothing, with rows too little."""
    file = regional_data().write(tmp_path)
    route = tmp_path / "csv" / "TradeRoute.csv"
    route.write_text("REGION,FUEL,YEAR,VALUE\nnorth,power,2020,1\n", encoding="utf-8")
    assert any("TradeRoute.csv:1: found columns REGION, FUEL, YEAR, VALUE" in line for line in findings(file))
    route.write_text("REGION,FUEL,YEAR,VALUE\n", encoding="utf-8")
    assert findings(file) == []


def odd_data() -> Data:
    """Every kind of name is one that a spreadsheet, pandas or YAML would take for something else."""
    data = Data({"R": ["NA"], "T": list(ODD_NAMES), "F": ["nan", "null"], "M": [1], "L": ["None"], "Y": [2020, 2021],
                 "E": ["NULL"], "S": [], "Q": [], "D": [], "H": []})  # fmt: skip
    data.put("YearSplit", 1)
    data.put("SpecifiedAnnualDemand", 4, F="nan")
    data.put("SpecifiedDemandProfile", 1, F="nan")
    data.put("EmissionActivityRatio", 0.5, T="NA")
    for place, name in enumerate(ODD_NAMES, 1):
        data.put("OutputActivityRatio", 1, T=name, F="nan")
        data.put("VariableCost", 10 + place, T=name)
        data.put("TotalTechnologyAnnualActivityUpperLimit", 0.4, T=name)
    return data


def written(data: Data, folder: Path) -> Path:
    """Write a data set and a scenario that finds it from everywhere."""
    file = data.write(folder)
    text = f"name: odd names\nsystem: {{osemosys: {folder}/csv, config: {folder}/config.yaml}}\n"
    file.write_text(text, encoding="utf-8")
    return file


def test_names_that_look_like_gaps_are_names(tmp_path: Path) -> None:
    """Ten suppliers of 0.4 each serve a demand of 4: each is in the results by its name, and so is the region."""
    file = written(odd_data(), tmp_path)
    done = CliRunner().invoke(app, ["run", str(file), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    weights = 1.05**-0.5 + 1.05**-1.5
    assert summary["objective"] == pytest.approx(0.4 * sum(range(11, 21)) * weights, rel=1e-9)
    results = read_results_folder(tmp_path / "out").plan
    assert results is not None
    assert set(results.table["region"]) == {"NA"}
    assert not results.table.isna().any().any()
    for name in ODD_NAMES:
        assert results.series(f"Production|nan|{name}") == pytest.approx({2020: 0.4, 2021: 0.4})


def test_two_runs_with_such_names_can_be_compared(tmp_path: Path) -> None:
    data = odd_data()
    first = written(data, tmp_path / "first")
    data.put("VariableCost", 1, T="NA")
    second = written(data, tmp_path / "second")
    for file in (first, second):
        done = CliRunner().invoke(app, ["run", str(file), "--out", str(file.parent / "out")])
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(
        app, ["compare", *(str(file.parent / "out") for file in (first, second)), "--out", str(tmp_path / "page.html")]
    )
    assert done.exit_code == 0, done.output


def test_a_discount_rate_of_nothing_is_the_limit_of_small_ones(tmp_path: Path) -> None:
    """The public model divides by the rate. Undiscounted: capital 60 of which 8 of 10 years are left, and 4 a year."""
    found = []
    for place, rate in enumerate((0.0, 1e-7)):
        data = Data({"R": ["a"], "T": ["plant"], "F": ["power"], "M": [1], "L": ["s"], "Y": [2020, 2021], "E": [],
                     "S": [], "Q": [], "D": [], "H": []})  # fmt: skip
        data.defaults["DiscountRate"] = data.defaults["DiscountRateIdv"] = rate
        data.put("YearSplit", 1)
        data.put("OutputActivityRatio", 1)
        data.put("AccumulatedAnnualDemand", 2)
        data.put("CapitalCost", 30)
        data.put("OperationalLife", 10)
        data.put("VariableCost", 2)
        scenario, _ = read_scenario(data.write(tmp_path / str(place)))
        assert scenario is not None
        system, _ = assemble(scenario)
        assert system is not None
        found.append(Optimization(system).solve_twin().objective)
    assert found[0] == pytest.approx(2 * 30 * 0.2 + 2 * 4, rel=1e-9)
    assert found[1] == pytest.approx(found[0], rel=1e-5)


def test_names_of_a_data_set_may_have_dots(tmp_path: Path) -> None:
    data = odd_data()
    dotted = {"NA": "wind.north", "None": "1.5", "nan": "el.", "1e5": ".x"}
    data.sets = {axis: [dotted.get(str(one), one) for one in members] for axis, members in data.sets.items()}  # type: ignore[misc]
    data.rows = {
        name: {tuple(dotted.get(str(one), one) for one in key): value for key, value in rows.items()}
        for name, rows in data.rows.items()
    }
    objectives = []
    for each, folder in ((odd_data(), "odd"), (data, "dotted")):
        file = each.write(tmp_path / folder)
        assert findings(file) == []
        out = tmp_path / folder / "out"
        assert CliRunner().invoke(app, ["run", str(file), "--quiet", "--out", str(out)]).exit_code == 0
        assert CliRunner().invoke(app, ["show", str(file), "--resolved"]).exit_code == 0
        read_results_folder(out)
        objectives.append(json.loads((out / "summary.json").read_text(encoding="utf-8"))["objective"])
    assert objectives[1] == pytest.approx(objectives[0], rel=1e-9)
