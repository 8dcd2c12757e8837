"""Years by hour that tests make: what they say is drawn from a seed, or plain enough to be checked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from carbonsim.scenario.hourly.series import HOURS, HourlyColumn

Array = NDArray[np.float64]
HEATING, LOAD, WIND, SUN = (
    "energy.shapes.heating", "energy.shapes.electricity", "energy.profiles.wind", "energy.profiles.sun",
)  # fmt: skip


def drawn(seed: int) -> dict[str, Array]:
    """Return a year with a heated half, a load with an evening peak, calm and windy days, and sun at noon."""
    draw = np.random.default_rng(seed)
    hour, day = np.arange(HOURS) % 24, np.arange(HOURS) // 24
    cold = np.clip(np.cos(2 * np.pi * (day - 10) / 365) + 0.3 * np.repeat(draw.normal(size=365), 24), 0, None)
    gusts = np.repeat(draw.beta(1.2, 3.0, size=365), 24) * draw.uniform(0.6, 1.4, size=HOURS)
    sun = np.clip(np.sin(np.pi * (hour - 6) / 12), 0, None) * np.repeat(draw.uniform(0.1, 0.9, size=365), 24)
    load = 1000 + 200 * cold + 150 * np.sin(np.pi * (hour - 12) / 12) + draw.normal(0, 20, size=HOURS)
    return {HEATING: cold * 40000, LOAD: load, WIND: np.clip(gusts, 0, 1), SUN: sun}


def columns_of(series: Mapping[str, Array]) -> dict[str, HourlyColumn]:
    return {title: HourlyColumn(title, values, "year.csv") for title, values in series.items()}


def write_year(file: Path, series: Mapping[str, Array]) -> Path:
    rows = zip(*(values.tolist() for values in series.values()), strict=True)
    lines = [",".join(map(repr, (number, *row))) for number, row in enumerate(rows, start=1)]
    file.write_text("\n".join([",".join(["hour", *series]), *lines]) + "\n", encoding="utf-8")
    return file
