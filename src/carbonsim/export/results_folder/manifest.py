"""What a run wrote into its folder, by name and hash: the marker by which its own files are told from others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECORD = "run.json"
WRITTEN = "outputs_sha256"  # the key of the record that names what the run wrote
NAMES = frozenset(
    {
        "iamc.csv",
        "inventory.csv",
        "plan.docx",
        "report.html",
        "results.csv",
        "results.xlsx",
        "scenario.resolved.yaml",
        "summary.json",
        RECORD,
    }
)
_NAMES = frozenset(name.casefold() for name in NAMES)


@dataclass(frozen=True)
class Belongings:
    """The names in a folder: as a run wrote them, under a name of ours but not as written, and somebody else's."""

    written: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def write_record(folder: Path, record: Mapping[str, Any]) -> None:
    """Write the record of a run beside its files, with a hash of each and of the record itself."""
    digests = {file.name: _digest(file) for file in sorted(folder.iterdir())}
    whole = {**record, WRITTEN: digests}
    whole[WRITTEN] = {**digests, RECORD: _digest_of_record(whole)}
    (folder / RECORD).write_text(json.dumps(whole, indent=2, ensure_ascii=False), encoding="utf-8")


def read_written(folder: Path) -> Mapping[str, str] | None:
    """Return name and hash of what a run wrote into a folder; None where no record of ours says so."""
    if not (folder / RECORD).is_file():  # a pipe would never end
        return None
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    written = record.get(WRITTEN) if isinstance(record, dict) else None
    return written if isinstance(written, dict) and all(isinstance(one, str) for one in written.values()) else None


def belongings(folder: Path) -> Belongings:
    """Say of every name in a folder whose it is; where no record is left, nothing is known to be as written."""
    digests = read_written(folder) or {}
    kinds: dict[str, list[str]] = {"written": [], "changed": [], "foreign": []}
    for entry in sorted(folder.iterdir()):
        known = entry.name in digests or entry.name.casefold() in _NAMES
        kind = "written" if _as_written(entry, digests) else "changed" if known else "foreign"
        kinds[kind].append(entry.name)
    return Belongings(**{kind: tuple(names) for kind, names in kinds.items()})


def is_ours(name: str) -> bool:
    """Say whether a run may write a file of this name, on a disk that does not tell capitals apart."""
    return name.casefold() in _NAMES


def _as_written(entry: Path, digests: Mapping[str, str]) -> bool:
    if entry.name not in digests or entry.is_symlink() or not entry.is_file():
        return False
    found = _digest_of_record(json.loads(entry.read_text("utf-8"))) if entry.name == RECORD else _digest(entry)
    return found == digests[entry.name]


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _digest_of_record(record: Mapping[str, Any]) -> str:
    """Return the hash of a record without its own, however it is laid out."""
    others = {name: digest for name, digest in record[WRITTEN].items() if name != RECORD}
    text = json.dumps({**record, WRITTEN: others}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
