"""What is asked of a study in words: shares, amounts, years."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from carbonsim.errors import Finding, ScenarioError
from carbonsim.messages.message import message
from carbonsim.scenario.quantity import Measure


def read_amount(option: str, raw: float | str, measure: Measure) -> float:
    """Return an amount that was written as a number or as a text with a unit; raises ScenarioError where it is none."""
    try:
        return measure.read(raw).points[0][1]
    except PydanticCustomError:
        raise ScenarioError([Finding(option, 0, option, str(raw), measure.words)]) from None


def read_years(option: str, raw: str) -> list[int]:
    """Return the calendar years of a range such as `2026-2035`, or one year; raises ScenarioError where it is none."""
    first, _, last = raw.replace("–", "-").partition("-")
    try:
        years = list(range(int(first), int(last or first) + 1))
    except ValueError:
        years = []
    if not years:
        expected = message("a year, or a range from the first to the last with a hyphen between")
        raise ScenarioError([Finding(option, 0, option, raw, expected)])
    return years
