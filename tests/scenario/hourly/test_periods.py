"""Days that stand for a year: like days together, extreme days by themselves, every yearly mean kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from carbonsim.scenario.hourly.periods import DAYS, TypicalDays, choose_days, extreme_days, represent
from carbonsim.scenario.hourly.series import HOURS
from tests.scenario.hourly.years import HEATING, LOAD, SUN, WIND, Array, columns_of, drawn, write_year

FOURS = (4,) * 6


TSAM = Path(__file__).with_name("tsam.json")


def mean_of(table: Array, typical: TypicalDays) -> float:
    return float((table * typical.weights[:, None] * np.array(typical.hours)).sum() / HOURS)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("periods", "hours", "extremes"), [(1, (24,), 0), (8, FOURS, 1), (12, (6, 12, 6), 2)])
def test_yearly_means_are_kept_exactly(seed: int, periods: int, hours: tuple[int, ...], extremes: int) -> None:
    columns = columns_of(drawn(seed))
    typical = choose_days(columns, periods, hours, extremes)
    assert len(typical.days) == periods
    assert typical.weights.sum() == DAYS
    for column in columns.values():
        table = represent(column.values, typical, column.most)
        assert mean_of(table, typical) == pytest.approx(column.values.mean(), rel=1e-9)
        assert table.min() >= 0.0
        assert table.max() <= column.most


def test_days_of_two_kinds_are_two_days_each_with_its_number() -> None:
    """100 calm days of load 3 and 265 windy ones of load 1, mixed: Σ w = 365 and both values come out by hand."""
    windy = np.random.default_rng(3).permutation(DAYS) >= 100
    series = {LOAD: np.repeat(np.where(windy, 1.0, 3.0), 24), WIND: np.repeat(np.where(windy, 0.5, 0.1), 24)}
    typical = choose_days(columns_of(series), 2, (12, 12), 0)
    assert sorted(typical.weights) == [100.0, 265.0]
    calm = int(np.argmin(typical.weights))
    assert represent(series[LOAD], typical)[calm] == pytest.approx([3.0, 3.0])
    assert represent(series[WIND], typical, 1.0)[1 - calm] == pytest.approx([0.5, 0.5])


def test_the_coldest_windless_day_and_the_highest_residual_load_stand_for_themselves() -> None:
    series = drawn(1)
    cold, scarce = slice(40 * 24, 41 * 24), slice(200 * 24, 201 * 24)
    series[HEATING][cold], series[WIND][cold] = 70000.0, 0.0
    series[LOAD][200 * 24 + 19], series[WIND][scarce], series[SUN][scarce] = 5000.0, 0.0, 0.0
    columns = columns_of(series)
    assert extreme_days(columns, 1) == [40, 200]
    typical = choose_days(columns, 8, (1,) * 24, 1)
    assert [day for day, alone in zip(typical.days, typical.extreme, strict=True) if alone] == [40, 200]
    place = typical.days.index(40)
    assert typical.weights[place] == 1.0
    assert np.array_equal(represent(series[HEATING], typical)[place], series[HEATING][cold])
    assert represent(series[LOAD], typical)[typical.days.index(200)].max() == 5000.0


def test_without_extremes_none_stands_for_itself() -> None:
    assert not any(choose_days(columns_of(drawn(1)), 6, FOURS, 0).extreme)


def test_all_days_and_hours_are_the_year_itself() -> None:
    columns = columns_of(drawn(2))
    typical = choose_days(columns, DAYS, (1,) * 24, 1)
    assert typical.days == tuple(range(DAYS))
    for column in columns.values():
        assert np.array_equal(represent(column.values, typical, column.most).ravel(), column.values)


def test_an_availability_never_exceeds_all_there_is() -> None:
    """Scaled to its mean, a series at its height would pass 1: what is above goes to the hours that have room."""
    draw = np.random.default_rng(5)
    wind = np.clip(draw.beta(0.5, 0.5, size=HOURS), 0, 1)
    typical = choose_days(columns_of({WIND: wind}), 3, (1,) * 24, 0)
    table = represent(wind, typical, 1.0)
    assert table.max() <= 1.0
    assert mean_of(table, typical) == pytest.approx(wind.mean(), rel=1e-9)


def test_a_season_that_no_chosen_day_lies_in_is_kept_as_a_mean() -> None:
    """Drying on three days of the year, none of them chosen: no factor on nothing gives the year's mean."""
    series, drying = drawn(1), np.zeros(HOURS)
    typical = choose_days(columns_of(series), 4, FOURS, 0)
    days = [day for day in range(DAYS) if day not in typical.days][:3]
    drying.reshape(DAYS, 24)[days] = 7.0
    table = represent(drying, typical)
    assert mean_of(table, typical) == pytest.approx(3 * 7.0 / DAYS, rel=1e-12)


def test_the_order_of_the_series_and_their_units_change_no_day() -> None:
    series = drawn(6)
    other = {title: values * (1.0 if title in (WIND, SUN) else 0.001) for title, values in reversed(series.items())}
    assert choose_days(columns_of(series), 9, FOURS, 1) == choose_days(columns_of(other), 9, FOURS, 1)


def test_more_days_come_nearer_to_the_duration_curve_of_the_residual_load() -> None:
    series = drawn(7)
    residual = series[LOAD] / series[LOAD].mean() - series[WIND] / series[WIND].mean()
    away = []
    for periods in (4, 12, 40, 200):
        typical = choose_days(columns_of(series), periods, (1,) * 24, 1)
        table = represent(residual - residual.min(), typical)
        curve = np.sort(np.repeat(table.ravel(), np.repeat(typical.weights.astype(int), 24)))
        away.append(np.abs(curve - np.sort(residual - residual.min())).mean())
    assert away == sorted(away, reverse=True)


def test_days_are_those_of_tsam() -> None:
    """The same year and scaling, in tsam 4.1.1 in an environment of its own: see with_tsam.py."""
    series, found = drawn(21), json.loads(TSAM.read_text(encoding="utf-8"))
    typical = choose_days(columns_of(series), 8, (1,) * 24, 0)
    place = dict(zip(found["like"], typical.like, strict=True))
    assert [place[one] for one in found["like"]] == list(typical.like)
    for title, noons in found["noons"].items():
        ours = series[title].reshape(DAYS, 24)[list(typical.days), 12]
        assert [ours[place[one]] for one in range(8)] == pytest.approx(noons, rel=1e-9, abs=1e-9)


def weights_in_tsam(series: dict[str, Array]) -> dict[str, float]:
    """Return what tsam must multiply its columns by, which it scales from 0 to 1, so that each weighs as with us."""
    return {title: float(np.ptp(values) / values.std() / np.sqrt(2)) for title, values in series.items()}


if __name__ == "__main__":
    write_year(Path(sys.argv[1]) / "year.csv", drawn(21))
    (Path(sys.argv[1]) / "weights.json").write_text(json.dumps(weights_in_tsam(drawn(21))), encoding="utf-8")
