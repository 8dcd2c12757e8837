"""What a scenario holds fixed, or does away with, that its reference does not: for its verdict to name."""

from __future__ import annotations

from dataclasses import asdict

from carbonsim.messages.message import message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem


def frozen_records(system: EnergySystem, solution: Solution) -> list[dict[str, object]]:
    """Return every set in which nobody chooses, with the shares in which it is bought, as rows of a summary."""
    named = {commodity.name: message("{what}", what=commodity.label) for commodity in system.commodities}
    rows = [{**asdict(one), "service_message": named[one.service].as_json()} for one in solution.frozen]
    for row in rows:
        del row["region"]
    return rows


def no_price_from(scenario: Scenario, reference: Scenario) -> int | None:
    """Return the first year of the plan if nobody pays for carbon from then on, while it is paid for in a reference."""
    planned = [year for year in scenario.time.years if year >= scenario.time.plan_from]
    own, other = ([_price(one, year) for year in planned] for one in (scenario, reference))
    return planned[0] if planned and not any(own) and any(other) else None


def _price(scenario: Scenario, year: int) -> float:
    return 0.0 if scenario.energy is None else scenario.energy.carbon_price.at(year)
