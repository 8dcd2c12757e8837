"""summary.json as a run left it, read again; what is of another kind than a run writes is told by its key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from pydantic import ValidationError

from carbonsim.analysis.summary.summary import Summary
from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.expected import REFUSED, expected_kind

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

AGAIN = message("run the scenario again")
WRITTEN = message("the summary as the run wrote it")


def read_summary(path: Path) -> tuple[Summary | None, list[Finding]]:
    """Return what a summary says, or None and what is wrong with it; keys that no run writes are let pass."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        json.loads(text, parse_constant=_refuse)  # tells the line of what is no JSON
        return Summary.model_validate_json(text, strict=True), []
    except ValidationError as error:
        return None, [_finding(path, detail) for detail in error.errors(include_url=False)[:10]]
    except json.JSONDecodeError as error:
        found = (
            message("JSON that cannot be read: {problem}", problem=error.msg)
            if error.doc.strip()
            else message("an empty file")
        )
        return None, [Finding(str(path), error.lineno, "", found, WRITTEN, AGAIN)]
    except (ValueError, RecursionError):  # no text in UTF-8, NaN, a number of a thousand digits, a thousand brackets
        return None, [Finding(str(path), 0, "", message("a file that is no summary"), WRITTEN, AGAIN)]


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _finding(path: Path, detail: ErrorDetails) -> Finding:
    where = ".".join(str(part) for part in detail["loc"] if "[" not in str(part))
    if detail["type"] == "missing":
        return Finding(str(path), 0, where, message("nothing"), WRITTEN, AGAIN)
    context = detail.get("ctx") or {}
    if detail["type"] == REFUSED:
        return Finding(str(path), 0, where, context["found"], context["expected"], AGAIN)
    found = repr(detail.get("input"))
    expected = expected_kind(detail["type"], context, detail["msg"])
    return Finding(str(path), 0, where, found if len(found) <= 60 else f"{found[:57]}…", expected, AGAIN)
