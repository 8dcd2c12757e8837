"""Values below 0 meet hidden bounds of the long formulation: each is told by name and line, and can be dropped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.pipeline import run
from tests.reference.data_set import Data
from tests.reference.long_form import LongForm
from tests.system.osemosys.checks.test_slices import COST, plain_data, system_of
from tests.system.osemosys.data.test_naming import findings

DROPPED = "name: dropped\nsystem: {osemosys: csv, config: config.yaml, hidden_bounds: false}\n"
BELOW: dict[str, tuple[float, dict[str, Any], str]] = {
    "VariableCost": (-1, {"T": "new", "Y": 2021}, "a technology that earns nothing over a year"),
    "InputActivityRatio": (-0.5, {"T": "new"}, "a use of 0 or more: the mode is closed"),
    "OutputActivityRatio": (-0.5, {"T": "new", "Y": 2020}, "an output of 0 or more: the mode is closed"),
    "EmissionActivityRatio": (-2, {"T": "new"}, "emissions of 0 or more: the mode is closed"),
    "CapitalCost": (-3, {"T": "new"}, "an investment of 0 or more: nothing is built"),
    "FixedCost": (-3, {"T": "new"}, "a fixed cost of 0 or more: nothing may stand"),
    "InputToNewCapacityRatio": (-3, {"T": "new"}, "a use of 0 or more: nothing is built"),
    "InputToTotalCapacityRatio": (-3, {"T": "new"}, "a use of 0 or more: nothing may stand"),
}


def gases() -> Data:
    """The plant and its cheaper rival, where something may be emitted."""
    data = plain_data()
    data.sets["E"] = ["CO2"]
    data.put("EmissionActivityRatio", 1, T="old")
    return data


@pytest.mark.parametrize("name", BELOW)
def test_a_value_below_nothing_is_told_with_its_line_and_what_its_bound_does(name: str, tmp_path: Path) -> None:
    value, places, expected = BELOW[name]
    data = gases()
    data.put(name, value, **places)
    system = system_of(data, tmp_path)
    rows = (tmp_path / "csv" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    line = next(number for number, row in enumerate(rows, 1) if row.endswith(f",{value}"))
    span = f"{places['Y']}" if "Y" in places else "2020–2021"
    found = (
        f"{name}.csv:{line}: {name}: found {value:g} of new in {span}; expected {expected}; other codes have no such"
    )
    (warning,) = system.warnings
    assert found in str(warning)
    assert "hidden_bounds: false under system drops it" in str(warning)


def test_a_penalty_below_nothing_is_told_where_something_emits(tmp_path: Path) -> None:
    data = gases()
    data.put("EmissionsPenalty", -1)
    (warning,) = system_of(data, tmp_path / "emits").warnings
    assert "EmissionsPenalty.csv:2: EmissionsPenalty: found -1 of CO2 in 2020–2021" in str(warning)
    data.rows.pop("EmissionActivityRatio")
    (warning,) = system_of(data, tmp_path / "clean").warnings
    assert "a value of CO2 in a that reaches no row" in str(warning.found)


def test_exogenous_emissions_of_the_period_below_nothing_are_told(tmp_path: Path) -> None:
    data = gases()
    data.put("ModelPeriodExogenousEmission", -1)
    (warning,) = system_of(data, tmp_path).warnings
    assert "ModelPeriodExogenousEmission: found -1 of CO2; expected emissions of the whole period" in str(warning)
    assert "ModelPeriodExogenousEmission: 现为：CO2：-1；应为：" in warning.rendered("zh")


def test_a_default_below_nothing_is_told_with_its_line_in_the_configuration(tmp_path: Path) -> None:
    data = plain_data()
    data.defaults["FixedCost"] = -1
    (warning,) = system_of(data, tmp_path).warnings
    assert "config.yaml" in str(warning) and "FixedCost: found -1 for all that is not written" in str(warning)


def test_many_technologies_are_counted(tmp_path: Path) -> None:
    data = plain_data()
    data.sets["T"] = ["old", "new", *(f"t{n}" for n in range(15))]
    data.put("FixedCost", -1)
    warnings = system_of(data, tmp_path).warnings
    assert len(warnings) == 11
    assert "found values below 0 of 7 others" in str(warnings[-1])


def premium() -> Data:
    """New earns 1 by running, old pays 10: with the bound new stands still, without it serves what it can."""
    data = plain_data()
    data.put("VariableCost", -1, T="new")
    return data


def test_the_bound_holds_by_default_and_is_told_as_binding_with_its_years(tmp_path: Path) -> None:
    done = run(premium().write(tmp_path), write_results=False)
    assert done.objective == pytest.approx(6 * 10 * (1.05**-0.5 + 1.05**-1.5), rel=1e-9)
    told = [one["text"] for one in done.summary["warnings"] if "binds for a new in 2020–2021" in one["text"]]
    assert len(told) == 1
    rows = (tmp_path / "csv" / "VariableCost.csv").read_text(encoding="utf-8").splitlines()
    assert f"VariableCost.csv:{rows.index('a,new,1,2020,-1') + 1}: " in told[0]


def test_a_bound_that_does_not_bind_is_not_told_as_binding(tmp_path: Path) -> None:
    """New would earn in a mode of which nothing can run."""
    data = premium()
    data.put("TotalAnnualMaxCapacity", 0, T="new")
    done = run(data.write(tmp_path), write_results=False)
    assert not any("binds for" in line["text"] for line in done.summary["warnings"])
    assert any("VariableCost: found -1 of new" in line["text"] for line in done.summary["warnings"])


def test_without_the_bound_the_premium_is_earned_and_nothing_is_told(tmp_path: Path) -> None:
    file = premium().write(tmp_path)
    file.write_text(DROPPED, encoding="utf-8")
    done = run(file, write_results=False)
    assert done.objective == pytest.approx((2 * 10 - 4 * 1) * (1.05**-0.5 + 1.05**-1.5), rel=1e-9)
    assert done.objective == pytest.approx(LongForm(premium(), hidden_bounds=False).solve(), rel=1e-9)
    assert done.summary["warnings"] == []


def test_without_the_bound_removals_count(tmp_path: Path) -> None:
    """Emissions of old at 1, removals of new at 1: the limit of 0 lets old run as much as new."""
    data = gases()
    data.put("EmissionActivityRatio", -1, T="new")
    data.put("AnnualEmissionLimit", 0)
    data.put("TotalAnnualMaxCapacity", -1, T="new")
    data.put("VariableCost", 30, T="new")
    file = data.write(tmp_path)
    file.write_text(DROPPED, encoding="utf-8")
    done = run(file, write_results=False)
    assert done.objective == pytest.approx((3 * 10 + 3 * 30) * (1.05**-0.5 + 1.05**-1.5), rel=1e-9)
    assert done.results is not None
    assert done.results.series("Emissions|CO2") == pytest.approx({2020: 0, 2021: 0}, abs=1e-6)


def test_dropping_the_bounds_changes_nothing_else(tmp_path: Path) -> None:
    file = plain_data().write(tmp_path)
    file.write_text(DROPPED, encoding="utf-8")
    assert run(file, write_results=False).objective == pytest.approx(COST, rel=1e-9)


def test_what_pays_for_being_built_has_no_end_and_is_told_so(tmp_path: Path) -> None:
    data = plain_data()
    data.put("CapitalCost", -5, T="old")
    file = data.write(tmp_path)
    file.write_text(DROPPED, encoding="utf-8")
    done = CliRunner().invoke(app, ["run", str(file), "--out", str(tmp_path / "out")])
    assert done.exit_code == 4
    assert "unbounded" in done.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: a\nsystem: {osemosys: csv, config: config.yaml, hidden_bounds: maybe}\n", "system.hidden_bounds"),
        (
            "name: a\ntime: {years: [2020], discount_rate: 5 %/yr}\n"
            "system: {hidden_bounds: false, commodities: {heat: {}}}\n",
            "system.hidden_bounds: found hidden_bounds without osemosys; expected an OSeMOSYS data set",
        ),
    ],
)
def test_the_key_stands_beside_a_data_set_and_says_yes_or_no(text: str, expected: str, tmp_path: Path) -> None:
    file = plain_data().write(tmp_path)
    file.write_text(text, encoding="utf-8")
    assert any(expected in line for line in findings(file)), findings(file)


def test_a_clash_with_a_hidden_bound_names_it(tmp_path: Path) -> None:
    """New must run and may not earn."""
    data = premium()
    data.put("TotalTechnologyAnnualActivityLowerLimit", 2, T="new", Y=2021)
    done = CliRunner().invoke(app, ["run", str(data.write(tmp_path)), "--out", str(tmp_path / "out")])
    assert done.exit_code == 3
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    (told,) = summary["explanation"]
    assert "at least 2 units of the data of new" in told
    assert "new never earning by running (a hidden bound)" in told
    assert "VariableCost.csv:" in told
    assert "隐含下限" in summary["explanation_zh"][0]


@pytest.mark.parametrize("name", ["TotalTechnologyAnnualActivityLowerLimit", "TechnologyActivityByModeLowerLimit"])
def test_a_floor_of_what_a_bound_closes_is_explained(name: str, tmp_path: Path) -> None:
    """Old must run, and its one mode is closed; it needs no capacity, so that nothing else speaks of it."""
    data = plain_data()
    data.put("InputActivityRatio", -0.5, T="old")
    data.put("TotalAnnualMaxCapacity", -1, T="new")
    data.put(name, 2, T="old")
    done = run(data.write(tmp_path), write_results=False)
    assert done.status == "infeasible"
    assert any(f"{name}.csv:2" in told for told in done.summary["explanation"]), done.summary["explanation"]
    assert any("InputActivityRatio: found -0.5 of old" in line["text"] for line in done.summary["warnings"])
