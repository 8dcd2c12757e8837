"""Several scenarios: one process a core, or side by side on one page."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field

from carbonsim.analysis.compare import compare_inputs
from carbonsim.analysis.summary.part import SummaryPart
from carbonsim.analysis.summary.plain import plain
from carbonsim.analysis.summary.summary import Summary
from carbonsim.clock import Progress
from carbonsim.errors import EXIT_BUG, EXIT_INTERRUPTED, EXIT_SCENARIO, CarbonsimError, Finding, ScenarioError
from carbonsim.export.results_folder import findings_of_page, findings_of_shared, replaced_page, settle
from carbonsim.messages.message import counting, message
from carbonsim.pipeline import raise_findings, run
from carbonsim.report.content import Content
from carbonsim.report.reading.results_folder import read_results_folder
from carbonsim.report.terminal.language import fault_message, localized, translated
from carbonsim.workers import share_out


class Comparison(SummaryPart):
    """Several runs side by side; `comparison.reference` and `comparison["reference"]` are the same."""

    summaries: tuple[Summary, ...] = Field(description="the summary of each run")
    reference: str = Field(description="name of the run that differences are told against")
    differences: Mapping[str, tuple[Mapping[str, object], ...]] = Field(
        description="of each other run, the inputs that differ: path, a of the reference, b of the run"
    )

    def __repr__(self) -> str:
        names = ", ".join(summary.scenario for summary in self.summaries)
        return f"<Comparison of {names}, against {self.reference}>"


def compare(
    paths: Sequence[Path | str],
    *,
    reference: Path | str | None = None,
    out: Path | str = "results/compare.html",
    progress: Progress | None = None,
) -> Comparison:
    """Run several scenarios, or read finished results folders, and write one page that sets them side by side.

    Returns the summaries in order and, for each but the reference, the inputs that differ from it.
    """
    from carbonsim.report.compare_page import render_comparison

    chosen = [Path(path) for path in paths]
    if reference is not None and Path(reference) not in chosen:
        chosen.insert(0, Path(reference))
    if not 2 <= len(chosen) <= 6:
        found = counting("{count} scenario", "{count} scenarios", len(chosen))
        raise ScenarioError(
            [Finding("compare", 0, "", found, message("two to six"), message("name the scenarios to compare"))]
        )
    target = Path(out)
    raise_findings(findings_of_page(target))
    contents = [_content(path, progress) for path in chosen]
    place = chosen.index(Path(reference)) if reference is not None else 0
    replaced_page(target, render_comparison(contents, place))
    names, base = _names(contents, chosen), contents[place]
    differences = {
        name: plain(compare_inputs(base.inputs, one.inputs).to_dict("records"))
        for name, one in zip(names, contents, strict=True)
        if one is not base
    }
    summaries = tuple(one.summary for one in contents)
    return Comparison(summaries=summaries, reference=names[place], differences=differences)


def _names(contents: Sequence[Content], paths: Sequence[Path]) -> list[str]:
    """Return what each is called: its short name, or its path where two share one."""
    stems = [content.stem for content in contents]
    return [stem if stems.count(stem) == 1 else str(path) for stem, path in zip(stems, paths, strict=True)]


def _content(path: Path, progress: Progress | None) -> Content:
    """Run a scenario, or read the folder that a run of it left, where a killed one may have moved it away."""
    settle(path.absolute())
    if path.is_dir():
        return read_results_folder(path)
    return run(path, write_results=False, progress=progress).content


def scenarios_in(paths: Sequence[Path]) -> list[Path]:
    """Return the scenario files of paths: a folder stands for the files in it that name a scenario."""
    found: list[Path] = []
    for path in paths:
        inside = [file for file in sorted(path.glob("*.yaml")) if is_scenario(file)] if path.is_dir() else [path]
        if not inside:
            advice = message("name a scenario file, or a folder that holds some")
            raise ScenarioError(
                [
                    Finding(
                        str(path), 0, "", message("no scenario in this folder"), message("a file with a `name`"), advice
                    )
                ]
            )
        found += inside
    once: dict[tuple[str, str], Path] = {}
    for file in found:
        once.setdefault((os.path.realpath(file.parent), file.name), file)
    return list(once.values())


def is_scenario(file: Path) -> bool:
    """Say whether a file names a scenario at its top, as sector files do not."""
    if not file.is_file():
        return False
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return any(line.startswith(("name:", "extends:")) for line in lines)


@dataclass(frozen=True)
class Failure:
    """What stopped one of several runs: the message, and what the command line exits with."""

    message: str
    exit_code: int


@dataclass(frozen=True)
class _Task:
    """One of several runs: the scenario, the folder of its results, and how it is run."""

    scenario: Path
    folder: Path
    options: Mapping[str, Any]


def run_each(
    paths: Sequence[Path], out: Path | None = None, progress: Progress | None = None, **options: Any
) -> list[tuple[Path, Summary | Failure]]:
    """Run several scenarios side by side, one process a core; results go to one folder each.

    Returns for each its folder, and the summary or what stopped it; one that fails, or whose process is killed, stops
    no other. Raises ScenarioError before anything is solved where two would write one folder.
    """
    parent = out or Path("results")
    tasks = [_Task(path, parent / path.stem, options) for path in paths]
    raise_findings(findings_of_shared({str(task.scenario): task.folder for task in tasks}))
    answers: dict[int, Summary | Failure] = {}
    for place, answer in share_out(tasks, _run_one, _lost):
        answers[place] = answer
        if progress is not None:
            progress(str(paths[place]))
    return [(task.folder, answers[place]) for place, task in enumerate(tasks)]


def _run_one(task: _Task) -> Summary | Failure:
    try:
        return run(task.scenario, out=task.folder, **task.options).summary
    except CarbonsimError as error:
        return _failure(task, translated(error), error.exit_code)
    except OSError as error:
        return _failure(task, f"{error.filename or ''}: {error.strerror or error}", EXIT_SCENARIO)
    except Exception as error:
        return _failure(task, fault_message(error), EXIT_BUG)


def _lost(task: _Task, code: int) -> Failure:
    """Say what ended the process of one of several runs, and whether it came from outside or from within."""
    if code >= 0:
        return _failure(
            task,
            localized(message("its process ended with exit code {code}", code=code)),
            code if code == 130 else EXIT_BUG,
        )
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    outside = name in ("SIGHUP", "SIGINT", "SIGKILL", "SIGTERM")
    return _failure(
        task,
        localized(message("its process was ended by {name}", name=name)),
        EXIT_INTERRUPTED if outside else EXIT_BUG,
    )


def _failure(task: _Task, why: str, exit_code: int) -> Failure:
    heading = message("{scenario} has no new results:", scenario=str(task.scenario))
    return Failure(f"{localized(heading)}\n{why}", exit_code)
