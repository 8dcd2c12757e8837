"""The logit, and its entropy in pieces of a linear programme."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.choice.purchases import Purchases
from carbonsim.optimization.compiling.arrays import Floats
from carbonsim.system.tables import PIECES

COARSE = np.array([0.0, 0.03, 0.1, 0.25, 0.5, 0.75, 1.0])  # edges of a share that stand whatever its size
FINE = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])  # edges around the share of the pass before, in widths
LEAST_WIDTH = 0.25  # of that of a share of one half: very small shares move too
DECIMALS = 6  # of an edge: a solver has no use for narrower pieces
TINY = 1e-12

assert len(COARSE) + len(FINE) - 1 == PIECES


def shares_at(purchases: Purchases, costs: Floats, spread: Floats, allowed: NDArray[np.bool_]) -> Floats:
    """Return the shares in which each set is bought at some costs, constants among them."""
    exponents = np.where(allowed, -costs / spread, -np.inf)
    most = np.full(len(purchases.groups), -np.inf)
    np.maximum.at(most, purchases.group, exponents)
    most[np.isneginf(most)] = 0.0
    weights = np.exp(exponents - most[purchases.group])
    whole = purchases.added(weights)[purchases.group]
    shares: Floats = np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0.0)
    return shares


def fine_widths(share: Floats, width: Floats | float) -> Floats:
    """Return the width of fine pieces in shares: what moves a logit alike is wider in its middle."""
    found: Floats = width * np.maximum(4.0 * share * (1.0 - share), LEAST_WIDTH)
    return found


def pieces_of(share: Floats, width: Floats) -> tuple[Floats, Floats]:
    """Return the edges of the pieces of each share, and the slope of x ln x - x in each: shapes n × 12 and n × 11."""
    fine = np.clip(share[:, None] + FINE * fine_widths(share, width)[:, None], 0.0, 1.0).round(DECIMALS)
    edges = np.sort(np.hstack([np.broadcast_to(COARSE, (len(share), len(COARSE))), fine]), axis=1)
    values = edges * np.log(np.maximum(edges, TINY)) - edges
    wide = np.diff(edges, axis=1)
    middle = (edges[:, 1:] + edges[:, :-1]) / 2.0
    slopes = np.divide(np.diff(values, axis=1), wide, out=np.log(np.maximum(middle, TINY)), where=wide > 1e-9)
    return edges, np.maximum.accumulate(slopes, axis=1)
