"""Who owns what a plan builds, in words: a bureau asks whom it has to talk to."""

from __future__ import annotations

from carbonsim.messages.message import Value, message
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.sectors.energy import text_label
from carbonsim.system.tables import Technology
from carbonsim.units import ResultUnit

HOUSEHOLDS = message("households")
PLANTS = {"power": message("power companies"), "heat": message("heat suppliers")}
OWNERS = {
    "energy": message("energy companies"),
    "industry": message("industrial firms"),
    "transport": message("transport operators"),
    "land": message("farms"),
    "waste": message("waste services of the city"),
}


def who_owns(scenario: Scenario, technology: Technology) -> Value | None:
    """Return who owns a technology; None where nobody can tell, as in a system that is written directly.

    Vehicles are owned by households where they are private; what serves buildings by those of its class or service.
    """
    if technology.private:
        return HOUSEHOLDS
    if technology.sector == "buildings":
        return _users(scenario, technology.branch)
    if technology.sector == "transport" and technology.capacity_unit == ResultUnit.MILLION_VEHICLES:
        return OWNERS["transport"]
    if technology.sector == "energy":
        return PLANTS.get(technology.branch, OWNERS["energy"])
    return OWNERS.get(technology.sector)


def _users(scenario: Scenario, branch: str) -> Value:
    """Return the class of buildings or the service that a branch is."""
    if scenario.buildings is not None and branch in scenario.buildings.classes:
        return text_label(scenario.buildings.classes[branch].label)
    if scenario.economy is not None and branch in scenario.economy.services:
        return text_label(scenario.economy.services[branch].label)
    return branch
