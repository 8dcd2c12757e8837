"""What a plan costs in three lines: against the baseline, public money, the energy system without private vehicles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carbonsim.analysis.accounts.differences import discounted_gdp
from carbonsim.analysis.campaigns.tables import public_cost
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.campaigns import running
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem


@dataclass(frozen=True)
class Costed:
    """A solved plan: the scenario it is of, its system, and its solution."""

    scenario: Scenario
    system: EnergySystem
    solution: Solution

    @property
    def is_solved(self) -> bool:
        """Whether there is a plan."""
        return self.solution.status == SolveStatus.OPTIMAL and self.solution.total_cost is not None

    @property
    def private(self) -> float:
        """What private vehicles cost to buy and keep, discounted, in million CNY; what they burn is not theirs."""
        owned = {one.name for one in self.system.technologies if one.private}
        costs = self.solution.costs
        return float(costs.loc[costs["technology"].isin(owned), "value"].sum()) if owned else 0.0


def cost_lines(plan: Costed, baseline: Costed, gdp: Mapping[int, float]) -> dict[str, object] | None:
    """Return what a plan costs in three lines, in million CNY, discounted; None where there is no plan.

    `baseline` is the same plan where the scenario is one itself: nothing is told against it then. `gdp` is in billion
    CNY by model year.
    """
    if not plan.is_solved:
        return None
    total, years = plan.solution.total_cost or 0.0, plan.system.years
    against = baseline.solution is not plan.solution and baseline.is_solved
    before = baseline.solution.total_cost or 0.0
    whole = discounted_gdp(gdp, years.discount_rate)
    return {
        "against_baseline": total - before if against else None,
        "public_money": sum(public_cost(plan.scenario.campaigns[name], years) for name in running(plan.scenario)),
        "energy_system": total - plan.private,
        "energy_system_against_baseline": (total - plan.private) - (before - baseline.private) if against else None,
        "private_vehicles": plan.private,
        "gdp": None if whole is None else 1000.0 * whole,
        "baseline": baseline.scenario.name if against else None,
        "baseline_zh": baseline.scenario.name_zh or None if against else None,
    }
