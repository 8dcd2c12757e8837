"""Shapes between two ends: closed forms, limits, and that the central value is the likeliest."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbonsim.scenario.futures.shapes import value_at
from carbonsim.scenario.quantity import SHAPES

ENDS = st.tuples(*[st.floats(0.01, 1e6)] * 3).map(sorted)


def test_a_triangle_has_its_top_where_it_says() -> None:
    """Between 0 and 4 with the top at 1: a quarter lies below 1; of the rest, 3/8 of the whole above the value."""
    assert [value_at("triangular", 0.0, 1.0, 4.0, u) for u in (0.0, 0.25, 1.0)] == [0.0, 1.0, 4.0]
    assert value_at("triangular", 0.0, 1.0, 4.0, 0.625) == pytest.approx(4.0 - math.sqrt(0.375 * 12.0))


def test_a_uniform_range_is_a_straight_line() -> None:
    assert value_at("uniform", 2.0, 3.0, 10.0, 0.25) == 4.0


def test_a_pert_range_about_its_middle_is_a_symmetric_beta() -> None:
    """About the middle it is Beta(3, 3) with F(x) = 10x³ − 15x⁴ + 6x⁵, which is 53/512 at a quarter."""
    assert value_at("pert", 0.0, 0.5, 1.0, 53.0 / 512.0) == pytest.approx(0.25)
    assert value_at("pert", 0.0, 0.5, 1.0, 0.5) == pytest.approx(0.5)


def test_a_lognormal_range_is_symmetric_in_ratios_where_its_ends_are() -> None:
    low, high = (value_at("lognormal", 25.0, 100.0, 400.0, u) for u in (0.2, 0.8))
    assert low * high == pytest.approx(100.0**2)
    assert value_at("lognormal", 25.0, 100.0, 400.0, 0.5) == pytest.approx(100.0)


def test_a_lognormal_range_keeps_its_skew() -> None:
    """Standard deviations ln 2 / 2 and ln 8 / 2: the quarter of all draws below the centre lies on the narrow side."""
    assert value_at("lognormal", 50.0, 100.0, 800.0, 0.25) == pytest.approx(100.0)


@pytest.mark.parametrize("shape", SHAPES)
@given(ends=ENDS, quantiles=st.lists(st.floats(0.0, 1.0), min_size=2, max_size=5))
def test_no_draw_lies_beyond_an_end_and_a_larger_quantile_is_no_smaller_value(
    shape: str, ends: list[float], quantiles: list[float]
) -> None:
    low, central, high = ends
    values = np.array([value_at(shape, low, central, high, u) for u in sorted(quantiles)])
    assert ((values >= low) & (values <= high)).all()
    assert (np.diff(values) >= -1e-9 * high).all()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_range_without_width_is_its_centre(shape: str) -> None:
    assert value_at(shape, 3.0, 3.0, 3.0, 0.9) == 3.0
