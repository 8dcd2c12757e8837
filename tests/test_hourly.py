"""The hourly check from the command line: the page, the words, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from carbonsim.cli import app
from carbonsim.errors import ScenarioError
from carbonsim.hourly import check_by_hour
from carbonsim.report.hours.page import render_hours
from carbonsim.report.hours.shown import ShownHours, hours_table
from carbonsim.report.hours.table import hourly_verdict, tables
from carbonsim.report.terminal.hours import hours_tables

TUTORIAL = Path(__file__).parents[1] / "scenarios" / "tutorial.yaml"
DAY = np.arange(8760) // 24
HEAT = np.where((DAY < 95) | (DAY >= 295), 2.0, 0.0)
WIND = np.clip(0.26 + 0.15 * np.sin(DAY / 3.0), 0.0, 1.0)


def write(folder: Path, **columns: np.ndarray) -> Path:
    """Write series of hours as CSV."""
    file = folder / "hours.csv"
    names = {"heat": "energy.shapes.heating", "wind": "energy.profiles.wind"}
    lines = [",".join(["hour", *(names[name] for name in columns)])]
    rows = zip(range(1, 8761), *(column.tolist() for column in columns.values()), strict=True)
    file.write_text("\n".join([*lines, *(",".join(map(str, row)) for row in rows)]), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> ShownHours:
    return _shown(tmp_path_factory.mktemp("hours"))


@cache
def _shown(folder: Path) -> ShownHours:
    return check_by_hour(TUTORIAL, [write(folder, heat=HEAT, wind=WIND)], 2030)


def test_power_and_heat_of_the_tutorial_are_served_where_heat_is_level(shown: ShownHours) -> None:
    power, heat = shown.check.commodities
    assert (power.commodity, heat.commodity) == ("electricity_supply", "heat_supply")
    assert power.short_hours == 0
    assert heat.demand_GWh == pytest.approx(heat.peak_GW * np.count_nonzero(HEAT), rel=1e-6)
    assert power.marginal_t_MWh == pytest.approx(92e-3 * 3.6 / 0.4, rel=1e-6)  # coal power is at the margin


def test_the_page_tells_every_row_in_both_languages_and_carries_the_hours(shown: ShownHours) -> None:
    page = render_hours(shown)
    for _, rows in tables(shown):
        assert all(str(row.name) in page for row in rows)
    assert hourly_verdict(shown).rendered("zh") in page
    assert all(f'id="chart-{name}"' in page for name in ("duration", "power_week", "heat_week"))
    assert 'data-download="hours-2030.csv"' in page
    table = hours_table(shown)
    assert len(table) == 8760
    assert table["electricity_supply load GW"].sum() == pytest.approx(shown.check.commodities[0].demand_GWh, rel=1e-3)


def test_what_is_short_stands_in_red(shown: ShownHours) -> None:
    power, *others = (replace(one, short_hours=0, short_GWh=0.0) for one in shown.check.commodities)
    served = replace(shown, check=replace(shown.check, commodities=(power, *others)))
    lacking = replace(power, short_hours=3, short_GWh=1.5)
    short = replace(shown, check=replace(shown.check, commodities=(lacking, *others)))
    pages = [render_hours(one) for one in (served, short)]
    assert ['class="verdict bad"' in page for page in pages] == [False, True]
    assert [page.count('<tr class="last-resort">') for page in pages] == [0, 2]  # hours and energy


def test_the_terminal_tells_the_verdict_first_and_the_page_last(shown: ShownHours) -> None:
    told = hours_tables(shown, Path("page.html"))
    assert told[0] == str(hourly_verdict(shown))
    assert told[-1] == "page.html"
    assert json.loads(json.dumps(shown.check.plain()))["year"] == 2030


def test_a_year_that_the_plan_does_not_have_is_refused_with_the_nearest(tmp_path: Path) -> None:
    file = write(tmp_path, heat=HEAT, wind=WIND)
    answer = CliRunner().invoke(app, ["check", "--hourly", str(file), "--year", "2031", str(TUTORIAL)])
    assert answer.exit_code == 2
    assert "no model year 2031" in answer.output and "2030" in answer.output


def test_every_series_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    file = write(tmp_path, heat=HEAT)
    with pytest.raises(ScenarioError) as raised:
        check_by_hour(TUTORIAL, [file], 2030)
    assert [finding.path for finding in raised.value.findings] == ["energy.profiles.wind"]
