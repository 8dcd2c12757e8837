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


@pytest.mark.parametrize(
    ("lifetime", "spans", "shares"),
    [
        (3.0, [(2020, 2020), (2021, 2022), (2023, 2024)], [1.0, 1.0, 0.0]),  # it lives its lifetime and no longer
        (3.0, [(2020, 2020), (2021, 2023), (2024, 2030)], [1.0, 2 / 3, 0.0]),  # two years are left of it in three
        (6.0, [(2016, 2020), (2021, 2022), (2023, 2024)], [1.0, 4 / 5, 2 / 5]),  # what was built last is left
        (5.0, [(2020, 2020), (2021, 2025), (2026, 2030)], [1.0, 4 / 5, 0.0]),  # dead in 2025, of use until 2024
        (5.0, [(2021, 2025), (2026, 2030)], [1.0, 0.0]),  # its five years serve its own span
        (7.0, [(2021, 2025), (2026, 2035)], [1.0, 2 / 10]),
        (4.0, [(2020, 2020), (2021, 2022), (2023, 2027)], [1.0, 1.0, 1 / 5]),  # the fourth year falls into the last
        (2.0, [(2021, 2025), (2026, 2030)], [2 / 5, 0.0]),
        (7.0, [(2021, 2030), (2031, 2035)], [7 / 10, 0.0]),  # all seven are counted in its own span
        (2.5, [(2020, 2020), (2021, 2021), (2022, 2022), (2023, 2023)], [1.0, 1.0, 1.0, 0.0]),
        (2.5, [(2020, 2020), (2021, 2030)], [1.0, 2 / 10]),  # as in years of their own
        (0.5, [(2020, 2020), (2021, 2021)], [1.0, 0.0]),
        (1.0, [(2020, 2020), (2025, 2025)], [1.0, 0.0]),  # years that lie apart
        (float("inf"), [(2020, 2020), (2021, 2030)], [1.0, 1.0]),
    ],
)
def test_a_vintage_serves_as_long_as_it_lives(
    lifetime: float, spans: list[tuple[int, int]], shares: list[float]
) -> None:
    years = tuple(range(first, last + 1) for first, last in spans)
    assert finance.alive_shares(lifetime, years) == pytest.approx(shares, abs=1e-12)


@pytest.mark.parametrize("lifetime", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize("lengths", [[1, 6, 6, 6], [6, 6, 6], [1, 6, 9, 6], [7, 6, 8]])
def test_a_life_within_every_step_counts_each_of_its_years_once(lifetime: int, lengths: list[int]) -> None:
    ends = [2020 + sum(lengths[: place + 1]) for place in range(len(lengths))]
    spans = tuple(range(end - length, end) for end, length in zip(ends, lengths, strict=True))
    for place in range(len(spans) - 1):
        shares = finance.alive_shares(lifetime, spans[place:])
        served = sum(share * len(span) for share, span in zip(shares, spans[place:], strict=True))
        assert served == pytest.approx(lifetime)


def test_nothing_is_left_of_what_lives_no_longer_than_its_span() -> None:
    assert finance.salvage_weight(0.05, 5, range(2026, 2031), 2020, 2030) == 0.0
    assert finance.salvage_weight(0.05, 6, range(2026, 2031), 2020, 2030) > 0.0


def test_an_annuity_repays_one() -> None:
    payment = finance.annuity(0.05, 10)
    assert sum(payment / 1.05**n for n in range(1, 11)) == pytest.approx(1.0)
