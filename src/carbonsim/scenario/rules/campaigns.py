"""Rules of campaigns."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.campaigns import (
    action_names,
    find_place,
    read_change_of,
    shared_paths,
    starts_late_from_nothing,
)
from carbonsim.scenario.rules.finding import finding
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.typos import meant


def campaigns_act_in_the_plan(scenario: Scenario) -> Iterator[Finding]:
    """A campaign starts at or after the plan, and is in full effect at or after its start."""
    for name, campaign in scenario.campaigns.items():
        path, start = f"campaigns.{name}", scenario.time.plan_from
        if campaign.start < start:
            found, advice = (
                message("{year}, before the plan starts", year=campaign.start),
                message("a campaign cannot change the past"),
            )
            yield finding(
                scenario,
                f"{path}.start",
                found,
                message("a year from plan_from ({plan_from}) on", plan_from=start),
                advice,
            )
        if campaign.full_by < campaign.start:
            yield finding(
                scenario,
                f"{path}.full_by",
                str(campaign.full_by),
                message("a year from {year} on", year=campaign.start),
            )


def campaigns_fall_under_an_action(scenario: Scenario) -> Iterator[Finding]:
    """The category of a campaign is one of the national actions, or one that the scenario names."""
    known = [*action_names(), *scenario.actions]
    for name, campaign in scenario.campaigns.items():
        if campaign.category not in known:
            advice = meant(campaign.category, known, message("name it under `actions`"))
            path = f"campaigns.{name}.category"
            yield finding(
                scenario,
                path,
                message("category {category}", category=campaign.category),
                message("one of {names}", names=tuple(known)),
                advice,
            )


def campaigns_change_values_that_exist(scenario: Scenario) -> Iterator[Finding]:
    """Every path that a campaign changes leads to a value of this scenario, and what it sets fits that value."""
    for name, campaign in scenario.campaigns.items():
        for path, raw in campaign.changes.items():
            place = find_place(scenario, path)
            told = read_change_of(place, raw) if place.problem is None else place.problem
            here = f"campaigns.{name}.changes.{path}"
            if isinstance(told, tuple):
                yield finding(scenario, here, *told)
            elif starts_late_from_nothing(place, campaign, scenario.time.plan_from):
                found, expected = message("nothing there before the campaign"), message("a value to ramp from")
                advice = message(
                    "write one in the sector, or let the campaign start in {year}", year=scenario.time.plan_from
                )
                yield finding(scenario, here, found, expected, advice)


def what_mends_a_failure_lowers_a_barrier(scenario: Scenario) -> Iterator[Finding]:
    """A campaign that mends a failure of the market changes the rate of an actor: else nothing tells what it mends."""
    for name, campaign in scenario.campaigns.items():
        if campaign.market_failure is not None and not any(path.startswith("actors.") for path in campaign.changes):
            found = message("a failure of the market, and no rate of an actor that changes")
            expected = message("actors.NAME among the changes")
            advice = message("change the rate of who is kept from it, or remove market_failure")
            yield finding(scenario, f"campaigns.{name}.market_failure", found, expected, advice)


def no_two_campaigns_set_one_value(scenario: Scenario) -> Iterator[Finding]:
    """A value is changed by one campaign only, or it would hang on their order."""
    for path, (first, second) in shared_paths(scenario).items():
        found = message("a value that campaign {campaign} sets too", campaign=first)
        advice = message("set it in one of them, or switch one off")
        yield finding(
            scenario, f"campaigns.{second}.changes.{path}", found, message("one campaign for one value"), advice
        )
