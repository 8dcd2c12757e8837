"""The catalogues of our sentences: one gettext file a language; English is what stands in the source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

ENGLISH = "en"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are: English first, then one for each catalogue."""
    files = (entry.name for entry in folder().iterdir())
    return (ENGLISH, *sorted(name.removesuffix(".po") for name in files if name.endswith(".po")))


def folder() -> Traversable:
    """Return where the catalogues are."""
    return resources.files(__package__)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return what each id is called in a language; empty for English, whose sentences are the ids.

    Raises FileNotFoundError where there is no catalogue of that language.
    """
    if language == ENGLISH:
        return {}
    from babel.messages.pofile import read_po  # only who asks for another language waits for it

    with (folder() / f"{language}.po").open("rb") as stream:
        entries = list(read_po(stream, locale=language))
    told = {key_of(_last(one.id), one.context or ""): _last(one.string) for one in entries if one.id}
    return {key: text for key, text in told.items() if text}


def key_of(id: str, context: str) -> str:  # noqa: A002
    """Return what an id is looked up by: with its context, as gettext joins them."""
    return f"{context}\x04{id}" if context else id


def _last(text: str | Sequence[str] | None) -> str:
    """Return the last form of a text: of most the only one, of those that count the one for several."""
    return text or "" if isinstance(text, str | None) else text[-1]
