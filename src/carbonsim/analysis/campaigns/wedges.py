"""Campaigns put to the model: assemble each set of them, solve it on one compiled model, and measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from carbonsim.analysis.campaigns.campaigns import Outcome, Subset, Wedges, measure
from carbonsim.analysis.leaks.places import Emitted, payers_of, places_of_emissions
from carbonsim.errors import OutOfTimeError, ScenarioError, SolverError
from carbonsim.messages.message import message
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants, without_targets
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.results.air.pollution import pollutants
from carbonsim.scenario.campaigns import apply_campaigns, running
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble
from carbonsim.system.energy_system import EnergySystem

NOTHING = Outcome({}, 0.0)


@dataclass
class CampaignModel:
    """Answers for sets of campaigns; the model of the plan is taken over, so that little is built again."""

    scenario: Scenario
    reference: Solution
    variants: Variants = field(init=False)
    systems: dict[Subset, EnergySystem] = field(default_factory=dict)
    twins: dict[Subset, Solution] = field(default_factory=dict)
    emission_targets: Subset = frozenset()

    def __post_init__(self) -> None:
        """Solve all sets with the past of one reference."""
        self.variants = Variants(self.reference)

    def adopt(self, model: Optimization, system: EnergySystem) -> None:
        """Take over the model of the plan, and the system in which every campaign runs.

        The model may hold the numbers of another set of campaigns by now: which one it holds is asked when it is used.
        """
        self.variants.adopt(model)
        self.systems[frozenset(running(self.scenario))] = system
        self.emission_targets = emission_targets(system)

    def system(self, chosen: Subset) -> EnergySystem:
        """Return the system in which some campaigns run."""
        if chosen not in self.systems:
            system, findings = assemble(apply_campaigns(self.scenario, chosen), self.variants.memory)
            if system is None:
                raise ScenarioError(findings)
            self.systems[chosen] = system
        return self.systems[chosen]

    def unconstrained(self, chosen: Subset) -> Outcome:
        """Return emissions and cost without the peaking plan and without enforced emission targets."""
        system = self.system(chosen)
        solution = self.variants.twin(without_targets(system, self.emission_targets))
        if solution.status == SolveStatus.TIME_LIMIT:
            raise OutOfTimeError
        if solution.status != SolveStatus.OPTIMAL or solution.least_cost is None:
            names = ", ".join(sorted(chosen)) or "none of them"
            raise SolverError(
                message("the scenario is {status} where {names} runs", status=solution.status, names=names)
            )
        if not self.emission_targets:
            self.twins[chosen] = solution
        parts, cost = solution.parts, solution.least_cost
        parts = None if parts is None else replace(parts, resource=cost - parts.transfers)
        air = self._air(chosen, solution)
        return Outcome(solution.judged_emissions, cost, parts, self._emitted(chosen, solution), air)

    def _emitted(self, chosen: Subset, solution: Solution) -> Emitted | None:
        """Return where it emits without campaigns or with one alone; of other sets nobody asks."""
        system = self.system(chosen)
        if len(chosen) > 1 or not system.sectors:
            return None
        every = self.system(frozenset(running(self.scenario)))
        return places_of_emissions(system, solution, payers_of(every, self.system(frozenset())))

    def _air(self, chosen: Subset, solution: Solution) -> Mapping[str, Mapping[int, float]]:
        """Return the air pollutants of no campaign or of one alone; of other sets nobody asks."""
        if len(chosen) > 1:
            return {}
        return pollutants(apply_campaigns(self.scenario, chosen), self.system(chosen), solution)

    def constrained_cost(self, without: str) -> float | None:
        """Return the cost of the plan without one campaign; None where there is no such plan."""
        chosen = frozenset(running(self.scenario)) - {without}
        plan = self.variants.plan(self.system(chosen), self.twins.get(chosen))
        if plan.status == SolveStatus.TIME_LIMIT:
            raise OutOfTimeError
        return plan.least_cost

    def sparing(self) -> tuple[str, ...]:
        """Return campaigns under which less of some service is demanded, such as warmth, travel or refuse removed."""
        usual = self.system(frozenset()).parameters["demand"]
        return tuple(
            name
            for name in running(self.scenario)
            if any(
                amount < usual.get(key, 0.0) * (1.0 - 1e-9)
                for key, amount in self.system(frozenset({name})).parameters["demand"].items()
            )
        )


def emission_targets(system: EnergySystem) -> Subset:
    """Return the enforced targets that pin emissions."""
    pinned = {
        indicator.name
        for indicator in system.indicators
        if any(term.kind == "emissions" for terms in indicator.numerator.terms.values() for term in terms)
    }
    return frozenset(target.name for target in system.targets if target.enforced and target.indicator in pinned)


def measure_wedges(
    scenario: Scenario, model: Optimization, system: EnergySystem, reference: Solution, plan: Solution, *,
    shapley: bool = False,
) -> Wedges:  # fmt: skip
    """Measure every campaign of a solved scenario; where one set of them has no solution, say so and measure none."""
    campaigns = CampaignModel(scenario, reference)
    campaigns.adopt(model, system)
    try:
        wedges = _measured(campaigns, plan, shapley=shapley)
    except OutOfTimeError:
        return unmeasured()
    except (ScenarioError, SolverError) as error:  # the plan stands all the same
        problem = message("campaigns could not be measured: {problem}", problem=error.problem)
        return Wedges((), NOTHING, NOTHING, {}, problem=problem)
    return replace(wedges, sparing=campaigns.sparing())


def unmeasured() -> Wedges:
    """Return what is told of campaigns where the time limit is up."""
    problem = message("campaigns could not be measured: the time limit was up")
    return Wedges((), NOTHING, NOTHING, {}, problem=problem, out_of_time=True)


def _measured(campaigns: CampaignModel, plan: Solution, *, shapley: bool) -> Wedges:
    path = plan.judged_emissions
    constrained = bool(campaigns.scenario.peaking or campaigns.emission_targets)
    return measure(
        running(campaigns.scenario), campaigns.unconstrained, path,
        cost_without=campaigns.constrained_cost if constrained else None,
        plan_cost=plan.least_cost, shapley=shapley,
    )  # fmt: skip
