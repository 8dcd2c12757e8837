"""Rows of the summary that tell air pollutants: of the plan, beside it, and what no factor tells."""

from __future__ import annotations

from pydantic import Field

from carbonsim.analysis.summary.part import SummaryPart, YearlyValues


class AirRecord(SummaryPart):
    """A pollutant of what is burnt inside the boundary, in kt, of the plan and of what it is held against."""

    pollutant: str = Field(description="SO2, NOx or PM2.5")
    plan_kt: YearlyValues = Field(description="emissions of the plan by model year, kt")
    twin_kt: YearlyValues = Field({}, description="those of the scenario without its peaking plan, kt")
    baseline_kt: YearlyValues = Field({}, description="those of the scenario differences are told against, kt")
    untold_PJ: YearlyValues = Field({}, description="fuel that the plan burns and no factor tells, PJ")
