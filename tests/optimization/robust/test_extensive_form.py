"""Programmes of several futures as one: what to buy before demand is known, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.robust.extensive_form import ExtensiveForm, FutureProgram, Risk
from carbonsim.optimization.robust.first_stage import Decision, FirstStage
from carbonsim.optimization.solver.solve import Solver

BEFORE, AFTER = 4.0, 10.0  # what a unit costs that is bought before the demand is known, and after
THIRDS = (1 / 3, 1 / 3, 1 / 3)


def buying(demand: float, offset: float = 0.0) -> tuple[Program, FirstStage]:
    """Return a programme: what is bought before, counted from an offset, and after is at least what is demanded."""
    program = Program(
        starts=np.array([0, 2]), indices=np.array([0, 1]), values=np.array([1.0, 1.0]),
        row_low=np.array([demand + offset]), row_high=np.array([np.inf]), column_low=np.array([offset, 0.0]),
        column_high=np.full(2, np.inf), costs=np.array([BEFORE, AFTER]), integers=np.empty(0, np.int64),
    )  # fmt: skip
    return program, FirstStage({("new_capacity", "here", "stock", 1): Decision((0,), (1.0,), offset)})


def solved(
    demands: Sequence[float], weights: Sequence[float] = THIRDS, risk: Risk | None = None, offset: float = 0.0
) -> tuple[float, list[Floats]]:  # fmt: skip
    """Return the least cost and the columns of every future; each later one counts from one more offset."""
    futures = [
        FutureProgram(program, weight, first)
        for number, (demand, weight) in enumerate(zip(demands, weights, strict=True))
        for program, first in [buying(demand, number * offset)]
    ]
    form = ExtensiveForm(futures, risk)
    answer = Solver(form.program).solve()
    assert answer.status == "optimal"
    return answer.objective, [form.part(number, answer.columns) for number in range(len(demands))]


def test_what_is_bought_before_is_enough_in_as_many_futures_as_pays() -> None:
    """A unit more pays while more than four tenths of futures need it: two units; one future in three buys a third."""
    cost, parts = solved([1.0, 2.0, 3.0])
    assert cost == pytest.approx(BEFORE * 2.0 + AFTER / 3.0)
    assert [part[0] for part in parts] == pytest.approx([2.0, 2.0, 2.0])
    assert [part[1] for part in parts] == pytest.approx([0.0, 0.0, 1.0])


def test_weights_move_what_is_bought() -> None:
    """Where the least demand has most of the weight only three in ten need the second unit, too few for it to pay."""
    cost, parts = solved([1.0, 2.0, 3.0], (0.7, 0.2, 0.1))
    assert parts[0][0] == pytest.approx(1.0)
    assert cost == pytest.approx(BEFORE + AFTER * (0.2 + 0.1 * 2.0))


def test_one_future_alone_is_its_own_programme() -> None:
    program, first = buying(5.0)
    form = ExtensiveForm([FutureProgram(program, 1.0, first)])
    for name in ("starts", "indices", "values", "row_low", "row_high", "costs"):
        assert getattr(form.program, name).tolist() == getattr(program, name).tolist()


@pytest.mark.parametrize(("weight", "bought"), [(0.0, 2.0), (0.05, 2.0), (0.2, 3.0), (0.99, 3.0)])
def test_the_dearest_future_weighs_more_where_it_is_minded(weight: float, bought: float) -> None:
    """The third unit costs 4 and saves 10 in the dearest third, which counts (1 - w)/3 + w: it pays from w = 0.1 on."""
    cost, parts = solved([1.0, 2.0, 3.0], risk=Risk(weight, 1 / 3))
    assert [part[0] for part in parts] == pytest.approx([bought] * 3)
    costs = np.array([BEFORE * bought + AFTER * max(demand - bought, 0.0) for demand in (1.0, 2.0, 3.0)])
    assert cost == pytest.approx((1.0 - weight) * costs.mean() + weight * costs.max())


def test_what_pieces_leave_out_counts_for_which_future_is_dearest() -> None:
    """Costs that stand beside the programme make the cheapest future the dearest, for which two units are enough."""
    futures = [FutureProgram(*_swapped(demand), beside=beside) for demand, beside in ((1.0, 99.0), (3.0, 0.0))]
    form = ExtensiveForm(futures, Risk(0.9, 0.5))
    answer = Solver(form.program).solve()
    assert form.part(0, answer.columns)[0] == pytest.approx(1.0)
    level = 99.0 + BEFORE  # of the dearest half
    expected = (99.0 * 0.0 + 0.5 * BEFORE) + 0.5 * (BEFORE + AFTER * 2.0)
    assert answer.objective == pytest.approx(0.1 * expected + 0.9 * level)


def _swapped(demand: float) -> tuple[Program, float, FirstStage]:
    program, first = buying(demand)
    return program, 0.5, first


def test_decisions_are_alike_less_what_is_no_decision() -> None:
    """What stands in a future beside a decision, such as an older stock, differs; what is decided does not."""
    _, parts = solved([1.0, 2.0, 3.0], offset=5.0)
    assert [part[0] for part in parts] == pytest.approx([2.0, 7.0, 12.0])


def test_places_lead_back_to_the_programme_of_a_future() -> None:
    program, first = buying(1.0)
    form = ExtensiveForm([FutureProgram(program, 0.5, first)] * 2, Risk(0.5))
    columns, rows = form.places(1)
    assert columns.tolist() == [-1, -1, 0, 1, -1, -1, -1]
    assert rows.tolist() == [-1, 0, -1, -1, -1]
    assert form.weighted([np.ones(2)] * 2).tolist() == [0.5] * 4 + [0.0] * 3
