"""CSV tables of a written system → the mappings they stand for, each cell with the line of its row.

A table has a column `name` and one column a key: `capital_cost`, or `inputs.coal` for a key inside a key, with its
unit behind it if that is not the documented one: `capital_cost [CNY/kW]`. Rows with a `year` give paths over time, a
row without one what does not change; lists are parted by semicolons. `source`, `quality` and `note` are of the whole
row. An empty cell says nothing.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import get_args, get_origin

from pydantic import BaseModel

from carbonsim.messages.message import Wording, message
from carbonsim.scenario.parser_problems import parser_problem
from carbonsim.scenario.quantity import Measure
from carbonsim.scenario.reading.node import Node
from carbonsim.scenario.sections.written_system import System
from carbonsim.scenario.typos import unprintable

Report = Callable[[str, int, str, Wording, Wording, Wording], None]  # file, line, path, found, expected, advice
TABLES: dict[str, type[BaseModel]] = {
    name: get_args(info.annotation)[1]
    for name, info in System.model_fields.items()
    if get_origin(info.annotation) is dict and isinstance(get_args(info.annotation)[1], type)
}
ABOUT_A_ROW = ("source", "quality", "note")
_HEADER = re.compile(r"^\s*([^\[\]]+?)\s*(?:\[([^\[\]]+)\])?\s*$")
_NUMBER = re.compile(r"[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?$")


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: the key it stands for, the unit of its numbers, and what kind of value it holds."""

    keys: tuple[str, ...]
    unit: str
    kind: str  # quantity, list or plain


def read_table(name: str, text: str, file: str, report: Report) -> Node:
    """Return the mapping by name that a table of a written system stands for; what is wrong is reported."""
    rows = list(_rows(name, text, file, report))
    columns = _columns(name, rows[0][1] if rows else [], file, report)
    entries: dict[str, Node] = {}
    if columns is None:
        return Node(entries, file, 1)
    if len(rows[-1][1]) < len(columns) and not text.endswith("\n"):
        found, expected = message("an end in the middle of a row"), message("{count} cells", count=len(columns))
        report(file, rows[-1][0], f"system.{name}", found, expected, message("the file was cut short: fetch it again"))
    for line, cells in rows[1:]:
        if any(cell.strip() for cell in cells):
            _add_row(cells, columns, entries, file, line, f"system.{name}", report)
    return Node(entries, file, 1)


def _rows(name: str, text: str, file: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table and their lines; what is no table, or no text, is reported."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line, path = 1, f"system.{name}"
    try:
        for cells in reader:
            for odd in filter(None, map(unprintable, cells)):
                report(file, line, path, odd, message("printable text"), message("delete it"))
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:  # a cell beyond all measure, such as the rest of the file behind a quotation mark
        found, advice = (
            message("text that is no table: {problem}", problem=parser_problem(str(error))),
            message("close the quotation marks, or shorten the cell"),
        )
        report(file, line, path, found, message("a CSV file with a row a line"), advice)


def _columns(name: str, header: list[str], file: str, report: Report) -> list[TableColumn] | None:
    matches = [_HEADER.match(title) for title in header]
    keys = [match.group(1) if match else "" for match in matches]
    if "name" not in keys:
        found = (
            message("columns {columns}", columns=tuple(title[:40] for title in header))
            if header
            else message("an empty table")
        )
        if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
            found, advice = message("columns that are not parted by commas"), message("save it as CSV with commas")
            report(file, 1, f"system.{name}", found, message("a CSV file with a row a line"), advice)
            return None
        report(file, 1, f"system.{name}", found, message("a column `name` and one column a key"), message("add it"))
        return None
    for key in {key for key in keys if keys.count(key) > 1}:
        report(
            file,
            1,
            f"system.{name}",
            message("two columns {key}", key=key),
            message("one column a key"),
            message("remove one of the two"),
        )
    units = [(match.group(2) or "") if match else "" for match in matches]
    return [
        TableColumn(tuple(key.split(".")), unit, _kind(TABLES[name], key.split(".")))
        for key, unit in zip(keys, units, strict=True)
    ]


def _kind(model: type[BaseModel], keys: list[str]) -> str:
    """Return what a key holds by the fields of the table's model; what is unknown is plain and refused later."""
    fields = {info.alias or name: info for name, info in model.model_fields.items()}
    info = fields.get(keys[0])
    if info is None:
        return "plain"
    if any(isinstance(extra, Measure) for extra in info.metadata) or _measured(info.annotation):
        return "quantity"
    if get_origin(info.annotation) is list:
        return "list"
    named = get_origin(info.annotation) is dict  # a mapping by name: its next key is a name
    inner = get_args(info.annotation)[1] if named else info.annotation
    rest = keys[2:] if named else keys[1:]
    return _kind(inner, rest) if rest and isinstance(inner, type) and issubclass(inner, BaseModel) else "plain"


def _measured(annotation: object) -> bool:
    """Say whether an annotation, alone, optional or in a mapping, is a quantity with a measure."""
    parts = get_args(annotation)
    return any(isinstance(part, Measure) or _measured(part) for part in parts)


def _add_row(
    cells: list[str],
    columns: list[TableColumn],
    entries: dict[str, Node],
    file: str,
    line: int,
    path: str,
    report: Report,
) -> None:
    if len(cells) > len(columns):
        expected = message("at most {columns}, one a column of the header", columns=len(columns))
        report(
            file,
            line,
            path,
            message("{count} cells", count=len(cells)),
            expected,
            message("remove the comma too many, or quote the text"),
        )
        return
    found = {column.keys: (column, cell.strip()) for column, cell in zip(columns, cells, strict=False) if cell.strip()}
    name = found.pop(("name",), (None, ""))[1]
    if not name:
        report(
            file, line, path, message("a row without a name"), message("a name in the column `name`"), message("add it")
        )
        return
    year = found.pop(("year",), (None, ""))[1]
    if year and not (year.isdigit() and len(year) == 4):
        report(
            file,
            line,
            f"{path}.{name}",
            message("the year {year}", year=repr(year)),
            message("a year such as 2030"),
            message("correct it"),
        )
        return
    about = {key: found.pop((key,))[1] for key in ABOUT_A_ROW if (key,) in found}
    entry = entries.setdefault(name, Node({}, file, line))
    for column, cell in found.values():
        node = _value(column, cell, int(year) if year else None, about, file, line)
        if not _put(entry, column.keys, node, int(year) if year else None):
            here = f"{path}.{name}.{'.'.join(column.keys)}"
            report(
                file,
                line,
                here,
                message("a second value"),
                message("one value, or one for each year"),
                message("remove one of the two"),
            )


def _value(column: TableColumn, cell: str, year: int | None, about: dict[str, str], file: str, line: int) -> Node:
    if column.kind == "list":
        return Node([Node(part.strip(), file, line) for part in cell.split(";") if part.strip()], file, line)
    value = _plain(cell)
    if column.kind != "quantity":
        return Node(value, file, line)
    if column.unit and not isinstance(value, str):
        value = f"{cell} {column.unit}"
    inner = Node(value if year is None else {year: Node(value, file, line)}, file, line)
    described = {"value": inner, **{key: Node(text, file, line) for key, text in about.items()}}
    return Node(described, file, line) if about else inner


def _plain(cell: str) -> object:
    if cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if not _NUMBER.match(cell):
        return cell
    return int(cell) if re.fullmatch(r"[-+]?\d{1,18}", cell) else float(cell)


def _put(entry: Node, keys: tuple[str, ...], node: Node, year: int | None) -> bool:
    """Write a value into an entry; a further year joins the path. Return whether there was room for it."""
    place = entry.value
    for key in keys[:-1]:
        place = place.setdefault(key, Node({}, node.file, node.line)).value
        if not isinstance(place, dict):
            return False
    known = place.get(keys[-1])
    if known is None:
        place[keys[-1]] = node
        return True
    old, new = _path(known), _path(node)
    if year is None or not isinstance(old, dict) or not isinstance(new, dict) or year in old:
        return False
    old.update(new)
    return True


def _path(node: Node) -> object:
    """Return the path over years of a value, whether or not its source stands beside it."""
    return node.value["value"].value if isinstance(node.value, dict) and "value" in node.value else node.value


def tables_of(node: Node) -> Iterator[tuple[str, Node]]:
    """Find the parts of a `system` mapping that are named as a file."""
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            if key in TABLES and isinstance(child.value, str):
                yield key, child
