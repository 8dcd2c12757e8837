"""A small complete city to start from, written into a folder of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.message import message
from carbonsim.scenario.describing.json_schema import HEADER, SCHEMA_FILE, schema_text
from carbonsim.scenario.typos import unprintable

FILES = ("economy.yaml", "energy.yaml", "demand.yaml", "baseline.yaml", "peak.yaml")


def new_city(directory: Path, name: str) -> list[Path]:
    """Write the files of a small city and return them, the one to run last.

    Raises ScenarioError where the name is empty or would break YAML, or where a file is already there.
    """
    refuse_target(directory, FILES, _name_findings(directory, name))
    directory.mkdir(parents=True, exist_ok=True)
    write_schema(directory)
    return [_write(directory / file, name.strip()) for file in FILES]


def write_schema(directory: Path) -> None:
    """Write the schema that the first line of each file names to editors, into a folder that is there."""
    (directory / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")


def refuse_target(directory: Path, files: Sequence[str], findings: Sequence[Finding] = ()) -> None:
    """Raise ScenarioError where one of the files is already there, or where the folder is none; with other findings."""
    found = [
        *findings,
        *(
            Finding(
                str(directory / file),
                0,
                "",
                message("a file that is already there"),
                message("a new folder"),
                message("choose another folder"),
            )
            for file in files
            if (directory / file).exists()
        ),
    ]
    if odd := unprintable(str(directory)):
        here = repr(str(directory))
        found.append(
            Finding(
                here,
                0,
                "",
                message("{character} in the name of the folder", character=odd),
                message("printable text"),
                message("call it otherwise"),
            )
        )
    if directory.exists() and not directory.is_dir():
        found.append(
            Finding(str(directory), 0, "", message("a file"), message("a folder"), message("choose another name"))
        )
    if found:
        raise ScenarioError(found)


def _name_findings(directory: Path, name: str) -> list[Finding]:
    if name.strip() and name.isprintable():
        return []
    found = message("the name {name}", name=repr(name)) if name.strip() else message("an empty name")
    return [Finding(str(directory), 0, "--name", found, message("a name on one line"), message("choose a plain name"))]


def _write(path: Path, name: str) -> Path:
    template = resources.files("carbonsim.library").joinpath("city", path.name).read_text(encoding="utf-8")
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')  # it stands between double quotes, or in a comment
    path.write_text(HEADER + template.replace("{name}", quoted), encoding="utf-8")
    return path
