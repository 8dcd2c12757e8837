"""The whole merged scenario as YAML, each value with the file and line it came from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from carbonsim.scenario.scenario import Scenario

_PLAIN = re.compile(r"^[A-Za-z\u4e00-\u9fff][\w /().%+-]*$", re.ASCII)
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ""}
COMMENT_COLUMN = 76


def show_resolved(scenario: Scenario) -> str:
    """Return the merged scenario; a comment behind each value names its file and line."""
    return "\n".join(_lines(scenario.resolved, "", 0, scenario)) + "\n"


def _lines(value: Mapping[Any, Any], path: str, depth: int, scenario: Scenario) -> Iterator[str]:
    for key, child in value.items():
        here = f"{path}.{key}" if path else str(key)
        name = f"{'  ' * depth}{_key(key)}:"
        if isinstance(child, Mapping) and child:
            yield name
            yield from _lines(child, here, depth + 1, scenario)
            continue
        file, line = scenario.locate(here)
        yield f"{name} {_scalar(child)}".ljust(COMMENT_COLUMN) + f" # {Path(file).name}:{line}"


def _key(key: Any) -> str:
    return str(key) if isinstance(key, int) or _PLAIN.match(str(key)) else json.dumps(str(key), ensure_ascii=False)


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(entry) for entry in value) + "]"
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    if _PLAIN.match(text) and text.strip() == text and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
