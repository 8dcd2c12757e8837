"""The number of an input → the input: which kind, which file, what is changed in it, and the command that reads it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.fuzz import change_book, change_table, change_text, change_tree
from tests.fuzz.inputs import KINDS

WEIGHTS = (35, 15, 20, 12, 18)  # of the kinds
FILES = {
    "yaml": ("tutorial.yaml", "child.yaml", "island.yaml", "accounting.yaml"),
    "csv": ("technologies.csv", "demands.csv", "limits.csv"),
    "workbook": ("city.xlsx",),
    "results": ("summary.json", "results.csv", "scenario.resolved.yaml", "run.json"),
}
ROOTS = {"csv": "written.yaml", "osemosys": "scenario.yaml", "workbook": "peak.yaml"}


class Case(NamedTuple):
    """An input on disk and the command that reads it."""

    kind: str
    file: str
    what: str
    words: tuple[str, ...]
    chinese: bool


def make(number: int, seed: int, inputs: Path, folder: Path) -> Case:
    """Write the input of a number into a fresh folder; the same number and seed give the same input."""
    draw = Random(f"{seed}/{number}")
    kind = draw.choices(KINDS, WEIGHTS)[0]
    shutil.copytree(inputs / kind, folder)
    if kind == "osemosys":
        files = sorted(path.relative_to(folder) for path in folder.rglob("*.*") if path.name != "scenario.yaml")
        file = folder / draw.choices(files, [12 if one.suffix == ".yaml" else 1 for one in files])[0]
    else:
        file = (folder / "one" if kind == "results" else folder) / draw.choice(FILES[kind])
    what = "odd file" if draw.random() < 0.06 else draw.choice(["structure", "structure", "structure", "text"])
    if what == "odd file":
        _odd_file(file, draw)
    else:
        change = change_of(file) if what == "structure" else draw.choice(change_text.CHANGES)
        file.write_bytes(change(file.read_bytes(), draw))
    return Case(kind, str(file.relative_to(folder)), what, _words(kind, file, folder, draw), draw.random() < 0.2)


def change_of(file: Path) -> Callable[[bytes, Random], bytes]:
    """Return how the structure of a file is changed."""
    if file.suffix == ".csv":
        return change_table.change
    if file.suffix == ".xlsx":
        return change_book.change
    if file.suffix == ".json":
        return lambda content, draw: change_tree.as_json(change_tree.change(change_tree.json.loads(content), draw))
    return lambda content, draw: change_tree.as_yaml(change_tree.change(change_tree.read_yaml(content), draw))


def _odd_file(file: Path, draw: Random) -> None:
    content = file.read_bytes()
    file.unlink()
    what = draw.choice(["folder", "loop", "dangling", "pipe", "device", "gone", "link", "empty", "random"])
    if what == "folder":
        file.mkdir()
    elif what == "loop":
        file.symlink_to(file.name)
    elif what == "dangling":
        file.symlink_to("nowhere")
    elif what == "pipe":
        os.mkfifo(file)
    elif what == "device":
        file.symlink_to(draw.choice(["/dev/zero", "/dev/null", "/dev/full"]))
    elif what == "link":
        (file.parent / "elsewhere").write_bytes(content)
        file.symlink_to("elsewhere")
    elif what != "gone":
        file.write_bytes(b"" if what == "empty" else draw.randbytes(3000))


def _words(kind: str, file: Path, folder: Path, draw: Random) -> tuple[str, ...]:
    if kind == "results":
        return ("compare", str(folder / "one"), str(folder / "two"), "--out", str(folder / "compare.html"))
    root = str(
        folder / ROOTS.get(kind, "child.yaml" if file.name == "tutorial.yaml" and draw.random() < 0.5 else file.name)
    )
    command = draw.choices(["check", "run", "show"], [78, 18, 4])[0]
    if command == "run":
        return ("run", root, "--out", str(folder / "out"), "--time-limit", "20", "--quiet")
    return ("show", "--resolved", root) if command == "show" else ("check", root)
