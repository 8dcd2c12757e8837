"""Choice with spread: how far those who buy differ, what has been chosen, and what moves besides prices."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from carbonsim.scenario.quantity import EitherMeasure, Measure, Quantity
from carbonsim.scenario.section import Section, Year

Spread = Annotated[Quantity, Measure("1", maximum=5, positive=True, constant=True)]
SpreadCost = Annotated[
    Quantity,
    EitherMeasure(
        Measure("CNY/GJ", positive=True, constant=True), Measure("CNY/vkm", positive=True, constant=True), "km"
    ),
]
Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1, constant=True)]
Drift = Annotated[Quantity, Measure("1", minimum=-5, maximum=5)]


class Choices(Section):
    """How people and firms choose among the ways to serve a use: not all alike, and not by price alone.

    Sets are named as `sector/branch/use`, such as transport/car/distance, their options as
    `sector/branch/use/technology`; a star stands for any part of a name, and the most exact of several names holds.
    """

    on: bool = Field(True, description="false: everybody chooses what costs least")
    spread: dict[str, Spread] = Field(
        default_factory=dict,
        description="how far costs differ from one buyer to another, as a share of what the service costs, by set",
    )
    spread_cost: dict[str, SpreadCost] = Field(
        default_factory=dict, description="the same in money per unit of service, by set"
    )
    shares: dict[str, dict[str, Share]] = Field(
        default_factory=dict,
        description="shares of what was bought lately, by set and option; those before the plan if absent",
    )
    entry: dict[str, Share] = Field(
        default_factory=dict,
        description="share of those who would choose an option that nobody chose yet at equal cost, by option",
    )
    drift: dict[str, Drift] = Field(
        default_factory=dict,
        description="what an option seems dearer or cheaper by than at first, as a share of what the service costs",
    )
    frozen: dict[str, Year] = Field(
        default_factory=dict,
        description="sets in which nobody chooses: each plan year buys in the shares of a year before, by set. Bans,"
        " shares and rates of change written for their options do not hold then",
    )
