"""A town that chooses among ways to heat whose costs are known, so that the shares of a logit can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, TechnologySpec
from carbonsim.system.tables import ChoiceSet
from tests.optimization.small_systems import finish, label, rows_for

YEARS = tuple(range(2020, 2036))
PLAN_FROM, CHANGE = 2023, 2024  # the first year of the plan costs what the past did
HEAT = 100.0


class Option(NamedTuple):
    """A way to heat: what a unit of its capacity costs at first and later, its share of what stood, and its life."""

    cost: float
    later: float
    share: float
    life: int = 10
    running: float = 0.0
    ability: float = 1.0  # service of a unit of its capacity in a year


def choosing_town(options: Sequence[Option], spread: float = 0.1, demand: Sequence[float] = ()) -> EnergySystem:
    """Heat for which nothing is burnt: what an option costs is what it costs to build, unless it costs to run."""
    rows = rows_for(YEARS, PLAN_FROM)
    rows.commodity("heat", unit="PJ", balance="yearly", group="service", label=label("heat"))
    age, past = np.array(YEARS) - YEARS[0], np.array(YEARS) < PLAN_FROM
    names = [f"option {number}" for number, _ in enumerate(options)]
    for name, option in zip(names, options, strict=True):
        standing = HEAT * option.share
        rows.technology(TechnologySpec(
            name=name, sector="buildings", branch="town", use="heating", group="other", label=label(name), slices=False,
            modes={"run": Mode(outputs={"heat": 1.0}, variable_cost=option.running)}, lifetime=option.life,
            capacity_to_activity=option.ability,
            capital_cost=[option.cost if year < CHANGE else option.later for year in YEARS],
            residual_capacity=standing / option.ability * np.maximum(0.0, 1.0 - age / option.life),
            activity_min=np.where(past, standing * (1 - 1e-6), 0.0),
            activity_max=np.where(past, standing * (1 + 1e-6), np.inf),
        ))  # fmt: skip
    rows.demand("heat", demand or [HEAT] * len(YEARS))
    return replace(finish(rows), choices=(ChoiceSet("heat", "city", tuple(names), spread, path="choices"),))


def frozen_town(options: Sequence[Option], year: int = 2022, demand: Sequence[float] = ()) -> EnergySystem:
    """The same town, in which nobody chooses: what is bought from the plan on are the shares of a year."""
    town = choosing_town(options, demand=demand)
    return replace(town, choices=tuple(replace(one, frozen=year) for one in town.choices))


def solved_town(system: EnergySystem) -> tuple[Optimization, Solution]:
    """Return the model and its twin."""
    optimization = Optimization(system)
    return optimization, optimization.solve_twin()


def committed_shares(optimization: Optimization, solution: Solution) -> pd.DataFrame:
    """Return the share of each option in the service committed by the purchases of each planned year."""
    weights = optimization.model.data.tables["committed_service"]
    bought = solution.new_capacity
    bought = bought[bought["year"] >= PLAN_FROM]
    keys = zip(bought["region"], bought["technology"], bought["year"], strict=True)
    service = bought.assign(value=bought["value"] * [weights[key] for key in keys])
    wide = service.pivot_table(index="year", columns="technology", values="value", aggfunc="sum")
    return wide.div(wide.sum(axis=1), axis=0)
