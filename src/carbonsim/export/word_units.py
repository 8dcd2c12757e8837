"""Quantities as a bureau prints them: power, money and tonnes in tens of thousands, and in Chinese gigajoules too."""

from __future__ import annotations

from carbonsim.messages.message import Message, in_context
from carbonsim.report.words import Language, number
from carbonsim.scenario.campaigns import find_place
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario

_PJ = in_context("unit", "PJ")
_COUNT, _CNY = in_context("unit", "10⁴"), in_context("unit", "CNY")
_TONNES, _HECTARES = in_context("unit", "10⁴ t"), in_context("unit", "10⁴ ha")
_KILOWATTS, _MONEY = in_context("unit", "10⁴ kW"), in_context("unit", "10⁸ CNY")
# What is printed for a unit, and the factor to it; how a language prints a petajoule is its own.
SCENARIO_UNITS: dict[str, tuple[Message, float]] = {
    "billion CNY": (_MONEY, 10.0), "million person": (_COUNT, 100.0),
    "million vehicle": (in_context("unit", "10⁴ vehicles"), 100.0), "million m2": (in_context("unit", "10⁴ m²"), 100.0),
    "GW": (_KILOWATTS, 100.0), "GW/yr": (in_context("unit", "10⁴ kW a year"), 100.0),
    "PJ": (_PJ, 1.0), "PJ/yr": (_PJ, 1.0), "Mt": (_TONNES, 100.0), "Mt/yr": (_TONNES, 100.0),
    "Mha": (_HECTARES, 100.0), "kha": (in_context("unit", "10³ ha"), 1.0),
    "CNY/GJ": (in_context("unit", "CNY/GJ"), 1.0), "CNY/t": (in_context("unit", "CNY/t"), 1.0),
    "CNY/kW": (in_context("unit", "CNY/kW"), 1.0), "CNY/vehicle": (in_context("unit", "CNY a vehicle"), 1.0),
    "kg/GJ": (in_context("unit", "kg/GJ"), 1.0), "km/yr": (in_context("unit", "km"), 1.0),
    "yr": (in_context("unit", "years"), 1.0), "h": (in_context("unit", "h"), 1.0),
    "kg/person/d": (in_context("unit", "kg a head and day"), 1.0), "t/ha/yr": (in_context("unit", "t/ha"), 1.0),
    "CNY/person/yr": (_CNY, 1.0), "tce/MWh": (in_context("unit", "gce/kWh"), 1000.0),
    "MJ/km": (in_context("unit", "MJ/km"), 1.0), "person/household": (in_context("household", "persons"), 1.0),
    "1/yr": (in_context("unit", "%/yr"), 100.0),
}  # fmt: skip
RESULT_UNITS: dict[str, tuple[Message, float]] = {
    "Mt": (_TONNES, 100.0), "Mtce": (in_context("unit", "10⁴ tce"), 100.0), "billion CNY": (_MONEY, 10.0),
    "TWh": (in_context("unit", "10⁸ kWh"), 10.0), "GW": (_KILOWATTS, 100.0), "million": (_COUNT, 100.0),
    "Mha": (_HECTARES, 100.0), "t/10^4 CNY": (in_context("unit", "t/10⁴ CNY"), 1.0),
    "tce/10^4 CNY": (in_context("unit", "tce/10⁴ CNY"), 1.0),
    "CNY/household": (in_context("unit", "CNY/household"), 1.0), "t/person": (in_context("unit", "t/person"), 1.0),
    "million vehicles": (in_context("unit", "10⁴ vehicles"), 100.0), "kg/m2": (in_context("unit", "kg/m²"), 1.0),
    "t/MWh": (in_context("unit", "t/MWh"), 1.0), "PJ": (_PJ, 1.0), "persons": (in_context("unit", "persons"), 1.0),
}  # fmt: skip
TEN_THOUSAND_GIGAJOULES = {"zh": 100.0}  # a petajoule, in the languages that count in them
CELSIUS_UNIT = in_context("unit", "°C")
PURE = {
    "intensity",
    "load",
    "content",
    "elasticity",
    "income_elasticity",
    "activity",
    "heads",
}  # numbers without a unit
CELSIUS = {"indoor_temperature", "outdoor_temperature"}


def printed_unit(path: str, quantity: Quantity, language: Language) -> tuple[str, float]:
    """Return the unit a quantity is printed in, and the factor from that of its field."""
    last = path.rpartition(".")[2]
    if quantity.unit in SCENARIO_UNITS:
        return _in(language, *SCENARIO_UNITS[quantity.unit])
    if quantity.unit != "1":
        return quantity.unit, 1.0
    if last in CELSIUS:
        return _in(language, CELSIUS_UNIT, 1.0)
    return ("", 1.0) if last in PURE else ("%", 100.0)


def result_unit(unit: str, language: Language) -> tuple[str, float]:
    """Return the unit that a result is printed in, and the factor from its own; one that is not known stays."""
    return _in(language, *RESULT_UNITS[unit]) if unit in RESULT_UNITS else (unit, 1.0)


def _in(language: Language, name: Message, factor: float) -> tuple[str, float]:
    return name.rendered(language), TEN_THOUSAND_GIGAJOULES.get(language, 1.0) if name == _PJ else factor


def printed_value(path: str, quantity: Quantity, year: int, language: Language, digits: int = 3) -> str:
    """Print the value of a year without its unit, and without zeros that say nothing."""
    text = number(quantity.at(year) * printed_unit(path, quantity, language)[1], digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def written_at(scenario: Scenario, path: str) -> Quantity | None:
    """Return the quantity under a path of the sectors; None where none is written there."""
    value: object = find_place(scenario, path).value
    return value if isinstance(value, Quantity) else None
