"""When will a city's carbon emissions peak, how high, and which plan makes it happen at least cost?"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = [
    "FinishedRun",
    "Model",
    "Results",
    "Run",
    "Scenario",
    "abatement",
    "alternatives",
    "compare",
    "compile",
    "ensemble",
    "frontier",
    "load",
    "read",
    "robust",
    "run",
]

if TYPE_CHECKING:
    from carbonsim.batch import compare
    from carbonsim.compiled import Model, compile  # noqa: A004
    from carbonsim.export.results_folder.finished_run import FinishedRun, read
    from carbonsim.pipeline import Run, load, run
    from carbonsim.results.results import Results
    from carbonsim.scenario.scenario import Scenario
    from carbonsim.studies.ensemble import ensemble
    from carbonsim.studies.near_optimal import alternatives
    from carbonsim.studies.next_tonnes import abatement
    from carbonsim.studies.peak_frontier import frontier
    from carbonsim.studies.robust_plan import robust

_HOMES = {
    "FinishedRun": "carbonsim.export.results_folder.finished_run",
    "Model": "carbonsim.compiled",
    "Results": "carbonsim.results.results",
    "Run": "carbonsim.pipeline",
    "Scenario": "carbonsim.scenario.scenario",
    "abatement": "carbonsim.studies.next_tonnes",
    "alternatives": "carbonsim.studies.near_optimal",
    "compare": "carbonsim.batch",
    "compile": "carbonsim.compiled",
    "frontier": "carbonsim.studies.peak_frontier",
    "ensemble": "carbonsim.studies.ensemble",
    "load": "carbonsim.pipeline",
    "read": "carbonsim.export.results_folder.finished_run",
    "robust": "carbonsim.studies.robust_plan",
    "run": "carbonsim.pipeline",
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for: importing carbonsim costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module carbonsim has no attribute {name}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """List the public names, for completion before any is loaded."""
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
