"""A national OSeMOSYS model from CSV to report: told against the solver's own time, since machines differ."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.benchmarks.national import national_data
from tests.benchmarks.test_continent import ROOT, measured

SLOPE, START, MEMORY = 3.0, 5.0, 600.0  # of the solver's time, seconds, MB


@pytest.mark.skipif(not os.environ.get("CARBONSIM_BENCHMARKS"), reason="a benchmark: set CARBONSIM_BENCHMARKS=1")
def test_a_national_model_takes_little_more_than_its_solver(tmp_path: Path) -> None:
    data = national_data()
    assert [len(data.sets[axis]) for axis in "TYL"] == [58, 46, 15]
    scenario = data.write(tmp_path)
    memory, seconds, _ = measured(ROOT, scenario, tmp_path / "out")
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    solving = summary["timings_s"]["solve"]
    print(f"national: {seconds:.1f} s, {solving:.1f} s of it solving, {memory:.0f} MB, {summary['lp']}")  # noqa: T201
    assert seconds <= SLOPE * solving + START
    assert memory < MEMORY
