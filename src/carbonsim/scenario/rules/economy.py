"""Rules of the economy: what is told of suppliers rests on something."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.rules.finding import finding
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sectors.end_use import SupplierMultiplier


def a_multiplier_has_a_source(scenario: Scenario) -> Iterator[Finding]:
    """What suppliers gain for each value added is told with its source: no general figure holds for all cities."""
    for path, section in scenario.sections():
        if not isinstance(section, SupplierMultiplier):
            continue
        for key in ("secondary", "tertiary"):
            figure = getattr(section, key)
            if any(value for _, value in figure.points) and figure.source is None:
                found, expected = message("a multiplier without a source"), message("where it is read from")
                advice = message("write {value: …, source: …}")
                yield finding(scenario, f"{path}.{key}", found, expected, advice)
