"""Projects: named new plants of an approval, told by what they use and emit at full load."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Text
from carbonsim.scenario.sectors.end_use import NO_SUPPLIERS, WHAT_SUPPLIERS_ADD, SupplierMultiplier


class Project(Section):
    """A new plant that an approval asks about, or with minus signs one that leaves; its value added changes GDP."""

    label: Text = Field(description=marked("name"))
    branch: str = Field(description=marked("branch it belongs to: a name under industry.branches or buildings.classes"))
    start: int = Field(description=marked("first year it runs, from plan_from on"))
    ramp: Annotated[Quantity, Measure("yr", minimum=1, maximum=20, constant=True)] = Field(
        Quantity.constant(1, "yr"), description="years from start to full load, by equal steps"
    )
    energy: dict[str, Annotated[Quantity, Measure("PJ")]] = Field(
        description=marked("final energy a year at full load, by commodity; below zero where a plant leaves")
    )
    process: dict[Literal["CO2_process", "CH4", "N2O"], Annotated[Quantity, Measure("Mt")]] = Field(
        default_factory=dict, description="emissions of the process a year at full load; below zero where it leaves"
    )
    value_added: Annotated[Quantity, Measure("billion CNY")] = Field(
        Quantity.constant(0, "billion CNY"), description="value added a year at full load, which GDP gains or loses"
    )
    supplier_multiplier: SupplierMultiplier = Field(NO_SUPPLIERS, description=WHAT_SUPPLIERS_ADD)
    jobs: Annotated[Quantity, Measure("person")] | None = Field(
        None, description="jobs at full load; if absent, as many as its sector has per value added"
    )
    district: str | None = Field(None, description="district it stands in")
    shape: str = Field("flat", description="load shape of its power and heat: a name under energy.shapes")
    source: str | None = Field(None, description="the document that tells of it")
    quality: Literal["official", "literature", "derived", "assumption"] | None = Field(
        None, description="how solid its figures are"
    )
    note: str | None = Field(None, description="what to know about it")

    def load(self, year: int) -> float:
        """Return the part of full load in a year: equal steps from the start over the ramp."""
        steps = self.ramp.at(self.start)
        return min(max((year - self.start + 1) / steps, 0.0), 1.0)
