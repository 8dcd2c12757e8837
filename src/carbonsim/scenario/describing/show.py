"""The whole merged scenario as YAML, each value with the file and line it came from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from carbonsim.scenario.reading.written_paths import paths_from, resolved_from
from carbonsim.scenario.scenario import Scenario

_PLAIN = re.compile(r"^[A-Za-z\u4e00-\u9fff][\w /().%+-]*$", re.ASCII)
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ""}
COMMENT_COLUMN = 76


def show_resolved(scenario: Scenario, folder: Path | None = None) -> str:
    """Return the merged scenario; a comment behind each value names its file and line.

    Files are named as they are found from `folder`, in which its reference is named too; else from where it lies.
    """
    here = paths_from(scenario, Path(scenario.trace.file).parent) if folder is None else resolved_from(scenario, folder)
    return "\n".join(_lines(here, "", 0, scenario)) + "\n"


def resolved_as_plain(scenario: Scenario) -> dict[str, object]:
    """Return the merged scenario as plain values, and of each path that was written its file and line."""
    here = paths_from(scenario, Path(scenario.trace.file).parent)
    return {"scenario": here, "written": {path: list(place) for path, place in scenario.trace.origins.items() if path}}


def as_yaml(value: Mapping[Any, Any]) -> str:
    """Return a mapping of plain values as YAML that reads back as the same."""
    return "\n".join(_plain_lines(value, 0)) + "\n"


def _plain_lines(value: Mapping[Any, Any], depth: int) -> Iterator[str]:
    for key, child in value.items():
        name = f"{'  ' * depth}{_key(key)}:"
        if isinstance(child, Mapping) and child:
            yield name
            yield from _plain_lines(child, depth + 1)
        else:
            yield f"{name} {as_flow(child)}"


def _lines(value: Mapping[Any, Any], path: str, depth: int, scenario: Scenario) -> Iterator[str]:
    for key, child in value.items():
        here = f"{path}.{key}" if path else str(key)
        name = f"{'  ' * depth}{_key(key)}:"
        if isinstance(child, Mapping) and child:
            yield name
            yield from _lines(child, here, depth + 1, scenario)
            continue
        file, line = scenario.locate(here)
        yield f"{name} {as_flow(child)}".ljust(COMMENT_COLUMN) + f" # {Path(file).name}{f':{line}' if line else ''}"


def _key(key: object) -> str:
    plain = isinstance(key, int) or (_PLAIN.match(str(key)) and str(key).lower() not in _WORDS)
    return str(key) if plain else json.dumps(str(key), ensure_ascii=False)


def as_flow(value: object) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, list):
        return "[" + ", ".join(as_flow(entry) for entry in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)}: {as_flow(child)}" for key, child in value.items()) + "}"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    if _PLAIN.match(text) and text.strip() == text and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
