"""What a killed run left beside results: taken up or cleared by the next one, unless its run is still alive."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from carbonsim.export.results_folder.carry import rescue
from carbonsim.export.results_folder.exchange import NEW, OLD
from carbonsim.export.results_folder.lock import abandoned, held
from carbonsim.export.results_folder.manifest import belongings, is_ours, read_written

_OURS = re.compile(rf"\.(?P<name>.+)\.carbonsim-[0-9a-f]{{8}}(?P<end>{NEW}|{OLD})$", re.DOTALL)


def name_beside(place: Path) -> Path:
    """Return a new name beside a file or folder, by which what is written there is known as ours."""
    return place.with_name(f".{place.name}.carbonsim-{secrets.token_hex(4)}{NEW}")


@contextmanager
def folder_beside(place: Path) -> Iterator[Path]:
    """Give a new folder beside `place`, held as long as its run lives."""
    with ExitStack() as stack:
        mine = False
        while not mine:  # another run may clear it away before it can be held
            fresh = name_beside(place)
            fresh.mkdir()
            with suppress(FileNotFoundError):
                mine = stack.enter_context(held(fresh))
        yield fresh


def settle(place: Path) -> None:
    """Bring earlier results back to their name and clear what killed runs left beside them.

    What cannot be cleared now is left to the next run.
    """
    with suppress(OSError):
        found = [(match["end"] == NEW, match["name"], entry) for entry in place.parent.iterdir()
                 if (match := _OURS.match(entry.name))]  # fmt: skip
        for new, name, entry in sorted(found):  # earlier results first
            with suppress(OSError), abandoned(entry) as ours:
                if ours:
                    _clear(entry, place.with_name(name), earlier=not new)


def _clear(entry: Path, place: Path, *, earlier: bool) -> None:
    if not entry.is_dir():
        entry.unlink()
    elif earlier and not os.path.lexists(place):
        entry.rename(place)
    else:
        _rescue_others(entry, place)
        shutil.rmtree(entry)


def _rescue_others(entry: Path, place: Path) -> None:
    """Bring what no run wrote to the results; where there are none, it stays where it is: OSError is raised."""
    found = belongings(entry)
    unfinished = read_written(entry) is None  # what bears our names in it was being written
    others = [*found.foreign, *(name for name in found.changed if not (unfinished and is_ours(name)))]
    if others:
        rescue(entry, others, place)
