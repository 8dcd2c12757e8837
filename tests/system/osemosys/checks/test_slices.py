"""Time slices: they make one year, those of no length are left out, and profiles that are far off are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem
from tests.reference.data_set import Data
from tests.system.osemosys.data.test_naming import findings


def plain_data() -> Data:
    """A plant of any size and one of 0.5 that costs a tenth serve 4 by day and 2 by night, in two years."""
    data = Data({"R": ["a"], "T": ["old", "new"], "F": ["power"], "M": [1], "L": ["day", "night"], "Y": [2020, 2021],
                 "E": [], "S": [], "Q": [], "D": [], "H": []})  # fmt: skip
    data.put("YearSplit", 0.5)
    data.put("OutputActivityRatio", 1)
    data.put("SpecifiedAnnualDemand", 6)
    data.put("SpecifiedDemandProfile", 2 / 3, L="day")
    data.put("SpecifiedDemandProfile", 1 / 3, L="night")
    data.put("VariableCost", 10, T="old")
    data.put("VariableCost", 1, T="new")
    data.put("TotalAnnualMaxCapacity", 4, T="new")
    return data


COST = (2 * 10 + 4 * 1) * (1.05**-0.5 + 1.05**-1.5)  # new serves 2 in each half of the year, old the rest of the day


def system_of(data: Data, folder: Path) -> EnergySystem:
    scenario, found = read_scenario(data.write(folder))
    assert scenario is not None, found
    system, found = assemble(scenario)
    assert system is not None, "\n".join(map(str, found))
    return system


def cost(system: EnergySystem) -> float | None:
    return Optimization(system).solve_twin().objective


def test_the_small_city_costs_what_it_should(tmp_path: Path) -> None:
    system = system_of(plain_data(), tmp_path)
    assert system.warnings == ()
    assert cost(system) == pytest.approx(COST, rel=1e-9)


@pytest.mark.parametrize(("share", "told"), [(1.0, "2"), (0.5001, "1.0002"), (0.499, "0.998"), (0.0, "0")])
def test_slices_that_do_not_make_one_year_are_refused_with_year_and_sum(
    share: float, told: str, tmp_path: Path
) -> None:
    data = plain_data()
    data.put("YearSplit", share, Y=2021)
    (line,) = findings(data.write(tmp_path))
    rows = (tmp_path / "csv" / "YearSplit.csv").read_text(encoding="utf-8").splitlines()
    place = rows.index(f"day,2021,{share!r}") + 1
    assert f"YearSplit.csv:{place}: YearSplit: found time slices that sum to {told} in 2021" in line


def test_slices_whose_default_is_the_cause_are_told_with_its_line(tmp_path: Path) -> None:
    data = plain_data()
    data.defaults["YearSplit"] = 1.0
    data.rows["YearSplit"].pop(("day", 2020))
    data.rows["YearSplit"].pop(("night", 2020))
    (line,) = findings(data.write(tmp_path))
    config = (tmp_path / "config.yaml").read_text(encoding="utf-8").splitlines()
    place = config.index("YearSplit:") + 1
    assert f"config.yaml:{place}: YearSplit: found time slices that sum to 2 in 2020" in line


def test_a_sum_within_the_tolerance_of_the_public_model_is_taken_as_it_is(tmp_path: Path) -> None:
    data = plain_data()
    data.put("YearSplit", 0.50004)
    assert system_of(data, tmp_path).warnings == ()


def test_slices_of_no_length_and_no_demand_are_left_out_with_a_warning(tmp_path: Path) -> None:
    """As templates with 96 slices leave those they do not use: by rows of 0, by a default of 0, at any place."""
    data = plain_data()
    data.sets["L"] = ["first", "day", *(f"S{n}" for n in range(20)), "night", "last"]
    data.put("YearSplit", 0, L="last")
    data.put("CapacityFactor", 0.3, L="last")
    system = system_of(data, tmp_path)
    (warning,) = system.warnings
    assert "found 22 time slices of no length and no demand: first, S0, S1" in str(warning)
    assert [part.name for part in system.time_slices] == ["day", "night"]
    assert cost(system) == pytest.approx(COST, rel=1e-9)


def test_demand_in_a_slice_of_no_length_is_refused(tmp_path: Path) -> None:
    data = plain_data()
    data.sets["L"] = ["day", "night", "never"]
    data.put("SpecifiedDemandProfile", 0.1, L="never", Y=2021)
    (line,) = findings(data.write(tmp_path))
    rows = (tmp_path / "csv" / "SpecifiedDemandProfile.csv").read_text(encoding="utf-8").splitlines()
    place = rows.index("a,power,never,2021,0.1") + 1
    assert f"SpecifiedDemandProfile.csv:{place}: SpecifiedDemandProfile: found demand in never of 2021" in line


def test_a_slice_may_have_no_length_in_one_of_the_years(tmp_path: Path) -> None:
    """In 2021 the night has gone: the day is the whole year, and new serves 4 of its 6."""
    data = plain_data()
    data.put("YearSplit", 1, L="day", Y=2021)
    data.put("YearSplit", 0, L="night", Y=2021)
    data.put("SpecifiedDemandProfile", 1, L="day", Y=2021)
    data.put("SpecifiedDemandProfile", 0, L="night", Y=2021)
    data.put("ReserveMargin", 1.0)
    data.put("ReserveMarginTagFuel", 1)
    data.put("ReserveMarginTagTechnology", 1)
    system = system_of(data, tmp_path)
    assert cost(system) == pytest.approx((2 * 10 + 4) * 1.05**-0.5 + (2 * 10 + 4) * 1.05**-1.5, rel=1e-9)


def test_a_profile_that_is_far_from_one_is_told_with_its_sum_and_used_as_it_is(tmp_path: Path) -> None:
    data = plain_data()
    data.put("SpecifiedDemandProfile", 0, L="night", Y=2021)
    system = system_of(data, tmp_path)
    (warning,) = system.warnings
    rows = (tmp_path / "csv" / "SpecifiedDemandProfile.csv").read_text(encoding="utf-8").splitlines()
    place = next(number for number, row in enumerate(rows, 1) if row.startswith("a,power,day,2021"))
    expected = f"SpecifiedDemandProfile.csv:{place}: SpecifiedDemandProfile: found a profile of power in a that sums"
    assert f"{expected} to 0.6667 in 2021" in str(warning)
    assert cost(system) == pytest.approx((2 * 10 + 4) * 1.05**-0.5 + (2 * 10 + 2) * 1.05**-1.5, rel=1e-9)


@pytest.mark.parametrize("share", [0.334, 0.326, 1 / 3])
def test_a_profile_that_is_off_by_rounding_is_not_told(share: float, tmp_path: Path) -> None:
    data = plain_data()
    data.put("SpecifiedDemandProfile", share, L="night")
    assert system_of(data, tmp_path).warnings == ()


def test_the_command_line_tells_and_writes_such_warnings(tmp_path: Path) -> None:
    data = plain_data()
    data.sets["L"] = ["day", "night", "never"]
    file = data.write(tmp_path)
    done = CliRunner().invoke(app, ["check", str(file)])
    assert done.exit_code == 0
    assert "1 time slice of no length and no demand: never" in " ".join(done.output.split())
    done = CliRunner().invoke(app, ["run", str(file), "--out", str(tmp_path / "out")])
    assert done.exit_code == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert any("1 time slice of no length and no demand: never" in line["text"] for line in summary["warnings"])
