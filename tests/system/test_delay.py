"""Kernels of delayed output, held against sums done by hand and the closed form of first-order decay."""

from __future__ import annotations

import math

import pytest

from carbonsim.system.delay import add_kernels, delayed_share, first_order_decay, output_after, past_output


def test_first_order_decay_gives_nothing_at_once_and_all_in_the_end() -> None:
    kernel = first_order_decay(0.04, 0.05)
    assert kernel[0] == 0.0
    assert kernel[1] == pytest.approx(0.04 * (1 - math.exp(-0.05)))  # IPCC 2006, Vol. 5, equation 3.5
    assert kernel[11] == pytest.approx(0.04 * (math.exp(-0.5) - math.exp(-0.55)))
    assert sum(kernel) == pytest.approx(0.04)


def test_kernels_of_unlike_length_add_up() -> None:
    assert add_kernels([(1.0, 2.0), (0.5, 0.5, 0.5)]) == (1.5, 2.5, 0.5)


def test_a_span_gives_its_yearly_mean() -> None:
    """Laid down in 2021; at ages 1 and 2 come 5 and 2.5, so that 2022 and 2023 have 3.75 on average."""
    assert delayed_share((0.0, 5.0, 2.5), range(2021, 2022), range(2022, 2024)) == pytest.approx(3.75)


def test_nothing_comes_before_it_is_laid_down() -> None:
    assert delayed_share((1.0, 1.0), range(2030, 2031), range(2020, 2022)) == 0.0


@pytest.mark.parametrize("spans", [[1, 1, 1, 1, 1, 1], [1, 2, 3], [1, 5], [3, 3]])
def test_what_comes_out_does_not_depend_on_the_spans(spans: list[int]) -> None:
    """Ten a year for six years, of which half comes at age 1 and a quarter at age 2."""
    kernel, start, years = (0.0, 0.5, 0.25), 2020, []
    for length in spans:
        years.append(range(start, start + length))
        start += length
    out = sum(10 * delayed_share(kernel, laid, counted) * len(counted) for laid in years for counted in years)
    later = sum(10 * output_after(kernel, laid, 2025) for laid in range(2020, 2026))
    assert out == pytest.approx(10 * (5 * 0.5 + 4 * 0.25))
    assert out + later == pytest.approx(60 * 0.75)


def test_past_deposits_still_give() -> None:
    """8 laid down in 2019 and 4 in 2018: in 2020 comes 8 × 0.5 + 4 × 0.25."""
    assert past_output((0.0, 0.5, 0.25), [(2018, 4.0), (2019, 8.0)], range(2020, 2021)) == pytest.approx(5.0)
