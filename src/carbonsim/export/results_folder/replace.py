"""Results are written beside their place and take it whole, with what is somebody else's there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from carbonsim.errors import Finding, ScenarioError
from carbonsim.export.results_folder.carry import aside, carry
from carbonsim.export.results_folder.exchange import exchange
from carbonsim.export.results_folder.left_behind import folder_beside, settle
from carbonsim.export.results_folder.lock import held
from carbonsim.export.results_folder.manifest import belongings, write_record
from carbonsim.export.results_folder.target import dead_end, errors_in_words, findings_of_target, followed
from carbonsim.interrupts import ends_processes, when_interrupted
from carbonsim.messages.message import message


@contextmanager
def made_ready(target: Path) -> Iterator[None]:
    """Clear what killed runs left beside a folder, and see that results can be written to it, around what is read.

    Raises ScenarioError with every reason why not and every finding of the block, before anything is solved.
    """
    if not dead_end(target):
        settle(followed(target))
    findings = findings_of_target(target)
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError([*findings, *error.findings]) from error
    if findings:
        raise ScenarioError(findings)


def make_ready(target: Path) -> None:
    """See that results can be written to a folder; raises ScenarioError with every reason why not."""
    with made_ready(target):
        pass


@contextmanager
def replaced_folder(target: Path, record: Mapping[str, object]) -> Iterator[Path]:
    """Give a new folder that takes the place of `target` when all went well; else `target` stays as it was.

    `record` is what `run.json` says. What is somebody else's in `target` is in the new folder too. Raises
    ScenarioError where the results cannot be written.
    """
    place = followed(target)
    try:
        with errors_in_words(target):
            place.parent.mkdir(parents=True, exist_ok=True)
            with folder_beside(place) as fresh:
                with when_interrupted(lambda: shutil.rmtree(fresh, ignore_errors=True)), _temporary_files():
                    yield fresh
                    write_record(fresh, record)
                _put(fresh, place)
    finally:
        settle(place)


@contextmanager
def _temporary_files() -> Iterator[None]:
    """Keep what libraries write for a while in one folder, which goes where a signal ends the process at once."""
    if not ends_processes():
        yield
        return
    usual, asked = tempfile.tempdir, os.environ.get("TMPDIR")
    with (
        tempfile.TemporaryDirectory(prefix="carbonsim-", ignore_cleanup_errors=True) as place,
        when_interrupted(lambda: shutil.rmtree(place, ignore_errors=True)),
    ):
        tempfile.tempdir = os.environ["TMPDIR"] = place
        try:
            yield
        finally:
            tempfile.tempdir = usual
            os.environ.pop("TMPDIR")
            os.environ.update({} if asked is None else {"TMPDIR": asked})


def meanwhile_changed(target: Path) -> list[Finding]:
    """Return which files of ours were edited since the run began: they are kept, under another name."""
    place = followed(target)
    changed = belongings(place).changed if place.is_dir() else ()
    found, expected = message("a file edited while this ran"), message("the file that a run wrote")
    return [
        Finding(str(target / name), 0, "", found, expected, message("it is kept as {name}", name=aside(name, place)))
        for name in changed
    ]


def _put(fresh: Path, place: Path) -> None:
    """Move new results to their place; what was there is beside it then, to be cleared."""
    mine = False
    while not mine:
        try:
            fresh.rename(place)  # where nothing is, or an empty folder
            return
        except OSError:
            if not place.is_dir():
                raise
        with held(place) as mine:  # no two runs at once, and none clears what is under way
            if mine:
                found = belongings(place)
                carry(place, (*found.foreign, *found.changed), fresh)
                shutil.copymode(place, fresh)
                exchange(fresh, place)
