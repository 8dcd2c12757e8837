"""One registry of units: energy with tonnes of coal equivalent, money of a year, traffic, people and things."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pint

GJ_PER_TCE = 29.3076  # GB/T 2589-2020: 1 kgce = 29307.6 kJ
_MONEY_OF_A_YEAR = re.compile(r"\bCNY_(\d{4})\b")
_PLAIN_UNIT = re.compile(r"[\w %/*^().-]{0,60}")  # longer ones are mistakes, and slow to read
_LARGE_POWER = re.compile(r"[\d)]\s*(\*\*|\^)|(\*\*|\^)\s*-?\d\d")  # 10**10**10 would never end
_DEFINITIONS = (
    f"tonne_of_coal_equivalent = {GJ_PER_TCE} * gigajoule = tce",
    "CNY = [money] = yuan",
    "person = [person] = persons = head",
    "household = [household] = households",
    "vehicle = [vehicle] = vehicles",
    "passenger_kilometer = person * kilometer = pkm",
    "tonne_kilometer = metric_ton * kilometer = tkm",
    "vehicle_kilometer = vehicle * kilometer = vkm",
    "l_100km = liter / (100 * kilometer)",
    "kWh_100km = kilowatt_hour / (100 * kilometer)",
    "m3_100km = meter ** 3 / (100 * kilometer)",
    "kilotonne = 1000 * metric_ton = kt",  # pint alone reads a knot
    "m2 = meter ** 2",
    "m3 = meter ** 3",
    "yr = [year_of_account] = years",
    "percent = 0.01 = %",
)


class UnitError(ValueError):
    """A unit that is unknown, or of another dimension than the one asked for."""


@lru_cache(maxsize=1)
def registry() -> pint.UnitRegistry[float]:
    """Return the registry; one year of account is a unit of its own, so that 1 PJ/yr is never 32 MW by accident.

    Loaded when the first unit is read: pint is slow to import.
    """
    import pint

    units: pint.UnitRegistry[float] = pint.UnitRegistry(
        preprocessors=[lambda text: text.replace("%", " percent ")], on_redefinition="ignore"
    )
    for definition in _DEFINITIONS[:-1]:
        units.define(definition)
    units.define("percent = 0.01")
    units.define("million = 1e6")
    units.define("billion = 1e9")
    return units


@lru_cache(maxsize=1)
def price_index() -> dict[int, float]:
    """Return the price level by year, 2020 = 1 (library/price_index.csv)."""
    text = resources.files("carbonsim.library").joinpath("price_index.csv").read_text(encoding="utf-8")
    return {int(row["year"]): float(row["value"]) for row in csv.DictReader(text.splitlines())}


def deflator(year: int, base_year: int) -> float:
    """Return what one CNY of `year` is worth in CNY of `base_year`."""
    index = price_index()
    known = sorted(index)
    if not known[0] <= year <= known[-1]:
        raise UnitError(f"money of {year}, for which no price level is known ({known[0]} to {known[-1]})")
    level = [float(np.interp(point, known, [index[k] for k in known])) for point in (base_year, year)]
    return level[0] / level[1]


@lru_cache(maxsize=4096)
def factor(found: str, wanted: str, base_year: int = 2020) -> float:
    """Return by what a value in `found` is multiplied to be in `wanted`.

    `CNY_2015` is money of that year, deflated to `base_year`; plain CNY is of the base year.
    Raises UnitError where a unit is unknown or the dimensions differ.
    """
    if not _PLAIN_UNIT.fullmatch(found) or _LARGE_POWER.search(found):
        raise UnitError(f"unknown unit {found[:60]}")
    money = 1.0
    for match in _MONEY_OF_A_YEAR.finditer(found):
        money *= deflator(int(match.group(1)), base_year)
    plain = _MONEY_OF_A_YEAR.sub("CNY", found)
    units = registry()
    import pint

    try:
        quantity = units.Quantity(1.0, units.parse_units(_dimensionless(plain)))
        return float(quantity.to(units.parse_units(_dimensionless(wanted))).magnitude) * money
    except pint.DimensionalityError:
        raise UnitError(f"unit {found}, which is not a {wanted}") from None
    except Exception:  # what is no unit makes the parser fail in many ways, tokens and division by zero among them
        raise UnitError(f"unknown unit {found}") from None


def _dimensionless(unit: str) -> str:
    return "dimensionless" if unit in ("", "1") else unit.replace("1/", "1 / ")
