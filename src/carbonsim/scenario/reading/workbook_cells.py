"""What the cells of a workbook hold, for findings at a place of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.reading.workbook import open_workbook

if TYPE_CHECKING:
    from openpyxl import Workbook

_PLACE = re.compile(r"(.+\.xlsx):([^:!]+)!([A-Z]+\d+)", re.IGNORECASE)


def tell_cells(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings with what their cell holds in the unit of its header, where they lie in a workbook."""
    books: dict[str, Workbook | None] = {}
    return [_with_cell(finding, books) for finding in findings]


def _with_cell(finding: Finding, books: dict[str, Workbook | None]) -> Finding:
    match = _PLACE.fullmatch(finding.file)
    if match is None:
        return finding
    file, name, place = match.groups()
    if file not in books:
        books[file] = open_workbook(Path(file), lambda *_: None)
    book = books[file]
    if book is None or name not in book.sheetnames:
        return finding
    cell = book[name][place]
    above = (book[name].cell(row, 1).value for row in range(cell.row, 0, -1))
    header = next((str(key) for key in above if str(key).startswith("#|")), None)
    if header is None or isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return finding
    held = f"{cell.value:g} {header.split('|')[2]}"
    if not finding.advice:
        return replace(finding, advice=message("the cell holds {content}", content=held))
    return replace(finding, advice=message("the cell holds {content}; {advice}", content=held, advice=finding.advice))
