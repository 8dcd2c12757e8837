"""What services are called: by whom they are used and what for, where a scenario says it."""

from __future__ import annotations

from collections.abc import Mapping

from carbonsim.messages.label import Label
from carbonsim.messages.message import message
from carbonsim.scenario.describing.path_words import describe_path
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem


def service_messages(scenario: Scenario | None, system: EnergySystem) -> dict[str, Mapping[str, object]]:
    """Return what each commodity is called, as id and values of a sentence; its label where no path is known."""
    found: dict[str, Mapping[str, object]] = {}
    for commodity in system.commodities:
        words = describe_path(scenario, commodity.path) if scenario is not None and commodity.path else None
        name = commodity.label if words is None or not words.en else Label(words.en, words.zh)
        found[commodity.name] = message("{what}", what=name).as_json()
    return found
