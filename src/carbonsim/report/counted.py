"""Amounts that a reader of a page may count in another unit: beside their words stand value and unit.

A text is put together from words and amounts in many places. While a page is made, an amount leaves its value and unit
in the text, between signs that no text holds, and at the door of the page `parts_of` takes it out again as data.
Elsewhere an amount is its words alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

OPEN, NEXT, CLOSE = "\ue000", "\ue001", "\ue002"  # of Unicode's private use
BARE = "bare"
_FACTS = re.compile(
    f"{OPEN}([^{NEXT}]*){NEXT}([^{NEXT}]*){NEXT}([^{NEXT}]*){NEXT}([^{NEXT}]*){NEXT}([^{CLOSE}]*){CLOSE}"
)
_KEPT: ContextVar[bool] = ContextVar("amounts_kept", default=False)


class CountedAmount(NamedTuple):
    """An amount of a page: its words as printed, its unit and its value in it; None where only the unit is told.

    `digits` are the significant ones; of a `bare` amount the unit stands elsewhere, as at the head of a table.
    """

    words: str
    unit: str
    value: float | None = None
    digits: int = 3
    bare: bool = False


@contextmanager
def amounts_kept() -> Iterator[None]:
    """Let amounts that are told in this block keep value and unit."""
    before = _KEPT.set(True)
    try:
        yield
    finally:
        _KEPT.reset(before)


def kept(amount: CountedAmount) -> str:
    """Return the words of an amount, and where a page is made its value and unit with them."""
    if not _KEPT.get() or amount.value != amount.value:
        return amount.words
    value = "" if amount.value is None else repr(float(amount.value))
    return f"{OPEN}{NEXT.join((amount.unit, value, str(amount.digits), BARE * amount.bare, amount.words))}{CLOSE}"


def parts_of(text: str) -> list[str | CountedAmount]:
    """Return a text as its words and amounts, in order."""
    parts: list[str | CountedAmount] = []
    start = 0
    for found in _FACTS.finditer(text):
        unit, value, digits, bare, words = found.groups()
        parts += [text[start : found.start()]] if found.start() > start else []
        parts.append(CountedAmount(words, unit, float(value) if value else None, int(digits), bool(bare)))
        start = found.end()
    return [*parts, text[start:]] if start < len(text) or not parts else parts


def words_of(text: str) -> str:
    """Return the words of a text alone."""
    return _FACTS.sub(lambda found: found[5], text)
