"""Output that comes years after the activity: pure functions on a kernel by age.

A kernel says how much comes out at age 0, 1, 2, … years per unit of activity. A model year stands for a span of
calendar years with the same yearly activity, and what comes out in a span is told as its yearly mean, so that the
sum over all years is kept whatever the spans. Landfill gas: IPCC 2006 Guidelines, Vol. 5, chapter 3.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise


def first_order_decay(potential: float, rate: float, years: int = 150) -> tuple[float, ...]:
    """Return the kernel of a deposit that decays by first order, from the year after it was laid down.

    `potential` is all that ever comes out, `rate` the decay constant in 1/yr; the last age holds the rest.
    """
    kept = [math.exp(-rate * age) for age in range(years)]
    ages = [potential * (before - after) for before, after in pairwise(kept)]
    return (0.0, *ages, potential * kept[-1])


def add_kernels(kernels: Iterable[Sequence[float]]) -> tuple[float, ...]:
    """Return the sum of kernels, each as long as it is."""
    listed = list(kernels)
    longest = max((len(kernel) for kernel in listed), default=0)
    return tuple(sum(kernel[age] for kernel in listed if age < len(kernel)) for age in range(longest))


def delayed_share(kernel: Sequence[float], deposited: range, counted: range) -> float:
    """Return the mean yearly output over `counted` years per unit of yearly activity over `deposited` years."""
    ages = (year - laid for year in counted for laid in deposited)
    return sum(kernel[age] for age in ages if 0 <= age < len(kernel)) / len(counted)


def past_output(kernel: Sequence[float], past: Iterable[tuple[int, float]], counted: range) -> float:
    """Return the mean yearly output over `counted` years of deposits by calendar year."""
    return sum(amount * delayed_share(kernel, range(laid, laid + 1), counted) for laid, amount in past)


def output_after(kernel: Sequence[float], laid: int, last: int) -> float:
    """Return what one unit laid down in a year still gives after the year `last`."""
    return sum(kernel[max(last - laid + 1, 0) :])
