"""Rows of the tables in a summary that tell how secure supply is: what is used as a last resort."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field, field_validator

from carbonsim.analysis.summary.part import SummaryPart, YearlyValues
from carbonsim.messages.message import from_json


class LastResortRecord(SummaryPart):
    """Power bought in an emergency, fuel beyond its ceiling or energy not served, in the years in which it is."""

    technology: str = Field(description="what it is")
    technology_message: Mapping[str, object] = Field(description="what it is called, as id and values")
    unserved: bool = Field(description="whether somebody goes without")
    path: str = Field(description="path of the key that tells its price")
    amount_PJ: YearlyValues = Field(description="how much is used by model year, PJ")
    price: YearlyValues = Field(description="its price, CNY/GJ of the base year")
    cost: YearlyValues = Field(description="what it costs in the year, million CNY of the base year, undiscounted")

    @field_validator("technology_message")
    @classmethod
    def _is_a_message(cls, told: Mapping[str, object]) -> Mapping[str, object]:
        from_json(told)
        return told
