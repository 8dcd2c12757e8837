"""What every sector translator is told: years, drivers, load shapes, and where to report what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from carbonsim.errors import Finding
from carbonsim.messages.message import Message, Wording, message
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.typos import meant
from carbonsim.system.tables import TimeSlice, Years

Array = NDArray[np.float64]


FLAT = "flat"  # the load shape that is the same at all times


def shape_path(name: str) -> str:
    """Return where a load shape is written; nothing of the flat one."""
    return "" if name == FLAT else f"energy.shapes.{name}"


@dataclass
class Context:
    """Shared by the translators of one scenario.

    `drivers` are paths over the model years by name (gdp, population, urban_population, …), filled by
    economy first; `departures` are GDP and value added relative to the centre of the growth corridor, for which
    activity paths are written; `shapes` are load shapes by name, each time slice's share of a year's use.
    """

    years: Years
    time_slices: tuple[TimeSlice, ...]
    locate: Callable[[str], tuple[str, int]]  # YAML path → file, line
    choosing: bool = False  # by taste beside costs, which keeps shares from jumping
    drivers: MutableMapping[str, Array] = field(default_factory=dict)
    departures: MutableMapping[str, Array] = field(default_factory=dict)  # drivers over those of the centre
    shapes: MutableMapping[str, Mapping[str, float]] = field(default_factory=dict)
    use_shapes: MutableMapping[str, Mapping[str, float]] = field(default_factory=dict)  # by yearly technology
    findings: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)  # what a planner should know, though the result stands

    def report(self, path: str, found: Wording, expected: Wording, advice: Wording = "") -> None:
        """Note something wrong at a YAML path; the pipeline raises all findings at once."""
        file, line = self.locate(path)
        self.findings.append(Finding(file, line, path, found, expected, advice))

    def warn(self, path: str, found: Wording, expected: Wording, advice: Wording = "") -> None:
        """Note what a planner should know at a YAML path, though the result stands."""
        file, line = self.locate(path)
        self.warnings.append(Finding(file, line, path, found, expected, advice))

    def report_unknown(self, path: str, kind: Message, name: str, known: Iterable[str]) -> None:
        """Note a name that nothing answers to, with the nearest one that exists."""
        names = sorted(known)
        advice = meant(name, names, message("define it, or correct the name"))
        listed = (
            message("one of {names}", names=tuple(names[:12]))
            if names
            else message("one that is defined: there is none")
        )
        self.report(path, message("{kind} {name}, which is not defined", kind=kind, name=name), listed, advice)

    def follow(self, path: Array, driver: str, elasticity: Quantity) -> Array:
        """Return an activity path as it follows a driver that departs from the centre of the corridor."""
        departure = self.departures.get(driver)
        return path if departure is None else np.asarray(path * departure ** elasticity.over(self.years))

    def shape(self, name: str, path: str) -> Mapping[str, float]:
        """Return a load shape by name; an unknown one is reported and taken as flat."""
        if name not in self.shapes:
            self.report_unknown(path, message("load shape"), name, self.shapes)
            return self.shapes["flat"]
        return self.shapes[name]
