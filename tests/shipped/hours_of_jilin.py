"""Write the hours of Jilin: `python -m tests.shipped.hours_of_jilin [--seed 1] [--out scenarios/changchun]`.

Use: load of 2018 and heat load with the weather of 2020, as found (CC0); what is assumed of other uses by season and
part of the day, hour for hour. Wind and sun were not found and are drawn, in a way that brings out what is known:

wind  a Gaussian process of two parts, the passing of weather systems and what changes within hours. How long weather
      lasts is read from the daily temperatures of 2020 (their departures from the season remember 59 % of the day
      before: it fades within 46 hours). It blows when temperature falls behind a front, and calms in the cold that
      follows (an assumption). Its distribution is that of a fleet's (beta); season, part of the day and yearly mean
      are then set.
sun   the plane that faces south at the tilt of the latitude, by the hour of the sun, times how clear each day is,
      drawn with a memory of a day; month and yearly mean are then set.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML
from scipy.special import betaincinv, ndtr

ROOT = Path(__file__).parents[2]
FOUND = ROOT.parent / "shared" / "data" / "jilin_hourly_8760.csv"
DAYS, HOURS = 365, 8760
Array = NDArray[np.float64]

WIND_HOURS = 2374.0  # what could have been had: published hours over utilisation, mean of 2019, 2021, 2022 and 2023
SUN_HOURS = 1518.0  # published, mean of 2019 and 2020
SEASONS = {"winter": 1.05, "spring": 1.25, "summer": 0.70, "autumn": 1.00}  # of wind, relative to the year
PARTS = ((0, 6, 1.1), (6, 12, 0.95), (12, 18, 0.95), (18, 22, 0.97), (22, 24, 1.1))  # of wind, relative to the day
MONTHS_OF_SUN = (0.851, 1.029, 1.252, 1.279, 1.082, 1.051, 0.948, 0.820, 0.798, 1.204, 0.829, 0.857)
MEMORY, WITHIN = 46.0, 0.25  # hours for which weather lasts; share of what changes within hours
FRONT, CALM = 0.3, 0.3  # correlation with falling temperature, and with temperature above that of the season
SPREAD = 0.19  # standard deviation of a provincial fleet's hourly availability
LATITUDE, LONGITUDE, CLOCK = 44.5, 124.0, 120.0  # of the western base; of Beijing time
MILD = 3.0  # performance of an air heat pump where capacity no longer depends on the weather, at about 6 °C
CLEAR = 0.65  # memory from day to day of how clear it is
HEATED = (96, 293)  # days of the year: to 6 April, from 20 October

LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
MONTH = np.repeat(np.arange(12), [24 * days for days in LENGTHS])
HOUR, DAY = np.arange(HOURS) % 24, np.arange(HOURS) // 24
SEASON = np.array(["winter", "winter", *["spring"] * 3, *["summer"] * 3, *["autumn"] * 3, "winter"])[MONTH]
COLD = (HEATED[0] > DAY) | (HEATED[1] <= DAY)


def found(name: str) -> Array:
    """Return a series of the file that was found."""
    with FOUND.open(encoding="utf-8") as stream:
        return np.array([float(row[name]) for row in csv.DictReader(stream)])


# wind and sun


def wind(seed: int, temperature: Array) -> Array:
    """Return the availability of wind of every hour."""
    draw = np.random.default_rng(seed)
    day = _smooth(temperature, 24)
    fall, mild = _standard(-np.gradient(day)), _standard(day - _smooth(day, 30 * 24))
    drawn = _process(draw, HOURS, np.exp(-1 / MEMORY))
    weather = FRONT * fall + CALM * mild + np.sqrt(1 - FRONT**2 - CALM**2) * drawn
    state = _standard(
        np.sqrt(1 - WITHIN) * _standard(weather) + np.sqrt(WITHIN) * _process(draw, HOURS, np.exp(-1 / 5))
    )
    mean = WIND_HOURS / HOURS
    both = mean * (1 - mean) / SPREAD**2 - 1
    fleet = betaincinv(mean * both, (1 - mean) * both, np.clip(ndtr(state), 1e-6, 1 - 1e-6))
    parts = np.select([(first <= HOUR) & (last > HOUR) for first, last, _ in PARTS], [index for *_, index in PARTS])
    seasons = np.array([SEASONS[name] for name in SEASON])
    wanted = mean * seasons * parts / np.mean(seasons * parts)
    groups = [(name == SEASON) & (index == parts) for name in SEASONS for index in np.unique(parts)]
    return _with_means(fleet, wanted, groups)


def sun(seed: int) -> Array:
    """Return the availability of sun of every hour."""
    draw = np.random.default_rng(1000 + seed)
    declination = np.radians(23.45) * np.sin(2 * np.pi * (DAY + 284 + 1) / DAYS)
    angle = np.radians(15 * (HOUR + 0.5 - 12) + LONGITUDE - CLOCK)
    latitude = np.radians(LATITUDE)
    height = np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(angle)
    plane = np.where(height > 0, np.clip(np.cos(declination) * np.cos(angle), 0, None), 0)  # tilt = latitude
    days = ndtr(_process(draw, DAYS, CLEAR))
    clear = np.repeat(0.15 + 0.85 * np.sqrt(days), 24) * (1 - 0.1 * draw.random(HOURS))
    wanted = SUN_HOURS / HOURS * np.array(MONTHS_OF_SUN)[MONTH]
    wanted *= SUN_HOURS / HOURS / wanted.mean()
    return _with_means(plane * clear, wanted, [month == MONTH for month in range(12)], most=0.9)


def _with_means(series: Array, wanted: Array, groups: list[NDArray[np.bool_]], most: float = 0.95) -> Array:
    """Scale each group of hours to the mean that is wanted of it; nothing exceeds what a fleet ever gives."""
    scaled = series.copy()
    for _ in range(60):
        for group in groups:
            scaled[group] = np.clip(scaled[group] * wanted[group].mean() / scaled[group].mean(), 0, most)
    return scaled


def _process(draw: np.random.Generator, length: int, memory: float) -> Array:
    """Return a Gaussian process that remembers a share of the step before."""
    noise, values = draw.normal(size=length + 200), np.zeros(length + 200)
    for step in range(1, len(values)):
        values[step] = memory * values[step - 1] + np.sqrt(1 - memory**2) * noise[step]
    return values[200:]


def _smooth(values: Array, width: int) -> Array:
    around = np.concatenate([values[-width:], values, values[:width]])
    return np.convolve(around, np.ones(width) / width, "same")[width:-width]


def _standard(values: Array) -> Array:
    return (values - values.mean()) / values.std()


# use


def uses() -> dict[str, Array]:
    """Return every load shape of the city by hour, relative to the year's mean."""
    heat, performance = found("jilin_heat_demand_mw"), found("cop_air")
    heating = np.where(COLD, np.clip(heat - heat[~COLD].mean(), 0, None), 0)
    shapes = {"electricity": found("jilin_load_mw"), "heating": heating, "heat_pump_air": heating / performance}
    shapes |= {name: rule() for name, rule in ASSUMED.items()}
    return {name: values / values.mean() for name, values in shapes.items()}


def _by_part(night: float, day: float, evening: float) -> Array:
    return np.select([(HOUR < 6) | (HOUR >= 22), HOUR >= 18], [night, evening], day)


def _by_season(deep: Array | float, winter: Array | float, mild: Array | float, summer: Array | float) -> Array:
    """Lay January, the other heated days, days neither heated nor hot, and June to August side by side."""
    return np.select([MONTH == 0, COLD, SEASON == "summer"], [deep, winter, summer], mild) * np.ones(HOURS)


ASSUMED: Mapping[str, Callable[[], Array]] = {
    "industry": lambda: _by_part(0.9, 1.06, 1.0),
    "residential": lambda: np.where(COLD, _by_part(0.756, 1.053, 1.782), _by_part(0.665, 0.9263, 1.567)),
    "cooking": lambda: _by_part(0.3, 1.3, 1.5),
    "cooling": lambda: _by_season(0, 0, 0, _by_part(1.5, 5, 4.5)),
    "charging": lambda: _by_part(1.7, 0.55, 0.95) * _by_season(1.25, 1.12, 0.9, 0.9),
    "drying": lambda: _by_season(0.1, 1, 2.8, 0.1),
    "growing": lambda: _by_season(0.2, 0.2, 1.1, 2.2),
    "ice_snow": lambda: _by_season(
        _by_part(3.2, 2.6, 2.6), _by_part(2.4, 1.4, 1.6), _by_part(0.1, 0.25, 0.25), _by_part(0.1, 0.3, 0.3)
    ),
    "summer_leisure": lambda: _by_season(
        _by_part(0.2, 0.5, 0.5), _by_part(0.2, 0.5, 0.5), _by_part(0.4, 1.2, 1.3), _by_part(0.9, 2.4, 2.8)
    ),
}


def machines() -> dict[str, Array]:
    """Return how well machines run by hour: an air heat pump by outdoor temperature, relative to mild weather."""
    return {"outdoor-air": np.clip(found("cop_air") / MILD, None, 1.0)}


# files


def write(file: Path, columns: Mapping[str, Array], about: Mapping[str, Mapping[str, str]]) -> None:
    """Write series as the scenario names them, with their sources above the first hour."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["hour", *columns])
        for key in ("unit", "quality", "source"):
            writer.writerow([key, *(about[title.rpartition(".")[2]][key] for title in columns)])
        table = np.array(list(columns.values())).T
        writer.writerows([number, *(f"{value:.4g}" for value in row)] for number, row in enumerate(table, start=1))


def said(seed: int) -> dict[str, dict[str, str]]:
    """Return unit, quality and source of every series."""
    about = YAML(typ="safe").load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {name: {key: text.format(seed=seed) for key, text in one.items()} for name, one in about.items()}


def weather(seed: int) -> dict[str, Array]:
    """Return wind and sun of a seed, as the file holds them."""
    drawn = {"energy.profiles.wind": wind(seed, found("temperature_c")), "energy.profiles.sun": sun(seed)}
    return {title: np.array([float(f"{value:.4g}") for value in values]) for title, values in drawn.items()}


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=ROOT / "scenarios" / "changchun")
    asked = parser.parse_args()
    about = said(asked.seed)
    use = {f"energy.shapes.{name}": values for name, values in uses().items()}
    use |= {f"energy.profiles.{name}": values for name, values in machines().items()}
    write(asked.out / "use-by-hour.csv", use, about)
    write(asked.out / "wind-and-sun.csv", weather(asked.seed), about)


if __name__ == "__main__":
    main()
