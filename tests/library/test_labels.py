"""Names in two languages are whole: a comma that is not quoted would end one, and leave keys without a value."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
FILES = sorted([*(ROOT / "scenarios").rglob("*.yaml"), *(ROOT / "src/carbonsim/library").rglob("*.yaml")])


def texts(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(part, dict):
        if "en" in part and "zh" in part:
            yield path, part
        for key, value in part.items():
            yield from texts(value, f"{path}.{key}")
    elif isinstance(part, list):
        for place, value in enumerate(part):
            yield from texts(value, f"{path}[{place}]")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_a_name_has_two_languages_and_no_other_key(file: Path) -> None:
    written = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    assert [path for path, text in texts(written) if set(text) != {"en", "zh"} or None in text.values()] == []
