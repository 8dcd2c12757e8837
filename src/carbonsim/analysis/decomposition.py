"""Decomposition of a change into its drivers: LMDI-I, additive, without residual (Ang 2005)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def logarithmic_mean(one: float, two: float) -> float:
    """Return L(a, b) = (a − b) / ln(a / b), a where both are equal, and 0 where one is zero."""
    if one <= 0.0 or two <= 0.0:
        return 0.0
    return one if math.isclose(one, two, rel_tol=1e-12) else (one - two) / math.log(one / two)


def lmdi(start: Sequence[Mapping[str, float]], end: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the effect of each factor on the sum of products, one mapping of factors a term.

    Effects add up to the change of the total. A factor that is zero at one end takes the whole change of its
    term, shared evenly with other such factors (the limit values of Ang and Liu 2007).
    """
    effects: dict[str, float] = {name: 0.0 for term in (*start, *end) for name in term}
    for before, after in zip(start, end, strict=True):
        for name, effect in _term(before, after).items():
            effects[name] += effect
    return effects


def _term(before: Mapping[str, float], after: Mapping[str, float]) -> dict[str, float]:
    one, two = math.prod(before.values()), math.prod(after.values())
    gone = [name for name in before if (before[name] == 0.0) != (after[name] == 0.0)]
    if one == 0.0 or two == 0.0:
        share = (two - one) / len(gone) if gone else 0.0
        return {name: share if name in gone else 0.0 for name in before}
    weight = logarithmic_mean(two, one)
    return {name: weight * math.log(after[name] / before[name]) for name in before}
