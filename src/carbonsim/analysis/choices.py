"""What was seen of the options among which people and firms choose, and whether their spread makes sense."""

from __future__ import annotations

from collections.abc import Iterator
from math import log

import numpy as np

from carbonsim.analysis.behaviour.service_names import service_messages
from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.optimization.choice.constants import tastes_of
from carbonsim.optimization.solution.solution import Observed, Solution
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import ChoiceSet


def spreads_that_pay(scenario: Scenario, system: EnergySystem, solution: Solution) -> list[Finding]:
    """Return a finding for every set in which the first purchase would earn money, by its spread or by its costs.

    What the best of all options costs on average, in the eyes of those who choose, is -spread ln sum exp(-cost/spread).
    """
    found: list[Finding] = []
    for choice in (one for one in system.choices if one.frozen is None):
        seen = dict(_seen(choice, solution))
        if seen and (least := _least_cost(choice, solution, seen)) <= 0.0:
            file, line = scenario.locate(choice.path)
            told = message(
                "a spread with which {service} costs {cost} million CNY per unit to those who choose it",
                service=choice.service,
                cost=f"{least:.3g}",
            )
            found.append(Finding(file, line, choice.path, told, message("more than nothing"), message("lower it")))
    return found


def choice_records(scenario: Scenario | None, system: EnergySystem, solution: Solution) -> list[dict[str, object]]:
    """Return what was seen of every option, with spread, constant and elasticity, as rows of a summary."""
    if not solution.observed_choices:
        return []
    tastes = tastes_of(system.choices, solution.observed_choices)
    services = {commodity.name: commodity for commodity in system.commodities}
    called = service_messages(scenario, system)
    named = {(technology.region, technology.name): technology.label for technology in system.technologies}
    rows: list[dict[str, object]] = []
    for choice in (one for one in system.choices if one.frozen is None):
        service = services[choice.service]
        for option, one in _seen(choice, solution):
            key = choice.region, option
            rows.append({
                "service": choice.service,
                "technology": option,
                "service_message": called[choice.service],
                "technology_message": message("{what}", what=named[key]).as_json(),
                "basis": one.basis,
                "share": one.share,
                "cost": one.cost,
                "spread": tastes.spread[key],
                "constant": tastes.constant[key],
                "own_price_elasticity": own_price_elasticity(one, tastes.spread[key]),
                "unit": f"million CNY/{service.unit}",
            })  # fmt: skip
    return rows


def own_price_elasticity(observed: Observed, spread: float) -> float:
    """Return by how many per cent the share of an option moves for each that its cost rises: that of a logit."""
    return -(1.0 - observed.share) * observed.cost / spread


def _seen(choice: ChoiceSet, solution: Solution) -> Iterator[tuple[str, Observed]]:
    for option in choice.options:
        if (one := solution.observed_choices.get((choice.region, option))) is not None:
            yield option, one


def _least_cost(choice: ChoiceSet, solution: Solution, seen: dict[str, Observed]) -> float:
    """Return what the best of all options costs on average in the first year of each, per unit of service."""
    tastes = tastes_of((choice,), solution.observed_choices)
    spread, usual = (table[choice.region, choice.options[0]] for table in (tastes.spread, tastes.mean))
    if spread <= 0.0:
        return usual
    felt = [_felt(one, tastes.constant[choice.region, option], usual, spread) for option, one in seen.items()]
    return usual - spread * log(float(np.exp(felt).sum()))


def _felt(one: Observed, constant: float, usual: float, spread: float) -> float:
    """Return how much better than usual an option is felt to be, in spreads; of what was sold its share tells."""
    return log(one.share) if one.basis != "entry" else (usual - one.cost - constant) / spread
