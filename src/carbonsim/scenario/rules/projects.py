"""Rules of projects."""

from __future__ import annotations

from collections.abc import Iterator

from carbonsim.errors import Finding
from carbonsim.messages.message import message
from carbonsim.scenario.rules.finding import SHARES_TOLERANCE, finding
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


def a_plant_leaves_no_more_than_its_branch_uses(scenario: Scenario) -> Iterator[Finding]:
    """What projects with minus signs take away of a commodity is in the base year of their branch."""
    left: dict[tuple[str, str], float] = {}
    for name, project in scenario.projects.items():
        for commodity, energy in project.energy.items():
            key, fallen = (project.branch, commodity), -min(value for _, value in energy.points)
            if fallen <= 0.0 or not scenario.time.years or project.branch not in scenario.project_branches():
                continue
            left[key] = left.get(key, 0.0) + fallen
            used = _used(scenario, project.branch, commodity)
            if left[key] > used * (1.0 + SHARES_TOLERANCE):
                found = message("{amount} PJ that leave {branch}", amount=f"{left[key]:.4g}", branch=project.branch)
                expected = message(
                    "at most the {amount} PJ of {commodity} that it used in {year}",
                    amount=f"{used:.4g}", commodity=commodity, year=scenario.time.years[0],
                )  # fmt: skip
                advice = message("take less away, or what the plant uses")
                yield finding(scenario, f"projects.{name}.energy.{commodity}", found, expected, advice)


def _used(scenario: Scenario, branch: str, commodity: str) -> float:
    """Return final energy of a branch or class of buildings in the base year, in PJ."""
    branches = {} if scenario.industry is None else scenario.industry.branches
    classes = {} if scenario.buildings is None else scenario.buildings.classes
    uses = branches[branch].uses if branch in branches else classes[branch].uses
    found = (use.final_energy[commodity] for use in uses.values() if commodity in use.final_energy)
    return sum(energy.at(scenario.time.years[0]) for energy in found)


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
