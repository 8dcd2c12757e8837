"""Actuals: what the statistics said for years that are over, beside the plan's path."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.section import Section, Text


class Actual(Section):
    """A series of the statistics office that stands beside a result of the plan."""

    label: Text = Field(description=marked("what it is"))
    variable: str = Field("Peaking Emissions", description="the result variable it stands beside")
    unit: str = Field("Mt", description="unit of the values, that of the result variable")
    values: dict[int, float] = Field(description=marked("value by calendar year; the year must be over"))
    source: str = Field(description=marked("who published it"))
    quality: Literal["official", "literature", "derived", "assumption"] = Field(
        "official", description=marked("how solid it is")
    )
    note: str | None = Field(None, description="what to know about it")


def this_year() -> int:
    """Return the calendar year of today."""
    return datetime.now(UTC).year
