"""The energy balance of the statistics bureau: what the base year was supplied with, held against what it uses."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity
from carbonsim.scenario.section import Section, Year

SupplyLine = Literal["production", "inflow", "outflow", "stock_change"]
SUPPLY_SIGNS: dict[SupplyLine, float] = {"production": 1.0, "inflow": 1.0, "outflow": -1.0, "stock_change": 1.0}


class Balance(Section):
    """Supply of the base year by commodity and line, as the energy balance table has it (可供本地区消费的能源量)."""

    year: Year = Field(description=marked("the year it is of: the base year"))
    supply: dict[str, dict[SupplyLine, Annotated[Quantity, Measure("PJ")]]] = Field(
        description=marked(
            "supply by commodity: a fuel, electricity or district_heat; production, inflow, outflow "
            "(positive), stock_change (what was taken out of stocks, negative where stocks grew)"
        )
    )

    def supplied(self, commodity: str) -> float:
        """Return what was supplied of a commodity in PJ: its lines added up, outflow taken off."""
        lines = self.supply.get(commodity, {})
        return sum(SUPPLY_SIGNS[line] * amount.at(self.year) for line, amount in lines.items())
