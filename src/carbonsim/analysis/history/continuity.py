"""No seam: whether the first planned years go on from the trend of the five before, beside what GDP explains."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from carbonsim.results.results import Results
from carbonsim.scenario.scenario import Scenario

PLAN = 5  # years of a five-year plan
WITHIN = 0.01  # points a year that two trends may lie apart, for the past is known to no better
ROUNDING = 1e-9
VARIABLES = {
    "emissions": "Peaking Emissions",
    "power_use": "Electricity Consumption",
    "energy_per_gdp": "Energy Consumption|Coal-equivalent",
}
INTENSITY = "CO2 per GDP"


class Break(StrEnum):
    """How the planned trend stands to that of the past."""

    NONE = "goes on"
    EXPLAINED = "explained by a policy"
    PLANNED = "what the plan does"  # in a scenario that is held against a reference
    OPEN = "not explained"


def continuity_records(scenario: Scenario, results: Results | None) -> list[dict[str, object]]:
    """Return past and planned trend of emissions, power use and energy per GDP; empty where years or GDP are missing.

    A trend is the growth a year beyond what GDP explains: (1 + growth) / (1 + growth of GDP) ^ elasticity - 1.
    """
    if results is None:
        return []
    known, gdp = results.table["variable"].unique(), results.series("GDP")
    years = _years(scenario, gdp)
    if years is None:
        return []
    return [
        _record(scenario, name, results.series(variable), gdp, years)
        for name, variable in VARIABLES.items()
        if variable in known and all(results.series(variable).get(year, 0.0) > 0.0 for year in years)
    ]


def plan_intensities(scenario: Scenario, results: Results | None) -> list[dict[str, object]]:
    """Return by how much CO2 per GDP changes over the five-year plan before the plan and the one it begins in."""
    if results is None or INTENSITY not in results.table["variable"].unique():
        return []
    series, start = results.series(INTENSITY), scenario.time.plan_from - 1
    return [
        {"first": first, "last": first + PLAN, "change": series[first + PLAN] / series[first] - 1.0}
        for first in (start - PLAN, start)
        if series.get(first, 0.0) > 0.0 and first + PLAN in series
    ]


def _years(scenario: Scenario, gdp: Mapping[int, float]) -> tuple[int, int, int] | None:
    """Return the first year of the past that counts, the last, and the planned one; None where one is no model year."""
    last = scenario.time.plan_from - 1
    years = (last - PLAN, last, last + scenario.continuity.years)
    return years if all(gdp.get(year, 0.0) > 0.0 for year in years) else None


def _record(
    scenario: Scenario, name: str, series: Mapping[int, float], gdp: Mapping[int, float], years: tuple[int, int, int]
) -> dict[str, object]:
    chosen = scenario.continuity
    limit = WITHIN if chosen.within is None else chosen.within.at(years[1])
    policy = {str(key): one for key, one in chosen.policies.items()}.get(name)
    (past, past_gdp), (planned, planned_gdp) = (
        (_growth(series, first, last), _growth(gdp, first, last)) for first, last in (years[:2], years[1:])
    )
    trend, goes_on = (
        (1 + growth) / (1 + of_gdp) ** chosen.gdp_elasticity - 1
        for growth, of_gdp in ((past, past_gdp), (planned, planned_gdp))
    )
    gap = goes_on - trend
    standing = Break.OPEN
    if abs(gap) <= limit + ROUNDING:
        standing = Break.NONE
    elif policy is not None:
        standing = Break.EXPLAINED
    elif scenario.reference_path is not None:
        standing = Break.PLANNED
    return {
        "name": name, "variable": VARIABLES[name], "first": years[0], "last": years[1], "planned": years[2],
        "past_growth": past, "planned_growth": planned, "past_gdp": past_gdp, "planned_gdp": planned_gdp,
        "past_trend": trend, "planned_trend": goes_on, "gap": gap, "within": limit, "standing": str(standing),
        "policy": None if policy is None else policy.text.en, "policy_zh": None if policy is None else policy.text.zh,
        "since": None if policy is None else policy.since, "source": None if policy is None else policy.source,
    }  # fmt: skip


def _growth(series: Mapping[int, float], first: int, last: int) -> float:
    return float((series[last] / series[first]) ** (1.0 / (last - first)) - 1.0)
