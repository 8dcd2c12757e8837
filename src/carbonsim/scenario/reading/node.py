"""A value and where it stands: what files are read into before they are merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Node:
    """A value of a file and where it stands; mappings and lists hold nodes."""

    value: Any
    file: str
    line: int
