"""Charging that follows the grid by hand: no more than is drawn, all of it later on the same day, where it pays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from carbonsim.optimization.solution.solution import Solution
from tests.system import town
from tests.system.sectors.test_transport import changes

SHIFTED = "storage/steered"
DRAWN = 0.72  # PJ a billion vehicle-kilometres: 20 kWh/100 km
SHARES = {"winter_day": 165 / 730 / 1.5, "winter_night": 165 / 365 / 1.5}  # of a year's charging, night twice day


def steered(**others: Any) -> dict[str, Any]:
    """The town with cars whose charging may be moved, and no battery that could do it for them."""
    kind = {
        "label": "Steered", "fleets": ["car"], "share": {2020: "0 %", 2025: "50 %"}, "capital_cost": 0, "lifetime": 10,
        **others,
    }  # fmt: skip
    written: dict[str, Any] = changes()
    written["transport"]["smart_charging"] = {"steered": kind}
    written["energy"]["stores"] = None
    return written


def moved(solution: Solution, mode: str) -> dict[str, float]:
    """Return what is given back or taken in 2025 by time slice, PJ."""
    table = solution.activity
    rows = table[(table["technology"] == SHIFTED) & (table["mode"] == mode) & (table["year"] == 2025)]
    return dict(zip(rows["time_slice"], rows["value"], strict=True))


def test_a_slice_gives_back_at_most_its_share_of_what_is_drawn(tmp_path: Path) -> None:
    system = town.build(tmp_path, steered())
    (limit,) = [one for one in system.limits if one.name == "most of steered in winter_night" and one.year == 2025]
    given, drawn = limit.terms
    assert (given.technology, given.mode, given.time_slice, given.coefficient) == (
        SHIFTED, "discharge", "winter_night", 1.0,
    )  # fmt: skip
    assert drawn.technology == "transport/car/distance/electric"
    assert drawn.coefficient == pytest.approx(-0.5 * DRAWN * SHARES["winter_night"])
    assert not [one for one in system.limits if one.name.startswith("most of steered") and one.year < 2021]


def test_what_is_moved_is_taken_on_the_same_day_and_bounded(tmp_path: Path) -> None:
    """Steering costs nothing here; calm days would draw on the night's wind, so charging leaves the day."""
    solution = Optimization(town.build(tmp_path, steered())).solve_twin()
    assert solution.status == "optimal"
    given, taken = moved(solution, "discharge"), moved(solution, "charge")
    cars = solution.activity
    cars = cars[(cars["technology"] == "transport/car/distance/electric") & (cars["year"] == 2025)]["value"].sum()
    for season in ("winter", "summer"):
        parts = [name for name in given if name.startswith(season)]
        assert sum(given[part] for part in parts) == pytest.approx(sum(taken[part] for part in parts), abs=1e-7)
    for part, share in SHARES.items():
        assert given.get(part, 0.0) <= 0.5 * DRAWN * share * cars + 1e-7
    assert sum(given.values()) > 0.0


def test_dear_steering_is_not_bought(tmp_path: Path) -> None:
    solution = Optimization(town.build(tmp_path, steered(capital_cost=100000))).solve_twin()
    assert solution.status == "optimal"
    assert sum(moved(solution, "discharge").values()) == pytest.approx(0.0, abs=1e-7)
