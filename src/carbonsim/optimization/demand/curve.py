"""A demand of constant price elasticity: amounts, what they are worth, and the pieces of a linear programme.

Of a price p times the usual one, p^e times the usual amount is demanded; what that amount is worth to those who use it
is the area below, p0 q0 ((q/q0)^(1 + 1/e) - 1) / (1 + 1/e) beyond the usual one (a logarithm at e = -1).
"""

from __future__ import annotations

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats
from carbonsim.system.tables import CHANGE_PIECES

FARTHEST = float(np.log(4.0))  # of a price from the usual one, in logarithms, to which a demand answers
COARSE = np.array([0.0, 0.3, 0.75, FARTHEST])  # edges of a price that stand wherever it is, in logarithms
FINE = np.array([-1.0, 0.0, 1.0])  # edges around the price of the pass before, in widths
NARROWEST = 1e-7  # of the usual amount: a piece that is as good as none
DECIMALS = 6  # of an edge: a solver has no use for narrower pieces
UNIT = 1e-9  # how near to -1 an elasticity is taken for it

assert len(COARSE) + len(FINE) - 1 == CHANGE_PIECES


def worth(amount: Floats, elasticity: Floats) -> Floats:
    """Return what amounts are worth beyond the usual one, all as shares of the usual price times the usual amount."""
    power = 1.0 + 1.0 / elasticity
    plain = np.abs(power) < UNIT
    safe = np.where(plain, 1.0, power)
    found: Floats = np.where(plain, np.log(amount), np.expm1(safe * np.log(amount)) / safe)
    return found


def change_pieces(moved: Floats, width: Floats, elasticity: Floats) -> tuple[Floats, Floats]:
    """Return width and worth of the pieces for less and those for more, around prices that moved from the usual ones.

    Prices and widths are in logarithms. Shapes n × 2 CHANGE_PIECES, as shares of the usual amount and price.
    """
    both = [_one_side(side * moved, width, side * elasticity, side) for side in (1.0, -1.0)]
    return np.hstack([widths for widths, _ in both]), np.hstack([slopes for _, slopes in both])


def _one_side(moved: Floats, width: Floats, slope: Floats, side: float) -> tuple[Floats, Floats]:
    fine = np.clip(moved[:, None] + FINE * width[:, None], 0.0, FARTHEST).round(DECIMALS)
    edges = np.sort(np.hstack([np.broadcast_to(COARSE, (len(moved), len(COARSE))), fine]), axis=1)
    amounts = np.exp(slope[:, None] * edges)
    values = worth(amounts, np.broadcast_to((side * slope)[:, None], amounts.shape))
    widths, gained = np.abs(np.diff(amounts, axis=1)), np.abs(np.diff(values, axis=1))
    middle = np.exp(side * (edges[:, 1:] + edges[:, :-1]) / 2.0)
    slopes = np.divide(gained, widths, out=middle, where=widths > NARROWEST)
    return np.where(widths > NARROWEST, widths, 0.0), side * slopes
