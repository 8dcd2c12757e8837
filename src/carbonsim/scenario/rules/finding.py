"""What the rules between fields have in common: where they find something, and which years count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from carbonsim.errors import Finding
from carbonsim.messages.message import Wording, message
from carbonsim.scenario.scenario import Scenario

Rule = Callable[[Scenario], Iterator[Finding]]
SHARES_TOLERANCE = 1e-3  # published data round their shares


def finding(scenario: Scenario, path: str, found: Wording, expected: Wording, advice: Wording = "") -> Finding:
    """Return a finding at a YAML path."""
    file, line = scenario.locate(path)
    return Finding(file, line, path, found, expected, advice)


def years_hold(scenario: Scenario) -> bool:
    """Say whether there are model years, in order: else rules about years have nothing to hold on to."""
    years = scenario.time.years
    return bool(years) and years == sorted(set(years))


def all_of(names: Sequence[str]) -> Wording:
    """Return what tells names that stand beside each other."""
    *others, last = names
    return message("{first} and {last}", first=all_of(others), last=last) if others else last


def not_a_model_year(scenario: Scenario, path: str, year: int) -> Finding:
    """Return the finding of a year that is no model year, with the nearest that is."""
    years = scenario.time.years
    nearest = min(years, key=lambda known: (abs(known - year), known))
    outside = not years[0] <= year <= years[-1]
    found = (
        message("the year {year}, outside the horizon", year=year)
        if outside
        else message("the year {year}, which is not a model year", year=year)
    )
    return finding(
        scenario,
        path,
        found,
        message("a model year from {first} to {last}", first=years[0], last=years[-1]),
        message("the nearest is {year}", year=nearest),
    )
