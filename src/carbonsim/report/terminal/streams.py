"""What goes to a terminal or a pipe whose encoding may not hold it: nearest signs, or escapes, never a failure."""

from __future__ import annotations

import codecs
import json
import sys
import unicodedata
from typing import TextIO

_ERRORS = "nearest_sign"
_NEAREST = {"−": "-", "–": "-", "—": "-", "→": "->", "≤": "<=", "≥": ">=", "≈": "~", "×": "x", "“": '"', "”": '"'}


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_NEAREST.get(sign) or _plain(sign) for sign in signs), error.end


def _plain(sign: str) -> str:
    """Return the plain letters that a sign stands for (₂ → 2), else its number."""
    letters = unicodedata.normalize("NFKC", sign)
    return letters if letters.isascii() else sign.encode("ascii", "backslashreplace").decode("ascii")


def let_all_pass() -> None:
    """Make standard output and standard error take any text: for signs beyond their encoding, the nearest they have."""
    codecs.register_error(_ERRORS, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # None where a stream is closed
            stream.reconfigure(errors=_ERRORS)


def tell(text: str, *, error: bool = False) -> None:
    """Write a line to standard output, or to standard error."""
    stream = sys.stderr if error else sys.stdout
    if stream is not None:
        stream.write(f"{text}\n")
        stream.flush()


def tell_exactly(text: str) -> None:
    """Write a text that somebody reads again; in UTF-8 where the encoding of the output does not hold it."""
    stream = sys.stdout
    if stream is None or can_show(text, stream) or not hasattr(stream, "buffer"):
        tell(text)
        return
    stream.flush()
    stream.buffer.write(f"{text}\n".encode())
    stream.buffer.flush()


def tell_as_json(value: object) -> None:
    """Write a value as JSON; what the encoding of the output does not hold is written by its number."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    tell(text if can_show(text, sys.stdout) else json.dumps(value, default=str))


def can_show(text: str, stream: TextIO | None) -> bool:
    """Say whether the encoding of a stream has every sign of a text."""
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
