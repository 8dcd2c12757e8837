"""An OSeMOSYS data set in otoole's CSV layout, read with its own defaults: every finding at once, with file and line.

Each set and parameter is one file `<NAME>.csv`; the configuration names them and gives every parameter the default
that stands for its missing rows. A file that is missing, or has no rows below whatever header, has none but those.
Columns of notes and units, blank lines, a byte-order mark, years written `2015.0` and columns in another order are
read as what they are, and so are the names of other dialects (COMMODITY for FUEL) and of the configuration.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, counting, message, one_of
from carbonsim.scenario.parser_problems import parser_problem
from carbonsim.scenario.typos import encoding_typo, is_there, path_typo, unprintable
from carbonsim.system.osemosys.data.layout import (
    DERIVED,
    LAYOUTS,
    NEEDED_PARAMETERS,
    NEEDED_SETS,
    PARTNER,
    SETS,
    UNSUPPORTED,
    WHOLE_NUMBERS,
    WITHOUT_MODE,
    Layout,
)
from carbonsim.system.osemosys.data.naming import DIALECT, canonical, column_names, find_files, written_names

Floats = NDArray[np.float64]
Member = str | int
MOST_ROWS = 10  # that are told one by one
LARGEST_FILE, LARGEST_CONFIG = 500_000_000, 5_000_000  # bytes
# What a text makes the YAML library raise that is no YAML, nests too deep, or has a number or a date that is none.
_UNREADABLE = (OSError, ValueError, YAMLError, RecursionError, TypeError, ArithmeticError, LookupError, AttributeError)


@dataclass(frozen=True)
class DataTable:
    """The rows of a parameter: positions in its index sets (rows × sets), values, lines, and the default."""

    index: tuple[str, ...]
    default: float
    places: NDArray[np.int64]
    values: Floats
    lines: NDArray[np.int64]


@dataclass
class DataSet:
    """Sets in order and parameters; `dense` gives one as an array over its index sets."""

    folder: Path
    sets: dict[str, list[Member]] = field(default_factory=dict)
    tables: dict[str, DataTable] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)  # what a modeller should know, though the result stands
    config: Path = Path()
    defaults: dict[str, int] = field(default_factory=dict)  # parameter → line of its default in the configuration
    files: dict[str, str] = field(default_factory=dict)  # set or parameter → its file, where it has another name
    configured: dict[str, dict[str, object]] = field(
        default_factory=dict
    )  # set or parameter → what the configuration says

    def dense(self, name: str) -> Floats:
        """Return a parameter over its index sets, the default where no row stands."""
        table = self.tables[name]
        array = np.full([len(self.sets[one]) for one in table.index], table.default)
        if len(table.values):
            array[tuple(table.places.T)] = table.values
        return array

    def values_at(self, name: str, places: NDArray[np.int64]) -> Floats:
        """Return a parameter at some places of its index (rows × sets), the default where no row stands."""
        table = self.tables[name]
        found = np.full(len(places), table.default)
        if len(places) and len(table.values):
            row = self._rows_at(name, places)
            found[row >= 0] = table.values[row[row >= 0]]
        return found

    def _rows_at(self, name: str, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the rows that hold some places of a parameter, the last of those that say it twice; -1: none."""
        table = self.tables[name]
        shape = [len(self.sets[one]) for one in table.index]
        own, wanted = (np.ravel_multi_index(tuple(rows.T), shape) for rows in (table.places, places))
        order = np.argsort(own, kind="stable")
        at = np.searchsorted(own[order], wanted, side="right") - 1
        found = np.where(own[order][at] == wanted, order[at], -1)
        return np.where(at < 0, -1, found)

    def where(self, name: str, places: NDArray[np.int64]) -> tuple[str, int]:
        """Return file and line of a row, or those of its default in the configuration."""
        if not len(self.tables[name].values):
            return self.default_of(name)
        row = int(self._rows_at(name, places.reshape(1, -1))[0])
        return (self.file(name), int(self.tables[name].lines[row])) if row >= 0 else self.default_of(name)

    def where_of(self, name: str, index: str, place: int) -> tuple[str, int]:
        """Return file and line of the first row of one member of a set, or those of the default."""
        table = self.tables[name]
        rows = np.flatnonzero(table.places[:, table.index.index(index)] == place)
        return (self.file(name), int(table.lines[rows[0]])) if len(rows) else self.default_of(name)

    def default_of(self, name: str) -> tuple[str, int]:
        """Return file and line of the default of a parameter in the configuration."""
        return str(self.config), self.defaults.get(name, 0)

    def file(self, name: str) -> str:
        """Return the name of a file as a reader finds it."""
        return str(self.folder / f"{self.files.get(name, name)}.csv")

    def report(self, name: str, line: int, path: str, found: Wording, expected: Wording, advice: Wording = "") -> None:
        """Note something wrong in a file of the data set."""
        self.findings.append(Finding(self.file(name), line, path, found, expected, advice))

    def report_rows(
        self, name: str, path: str, found: Mapping[int, Wording], expected: Wording, advice: Wording = ""
    ) -> None:
        """Note rows that are wrong in one way, by line: the first ones each, and how many there are beside them."""
        told = dict(list(found.items())[:MOST_ROWS])
        for line, words in told.items():
            self.report(name, line, path, words, expected, advice)
        if more := len(found) - len(told):
            line = next(line for line in found if line not in told)
            self.report(
                name,
                line,
                path,
                counting("the same in {count} row from here on", "the same in {count} rows from here on", more),
                expected,
            )

    def refuse(self, name: str, found: Wording, expected: Wording, chosen: NDArray[np.bool_]) -> None:
        """Note that values of a parameter are not supported, at the line of the first row chosen."""
        rows = np.flatnonzero(chosen)
        line = int(self.tables[name].lines[rows[0]]) if len(rows) else 0
        self.report(name, line, name, found, expected, message("such data are not supported: change them"))


def read_data_set(folder: Path, config: Path) -> DataSet:
    """Read a data set; what is wrong stands in its findings."""
    data = DataSet(folder, config=config)
    named = data.configured = _read_config(config, data)
    if data.findings:
        return data
    _choose_files(data, named)
    for name in SETS:
        data.sets[name] = _read_set(data, name, needed=name in NEEDED_SETS)
    data.sets[PARTNER] = data.sets["REGION"]
    if any(finding.file == data.file(name) for name in NEEDED_SETS for finding in data.findings):
        return data
    for name, layout in LAYOUTS.items():
        data.tables[name] = _read_table(data, name, layout, named)
    _missing_files(data, named)
    _unknown_files(data, named)
    return data


def _choose_files(data: DataSet, named: dict[str, dict[str, object]]) -> None:
    """Note which file holds each set and parameter; refuse two with rows for one."""
    for name, there in find_files(data.folder, named).items():
        data.files[name] = there[0]
        held = [one for one in there if len(there) > 1 and _holds_rows(data, one)]
        if held:
            data.files[name] = held[0]
        for second in held[1:]:
            advice = message("remove one of the two")
            data.report(
                second,
                1,
                "",
                message("{file} beside {other}", file=f"{second}.csv", other=f"{held[0]}.csv"),
                message("one file of {name}", name=name),
                advice,
            )


def _holds_rows(data: DataSet, stem: str) -> bool:
    read = _rows(data, stem)
    return read is not None and bool(read[1])


def _read_config(path: Path, data: DataSet) -> dict[str, dict[str, object]]:
    if not is_there(path):
        expected, advice = (
            message("the otoole configuration of the data set"),
            message("check the path; it is relative to the scenario"),
        )
        data.findings.append(Finding(str(path), 0, "", path_typo(path)[0], expected, advice))
        return {}
    if path.stat().st_size > LARGEST_CONFIG:
        found, expected = (
            message("a file of {size} MB", size=f"{path.stat().st_size / 1e6:.0f}"),
            message("at most {largest} MB", largest=f"{LARGEST_CONFIG / 1e6:.0f}"),
        )
        data.findings.append(Finding(str(path), 0, "", found, expected))
        return {}
    try:
        text = path.read_text(encoding="utf-8-sig")
        named = YAML(typ="safe").load(text)
    except _UNREADABLE as error:
        words = " ".join(str(getattr(error, "problem", None) or getattr(error, "strerror", None) or error).split())
        data.findings.append(
            Finding(str(path), 0, "", parser_problem(words[:120]), message("the otoole configuration of the data set"))
        )
        return {}
    if not isinstance(named, dict) or not all(isinstance(entry, dict) for entry in named.values()):
        found, expected = message("something else"), message("a mapping of sets and parameters, each with its type")
        data.findings.append(Finding(str(path), 1, "", found, expected))
        return {}
    heads = {line.split(":")[0]: number for number, line in enumerate(text.splitlines(), 1) if line[:1].strip()}
    data.defaults = {DIALECT.get(name, name): number for name, number in heads.items()}
    named = canonical(named)
    for name, entry in named.items():
        default = entry.get("default")
        wrong = name in LAYOUTS and default is not None and not _is_number(default)
        if wrong or (name in LAYOUTS and default is None and name not in ("DiscountRateIdv", "DiscountRateStorage")):
            shown: Wording = message("nothing") if default is None else repr(default)
            path_of = f"{name}.default"
            line = data.defaults.get(name, 0)
            data.findings.append(
                Finding(str(path), line, path_of, shown, message("the value of rows that are not written"))
            )
    return named


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))


def _rows(data: DataSet, name: str) -> tuple[list[str], list[list[str]], list[int]] | None:
    """Return header, rows and their lines; None where there is no such file."""
    path = Path(data.file(name))
    if not path.is_file():
        return None
    if path.stat().st_size > LARGEST_FILE:
        data.report(
            name,
            0,
            "",
            message("a file of {size} MB", size=f"{path.stat().st_size / 1e6:.0f}"),
            message("at most {largest} MB", largest=f"{LARGEST_FILE / 1e6:.0f}"),
        )
        return None
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, skipinitialspace=True)
            header = [column.strip() for column in next(reader, [])]
            rows, lines = [], []
            for row in reader:
                if any(map(str.strip, row)):
                    rows.append(row)
                    lines.append(reader.line_num)
    except (UnicodeDecodeError, csv.Error) as error:
        with path.open("rb") as bytes_:
            kind = encoding_typo(bytes_.read(LARGEST_CONFIG))[0] if isinstance(error, UnicodeDecodeError) else ""
        data.report(
            name,
            0,
            "",
            kind or message("text that cannot be read: {problem}", problem=parser_problem(str(error))),
            message("a CSV file in UTF-8"),
        )
        return None
    return header, rows, lines


def _read_set(data: DataSet, name: str, *, needed: bool) -> list[Member]:
    read = _rows(data, name)
    if read is None:
        if needed and not any(finding.file == data.file(name) for finding in data.findings):
            others = one_of([f"{one}.csv" for one in written_names(name, {})])
            data.report(
                name,
                0,
                "",
                message("no such file"),
                message("the members of {set}, in a column VALUE of {files}", set=name, files=others),
            )
        return []
    header, rows, lines = read
    header = [column.upper() for column in header] if rows else ["VALUE"]  # an empty file: a set without members
    if "VALUE" not in header:
        data.report(
            name, 1, "", message("columns {columns}", columns=", ".join(header) or "none"), message("a column VALUE")
        )
        return []
    place, members = header.index("VALUE"), []
    for row, line in zip(rows, lines, strict=True):
        text = row[place].strip() if place < len(row) else ""
        member = _whole_number(text) if name in WHOLE_NUMBERS else text or None
        if odd := unprintable(member):
            data.report(name, line, "VALUE", odd, message("printable text"), message("delete it"))
        elif member is None:
            expected = message("a whole number") if name in WHOLE_NUMBERS else message("a name")
            data.report(name, line, "VALUE", repr(text), expected)
        elif member in members:
            data.report(
                name,
                line,
                "VALUE",
                message("{member} a second time", member=member),
                message("each member once"),
                message("remove one of the two"),
            )
        else:
            members.append(member)
    if needed and name in NEEDED_SETS and not members and not any(f.file == data.file(name) for f in data.findings):
        data.report(name, 1, "", message("no member"), message("at least one member of {set}", set=name))
    return sorted(members) if name in WHOLE_NUMBERS else members


def _whole_number(text: str) -> int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else None


def _read_table(data: DataSet, name: str, layout: Layout, named: dict[str, dict[str, Any]]) -> DataTable:
    default = named.get(name, {}).get("default")
    default = layout.default if default is None else float(default)
    nothing = DataTable(
        layout.sets, default, np.zeros((0, len(layout.sets)), dtype=np.int64), np.zeros(0), np.zeros(0, np.int64)
    )
    read, wanted = _rows(data, name), (*layout.sets, "VALUE")
    if read is None:
        if name in NEEDED_PARAMETERS and not any(finding.file == data.file(name) for finding in data.findings):
            data.report(name, 0, "", message("no such file"), message("columns {columns}", columns=tuple(wanted)))
        return nothing
    written, rows, lines = read
    if not rows:
        return nothing  # what its header says matters where a row needs it
    header = column_names(written, layout, named.get(name, {}).get("indices"))
    if name in WITHOUT_MODE and "MODE_OF_OPERATION" not in header:
        layout = layout._replace(sets=tuple(one for one in layout.sets if one != "MODE_OF_OPERATION"))
        nothing = replace(nothing, index=layout.sets, places=nothing.places[:, : len(layout.sets)])
        wanted = (*layout.sets, "VALUE")
    columns = message("columns {columns}", columns=tuple(wanted))
    if any(header.count(column) != 1 for column in wanted):
        data.report(
            name, 1, "", message("columns {columns}", columns=", ".join(filter(None, written)) or "none"), columns
        )
        return nothing
    sets = {*SETS, PARTNER, *(one for one, entry in named.items() if entry.get("type") == "set")}
    if extra := [column for column in header if column in sets and column not in wanted]:
        data.report(
            name,
            1,
            "",
            message("a column {column}, by which it is not indexed", column=extra[0]),
            columns,
            message("remove it"),
        )
        return nothing
    return _filled(data, name, nothing, header, wanted, rows, lines)


def _filled(
    data: DataSet,
    name: str,
    nothing: DataTable,
    header: list[str],
    wanted: Sequence[str],
    rows: list[list[str]],
    lines: list[int],
) -> DataTable:
    order = [header.index(column) for column in wanted]
    before, width = len(data.findings), max(order) + 1
    odd = {
        line: message("{count} values", count=len(row))
        for row, line in zip(rows, lines, strict=True)
        if len(row) < width or any(map(str.strip, row[len(header) :]))
    }
    data.report_rows(name, "", odd, message("{count} values", count=len(header)))
    if len(data.findings) > before:
        return nothing
    columns = list(zip(*(row[:width] for row in rows), strict=True))
    places = [
        _positions(data, name, one, columns[at], lines) for one, at in zip(nothing.index, order[:-1], strict=True)
    ]
    values = _numbers(data, name, columns[order[-1]], lines)
    if len(data.findings) > before:
        return nothing
    table = DataTable(nothing.index, nothing.default, np.array(places, dtype=np.int64).T, values, np.array(lines))
    _duplicates(data, name, table)
    return table


def _positions(data: DataSet, name: str, index: str, column: Sequence[str], lines: list[int]) -> list[int]:
    known: dict[str, int] = {str(member): place for place, member in enumerate(data.sets[index])}
    for text, line in zip(column, lines, strict=True):
        if text not in known:
            known[text] = _position(data, name, index, text, line)  # an unknown name is told once a file
    return [known[text] for text in column]


def _position(data: DataSet, name: str, index: str, text: str, line: int) -> int:
    members = [str(member) for member in data.sets[index]]
    written = str(_whole_number(text)) if index in WHOLE_NUMBERS else text.strip()
    if written in members:
        return members.index(written)
    near = difflib.get_close_matches(text, members, n=1)
    expected = ", ".join(members[:12]) or message("nothing: the set is empty")
    advice = (
        message("did you mean {name}?", name=near[0])
        if near
        else message("add it to {set}.csv, or correct it", set=index)
    )
    data.report(
        name,
        line,
        index,
        message("{member}, which is not in {set}", member=repr(text), set=index),
        message("one of {names}", names=expected),
        advice,
    )
    return 0


def _numbers(data: DataSet, name: str, column: Sequence[str], lines: list[int]) -> Floats:
    try:
        values = np.array(column, dtype=float)
        if np.isfinite(values).all():
            return values
    except ValueError:
        pass
    odd: dict[int, str] = {}
    for text, line in zip(column, lines, strict=True):
        try:
            fine = bool(np.isfinite(float(text)))
        except ValueError:
            fine = False
        if not fine:
            odd[line] = repr(text)
    data.report_rows(name, "VALUE", odd, message("a finite number"))
    return np.zeros(len(column))


def _duplicates(data: DataSet, name: str, table: DataTable) -> None:
    shape = [len(data.sets[one]) for one in table.index]
    flat = np.ravel_multi_index(tuple(table.places.T), shape)
    _, first, back = np.unique(flat, return_index=True, return_inverse=True)
    other = table.values != table.values[first[back]]  # a row that is repeated as it stands says nothing new
    twice = {
        int(table.lines[row]): message("the row of line {line} a second time", line=int(table.lines[first[back[row]]]))
        for row in np.flatnonzero((first[back] != np.arange(len(flat))) & other)
    }
    data.report_rows(name, "", twice, message("each row once"))


def _missing_files(data: DataSet, named: dict[str, dict[str, object]]) -> None:
    """Warn of the parameters that the configuration names and no file holds: their defaults stand."""
    lacking = [name for name in LAYOUTS if name in named and not Path(data.file(name)).is_file()]
    if lacking:
        expected = message("a file for each parameter that the configuration names")
        found, advice = (
            message("no file for {names}", names=tuple(lacking)),
            message("the default there is taken for every row"),
        )
        data.warnings.append(Finding(str(data.folder), 0, "", found, expected, advice))


def _unknown_files(data: DataSet, named: dict[str, dict[str, object]]) -> None:
    """Refuse, by name, every file with rows that no equation here reads."""
    results = {name for name, entry in named.items() if entry.get("type") == "result"}
    known = {*LAYOUTS, *SETS, PARTNER, *results, *data.files.values(), *DIALECT}
    for path in sorted(data.folder.glob("*.csv")):
        name = path.stem
        if name in known or name in DERIVED:
            continue
        read = _rows(data, name)
        if read is not None and read[1] and not _says_nothing(read[0], read[1], named.get(name, {})):
            near = difflib.get_close_matches(name, [*LAYOUTS, *SETS], n=1) if name not in UNSUPPORTED else []
            advice = (
                message("did you mean {name}?", name=near[0])
                if near
                else message("remove the file, or its rows, if it is not needed")
            )
            found = message("{name} in use, which is not supported", name=name)
            data.report(name, read[2][0], name, found, message("sets and parameters that are known"), advice)


def _says_nothing(header: list[str], rows: list[list[str]], entry: dict[str, object]) -> bool:
    """Say whether every row of a parameter holds the default that the configuration gives to rows that are missing."""
    default = entry.get("default")
    columns = [column.upper() for column in header]
    if entry.get("type") != "param" or not _is_number(default) or columns.count("VALUE") != 1:
        return False
    place = columns.index("VALUE")
    try:
        return all(float(row[place]) == default for row in rows)
    except (ValueError, IndexError):
        return False
