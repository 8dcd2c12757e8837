"""A scenario in which all money is worth another amount: every cost, price and allowance times a factor."""

from __future__ import annotations

from dataclasses import replace

from carbonsim.pipeline import Clock, Plans, optimise
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.assemble import assemble


def is_paid(path: str, quantity: Quantity) -> bool:
    """Say whether somebody pays it: what the economy makes and earns is no cost."""
    return quantity.unit.startswith(("CNY", "million CNY")) and not path.startswith("economy.")


def times(scenario: Scenario, amount: float) -> Scenario:
    """Return the scenario with all that is paid times an amount."""
    paid = {path: quantity for path, quantity in scenario.quantities() if is_paid(path, quantity)}
    assert paid
    return scenario.with_values({path: _times(quantity, amount) for path, quantity in paid.items()})


def _times(quantity: Quantity, amount: float) -> Quantity:
    return replace(quantity, points=tuple((year, value * amount) for year, value in quantity.points))


def plans_of(scenario: Scenario) -> Plans:
    """Assemble and solve a scenario."""
    system, findings = assemble(scenario)
    assert system is not None, "\n".join(map(str, findings))
    return optimise(scenario, system, Clock())
