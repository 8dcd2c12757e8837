"""Shapes between a low end, a central value and a high end: a quantile → a value. Both ends are limits."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

LIMIT = 2.0  # standard deviations at which the lognormal shape ends, on each side
WEIGHT = 4.0  # of the central value in the PERT shape, beside the ends (Malcolm et al. 1959)

SMALLEST = 1e-100  # quantile that the inverse of a beta distribution can tell


def value_at(shape: str, low: float, central: float, high: float, quantile: float) -> float:
    """Return the value below which a share of all draws lies; the central value is the most likely one.

    `low <= central <= high` in any unit, `quantile` from 0 to 1. Of the uniform shape the central value is that of no
    draw. The lognormal one has two sides (John 1982): logs are normal about the central value, with a standard
    deviation of its own on each side that puts the end two of them away, and end there; it needs `low > 0`.
    """
    if high <= low:
        return central
    return min(max(_SHAPES[shape](low, central, high, min(max(quantile, 0.0), 1.0)), low), high)


def _triangular(low: float, central: float, high: float, quantile: float) -> float:
    left = (central - low) / (high - low)
    if quantile < left:
        return low + math.sqrt(quantile * (high - low) * (central - low))
    return high - math.sqrt((1.0 - quantile) * (high - low) * (high - central))


def _uniform(low: float, central: float, high: float, quantile: float) -> float:  # noqa: ARG001
    return low + quantile * (high - low)


def _pert(low: float, central: float, high: float, quantile: float) -> float:
    from scipy.special import betaincinv

    left = 1.0 + WEIGHT * (central - low) / (high - low)
    right = 1.0 + WEIGHT * (high - central) / (high - low)
    return low + float(betaincinv(left, right, max(quantile, SMALLEST))) * (high - low)


def _lognormal(low: float, central: float, high: float, quantile: float) -> float:
    from scipy.special import ndtr, ndtri

    below, above = math.log(central / low) / LIMIT, math.log(high / central) / LIMIT
    left, tail = below / (below + above), float(ndtr(-LIMIT))
    inside = 0.5 - tail  # of a side, before it is cut off
    if 0.0 < left >= quantile:
        return central * math.exp(below * float(ndtri(tail + inside * quantile / left)))
    return central * math.exp(above * float(ndtri(0.5 + inside * (quantile - left) / (1.0 - left))))


_SHAPES: Mapping[str, Callable[[float, float, float, float], float]] = {
    "triangular": _triangular,
    "uniform": _uniform,
    "pert": _pert,
    "lognormal": _lognormal,
}
