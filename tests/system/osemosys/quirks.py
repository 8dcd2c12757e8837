"""Quirks of data sets in the wild: each changes how the files are written and nothing that they say."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Rows = list[list[str]]
WHOLE = ("YEAR", "MODE_OF_OPERATION", "SEASON", "DAYTYPE", "DAILYTIMEBRACKET")


def read(file: Path) -> Rows:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [row for row in csv.reader(stream) if row]


def write(file: Path, rows: Rows) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def each(change: Callable[[str, Rows], Rows]) -> Callable[[Path], None]:
    """Return a quirk that changes the rows of every file."""

    def quirk(folder: Path) -> None:
        for file in sorted((folder / "csv").glob("*.csv")):
            write(file, change(file.stem, read(file)))

    return quirk


def _text(change: Callable[[str], str], encoding: str = "utf-8") -> Callable[[Path], None]:
    def quirk(folder: Path) -> None:
        for file in sorted((folder / "csv").glob("*.csv")):
            file.write_bytes(change(file.read_text(encoding="utf-8")).encode(encoding))

    return quirk


def _shuffled(order: random.Random, rows: Rows, *, columns: bool) -> Rows:
    header, body = rows[0], rows[1:]
    if not columns:
        return [header, *order.sample(body, len(body))]
    places = order.sample(range(len(header)), len(header))
    return [[row[place] for place in places] for row in rows]


def other_order_of_columns(folder: Path) -> None:
    each(lambda _, rows: _shuffled(random.Random(1), rows, columns=True))(folder)


def other_order_of_rows(folder: Path) -> None:
    each(lambda name, rows: _shuffled(random.Random(2), rows, columns=False) if name[0] != "_" else rows)(folder)


def _as_floats(name: str, rows: Rows) -> Rows:
    header, body = rows[0], rows[1:]
    whole = [column in WHOLE or (name in WHOLE and column == "VALUE") for column in header]
    floats = [[f"{cell}.0" if is_whole else cell for is_whole, cell in zip(whole, row, strict=True)] for row in body]
    return [header, *floats]


def _second_region(_: str, rows: Rows) -> Rows:
    return [["REGION.1" if column == "_REGION" else column for column in rows[0]], *rows[1:]]


def _twice_region(_: str, rows: Rows) -> Rows:
    return [["REGION" if column == "_REGION" else column for column in rows[0]], *rows[1:]]


def without_empty_files(folder: Path) -> None:
    """Leave out every file without rows, sets included, as those do who write only what they use."""
    for file in (folder / "csv").glob("*.csv"):
        if len(read(file)) < 2:
            file.unlink()


def empty_files_of_no_size(folder: Path) -> None:
    for file in (folder / "csv").glob("*.csv"):
        if len(read(file)) < 2:
            file.write_bytes(b"")


def any_header_without_rows(folder: Path) -> None:
    """Give every file without rows the columns of something else, as otoole's own default of TradeRoute does."""
    for file in (folder / "csv").glob("*.csv"):
        if len(read(file)) < 2:
            file.write_text("REGION,YEAR,anything\n", encoding="utf-8")


def _configured(folder: Path, change: Callable[[str, dict[str, Any]], tuple[str, dict[str, Any]]]) -> None:
    file = folder / "config.yaml"
    config = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    YAML(typ="safe").dump(dict(change(name, entry) for name, entry in config.items()), file)


def commodities(folder: Path) -> None:
    """Say COMMODITY for FUEL: files, columns, index and tags, as the kits of MUIO do."""
    for file in sorted((folder / "csv").glob("*.csv")):
        rows = read(file)
        rows[0] = ["COMMODITY" if column == "FUEL" else column for column in rows[0]]
        write(file.with_name(file.name.replace("Fuel", "Commodity").replace("FUEL", "COMMODITY")), rows)
        if "fuel" in file.stem.lower():
            file.unlink()

    def change(name: str, entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        index = ["COMMODITY" if one == "FUEL" else one for one in entry.get("indices") or []]
        return name.replace("Fuel", "Commodity").replace("FUEL", "COMMODITY"), {**entry, "indices": index}

    _configured(folder, change)


def short_names(folder: Path) -> None:
    """Call files by the short names of the configuration, which are those of the sheets of otoole's workbooks."""

    def change(name: str, entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        if entry["type"] != "param":
            return name, entry
        (folder / "csv" / f"{name}.csv").rename(folder / "csv" / f"short{name[:20]}{len(name)}.csv")
        return name, {**entry, "short_name": f"short{name[:20]}{len(name)}"}

    _configured(folder, change)


def own_names_of_indices(folder: Path) -> None:
    """Name columns as only the index of the configuration does, in an order of its own."""
    own = {"TECHNOLOGY": "Tech", "FUEL": "Carrier", "YEAR": "Period", "_REGION": "ToRegion"}
    for file in sorted((folder / "csv").glob("*.csv")):
        rows = read(file)
        write(file, [[own.get(column, column) for column in rows[0]], *rows[1:]])

    def change(name: str, entry: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        return name, {**entry, "indices": [own.get(one, one) for one in entry.get("indices") or []]}

    _configured(folder, change)


def every_default_written(folder: Path) -> None:
    """Write the default of small parameters out in full, as tables from a spreadsheet do."""
    config = YAML(typ="safe").load((folder / "config.yaml").read_text(encoding="utf-8"))
    members = {file.stem: [row[0] for row in read(file)[1:]] for file in (folder / "csv").glob("[A-Z_]*.csv")}
    for name, entry in config.items():
        sets = entry.get("indices") or []
        if entry.get("type") != "param" or entry.get("default") is None or len(sets) > 3 or name == "DiscountRateIdv":
            continue
        file = folder / "csv" / f"{name}.csv"
        rows = read(file)
        keys: Rows = [[]]
        for one in rows[0][:-1]:
            keys = [[*key, member] for key in keys for member in members[one]]
        known = {tuple(row[:-1]) for row in rows[1:]}
        write(file, [*rows, *([*key, repr(entry["default"])] for key in keys if tuple(key) not in known)])


def long_configuration(folder: Path) -> None:
    """Add short names, results and parameters that hold nothing, as otoole's own configuration has them."""
    file = folder / "config.yaml"
    config = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    for name, entry in config.items():
        entry |= {"dtype": "float" if entry["type"] == "param" else "str", "short_name": f"S{name}"[:31]}
    config["Demand"] = {
        "type": "result",
        "indices": ["REGION", "FUEL"],
        "dtype": "float",
        "default": 0,
        "calculated": True,
    }
    for name, rows in (("TechWithCapacityNeededToMeetPeakTS", []), ("ExchangeRate", [["a", "0"]])):
        config[name] = {"type": "param", "indices": ["REGION"], "dtype": "float", "default": 0}
        write(folder / "csv" / f"{name}.csv", [["REGION", "VALUE"], *rows])
    write(folder / "csv" / "Demand.csv", [["REGION", "FUEL", "VALUE"], ["a", "b", "7"]])
    YAML(typ="safe").dump(config, file)


QUIRKS: dict[str, Callable[[Path], None]] = {
    "a byte-order mark": _text(str, "utf-8-sig"),
    "lines ended as Windows does": _text(lambda text: text.replace("\n", "\r\n")),
    "no end of the last line": _text(str.rstrip),
    "blank lines": _text(lambda text: text.replace("\n", "\n\n") + "\n,,\n" if text.count(",") else text + "\n\n"),
    "every cell in quotes": _text(
        lambda text: "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines())
    ),
    "spaces around cells": _text(lambda text: text.replace(",", " , ")),
    "commas at the end of lines": _text(lambda text: text.replace("\n", ",,\n")),
    "headers in small letters": each(lambda _, rows: [[c.lower() for c in rows[0]], *rows[1:]]),
    "columns in another order": other_order_of_columns,
    "rows in another order": other_order_of_rows,
    "whole numbers as floats": each(_as_floats),
    "columns of units and notes": each(
        lambda _, rows: [[*rows[0], "UNITS", "NOTE"], *([*row, "PJ", "a guess, no more"] for row in rows[1:])]
    ),
    "a column of row numbers": each(
        lambda _, rows: [["", *rows[0]], *([str(number), *row] for number, row in enumerate(rows[1:]))]
    ),
    "rows that stand twice": each(lambda name, rows: rows if name[:1] == "_" or name.isupper() else [*rows, *rows[1:]]),
    "the second region as pandas names it": each(_second_region),
    "the second region by its set": each(_twice_region),
    "no files without rows": without_empty_files,
    "files without a header": empty_files_of_no_size,
    "any header where there are no rows": any_header_without_rows,
    "commodities for fuels": commodities,
    "files by their short names": short_names,
    "index names of the configuration": own_names_of_indices,
    "every default written": every_default_written,
    "a long configuration": long_configuration,
}
