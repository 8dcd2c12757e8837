"""A town that heats at a price that is known, so that what it demands at another one can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Answered, Solution
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Years
from tests.optimization.small_systems import ONE_SLICE, finish, label

YEARS = tuple(range(2020, 2031))
PLAN_FROM, RATE = 2022, 0.05
HEAT, PRICE = 100.0, 10.0
YEAR = 2025


def priced_town(
    times: float = 1.0, elasticity: float = 0.0, *, foresight: int | None = None, warmth: float = 1.0,
    steps: Sequence[tuple[float, float]] = (), region: str = "city",
    years: Sequence[int] = YEARS,
) -> EnergySystem:  # fmt: skip
    """Heat at ten times so much a unit from the plan on, any amount of it; or from sources of a price and an amount."""
    rows = SystemBuilder(region, Years(tuple(years), PLAN_FROM, RATE), ONE_SLICE)
    planned = np.array(years) >= PLAN_FROM
    rows.commodity("heat", unit="PJ", balance="yearly", group="service", label=label("heat"))
    sources = steps or [(PRICE, np.inf)]
    for number, (price, most) in enumerate(sources):
        rows.technology(TechnologySpec(
            name=f"source {number}", sector="buildings", branch="town", use="heating", group="other",
            label=label("source"), slices=False, activity_max=most,
            modes={"run": Mode(outputs={"heat": 1.0}, variable_cost=np.where(planned, times * price, price))},
        ))  # fmt: skip
    rows.demand("heat", np.where(planned, warmth, 1.0) * HEAT)
    rows.put("room_warmth", (region, "heat"), np.where(planned, warmth, 1.0), skip=1.0)
    if elasticity:
        rows.parameters["price_elasticity"][region, "heat"] = elasticity
    return replace(finish(rows), foresight=foresight, region=region)


def answer_to(reference: Solution, system: EnergySystem) -> tuple[Solution, Answered]:
    """Return the twin of a system that answers the prices of a reference, and what it demands in one year."""
    twin = Optimization(system, past=reference).solve_twin()
    return twin, next(one for key, one in twin.answered.items() if key[1:] == ("heat", YEAR))
