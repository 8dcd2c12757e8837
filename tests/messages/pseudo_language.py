"""A language that nobody speaks, made of the ids: letters of ours have marks, so that what has none escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from carbonsim.messages.catalogue import catalogue
from tests.messages.extraction import extracted

MARKED = dict(zip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                  "àƀćďéƒĝĥíĵķĺɱńóƥɋŕśťúṽŵẋýźÀƁĆĎÉƑĜĤÍĴĶĹṀŃÓƤɊŔŚŤÚṼŴẊÝŹ", strict=True))  # fmt: skip
PLACE = re.compile(r"(\{[a-z][a-z0-9_]*\})")


def told(text: str) -> str:
    """Return a text in the language: its places as they are, all else with marks."""
    parts = PLACE.split(text)
    return "".join(part if number % 2 else part.translate(str.maketrans(MARKED)) for number, part in enumerate(parts))


@cache
def pseudo(language: str) -> Mapping[str, str]:
    """Return the catalogue of the language in place of any but English."""
    return {} if language == "en" else {key: told(key.rpartition("\x04")[2]) for key in catalogue("zh")}


def write_catalogue(folder: Path, code: str) -> None:
    """Write the language as the catalogue of a language that Babel knows by its code."""
    catalog = Catalog(locale=code)
    for one in extracted():
        if one.id:
            text = told(one.id) if isinstance(one.id, str) else tuple(map(told, one.id))
            catalog.add(one.id, text, context=one.context)
    with (folder / f"{code}.po").open("wb") as stream:
        write_po(stream, catalog)
