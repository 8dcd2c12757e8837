"""A continental data set from CSV to report takes a third of the memory that it took before, at most.

Memory of two processes, one of the code as it is, one of the code as it was when every parameter was laid out over the
product of its sets; `git` brings that one. Asked for with CARBONSIM_BENCHMARKS=1.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.benchmarks.continent import continental_data

ROOT = Path(__file__).parents[2]
BEFORE = "50ceaf7"
RUN = (
    "import resource, runpy, sys\n"
    "try: runpy.run_module('carbonsim', run_name='__main__')\n"
    "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, file=sys.stderr)"
)


def measured(source: Path, scenario: Path, out: Path) -> tuple[float, float, float]:
    """Return peak memory in MB, seconds and the objective of a run in a process of its own."""
    command = [sys.executable, "-c", RUN, "run", str(scenario), "--out", str(out), "--quiet"]
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(source / "src")}
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    return float(done.stderr.split()[-1]), time.perf_counter() - start, summary["objective"]


@pytest.mark.skipif(not os.environ.get("CARBONSIM_BENCHMARKS"), reason="a benchmark: set CARBONSIM_BENCHMARKS=1")
def test_a_continental_model_takes_a_third_of_the_memory_it_took(tmp_path: Path) -> None:
    told = subprocess.run(["git", "-C", str(ROOT), "archive", BEFORE, "src"], check=False, capture_output=True)
    if told.returncode:
        pytest.skip(f"a benchmark: this clone lacks commit {BEFORE}, which it compares with; fetch the whole history")
    with tarfile.open(fileobj=io.BytesIO(told.stdout)) as archive:
        archive.extractall(tmp_path / "before", filter="data")
    data = continental_data()
    assert [len(data.sets[axis]) for axis in "TFYL"] == [3813, 893, 7, 4]
    scenario = data.write(tmp_path)
    before, seconds_before, least_before = measured(tmp_path / "before", scenario, tmp_path / "out-before")
    after, seconds, least = measured(ROOT, scenario, tmp_path / "out")
    print(f"continent: {after:.0f} MB, {seconds:.0f} s; before {before:.0f} MB, {seconds_before:.0f} s")  # noqa: T201
    assert least == pytest.approx(least_before, rel=1e-9)
    assert after <= before / 3.0
