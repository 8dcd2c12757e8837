"""Random small systems for properties: a city that may heat with coal, gas or heat pumps, each with capacity."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.rows import Mode, SystemBuilder
from carbonsim.system.tables import Peaking
from tests.optimization.small_systems import boiler, finish, label, rows_for

YEARLY = (2020, 2021, 2022, 2023, 2024)
STEPS = (2020, 2021, 2023, 2026, 2030)
PLAN_FROM = 2021
RATE = 0.05


@dataclass(frozen=True)
class City:
    """What is drawn: demand, costs of capacity and running of three ways to heat, how long they live."""

    years: tuple[int, ...]
    demand: tuple[float, ...]
    capital: tuple[float, float, float]
    running: tuple[float, float, float]
    lifetimes: tuple[int, int, int]
    stock: float
    with_pump: bool = True
    times: float = 1.0  # all costs
    unit: float = 1.0  # PJ of heat in one unit of the commodity `heat`
    backwards: bool = False

    def rows(self) -> SystemBuilder:
        """Write the city in its order of rows."""
        rows = rows_for(self.years, PLAN_FROM)
        for key, value in list(rows.parameters["variable_cost"].items()):
            rows.parameters["variable_cost"][key] = value * self.times
        rows.commodity("heat", unit="PJ", balance="yearly", group="heat", label=label("heat"))
        for place in reversed(range(3)) if self.backwards else range(3):
            if place < 2 or self.with_pump:
                self._way(rows, place)
        rows.demand("heat", np.asarray(self.demand) / self.unit)
        return rows

    def _way(self, rows: SystemBuilder, place: int) -> None:
        fuel = ("coal", "gas", "pump")[place]
        stock = self.stock if fuel == "coal" else 0.0
        options = {
            "capital_cost": self.capital[place] * self.times, "lifetime": self.lifetimes[place],
            "residual_capacity": [stock * left for left in np.linspace(1.0, 0.2, len(self.years))],
        }  # fmt: skip
        cost = self.running[place] * self.times
        inputs = {} if fuel == "pump" else {fuel: 1.0}
        mode = Mode(inputs=inputs, outputs={"heat": 1.0 / self.unit}, variable_cost=cost)
        boiler(rows, fuel, "heat", modes={"run": mode}, **options)

    def system(self) -> EnergySystem:
        """Return the system to optimise."""
        return finish(self.rows())


amounts = st.floats(1.0, 20.0).map(lambda value: round(value, 3))
costs = st.floats(0.5, 80.0).map(lambda value: round(value, 3))
lives = st.integers(2, 12)


@st.composite
def cities(draw: st.DrawFn, years: tuple[int, ...] | None = None) -> City:
    """Draw a city, over single years or over steps of unequal length."""
    chosen = years or draw(st.sampled_from([YEARLY, STEPS]))
    three = st.tuples(costs, costs, costs)
    return City(
        chosen, tuple(draw(st.lists(amounts, min_size=5, max_size=5))), draw(three), draw(three),
        draw(st.tuples(lives, lives, lives)), draw(st.floats(0.0, 10.0).map(lambda value: round(value, 3))),
    )  # fmt: skip


def solve_both(system: EnergySystem, *peaking: Peaking, **options: object) -> tuple[Solution, Solution]:
    """Return twin and plan of a system."""
    optimization = Optimization(replace(system, peaking=peaking), options=dict(options))  # type: ignore[arg-type]
    twin = optimization.solve_twin()
    return twin, optimization.solve_plan(twin) if peaking else twin


def objective(solution: Solution) -> float:
    """Return the least cost of a solution that must be there."""
    assert solution.status == "optimal", [str(statement.with_places()) for statement in solution.explanation]
    assert solution.objective is not None
    return solution.objective


def emissions(solution: Solution) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return emissions by model year."""
    return solution.scope["total"].to_numpy(dtype=float)


def alike(city: City, **changes: object) -> City:
    """Return a city with some of what was drawn changed."""
    return replace(city, **changes)  # type: ignore[arg-type]
