"""One registry of units: energy with tonnes of coal equivalent, money of a year, traffic, people and things."""

from __future__ import annotations

import csv
import re
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from carbonsim.messages.message import Message, message

if TYPE_CHECKING:
    import pint

GJ_PER_TCE = 29.3076  # GB/T 2589-2020: 1 kgce = 29307.6 kJ
PJ_PER_MTCE = GJ_PER_TCE
MTCE_PER_TWH = 0.1229  # GB/T 2589-2020: calorific value of electricity, 0.1229 kgce/kWh
PJ_PER_TWH, PJ_PER_EJ = 3.6, 1000.0
HOURS_A_DAY, DAYS_A_YEAR, HOURS_A_YEAR = 24.0, 365.0, 8760.0
PJ_PER_GW_HOUR, PJ_PER_GW_YEAR = 0.0036, 31.536
_MONEY_OF_A_YEAR = re.compile(r"\bCNY_(\d{4})\b")
_PLAIN_UNIT = re.compile(r"[\w %/*^().-]{0,60}")  # longer ones are mistakes, and slow to read
_LARGE_POWER = re.compile(r"[\d)]\s*(\*\*|\^)|(\*\*|\^)\s*-?\d\d")  # 10**10**10 would never end
_SUBSTANCES = re.compile(r"\b(CO2-equiv|CO2e|CO2|CH4|N2O|HFC134a-equiv)\b")
_COUNTED = re.compile(r"(\*\s*)?\b(persons?|heads?|vehicles?|households?)\b")
_CHINESE = {
    "吨标准煤": "tce", "吨二氧化碳当量": "t CO2-equiv", "吨二氧化碳": "t CO2", "吨": "t", "千瓦时": "kWh", "千瓦": "kW",
    "吉焦": "GJ", "平方米": "m2", "立方米": "m3", "公里": "km", "公顷": "ha", "年": "yr", "小时": "h", "元": "CNY",
    "人": "person", "户": "household", "辆": "vehicle", "万": "10^4 ", "亿": "10^8 ",
}  # fmt: skip
_MYRIADS = {"10^4": "ten_thousand", "10^8": "hundred_million"}
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


class ResultUnit(StrEnum):
    """The units of tables, of summary.json and of what is asked of them; branches of industry have their own beside."""

    MT = "Mt"
    MT_A_YEAR = "Mt/yr"
    MT_CO2 = "Mt CO2"
    MT_CO2_A_YEAR = "Mt CO2/yr"
    MT_CO2E_A_YEAR = "Mt CO2-equiv/yr"
    MT_CH4_A_YEAR = "Mt CH4/yr"
    KT_A_YEAR = "kt/yr"
    KT_N2O_A_YEAR = "kt N2O/yr"
    KT_HFC_A_YEAR = "kt HFC134a-equiv/yr"
    MT_SO2_A_YEAR = "Mt SO2/yr"
    MT_NO2_A_YEAR = "Mt NO2/yr"
    MTCE = "Mtce"
    MTCE_A_YEAR = "Mtce/yr"
    PJ = "PJ"
    PJ_A_YEAR = "PJ/yr"
    EJ = "EJ"
    EJ_A_YEAR = "EJ/yr"
    TWH = "TWh"
    TWH_A_YEAR = "TWh/yr"
    GW = "GW"
    GW_A_YEAR = "GW/yr"
    BILLION_CNY = "billion CNY"
    BILLION_CNY_A_YEAR = "billion CNY/yr"
    MILLION_CNY = "million CNY"
    CNY_A_TONNE = "CNY/t"
    CNY_A_HOUSEHOLD = "CNY/household"
    MILLION = "million"
    MILLION_HEADS = "million heads"
    MILLION_VEHICLES = "million vehicles"
    MILLION_HA = "million ha"
    MHA = "Mha"
    KHA_A_YEAR = "kha/yr"
    BILLION_PKM_A_YEAR = "billion pkm/yr"
    BILLION_TKM_A_YEAR = "billion tkm/yr"
    PERCENT = "%"
    T_A_PERSON = "t/person"
    T_A_MWH = "t/MWh"
    KG_A_M2 = "kg/m2"
    T_A_GDP = "t/10^4 CNY"
    TCE_A_GDP = "tce/10^4 CNY"
    KWH_A_GDP = "kWh/10^4 CNY"
    GJ_A_GDP = "GJ/10^3 CNY"
    OF_THE_DATA = "unit of the data"
    COST_OF_THE_DATA = "cost unit of the data"


class UnitError(ValueError):
    """A unit that is unknown, or of another dimension than the one asked for; `problem` says which."""

    def __init__(self, problem: Message) -> None:
        """Keep what is wrong."""
        self.problem = problem
        super().__init__(str(problem))


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
    units.define("ten_thousand = 1e4")
    units.define("hundred_million = 1e8")
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
        raise UnitError(
            message(
                "money of {year}, for which no price level is known ({first} to {last})",
                year=year,
                first=known[0],
                last=known[-1],
            )
        )
    level = [float(np.interp(point, known, [index[k] for k in known])) for point in (base_year, year)]
    return level[0] / level[1]


@lru_cache(maxsize=4096)
def factor(found: str, wanted: str, base_year: int = 2020) -> float:
    """Return by what a value in `found` is multiplied to be in `wanted`.

    `CNY_2015` is money of that year, deflated to `base_year`; plain CNY is of the base year. Chinese names are read
    too, with 万 and 亿. Raises UnitError where a unit is unknown or the dimensions differ.

    >>> factor("亿元", "billion CNY"), round(factor("万吨标准煤", "Mtce"), 9)
    (0.1, 0.01)
    """
    plain = _in_english(found)
    if not _PLAIN_UNIT.fullmatch(plain) or _LARGE_POWER.search(plain):
        raise UnitError(message("unknown unit {unit}", unit=found[:60]))
    money = 1.0
    for match in _MONEY_OF_A_YEAR.finditer(plain):
        money *= deflator(int(match.group(1)), base_year)
    plain = _MONEY_OF_A_YEAR.sub("CNY", plain)
    units = registry()
    import pint

    try:
        quantity = units.Quantity(1.0, units.parse_units(_dimensionless(plain)))
        return float(quantity.to(units.parse_units(_dimensionless(wanted))).magnitude) * money
    except pint.DimensionalityError:
        raise UnitError(message("unit {unit}, which is not a {dimension}", unit=found, dimension=wanted)) from None
    except Exception:  # what is no unit makes the parser fail in many ways, tokens and division by zero among them
        raise UnitError(message("unknown unit {unit}", unit=found)) from None


def _in_english(unit: str) -> str:
    """Return a unit with Chinese names, ten thousands (万, 10^4) and hundred millions (亿, 10^8) as pint reads them."""
    for chinese, english in _CHINESE.items():
        unit = unit.replace(chinese, english)
    return re.sub(r"(10\^[48])\s*(\w+)", lambda match: f"({_MYRIADS[match[1]]} * {match[2]})", unit)


def _dimensionless(unit: str) -> str:
    return "dimensionless" if unit in ("", "1") else unit.replace("1/", "1 / ")


def figure_factor(found: str, wanted: str, base_year: int = 2020) -> float:
    """Return by what a published figure in `found` is multiplied to be in `wanted`, the unit of a result.

    A year's flow and its amount are one (EJ, EJ/yr); 10^4 tce, 10^8 CNY and their Chinese names are read; what is
    counted may go unnamed (million, million persons). Raises UnitError where dimensions or gases differ.

    >>> figure_factor("10^4 tce", "Mtce"), figure_factor("亿元", "billion CNY"), figure_factor("Mt CO2", "Mt CO2/yr")
    (0.01, 0.1, 1.0)
    """
    plain, gas = _plain_figure(found)
    goal, other = _plain_figure(wanted)
    if gas and other and gas != other:
        raise UnitError(message("unit {unit}, which is not a {dimension}", unit=found, dimension=wanted))
    try:
        return round(factor(plain, goal, base_year), 15)
    except UnitError:
        less, more = (_COUNTED.sub("", unit).strip() for unit in (plain, goal))
        if (less, more) == (plain, goal):
            raise UnitError(message("unit {unit}, which is not a {dimension}", unit=found, dimension=wanted)) from None
    try:
        return round(factor(less, more, base_year), 15)
    except UnitError:
        raise UnitError(message("unit {unit}, which is not a {dimension}", unit=found, dimension=wanted)) from None


def _plain_figure(unit: str) -> tuple[str, str]:
    """Return a unit as pint reads it, and the gas that it names."""
    unit = _in_english(unit)
    gas = _SUBSTANCES.search(unit)
    unit = _SUBSTANCES.sub("", unit).strip().removesuffix("/yr").strip()
    return unit, "" if gas is None else {"CO2e": "CO2-equiv"}.get(gas[1], gas[1])
