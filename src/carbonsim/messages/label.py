"""A name in two languages, as a planner wrote it: it is told, and never translated."""

from __future__ import annotations

from typing import NamedTuple


class Label(NamedTuple):
    """A name as a reader sees it, in English and Chinese; other languages are told the English one."""

    en: str
    zh: str

    def rendered(self, language: str) -> str:
        """Return the name in a language."""
        return self.zh if language == "zh" else self.en
