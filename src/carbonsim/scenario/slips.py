"""Slips that people make when they write a file by hand or save it from elsewhere, and what to do about each."""

from __future__ import annotations

import difflib
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

_NUMBERS = (  # how a number is written elsewhere, and how here
    (r"[-+]?\d{1,3}(,\d{3})+(?!\d)", "write the number without commas, such as 1200000 or 1.2 million"),
    (r"[-+]?\d+,\d", "write a point for the decimals, such as 80.5"),
    (r"[-+]?\d{1,3}( \d{3})+(?!\d)", "write the number without blanks, such as 1200000 or 1.2 million"),
    (r"\d[\d.]*\s*(-|–|—|~|至|到)\s*\d", "write one number, the central one, and the range into `note`"),
    (r"(~|≈|<|>|≤|≥|约|about|circa|ca\.)\s*\d", "write the number alone, and how sure it is into `quality` and `note`"),
    (r"=", "write the number that the formula gives"),
)
NUMBER_SLIPS = tuple((re.compile(pattern, re.IGNORECASE), advice) for pattern, advice in _NUMBERS)
_PUNCTUATION = {
    "：": "an ordinary colon and a blank", "，": "an ordinary comma and a blank", "｛": "{", "｝": "}",
    "［": "[", "］": "]", "“": '"', "”": '"', "　": "an ordinary blank", "\u00a0": "an ordinary blank", "\t": "blanks",
}  # fmt: skip
_NAMES = {"\t": "a tab", "\u00a0": "a blank that does not break", "　": "a full-width blank"}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|(?:^|\s)#.*$")
_NO_BLANK = re.compile(r"^\s*(?:- )?(?!library:)[\w-]+:(?![\s/])\S")


class Slip(NamedTuple):
    """What was probably meant: the line, what stands there, what to write instead."""

    line: int
    found: str
    advice: str


def number_slip(text: str) -> str:
    """Return what to write instead of a number as it is written elsewhere; nothing if it is none of these."""
    return next((advice for pattern, advice in NUMBER_SLIPS if pattern.match(text.strip())), "")


def line_slip(text: str, first: int, last: int) -> Slip | None:
    """Return the slip that most likely broke a file, in its lines from `first` to `last`, counted from 1; or None."""
    for number, line in list(enumerate(text.splitlines(), start=1))[max(first - 1, 0) : last]:
        if line.count('"') % 2:
            return Slip(number, "a quotation mark that is not closed", "close it on the same line")
        plain = _QUOTED.sub("", line)
        for mark in plain:
            if mark in _PUNCTUATION:
                return Slip(number, _NAMES.get(mark, f"a full-width {mark}"), f"write {_PUNCTUATION[mark]}")
        if _NO_BLANK.match(plain):
            return Slip(
                number, f"{line.strip()[:40]!r}, without a blank after the colon", "write a blank after the colon"
            )
    return None


def text_slip(text: str) -> str:
    """Return what to do about a text that stands where keys and values should; nothing if it shows no slip."""
    slip = line_slip(text, 1, 1)
    return "" if slip is None else slip.advice


def key_slip(key: str) -> str:
    """Return what to do about a key with blanks that are none, which nobody sees; nothing if it has none."""
    odd = sorted({mark for mark in key if mark != " " and unicodedata.category(mark) in ("Zs", "Cf")})
    return "it holds blanks that are none (full-width or non-breaking): write ordinary ones" if odd else ""


def encoding_slip(content: bytes) -> tuple[str, str]:
    """Return what a file that is not text in UTF-8 seems to be, and what to do about it."""
    save = "save it as UTF-8 in the editor"
    if content[:2] == b"PK":
        return "a workbook, a document or an archive", "write the scenario as text"
    zeros = max(content[0::2].count(0), content[1::2].count(0))
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or zeros > len(content) / 4:
        return "text in UTF-16, which Excel and Notepad call Unicode", save
    if 0 in content:
        return "bytes that are no text", "write the scenario as text"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return "", save
    return "text in GBK", save


def path_slip(path: Path) -> tuple[str, str]:
    """Return what stands where a scenario file should, and which file was perhaps meant."""
    if path.is_dir():
        inside = [entry.name for entry in _yaml_files(path)][:8]
        return "a folder", f"files there: {', '.join(inside)}" if inside else "name a file"
    beside = [entry.name for entry in _yaml_files(path.parent)]
    near = difflib.get_close_matches(path.name, beside, n=1) or [one for one in beside if Path(one).stem == path.name]
    return "no such file", f"did you mean {near[0]}?" if near else "check the path"


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
