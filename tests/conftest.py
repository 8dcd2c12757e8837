"""In the gate nothing is skipped in silence: what could not run there has failed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.once import FOLDER

SHARED = Path(__file__).parents[2] / "shared"
OPTIONAL = ("a benchmark", "a second source")  # a matter of minutes, or of an environment of its own
LONG = ("shipped", "report", "export", "notebooks", "docs", "results", "analysis", "benchmarks")  # of long tests
LONGEST = ("shipped", "test_sense.py")  # in which all scenarios of the city are solved, for the others too
CACHE = tempfile.TemporaryDirectory(prefix="carbonsim-tests-")
os.environ["XDG_CACHE_HOME"] = CACHE.name  # units that pyam keeps there point into the environment that wrote them
os.environ.setdefault(FOLDER, CACHE.name)  # the first process of a session tells it to its workers


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest file and the folders of long tests: so all workers are busy until the end, and none waits.

    What the city's scenarios say is found in the longest; who asks for one later reads what was found there.
    """
    items.sort(key=lambda item: not any(folder in item.path.parts for folder in LONG))
    items.sort(key=lambda item: item.path.parts[-2:] != LONGEST)


def excused(reason: str) -> bool:
    """Say whether a skip is in order even in the gate: a benchmark, or data that are nowhere on this machine."""
    if any(word in reason for word in OPTIONAL):
        return True
    return "beside" in reason and not SHARED.is_dir()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, None]:
    """Turn a skip into a failure where CI=true."""
    report = (yield).get_result()
    if not report.skipped or hasattr(report, "wasxfail") or os.environ.get("CI") != "true":
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not excused(reason):
        report.outcome, report.longrepr = "failed", f"skipped although CI=true: {reason}"
