"""The folder a run leaves: written to a temporary place and moved in one step."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from carbonsim.errors import Finding, ScenarioError

WRITTEN = {"summary.json", "run.json", "report.html"}  # any of these marks a folder of earlier results
ANOTHER = ("a new folder, or one of earlier results", "choose another with --out")


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """Give a temporary folder that takes the place of `target` when all went well; else `target` stays whole."""
    findings = findings_of_target(target)
    if findings:
        raise ScenarioError(findings)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield fresh
        fresh.chmod(0o755)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    old = fresh.with_name(fresh.name + "-old")
    try:
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    finally:  # whatever went wrong or interrupted between the two, one whole folder is there
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def findings_of_target(target: Path) -> list[Finding]:
    """Return why results cannot be written to a folder: asked before anything is solved."""
    found = _obstacle(target)
    return [Finding(str(target), 0, "", found, *ANOTHER)] if found else []


def _obstacle(target: Path) -> str:
    if target.is_dir():
        entries = {entry.name for entry in target.iterdir()}
        if entries and not entries & WRITTEN:
            return "a folder that holds other things"
    elif target.exists():
        return "a file"
    above = next(folder for folder in target.absolute().parents if folder.exists())
    if not above.is_dir():
        return f"a file, {above}, on the way there"
    return "" if os.access(above, os.W_OK | os.X_OK) else f"no right to write to {above}"
