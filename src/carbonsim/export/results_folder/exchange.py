"""Two folders change places: in one step where the system can, else in moves that can be taken up again."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

NEW, OLD = "-new", "-old"  # end the names of new results, and of earlier ones while they are out of their place
_HERE = -100  # AT_FDCWD: paths are relative to the working directory
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def exchange(fresh: Path, place: Path) -> None:
    """Let two folders change places; a kill leaves one of them whole at `place`, or beside it under a name that tells.

    Raises OSError where the disk does not let them move.
    """
    if not _in_one_step(fresh, place):
        _in_moves(fresh, place)


def _in_one_step(fresh: Path, place: Path) -> bool:
    one, other = os.fsencode(fresh), os.fsencode(place)
    if sys.platform == "linux" and (call := getattr(ctypes.CDLL(None), "renameat2", None)) is not None:
        return int(call(_HERE, one, _HERE, other, _EXCHANGE)) == 0
    if sys.platform == "darwin" and (call := getattr(ctypes.CDLL(None), "renamex_np", None)) is not None:
        return int(call(one, other, _EXCHANGE)) == 0
    return False


def _in_moves(fresh: Path, place: Path) -> None:
    old = fresh.with_name(fresh.name.removesuffix(NEW) + OLD)
    try:
        place.rename(old)
        fresh.rename(place)
    finally:  # whatever went wrong or interrupted between the two, one whole folder is there
        if old.exists() and not place.exists():
            old.rename(place)
