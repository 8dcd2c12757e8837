"""A scenario by the hour: all that goes by time slice is what the series say, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.scenario.hourly.series import HOURS, read_hourly
from carbonsim.scenario.hourly.whole_year import in_hours, paths_by_slice
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.system.calendar import time_slices
from tests.scenario.hourly.years import HEATING, WIND, drawn, write_year

TUTORIAL = Path(__file__).parents[3] / "scenarios" / "tutorial.yaml"


def test_every_hour_is_a_slice_with_its_own_value(tmp_path: Path) -> None:
    series = {title: values for title, values in drawn(1).items() if title in (HEATING, WIND)}
    columns, _ = read_hourly([write_year(tmp_path / "year.csv", series)])
    scenario, _ = read_scenario(TUTORIAL)
    assert scenario is not None
    assert list(paths_by_slice(scenario)) == [HEATING, WIND]
    hourly, missing = in_hours(scenario, columns, "year.csv")
    assert missing == []
    slices = time_slices(hourly)
    assert len(slices) == HOURS
    assert [part.days for part in slices] == pytest.approx([1.0] * HOURS)
    assert {part.hours for part in slices} == {1.0}
    assert hourly.energy is not None
    names = [part.name for part in slices]
    assert names[:2] + names[-1:] == ["01-01_00-01", "01-01_01-02", "12-31_23-24"]
    told = [hourly.energy.profiles["wind"][name].at(2030) for name in names]
    assert told == series[WIND].tolist()
    assert scenario.energy is not None
    assert hourly.energy.plants == scenario.energy.plants


def test_what_no_column_tells_is_missed(tmp_path: Path) -> None:
    columns, _ = read_hourly([write_year(tmp_path / "year.csv", {WIND: drawn(1)[WIND]})])
    scenario, _ = read_scenario(TUTORIAL)
    assert scenario is not None
    missing = in_hours(scenario, columns, "year.csv")[1]
    assert [str(finding) for finding in missing] == [
        f"year.csv:1: {HEATING}: found no column for it; expected a column for all that goes by time slice; "
        "add the column"
    ]
