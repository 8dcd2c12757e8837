"""Typos that people make when they write a file by hand or save it from elsewhere, and what to do about each."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from carbonsim.messages.message import Message, Wording, message

_NUMBERS = (  # how a number is written elsewhere, and how here
    (r"[-+]?\d{1,3}(,\d{3})+(?!\d)", message("write the number without commas, such as 1200000 or 1.2 million")),
    (r"[-+]?\d+,\d", message("write a point for the decimals, such as 80.5")),
    (r"[-+]?\d{1,3}( \d{3})+(?!\d)", message("write the number without blanks, such as 1200000 or 1.2 million")),
    (r"\d[\d.]*\s*(-|–|—|~|至|到)\s*\d", message("write one number, the central one, and the range into `note`")),
    (
        r"(~|≈|<|>|≤|≥|约|about|circa|ca\.)\s*\d",
        message("write the number alone, and how sure it is into `quality` and `note`"),
    ),
    (r"=", message("write the number that the formula gives")),
)
NUMBER_TYPOS = tuple((re.compile(pattern, re.IGNORECASE), advice) for pattern, advice in _NUMBERS)
_PUNCTUATION = {
    "：": message('write ": "'),
    "，": message("write an ordinary comma and a blank"),
    "　": message("write an ordinary blank"),
    "\u00a0": message("write an ordinary blank"),
    "\t": message("write blanks"),
    **{wide: message("write {character}", character=plain) for wide, plain in zip("｛｝［］“”", '{}[]""', strict=True)},
}
_NAMES = {
    "：": message("a full-width colon"),
    "\t": message("a tab"),
    "\u00a0": message("a blank that does not break"),
    "　": message("a full-width blank"),
}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|(?:^|\s)#.*$")
_KEY = re.compile(r"\s*(?:- )?[^\s:][^:]*:(?:\s|$)")
_FULL_WIDTH_KEY = re.compile(r"[^\s：]+：")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NO_BLANK = re.compile(r"^\s*(?:- )?(?!library:)[\w-]+:(?![\s/])\S")

DOT = "."  # between the keys of a path


class Typo(NamedTuple):
    """What was probably meant: the line, what stands there, what to write instead."""

    line: int
    found: Wording
    advice: Wording


def meant(name: object, known: Iterable[object], otherwise: Wording = "", *, cutoff: float = 0.6) -> Wording:
    """Return the question whether the nearest of the known names is meant; else what to do instead."""
    near = nearest(name, known, cutoff=cutoff)
    return message("did you mean {name}?", name=near) if near else otherwise


def nearest(name: object, known: Iterable[object], *, cutoff: float = 0.6) -> str:
    """Return the known name that is spelt most like a name; nothing if none is."""
    names = {str(one).casefold(): str(one) for one in known}
    near = difflib.get_close_matches(str(name).casefold(), names, n=1, cutoff=cutoff)
    return names[near[0]] if near else ""


def number_typo(text: str) -> Wording:
    """Return what to write instead of a number as it is written elsewhere; nothing if it is none of these."""
    return next((advice for pattern, advice in NUMBER_TYPOS if pattern.match(text.strip())), "")


def line_typo(text: str, first: int, last: int) -> Typo | None:
    """Return the typo that most likely broke a file, in its lines from `first` to `last`, counted from 1; or None."""
    lines = text.splitlines()
    for number, line in list(enumerate(lines, start=1))[_begin(lines, first) - 1 : last]:
        if line.count('"') % 2:
            return Typo(number, message("a quotation mark that is not closed"), message("close it on the same line"))
        plain = _QUOTED.sub("", line)
        for mark in plain:
            if mark in _PUNCTUATION:
                return Typo(
                    number,
                    _NAMES.get(mark, message("a full-width {character}", character=mark)),
                    _PUNCTUATION[mark],
                )
        if _NO_BLANK.match(plain):
            return Typo(
                number,
                message("{text}, without a blank after the colon", text=repr(line.strip()[:40])),
                message("write a blank after the colon"),
            )
    return None


def _begin(lines: list[str], first: int) -> int:
    """Return where the text begins that a parser stumbled over: behind the last line before that has a key."""
    above = range(min(first, len(lines)) - 1, 0, -1)
    return next((number + 1 for number in above if _KEY.match(_QUOTED.sub("", lines[number - 1]))), 1)


def key_with_full_width_colon(text: object) -> bool:
    """Say whether a text that stands where a key and its value should be is parted by a full-width colon."""
    return isinstance(text, str) and bool(_FULL_WIDTH_KEY.match(text))


def unprintable(text: object) -> Message | None:
    """Return what is no sign of any text in a text: a control character or half of a character; or None."""
    found = _UNPRINTABLE.search(text) if isinstance(text, str) else None
    if found is None:
        return None
    half = "\ud800" <= found[0] <= "\udfff"
    return (
        message("half a character {character}", character=repr(found[0]))
        if half
        else message("a control character {character}", character=repr(found[0]))
    )


def text_typo(text: str) -> Wording:
    """Return what to do about a text that stands where keys and values should; nothing if it shows no typo."""
    typo = line_typo(text, 1, 1)
    return "" if typo is None else typo.advice


def key_typo(key: str) -> Wording:
    """Return what to do about a key with blanks that are none, which nobody sees; nothing if it has none."""
    odd = sorted({mark for mark in key if mark != " " and unicodedata.category(mark) in ("Zs", "Cf")})
    return message("it holds blanks that are none (full-width or non-breaking): write ordinary ones") if odd else ""


def without_dot(name: str) -> Message:
    """Return what to do about a name with a dot in it."""
    return message("write it without a dot, such as {name}", name=name.replace(DOT, "_"))


def encoding_typo(content: bytes) -> tuple[Wording, Message]:
    """Return what a file that is not text in UTF-8 seems to be, and what to do about it."""
    save = message("save it as UTF-8 in the editor")
    if content[:2] == b"PK":
        return message("a workbook, a document or an archive"), message("write the scenario as text")
    zeros = max(content[0::2].count(0), content[1::2].count(0))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or zeros > len(content) / 4:
        return message("text in UTF-16, which Excel and Notepad call Unicode"), save
    if 0 in content:
        return message("bytes that are no text"), message("write the scenario as text")
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "", save
    return message("text in GBK"), save


def is_there(path: Path) -> bool:
    """Say whether a path is a regular file; a loop of links, a name too long and a pipe are none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def path_typo(path: Path) -> tuple[Message, Wording]:
    """Return what stands where a scenario file should, and which file was perhaps meant."""
    try:
        is_folder, is_else = path.is_dir(), path.exists()
    except (OSError, ValueError):
        return message("a name that no file can have"), message("check the path")
    if is_folder:
        inside = [entry.name for entry in _yaml_files(path)][:8]
        return message("a folder"), message("files there: {files}", files=tuple(inside)) if inside else message(
            "name a file"
        )
    beside = [entry.name for entry in _yaml_files(path.parent)]
    same = [one for one in beside if Path(one).stem == path.name]
    if is_else:
        return message("something that is no regular file"), message("name a file")
    return message("no such file"), message("did you mean {name}?", name=same[0]) if same else meant(
        path.name, beside, message("check the path")
    )


def whole_of(path: Path) -> str:
    """Return the file beside a part of a scenario that includes it; nothing if none does."""
    included = re.compile(rf"^include:.*\b{re.escape(path.name)}\b", re.MULTILINE)
    for file in _yaml_files(path.parent):
        try:
            if file != path and included.search(file.read_text(encoding="utf-8")):
                return file.name
        except (OSError, UnicodeDecodeError):
            continue
    return ""


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.y*ml")) if folder.is_dir() else []
