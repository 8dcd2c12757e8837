"""A page that a command writes as one file: whole or not at all, and only in place of a page of its own."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from carbonsim.errors import Finding, ScenarioError
from carbonsim.export.results_folder.carry import carry
from carbonsim.export.results_folder.left_behind import name_beside, settle
from carbonsim.export.results_folder.lock import held
from carbonsim.export.results_folder.target import dead_end, errors_in_words, followed, trial
from carbonsim.interrupts import when_interrupted
from carbonsim.messages.message import Wording, message

EXPECTED = (message("a new file, or a page of an earlier comparison"), message("choose another with --out"))
_MARKER = re.compile(rb"\n<!-- carbonsim compare sha256 ([0-9a-f]{64}) -->\n?\Z")


def findings_of_page(target: Path) -> list[Finding]:
    """Return why a page cannot be written to a file: asked before anything is solved."""
    found = dead_end(target)
    if not found:
        settle(followed(target))
        found = _obstacle(followed(target))
    return [Finding(str(target), 0, "", found, *EXPECTED)] if found else []


def replaced_page(target: Path, text: str) -> None:
    """Write a page in one step; what was edited at its place since `findings_of_page` is kept under a name beside.

    Raises ScenarioError where the page cannot be written; what was there is as it was.
    """
    place = followed(target)
    if place.is_dir():
        raise ScenarioError(findings_of_page(target))
    with errors_in_words(target):
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh = name_beside(place)
        try:
            with when_interrupted(lambda: fresh.unlink(missing_ok=True)):
                fresh.touch()
                with held(fresh):
                    fresh.write_bytes(_marked(text))
                    if place.exists() and not is_own_page(place):
                        carry(place.parent, [place.name], place.parent)
                    fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)


def is_own_page(file: Path) -> bool:
    """Say whether a file is a page as `compare` wrote it."""
    content = file.read_bytes()
    marker = _MARKER.search(content)
    return marker is not None and hashlib.sha256(content[: marker.start()]).hexdigest().encode() == marker[1]


def _marked(text: str) -> bytes:
    page = text.rstrip("\n").encode("utf-8")
    return page + b"\n<!-- carbonsim compare sha256 " + hashlib.sha256(page).hexdigest().encode() + b" -->\n"


def _obstacle(place: Path) -> Wording:
    if place.is_dir():
        return message("a folder")
    if place.exists() and not place.is_file():
        return message("something that is no file")
    if place.exists():
        if not os.access(place, os.R_OK | os.W_OK):
            return message("no right to write there")
        if not is_own_page(place):
            return message("a file that is no page of a comparison, or was edited")
    return trial(place)
