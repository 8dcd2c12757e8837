"""Rows of the summary that tell where a measure saves and where emissions come back."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from carbonsim.analysis.summary.part import SummaryPart, ToldMessage, Year, YearlyValues
from carbonsim.messages.label import Label
from carbonsim.messages.message import Wording, from_json


class LeakPlaceRecord(SummaryPart):
    """A place of burning, and by how much a measure moves what it emits."""

    place: str = Field(description="power, imports, heat, process, or the name of a sector")
    priced: bool = Field(description="whether those who burn there pay a carbon price")
    change_Mt: YearlyValues = Field(description="emissions with the measure less those without it, by year, Mt")


class LeakRecord(SummaryPart):
    """A campaign, project or policy: where it saves, and where emissions come back in the same year."""

    kind: Literal["campaign", "project", "policy"] = Field(description="campaign, project or policy")
    name: str = Field(description="name of the measure in the scenario")
    label: str = Field(description="what it is called, in English")
    label_zh: str = Field(description="what it is called, in Chinese")
    label_message: ToldMessage | None = Field(
        None, description="that name as id and values of a sentence; null where the scenario named it"
    )
    year: Year = Field(description="the year told: the end of the first five-year plan")
    saved_Mt: YearlyValues = Field(description="what places that emit less save, by year, Mt")
    returned_Mt: YearlyValues = Field(description="what places that emit more give back, by year, Mt")
    leak: YearlyValues = Field({}, description="returned over saved, by year; absent where less than 0.05 Mt is saved")
    places: tuple[LeakPlaceRecord, ...] = Field((), description="the places that it moves")
    more_power_TWh: YearlyValues = Field({}, description="power supplied with it less without it, by year, TWh")
    marginal_t_MWh: YearlyValues = Field(
        {}, description="what a MWh more or less emits, by year, t/MWh; absent where it hardly moves power"
    )
    average_t_MWh: YearlyValues = Field({}, description="what a MWh emits on average without it, by year, t/MWh")

    @property
    def wording(self) -> Wording | Label:
        """The name, in whatever language a run that left it could tell it."""
        return Label(self.label, self.label_zh) if self.label_message is None else from_json(self.label_message)
