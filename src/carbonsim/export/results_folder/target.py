"""Whether results can be written to a place: asked before anything is solved, and told in words."""

from __future__ import annotations

import errno
import gc
import os
import shutil
import sys
import traceback
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from carbonsim.errors import Finding, ScenarioError
from carbonsim.export.results_folder.left_behind import folder_beside
from carbonsim.export.results_folder.manifest import NAMES, Belongings, belongings, read_written
from carbonsim.messages.message import Wording, message

ANOTHER = (message("a new folder, or one of earlier results"), message("choose another with --out"))
EARLIER = message("earlier results are as they were")
LONGEST = "scenario.resolved.yaml"  # of the names that a run writes
_REASONS = {
    errno.ENAMETOOLONG: message("a name too long for this disk"),
    errno.ENOSPC: message("no room left on the disk"),
    errno.EDQUOT: message("no room left on the disk"),
    errno.EFBIG: message("a file larger than may be written"),
    errno.EROFS: message("a disk that can only be read"),
    errno.EACCES: message("no right to write there"),
    errno.EPERM: message("no right to write there"),
    errno.ENOTDIR: message("a file on the way there"),
    errno.EEXIST: message("a file on the way there"),
    errno.ENOENT: message("a place where no folder can be made"),
    errno.ELOOP: message("a link that leads back to itself"),
}


def why(error: OSError) -> Wording:
    """Say in words why the disk refuses."""
    return _REASONS.get(error.errno or 0) or " ".join(str(error.strerror or error).split())


def followed(target: Path) -> Path:
    """Return where a place is once links are followed."""
    return target.resolve()


def dead_end(target: Path) -> Wording:
    """Say where the way to a place leads nowhere; empty where it does not."""
    try:
        target.resolve()
        for step in (target, *target.absolute().parents):
            if step.is_symlink() and not step.exists():
                return message("a link to {target}, which is not there", target=str(step.readlink()))
    except RuntimeError:  # how Python before 3.13 tells a circle of links
        return _REASONS[errno.ELOOP]
    except ValueError:
        return message("a name with a character that no file may have")
    except OSError as error:
        return why(error)
    return ""


def findings_of_target(target: Path) -> list[Finding]:
    """Return why results cannot be written to a folder."""
    found = dead_end(target) or _of_the_place(followed(target))
    if found:
        return [Finding(str(target), 0, "", found, *ANOTHER)]
    place = followed(target)
    if place.is_dir() and (refused := _of_what_is_there(target, place)):
        return refused
    found = trial(place)
    return [Finding(str(target), 0, "", found, *ANOTHER)] if found else []


def _of_the_place(place: Path) -> Wording:
    here = Path.cwd()
    if place == here or place in here.parents:
        return message("the folder that this command runs in, or one above it")
    if place == _home():
        return message("a home folder")
    if place.is_mount():
        return message("a disk or a volume of its own")
    if place.exists() and not place.is_dir():
        return message("a file")
    return ""


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (OSError, RuntimeError):
        return None


def _of_what_is_there(target: Path, place: Path) -> list[Finding]:
    """Return what in a folder no run wrote as it is; what is merely beside results is kept, and no finding."""
    if not os.access(place, os.R_OK | os.W_OK | os.X_OK):
        return [Finding(str(target), 0, "", message("no right to write there"), *ANOTHER)]
    there = belongings(place)
    if there == Belongings():
        return []
    if read_written(place) is None:
        return [_unmarked(target, there)]
    expected, advice = (
        message("the file that a run wrote"),
        message("rename it and it is kept, or choose another with --out"),
    )
    return [
        Finding(str(target / name), 0, "", message("a file that was edited"), expected, advice)
        for name in there.changed
    ]


def _unmarked(target: Path, there: Belongings) -> Finding:
    if not set(there.changed) & NAMES:
        return Finding(str(target), 0, "", message("a folder that holds other things"), *ANOTHER)
    found = message("results without a list of what the run wrote (outputs_sha256 in run.json)")
    advice = message("move the folder away, or choose another with --out")
    return Finding(str(target), 0, "", found, ANOTHER[0], advice)


def trial(place: Path) -> Wording:
    """Try to write beside a place, and say why that cannot be; nothing is left of it."""
    with _parents(place) as found:
        if not found:
            try:
                with folder_beside(place) as fresh:
                    try:
                        (fresh / LONGEST).write_text(LONGEST, encoding="utf-8")
                    finally:
                        shutil.rmtree(fresh, ignore_errors=True)
            except OSError as error:
                found = why(error)
    return found


@contextmanager
def _parents(place: Path) -> Iterator[Wording]:
    """Make the folders above a place for a while; give why that cannot be."""
    missing = [folder for folder in place.parents if not os.path.lexists(folder)]
    found: Wording = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = why(error)
    try:
        yield found
    finally:
        with suppress(OSError):
            for folder in missing:
                folder.rmdir()


@contextmanager
def errors_in_words(target: Path) -> Iterator[None]:
    """Turn what the disk refuses into a finding."""
    try:
        yield
    except Exception as error:
        refusal = _refusal(error)
        if refusal is None:
            raise
        found = message("results that cannot be written: {reason}", reason=why(refusal))
        refused = ScenarioError([Finding(str(target), 0, "", found, message("room and the right to write"), EARLIER)])
        _let_go(error)
        raise refused from None


def _refusal(error: Exception) -> OSError | None:
    """Return what the disk refused; writers of spreadsheets pass it on by its name alone."""
    if isinstance(error, OSError):
        return error
    number = getattr(errno, str(error).removeprefix("IO_"), None) if str(error).startswith("IO_E") else None
    return None if number is None else OSError(number, os.strerror(number))


def _let_go(error: BaseException | None) -> None:
    """Let go of what was half written when an error came, which would complain of it on standard error later."""
    hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
    try:
        while error is not None:
            traceback.clear_frames(error.__traceback__)
            error = error.__context__
        gc.collect()
    finally:
        sys.unraisablehook = hook


def findings_of_shared(folders: Mapping[str, Path]) -> list[Finding]:
    """Return which scenarios of one call would write one folder, or one inside another's: by the name of their file."""
    places = {file: _same_everywhere(folder) for file, folder in folders.items()}
    found = []
    for number, (file, place) in enumerate(places.items()):
        for other in list(places)[:number]:
            theirs = places[other]
            if place == theirs or place in theirs.parents or theirs in place.parents:
                expected, advice = (
                    message("a folder for each scenario"),
                    message("rename one of the two files, or run it alone with --out"),
                )
                told = message("the folder {folder}, which {other} writes too", folder=str(folders[file]), other=other)
                found.append(Finding(file, 0, "", told, expected, advice))
                break
    return found


def _same_everywhere(folder: Path) -> Path:
    """Return a place as the disk that tells fewest names apart knows it: by neither capitals nor composed letters."""
    text = str(folder.absolute() if dead_end(folder) else followed(folder))
    return Path(unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold()))
