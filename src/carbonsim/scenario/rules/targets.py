"""Rules of targets."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.rules.finding import all_of, finding, not_a_model_year, years_hold
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sections.policy import BOUND_KEYS, read_change


def targets_have_one_figure(scenario: Scenario) -> Iterator[Finding]:
    """A target is a floor, a ceiling or a figure to be met: one of the three."""
    for name, target in scenario.targets.items():
        written = [key for key in BOUND_KEYS if getattr(target, key) is not None]
        if len(written) != 1:
            found = all_of(written) if written else message("no figure")
            yield finding(scenario, f"targets.{name}", found, message("one of {names}", names=tuple(BOUND_KEYS)))


def target_years_are_model_years(scenario: Scenario) -> Iterator[Finding]:
    """Years of targets are model years; an enforced target lies in the plan, a tracked one perhaps beyond it."""
    if not years_hold(scenario):
        return
    for name, target in scenario.targets.items():
        path = f"targets.{name}"
        for year in sorted({year for _, year, _ in target.bounds() if year is not None}):
            if target.strength == "track" and year > scenario.time.years[-1]:
                continue  # it belongs to a longer horizon
            if year not in scenario.time.years:
                yield not_a_model_year(scenario, f"{path}.year", year)
            elif target.strength == "enforce" and year < scenario.time.plan_from:
                expected = message("a year from plan_from ({plan_from}) on", plan_from=scenario.time.plan_from)
                advice = message("a plan cannot change the past: write strength: track, or move the year")
                yield finding(
                    scenario, f"{path}.year", message("{year}, before the plan starts", year=year), expected, advice
                )


def changes_refer_to_a_model_year(scenario: Scenario) -> Iterator[Finding]:
    """An enforced change is told against a model year before its own; a tracked one may say that there is no base."""
    years = scenario.time.years
    for name, target in scenario.targets.items():
        for key, year, figure in target.bounds():
            change = read_change(figure)
            if change is None:
                continue
            path = f"targets.{name}.{key}"
            if year is not None and change.base_year >= year:
                yield finding(
                    scenario,
                    path,
                    message("a change against {year}", year=change.base_year),
                    message("a year before {year}", year=year),
                )
            elif target.strength == "enforce" and change.base_year not in years:
                found = message("a change against {year}, for which there is no figure", year=change.base_year)
                expected = message("a model year from {first} to {last}", first=years[0], last=years[-1])
                yield finding(scenario, path, found, expected, message("write strength: track, or name another base"))
