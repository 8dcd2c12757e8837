"""Series by hour: what a CSV file of a year holds, and every way in which it may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from carbonsim.errors import Finding
from carbonsim.scenario.hourly.series import HOURS, HourlyColumn, read_hourly

LOAD, WIND = "energy.shapes.electricity", "energy.profiles.wind"
Rows = list[list[str]]


def year_of(*titles: str) -> Rows:
    """Return a table in which every series is 0.5 all year."""
    return [["hour", *titles], *([str(hour), *["0.5"] * len(titles)] for hour in range(1, HOURS + 1))]


def read(tmp_path: Path, rows: Rows, name: str = "year.csv") -> tuple[dict[str, HourlyColumn], list[Finding]]:
    file = tmp_path / name
    file.write_text("\n".join(",".join(cells) for cells in rows) + "\n", encoding="utf-8")
    return read_hourly([file])


def test_a_table_gives_its_series_and_what_is_said_of_them(tmp_path: Path) -> None:
    rows = year_of(LOAD, WIND, "temperature_c")
    rows[1][1:] = ["812.25", "1", "-23.5"]
    rows[1:1] = [
        ["unit", "MW", "1", "degC"],
        ["source", '"the grid, 2018"', "", "a station"],
        ["quality", "derived", "", ""],
    ]
    columns, findings = read(tmp_path, rows)
    assert findings == []
    assert list(columns) == [LOAD, WIND, "temperature_c"]
    assert [columns[title].values[0] for title in columns] == [812.25, 1.0, -23.5]
    assert columns[LOAD].about == {"unit": "MW", "source": "the grid, 2018", "quality": "derived"}
    assert columns[WIND].steps == ("energy", "profiles", "wind")
    assert columns["temperature_c"].steps == ()


@pytest.mark.parametrize("leap", [2019, 2020])
def test_hours_may_be_dates_of_a_year_without_its_leap_day(tmp_path: Path, leap: int) -> None:
    start, rows = datetime(leap, 1, 1), year_of(LOAD)
    hours = [start + timedelta(hours=count) for count in range(HOURS + 24)]
    hours = [hour for hour in hours if (hour.month, hour.day) != (2, 29)][:HOURS]
    for cells, hour in zip(rows[1:], hours, strict=True):
        cells[0] = hour.isoformat(timespec="minutes")
    assert read(tmp_path, rows)[1] == []


def test_hours_may_count_from_zero(tmp_path: Path) -> None:
    rows = year_of(LOAD)
    for cells in rows[1:]:
        cells[0] = str(int(cells[0]) - 1)
    assert read(tmp_path, rows)[1] == []


def test_series_of_several_files_stand_together_and_a_series_in_two_is_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "load.csv", tmp_path / "wind.csv"
    for file, titles in ((one, (LOAD,)), (two, (WIND, LOAD))):
        file.write_text("\n".join(map(",".join, year_of(*titles))), encoding="utf-8")
    columns, findings = read_hourly([one, two])
    assert set(columns) == {LOAD, WIND}
    assert [str(finding) for finding in findings] == [
        f"{two}:1: {LOAD}: found two columns {LOAD}; expected each series in one file; also in load.csv"
    ]


def put(row: int, column: int, text: str) -> Callable[[Rows], None]:
    return lambda rows: rows[row].__setitem__(column, text)


BROKEN: dict[str, tuple[Callable[[Rows], object], str]] = {
    "no number": (put(4, 2, "high"), f"year.csv:5: {WIND}: found 'high'; expected a number from 0 to 1"),
    "no value": (put(4, 1, ""), f"year.csv:5: {LOAD}: found nothing; expected a number not below 0"),
    "below zero": (put(4, 1, "-2"), f"year.csv:5: {LOAD}: found '-2'; expected a number not below 0"),
    "above one": (put(4, 2, "1.2"), f"year.csv:5: {WIND}: found '1.2'; expected a number from 0 to 1"),
    "per cent": (put(4, 2, "50 %"), f"year.csv:5: {WIND}: found '50 %'; expected a number from 0 to 1"),
    "without end": (put(4, 1, "inf"), f"year.csv:5: {LOAD}: found 'inf'; expected a number not below 0"),
    "not finite": (put(4, 3, "nan"), "year.csv:5: temperature_c: found 'nan'; expected a number"),
    "an hour twice": (put(4, 0, "3"), "year.csv:5: hour: found '3'; expected 4, as the rows above count"),
    "a word for an hour": (put(4, 0, "noon"), "year.csv:5: hour: found 'noon'; expected 4, as the rows above count"),
    "a day too short": (lambda rows: rows.__delitem__(slice(-24, None)), "found 8736 hours; expected 8760 hours"),
    "a leap year": (
        lambda rows: rows.extend([str(hour), "1", "1", "1"] for hour in range(HOURS + 1, HOURS + 25)),
        "found 8784 hours; expected 8760 hours, those of a year without 29 February; leave out 29 February",
    ),
    "a cell too many": (lambda rows: rows[4].append("1"), "year.csv:5: found 5 cells; expected 4 cells"),
    "cut short": (lambda rows: rows[-1].pop(), f"year.csv:{HOURS + 1}: found 3 cells; expected 4 cells"),
    "no hours": (put(0, 0, "date"), "year.csv:1: found the first column 'date'; expected a first column `hour`"),
    "a title twice": (put(0, 3, WIND), f"year.csv:1: {WIND}: found two columns {WIND}; expected one column a series"),
    "no title": (put(0, 3, ""), "year.csv:1: found a column without a title; expected one title a column"),
    "a title that fills nothing": (
        put(0, 2, "energy.profile.wind"),
        "year.csv:1: energy.profile.wind: found the title energy.profile.wind; expected one of energy.shapes.NAME",
    ),
    "a character that cannot be printed": (put(0, 3, "\x07"), "year.csv:1: found a control character '\\x07'"),
    "an open quotation mark": (put(4, 1, '"0.5'), "year.csv:5: found text that is no table"),
    "an unknown quality": (
        lambda rows: rows.insert(1, ["quality", "oficial", "", ""]),
        f"year.csv:2: {LOAD}: found 'oficial'; expected one of official, literature, derived, assumption; "
        "did you mean official?",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_gets_its_line(tmp_path: Path, name: str) -> None:
    breaking, expected = BROKEN[name]
    rows = year_of(LOAD, WIND, "temperature_c")
    breaking(rows)
    lines = [str(finding) for finding in read(tmp_path, rows)[1]]
    assert any(expected in line for line in lines), "\n".join(lines)


def test_all_that_is_wrong_comes_at_once_and_what_recurs_is_counted(tmp_path: Path) -> None:
    rows = year_of(LOAD, WIND)
    for cells in rows[100:200]:
        cells[2] = "87"
    rows[4][1], rows[7][0] = "0,5", "8"
    rows[4] = [rows[4][0], '"0,5"', "0.5"]
    lines = [str(finding).split("year.csv:")[1] for finding in read(tmp_path, rows)[1]]
    assert sorted(lines) == [
        f"101: {WIND}: found '87'; expected a number from 0 to 1; 100 such values in the column: the first is told",
        f"5: {LOAD}: found '0,5'; expected a number not below 0; write a point for the decimals, such as 80.5",
        "8: hour: found '8'; expected 7, as the rows above count; every hour once, in order; "
        "clocks are not put forward",
    ]


def test_a_series_of_nothing_is_refused(tmp_path: Path) -> None:
    rows = year_of(WIND)
    for cells in rows[1:]:
        cells[1] = "0"
    assert "found zero in every hour" in str(read(tmp_path, rows)[1][0])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "found an empty table"),
        (b"hour;energy.shapes.heating\n1;2\n", "columns that are not parted by commas"),
        (b"hour\n1\n", "found no series; expected a column `hour` and one column a series"),
        ("hour,湿度\n".encode("gbk"), "found text in GBK; expected text in UTF-8"),
    ],
)
def test_what_is_no_such_table_is_told(tmp_path: Path, content: bytes, expected: str) -> None:
    file = tmp_path / "year.csv"
    file.write_bytes(content)
    lines = [str(finding) for finding in read_hourly([file])[1]]
    assert any(expected in line for line in lines), lines


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "found no such file; expected a CSV file with a row an hour" in str(read_hourly([tmp_path / "x.csv"])[1][0])


def test_a_file_beyond_all_measure_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(300_000_000)
    assert "found a file of 300 MB; expected at most 200 MB" in str(read_hourly([file])[1][0])


def test_a_table_larger_than_any_yaml_is_read(tmp_path: Path) -> None:
    titles = [f"energy.profiles.site{count}" for count in range(120)]
    rows = [["hour", *titles], *([str(hour), *["0.25125"] * len(titles)] for hour in range(1, HOURS + 1))]
    columns, findings = read(tmp_path, rows)
    assert (tmp_path / "year.csv").stat().st_size > 5_000_000
    assert findings == []
    assert np.all(columns[titles[-1]].values == 0.25125)
