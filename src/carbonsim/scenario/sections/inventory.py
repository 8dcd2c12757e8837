"""The inventory: which category of the IPCC 2006 Guidelines a branch belongs to, and notation keys of what is not told.

The lists of categories are data of the library: the codes of the IPCC 2006 Guidelines (volume 1, table 8.2) and of the
Global Protocol for Community-Scale Greenhouse Gas Inventories (GPC, version 1.1).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.section import Section, Text

_LEVELS = re.compile(r"(\d)([A-Z]?)(\d*)([a-z]?)([ivx]*)")
Standard = Literal["ipcc", "gpc"]


class Notation(Section):
    """Why a cell of the inventory has no figure."""

    key: Literal["NO", "NE", "IE", "C"] = Field(
        description=marked(
            "NO not occurring, NE not estimated, IE included elsewhere, C confidential: counted but not shown"
        )
    )
    reason: Text | None = Field(None, description="why, or where it is included")


class Inventory(Section):
    """How branches are told in an inventory."""

    energy: dict[str, str] = Field(
        default_factory=dict, description="branch, class or fleet → IPCC category of what it burns, such as 1A2f"
    )
    process: dict[str, str] = Field(
        default_factory=dict, description="branch → IPCC category of its process, such as 2A1"
    )
    notation: dict[str, Notation] = Field(
        default_factory=dict, description="IPCC or GPC code → notation key of a cell without a figure"
    )


@cache
def categories(standard: Standard) -> Mapping[str, Mapping[str, str]]:
    """Return the categories of a standard by code: names and, by standard, gpc, gases, note or key, within, reason."""
    text = resources.files("carbonsim.library").joinpath(f"inventory/{standard}.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


@cache
def lineage(code: str) -> tuple[str, ...]:
    """Return an IPCC code after every level above it.

    >>> lineage("1A2f")
    ('1', '1A', '1A2', '1A2f')
    """
    match = _LEVELS.fullmatch(code)
    parts = [part for part in match.groups() if part] if match else [code]
    return tuple("".join(parts[: place + 1]) for place in range(len(parts)))
