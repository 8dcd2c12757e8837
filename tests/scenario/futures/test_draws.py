"""Draws: the same for the same seed, spread evenly, tied by rank."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr

from carbonsim.scenario.futures.draws import METHODS, draw_quantiles
from carbonsim.scenario.futures.inputs import Limits, UncertainInput

ONE = UncertainInput("one", "one", (Limits(None, 0.0, 1.0, 3.0),), {})
INPUTS = [ONE, replace(ONE, name="two"), replace(ONE, name="three")]


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_gives_the_same_draws_to_the_bit(method: str) -> None:
    first, again, other = (draw_quantiles(INPUTS, 40, seed, method) for seed in (7, 7, 8))
    assert first.tobytes() == again.tobytes()
    assert (first != other).all()
    assert ((first >= 0.0) & (first < 1.0)).all()


def test_a_latin_hypercube_has_one_draw_in_each_slice_of_each_input() -> None:
    drawn = draw_quantiles(INPUTS, 25, 1)
    assert (np.arange(25) == np.sort(np.floor(25 * drawn), axis=0).T).all()


def test_more_sobol_points_go_on_from_the_fewer() -> None:
    assert (draw_quantiles(INPUTS, 16, 3, "sobol") == draw_quantiles(INPUTS, 64, 3, "sobol")[:16]).all()


def test_what_varies_with_another_has_its_quantile_or_the_opposite() -> None:
    tied = [ONE, replace(ONE, name="two", varies_with="one"),
            replace(ONE, name="three", varies_with="two", correlation=-1.0)]  # fmt: skip
    drawn = draw_quantiles(tied, 30, 2)
    assert (drawn[:, 0] == drawn[:, 1]).all()
    assert drawn[:, 2] == pytest.approx(1.0 - drawn[:, 0])


@pytest.mark.parametrize("correlation", [-0.7, 0.0, 0.4, 0.9])
def test_ranks_correlate_as_stated_and_each_input_keeps_its_own_spread(correlation: float) -> None:
    drawn = draw_quantiles([replace(ONE, varies_with="two", correlation=correlation), INPUTS[1]], 4096, 5, "sobol")
    assert float(spearmanr(drawn[:, 0], drawn[:, 1]).statistic) == pytest.approx(correlation, abs=0.01)
    assert drawn.mean(axis=0) == pytest.approx([0.5, 0.5], abs=0.01)
    assert drawn.std(axis=0) == pytest.approx([math.sqrt(1.0 / 12.0)] * 2, abs=0.01)


def test_what_varies_with_an_input_that_is_not_drawn_is_drawn_by_itself() -> None:
    assert (draw_quantiles([replace(ONE, varies_with="absent")], 9, 2) == draw_quantiles([ONE], 9, 2)).all()


def test_nothing_in_doubt_is_no_draw() -> None:
    assert draw_quantiles([], 3).shape == (3, 0)
