"""Texts by language: a name in two, as a planner wrote it, told and never translated; and what is said in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from carbonsim.messages.catalogue import languages


class Label(NamedTuple):
    """A name as a reader sees it, in English and Chinese; other languages are told the English one."""

    en: str
    zh: str

    def rendered(self, language: str) -> str:
        """Return the name in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class TextByLanguage:
    """A text in every language there is, where more than words differs: an amount is counted in other units."""

    texts: tuple[tuple[str, str], ...]

    def rendered(self, language: str) -> str:
        """Return the text in a language."""
        return dict(self.texts)[language]


def in_each(say: Callable[[str], str]) -> TextByLanguage:
    """Return what is said in every language there is."""
    return TextByLanguage(tuple((language, say(language)) for language in languages()))
