"""Chances and percentiles of futures that are written down by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from carbonsim.analysis.ensembles.chances import chances_of_a_peak, paths_of, spread_of_outcomes

FUTURES = pd.DataFrame(
    {
        "status": ["optimal", "optimal", "infeasible", "optimal"],
        "peak_year": [2027.0, 2030.0, None, 2040.0],
        "peak_status": ["peaked (projected)", "peaked (historic)", None, "rising"],
        "twin_status": ["optimal"] * 4,
        "twin_peak_year": [2028, 2031, 2031, 2040],
        "twin_peak_status": ["peaked (projected)", "plateau", "peaked (projected)", "rising"],
        "emissions.2030": [4.0, 3.0, None, 1.0],
        "emissions.2027": [1.0, 2.0, None, 9.0],
    }
)


def test_a_future_that_rises_stays_or_has_no_plan_has_not_peaked() -> None:
    chances = chances_of_a_peak(FUTURES, [2027, 2031, 2040])
    assert chances["plan"].tolist() == [0.25, 0.5, 0.5]
    assert chances["twin"].tolist() == [0.0, 0.5, 0.5]
    assert "committed" not in chances


def test_a_percentile_is_the_value_of_a_future() -> None:
    spread = spread_of_outcomes(FUTURES, ["peak_year", "twin_peak_year"]).set_index("outcome")
    assert spread.loc["peak_year"].tolist() == [3, 2027.0, 2027.0, 2030.0, 2040.0, 2040.0]
    assert spread.loc["twin_peak_year", "p50"] == 2031.0


def test_what_has_no_value_in_any_future_has_no_percentile() -> None:
    spread = spread_of_outcomes(FUTURES.assign(price=None), ["price"])
    assert spread["futures"].tolist() == [0]
    assert spread["p50"].isna().all()


def test_a_fan_is_told_by_year_and_leaves_out_what_has_no_path() -> None:
    fan = paths_of(FUTURES, "emissions").set_index("year")
    assert fan.loc[2030, ["futures", "p5", "p50", "p95"]].tolist() == pytest.approx([3, 1.0, 3.0, 4.0])
    assert set(fan.index) == {2027, 2030}
