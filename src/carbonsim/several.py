"""Several scenarios: one process a core, or side by side on one page."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from carbonsim.analysis.compare import compare_inputs
from carbonsim.errors import CarbonsimError, Finding, ScenarioError
from carbonsim.export.results_folder import findings_of_page, replaced_page, settle
from carbonsim.pipeline import Progress, raise_findings, run
from carbonsim.report.content import Content
from carbonsim.report.finished import read_finished


def compare(
    paths: Sequence[Path | str],
    *,
    reference: Path | str | None = None,
    out: Path | str = "results/compare.html",
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Run several scenarios, or read finished results folders, and write one page that sets them side by side.

    Returns the summaries in order and, for each but the first, the inputs that differ from it.
    """
    from carbonsim.report.compare_page import render_comparison

    chosen = [Path(path) for path in paths]
    if reference is not None and Path(reference) not in chosen:
        chosen.insert(0, Path(reference))
    if not 2 <= len(chosen) <= 6:
        found = f"{len(chosen)} scenario{'s' if len(chosen) != 1 else ''}"
        raise ScenarioError([Finding("compare", 0, "", found, "two to six", "name the scenarios to compare")])
    target = Path(out)
    raise_findings(findings_of_page(target))
    contents = [_content(path, progress) for path in chosen]
    base = contents[chosen.index(Path(reference)) if reference is not None else 0]
    replaced_page(target, render_comparison(contents, base.stem))
    differences = {
        one.stem: compare_inputs(base.scenario.resolved, one.scenario.resolved).to_dict("records")
        for one in contents
        if one is not base
    }
    return {"summaries": [dict(one.summary) for one in contents], "reference": base.stem, "differences": differences}


def _content(path: Path, progress: Progress | None) -> Content:
    """Run a scenario, or read the folder that a run of it left, where a killed one may have moved it away."""
    settle(path.absolute())
    if path.is_dir():
        return read_finished(path)
    return run(path, write_results=False, progress=progress).content


def scenarios_in(paths: Sequence[Path]) -> list[Path]:
    """Return the scenario files of paths: a folder stands for the files in it that name a scenario."""
    found: list[Path] = []
    for path in paths:
        inside = [file for file in sorted(path.glob("*.yaml")) if is_scenario(file)] if path.is_dir() else [path]
        if not inside:
            advice = "name a scenario file, or a folder that holds some"
            raise ScenarioError(
                [Finding(str(path), 0, "", "no scenario in this folder", "a file with a `name`", advice)]
            )
        found += inside
    return list(dict.fromkeys(found))


def is_scenario(file: Path) -> bool:
    """Say whether a file names a scenario at its top, as sector files do not."""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return any(line.startswith(("name:", "extends:")) for line in lines)


def run_each(
    paths: Sequence[Path], out: Path | None = None, progress: Progress | None = None, **options: Any
) -> list[tuple[Path, dict[str, Any] | Failure]]:
    """Run several scenarios side by side, one process a core; results go to one folder each.

    Returns for each its folder, and the summary or what stopped it; one that fails stops no other.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    parent = out or Path("results")
    tell = progress or (lambda _: None)
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(paths)), mp_context=get_context("spawn")) as workers:
        waiting = [workers.submit(_run_one, path, parent / path.stem, options) for path in paths]
        answers = []
        for path, answer in zip(paths, waiting, strict=True):
            answers.append((parent / path.stem, answer.result()))
            tell(str(path))
    return answers


@dataclass(frozen=True)
class Failure:
    """What stopped one of several runs: the message, and what the command line exits with."""

    message: str
    exit_code: int


def _run_one(path: Path, folder: Path, options: dict[str, Any]) -> dict[str, Any] | Failure:
    try:
        return run(path, out=folder, **options).summary
    except CarbonsimError as error:
        from carbonsim.report.tongue import told

        return Failure(told(error), error.exit_code)
