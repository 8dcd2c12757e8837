"""What is somebody else's in a results folder goes along into the new one, so that it never leaves its place."""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterable
from pathlib import Path


def carry(folder: Path, names: Iterable[str], fresh: Path) -> None:
    """Bring entries of a folder into another: under their names, or where those are taken under one beside."""
    for name in names:
        _bring(folder / name, fresh / (aside(name, fresh) if os.path.lexists(fresh / name) else name))


def rescue(left: Path, names: Iterable[str], place: Path) -> None:
    """Bring those entries of a folder that was left behind into results which do not hold them already."""
    known = [entry for entry in place.iterdir() if not entry.is_symlink()]
    lost = [name for name in names if not _is_there(left / name, place / name, known)]
    carry(left, lost, place)


def aside(name: str, folder: Path) -> str:
    """Return a name that is free in a folder, for an edited file beside the one that a run wrote."""
    parts, number = Path(name), 1
    while os.path.lexists(folder / (free := f"{parts.stem}-edited{'' if number == 1 else f'-{number}'}{parts.suffix}")):
        number += 1
    return free


def _is_there(entry: Path, there: Path, known: Iterable[Path]) -> bool:
    """Say whether an entry is in the results: the same under its name, or the very same file under another."""
    if os.path.lexists(there) and _same(entry, there):
        return True
    return not entry.is_symlink() and entry.is_file() and any(entry.samefile(one) for one in known)


def _same(one: Path, other: Path) -> bool:
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    if one.is_dir():
        return other.is_dir() and all(
            os.path.lexists(other / entry.name) and _same(entry, other / entry.name) for entry in one.iterdir()
        )
    if not (one.is_file() and other.is_file()):
        return one.exists() and other.exists() and one.samefile(other)
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _bring(entry: Path, target: Path) -> None:
    """Link a file, or every file of a folder; copy where the disk knows no links."""
    if entry.is_dir() and not entry.is_symlink():
        target.mkdir()
        for inner in entry.iterdir():
            _bring(inner, target / inner.name)
        shutil.copystat(entry, target)
        return
    try:
        os.link(entry, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(entry, target, follow_symlinks=False)
