"""Texts in CSV files: what a spreadsheet would take for a formula is written behind an apostrophe, and read back.

The page writes its own files by the same rule (`harmless` in page.js).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

_FORMULA = re.compile(r"'*(\s*[=+\-@＝＋－＠]|[\t\r\n])")
_NUMERAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def harmless(text: object) -> object:
    """Return a text that no spreadsheet calculates; numbers, and texts that are one, stay as they are.

    >>> harmless("=1+1"), harmless("-5"), harmless("'=x"), harmless("coal")
    ("'=1+1", '-5', "''=x", 'coal')
    """
    risky = isinstance(text, str) and _FORMULA.match(text) and not _NUMERAL.fullmatch(text)
    return f"'{text}" if risky else text


def as_it_was(text: Any) -> object:
    """Return what `harmless` was given.

    >>> as_it_was("'=1+1"), as_it_was("-5"), as_it_was("''=x"), as_it_was("'coal'")
    ('=1+1', '-5', "'=x", "'coal'")
    """
    guarded = isinstance(text, str) and text.startswith("'") and _FORMULA.match(text)
    return text[1:] if guarded else text


def write_table(table: pd.DataFrame, path: Path, *, encoding: str = "utf-8") -> None:
    """Write a table as CSV, eight significant digits, its texts harmless to spreadsheets."""
    mapped = mapped_texts(table, harmless).rename(columns=harmless)
    mapped.to_csv(path, index=False, float_format="%.8g", encoding=encoding)


def mapped_texts(table: pd.DataFrame, change: Callable[[object], object]) -> pd.DataFrame:
    """Return a table in which every text is changed; each distinct one is looked at once."""
    texts = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    changed = {name: table[name].map({text: change(text) for text in table[name].unique()}) for name in texts}
    return table.assign(**{str(name): column for name, column in changed.items()})
