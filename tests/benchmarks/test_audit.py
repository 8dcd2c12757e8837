"""The audit's experiments change figures that the city has, and what they find is told."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from carbonsim.pipeline import read_checked
from carbonsim.scenario.scenario import Scenario
from tests.benchmarks.audit.__main__ import BASELINE, price_steps, sales, table
from tests.benchmarks.audit.experiments import BY_LIMITS, FROZEN, SINGLE, SWEEP, Move, car_buyers
from tests.benchmarks.audit.side import changed
from tests.benchmarks.beside import ROOT

FILE = ROOT / "scenarios" / BASELINE
EVERY = (*SINGLE[1:], *BY_LIMITS, *FROZEN, *SWEEP, *car_buyers())


@cache
def city() -> Scenario:
    return read_checked(FILE)


@pytest.mark.parametrize("moves", [moves for _, moves in EVERY], ids=[name for name, _ in EVERY])
def test_every_experiment_writes_something_else_than_the_baseline(moves: list[Move]) -> None:
    assert {path: value for move in moves for path, value in changed(city(), move, FILE)}


def test_a_figure_moves_from_the_plan_on_and_no_earlier() -> None:
    price, years = city().energy.carbon_price, city().time.years  # type: ignore[union-attr]
    move = {"path": "energy.carbon_price", "how": "times", "value": 2.0}
    ((path, told),) = changed(city(), move, FILE)
    assert path == "energy.carbon_price"
    assert told == {year: price.at(year) * (2.0 if year >= city().time.plan_from else 1.0) for year in years}


def answered(covered: float, whole: float, sold: float, **added: float) -> dict[str, Any]:
    return {
        "status": "optimal", "peak": [2025, 46.0], "by_year": {"2030": 44.0, "2035": 40.0, "2060": 9.0}, "cpu": 1.0,
        "sum": whole, "covered": covered, "total_cost": 1e6, "components": {"carbon_price": 1e4}, "parts": None,
        "new_energy_2030": sold, "added": added,
    }  # fmt: skip


def test_the_largest_step_of_price_is_told_with_what_switches_and_every_rise() -> None:
    figures = [(10.0, 20.0), (9.0, 19.0), (4.0, 15.0), (4.5, 15.5)]
    found = {
        name: {"name": name, **answered(*pair, 0.4, coal=pair[0], gas=1.0)}
        for (name, _), pair in zip(SWEEP, figures, strict=False)
    }
    told = "\n".join(price_steps(found))
    assert "rising at covered price 300 CNY/t" in told
    assert "largest step: covered price 100 CNY/t to covered price 200 CNY/t, -5.00 Mt" in told
    assert "coal -5.00 Mt, gas +0.00 Mt" in told


def test_sales_are_told_as_a_range_and_every_answer_as_a_row() -> None:
    names = [name for name, _ in car_buyers()]
    found = {names[0]: answered(1.0, 2.0, 0.4), names[1]: answered(1.0, 2.0, 0.55)}
    assert list(sales(found)) == [f"new-energy cars, 2030: 40.0 % ({names[0]}) to 55.0 % ({names[1]})"]
    assert len(list(table({**found, "none": {"status": "infeasible", "why": ["a cap"], "cpu": 1.0}}))) == 5
