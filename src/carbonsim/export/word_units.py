"""Quantities as a bureau's document prints them: 万千瓦, 万吉焦, 亿元, and in English in tens of thousands."""

from __future__ import annotations

from carbonsim.report.words import Language, number
from carbonsim.scenario.campaigns import find_place
from carbonsim.scenario.quantity import Quantity
from carbonsim.scenario.scenario import Scenario

SCENARIO_UNITS = {
    "billion CNY": ("10⁸ CNY", "亿元", 10.0), "million person": ("10⁴", "万人", 100.0),
    "million vehicle": ("10⁴ vehicles", "万辆", 100.0), "million m2": ("10⁴ m²", "万平方米", 100.0),
    "GW": ("10⁴ kW", "万千瓦", 100.0), "GW/yr": ("10⁴ kW a year", "万千瓦/年", 100.0),
    "PJ": ("PJ", "万吉焦", 100.0), "PJ/yr": ("PJ", "万吉焦", 100.0), "Mt": ("10⁴ t", "万吨", 100.0),
    "Mt/yr": ("10⁴ t", "万吨", 100.0), "Mha": ("10⁴ ha", "万公顷", 100.0), "kha": ("10³ ha", "千公顷", 1.0),
    "CNY/GJ": ("CNY/GJ", "元/吉焦", 1.0), "CNY/t": ("CNY/t", "元/吨", 1.0), "CNY/kW": ("CNY/kW", "元/千瓦", 1.0),
    "CNY/vehicle": ("CNY a vehicle", "元/辆", 1.0), "kg/GJ": ("kg/GJ", "千克/吉焦", 1.0),
    "km/yr": ("km", "公里", 1.0), "yr": ("years", "年", 1.0), "h": ("h", "小时", 1.0),
    "kg/person/d": ("kg a head and day", "千克/人·日", 1.0), "t/ha/yr": ("t/ha", "吨/公顷", 1.0),
    "CNY/person/yr": ("CNY", "元", 1.0), "tce/MWh": ("gce/kWh", "克标准煤/千瓦时", 1000.0),
    "MJ/km": ("MJ/km", "兆焦/公里", 1.0), "person/household": ("persons", "人/户", 1.0),
    "1/yr": ("%/yr", "%/年", 100.0),
}  # fmt: skip
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
PJ_OF_ENGLISH = 1.0


def printed_unit(path: str, quantity: Quantity, language: Language) -> tuple[str, float]:
    """Return the unit a quantity is printed in, and the factor from that of its field."""
    last = path.rpartition(".")[2]
    if quantity.unit in SCENARIO_UNITS:
        english, chinese, factor = SCENARIO_UNITS[quantity.unit]
        if language == "en" and english == "PJ":
            return english, PJ_OF_ENGLISH
        return (chinese, factor) if language == "zh" else (english, factor)
    if quantity.unit != "1":
        return quantity.unit, 1.0
    if last in CELSIUS:
        return "℃" if language == "zh" else "°C", 1.0
    return ("", 1.0) if last in PURE else ("%", 100.0)


def printed_value(path: str, quantity: Quantity, year: int, language: Language, digits: int = 3) -> str:
    """Print the value of a year without its unit, and without zeros that say nothing."""
    text = number(quantity.at(year) * printed_unit(path, quantity, language)[1], digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def written_at(scenario: Scenario, path: str) -> Quantity | None:
    """Return the quantity under a path of the sectors; None where none is written there."""
    value: object = find_place(scenario, path).value
    return value if isinstance(value, Quantity) else None
