"""What is a difference at all: less than this no plan is known to, and it is told as none."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from carbonsim.system.finance import flow_weight

OF_EMISSIONS = 1e-3
OF_GDP = 1e-4


def emissions_differ(gap: float, level: float) -> bool:
    """Say whether emissions are apart: by 0.1 % of their level or more, in the same unit."""
    return abs(gap) >= OF_EMISSIONS * abs(level) and gap != 0.0


def money_differs(gap: float, gdp: float) -> bool:
    """Say whether sums of money are apart: by 0.01 % of GDP or more, that of the same years and alike discounted."""
    return abs(gap) >= OF_GDP * abs(gdp) and gap != 0.0


def discounted_gdp(gdp: Mapping[int, float], rate: float) -> float | None:
    """Return GDP of all years together, discounted to the first at a rate a year; None where it is not known.

    A model year stands for the years since the one before.
    """
    years = sorted(gdp)
    if not years:
        return None
    spans = [range(before + 1, year + 1) for before, year in pairwise([years[0] - 1, *years])]
    return sum(gdp[year] * flow_weight(rate, tuple(span), years[0]) for year, span in zip(years, spans, strict=True))
