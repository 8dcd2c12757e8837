"""Ranges by name: what a source says of how far a figure is known, and which values of the scenario it moves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import CORRELATION, Measure, Quantity
from carbonsim.scenario.section import Section, Text, Year

Figure = Annotated[Quantity, Measure("1")]


class WrittenRange(Section):
    """A range that moves one or several values, each as a whole path: beside a value it is `low` and `high` there."""

    label: Text | None = Field(None, description="what it is of; its name if absent")
    moves: list[str] = Field(
        min_length=1,
        description=marked("YAML paths of the values that one draw moves; a star stands for any name on the way"),
    )
    how: Literal["ratio", "growth", "age"] = Field(
        "ratio",
        description="ratio: each value is multiplied by what is drawn over `central`, from the last year before the"
        " plan on linearly to the first year that the range names; growth: a value grows by what is drawn a year, up"
        " to each year that is named from the one before; age: what stands leaves so many years earlier or later",
    )
    low: Figure = Field(description="low end, in the unit of the source: one for all years of the plan, or by year")
    central: Figure = Field(description="most likely figure of the source, as `low`")
    high: Figure = Field(description="high end, as `low`; no draw lies beyond either end")
    unit: str = Field("", description="unit of these figures, as it is printed; what they are to each other counts")
    shape: Literal["triangular", "uniform", "pert", "lognormal"] = Field(
        "triangular", description="how likely what lies between is; triangular, unless a source says otherwise"
    )
    varies_with: str | None = Field(None, description="the range by whose draw this one is tied")
    correlation: Annotated[Quantity, CORRELATION] = Field(
        Quantity.constant(1.0, "1"), description="rank correlation with it, from -1 to 1"
    )


class FuturesOfAScenario(Section):
    """Which ranges count, and what is known to be in doubt and is not drawn."""

    inputs: list[str] | None = Field(
        None, description="ranges that are drawn, by name or by the path of the value they stand at; all if absent"
    )
    not_drawn: dict[str, Text] = Field(
        default_factory=dict, description="what a source says of doubt that is not drawn, by name, with the reason"
    )


Weight = Annotated[Quantity, Measure("1", minimum=0, maximum=0.99, constant=True)]
Tail = Annotated[Quantity, Measure("1", minimum=0, maximum=1, positive=True, constant=True)]


class RobustFutures(Section):
    """A robust plan: the futures that one first stage is found for, and until when that is decided."""

    futures: int = Field(8, ge=1, description="how many futures are drawn from the ranges")
    commit_until: Year = Field(
        description=marked("planned model year up to which all futures build, convert and retire early alike")
    )
    seed: int = Field(0, ge=0, description="the same seed draws the same futures")
    weights: list[float] | None = Field(
        None, description="weight of each future, in the order of their draws, which sum to 1; all alike if absent"
    )
    cvar_weight: Weight = Field(
        Quantity.constant(0.0, "1"),
        description="how much the mean cost of the dearest futures (conditional value at risk) counts beside the"
        " expected cost, which counts the rest",
    )
    cvar_tail: Tail = Field(
        Quantity.constant(0.2, "1"), description="share of the futures, by weight, that are the dearest"
    )
