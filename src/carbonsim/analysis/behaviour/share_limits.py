"""How many limits on shares are left beside the spread of those who choose, and in how many set-years they bind."""

from __future__ import annotations

from carbonsim.analysis.behaviour.service_names import service_messages
from carbonsim.optimization.solution.solution import Solution
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem


def share_limit_records(scenario: Scenario | None, system: EnergySystem, plan: Solution) -> list[dict[str, object]]:
    """Return a row for every set of options, with the years in which a limit on a share stands and binds."""
    if not plan.observed_choices:
        return []
    named = service_messages(scenario, system)
    asked = system.parameters["demand"]
    rows: list[dict[str, object]] = []
    for choice in system.choices:
        own = [limit for limit in plan.share_limits if limit.service == choice.service]
        planned = [year for year in system.years if year >= system.years.plan_from]
        rows.append({
            "service": choice.service,
            "service_message": named[choice.service],
            "years": sum(asked.get((choice.region, choice.service, year), 0.0) > 0.0 for year in planned),
            "limited": sorted({limit.year for limit in own}),
            "binding": sorted({limit.year for limit in own if limit.binds}),
            "paths": list(dict.fromkeys(limit.path for limit in own if limit.binds)),
        })  # fmt: skip
    return rows
