"""What studies of many solves say alike: how years were decided, amounts of any unit, and money."""

from __future__ import annotations

from collections.abc import Mapping

from carbonsim.messages.label import Label, in_each
from carbonsim.messages.message import Message, Value, message
from carbonsim.report.words import amount, money, reader_unit
from carbonsim.scenario.scenario import Scenario
from carbonsim.units import ResultUnit

NOTHING = message("–")
EMISSIONS = str(ResultUnit.MT_CO2)
PATHS = {
    "plan": message("Plan"),
    "twin": message("Without the peaking plan"),
    "committed": message("With what is built held"),
}
OUTCOMES: Mapping[str, tuple[Message, str]] = {
    "peak_year": (message("Peak year of the plan"), "year"),
    "peak_level": (message("Peak level of the plan"), EMISSIONS),
    "plateau_end": (message("End of its plateau"), "year"),
    "twin_peak_year": (message("Peak year without the peaking plan"), "year"),
    "twin_peak_level": (message("Peak level without the peaking plan"), EMISSIONS),
    "price": (message("What the peak costs"), "money"),
    "cost": (message("Cost of the plan"), "money"),
    "committed_peak_level": (message("Peak level with what is built held"), EMISSIONS),
    "regret": (message("Regret: what the held plan costs more"), "money"),
}


def title_of(scenario: Scenario) -> Label:
    """Return what a scenario is called."""
    return Label(scenario.name, scenario.name_zh or scenario.name)


def all_in_sight(foresight: int | None) -> Message:
    """Say that all years are in sight, and that the scenario asks for less where it does."""
    if foresight is None:
        return message("All years are in sight, as in the scenario itself.")
    return message(
        "All years are in sight here. The scenario sees {years} years ahead, so that its own plan (carbonsim run) is "
        "another one.",
        years=foresight,
    )


def decided_as_written(foresight: int | None) -> Message:
    """Say how far each solve sees: as the scenario says."""
    if foresight is None:
        return message("Every solve has all years in sight, as in the scenario itself.")
    return message(
        "Every solve decides year after year, {years} years in sight, as the scenario says.", years=foresight
    )


def of_unit(value: float | None, unit: str) -> Value:
    """Return an amount in its unit, as each language counts; a dash where there is none."""
    if value is None:
        return NOTHING
    return in_each(lambda language: amount(value, reader_unit(unit), language))


def of_money(million: float | None) -> Value:
    """Return an amount of money that is known in millions; a dash where there is none."""
    return NOTHING if million is None else in_each(lambda language: money(million / 1000.0, language))
