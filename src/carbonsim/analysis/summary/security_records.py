"""Rows of the tables in a summary that tell how secure supply is, and which ceilings hold it."""

from __future__ import annotations

from pydantic import Field

from carbonsim.analysis.summary.part import Number, SummaryPart, ToldMessage, Year, YearlyValues


class LastResortRecord(SummaryPart):
    """Power bought in an emergency, fuel beyond its ceiling or energy not served, in the years in which it is."""

    technology: str = Field(description="what it is")
    technology_message: ToldMessage = Field(description="what it is called, as id and values")
    unserved: bool = Field(description="whether somebody goes without")
    path: str = Field(description="path of the key that tells its price")
    amount_PJ: YearlyValues = Field(description="how much is used by model year, PJ")
    price: YearlyValues = Field(description="its price, CNY/GJ of the base year")
    cost: YearlyValues = Field(description="what it costs in the year, million CNY of the base year, undiscounted")


class CeilingRecord(SummaryPart):
    """A ceiling of power and heat that holds the plan: for how long, and what one more unit would be worth."""

    path: str = Field(description="path of the key that tells it")
    name_message: ToldMessage = Field(description="of what it is a ceiling, as id and values")
    years: tuple[Year, ...] = Field(description="model years in which it costs something")
    share: Number = Field(description="calendar years that these stand for, as a share of all years of the plan")
    worth: YearlyValues = Field(description="what one more unit is worth in the year, million CNY of the base year")
    unit: str = Field(description="unit that the worth is told of")
