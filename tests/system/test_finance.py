"""Discounting and salvage against numbers worked out by hand."""

from __future__ import annotations

import pytest

from carbonsim.system import finance


def test_a_flow_counts_at_the_middle_of_its_year() -> None:
    assert finance.flow_weight(0.05, range(2020, 2021), 2020) == pytest.approx(1.05**-0.5)


def test_a_span_counts_each_of_its_years() -> None:
    expected = sum(1.05 ** -(n + 0.5) for n in range(1, 6))
    assert finance.flow_weight(0.05, range(2021, 2026), 2020) == pytest.approx(expected)


def test_investment_is_paid_evenly_over_the_span() -> None:
    assert finance.investment_weight(0.1, range(2021, 2023), 2020) == pytest.approx((1 / 1.1 + 1 / 1.21) / 2)


@pytest.mark.parametrize(
    ("lifetime", "built", "last", "left"),
    [
        (10.0, 2020, 2029, 0.0),  # ends with the horizon
        (10.0, 2020, 2040, 0.0),  # ends within
        (2.0, 2020, 2020, 1.0 - 0.05 / (1.05**2 - 1.0)),  # one of two years used
    ],
)
def test_salvage_is_what_the_sinking_fund_has_not_written_off(
    lifetime: float, built: int, last: int, left: float
) -> None:
    assert finance.salvage_share(0.05, lifetime, built, last) == pytest.approx(left)


def test_without_interest_salvage_is_a_straight_line() -> None:
    assert finance.salvage_share(0.0, 10.0, 2020, 2023) == pytest.approx(0.6)


def test_a_vintage_lives_its_lifetime_and_no_longer() -> None:
    assert finance.alive_share(3.0, range(2020, 2021), 2022) == 1.0
    assert finance.alive_share(3.0, range(2020, 2021), 2023) == 0.0
    assert finance.alive_share(3.0, range(2016, 2021), 2021) == pytest.approx(2 / 5)


def test_an_annuity_repays_one() -> None:
    payment = finance.annuity(0.05, 10)
    assert sum(payment / 1.05**n for n in range(1, 11)) == pytest.approx(1.0)
