"""What is asked of a study in words: shares, amounts, years."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from carbonsim.errors import Finding, ScenarioError
from carbonsim.scenario.quantity import Measure


def read_amount(option: str, raw: float | str, measure: Measure) -> float:
    """Return an amount that was written as a number or as a text with a unit; raises ScenarioError where it is none."""
    try:
        return measure.read(raw).points[0][1]
    except PydanticCustomError:
        raise ScenarioError([Finding(option, 0, option, str(raw), measure.words)]) from None
