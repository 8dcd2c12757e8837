"""What a plan uses where nothing else serves: power in an emergency, fuel beyond its ceiling, energy not served."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.security.last_resort import UNSERVED, is_last_resort
from carbonsim.system.tables import Technology

LEAST = 1e-4  # PJ a year: less is the solver's tolerance


def last_resort_records(system: EnergySystem, plan: Solution) -> list[dict[str, object]]:
    """Return a row for everything that is used as a last resort in some year: amounts, prices and costs by year.

    Amounts are in PJ, prices in CNY/GJ, costs in million CNY of the base year, of one year and undiscounted.
    """
    kinds = [technology for technology in system.technologies if is_last_resort(technology.name)]
    if plan.status != SolveStatus.OPTIMAL or not kinds:
        return []
    used = plan.activity.groupby(["technology", "year"])["value"].sum()
    rows = (
        _row(one, {int(year): float(used.get((one.name, year), 0.0)) for year in system.years}, system) for one in kinds
    )
    return [row for row in rows if row["amount_PJ"]]


def _row(technology: Technology, amounts: dict[int, float], system: EnergySystem) -> dict[str, object]:
    known = {year: amount for year, amount in amounts.items() if amount > LEAST}
    key, costs = (technology.region, technology.name, *technology.modes), system.parameters["variable_cost"]
    prices = {year: costs.get((*key, year), 0.0) for year in known}
    return {
        "technology": technology.name,
        "technology_message": message("{what}", what=technology.label).as_json(),
        "unserved": technology.branch == UNSERVED,
        "path": technology.path_of("variable_cost"),
        "amount_PJ": known,
        "price": prices,
        "cost": {year: amount * prices[year] for year, amount in known.items()},
    }
