"""Actuals: what the statistics said for years that are over, beside the plan's path."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from carbonsim.errors import Finding
from carbonsim.scenario.section import Section, Text

if TYPE_CHECKING:
    from carbonsim.scenario.scenario import Scenario


class Actual(Section):
    """A series of the statistics office that stands beside a result of the plan."""

    label: Text = Field(description="what it is")
    variable: str = Field("Peaking Emissions", description="the result variable it stands beside")
    unit: str = Field("Mt", description="unit of the values, that of the result variable")
    values: dict[int, float] = Field(description="value by calendar year; the year must be over")
    source: str = Field(description="who published it")
    quality: Literal["official", "literature", "derived", "assumption"] = Field(
        "official", description="how solid it is"
    )
    note: str | None = Field(None, description="what to know about it")


def this_year() -> int:
    """Return the calendar year of today."""
    return datetime.now(UTC).year


def find_actual_mistakes(scenario: Scenario) -> Iterator[Finding]:
    """Return actuals of years that are not over yet, or that no path is drawn for."""
    years, today = scenario.time.years, this_year()
    for name, actual in scenario.actuals.items():
        for year in actual.values:
            path = f"actuals.{name}.values.{year}"
            file, line = scenario.locate(path)
            if year >= today:
                expected = f"a year that is over, up to {today - 1}"
                advice = "what is expected is a target, not an actual"
                yield Finding(file, line, path, f"the year {year}, which is not over", expected, advice)
            elif years and not years[0] <= year <= years[-1]:
                expected = f"a year from {years[0]} to {years[-1]}"
                advice = "older years belong to `history`"
                yield Finding(file, line, path, f"the year {year}, outside the horizon", expected, advice)
