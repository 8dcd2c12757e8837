"""A language counts in sizes of its own, for which its catalogue has a word; English counts units in words."""

from __future__ import annotations

import pytest

from carbonsim.messages.catalogue import catalogue, key_of, languages
from carbonsim.messages.message import UNITS, Amount
from carbonsim.messages.sizes import SIZES, counted_in


@pytest.mark.parametrize(
    ("figure", "unit", "told"),
    [
        ("1", "units of the data", "1 unit of the data"),
        ("1", "units of the data a year", "1 unit of the data a year"),
        ("1", "cost units of the data", "1 cost unit of the data"),
        ("1", "percentage points", "1 percentage point"),
        ("1.00", "unit of the data", "1.00 units of the data"),
        ("0–1", "units of the data", "0–1 units of the data"),
        ("11", "unit of the data", "11 units of the data"),
        ("1", "Mt", "1 Mt"),
        ("1", "united/yr", "1 united/yr"),
        ("3", "", "3"),
    ],
)
def test_one_unit_is_told_in_the_singular(figure: str, unit: str, told: str) -> None:
    assert counted_in(figure, unit) == told


def test_every_size_of_a_language_has_a_word_in_its_catalogue() -> None:
    assert SIZES.keys() <= set(languages())
    for language, sizes in SIZES.items():
        assert sizes.keys() <= UNITS.keys()
        assert all(catalogue(language).get(key_of(unit, "unit"), unit) != unit for unit in sizes)


def test_an_amount_is_told_in_the_size_of_its_language() -> None:
    """A hundred ten thousands are a million, ten times 10⁸ are 10⁹."""
    amount = Amount(0.05, 1.5, "Mt")
    assert (amount.rendered("en"), amount.rendered("zh")) == ("0.05–1.5 Mt", "5–150万吨")
    assert Amount(2.5, 2.5, "TWh").rendered("zh") == "25亿千瓦时"
    assert Amount(3.0, 3.0, "barrels").rendered("zh") == "3barrels"  # of a planner
