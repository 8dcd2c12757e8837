"""What the rules between fields have in common: where they find something, and which years count."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from carbonsim.errors import Finding
from carbonsim.scenario.scenario import Scenario

Rule = Callable[[Scenario], Iterator[Finding]]
SHARES_TOLERANCE = 1e-3  # published data round their shares


def finding(scenario: Scenario, path: str, found: str, expected: str, advice: str = "") -> Finding:
    """Return a finding at a YAML path."""
    file, line = scenario.locate(path)
    return Finding(file, line, path, found, expected, advice)


def years_hold(scenario: Scenario) -> bool:
    """Say whether there are model years, in order: else rules about years have nothing to hold on to."""
    years = scenario.time.years
    return bool(years) and years == sorted(set(years))


def not_a_model_year(scenario: Scenario, path: str, year: int) -> Finding:
    """Return the finding of a year that is no model year, with the nearest that is."""
    years = scenario.time.years
    nearest = min(years, key=lambda known: (abs(known - year), known))
    outside = not years[0] <= year <= years[-1]
    found = f"the year {year}, {'outside the horizon' if outside else 'which is not a model year'}"
    return finding(scenario, path, found, f"a model year from {years[0]} to {years[-1]}", f"the nearest is {nearest}")
