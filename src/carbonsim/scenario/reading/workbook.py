"""Excel workbook of a city → the same located values that YAML gives; every value keeps its sheet and cell.

What a clerk may break is told at once: sheets that are missing or merged, rows that are gone, headers with another
unit, text where a number belongs, formulas that were overwritten.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from carbonsim.messages.message import Wording, message
from carbonsim.scenario.quantity import QUALITIES as KNOWN_QUALITIES
from carbonsim.scenario.reading.node import Node
from carbonsim.scenario.reading.workbook_layout import (
    BALANCE,
    CONSTANT,
    FORMAT,
    GROWTH,
    QUALITIES,
    QUALITY,
    RECORD,
    SOURCE,
    from_cell,
)
from carbonsim.scenario.typos import unprintable

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Report = Callable[[str, int, str, Wording, Wording, Wording], None]  # file, line, path, found, expected, advice
Row: TypeAlias = "tuple[Cell, ...]"
Column = int | str  # a year, or what else a column holds
MOVED = 8  # formulas; a slip of the hand overwrites one or a few
LARGEST_INSIDE = 50_000_000  # bytes unpacked; a city of 160 sheets' rows has a fiftieth of it
MOST_ROWS, MOST_COLUMNS, MOST_NOTES = 5_000, 300, 50_000  # of a sheet of figures; rows of the hidden sheet
MOST_JOINED = 10_000  # cells that are merged, or linked, at once
ANOTHER = message("write a fresh one with `carbonsim new DIR --workbook` and copy the figures")
_UNIT = re.compile(r"（([^（）]*(?:（[^（）]*）[^（）]*)?)）$")
_SUM = re.compile(r"=\+?SUM\((.+)\)$")
_YEAR = re.compile(r"(\d{4})年?$")
_JOINED = re.compile(rb'<(?:\w+:)?(mergeCell|hyperlink)\b[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_CELL = re.compile(r"[A-Z]{1,2}[1-9]\d{0,3}$")
_STEPS = re.compile(r"[^.\s][^.]*(\.[^.\s][^.]*)*$")
_KINDS = {  # what may stand on the hidden sheet: kind → what its four cells are
    "year": (r"year", r"", r"\d{4}", r""),
    "sheet": (r"sheet", r".+", r"", r""),
    "row": (r"row", r".+", _STEPS.pattern, r"[\s\S]*"),
    "formula": (r"formula", r".+", _CELL.pattern, r"[\s\S]+"),
}


def read_workbook(path: Path, report: Report) -> Node | None:
    """Return what a workbook says as nodes, or None where it is none; what is wrong is reported."""
    book = open_workbook(path, report)
    if book is None:
        return None
    reader = _Reader(path, book, report)
    return reader.read()


def open_workbook(path: Path, report: Report) -> Workbook | None:
    """Return a workbook as the library reads it; what is none, or is too large, is reported."""
    import openpyxl

    advice = message("save it as an Excel workbook (.xlsx)")
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
            joined = "" if size > LARGEST_INSIDE else _widely_joined(packed)
        if size > LARGEST_INSIDE:
            report(
                str(path),
                0,
                "",
                message("{size} MB inside", size=f"{size / 1e6:.0f}"),
                message("at most {largest} MB", largest=f"{LARGEST_INSIDE / 1e6:.0f}"),
                ANOTHER,
            )
            return None
        if joined:
            report(
                str(path),
                0,
                "",
                joined,
                message("one figure a cell"),
                message("unmerge them, or clear the sheet behind the table"),
            )
            return None
        return openpyxl.load_workbook(path)
    except Exception:  # what is no workbook makes the library fail in many ways
        report(str(path), 0, "", message("a file that is no Excel workbook"), message("a workbook (.xlsx)"), advice)
        return None


def _widely_joined(packed: zipfile.ZipFile) -> Wording:
    """Return which cells are merged or linked in such number that the library would never end; else nothing."""
    from openpyxl.utils import column_index_from_string

    for name in packed.namelist():
        if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
            continue
        for kind, left, top, right, bottom in _JOINED.findall(packed.read(name)):
            first, last = (column_index_from_string(one.decode()) for one in (left, right))
            if (last - first + 1) * (int(bottom) - int(top) + 1) > MOST_JOINED:
                area = b"%b%b:%b%b" % (left, top, right, bottom)
                if kind == b"mergeCell":
                    return message("cells {area} merged at once", area=area.decode())
                return message("cells {area} linked at once", area=area.decode())
    return ""


class _Reader:
    """One act of reading a workbook."""

    def __init__(self, path: Path, book: Workbook, report: Report) -> None:
        self.path, self.book, self._report = path, book, report
        self.root = Node({}, str(path), 0)
        self.formulas: set[tuple[str, str]] = set()  # sheet and cell of what has to stay a formula
        self.rows: set[str] = set()  # paths of the rows that were written
        self.seen: dict[str, str] = {}  # path of a row → its sheet and cell
        self._saved: Workbook | None = None

    def read(self) -> Node | None:
        record = self._record()
        if record is None:
            return None
        self.formulas = {(sheet, place) for kind, sheet, place, _ in record if kind == "formula"}
        self.rows = {path for kind, _, path, _ in record if kind == "row"}
        there = [name for kind, name, *_ in record if kind == "sheet" and self._has(name) and self._ends(name)]
        for name in there:
            self._refuse_merged(name)
            if name == BALANCE:
                self._balance(self.book[name])
            else:
                self._figures(self.book[name])
        gone = [(sheet, path, told) for kind, sheet, path, told in record if kind == "row" and path not in self.seen]
        for sheet, path, told in gone:
            if sheet in there:
                self.tell(
                    sheet,
                    path,
                    message("no row {row}", row=told),
                    message("every row of the workbook"),
                    message("put the row back"),
                )
        whole = [name for name in there if name not in {sheet for sheet, _, _ in gone}]  # else cells have moved
        for name in whole:
            kept = [(place, text) for kind, sheet, place, text in record if kind == "formula" and sheet == name]
            self._keep_formulas(self.book[name], kept)
        for kind, _, place, _ in record:
            if kind == "year":
                self.put("balance.year", Node(int(place), self.where(BALANCE, "A1"), 0))
        return self.root

    def tell(self, place: str, path: str, found: Wording, expected: Wording, advice: Wording = "") -> None:
        """Report at a place of the workbook: a sheet, or a sheet and a cell."""
        self._report(f"{self.path}:{place}", 0, path, found, expected, advice)

    def where(self, sheet: str, cell: str) -> str:
        """Return the place of a cell, as findings tell it."""
        return f"{self.path}:{sheet}!{cell}"

    def put(self, path: str, node: Node) -> None:
        """Hang a value under its path."""
        *steps, last = path.split(".")
        owner = self.root
        for step in steps:
            owner = owner.value.setdefault(step, Node({}, node.file, 0))
            if not isinstance(owner.value, dict):
                self._report(
                    node.file,
                    0,
                    path,
                    message("a value within {path}, which is one", path=step),
                    message("the keys as written"),
                    ANOTHER,
                )
                return
        owner.value[last] = node

    def _record(self) -> list[tuple[str, str, str, str]] | None:
        """Return what the hidden sheet says of the workbook's own parts."""
        if RECORD in self.book.sheetnames and not self._ends(RECORD):
            return None
        rows: list[tuple[str, ...]] = []
        if RECORD in self.book.sheetnames:
            values = self.book[RECORD].iter_rows(max_col=4, values_only=True)
            rows = [tuple("" if cell is None else str(cell) for cell in (*row, "", "", "")[:4]) for row in values]
        if not rows or rows[0][0] != FORMAT:
            found = message("no hidden sheet {sheet} that says {text}", sheet=RECORD, text=FORMAT)
            self._report(str(self.path), 0, "", found, message("a workbook that carbonsim wrote"), ANOTHER)
            return None
        odd = [place for place, row in enumerate(rows[1:], 2) if not self._is_of_ours(row)]
        for place in odd[:1]:
            found = message("{content} on the hidden sheet", content=repr(" ".join(rows[place - 1])[:60]))
            self.tell(f"{RECORD}!A{place}", "", found, message("what carbonsim wrote there"), ANOTHER)
        return None if odd else rows[1:]  # type: ignore[return-value]

    def _is_of_ours(self, row: tuple[str, ...]) -> bool:
        """Say whether a row of the hidden sheet is as one that is written there, of a sheet that the row may be of."""
        kinds = _KINDS.get(row[0])
        return kinds is not None and all(re.fullmatch(kind, cell) for kind, cell in zip(kinds, row, strict=True))

    def _ends(self, name: str) -> bool:
        """Say whether a sheet ends where a table may: one value at its far end would be looked for cell by cell."""
        sheet = self.book[name]
        rows, columns = (MOST_NOTES, 4) if name == RECORD else (MOST_ROWS, MOST_COLUMNS)
        if sheet.max_row <= rows and sheet.max_column <= max(columns, 26):
            return True
        place = f"{sheet.title}!{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"
        advice = message("delete the rows and columns behind the table, which may look empty, and save")
        self.tell(
            place,
            "",
            message("a cell far behind the table"),
            message("at most {rows} rows and {columns} columns", rows=rows, columns=columns),
            advice,
        )
        return False

    def _has(self, name: str) -> bool:
        if name in self.book.sheetnames:
            return True
        others = [sheet for sheet in self.book.sheetnames if sheet != RECORD]
        advice = message(
            "sheets there: {sheets}; give the sheet its name back, or move what was merged back", sheets=tuple(others)
        )
        self._report(
            str(self.path),
            0,
            "",
            message("no sheet {sheet}", sheet=name),
            message("every sheet of the workbook"),
            advice,
        )
        return False

    def _refuse_merged(self, name: str) -> None:
        for area in self.book[name].merged_cells.ranges:
            advice = message("unmerge them and write each figure into its own cell")
            self.tell(f"{name}!{area.coord}", "", message("merged cells"), message("one figure a cell"), advice)

    def _figures(self, sheet: Worksheet) -> None:
        """Read a sheet of activities: blocks of a header row and rows of figures."""
        columns: dict[int, Column] = {}
        factor = 1.0
        for row in sheet.iter_rows():
            key = row[0].value
            if isinstance(key, str) and key.startswith("#|"):
                title, unit, factor = self._block(sheet, row[0])
                columns = self._columns(sheet, row) if unit else {}
                if unit:
                    self._header(sheet, row[1], title, unit)
            elif isinstance(key, str) and columns and self._knows(sheet, row[0]):
                self._row(sheet, row, key, columns, factor)

    def _block(self, sheet: Worksheet, cell: Cell) -> tuple[str, str, float]:
        """Return title, unit and factor of a block by its key; no unit where somebody changed the key."""
        parts = str(cell.value).split("|")
        try:
            _, title, unit, told = parts
            factor = float(told)
        except ValueError:
            title, unit, factor = "", "", 0.0
        if not unit or not 0 < factor < float("inf"):
            place = f"{sheet.title}!{cell.coordinate}"
            self.tell(
                place,
                "",
                message("the key {key} in the hidden column", key=repr(cell.value)),
                message("the keys as written"),
                ANOTHER,
            )
            return "", "", 1.0
        return title, unit, factor

    def _knows(self, sheet: Worksheet, cell: Cell) -> bool:
        """Say whether the key of a row is one that was written."""
        if cell.value in self.rows:
            return True
        place = f"{sheet.title}!{cell.coordinate}"
        self.tell(
            place,
            "",
            message("the key {key} in the hidden column", key=repr(cell.value)),
            message("the keys as written"),
            ANOTHER,
        )
        return False

    def _header(self, sheet: Worksheet, cell: Cell, title: str, unit: str) -> None:
        """Refuse a header whose unit, or whose words, are others than those the sheet was written with."""
        text = str(cell.value or "")
        if text == f"{title}（{unit}）":
            return
        match = _UNIT.search(text)
        found = (
            message("the unit {unit} in the header {header}", unit=match.group(1), header=repr(text))
            if match
            else message("the header {header}", header=repr(text))
        )
        advice = message(
            "put it back; figures in another unit have to be changed to {unit} before they are typed in", unit=unit
        )
        self.tell(f"{sheet.title}!{cell.coordinate}", "", found, f"{title}（{unit}）", advice)

    def _columns(self, sheet: Worksheet, row: Row) -> dict[int, Column]:
        """Return what each column of a block holds: the constant, a year, growth, source or quality."""
        found: dict[int, Column] = {}
        for cell in row[2:]:
            text = "" if cell.value is None else str(cell.value).strip()
            match = _YEAR.match(text)
            column: Column = int(match.group(1)) if match else text
            if match or text in (CONSTANT, GROWTH, SOURCE, QUALITY):
                if column in found.values():
                    self.tell(
                        f"{sheet.title}!{cell.coordinate}",
                        "",
                        message("a second column {column}", column=text),
                        message("each column once"),
                    )
                found[cell.column] = column
            elif text:
                expected = message("a year, {columns} or {last}", columns=(CONSTANT, GROWTH, SOURCE), last=QUALITY)
                self.tell(
                    f"{sheet.title}!{cell.coordinate}",
                    "",
                    message("the header {header}", header=repr(text)),
                    expected,
                    message("put it back"),
                )
        return found

    def _row(self, sheet: Worksheet, row: Row, path: str, columns: Mapping[int, Column], factor: float) -> None:
        """Read one quantity: a value that never changes, or values by year with what comes after."""
        self._seen(sheet, row, path)
        points: dict[Column, Node] = {}
        constant, about, first = None, {}, None
        for cell in row[2:]:
            column = columns.get(cell.column)
            if column is None and isinstance(cell.value, int | float):
                found, expected = (
                    message("a figure in a column without a header"),
                    message("a header above every figure"),
                )
                self.tell(f"{sheet.title}!{cell.coordinate}", path, found, expected, message("put the header back"))
            if column in (SOURCE, QUALITY):
                about.update(self._about(sheet, cell, column))
            elif column is not None and (figure := self._number(sheet, cell, path)) is not None:
                first = first or cell
                here = self.where(sheet.title, cell.coordinate)
                if column == CONSTANT:
                    constant = Node(from_cell(figure, factor), here, 0)
                elif column == GROWTH:
                    points["growth"] = Node(from_cell(figure, 100.0), here, 0)
                else:
                    points[column] = Node(from_cell(figure, factor), here, 0)
        if constant is not None and points:
            place = first.coordinate if first is not None else ""
            found = message("a value that never changes beside others by year ({years})", years=tuple(map(str, points)))
            self.tell(
                f"{sheet.title}!{place}",
                path,
                found,
                message("one of the two"),
                message("empty one of them"),
            )
            return
        if first is None:
            return
        here = self.where(sheet.title, first.coordinate)
        value = constant if constant is not None else Node(points, here, 0)
        self.put(path, Node({"value": value, **about}, here, 0) if about else value)

    def _seen(self, sheet: Worksheet, row: Row, path: str) -> None:
        place = f"{sheet.title}!{row[1].coordinate}"
        if path in self.seen:
            self.tell(
                place,
                path,
                message("a second row {key}, first at {place}", key=row[1].value, place=self.seen[path]),
                message("each row once"),
            )
        self.seen.setdefault(path, place)

    def _about(self, sheet: Worksheet, cell: Cell, column: str) -> dict[str, Node]:
        text = "" if cell.value is None else str(cell.value).strip()
        if not text:
            return {}
        here = self.where(sheet.title, cell.coordinate)
        if column == SOURCE and (odd := unprintable(text)):
            self.tell(f"{sheet.title}!{cell.coordinate}", "", odd, message("printable text"), message("delete it"))
            return {}
        if column == SOURCE:
            return {"source": Node(text, here, 0)}
        if text not in QUALITIES and text not in KNOWN_QUALITIES:
            self.tell(
                f"{sheet.title}!{cell.coordinate}",
                "",
                message("the quality {quality}", quality=repr(text)),
                message("one of {names}", names=tuple(QUALITIES)),
            )
            return {}
        return {"quality": Node(QUALITIES.get(text, text), here, 0)}

    def _number(self, sheet: Worksheet, cell: Cell, path: str) -> float | None:
        """Return the number of a cell; what is none is reported and left out."""
        value, place = cell.value, f"{sheet.title}!{cell.coordinate}"
        if cell.data_type == "f":
            value = self._as_saved(sheet, cell)
            if not isinstance(value, int | float):
                found = (
                    message("a formula {formula} without a saved result", formula=cell.value)
                    if value is None
                    else f"{cell.value} = {value}"
                )
                self.tell(
                    place,
                    path,
                    found,
                    message("a number"),
                    message("type the number, or save the file in Excel or WPS once"),
                )
                return None
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            found = (
                message("{content}, which is text", content=repr(value))
                if isinstance(value, str)
                else message("{content}, which is no number", content=value)
            )
            self.tell(
                place, path, found, message("a number"), message("type the number alone: no unit, no comma, no blank")
            )
            return None
        if "%" in str(cell.number_format):
            found = message("a percentage, {number} %", number=f"{100 * value:g}")
            advice = message(
                "type {number} where the header says %, and set the cell's format to number", number=f"{100 * value:g}"
            )
            self.tell(place, path, found, message("a number in the unit of the header"), advice)
            return None
        return float(value)

    def _as_saved(self, sheet: Worksheet, cell: Cell) -> object:
        """Return what a formula gave when the workbook was saved."""
        if self._saved is None:
            import openpyxl

            self._saved = openpyxl.load_workbook(self.path, data_only=True)
        return self._saved[sheet.title][cell.coordinate].value

    def _balance(self, sheet: Worksheet) -> None:
        """Read the balance: supply by line, and final use where it is written."""
        commodities: dict[int, str] = {}
        about: dict[int, str] = {}
        factor = 1.0
        check = next((row[0].row for row in sheet.iter_rows(max_col=1) if row[0].value == "~check"), 1)
        for row in sheet.iter_rows():
            key = row[0].value
            if key == "#columns":
                commodities = {cell.column: str(cell.value) for cell in row[2:] if cell.value}
            elif isinstance(key, str) and key.startswith("#|"):
                _, unit, factor = self._block(sheet, row[0])
                if not unit:
                    return
                about = {cell.column: cell.value for cell in row[2:] if cell.value in (SOURCE, QUALITY)}
                self._balance_header(sheet, row, commodities, unit, check)
            elif isinstance(key, str) and not key.startswith("~") and self._knows(sheet, row[0]):
                self._balance_row(sheet, row, key, commodities, about, factor)

    def _balance_header(
        self, sheet: Worksheet, row: Row, commodities: Mapping[int, str], unit: str, check: int
    ) -> None:
        for cell in row[2:]:
            if cell.column in commodities:
                text = str(cell.value or "")
                self._header(sheet, cell, _UNIT.sub("", text), unit)
                place = self.where(sheet.title, f"{cell.column_letter}{check}")
                self.put(f"balance.supply.{commodities[cell.column]}", Node({}, place, 0))

    def _balance_row(
        self,
        sheet: Worksheet,
        row: Row,
        key: str,
        commodities: Mapping[int, str],
        about: Mapping[int, str],
        factor: float,
    ) -> None:
        self._seen(sheet, row, key)
        told: dict[str, Node] = {}
        for cell in row[2:]:
            if cell.column in about:
                told.update(self._about(sheet, cell, about[cell.column]))
        for cell in row[2:]:
            if cell.column not in commodities:
                continue
            name = commodities[cell.column]
            supply = key.startswith("supply.")
            if (
                supply and cell.data_type == "f" and (sheet.title, cell.coordinate) in self.formulas
            ):  # collected, or of wind
                continue
            path = f"balance.supply.{name}.{key.removeprefix('supply.')}" if supply else f"{key}.{name}"
            figure = self._number(sheet, cell, path)
            if figure is not None:
                here = self.where(sheet.title, cell.coordinate)
                value = Node(from_cell(figure, factor), here, 0)
                self.put(path, Node({"value": value, **told}, here, 0) if told else value)

    def _keep_formulas(self, sheet: Worksheet, kept: list[tuple[str, str]]) -> None:
        """Refuse what stands in the place of a formula; where that is so everywhere, rows or columns have moved."""
        lost = [(place, text.replace("＝", "=", 1)) for place, text in kept if sheet[place].data_type != "f"]
        if len(lost) > MOVED:
            found = message(
                "{count} formulas that are not where they were: rows or columns were inserted or moved", count=len(lost)
            )
            self.tell(
                sheet.title, "", found, message("the rows and columns of the sheet as they were written"), ANOTHER
            )
            return
        for place, text in lost:
            self._formula(sheet, place, text)

    def _formula(self, sheet: Worksheet, place: str, text: str) -> None:
        """Refuse a number that stands where a formula belongs, and say by how much it differs from its lines."""
        cell = sheet[place]
        name = sheet.cell(cell.row, 2).value
        found: Wording = message("nothing") if cell.value is None else f"{cell.value}"
        lines = _sum_of(sheet, text)
        if lines is not None and isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
            found = message(
                "{content}, a total whose lines add up to {lines}: {difference} apart in the row {row}",
                content=found,
                lines=f"{lines:.6g}",
                difference=f"{abs(cell.value - lines):.4g}",
                row=str(name),
            )
        elif cell.value is None:
            found = message("nothing in the row {row}", row=str(name))
        else:
            found = message("{content} in the row {row}", content=found, row=str(name))
        advice = message(
            "undo what was typed there, or copy the formula from a fresh workbook; correct the lines instead"
        )
        self.tell(
            f"{sheet.title}!{place}",
            "",
            found,
            message("the formula {formula}", formula=text),
            advice,
        )


def _sum_of(sheet: Worksheet, text: str) -> float | None:
    """Return what a sum of plain numbers comes to; None where it is more than that."""
    match = _SUM.match(text)
    if match is None:
        return None
    areas = match.group(1).split(",")
    if not all(map(_is_small, areas)):
        return None
    cells = [cell for part in areas for cell in _cells(sheet, part)]
    if any(cell.data_type == "f" for cell in cells):
        return None
    return float(sum(cell.value for cell in cells if isinstance(cell.value, int | float)))


def _is_small(area: str) -> bool:
    """Say whether an area is one of cells of a table: whole columns would be gone through cell by cell."""
    return all(_CELL.match(corner) for corner in area.split(":"))


def _cells(sheet: Worksheet, area: str) -> Iterator[Cell]:
    found = sheet[area]
    for row in found if isinstance(found, tuple) else ((found,),):
        yield from row if isinstance(row, tuple) else (row,)
