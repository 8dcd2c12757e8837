"""What the terminal says, told in Chinese: rules speak English, and one book of phrases has both languages.

A phrase may hold `{}` for what differs; what stands there is looked up in its turn. The most exact phrase wins.
What stands in a place is of whole words, or the ending of the word that the place is written to: `row{}`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from carbonsim.errors import CarbonsimError, Finding, ScenarioError

LINE = re.compile(
    r"(?P<place>.+?): (?:(?P<path>\S+): )?found (?P<found>.+?); expected (?P<expected>.+?)(?:; (?P<advice>.+))?"
)
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
NO_SPLIT = r"(?!(?<=\w)\w)"  # between two places; after the last there is nothing to split


def error_in_chinese(error: CarbonsimError) -> str:
    """Tell what a run raised in Chinese, one line for a finding."""
    if isinstance(error, ScenarioError):
        return "\n".join(finding_in_chinese(finding) for finding in error.findings)
    return phrase_in_chinese(str(error))


def finding_in_chinese(finding: Finding) -> str:
    """Tell a finding in Chinese: where, which key, what was found, what was expected, what to do."""
    where = f"{finding.file}:{finding.line}" if finding.line else finding.file
    return _line(where, finding.path, finding.found, finding.expected, finding.advice)


def line_in_chinese(text: str) -> str:
    """Tell a finding in Chinese that is known by its English line alone."""
    match = LINE.fullmatch(text)
    if match is None:
        return phrase_in_chinese(text)
    return _line(match["place"], match["path"] or "", match["found"], match["expected"], match["advice"] or "")


def _line(where: str, path: str, found: str, expected: str, advice: str) -> str:
    told = [f"{name}：{phrase_in_chinese(text)}" for name, text in (("现为", found), ("应为", expected)) if text]
    told += [f"建议：{phrase_in_chinese(advice)}"] if advice else []
    return f"{where}: {f'{path}: ' if path else ''}{'；'.join(told)}"


def phrase_in_chinese(text: str) -> str:
    """Tell a phrase in Chinese; what no phrase of the book answers to (names, numbers, units) stays as it is."""
    exact = _book().get(text)
    if exact is not None:
        return exact
    for pattern, chinese in _patterns():
        match = pattern.fullmatch(text)
        if match is not None:
            return _filled(chinese, [_part(text) for text in match.groups()])
    return text


def _part(text: str) -> str:
    """Tell what stood in a place; one word alone is a key or a name, and what is quoted stays as it is."""
    own = text == "nothing" or (" " in text and not QUOTED.fullmatch(text))
    return phrase_in_chinese(text) if own else text


def _filled(chinese: str, parts: list[str]) -> str:
    """Put parts into their places: `{}` in order, `{1}` by number; other braces are YAML."""
    waiting = iter(parts)
    return re.sub(r"\{(\d?)\}", lambda place: parts[int(place[1])] if place[1] else next(waiting), chinese)


@cache
def _book() -> dict[str, str]:
    text = (resources.files("carbonsim.report") / "parts" / "phrases_zh.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines()[1:])


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Return the phrases with a place for what differs, the ones with most letters of their own first."""
    open_ones = sorted((english for english in _book() if "{}" in english), key=_own_letters, reverse=True)
    return [(_pattern(english), _book()[english]) for english in open_ones]


def _pattern(english: str) -> re.Pattern[str]:
    """Return what a phrase matches: an ending may be empty, other places hold something and split no word."""
    written, *others = english.split("{}")
    found, before = re.escape(written), written
    for after in others:
        found += r"(\w*)" if before[-1:].isalnum() else "(.+?)"
        found += re.escape(after) if after else NO_SPLIT
        before = after
    return re.compile(found, re.DOTALL)


def _own_letters(english: str) -> int:
    return len(english.replace("{}", ""))
