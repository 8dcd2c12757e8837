"""Policies put to the model: the scenario without its peaking plan, without each enforced target, without a price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from carbonsim.analysis.leaks.leaks import LEAST_OF_A_PLAN, Compared
from carbonsim.analysis.leaks.places import payers_of, places_of_emissions
from carbonsim.messages.label import Label
from carbonsim.messages.message import Name, message
from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.planning.variants import Variants, without_targets
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem

PEAKING, PRICE = "peaking", "carbon_price"
THE_PLAN, THE_PRICE = message("peaking plan"), message("carbon price")


def compare_projects_in(
    scenario: Scenario, system: EnergySystem, twin: Solution, without: Mapping[str, Solution]
) -> list[Compared]:
    """Return where the scenario without its peaking plan emits without each project and with it."""
    if not _tells(system, twin):
        return []
    under = places_of_emissions(system, twin)
    return [
        Compared(
            "project",
            name,
            Label(project.label.en, project.label.zh),
            places_of_emissions(system, without[name]),
            under,
        )
        for name, project in scenario.projects.items()
        if name in without and without[name].status == SolveStatus.OPTIMAL
    ]


def compare_peaking(system: EnergySystem, twin: Solution, plan: Solution) -> list[Compared]:
    """Return where the scenario emits without its peaking plan and with it; none where there is none."""
    if plan is twin or not _tells(system, twin, plan):
        return []
    emitted = places_of_emissions(system, twin), places_of_emissions(system, plan)
    return [Compared("policy", PEAKING, THE_PLAN, *emitted, least_warned=LEAST_OF_A_PLAN)]


def compare_policies(model: Optimization, system: EnergySystem, reference: Solution, twin: Solution) -> list[Compared]:
    """Solve the scenario without each enforced target, and without a carbon price from the plan on, where it has one.

    What has no solution is left out.
    """
    if not _tells(system, twin):
        return []
    variants = Variants(reference)
    variants.adopt(model)
    under, paying = places_of_emissions(system, twin), payers_of(system)
    solved = ((name, label, variants.twin(changed), changed) for name, label, changed in _without_each(system))
    return [
        Compared("policy", name, label, places_of_emissions(changed, solution, paying), under)
        for name, label, solution, changed in solved
        if solution.status == SolveStatus.OPTIMAL
    ]


def _tells(system: EnergySystem, *solutions: Solution) -> bool:
    return bool(system.sectors) and all(one.status == SolveStatus.OPTIMAL for one in solutions)


def _without_each(system: EnergySystem) -> Iterator[tuple[str, Name, EnergySystem]]:
    """Yield name, label and system without each policy: only numbers differ, so that one model answers for all."""
    if (free := _without_price(system)) is not None:
        yield PRICE, THE_PRICE, free
    for name, label in {one.name: one.label for one in system.targets if one.enforced}.items():
        yield name, label, without_targets(system, frozenset({name}))


def _without_price(system: EnergySystem) -> EnergySystem | None:
    prices, start = system.parameters["carbon_price"], system.years.plan_from
    if not any(price for key, price in prices.items() if int(key[-1]) >= start):
        return None
    free = {key: 0.0 if int(key[-1]) >= start else price for key, price in prices.items()}
    return replace(system, parameters={**system.parameters, "carbon_price": free})
