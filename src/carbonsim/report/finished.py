"""A folder that a run left → what a page needs, without solving again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from carbonsim.errors import Finding, ScenarioError
from carbonsim.report.content import Content
from carbonsim.results.results import Results
from carbonsim.scenario.read import read_scenario
from carbonsim.system.tables import Label

SUMMARY, TABLE, RESOLVED = "summary.json", "results.csv", "scenario.resolved.yaml"


def read_finished(folder: Path) -> Content:
    """Read the summary, the table and the resolved scenario of a results folder.

    Raises ScenarioError where one of them is missing or cannot be read. How plants ran in each time slice is not
    in the folder, so figures of typical days are not drawn from it.
    """
    missing = [name for name in (SUMMARY, RESOLVED) if not (folder / name).is_file()]
    if missing:
        raise ScenarioError([_finding(folder, f"no {name}") for name in missing])
    try:
        summary = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise ScenarioError([_finding(folder, f"{SUMMARY} cannot be read: {error}")]) from error
    scenario, findings = read_scenario(folder / RESOLVED)
    if scenario is None or findings:
        raise ScenarioError(findings)
    plan = _plan(folder) if summary.get("status") == "optimal" else None
    return Content(
        scenario,
        summary,
        plan=plan,
        targets=pd.DataFrame(summary.get("targets") or []),
        explanation=_explanation(summary),
        resolved_before=(folder / RESOLVED).read_text(encoding="utf-8"),
    )


def _explanation(summary: Mapping[str, Any]) -> tuple[Label, ...]:
    english = summary.get("explanation") or []
    return tuple(Label(*told) for told in zip(english, summary.get("explanation_zh") or english, strict=True))


def _plan(folder: Path) -> Results:
    if not (folder / TABLE).is_file():
        raise ScenarioError([_finding(folder, f"no {TABLE}")])
    text = pd.read_csv(folder / TABLE, keep_default_na=False, na_values={"value": [""]})  # NA may be a name
    return Results(text, pd.DataFrame())


def _finding(folder: Path, found: str) -> Any:
    return Finding(str(folder), 0, "", found, "a folder that `carbonsim run` left", "run the scenario again")
