"""Folders and files that are held while their run lives, so that another knows what was left behind."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # on Windows a folder cannot be locked
    fcntl = None  # type: ignore[assignment]

LONG_AGO = 3600.0  # seconds after which what cannot be locked has no run any more: writing takes seconds


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold a file or folder; false where another is at its name by the time it could be held."""
    handle = None if fcntl is None else os.open(path, os.O_RDONLY)
    try:
        locked = handle is not None and _locked(handle, fcntl.LOCK_EX)
        yield handle is None or not locked or _same(handle, path)
    finally:
        if handle is not None:
            os.close(handle)


@contextmanager
def abandoned(path: Path) -> Iterator[bool]:
    """Hold what no living run holds; false where one does, or where that is not known."""
    handle = None if fcntl is None else os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        free = None if handle is None else _locked(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield time.time() - path.stat().st_mtime > LONG_AGO if free is None else free
    finally:
        if handle is not None:
            os.close(handle)


def _locked(handle: int, how: int) -> bool | None:
    """Lock a handle; false where another holds it, None where the disk knows no locks."""
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _same(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False
