"""The files that a scenario names, as they are called from another folder than the one it was written in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from carbonsim.scenario.scenario import Scenario

REFERENCE, DATA_SET, SERIES = "reference", ("osemosys", "config"), "from"
PATHS = (REFERENCE, *(f"system.{key}" for key in DATA_SET))


def resolved_from(scenario: Scenario, folder: Path) -> Mapping[str, object]:
    """Return the merged scenario as it holds from a folder: with the paths from there, and its reference named."""
    plain = paths_from(scenario, folder)
    target = scenario.reference_path
    return plain if target is None or REFERENCE in plain else {**plain, REFERENCE: path_from(folder, target)}


def paths_from(scenario: Scenario, folder: Path) -> Mapping[str, object]:
    """Return the merged scenario with the paths that are written in it as they hold from a folder."""
    plain = dict(scenario.resolved)
    if isinstance(plain.get(REFERENCE), str):
        plain[REFERENCE] = _from(scenario, folder, REFERENCE, plain[REFERENCE])
    system = plain.get("system")
    if isinstance(system, Mapping):
        named = {key: _from(scenario, folder, f"system.{key}", system[key]) for key in DATA_SET if key in system}
        plain["system"] = {**system, **named}
    time = plain.get("time")
    if isinstance(time, Mapping) and SERIES in time:
        plain["time"] = {**time, SERIES: _series_from(scenario, folder, time[SERIES])}
    return plain


def _series_from(scenario: Scenario, folder: Path, written: object) -> object:
    if isinstance(written, list):
        return [_from(scenario, folder, f"time.{SERIES}", name) for name in written]
    return _from(scenario, folder, f"time.{SERIES}", written)


def path_from(folder: Path, target: Path) -> str:
    """Return how a file is called from a folder: an absolute path as it is, one of the library by its name there."""
    library = Path(str(resources.files("carbonsim.library")))
    if target.is_relative_to(library):
        return f"library:{target.relative_to(library).with_suffix('').as_posix()}"
    if target.is_absolute():
        return str(target)
    return _relative(folder, target)


def _from(scenario: Scenario, folder: Path, path: str, name: object) -> object:
    if not isinstance(name, str) or Path(name).is_absolute():
        return name
    return _relative(folder, scenario.trace.beside(path, name))


def _relative(folder: Path, target: Path) -> str:
    try:
        return Path(os.path.relpath(os.path.realpath(target), os.path.realpath(folder))).as_posix()
    except ValueError:  # on another drive
        return str(target.absolute())
