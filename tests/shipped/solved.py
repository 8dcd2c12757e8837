"""The city's scenarios, each solved once for all tests; `python -m tests.shipped.solved` renews the figures held.

Renew them only with a reason, which belongs into the commit.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd

from carbonsim import pipeline
from carbonsim.analysis.summary.summary import Summary
from carbonsim.batch import scenarios_in
from carbonsim.clock import Clock
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver import solve
from carbonsim.pipeline import Plans, Run
from carbonsim.report.content import Content
from carbonsim.results.results import LaterResults, Results
from carbonsim.scenario.scenario import Scenario
from carbonsim.system.energy_system import EnergySystem
from tests.once import FOLDER, once

CITY = Path(__file__).parents[2] / "scenarios" / "changchun"
FIGURES = Path(__file__).with_name("figures.json")
NAMES = tuple(file.stem for file in scenarios_in([CITY]))
YEARS = (2026, 2030, 2035, 2040, 2050, 2060)
USUAL_REFERENCE = pipeline._reference


@dataclass(frozen=True)
class Solved:
    """A scenario with its reference, twin and plan, and all that a report shows; campaigns are not measured."""

    scenario: Scenario
    plans: Plans
    content: Content

    @property
    def results(self) -> Results:
        """The results of the plan."""
        assert self.content.plan is not None, self.content.explanation
        return self.content.plan

    @property
    def summary(self) -> Summary:
        """What `summary.json` says."""
        return self.content.summary

    @property
    def run(self) -> Run:
        """The same as `carbonsim.run` returns it."""
        return Run(self.scenario, self.plans, lambda: self.content)


@contextmanager
def logged() -> Iterator[Path]:
    """Let the solver write down what it says, in a file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "solver.log"
        said: solve.Options = {"output_flag": True, "log_to_console": False, "log_file": str(file)}
        with mock.patch.dict(solve.OPTIONS, said):
            yield file


@cache
def solved(name: str) -> Solved:
    """Return a scenario of the city as it was solved, once in a session of tests."""
    return once(f"city-{name}", lambda: _solved(name))


def _solved(name: str) -> Solved:
    clock = Clock()
    scenario, system = pipeline.prepare(CITY / f"{name}.yaml", clock)
    with mock.patch.object(pipeline, "_reference", _reference):
        plans = replace(pipeline.optimise(scenario, system, clock), optimization=None)
    content = pipeline.collect(scenario, plans, clock)
    reference, twin = (one.made if isinstance(one, LaterResults) else one for one in (content.reference, content.twin))
    return Solved(scenario, plans, replace(content, reference=reference, twin=twin))


def _reference(system: EnergySystem, *rest: Any) -> Solution:
    """Solve what a scenario is held against, or return the baseline that is solved already, if it is that."""
    plans = solved("baseline").plans
    return plans.plan if plans.system == system else USUAL_REFERENCE(system, *rest)


def written(name: str) -> Path:
    """Return the folder of a run of the city, written once in a session of tests; nobody changes it."""
    return once(f"folder-{name}", lambda: solved(name).run.write(Path(os.environ[FOLDER]) / f"folder-{name}"))


def figures(name: str) -> dict[str, Any]:
    """Return what is held of a scenario: least cost, peak, and emissions of some years in Mt."""
    done = solved(name)
    path, peak = done.results.series("Peaking Emissions"), done.summary["peak"]
    return {
        "objective": round(done.summary["objective"], 1),
        "peak_year": peak["year"],
        "peak_level": round(peak["level_Mt"], 3),
        "emissions": {str(year): round(path[year], 3) for year in YEARS},
    }


def shares(done: Solved, *, by_group: bool) -> pd.DataFrame:
    """Return what each technology, or group of them, has of a service or of heat and power: a row each, years across.

    `size` is the most of it that is given in a year, in its unit.
    """
    system, solution = done.plans.system, done.plans.plan
    group = {technology.name: technology.group for technology in system.technologies}
    kinds = {commodity.name: commodity.group for commodity in system.commodities}
    activity = solution.activity.groupby(["technology", "mode", "year"])["value"].sum()
    rows = [
        (
            str(commodity),
            group[str(name)] if by_group else str(name),
            int(year),
            ratio * activity.get((name, mode, year), 0.0),
        )
        for (_, name, mode, commodity, year), ratio in system.parameters["output_ratio"].items()
        if kinds[str(commodity)] == "service" or commodity in ("electricity_supply", "heat_supply")
    ]
    table = pd.DataFrame(rows, columns=["commodity", "who", "year", "value"])
    given = table.groupby(["commodity", "who", "year"])["value"].sum().unstack("year", fill_value=0.0)
    whole = given.groupby("commodity").transform("sum")
    return (given / whole.where(whole > 1e-9)).fillna(0.0)


if __name__ == "__main__":
    FIGURES.write_text(json.dumps({name: figures(name) for name in NAMES}, indent=1) + "\n", encoding="utf-8")
