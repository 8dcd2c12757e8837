"""Discounting, annuities and salvage: pure functions, by the OSeMOSYS convention.

A model year stands for a span of calendar years. Flows count in the middle of each of those
years, investment at their beginning, salvage at the end of the horizon (Howells et al. 2011,
generalised to spans: with one-year spans everything reduces to the published formulas).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

NOTHING_LEFT = 1e-9  # years of a life: rounding


def discount_factor(rate: float, years: float) -> float:
    """Return the present value of one unit paid after `years`."""
    return float((1.0 + rate) ** -years)


def flow_weight(rate: float, span: Iterable[int], base_year: int) -> float:
    """Return the discounted number of years of a span, each counted at its middle."""
    return sum(discount_factor(rate, year - base_year + 0.5) for year in span)


def investment_weight(rate: float, span: Iterable[int], base_year: int) -> float:
    """Return the present value of one unit of investment paid evenly over a span."""
    factors = [discount_factor(rate, year - base_year) for year in span]
    return sum(factors) / len(factors)


def salvage_share(rate: float, lifetime: float, built: int, last_year: int, *, straight_line: bool = False) -> float:
    """Return the share of an investment that is left after `last_year`, by sinking fund or by straight line.

    Zero where the lifetime ends within the horizon; straight line also where the rate is zero.
    """
    used = last_year - built + 1
    if built + lifetime - 1 <= last_year:
        return 0.0
    if straight_line or rate == 0.0:
        return 1.0 - used / lifetime
    return float(1.0 - ((1.0 + rate) ** used - 1.0) / ((1.0 + rate) ** lifetime - 1.0))


def salvage_weight(
    rate: float, lifetime: float, span: Sequence[int], base_year: int, last_year: int, *, straight_line: bool = False,
    closed_after: int | None = None,
) -> float:  # fmt: skip
    """Return the present value of what is left of one unit invested evenly over a span.

    Nothing is left of what lives no longer than the span: it serves all its years there. What has to close after a year
    has no life beyond it.
    """
    if lifetime <= len(span):
        return 0.0
    lives = [lifetime if closed_after is None else min(lifetime, closed_after - year + 1) for year in span]
    built = zip(lives, span, strict=True)
    shares = [salvage_share(rate, life, year, last_year, straight_line=straight_line) for life, year in built]
    return sum(shares) / len(shares) * discount_factor(rate, last_year - base_year + 1)


@lru_cache(maxsize=4096)
def alive_shares(lifetime: float, spans: tuple[range, ...]) -> tuple[float, ...]:
    """Return the share of what was built evenly over the first of some spans that serves in each of them.

    That is what is alive in a span's last year. In a span that a life does not outlast it is what is left of the life
    after the spans before, so that every year of service counts, and none twice.
    """
    built, left = spans[0], float(np.ceil(lifetime))
    shares = []
    for served in spans:
        alive = sum(0 <= served[-1] - year < lifetime for year in built) if lifetime >= len(built) else 0
        share = left / len(served) if lifetime <= len(served) else alive / len(built)
        left = max(left - share * len(served), 0.0)
        left = 0.0 if left < NOTHING_LEFT else left
        shares.append(share)
    return tuple(shares)


def hurdle_factor(hurdle_rate: float, rate: float, lifetime: float) -> float:
    """Return by how much a hurdle rate scales an investment: paid back at it, valued at the discount rate.

    Yearly payments at the beginning of each year of the lifetime; 1 where both rates are equal.
    """
    if hurdle_rate == rate:
        return 1.0
    payment = annuity(hurdle_rate, lifetime) / (1.0 + hurdle_rate)
    return payment / (annuity(rate, lifetime) / (1.0 + rate))


def annuity(rate: float, lifetime: float) -> float:
    """Return the constant yearly payment at year's end that repays one unit over a lifetime."""
    if rate == 0.0:
        return 1.0 / lifetime
    return float(rate / (1.0 - (1.0 + rate) ** -lifetime))
