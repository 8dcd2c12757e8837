"""What is no difference: less than 0.1 % of emissions, or than 0.01 % of GDP."""

from __future__ import annotations

import pytest

from carbonsim.analysis.accounts.differences import discounted_gdp, emissions_differ, money_differs


@pytest.mark.parametrize(
    ("gap", "apart"), [(0.05, True), (-0.05, True), (0.0499, False), (-0.0499, False), (0.0, False)]
)
def test_a_thousandth_of_emissions_is_a_difference_and_less_is_none(gap: float, apart: bool) -> None:
    assert emissions_differ(gap, 50.0) is apart


@pytest.mark.parametrize(("gap", "apart"), [(0.1, True), (-0.1, True), (0.0999, False), (0.0, False)])
def test_a_ten_thousandth_of_gdp_is_a_difference_and_less_is_none(gap: float, apart: bool) -> None:
    assert money_differs(gap, 1000.0) is apart


def test_nothing_is_no_difference_to_nothing() -> None:
    assert not emissions_differ(0.0, 0.0)
    assert not money_differs(0.0, 0.0)


def test_gdp_is_discounted_as_costs_are() -> None:
    """2021 and 2022 have the GDP of 2022, all at the middle of the year: (100 + 121 (1/1.1 + 1/1.21)) / 1.1^½."""
    assert discounted_gdp({2020: 100.0, 2022: 121.0}, 0.1) == pytest.approx(310.0 / 1.1**0.5)
    assert discounted_gdp({}, 0.1) is None
