"""How long campaigns take, told in runs: a ratio, since machines differ. Asked for with CARBONSIM_BENCHMARKS=1."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from carbonsim import pipeline
from carbonsim.clock import Clock

CITY = Path(__file__).parents[2] / "scenarios" / "changchun"
RUNS = 5.0


@pytest.mark.skipif(not os.environ.get("CARBONSIM_BENCHMARKS"), reason="a benchmark: set CARBONSIM_BENCHMARKS=1")
def test_wedges_of_nine_campaigns_take_less_than_five_runs() -> None:
    start = time.perf_counter()
    pipeline.run(CITY / "peak-2030.yaml", write_results=False)
    one_run = time.perf_counter() - start
    clock = Clock()
    scenario, system = pipeline.prepare(CITY / "all-campaigns.yaml", clock)
    plans = pipeline.optimise(scenario, system, clock)
    start = time.perf_counter()
    wedges = pipeline.measure_campaigns(scenario, plans, clock)
    assert wedges is not None and len(wedges.effects) == 9
    ratio = (time.perf_counter() - start) / one_run
    print(f"wedges of nine campaigns: {ratio:.1f} runs of {one_run:.1f} s")  # noqa: T201
    assert ratio < RUNS
