"""What the verdict may say: how closely emissions of two years, and their level, are known."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text

YEAR_TO_YEAR = 0.01  # of the highest emissions
OF_THE_LEVEL = 0.05

Uncertainty = Annotated[Quantity, Measure("1", minimum=0, maximum=0.5, constant=True)]


class Verdict(Section):
    """How closely emissions are known: from one year to another, and as a level that all years share."""

    window: Uncertainty = Field(
        Quantity.constant(YEAR_TO_YEAR, "1"),
        description="uncertainty of the difference between two years, as a share of the highest emissions: years that"
        " lie closer to the highest are named with it",
    )
    level: Uncertainty = Field(
        Quantity.constant(OF_THE_LEVEL, "1"),
        description="uncertainty of the level, which all years share: it stands with the level and moves no year",
    )
    reason: Text | None = Field(None, description="why the window is as wide as it is; that of the default if absent")
