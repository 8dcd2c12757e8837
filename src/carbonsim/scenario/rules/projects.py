"""Rules of projects."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
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
            advice = meant(project.branch, branches, "name a branch of industry or a class of buildings")
            found = f"branch {project.branch}, which is not defined"
            expected = f"one of {', '.join(branches)}" if branches else "a branch; the scenario has none"
            yield Finding(file, line, path, found, expected, advice)


def _start_mistakes(scenario: Scenario, path: str, start: int) -> Iterator[Finding]:
    years, plan_from = scenario.time.years, scenario.time.plan_from
    file, line = scenario.locate(path)
    if start < plan_from:
        expected = f"a year from plan_from ({plan_from}) on"
        advice = "what runs already belongs to the base year or the past of its branch"
        yield Finding(file, line, path, f"{start}, before the plan starts", expected, advice)
    elif years and start > years[-1]:
        yield Finding(file, line, path, f"{start}, after the horizon", f"a year up to {years[-1]}", "start it earlier")
