"""A folder that a run left → what a page needs, without solving again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from carbonsim.analysis.summary.summary import Summary
from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.message import Wording, message
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.report.content import EMISSIONS, Content
from carbonsim.report.reading.left_summary import AGAIN, read_summary
from carbonsim.results.results import Results
from carbonsim.results.results_csv import read_results
from carbonsim.scenario.reading.read import read_scenario

SUMMARY, TABLE, RESOLVED, RECORD = "summary.json", "results.csv", "scenario.resolved.yaml", "run.json"
CLOSE = 1e-5  # eight digits are written of what the summary has whole


def read_results_folder(folder: Path) -> Content:
    """Read the summary, the table and the resolved scenario of a results folder.

    Raises ScenarioError with every finding where one of them is missing, damaged or of another run. How plants ran in
    each time slice is not in the folder, so figures of typical days are not drawn from it.
    """
    missing = [name for name in (SUMMARY, RESOLVED) if not (folder / name).is_file()]
    if missing:
        raise ScenarioError([_finding(folder, message("no {what}", what=name)) for name in missing])
    summary, findings = read_summary(folder / SUMMARY)
    scenario, more = read_scenario(folder / RESOLVED, left=summary.years if summary else ())
    solved = summary is not None and summary.status == SolveStatus.OPTIMAL
    plan, others = _plan(folder, summary) if summary is not None and solved else (None, [])
    if summary is None or scenario is None or findings or more or others:
        raise ScenarioError([*findings, *more, *others])
    return Content(
        scenario,
        summary,
        plan=plan,
        explanation=summary.reasons,
        resolved_before=(folder / RESOLVED).read_text(encoding="utf-8"),
    )


def _plan(folder: Path, summary: Summary) -> tuple[Results | None, list[Finding]]:
    """Return the table of a run, or what is wrong with it: it is whole, and of the run that the summary tells of."""
    file = folder / TABLE
    if not file.is_file():
        return None, [_finding(folder, message("no {what}", what=TABLE))]
    table, findings = read_results(file)
    results = Results(table, pd.DataFrame())
    written = results.series(EMISSIONS)
    if not findings and (not _is_as_written(folder) or not _same(summary.emissions_Mt, written)):
        found = message("a table that was edited, cut short, or is of another run")
        findings = [Finding(str(file), 0, "", found, message("the table as the run wrote it"), AGAIN)]
    return results, findings


def _is_as_written(folder: Path) -> bool:
    """Say whether the record of the run knows the table by its hash; other ends of lines say nothing else."""
    if not (folder / RECORD).is_file():  # an older run
        return True
    try:
        known = json.loads((folder / RECORD).read_text(encoding="utf-8"))["outputs_sha256"][TABLE]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):  # no record that says so
        return True
    content = (folder / TABLE).read_bytes()
    plain = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return known in (hashlib.sha256(content).hexdigest(), hashlib.sha256(plain).hexdigest())


def _same(told: Mapping[int, float], written: Mapping[int, float]) -> bool:
    scale = max(map(abs, told.values()), default=0.0)
    return told.keys() == written.keys() and all(abs(told[year] - written[year]) <= CLOSE * scale for year in told)


def _finding(folder: Path, found: Wording) -> Finding:
    return Finding(str(folder), 0, "", found, message("a folder that `carbonsim run` left"), AGAIN)
