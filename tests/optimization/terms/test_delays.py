"""Delayed output inside the optimisation, against a landfill worked out by hand."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.rows import Mode, SystemBuilder, TechnologySpec
from carbonsim.system.tables import Peaking, Scope
from tests.optimization.small_systems import finish, label, rows_for

KERNEL = (0.0, 0.5, 0.25)
COMMON = {"sector": "waste", "branch": "refuse", "group": "waste", "slices": False}
METHANE = Scope("territorial", {"CH4": 1.0})


def dump(*, burning_cost: float = 50.0, price: float = 0.0) -> SystemBuilder:
    """Refuse is buried (cheap, gives gas for two years) or burnt (dear); model years 2020, 2021 and 2022-2023."""
    rows = rows_for([2020, 2021, 2023], 2021)
    rows.commodity("refuse", unit="Mt", balance="yearly", group="service", label=label("refuse"))
    rows.commodity("gas_in_ground", unit="Mt", balance="yearly", group="waste", label=label("gas"))
    for name, cost in (("bury", 10.0), ("burn", burning_cost)):
        mode = Mode(outputs={"refuse": 1.0}, variable_cost=cost)
        rows.technology(TechnologySpec(name=name, modes={"run": mode}, label=label(name), **COMMON))  # type: ignore[arg-type]
    escape = Mode(inputs={"gas_in_ground": 1.0}, emissions={"CH4": 1.0}, combustion=False)
    rows.technology(TechnologySpec(name="escape", modes={"run": escape}, label=label("escape"), **COMMON))  # type: ignore[arg-type]
    rows.delayed_output("bury", "run", "gas_in_ground", KERNEL, past={2019: 8.0}, price=price)
    rows.demand("refuse", [10.0, 20.0, 30.0])
    return rows


def yearly(solution: Solution, technology: str) -> list[float]:
    table: pd.DataFrame = solution.activity
    return [float(value) for value in table[table["technology"] == technology].groupby("year")["value"].sum()]


def test_gas_comes_in_the_years_after() -> None:
    """2020: 8 × 0.5. 2021: 8 × 0.25 + 10 × 0.5. 2022: 2.5 + 10; 2023: 5 + 15; their mean is 16.25."""
    solution = Optimization(finish(dump(), METHANE)).solve_twin()
    assert yearly(solution, "bury") == pytest.approx([10, 20, 30])
    assert yearly(solution, "escape") == pytest.approx([4, 7, 16.25])


def test_a_ceiling_on_gas_is_met_by_burying_less_in_time() -> None:
    """At most 11.25 in 2022-2023. A tonne of 2021 gives 0.375 there, one of 2022-2023 (0.5 + 0) / 2 = 0.25.

    5 too much are least dear to avoid where a tonne burnt, 40 more in either year, saves most per discounted cost:
    0.375 / 1 year in 2021 against 0.25 / 2 years in 2022-2023. So 2021 burns 5 / 0.375 = 13.33.
    """
    plan = Peaking(emission_cap={2023: 11.25})
    optimization = Optimization(replace(finish(dump(), METHANE), peaking=(plan,)))
    solution = optimization.solve_plan(optimization.solve_twin())
    assert yearly(solution, "burn") == pytest.approx([0, 5 / 0.375, 0], abs=1e-6)
    assert yearly(solution, "escape")[2] == pytest.approx(11.25)


def test_a_price_reaches_what_comes_after_the_horizon() -> None:
    """A tonne buried in 2022 gives 0.25 after 2023, one of 2023 gives 0.75: mean (0.25 / 1.05 + 0.75) / 2 = 0.494.

    At 70 burying costs 10 + 34.6, less than burning at 50; at 90 it costs 10 + 44.5, more.
    """
    cheap = Optimization(finish(dump(price=70.0), METHANE)).solve_twin()
    dear = Optimization(finish(dump(price=90.0), METHANE)).solve_twin()
    assert yearly(cheap, "burn")[2] == pytest.approx(0.0, abs=1e-9)
    assert yearly(dear, "burn")[2] == pytest.approx(30.0)
