"""Futures of prices alone: the same rows as those of futures that are assembled anew, whatever was known before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from carbonsim.scenario.futures.draws import draw_quantiles
from carbonsim.studies import price_futures
from carbonsim.studies.futures import FutureSolver, Row
from tests.studies.test_ensemble import BUILDING, GROWING, write

PRICES = GROWING.replace("variable_cost: 20 CNY/GJ", "variable_cost: {value: 20 CNY/GJ, low: 10, high: 50}")
TUTORIAL = """
    extends: {file}
    name: Tutorial with prices in doubt
    ranges:
      gas: {{moves: [energy.fuels.natural_gas.price], low: 0.7, central: 1, high: 1.5}}
      coal: {{moves: [energy.fuels.raw_coal.price], low: {{2030: 0.8, 2035: 0.6}}, central: {{2030: 1, 2035: 1}},
              high: {{2030: 1.3, 2035: 1.9}}}}
"""


def assembled(file: Path, numbers: range, monkeypatch: pytest.MonkeyPatch) -> list[Row]:
    """Return rows of futures that are read, assembled and laid out one by one."""
    with monkeypatch.context() as patch:
        patch.setattr("carbonsim.studies.futures.price_futures", lambda *_: None)
        solver = FutureSolver(file)
    assert not solver.learns
    return solved(solver, numbers)


def solved(solver: FutureSolver, numbers: range) -> list[Row]:
    drawn = draw_quantiles(solver.inputs, 12, 3)
    return [solver.solve(number, drawn[number]) for number in numbers]


def assert_alike(one: list[Row], two: list[Row]) -> None:
    for mine, theirs in zip(one, two, strict=True):
        assert mine.keys() == theirs.keys()
        for name, cell in mine.items():
            exact = not isinstance(cell, float)
            assert theirs[name] == (cell if exact else pytest.approx(cell, rel=1e-6, abs=1e-6)), name


def tutorial(folder: Path) -> Path:
    scenarios = Path(__file__).parents[2] / "scenarios"
    return write(folder, TUTORIAL.format(file=scenarios / "tutorial.yaml"))


def test_rows_are_those_of_futures_that_are_assembled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in (write(tmp_path, PRICES, "prices.yaml"), tutorial(tmp_path)):
        solver = FutureSolver(file)
        assert solver.learns
        solver.begin()
        assert_alike(solved(solver, range(6)), assembled(file, range(6), monkeypatch))


def test_what_others_learnt_shortens_the_way_and_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a kernel of what differs among the twins that are known."""
    monkeypatch.setattr(price_futures, "FEW", 2)
    solver = FutureSolver(tutorial(tmp_path))
    solver.begin()
    alone = solved(solver, range(12))
    known = solver.learnt
    assert known is not None and len(known.statuses) == 12
    solver.begin(known)
    assert solver._prices is not None and solver._prices._kernel is not None
    rows, columns = solver._prices._kernel.size
    assert rows < len(solver._prices._program.row_low) / 2 and columns < len(solver._prices._program.costs) / 2
    assert_alike(solved(solver, range(12)), alone)


def test_a_part_is_the_same_whatever_was_solved_before(tmp_path: Path) -> None:
    solver = FutureSolver(tutorial(tmp_path))
    solver.begin()
    first = solved(solver, range(3))
    solved(solver, range(6, 12))
    solver.begin()
    assert_alike(solved(solver, range(3)), first)


def test_what_moves_more_than_costs_or_not_in_proportion_is_assembled(tmp_path: Path) -> None:
    """An input that sets a bound, and two that are multiplied."""
    bound = GROWING.replace("low: 30, high: 60}", "low: 30, high: 60}, activity_max: {value: 5 PJ, low: 4, high: 6}")
    assert not FutureSolver(write(tmp_path, bound, "bound.yaml")).learns
    assert FutureSolver(write(tmp_path, BUILDING, "one.yaml")).learns
    life = BUILDING.replace(
        "capital_cost: 100, lifetime: 2", "capital_cost: {value: 100, low: 90, high: 120}, lifetime: 2"
    )
    rated = life.replace("discount_rate: 0", "discount_rate: {value: 6 %/yr, low: 3 %/yr, high: 9 %/yr}")
    assert not FutureSolver(write(tmp_path, rated, "rated.yaml")).learns


def test_the_cheapest_of_what_is_known_at_other_prices_is_where_it_begins() -> None:
    known = price_futures.KnownTwins([np.array([0]), np.array([1])], [np.array([10.0, 1.0]), np.array([8.0, 4.0])])
    assert known.cheapest(np.array([1.0, 0.0]))[0] == 1
    assert known.cheapest(np.array([1.0, 1.0]))[0] == 0
