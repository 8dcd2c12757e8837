"""Projects: named new plants of an approval, told by what they use and emit at full load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from carbonsim.errors import Finding
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text
from carbonsim.scenario.typos import meant

if TYPE_CHECKING:
    from carbonsim.scenario.scenario import Scenario


class Project(Section):
    """A new plant that an approval asks about; its value added is taken to be part of the GDP that is written."""

    label: Text = Field(description="name")
    branch: str = Field(description="branch it belongs to: a name under industry.branches or buildings.classes")
    start: int = Field(description="first year it runs, from plan_from on")
    ramp: Annotated[Quantity, Measure("yr", minimum=1, maximum=20, constant=True)] = Field(
        Quantity.constant(1, "yr"), description="years from start to full load, by equal steps"
    )
    energy: dict[str, Annotated[Quantity, Measure("PJ", minimum=0)]] = Field(
        description="final energy a year at full load, by commodity"
    )
    process: dict[Literal["CO2_process", "CH4", "N2O"], Annotated[Quantity, Measure("Mt", minimum=0)]] = Field(
        default_factory=dict, description="emissions of the process a year at full load"
    )
    value_added: Annotated[Quantity, Measure("billion CNY", minimum=0)] = Field(
        Quantity.constant(0, "billion CNY"), description="value added a year at full load"
    )
    jobs: Annotated[Quantity, Measure("person", minimum=0)] = Field(
        Quantity.constant(0, "person"), description="jobs at full load"
    )
    district: str | None = Field(None, description="district it stands in")
    shape: str = Field("flat", description="load shape of its power and heat: a name under energy.shapes")
    source: str | None = Field(None, description="the document that tells of it")
    quality: Literal["official", "literature", "derived", "assumption"] | None = Field(
        None, description="how solid its figures are"
    )
    note: str | None = Field(None, description="what to know about it")

    def load(self, year: int) -> float:
        """Return the part of full load in a year: equal steps from the start over the ramp."""
        steps = self.ramp.at(self.start)
        return min(max((year - self.start + 1) / steps, 0.0), 1.0)


def project_branches(scenario: Scenario) -> dict[str, str]:
    """Return the sector of every branch that a project may belong to."""
    found: dict[str, str] = {}
    if scenario.buildings is not None:
        found.update(dict.fromkeys(scenario.buildings.classes, "buildings"))
    if scenario.industry is not None:
        found.update(dict.fromkeys(scenario.industry.branches, "industry"))
    return found


def find_project_mistakes(scenario: Scenario) -> Iterator[Finding]:
    """Return projects that start before the plan or beyond the horizon, or are of no branch."""
    branches = sorted(project_branches(scenario))
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
