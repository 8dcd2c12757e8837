"""The calendar of a system: which slices are the coldest, and how long a season is."""

from __future__ import annotations

import pytest

from carbonsim.system.calendar import coldest_slices, season_days
from carbonsim.system.tables import TimeSlice


def slices_of(days: dict[str, float]) -> list[TimeSlice]:
    """Return seasons of some days, each of a day and a night."""
    return [
        TimeSlice(f"{season}_{part}", season, part, length * 12 / 8760, length, 12.0)
        for season, length in days.items()
        for part in ("day", "night")
    ]


def heat_of(slices: list[TimeSlice], load: dict[str, float]) -> dict[str, float]:
    return {part.name: load[part.season] * part.share for part in slices}


def test_a_season_has_the_days_of_its_slices() -> None:
    assert season_days(slices_of({"winter": 165, "summer": 200})) == pytest.approx({"winter": 165, "summer": 200})


def test_the_coldest_season_by_hand_is_one() -> None:
    slices = slices_of({"deep_winter": 31, "winter": 134, "summer": 200})
    heat = heat_of(slices, {"deep_winter": 3.0, "winter": 2.0, "summer": 0.0})
    assert coldest_slices(slices, heat) == ["deep_winter_day", "deep_winter_night"]


def test_a_cold_day_that_stands_for_itself_is_joined_by_the_next_coldest_to_a_week() -> None:
    slices = slices_of({"01-13": 1, "02-02": 40, "06-13": 323, "12-31": 1})
    heat = heat_of(slices, {"01-13": 3.5, "02-02": 2.0, "06-13": 0.0, "12-31": 3.0})
    assert {name[:5] for name in coldest_slices(slices, heat)} == {"01-13", "12-31", "02-02"}


def test_where_nothing_is_heated_no_season_is_cold() -> None:
    slices = slices_of({"winter": 165, "summer": 200})
    assert coldest_slices(slices, {}) == []
    assert coldest_slices(slices, heat_of(slices, {"winter": 0.0, "summer": 0.0})) == []
