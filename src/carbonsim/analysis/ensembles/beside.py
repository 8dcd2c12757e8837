"""An ensemble that stands beside a run: where it has the peak, for the verdict to tell."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from carbonsim.analysis.ensembles.chances import chances_of_a_peak, solved_futures
from carbonsim.analysis.summary.summary import PeakRange, PeakSummary
from carbonsim.scenario.scenario import Scenario

CHANCES, TABLE = "chances.json", "ensemble.parquet"
SUFFIX = "-ensemble"  # of the folder's name, beside that of the run


def peak_range(scenario: Scenario, table: pd.DataFrame) -> PeakRange | None:
    """Return where the plans of an ensemble peak, and how likely by the year that is asked for; None without a plan."""
    years = solved_futures(table)["peak_year"].dropna().to_numpy(float)
    if not len(years):
        return None
    first, last = (int(year) for year in np.percentile(years, (5, 95), method="inverted_cdf"))
    by = last if scenario.peaking is None or scenario.peaking.by is None else scenario.peaking.by
    chances = chances_of_a_peak(table, [by]).iloc[0]
    return PeakRange(
        first=first, last=last, runs=len(table), by=by, share=float(chances["plan"]), twin_share=float(chances["twin"])
    )


def chances_text(scenario: Scenario, found: PeakRange, committed_until: int | None = None) -> str:
    """Return what a run reads of an ensemble, with the files that it rests on."""
    told = {"inputs": _inputs(scenario), "peak": found.plain(), "committed_until": committed_until}
    return json.dumps(told, indent=1)


def with_ensemble(peak: PeakSummary, scenario: Scenario, folder: Path) -> PeakSummary:
    """Return a verdict with what the ensemble beside the folder of a run says, where there is one of these inputs."""
    known = _known(scenario, folder)
    if known is None:
        return peak
    return peak.model_copy(update={"ensemble": PeakRange.model_validate(known["peak"])})


def table_beside(scenario: Scenario, folder: Path) -> tuple[pd.DataFrame, int | None] | None:
    """Return the futures of the ensemble beside the folder of a run, and until when what is built was held.

    None where there is none of these inputs.
    """
    known, parts = _known(scenario, folder), _beside(folder) / TABLE
    if known is None or not parts.is_dir():
        return None
    table = pd.read_parquet(parts).sort_values("future", ignore_index=True)
    until = known.get("committed_until")
    return table, None if until is None else int(str(until))


def _beside(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{SUFFIX}")


def _known(scenario: Scenario, folder: Path) -> dict[str, object] | None:
    """Return what the ensemble beside the folder of a run left for it; None where there is none of these inputs."""
    file = _beside(folder) / CHANCES
    known: dict[str, object] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return known if known.get("inputs") == _inputs(scenario) else None


def _inputs(scenario: Scenario) -> list[str]:
    return sorted(scenario.trace.digests.values())
