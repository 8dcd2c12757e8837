"""Series of a year by hour from CSV: 8,760 rows and any number of columns, checked once.

The first column, `hour`, counts from 1 to 8760 (or from 0), or tells the hours of a year without 29 February as
`2020-01-01T00:00`. The title of another column is the path of what it fills by time slice, such as
`energy.profiles.wind`; a title without a point is a series for reading, such as `temperature_c`. Rows `unit`,
`source`, `quality` and `note` may stand above the first hour, each a column's own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import inf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.scenario.decoding import decoded
from carbonsim.scenario.parser_problems import parser_problem
from carbonsim.scenario.quantity import QUALITIES
from carbonsim.scenario.typos import is_there, meant, number_typo, path_typo, unprintable
from carbonsim.units import HOURS_A_YEAR

HOURS = int(HOURS_A_YEAR)
HOUR, ABOUT = "hour", ("unit", "source", "quality", "note")
LARGEST_TABLE = 200_000_000  # bytes: some thousand series
FILLS: Mapping[tuple[str, ...], float] = {  # paths that a column may fill, a star for any name → the most it may be
    ("energy", "shapes", "*"): inf,
    ("energy", "profiles", "*"): 1.0,
    ("system", "technologies", "*", "availability_by_slice"): 1.0,
    ("system", "demands", "*", "profile"): inf,
}
Array = NDArray[np.float64]


@dataclass(frozen=True)
class HourlyColumn:
    """One series: its 8,760 values, where it stands and what is said of it."""

    title: str
    values: Array
    file: str
    about: Mapping[str, str] = field(default_factory=dict)  # of unit, source, quality and note, what is written

    @property
    def steps(self) -> tuple[str, ...]:
        """The keys of the path that it fills; none where it is for reading only."""
        return tuple(self.title.split(".")) if "." in self.title else ()

    @property
    def most(self) -> float:
        """The highest value that makes sense: 1 of an availability."""
        return most_of(self.steps) or inf


def most_of(steps: Sequence[str]) -> float | None:
    """Return the highest value of what a path holds by time slice; None where no column may fill it."""
    return next((most for pattern, most in FILLS.items() if _matches(steps, pattern)), None)


def _matches(steps: Sequence[str], pattern: Sequence[str]) -> bool:
    return len(steps) == len(pattern) and all(two in ("*", one) for one, two in zip(steps, pattern, strict=True))


def read_hourly(paths: Sequence[Path]) -> tuple[dict[str, HourlyColumn], list[Finding]]:
    """Read CSV files of one year by hour; return their columns by title, and everything that is wrong with them."""
    columns: dict[str, HourlyColumn] = {}
    findings: list[Finding] = []
    for path in paths:
        table = HourlyTable(path)
        for column in table.columns():
            if column.title in columns:
                found = message("two columns {key}", key=column.title)
                advice = message("also in {place}", place=Path(columns[column.title].file).name)
                table.report(1, column.title, found, message("each series in one file"), advice)
            columns[column.title] = column
        findings += table.findings
    return columns, findings


class HourlyTable:
    """One file being read: its rows, and what was found wrong."""

    def __init__(self, path: Path) -> None:
        self.path, self.file = path, str(path)
        self.findings: list[Finding] = []

    def report(self, line: int, path: str, found: Wording, expected: Wording, advice: Wording = "") -> None:
        """Note what is wrong on a line."""
        self.findings.append(Finding(self.file, line, path, found, expected, advice))

    def columns(self) -> list[HourlyColumn]:
        """Return the series of the file; none where it is no such table."""
        rows = self._rows()
        header = [title.strip() for title in rows[0][1]] if rows else []
        if not self._header_holds(header):
            return []
        rows = [row for row in rows[1:] if any(cell.strip() for cell in row[1])]
        about, hours = _parted(rows)
        whole = self._whole(hours, len(header))
        self._calendar([(line, cells[0].strip()) for line, cells in hours if cells])
        found = [self._column(place, title, about, whole) for place, title in enumerate(header) if place]
        return [column for column in found if len(column.values) == HOURS]

    def _rows(self) -> list[tuple[int, list[str]]]:
        """Return the rows of the file with their lines; what cannot be read as a table is reported."""
        text = self._text()
        reader = csv.reader(io.StringIO(text or "", newline=""), strict=True)
        rows, line = list[tuple[int, list[str]]](), 1
        try:
            for cells in reader:
                rows.append((line, cells))
                line = reader.line_num + 1
        except csv.Error as error:
            found = message("text that is no table: {problem}", problem=parser_problem(str(error)))
            advice = message("close the quotation marks, or shorten the cell")
            self.report(line, "", found, message("a CSV file with a row a line"), advice)
            return []
        if text is not None and not rows:
            self.report(1, "", message("an empty table"), message("a column `hour` and one column a series"))
        return rows

    def _text(self) -> str | None:
        expected = message("a CSV file with a row an hour")
        if not is_there(self.path):
            found, advice = path_typo(self.path)
            self.report(0, "", found, expected, advice)
            return None
        if (size := self.path.stat().st_size) > LARGEST_TABLE:
            found = message("a file of {size} MB", size=f"{size / 1e6:.7g}")
            most = message("at most {largest} MB", largest=f"{LARGEST_TABLE / 1e6:.0f}")
            self.report(0, "", found, most, message("leave out the series that nothing uses"))
            return None
        return decoded(self.path, self.path.read_bytes(), self._report_of_file)

    def _report_of_file(self, _: str, line: int, path: str, found: Wording, expected: Wording, advice: Wording) -> None:
        self.report(line, path, found, expected, advice)

    def _header_holds(self, header: list[str]) -> bool:
        """Say whether the titles are those of such a table; whatever is wrong with them is reported."""
        if not header:
            return False
        expected = message("a column `hour` and one column a series")
        if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
            found, advice = message("columns that are not parted by commas"), message("save it as CSV with commas")
            self.report(1, "", found, message("a CSV file with a row a line"), advice)
            return False
        if header[0].casefold() != HOUR:
            found = message("the first column {column}", column=repr(header[0][:40]))
            self.report(1, "", found, message("a first column `hour`"), message("add it, with the numbers 1 to 8760"))
        if len(header) == 1:
            self.report(1, "", message("no series"), expected, message("add one"))
        for title in dict.fromkeys(header):
            self._title(title, header.count(title))
        return not self.findings

    def _title(self, title: str, times: int) -> None:
        advice = message("remove one of the two")
        if odd := unprintable(title):
            self.report(1, "", odd, message("printable text"), message("delete it"))
        elif not title:
            self.report(1, "", message("a column without a title"), message("one title a column"))
        elif times > 1:
            self.report(1, title, message("two columns {key}", key=title), message("one column a series"), advice)
        elif "." in title and most_of(title.split(".")) is None:
            known = [".".join(pattern).replace("*", "NAME") for pattern in FILLS]
            found = message("the title {title}", title=title)
            advice = message("correct the path, or write a title without a point: the series is then not used")
            self.report(1, title, found, message("one of {names}", names=tuple(known)), advice)

    def _whole(self, hours: list[tuple[int, list[str]]], width: int) -> list[tuple[int, list[str]]]:
        """Return the rows that have a cell for every column; of the others the first is reported."""
        odd = [(line, len(cells)) for line, cells in hours if len(cells) != width]
        if odd:
            found = message("{count} cells", count=odd[0][1])
            advice = message("{count} such rows: the first is told", count=len(odd))
            self.report(odd[0][0], "", found, message("{count} cells", count=width), advice)
        return [row for row in hours if len(row[1]) == width]

    def _calendar(self, hours: list[tuple[int, str]]) -> None:
        """Report where the hours are not those of a year, one after the other."""
        if len(hours) != HOURS:
            found = message("{count} hours", count=len(hours))
            leap = message("leave out 29 February, or the last day")
            short = message("a year is whole, and has no step but the hour")
            expected = message("{count} hours, those of a year without 29 February", count=HOURS)
            last = hours[-1][0] if hours else 1
            self.report(last, HOUR, found, expected, leap if len(hours) == HOURS + 24 else short)
        for (line, text), wanted in zip(hours, _calendar_of(hours[0][1] if hours else ""), strict=False):
            if _hour(text) != wanted:
                shown = wanted if isinstance(wanted, int) else wanted.isoformat(timespec="minutes")
                expected = message("{hour}, as the rows above count", hour=str(shown))
                advice = message("every hour once, in order; clocks are not put forward")
                self.report(line, HOUR, repr(text[:40]), expected, advice)
                return

    def _column(
        self, place: int, title: str, about: Mapping[str, tuple[int, list[str]]], rows: list[tuple[int, list[str]]]
    ) -> HourlyColumn:
        told = {key: cells[place].strip() for key, (_, cells) in about.items() if place < len(cells)}
        quality = told.get("quality", "")
        if quality and quality not in QUALITIES:
            expected, near = message("one of {names}", names=tuple(QUALITIES)), meant(quality, QUALITIES)
            self.report(about["quality"][0], title, repr(quality[:40]), expected, near)
        cells = [(line, row[place]) for line, row in rows]
        values = np.array([_number(cell) for _, cell in cells])
        column = HourlyColumn(title, values, self.file, {key: text for key, text in told.items() if text})
        self._values(column, cells)
        return column

    def _values(self, column: HourlyColumn, cells: list[tuple[int, str]]) -> None:
        """Report the first value of a series that makes no sense, and how many there are."""
        least = 0.0 if column.steps else -inf
        odd = ~(np.isfinite(column.values) & (column.values >= least) & (column.values <= column.most))
        if odd.any():
            line, cell = cells[int(np.argmax(odd))]
            found = repr(cell.strip()[:40]) if cell.strip() else message("nothing")
            many = message("{count} such values in the column: the first is told", count=int(odd.sum()))
            self.report(line, column.title, found, _expected(column), many if odd.sum() > 1 else number_typo(cell))
        elif column.steps and len(column.values) and not column.values.any():
            self.report(1, column.title, message("zero in every hour"), message("a value above 0 in one at least"))


def _parted(
    rows: list[tuple[int, list[str]]],
) -> tuple[dict[str, tuple[int, list[str]]], list[tuple[int, list[str]]]]:
    """Part what is said of the columns, above the first hour, from the hours."""
    about: dict[str, tuple[int, list[str]]] = {}
    for place, (line, cells) in enumerate(rows):
        key = cells[0].strip().casefold() if cells else ""
        if key not in ABOUT or key in about:
            return about, rows[place:]
        about[key] = line, cells
    return about, []


def _expected(column: HourlyColumn) -> Wording:
    if column.most < inf:
        return message("a number from 0 to {most}", most="1")
    return message("a number not below 0") if column.steps else message("a number")


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _hour(text: str) -> int | datetime | None:
    """Return the hour that a text tells: its number, or its date and time."""
    if text.isdecimal():
        return int(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _calendar_of(first: str) -> Iterator[int | datetime]:
    """Yield the hours of a year as the first row counts them: by number from 0 or 1, or by date and time."""
    start = _hour(first)
    if not isinstance(start, datetime):
        yield from range(0 if start == 0 else 1, HOURS + (0 if start == 0 else 1))
        return
    hour = start.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    for _ in range(HOURS + 24):
        if (hour.month, hour.day) != (2, 29):
            yield hour
        hour += timedelta(hours=1)
