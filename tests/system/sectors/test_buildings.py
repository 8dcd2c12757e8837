"""Buildings by hand: heat follows floor area, what people do follows people, retrofit saves up to its potential."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carbonsim.optimization.planning.twin_and_plan import Optimization
from tests.system import town

RETROFIT = {
    "label": "Retrofit", "use": "heating", "potential": "20 %", "capital_cost": "100 CNY/(GJ/yr)", "lifetime": 30,
    "rate_max": "5 %/yr",
}  # fmt: skip


def homes(**changes: Any) -> dict[str, Any]:
    return {"buildings": {"classes": {"homes": changes}}}


def test_heating_follows_floor_area_and_lights_follow_people(tmp_path: Path) -> None:
    """A third more floor, a tenth more people: 9 PJ of heat become 12, 10 PJ of light 11."""
    changes = homes(floor_area={2020: 30, 2025: 40}, per_person=["lights"])
    demand = town.build(tmp_path, {**changes, "economy": {"population": {2020: 2, 2025: 2.2}}}).parameters["demand"]
    heat = [demand["Town", "buildings/homes/heating", year] for year in (2020, 2021, 2025)]
    assert heat == pytest.approx([9.0, 9.6, 12.0])
    assert demand["Town", "buildings/homes/lights", 2025] == pytest.approx(11.0)


def test_people_may_be_those_in_towns(tmp_path: Path) -> None:
    """75 % of the people in towns become 90 %: a fifth more."""
    changes = homes(per_person=["lights"], people="urban_population")
    demand = town.build(tmp_path, {**changes, "economy": {"urbanisation": {2020: "75 %", 2025: "90 %"}}}).parameters
    assert demand["demand"]["Town", "buildings/homes/lights", 2025] == pytest.approx(12.0)


def test_heat_is_drawn_in_winter_by_its_shape(tmp_path: Path) -> None:
    """Weights 2 by day and 3 by night with equal hours: two fifths and three fifths of the year's heat."""
    shape = town.build(tmp_path).parameters["shape"]
    drawn = {part: shape["Town", "buildings/homes/heating/network-heat", "district_heat", part] for part in town.SLICES}
    assert drawn == pytest.approx({"winter_day": 0.4, "winter_night": 0.6, "summer_day": 0.0, "summer_night": 0.0})


def test_retrofit_saves_a_part_and_comes_at_a_pace(tmp_path: Path) -> None:
    """A fifth of 9 PJ is 1.8 PJ; five per cent of that a year is 0.09, and 0.36 in the four years to 2025."""
    parameters = town.build(tmp_path, homes(savings={"retrofit": RETROFIT})).parameters
    key = ("Town", "buildings/homes/heating/retrofit")
    assert parameters["activity_max"][*key, 2025] == pytest.approx(1.8)
    assert [parameters["new_capacity_max"][*key, year] for year in (2021, 2025)] == pytest.approx([0.09, 0.36])
    assert parameters["new_capacity_max"][*key, 2020] == 0.0
    assert parameters["capital_cost"][*key, 2025] == pytest.approx(100.0)


def test_cheap_retrofit_is_taken_as_fast_as_it_comes(tmp_path: Path) -> None:
    solution = Optimization(town.build(tmp_path, homes(savings={"retrofit": RETROFIT}))).solve_twin()
    used = solution.activity.groupby(["technology", "year"])["value"].sum()
    assert used["buildings/homes/heating/retrofit", 2025] == pytest.approx(0.45)
    assert used["buildings/homes/heating/network-heat", 2025] == pytest.approx(9.0 - 0.45)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (homes(people="ghosts"), "found driver ghosts, which is not defined"),
        (homes(per_person=["heeting"]), "found use heeting, which is not defined; expected one of heating, lights"),
        (homes(savings={"retrofit": {**RETROFIT, "use": "cooling"}}), "found use cooling; expected one of the uses"),
    ],
)
def test_a_name_nothing_answers_to_is_told(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    system, findings = town.attempt(tmp_path, changes)
    assert system is None
    assert any(words in str(finding) for finding in findings)
