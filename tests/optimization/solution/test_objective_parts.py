"""The parts of the objective sum to it, each worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import carbonsim
from carbonsim.optimization.solution.objective_parts import ObjectiveParts
from tests.written_systems import solved

CHOOSING = Path(__file__).parents[2] / "scenario" / "choosing.yaml"
SCENARIOS = Path(__file__).parents[3] / "scenarios"
W = 1.05**-0.5  # the one year's weight


def test_a_carbon_price_is_a_transfer_and_the_rest_a_resource() -> None:
    """Ten of heat burn 12.5 of coal at 4 and emit 1.25, each at 30 CNY/t, which is 30 million CNY a Mt."""
    plan = solved("""
        name: Stove
        time: {years: [2020], discount_rate: 5 %/yr}
        system:
          commodities: {heat: {}, coal: {emission_factors: {CO2: 0.1}}}
          technologies:
            mine: {outputs: {coal: 1}, variable_cost: 4}
            stove: {inputs: {coal: 1.25}, outputs: {heat: 1}}
          demands: {heat: {amount: 10}}
          carbon_price: {CO2: 30}
        """)
    assert plan.parts is not None
    assert plan.parts.resource == pytest.approx(12.5 * 4 * W)
    assert plan.parts.transfers == pytest.approx(1.25 * 30 * W)
    assert plan.parts.reported == pytest.approx(plan.total_cost, rel=1e-9)
    assert plan.perceived_cost == pytest.approx(plan.objective, rel=1e-6)


def test_what_is_perceived_beside_the_cost_adds_taste_and_takes_surplus() -> None:
    parts = ObjectiveParts(10.0, 3.0, financing=4.0, taste=2.0, surplus=1.5)
    assert parts.reported == 13.0
    assert parts.beside == 4.5


def test_the_summary_tells_the_parts() -> None:
    summary = carbonsim.run(SCENARIOS / "tutorial.yaml", write_results=False).summary
    for parts, cost in (
        (summary.objective_parts, summary.total_cost),
        (summary.twin_objective_parts, summary.twin_total_cost),
    ):
        assert parts is not None and cost is not None
        assert parts.resource + parts.transfers == pytest.approx(cost.value, rel=1e-6)
        assert (parts.financing, parts.taste, parts.surplus) == (0.0, 0.0, 0.0)
    assert summary.objective == pytest.approx(summary.total_cost.value, rel=1e-6)


@pytest.mark.parametrize("foresight", ["perfect", "{years: 5}"])
def test_rates_and_spread_decide_together_whatever_is_seen(foresight: str, tmp_path: Path) -> None:
    """All parts sum to the objective where people choose with spread and pay back at rates of their own."""
    file = tmp_path / "both.yaml"
    file.write_text(
        f"extends: {CHOOSING}\nreference: {CHOOSING}\nforesight: {foresight}\n"
        "actors: {energy: 10 %/yr, buildings: 17.5 %/yr}\nchoices: {spread: {'*/*/*': 15 %}}\n",
        encoding="utf-8",
    )
    summary = carbonsim.run(file, write_results=False).summary
    parts = summary.objective_parts
    assert parts is not None and summary.total_cost.value is not None
    assert parts.financing > 0.0 and parts.taste != 0.0
    told = parts.resource + parts.transfers
    assert told == pytest.approx(summary.total_cost.value, rel=1e-6)
    assert told + parts.financing + parts.taste - parts.surplus == pytest.approx(summary.objective, rel=1e-6)
