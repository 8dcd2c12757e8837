"""The bytes of a file that a planner wrote → its text; what is no text in UTF-8 is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from carbonsim.messages.message import Wording, message
from carbonsim.scenario.typos import encoding_typo

Report = Callable[[str, int, str, Wording, Wording, Wording], None]  # file, line, path, found, expected, advice


def decoded(path: Path, content: bytes, report: Report) -> str | None:
    """Return the text of a file; refuses what is no text in UTF-8."""
    at = content.find(0)
    try:
        if at < 0 and not content.startswith(b"PK"):
            return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.start
    at = max(at, 0)
    kind, advice = encoding_typo(content)
    found = kind or message("byte 0x{byte}, which is not UTF-8", byte=f"{content[at]:02x}")
    report(str(path), content[:at].count(b"\n") + 1, "", found, message("text in UTF-8"), advice)
    return None
