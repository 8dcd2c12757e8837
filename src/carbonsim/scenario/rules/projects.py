"""Rules of projects."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.typos import meant


def projects_begin_in_the_plan(scenario: Scenario) -> Iterator[Finding]:
    """A project starts in the plan and belongs to a branch that is there."""
    branches = sorted(scenario.project_branches())
    for name, project in scenario.projects.items():
        yield from _start_mistakes(scenario, f"projects.{name}.start", project.start)
        if project.branch not in branches:
            path = f"projects.{name}.branch"
            file, line = scenario.locate(path)
            advice = meant(project.branch, branches, message("name a branch of industry or a class of buildings"))
            found = message("{kind} {name}, which is not defined", kind=message("branch"), name=project.branch)
            expected = (
                message("one of {names}", names=tuple(branches))
                if branches
                else message("a branch; the scenario has none")
            )
            yield Finding(file, line, path, found, expected, advice)


def _start_mistakes(scenario: Scenario, path: str, start: int) -> Iterator[Finding]:
    years, plan_from = scenario.time.years, scenario.time.plan_from
    file, line = scenario.locate(path)
    if start < plan_from:
        expected = message("a year from plan_from ({plan_from}) on", plan_from=plan_from)
        advice = message("what runs already belongs to the base year or the past of its branch")
        yield Finding(file, line, path, message("{year}, before the plan starts", year=start), expected, advice)
    elif years and start > years[-1]:
        yield Finding(
            file,
            line,
            path,
            message("{year}, after the horizon", year=start),
            message("a year up to {year}", year=years[-1]),
            message("start it earlier"),
        )
