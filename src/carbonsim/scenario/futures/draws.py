"""Futures: quantiles of all ranges at once, spread evenly, and the values that each future writes into the scenario."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from carbonsim.scenario.futures.inputs import UncertainInput
from carbonsim.scenario.scenario import Scenario

Quantiles = NDArray[np.float64]
METHODS = ("latin-hypercube", "sobol")


def draw_quantiles(inputs: Sequence[UncertainInput], count: int, seed: int = 0, method: str = METHODS[0]) -> Quantiles:
    """Return a quantile for each future (row) and input (column); the same for the same seed, to the bit.

    Latin hypercube (McKay et al. 1979) or scrambled Sobol points (Owen 1998), of which the first n are the same
    whatever the count. Ties between inputs are a Gaussian copula: r = 2 sin(π ρ / 6) gives rank correlation ρ.
    """
    if not inputs:
        return np.zeros((count, 0))
    from scipy.stats import qmc

    engine = {"latin-hypercube": qmc.LatinHypercube, "sobol": qmc.Sobol}[method]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a number of points is no power of two
        free = engine(len(inputs), seed=np.random.default_rng(seed)).random(count)
    return _tied(inputs, np.asarray(free, dtype=float))


def _tied(inputs: Sequence[UncertainInput], free: Quantiles) -> Quantiles:
    """Return quantiles in which each input varies with the one that it names, where that is drawn."""
    place = {one.name: column for column, one in enumerate(inputs)}
    tied, left = free.copy(), {name for name in place if inputs[place[name]].varies_with in place}
    while left:
        for name in [name for name in place if name in left and inputs[place[name]].varies_with not in left]:
            one, other = inputs[place[name]], place[str(inputs[place[name]].varies_with)]
            tied[:, place[name]] = _beside(tied[:, other], free[:, place[name]], one.correlation)
            left.remove(name)
    return tied


def _beside(other: Quantiles, own: Quantiles, correlation: float) -> Quantiles:
    from scipy.special import ndtr, ndtri

    if abs(correlation) == 1.0:
        return other if correlation > 0 else 1.0 - other
    share = 2.0 * math.sin(math.pi * correlation / 6.0)
    return np.asarray(ndtr(share * ndtri(other) + math.sqrt(1.0 - share * share) * ndtri(own)), dtype=float)


def values_of_future(
    scenario: Scenario, inputs: Sequence[UncertainInput], quantiles: Sequence[float]
) -> Mapping[str, object]:
    """Return what a future writes into the scenario, by YAML path."""
    values: dict[str, object] = {}
    for one, quantile in zip(inputs, quantiles, strict=True):
        values.update(one.moved(float(quantile), scenario))
    return values
