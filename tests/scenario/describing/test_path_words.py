"""Paths of the scenario in a planner's words, in both languages."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from carbonsim import pipeline
from carbonsim.scenario.campaigns import find_place
from carbonsim.scenario.describing.path_words import describe_path
from carbonsim.scenario.scenario import Scenario

SOURCE = Path(__file__).parents[3]
WORDS = SOURCE / "src" / "carbonsim" / "library" / "path_words.csv"


@pytest.fixture(scope="module")
def city() -> Scenario:
    return pipeline.read_checked(SOURCE / "scenarios" / "changchun" / "all-campaigns.yaml")


@pytest.mark.parametrize(
    ("path", "english", "chinese"),
    [
        ("energy.plants.wind.capacity_max", "Wind, most capacity", "风电，装机容量上限"),
        (
            "transport.fleets.car.drivetrains.battery-electric.consumption.electricity",
            "Private cars, Battery electric, consumption, Electricity",
            "私人小汽车，纯电动，单耗，电力",
        ),
        (
            "energy.plants.coal-chp.modes.extraction.heat",
            "Coal CHP, extraction, heat efficiency",
            "燃煤热电联产，抽汽工况，供热效率",
        ),
        ("energy.plants.wind.modes.run.electricity", "Wind, electric efficiency", "风电，发电效率"),
        ("economy.household_size.rural", "persons in a household, rural", "户均人口，农村"),
    ],
)
def test_a_path_is_told_by_labels_and_the_names_of_fields(
    city: Scenario, path: str, english: str, chinese: str
) -> None:
    words = describe_path(city, path)
    assert (words.en, words.zh) == (english, chinese)


def test_what_campaigns_set_has_words_in_both_languages(city: Scenario) -> None:
    paths = [path for campaign in city.campaigns.values() for path in campaign.changes]
    assert len(paths) > 12
    for path in paths:
        words = describe_path(city, path)
        assert "_" not in words.en, path
        assert not any("a" <= letter <= "z" for letter in words.zh), path
        assert find_place(city, path).problem is None


def test_every_word_stands_once_in_both_languages() -> None:
    rows = list(csv.DictReader(WORDS.read_text(encoding="utf-8").splitlines()))
    keys = [row["key"] for row in rows]
    assert len(keys) == len(set(keys))
    assert all(bool(row["en"]) == bool(row["zh"]) for row in rows)
