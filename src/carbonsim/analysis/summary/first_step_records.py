"""Rows of the table in a summary that tells what the plan does first."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from carbonsim.analysis.summary.part import Number, SummaryPart, ToldMessage, Year


class FirstStepRecord(SummaryPart):
    """Something that is built, retired, converted, begun or bought in the first two planned years."""

    kind: Literal["built", "retired", "converted", "begun", "bought"] = Field(
        description="plants, stores and networks are built or retired, uses converted, campaigns and projects begun,"
        " and bought is what people and firms buy"
    )
    label_message: ToldMessage = Field(description="what it is called, as id and values")
    owner_message: ToldMessage | None = Field(
        None, description="who owns it, or leads a campaign, as id and values; null where nobody is told"
    )
    years: tuple[Year, Year] = Field(description="first and last calendar year in which it is done")
    plan: Number | None = Field(None, description="how much in the plan, in the unit; null of what begins")
    twin: Number | None = Field(None, description="how much without the peaking plan; null where that is not known")
    unit: str = Field(description="unit of the amounts; empty of what begins")
    money: Number | None = Field(
        None,
        description="what it costs to build, or the public money of a campaign, in these years, million CNY of the base"
        " year, undiscounted; null where none is told",
    )
    twin_money: Number | None = Field(None, description="the same without the peaking plan")
    note: ToldMessage | None = Field(None, description="what else there is to know, as id and values; null if nothing")
