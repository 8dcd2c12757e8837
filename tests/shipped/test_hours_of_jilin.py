"""The hours of Jilin as shipped: what is known of wind, sun and use there comes out of them, whatever the seed."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML
from scipy.optimize import brentq

from carbonsim.scenario.hourly.series import read_hourly
from tests.shipped.hours_of_jilin import (
    COLD,
    FOUND,
    HOUR,
    MONTH,
    PARTS,
    ROOT,
    SEASON,
    SEASONS,
    SUN_HOURS,
    WIND_HOURS,
    Array,
    found,
    main,
    uses,
    weather,
)

CITY = ROOT / "scenarios" / "changchun"
BEFORE = ROOT / "tests" / "benchmarks" / "before" / "changchun"
WIND, SUN = "energy.profiles.wind", "energy.profiles.sun"
SEEDS = (1, 2, 3)
beside = pytest.mark.skipif(not FOUND.exists(), reason="the shared data are not beside this checkout")


@pytest.fixture(scope="module", params=[0, *SEEDS], ids=["shipped", *map(str, SEEDS)])
def hours(request: pytest.FixtureRequest) -> dict[str, Array]:
    if request.param == 0:
        columns, findings = read_hourly([CITY / "wind-and-sun.csv"])
        assert findings == []
        return {title: column.values for title, column in columns.items()}
    if not FOUND.exists():
        pytest.skip("the shared data are not beside this checkout")
    return weather(request.param)


@beside
def test_the_shipped_files_are_what_the_method_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["hours_of_jilin", "--out", str(tmp_path)])
    main()
    for name in ("wind-and-sun.csv", "use-by-hour.csv"):
        new, shipped = (read_hourly([folder / name])[0] for folder in (tmp_path, CITY))
        assert list(new) == list(shipped)
        for title, column in new.items():
            assert column.about == shipped[title].about
            assert column.values == pytest.approx(shipped[title].values, rel=2e-3, abs=1e-4)


def test_every_series_tells_unit_source_and_quality() -> None:
    columns, findings = read_hourly([CITY / "wind-and-sun.csv", CITY / "use-by-hour.csv"])
    assert findings == []
    assert all({"unit", "source", "quality"} <= column.about.keys() for column in columns.values())
    assert all(columns[title].about["quality"] == "assumption" for title in (WIND, SUN))


def test_the_hours_of_full_load_are_those_of_the_statistics(hours: dict[str, Array]) -> None:
    """Wind before curtailment lies above the 2,216 to 2,364 h that were delivered, sun among the published years."""
    assert hours[WIND].sum() == pytest.approx(WIND_HOURS, rel=1e-3)
    assert hours[SUN].sum() == pytest.approx(SUN_HOURS, rel=1e-3)
    delivered_and_used = [(2216, 0.975), (2298, 0.9748), (2312, 0.958), (2364, 0.964)]
    assert np.mean([one / share for one, share in delivered_and_used]) == pytest.approx(WIND_HOURS, abs=0.5)
    assert np.mean([1504, 1531]) == pytest.approx(SUN_HOURS, abs=0.5)


def test_seasons_and_parts_of_the_day_of_wind_are_the_indices(hours: dict[str, Array]) -> None:
    wind = hours[WIND]
    for name, index in SEASONS.items():
        assert wind[name == SEASON].mean() / wind.mean() == pytest.approx(index, rel=2e-3)
    for first, last, index in PARTS:
        part = (first <= HOUR) & (last > HOUR)
        assert wind[part].mean() / wind.mean() == pytest.approx(index / 1.00, rel=0.04)


@beside
def test_months_of_sun_and_the_indices_are_those_of_the_file(hours: dict[str, Array]) -> None:
    with (FOUND.parent / "potentials_profiles.csv").open(encoding="utf-8") as stream:
        rows = {(row["item"], row["subitem"]): row["value"] for row in csv.DictReader(stream)}
    sun = hours[SUN]
    for month in range(12):
        index = float(rows["monthly_index_tilt45", f"{month + 1:02d}"])
        assert sun[month == MONTH].mean() / sun.mean() == pytest.approx(index, rel=0.01)
    names = {"winter": "winter_DJF", "spring": "spring_MAM", "summer": "summer_JJA", "autumn": "autumn_SON"}
    assert {name: float(rows["seasonal_index", long]) for name, long in names.items()} == SEASONS
    parts = ("night_22_06", "morning_06_12", "afternoon_12_18", "evening_18_22")
    assert [float(rows["daypart_index", part]) for part in parts] == [index for *_, index in PARTS[:4]]


def test_the_sun_does_not_shine_at_night_and_stands_highest_before_noon(hours: dict[str, Array]) -> None:
    by_hour = hours[SUN].reshape(365, 24).mean(axis=0)
    assert by_hour[[*range(5), *range(19, 24)]].max() == 0.0
    assert int(np.argmax(by_hour)) == 11  # solar noon at 124° E is a quarter to twelve in Beijing time


def test_weather_lasts(hours: dict[str, Array]) -> None:
    """Days remember the day before about as temperatures do (0.59, less what changes within hours)."""
    daily = hours[WIND].reshape(365, 24).mean(axis=1)
    calm = daily < 0.1
    spells = [len(spell) for spell in "".join("x" if one else " " for one in calm).split()]
    assert 0.3 <= np.corrcoef(daily[:-1], daily[1:])[0, 1] <= 0.7
    assert 0.08 <= calm.mean() <= 0.2
    assert max(spells) >= 4
    assert np.mean(spells) > 1 / (1 - calm.mean())  # longer than if each day were drawn by itself


@beside
def test_curtailment_of_a_later_year_comes_out(hours: dict[str, Array]) -> None:
    """With what thermal plants must run set so that 2023 comes out (96.4 %), 2024 does (93.9 %).

    Capacities, use and hydro of china_2019_2026.csv; 4 GW can leave the province (3 GW on the direct-current line).
    """
    load = found("jilin_load_mw") / found("jilin_load_mw").sum()

    def used(year: int, floor: float) -> float:
        use, wind, sun, hydro = {2023: (92.8, 12.06, 4.24, 8.59), 2024: (95.0, 14.1, 5.2, 10.97)}[year]
        able = hours[WIND] * wind + hours[SUN] * sun
        room = load * use * 1000 + 4.0 - hydro * 1000 / 8760 - np.where(COLD, floor, 0.6 * floor)
        lost = np.maximum(able - np.maximum(room, 0.0), 0.0)
        return float(1 - (lost * hours[WIND] * wind / np.maximum(able, 1e-9)).sum() / (hours[WIND] * wind).sum())

    floor = brentq(lambda least: used(2023, least) - 0.964, 2.0, 16.0)
    assert 0.25 <= floor / 18.9 <= 0.45  # of thermal capacity: minimum running of heating units
    assert used(2024, floor) == pytest.approx(0.939, abs=0.012)


@beside
def test_use_by_season_and_part_of_the_day_is_what_was_derived_by_hand() -> None:
    """The slices by hand, made from the same series before, agree with the means of the hours."""
    shapes = YAML(typ="safe").load((BEFORE / "energy.yaml").read_text(encoding="utf-8"))["energy"]["shapes"]
    parts = {
        "night": (HOUR < 6) | (HOUR >= 22),
        "day": (HOUR >= 6) & (HOUR < 18),
        "evening": (HOUR >= 18) & (HOUR < 22),
    }
    rest = ~(COLD | (SEASON == "summer"))
    seasons = {"deep_winter": MONTH == 0, "winter": COLD & (MONTH != 0), "summer": SEASON == "summer", "mild": rest}
    for name, hourly in uses().items():
        if name not in shapes:
            continue
        cells = [(f"{one}_{two}", among & of_day) for one, among in seasons.items() for two, of_day in parts.items()]
        by_hand = np.array([shapes[name][key] for key, _ in cells])
        size = np.array([place.mean() for _, place in cells])
        means = np.array([hourly[place].mean() for _, place in cells])
        assert means == pytest.approx(by_hand / (by_hand * size).sum(), rel=0.02, abs=1e-9), name
