"""How the demand for services answered prices that are not those of the reference, and what comfort was given up."""

from __future__ import annotations

from collections import defaultdict

from carbonsim.analysis.behaviour.service_names import service_messages
from carbonsim.optimization.solution.solution import Answered, Solution
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key


def demand_records(scenario: Scenario | None, system: EnergySystem, plan: Solution) -> list[dict[str, object]]:
    """Return a row for every service whose demand answers prices, with its planned years, as rows of a summary."""
    services, names = {one.name: one for one in system.commodities}, service_messages(scenario, system)
    by_service: dict[Key, dict[int, Answered]] = defaultdict(dict)
    for (region, service, year), one in plan.answered.items():
        by_service[region, service][int(year)] = one
    rows: list[dict[str, object]] = []
    for key, years in by_service.items():
        demanded = services[str(key[1])]
        rows.append({
            "service": demanded.name,
            "service_message": names[demanded.name],
            "elasticity": system.parameters["price_elasticity"][key],
            "unit": demanded.unit,
            "surplus": sum(one.surplus * one.weight for one in years.values()),
            "given_up": sum(one.given_up * one.weight for one in years.values()),
            "years": [_year(year, one) for year, one in years.items()],
        })  # fmt: skip
    return rows


def _year(year: int, one: Answered) -> dict[str, object]:
    return {
        "year": year,
        "asked": one.asked,
        "demanded": one.demanded,
        "usual_price": one.usual,
        "price": one.price,
        "surplus": one.surplus,
        "given_up": one.given_up,
    }
