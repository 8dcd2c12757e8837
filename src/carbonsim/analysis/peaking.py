"""When is a peak a peak? One printed rule, on history and projection together.

The rule is this tool's own: no national standard of proof exists. Mann–Kendall: Mann 1945, Kendall 1975, with
the correction for ties.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from carbonsim.messages.message import Message, message
from carbonsim.scenario.sections.verdict import YEAR_TO_YEAR

TOLERANCE = 1e-6
YEARS_AFTER = 5
BAND = 0.03
CRITICAL = -1.96
FEWEST_POINTS = 8
NOTHING = 1e-9  # of emissions in Mt: less is rounding


class PeakStatus(StrEnum):
    """What the rule says of a series of emissions, or why there is nothing to judge."""

    HISTORIC = "peaked (historic)"
    PROJECTED = "peaked (projected)"
    PLATEAU = "plateau"
    RISING = "rising"
    UNPROVEN = "unproven"
    NOTHING_EMITTED = "nothing emitted"
    NO_NET_EMISSIONS = "no net emissions"


PEAKED = (PeakStatus.HISTORIC, PeakStatus.PROJECTED)
DOUBTED = (PeakStatus.RISING, PeakStatus.UNPROVEN)  # a highest year that is not called a peak


class DecouplingState(StrEnum):
    """How emissions and output grow beside each other (Tapio 2005)."""

    STRONG = "strong decoupling"
    WEAK = "weak decoupling"
    COUPLED = "coupled"
    EXPANSIVE_NEGATIVE = "expansive negative decoupling"
    STRONG_NEGATIVE = "strong negative decoupling"
    WEAK_NEGATIVE = "weak negative decoupling"
    RECESSIVE_COUPLED = "recessive coupling"
    RECESSIVE = "recessive decoupling"
    UNDEFINED = "undefined"


@dataclass(frozen=True)
class Plateau:
    """Years that stay just below the peak: first and last year, and mean level in Mt."""

    first: int
    last: int
    mean: float


@dataclass(frozen=True)
class Peak:
    """The verdict on one series: year and level (Mt) of the peak, status, plateau if any, and the rule applied.

    `window` are the years that cannot be told from the highest, that one among them.
    """

    year: int | None
    level: float | None
    status: PeakStatus
    rule: Message
    plateau: Plateau | None
    by_constraint: bool = False
    window: tuple[int, ...] = ()


def rule_words(years_after: int = YEARS_AFTER, band: float = BAND) -> Message:
    """Return the rule as a sentence, with its parameters."""
    return message(
        "First year within {tolerance} of the maximum; historic: at least {years} later observed years, none above,"
        " Mann-Kendall Z < {critical}; projected: at least {years} years of horizon left, none above; plateau: later"
        " years within {band} below without a falling trend; fewer than {points} points: unproven. This is the tool's"
        " own rule; no national standard of proof exists.",
        tolerance=f"{TOLERANCE:g}",
        years=years_after,
        critical=f"{CRITICAL}",
        band=f"{band:.0%}",
        points=FEWEST_POINTS,
    )


def without_peak(emissions: Collection[float]) -> PeakStatus | None:
    """Return why emissions have no peak to judge: nothing is emitted, or never more than is taken up; else None."""
    if not emissions or max(emissions) > NOTHING:
        return None
    return PeakStatus.NOTHING_EMITTED if min(emissions) >= -NOTHING else PeakStatus.NO_NET_EMISSIONS


def highest_year(emissions: Mapping[int, float]) -> tuple[int, float]:
    """Return the first year of the highest emissions, within the tolerance of the rule, and their level."""
    top = max(emissions.values())
    year = min(year for year, value in emissions.items() if value >= top - TOLERANCE * abs(top))
    return year, emissions[year]


def years_alike(emissions: Mapping[int, float], share: float = YEAR_TO_YEAR) -> tuple[int, ...]:
    """Return the years whose emissions lie below the highest by less than a share of them, that year among them.

    The share is the uncertainty of the difference between two years; what lies just at it is told apart.
    """
    _, top = highest_year(emissions)
    least, rounding = top - share * abs(top), TOLERANCE * abs(top)
    return tuple(
        year for year, value in sorted(emissions.items()) if value > least + rounding or value >= top - rounding
    )


def find_peak(
    projection: Mapping[int, float],
    history: Mapping[int, float] | None = None,
    *,
    observed_until: int | None = None,
    ceiling: Mapping[int, float] | None = None,
    years_after: int = YEARS_AFTER,
    band: float = BAND,
    window: float = YEAR_TO_YEAR,
) -> Peak:
    """Judge a series of emissions in Mt by year.

    `history` joins only if it has the projection's scope and boundary; years up to `observed_until` of the
    projection are observed too. `ceiling` is a cap by year: a plateau that sits on it is one by constraint. `window` is
    the uncertainty of the difference between two years, as a share of the highest emissions.
    """
    series = dict(sorted({**(history or {}), **projection}.items()))
    rule = rule_words(years_after, band)
    if not series:
        return Peak(None, None, PeakStatus.UNPROVEN, rule, None)
    if (reason := without_peak(series.values())) is not None:
        return Peak(None, None, reason, rule, None)
    year, _ = highest_year(series)
    alike = years_alike(series, window)
    if len(series) < FEWEST_POINTS:
        return Peak(year, series[year], PeakStatus.UNPROVEN, rule, None, window=alike)
    last_observed = max([*(history or {}), *([observed_until] if observed_until else [])], default=None)
    plateau = _plateau(series, year, band)
    status = _status(series, year, last_observed, plateau, years_after)
    on_cap = plateau is not None and ceiling is not None and _sits_on(series, plateau, ceiling)
    return Peak(year, series[year], status, rule, plateau, on_cap, alike)


def _status(
    series: Mapping[int, float], year: int, last_observed: int | None, plateau: Plateau | None, years_after: int
) -> PeakStatus:
    last = max(series)
    if last_observed is not None and year <= last_observed:
        observed = [value for y, value in series.items() if year <= y <= last_observed]
        if len(observed) - 1 >= years_after:
            if mann_kendall(observed) < CRITICAL:
                return PeakStatus.HISTORIC
            if last == last_observed:
                return PeakStatus.PLATEAU if plateau is not None and plateau.last == last else PeakStatus.UNPROVEN
    if plateau is not None and plateau.last == last:
        return PeakStatus.PLATEAU
    if last - year < years_after:
        return PeakStatus.RISING
    return PeakStatus.PROJECTED


def _plateau(series: Mapping[int, float], year: int, band: float) -> Plateau | None:
    """Return the years from the peak on that stay within the band, if there is more than the peak itself."""
    floor = series[year] * (1.0 - band) - TOLERANCE * abs(series[year])
    within = [year]
    for later in sorted(y for y in series if y > year):
        if series[later] < floor:
            break
        within.append(later)
    if len(within) < 2:
        return None
    values = [series[y] for y in within]
    return Plateau(within[0], within[-1], sum(values) / len(values))


def _sits_on(series: Mapping[int, float], plateau: Plateau, ceiling: Mapping[int, float]) -> bool:
    years = [y for y in series if plateau.first <= y <= plateau.last]
    return all(y in ceiling and abs(series[y] - ceiling[y]) <= 1e-5 * max(ceiling[y], 1e-9) for y in years[1:])


def mann_kendall(values: Sequence[float]) -> float:
    """Return the Mann–Kendall Z of a series, corrected for ties; zero where all values are equal."""
    count = len(values)
    score = sum((later > earlier) - (later < earlier) for i, earlier in enumerate(values) for later in values[i + 1 :])
    ties = sum(n * (n - 1) * (2 * n + 5) for n in Counter(values).values() if n > 1)
    variance = (count * (count - 1) * (2 * count + 5) - ties) / 18.0
    if variance <= 0 or score == 0:
        return 0.0
    return (score - math.copysign(1.0, score)) / math.sqrt(variance)


def tapio(emissions: tuple[float, float], output: tuple[float, float]) -> tuple[float | None, DecouplingState]:
    """Return the Tapio elasticity of emissions to output between two years and the state it stands for.

    Method: Tapio 2005. A shrinking economy has states of its own; None where output does not change.
    """
    growth = output[1] / output[0] - 1.0
    change = emissions[1] / emissions[0] - 1.0
    if growth == 0.0:
        return None, DecouplingState.UNDEFINED
    elasticity = change / growth
    if growth > 0:
        return elasticity, _growing(elasticity)
    return elasticity, _shrinking(elasticity)


def _growing(elasticity: float) -> DecouplingState:
    if elasticity < 0:
        return DecouplingState.STRONG
    if elasticity < 0.8:
        return DecouplingState.WEAK
    return DecouplingState.COUPLED if elasticity <= 1.2 else DecouplingState.EXPANSIVE_NEGATIVE


def _shrinking(elasticity: float) -> DecouplingState:
    if elasticity < 0:
        return DecouplingState.STRONG_NEGATIVE
    if elasticity < 0.8:
        return DecouplingState.WEAK_NEGATIVE
    return DecouplingState.RECESSIVE_COUPLED if elasticity <= 1.2 else DecouplingState.RECESSIVE
