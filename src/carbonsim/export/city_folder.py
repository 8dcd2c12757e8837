"""A city whose base year is filled in as a workbook: the workbook, what else the model needs, and what to run."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carbonsim.errors import Finding, ScenarioError
from carbonsim.export.city_workbook import city_workbook, workbook_paths
from carbonsim.messages.message import message
from carbonsim.scenario.describing.json_schema import HEADER
from carbonsim.scenario.describing.show import as_yaml
from carbonsim.scenario.hourly.slices import hourly_paths
from carbonsim.scenario.quantity import is_quantity
from carbonsim.scenario.reading.read import read_scenario
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.starting.new import new_city, refuse_target, write_schema

BOOK, MODEL, BASE = "city.xlsx", "model.yaml", "baseline.yaml"
TITLES = ("schema", "name", "name_zh", "description", "description_zh", "region", "region_zh")
NOT_ANYMORE = ("reference", "balance")  # a file of the scenario it was written from; what the workbook holds
HEAD = {
    MODEL: "# What the workbook does not hold: technologies, prices, policies. The base year stands in city.xlsx.",
    BASE: "# The city with its base year from the workbook city.xlsx; run it, or extend it.",
}


def new_workbook_city(directory: Path, name: str, source: Path | None = None) -> list[Path]:
    """Write a folder with a workbook to fill in and a scenario that includes it; return its files, to run last.

    Without `source` it is the small city of `new_city`; else what the scenario file says, its base year in the workbook
    and the rest in YAML, each value in one place. Raises ScenarioError with every finding; nothing is overwritten.
    """
    if source is None:
        with tempfile.TemporaryDirectory() as folder:
            new_city(Path(folder), name)
            return _write(directory, Path(folder) / "peak.yaml")
    return _write(directory, source)


def _write(directory: Path, source: Path) -> list[Path]:
    plan = _read(source)
    root = plan if plan.reference_path is None else _read(plan.trace.chain[0])
    book = city_workbook(root)
    merged = _with_series_beside(root)
    rest = {key: value for key, value in merged.items() if key not in (*TITLES, *NOT_ANYMORE)}
    for path in workbook_paths(root):
        rest = _without(rest, path.split("."))
    titles = {key: merged[key] for key in TITLES if key in merged}
    files: dict[str, bytes] = {
        BOOK: book,
        MODEL: _text(rest, HEAD[MODEL]),
        BASE: _text({**titles, "include": [MODEL, BOOK]}, HEAD[BASE]),
    }
    if plan is not root:
        changes = {
            key: value
            for key, value in _differences(merged, _with_series_beside(plan)).items()
            if key not in NOT_ANYMORE
        }
        stem = plan.stem if f"{plan.stem}.yaml" not in files else f"{plan.stem}-plan"
        files[f"{stem}.yaml"] = _text({"extends": BASE, **changes}, "")
    files |= _series(root)
    refuse_target(directory, list(files))
    directory.mkdir(parents=True, exist_ok=True)
    write_schema(directory)
    written = []
    for name, content in files.items():
        (directory / name).write_bytes(content)
        written.append(directory / name)
    return written


def _read(path: Path) -> Scenario:
    scenario, findings = read_scenario(path)
    if scenario is None:
        raise ScenarioError(findings)
    if scenario.economy is None or scenario.energy is None:
        found, expected = message("a scenario without sectors"), message("a city with economy and energy")
        raise ScenarioError([Finding(str(path), 0, "", found, expected, message("choose another with --from"))])
    return scenario.before_campaigns


def _series(scenario: Scenario) -> dict[str, bytes]:
    """Return the files of hourly series that a scenario names, by name: they go with the city."""
    return {path.name: path.read_bytes() for path in hourly_paths(scenario.time.series, scenario.trace)}


def _with_series_beside(scenario: Scenario) -> dict[Any, Any]:
    """Return what a scenario says with its hourly series named as they lie beside it."""
    named = [path.name for path in hourly_paths(scenario.time.series, scenario.trace)]
    time = {**scenario.resolved["time"], **({"from": named} if named else {})}
    return {**scenario.resolved, "time": time}


def _text(content: Mapping[Any, object], head: str) -> bytes:
    return f"{HEADER}{head}\n{as_yaml(content)}".encode() if head else f"{HEADER}{as_yaml(content)}".encode()


def _without(owner: Mapping[Any, Any], steps: list[str]) -> dict[Any, object]:
    """Return a mapping without the value at the end of a path; what held it stays, be it empty."""
    first, *rest = steps
    if not rest:
        return {key: value for key, value in owner.items() if str(key) != first}
    return {key: _without(value, rest) if str(key) == first else value for key, value in owner.items()}


def _differences(base: Mapping[Any, object], over: Mapping[Any, object]) -> dict[object, object]:
    """Return what one mapping writes over another: key by key, a quantity whole, None for what it removes."""
    found: dict[object, object] = {}
    for key, value in over.items():
        before = base.get(key)
        if (
            isinstance(value, Mapping)
            and isinstance(before, Mapping)
            and not (is_quantity(value) or is_quantity(before))
        ):
            if inner := _differences(before, value):
                found[key] = inner
        elif key not in base or value != before:
            found[key] = value
    return found | {key: None for key in base if key not in over}
