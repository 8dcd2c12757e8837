"""What drives emissions: Kaya factors by user, the effect of each between two years, decoupling by period."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from carbonsim.analysis.decomposition import lmdi
from carbonsim.analysis.peaking import DecouplingState, tapio

SeriesOf = Callable[[str], Mapping[int, float]]
FACTORS = ("population", "affluence", "structure", "intensity", "carbon")
OTHER = "other"
BY_USER = "Emissions by User"
# Each user's final energy, and the part of the economy it belongs to; people's own use follows GDP as a whole.
USERS = {
    "Industry": ("Industry", "Secondary"),
    "Commercial": ("Commercial", "Tertiary"),
    "Land": ("Agriculture", "Primary"),
    "Transport": ("Transportation", None),
    "Residential": ("Residential", None),
}


@dataclass(frozen=True)
class Decoupling:
    """One period: growth of emissions and GDP (as shares), their elasticity and the state it stands for."""

    first: int
    last: int
    emissions: float
    output: float
    elasticity: float | None
    state: DecouplingState


def decompose(series: SeriesOf, start: int, end: int) -> dict[str, float]:
    """Return the effect of each factor on emissions by user between two years, Mt; they add up to the change.

    CO2 = Σ people × GDP per head × share of GDP × energy per value added × CO2 per energy, by LMDI-I. Users without
    energy, GDP or positive emissions in either year are one term of their own, `other`.
    """
    return _effects((series, start), (series, end))


def compare_drivers(one: SeriesOf, other: SeriesOf, year: int) -> dict[str, float]:
    """Return the effect of each factor on what two scenarios differ by in a year, Mt; as `decompose` does of years."""
    return _effects((one, year), (other, year))


def _effects(before: tuple[SeriesOf, int], after: tuple[SeriesOf, int]) -> dict[str, float]:
    ends = (before, after)
    users = list(dict.fromkeys(user for series, _ in ends for user in _users(series)))
    whole = [user for user in users if all(_factors(series, user, year) for series, year in ends)]
    effects = dict.fromkeys(FACTORS, 0.0)
    terms = [[_factors(series, user, year) for user in whole] for series, year in ends]
    effects |= lmdi(*terms) if whole else {}
    emitted = [
        sum(series(f"{BY_USER}|{user}").get(year, 0.0) for user in users if user not in whole) for series, year in ends
    ]
    effects[OTHER] = emitted[1] - emitted[0]
    return effects


def _users(series: SeriesOf) -> list[str]:
    names = (*USERS, "Waste", "Power and Heat", "Other")
    return [name for name in names if series(f"{BY_USER}|{name}")]


def _factors(series: SeriesOf, user: str, year: int) -> dict[str, float]:
    """Return the factors of one user in one year, empty where one of them is not known or not positive."""
    if user not in USERS:
        return {}
    final, part = USERS[user]
    people, gdp = series("Population").get(year, 0.0), series("GDP").get(year, 0.0)
    output = series(f"GDP|{part}").get(year, 0.0) if part else gdp
    energy, emitted = series(f"Final Energy|{final}").get(year, 0.0), series(f"{BY_USER}|{user}").get(year, 0.0)
    if min(people, gdp, output, energy, emitted) <= 0.0:
        return {}
    return {
        "population": people,
        "affluence": gdp / people,
        "structure": output / gdp,
        "intensity": energy / output,
        "carbon": emitted / energy,
    }


def decouplings(emissions: Mapping[int, float], output: Mapping[int, float], bounds: Iterable[int]) -> list[Decoupling]:
    """Return the Tapio state of every period between neighbouring bounds that both series know."""
    known = [year for year in bounds if emissions.get(year, 0.0) > 0.0 and output.get(year, 0.0) > 0.0]
    found = []
    for first, last in itertools.pairwise(known):
        pairs = (emissions[first], emissions[last]), (output[first], output[last])
        elasticity, state = tapio(*pairs)
        growths = [after / before - 1.0 for before, after in pairs]
        found.append(Decoupling(first, last, growths[0], growths[1], elasticity, state))
    return found
