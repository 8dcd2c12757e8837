"""Numbers that lie far apart, as after a wrong unit: the answer is right, or said to be trouble with numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from carbonsim.system.tables import Peaking
from tests.written_systems import written

YEARS = (2025, 2026, 2027)
CLOSE = 1e-6


@dataclass(frozen=True)
class Town:
    """Heat from one fuel in up to three ways: what a unit of each takes, gives, costs and emits; demand by year."""

    fuel: tuple[float, float]  # cost and emissions of a unit
    ways: tuple[tuple[float, float, float, float], ...]
    demand: tuple[float, ...]

    def text(self) -> str:
        """Write the town as a system; numbers are told whole."""
        ways = "\n".join(
            f"    way{place}: {{inputs: {{fuel: {takes!r}}}, outputs: {{heat: {gives!r}}}, variable_cost: {cost!r},"
            f" emission_factors: {{CO2: {emits!r}}}}}"
            for place, (takes, gives, cost, emits) in enumerate(self.ways)
        )
        cost, emits = self.fuel
        demand = ", ".join(f"{year}: {amount!r}" for year, amount in zip(YEARS, self.demand, strict=True))
        return (
            "name: Town\ntime: {years: [2025, 2026, 2027], discount_rate: 0 %/yr}\n"
            "system:\n  commodities: {fuel: {}, heat: {}}\n  technologies:\n"
            f"    mine: {{outputs: {{fuel: 1}}, variable_cost: {cost!r}, emission_factors: {{CO2: {emits!r}}}}}\n"
            f"{ways}\n  demands: {{heat: {{amount: {{{demand}}}}}}}\n"
        )

    def units(self) -> list[tuple[float, float]]:
        """Return what a unit of heat costs and emits by each way, by hand."""
        price, carbon = self.fuel
        return [
            ((cost + takes * price) / gives, (emits + takes * carbon) / gives)
            for takes, gives, cost, emits in self.ways
        ]

    @property
    def least(self) -> float:
        """The least cost: every year by the cheapest way."""
        return sum(self.demand) * min(cost for cost, _ in self.units())

    @property
    def peaks(self) -> bool:
        """Whether 2027 by its cleanest way may emit as much as 2026 by its cheapest, the most that the guard allows."""
        return self.demand[2] * min(emits for _, emits in self.units()) <= self.demand[1] * min(self.units())[1]


def towns(places: int) -> st.SearchStrategy[Town]:
    """Draw towns with numbers of so many places before and behind the point."""
    number = st.floats(-places, places).map(lambda power: float(f"{10.0**power:.3g}"))
    ways = st.lists(st.tuples(number, number, number, number), min_size=1, max_size=3).map(tuple)
    return st.builds(Town, st.tuples(number, number), ways, st.tuples(number, number, number)).filter(_has_no_ties)


def _has_no_ties(town: Town) -> bool:
    """Say whether the cheapest way is so by more than the price that breaks ties."""
    first, *others = sorted(cost for cost, _ in town.units())
    return not others or others[0] > 1.001 * first


def solve(town: Town) -> tuple[Solution, Solution]:
    """Return twin and plan of a town that peaks by 2026."""
    optimization = Optimization(replace(written(town.text()), peaking=(Peaking(by=2026, path="peaking"),)))
    twin = optimization.solve_twin()
    return twin, optimization.solve_plan(twin) if twin.status == "optimal" else twin


@settings(deadline=None)
@given(towns(3))
def test_numbers_from_a_thousandth_to_a_thousand_are_solved(town: Town) -> None:
    twin, plan = solve(town)
    assert twin.objective == pytest.approx(town.least, rel=CLOSE)
    assert plan.status == ("optimal" if town.peaks else "infeasible")


@settings(deadline=None)
@given(towns(6))
def test_numbers_from_a_millionth_to_a_million_are_solved_or_told_as_trouble(town: Town) -> None:
    twin, plan = solve(town)
    assert twin.status in {"optimal", "error"}  # there always is a plan without a peak
    if twin.status == "optimal":
        assert twin.objective == pytest.approx(town.least, rel=CLOSE)
    if plan.status == "infeasible":
        assert not town.peaks
