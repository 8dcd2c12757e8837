"""The shipped scenarios, written into a folder of one's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.message import message
from carbonsim.scenario.reading.shipped import shipped_scenarios
from carbonsim.scenario.starting.new import refuse_target
from carbonsim.scenario.typos import meant


def copy_example(name: str, directory: Path | None = None) -> list[Path]:
    """Write a shipped scenario into a folder, by default one of its name, and return its files, the one to run last.

    Raises ScenarioError where there is none of that name, or where a file is already there.
    """
    shipped = shipped_scenarios()
    if name not in shipped:
        expected, near = message("one of {names}", names=tuple(shipped)), meant(name, shipped)
        raise ScenarioError([Finding("new", 0, "--example", name, expected, near)])
    target = directory or Path(name)
    source = shipped[name]
    files = sorted(file for file in source.iterdir() if file.is_file()) if source.is_dir() else [source]
    refuse_target(target, [file.name for file in files])
    target.mkdir(parents=True, exist_ok=True)
    main = [file for file in files if file.stem.startswith("peak-")] or files
    ordered = [*(file for file in files if file is not main[-1]), main[-1]]
    return [Path(shutil.copyfile(file, target / file.name)) for file in ordered]
