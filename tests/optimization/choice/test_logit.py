"""The pieces of x ln x - x: they begin at nothing, end at one, and lie on the curve at every edge."""

from __future__ import annotations

import numpy as np
import pytest

from carbonsim.optimization.choice.logit import COARSE, fine_widths, pieces_of


@pytest.mark.parametrize("share", [0.0, 0.004, 0.3, 0.5, 0.99, 1.0])
@pytest.mark.parametrize("width", [0.08, 0.01, 1e-4])
def test_pieces_add_up_to_the_curve(share: float, width: float) -> None:
    edges, slopes = pieces_of(np.array([share]), np.array([width]))
    assert edges.shape == (1, 12) and slopes.shape == (1, 11)
    assert edges[0, 0] == 0.0 and edges[0, -1] == 1.0
    assert set(COARSE.tolist()) <= set(edges[0].tolist())
    sums = np.concatenate([[0.0], np.cumsum(np.diff(edges[0]) * slopes[0])])
    curve = [x * np.log(x) - x if x > 0 else 0.0 for x in edges[0].tolist()]
    assert sums.tolist() == pytest.approx(curve, abs=1e-9)


def test_slopes_rise_so_that_the_cheapest_piece_fills_first() -> None:
    shares = np.linspace(0.0, 1.0, 41)
    _, slopes = pieces_of(shares, np.full(41, 0.03))
    assert (np.diff(slopes, axis=1) >= 0.0).all()


def test_fine_pieces_are_widest_in_the_middle() -> None:
    widths = fine_widths(np.array([0.01, 0.5]), 0.08)
    assert widths.tolist() == pytest.approx([0.02, 0.08])
