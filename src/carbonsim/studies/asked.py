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


def read_delays(option: str, raw: list[str]) -> dict[str, int]:
    """Return years by path, each written as `campaigns.clean-heating=3`; raises ScenarioError with every finding."""
    delays, findings = dict[str, int](), list[Finding]()
    for text in raw:
        path, _, years = text.rpartition("=")
        if path and years.strip().isdigit() and int(years) > 0:
            delays[path.strip()] = int(years)
        else:
            expected = message("a campaign or a project and the years it begins later: campaigns.clean-heating=3")
            findings.append(Finding(option, 0, option, text, expected))
    if findings:
        raise ScenarioError(findings)
    return delays
