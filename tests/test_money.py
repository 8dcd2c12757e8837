"""Reported cost is cost: it doubles with every cost, price and allowance, and holds nothing that nobody wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbonsim.pipeline import read_checked
from carbonsim.scenario.starting.new import new_city
from carbonsim.system.assemble import assemble
from tests.money import is_paid, plans_of, times

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def scenario_file(name: str, folder: Path) -> Path:
    return new_city(folder / "city", "Town")[-2] if name == "new city" else SCENARIOS / f"{name}.yaml"


@pytest.mark.parametrize("amount", [2.0, 1e-3])
@pytest.mark.parametrize("name", ["tutorial", "island", "new city"])
def test_cost_doubles_with_every_cost_price_and_allowance(name: str, amount: float, tmp_path: Path) -> None:
    scenario = read_checked(scenario_file(name, tmp_path))
    once, twice = plans_of(scenario).plan, plans_of(times(scenario, amount)).plan
    assert once.status == twice.status == "optimal"
    assert once.objective is not None
    assert twice.objective == pytest.approx(amount * once.objective, rel=1e-9)
    assert once.total_cost is not None
    assert twice.total_cost == pytest.approx(amount * once.total_cost, rel=1e-6)
    for component, amounts in once.costs.groupby("component")["value"]:
        again = twice.costs[twice.costs["component"] == component]["value"].sum()
        assert again == pytest.approx(amount * amounts.sum(), rel=1e-4, abs=1e-6 * amount * once.total_cost)


@pytest.mark.parametrize("name", ["tutorial", "new city", "changchun/all-campaigns"])
def test_where_nothing_is_paid_nothing_costs(name: str, tmp_path: Path) -> None:
    """A premium that nobody wrote would stand alone in the costs."""
    scenario = read_checked(scenario_file(name, tmp_path))
    system, _ = assemble(times(scenario, 0.0))
    assert system is not None
    paid = [table for table in ("variable_cost", "carbon_price", "capital_cost", "fixed_cost")
            for value in system.parameters[table].values() if value]  # fmt: skip
    assert paid == []
    assert any(is_paid(path, quantity) for path, quantity in scenario.quantities())
