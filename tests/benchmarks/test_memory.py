"""What a run is said to take of memory before it begins is within a factor of two of what it takes.

Five sizes, from a town of four slices to a continent, each in a process of its own; asked for with
CARBONSIM_BENCHMARKS=1.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from carbonsim.clock import Clock
from carbonsim.pipeline import prepare
from carbonsim.system.checks.fits import memory_needed
from tests.benchmarks.continent import continental_data
from tests.benchmarks.national import national_data
from tests.benchmarks.test_continent import ROOT, measured
from tests.system.sliced_systems import town, written

SIZES: dict[str, Callable[[Path], Path]] = {
    "tutorial": lambda folder: town(folder, 2, 2),
    "town of 1,248 slices": lambda folder: town(folder, 52, 24),
    "written directly": lambda folder: written(folder, 20, 12, 12, 12, 2),
    "national": lambda folder: national_data().write(folder),
    "continent": lambda folder: continental_data().write(folder),
}


@pytest.mark.skipif(not os.environ.get("CARBONSIM_BENCHMARKS"), reason="a benchmark: set CARBONSIM_BENCHMARKS=1")
@pytest.mark.parametrize("name", SIZES)
def test_memory_is_estimated_within_a_factor_of_two(name: str, tmp_path: Path) -> None:
    file = SIZES[name](tmp_path)
    estimated = memory_needed(*prepare(file, Clock())) / 1e6
    real, _, _ = measured(ROOT, file, tmp_path / "out")
    print(f"{name}: {estimated:.0f} MB estimated, {real:.0f} MB taken")  # noqa: T201
    assert real / 2 <= estimated <= real * 2
