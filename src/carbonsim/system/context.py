"""What every sector translator is told: years, drivers, load shapes, and where to report what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from carbonsim.errors import Finding
from carbonsim.system.tables import TimeSlice, Years


@dataclass
class Context:
    """Shared by the translators of one scenario.

    `drivers` are paths over the model years by name (gdp, population, urban_population, …), filled by
    economy first; `shapes` are load shapes by name, each time slice's share of a year's use.
    """

    years: Years
    time_slices: tuple[TimeSlice, ...]
    locate: Callable[[str], tuple[str, int]]  # YAML path → file, line
    drivers: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    shapes: dict[str, Mapping[str, float]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def report(self, path: str, found: str, expected: str, advice: str = "") -> None:
        """Note something wrong at a YAML path; the pipeline raises all findings at once."""
        file, line = self.locate(path)
        self.findings.append(Finding(file, line, path, found, expected, advice))
