"""How many limits on shares are left beside the spread of those who choose, and in how many set-years they bind."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.energy_system import EnergySystem


def share_limit_records(system: EnergySystem, plan: Solution) -> list[dict[str, object]]:
    """Return a row for every set of options, with the years in which a limit on a share stands and binds."""
    if not plan.observed_choices:
        return []
    named = {commodity.name: commodity.label for commodity in system.commodities}
    asked = system.parameters["demand"]
    rows: list[dict[str, object]] = []
    for choice in system.choices:
        own = [limit for limit in plan.share_limits if limit.service == choice.service]
        planned = [year for year in system.years if year >= system.years.plan_from]
        rows.append({
            "service": choice.service,
            "service_message": message("{what}", what=named[choice.service]).as_json(),
            "years": sum(asked.get((choice.region, choice.service, year), 0.0) > 0.0 for year in planned),
            "limited": sorted({limit.year for limit in own}),
            "binding": sorted({limit.year for limit in own if limit.binds}),
            "paths": list(dict.fromkeys(limit.path for limit in own if limit.binds)),
        })  # fmt: skip
    return rows
