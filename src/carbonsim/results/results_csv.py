"""results.csv → the IAMC table of a run that is done: every finding at once, with its line.

A spreadsheet that saves the file again may part columns otherwise, set thousands apart and cut numbers to what it
shows. None of that is guessed at: it is told, and the run can be repeated.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from math import isfinite
from pathlib import Path

import pandas as pd

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.results.csv_text import as_it_was, mapped_texts
from carbonsim.results.results import COLUMNS
from carbonsim.scenario.parser_problems import parser_problem
from carbonsim.scenario.typos import encoding_typo

AGAIN = message("run the scenario again")
WRITTEN = message("the table as the run wrote it")
MOST = 10  # findings of a file that are told one by one
_PARTED = {";": message("semicolons"), "\t": message("tabs"), "|": message("bars")}


class _Reading:
    """One act of reading: the file and what was found wrong with it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings: list[Finding] = []

    def tell(self, line: int, column: str, found: Wording, expected: Wording, advice: Wording = AGAIN) -> None:
        if len(self.findings) < MOST:
            self.findings.append(Finding(str(self.path), line, column, found, expected, advice))
        elif len(self.findings) == MOST:
            self.findings.append(Finding(str(self.path), line, column, message("more from here on"), WRITTEN, AGAIN))


def read_results(path: Path) -> tuple[pd.DataFrame, list[Finding]]:
    """Return the table of `results.csv`, and what is wrong with it; the table is empty where anything is."""
    reading = _Reading(path)
    text = _text(path.read_bytes(), reading)
    rows = [] if text is None else list(_rows(text, reading))
    if text is not None and not rows:
        reading.tell(1, "", message("no row"), WRITTEN)
    if reading.findings:
        return pd.DataFrame(columns=COLUMNS), reading.findings
    table = pd.DataFrame([(*cells[:5], int(cells[5]), float(cells[6])) for cells in rows], columns=COLUMNS)
    return mapped_texts(table, as_it_was), []


def _text(content: bytes, reading: _Reading) -> str | None:
    """Return the text of the file; refuses what is no text in UTF-8 and what ends before the end of a row."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        kind, _ = encoding_typo(content)
        line = content[: error.start].count(b"\n") + 1
        reading.tell(
            0 if kind else line,
            "",
            kind or message("byte 0x{byte}, which is not UTF-8", byte=f"{content[error.start]:02x}"),
            WRITTEN,
        )
        return None
    if text and not text.endswith("\n"):
        reading.tell(text.count("\n") + 1, "", message("an end in the middle of a row"), WRITTEN)
    return text


def _rows(text: str, reading: _Reading) -> Iterator[list[str]]:
    """Yield the rows that fit; a blank one, which a spreadsheet may leave, says nothing."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    seen: dict[tuple[str, ...], int] = {}
    try:
        if not _is_header(next(reader, []), reading):
            return
        for cells in reader:
            if any(map(str.strip, cells)) and _fits(cells, reader.line_num, reading, seen):
                yield cells
    except csv.Error as error:
        reading.tell(
            reader.line_num,
            "",
            message("text that is no table: {problem}", problem=parser_problem(str(error))),
            WRITTEN,
        )


def _is_header(header: list[str], reading: _Reading) -> bool:
    if header == COLUMNS:
        return True
    marks = [name for mark, name in _PARTED.items() if header and header[0].count(mark) == len(COLUMNS) - 1]
    told = ", ".join(header)
    found = (
        message("columns parted by {mark}", mark=marks[0])
        if marks
        else message("columns {columns}", columns=told[:60])
        if told.strip()
        else message("an empty file")
    )
    reading.tell(1, "", found, message("columns {columns}, parted by commas", columns=tuple(COLUMNS)))
    return False


def _fits(cells: list[str], line: int, reading: _Reading, seen: dict[tuple[str, ...], int]) -> bool:
    """Say whether a row has its cells, a year, a number, and a variable and year of its own."""
    if len(cells) != len(COLUMNS):
        reading.tell(
            line, "", message("{count} cells", count=len(cells)), message("{count}, one a column", count=len(COLUMNS))
        )
        return False
    year, value = cells[5:]
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        reading.tell(line, "year", repr(year[:40]), message("a year such as 2030"))
        return False
    if not _is_number(value):
        reading.tell(line, "value", repr(value[:40]), message("a number such as 2000.5"))
        return False
    key = (*cells[1:4], year)
    if key in seen:
        reading.tell(
            line,
            "variable",
            message(
                "{variable} of {year} a second time, first on line {line}",
                variable=cells[3][:60],
                year=year,
                line=seen[key],
            ),
            WRITTEN,
        )
        return False
    seen[key] = line
    return True


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text)) and "_" not in text
    except ValueError:
        return False
