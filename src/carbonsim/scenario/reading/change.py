"""Scenario → the same scenario with other values at some YAML paths, read and checked like a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.message import message
from carbonsim.scenario.quantity import is_quantity
from carbonsim.scenario.reading.removals import ALIKE, known_keys
from carbonsim.scenario.reading.validate import validate
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.typos import meant

CHANGED = "changed in the program"


def change(scenario: Scenario, values: Mapping[str, object]) -> Scenario:
    """Return the scenario with values as one would write them in YAML; None removes a key.

    Raises ScenarioError with every finding, told at the path that was changed.
    """
    plain, origins = dict(scenario.resolved), dict(scenario.trace.origins)
    idle = [_idle(plain, path) for path, value in values.items() if value is None]
    if findings := [finding for finding in idle if finding is not None]:
        raise ScenarioError(findings)
    for path, value in values.items():
        plain = _put(plain, path.split("."), value)
        kept = {key: place for key, place in origins.items() if key != path and not key.startswith(f"{path}.")}
        origins = {**kept, **dict.fromkeys(_paths(value, path), (CHANGED, 0))}
    known = _untouched(scenario.before_campaigns, {path.split(".")[0] for path in values})
    changed, findings = validate(plain, origins, scenario.trace.file, known)
    if changed is None:
        raise ScenarioError(findings)
    trace = scenario.trace
    return changed.with_trace(changed.trace.like(trace)).with_baseline(scenario.baseline).with_change(change)


def _idle(plain: Mapping[Any, object], path: str) -> Finding | None:
    """Return what is wrong with a removal: a path on which a name is spelt hardly unlike one that is there."""
    here: object = plain
    for step in path.split("."):
        if not isinstance(here, Mapping) or step.isdigit():
            return None
        if step not in here:
            near = meant(step, here, cutoff=ALIKE)
            found, expected = message("null, which removes nothing"), message("the path of something that is there")
            return Finding(CHANGED, 0, path, found, expected, near) if near and step not in known_keys() else None
        here = here[step]
    return None


def _paths(value: object, path: str) -> Iterator[str]:
    """Yield a path and those of all that stands below it."""
    yield path
    for key, child in value.items() if isinstance(value, Mapping) else ():
        yield from _paths(child, f"{path}.{key}")


def _untouched(scenario: Scenario, touched: set[str]) -> dict[str, BaseModel]:
    """Return the sections in which nothing changes, as they were read; the calendar may be that of a data set.

    What hourly series fill changes with the slices that are made of them.
    """
    filled = {"energy", "system"} if scenario.time.series is not None and "time" in touched else set[str]()
    sections = {name: getattr(scenario, name) for name in scenario.resolved if name not in touched | filled | {"time"}}
    return {name: section for name, section in sections.items() if isinstance(section, BaseModel)}


def _put(owner: Mapping[Any, Any], steps: list[str], value: object) -> dict[Any, object]:
    """Return a copy of a mapping with another value at the end of a path; a quantity on the way is replaced whole."""
    first, rest = steps[0], steps[1:]
    key: Any = int(first) if first not in owner and first.isdigit() else first
    if not rest:
        return {other: child for other, child in owner.items() if other != key} | (
            {} if value is None else {key: value}
        )
    inner = owner.get(key)
    within = isinstance(inner, Mapping) and not (is_quantity(inner) and not rest[0].isdigit())
    return {**owner, key: _put(inner if within and inner is not None else {}, rest, value)}
