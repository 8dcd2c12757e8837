"""The city's scenarios, each solved once for all tests; `python -m tests.shipped.solved` renews the figures held.

Renew them only with a reason, which belongs into the commit.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd

from carbonsim import pipeline
from carbonsim.batch import scenarios_in
from carbonsim.clock import Clock
from carbonsim.optimization.solver import solve
from carbonsim.pipeline import Plans
from carbonsim.results.results import Results
from carbonsim.scenario.scenario import Scenario

CITY = Path(__file__).parents[2] / "scenarios" / "changchun"
FIGURES = Path(__file__).with_name("figures.json")
NAMES = tuple(file.stem for file in scenarios_in([CITY]))
YEARS = (2026, 2030, 2035, 2040, 2050, 2060)


@dataclass(frozen=True)
class Solved:
    """A scenario with its reference, twin and plan, the results of the plan, the summary, and what the solver said."""

    scenario: Scenario
    plans: Plans
    results: Results
    summary: dict[str, Any]
    log: str


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
    """Return a scenario of the city as it was solved; campaigns are not measured."""
    clock = Clock()
    scenario, system = pipeline.prepare(CITY / f"{name}.yaml", clock)
    with logged() as log:
        plans = pipeline.optimise(scenario, system, clock)
        told = log.read_text(encoding="utf-8")
    content = pipeline.collect(scenario, plans, clock)
    assert content.plan is not None, content.explanation
    return Solved(scenario, plans, content.plan, dict(content.summary), told)


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
