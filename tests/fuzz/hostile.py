"""What people, spreadsheets and other tools put where something else belongs."""

from __future__ import annotations

from random import Random
from typing import Any

TEXTS = [
    "", " ", "=1+1", "@x", "+1", "-", '<a href="x">y</a>', "a|b", "a.b", "a,b", "a;b", '"', "'", "../x", "%s{0}%{y}",
    "$x$", "~", "null", "NaN", "nan", "inf", "n/a", "#N/A", "#DIV/0!", "2,000", "1e999", "1e308 GW", "10 GW/0", "50 %",
    "-5 %", "2030", "2030-2035", "10 万吨", "5 CNY_1890/kWh", "1 CNY/kWh/kWh", "10^10^10 GW", "kW", "\t", "x" * 10_000,
    "𝔘😀", "\u202etxet", "\u200b", "\u3000", "\ufeff", "：", "name：x", "系统", "CON", "nul", "system.", ".", "*", "?",
    "[1]", "{}", "true", "yes", "1_000", "0x10", "1e-320", "1 bananas", "library:nowhere", "library:../../x",
    "file:///etc/passwd",
]  # fmt: skip
BROKEN = ["\x00", "a\x07b", "\x1b[31m", "\ud800", "x\udfff", "\x85", "\ufffe"]  # no signs of any text
NUMBERS = [
    0, 1, -1, 2, 0.5, -0.5, 1e-9, 1e-308, 1e9, 1e15, 1e300, 1e308, -1e308, float("inf"), float("-inf"), float("nan"),
    10**18, 10**30, 1899, 1900, 2019, 2020, 2021, 2026, 2028, 2030, 2060, 2200, 2201, 3, 7, 100, 8760,
]  # fmt: skip
NAMES = ["wnd", "powr", "capital_cst", "Wind", "value", "growth", "2030", "source", "quality", "label", "x", "system"]


def text(draw: Random) -> str:
    """Return a text that is one, but not what was asked for."""
    return draw.choice(TEXTS)


def scalar(draw: Random) -> Any:
    """Return a number, a text, a truth or nothing."""
    return draw.choice([draw.choice(NUMBERS), text(draw), draw.choice(BROKEN), None, True, False, draw.choice(NAMES)])


def value(draw: Random) -> Any:
    """Return a value of any type."""
    year = draw.choice([2020, 2026, 2030, 1e3, "2030", 2500, True])
    return draw.choice(
        [
            scalar(draw), scalar(draw), scalar(draw), [], {}, [scalar(draw)], [[[]]], {"value": scalar(draw)},
            {year: scalar(draw)}, {2020: 1, "growth": scalar(draw)}, {"value": {2020: 1}, "source": scalar(draw)},
            {"from": 2026, "to": 2020, "at_most": scalar(draw)}, {scalar(draw): scalar(draw)}, {"en": scalar(draw)},
            {"value": 1, "quality": scalar(draw)}, deep(draw.choice([3, 39, 60])),
        ]
    )  # fmt: skip


def deep(levels: int) -> Any:
    """Return mappings in mappings."""
    return {"a": deep(levels - 1)} if levels else 1


def key(draw: Random) -> Any:
    """Return what may stand as a key."""
    return draw.choice([text(draw), draw.choice(NAMES), draw.choice(NUMBERS), True, None, draw.choice(BROKEN)])
