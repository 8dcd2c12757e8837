"""Days and parts of the day by their keys and as a reader says them."""

from __future__ import annotations

import pytest

from carbonsim.scenario.hourly.dates import date_of, day_name, part_name, part_names


def test_keys_are_dates_and_hours() -> None:
    assert [date_of(day) for day in (0, 31, 58, 59, 364)] == ["01-01", "02-01", "02-28", "03-01", "12-31"]
    assert part_names([6, 12, 6]) == ["00-06", "06-18", "18-24"]


@pytest.mark.parametrize(
    ("key", "english", "chinese"),
    [("01-13", "13 January", "1月13日"), ("12-31", "31 December", "12月31日")],
)
def test_a_day_is_said_as_on_a_calendar(key: str, english: str, chinese: str) -> None:
    named = day_name(key)
    assert named is not None
    assert (named.rendered("en"), named.rendered("zh")) == (english, chinese)


def test_a_part_of_the_day_is_said_by_its_hours() -> None:
    named = part_name("18-24")
    assert named is not None
    assert (named.rendered("en"), named.rendered("zh")) == ("hours from 18 to 24", "18时至24时")


@pytest.mark.parametrize("key", ["winter", "deep_winter", "13-01", "00-00", "1-2", ""])
def test_other_keys_are_no_dates(key: str) -> None:
    assert day_name(key) is None


@pytest.mark.parametrize("key", ["evening", "24-18", "06-06", "20-30"])
def test_other_keys_are_no_hours(key: str) -> None:
    assert part_name(key) is None
