"""Accounting mode: prescribed activity levels, fuel shares and intensities, as LEAP studies publish them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, model_validator

from carbonsim.messages.message import marked
from carbonsim.scenario.quantity import Measure, Quantity, UnitMeasure
from carbonsim.scenario.section import Section, Text

Share = Annotated[Quantity, Measure("1", minimum=0, maximum=1)]
Factor = Annotated[Quantity, Measure("kg/GJ", minimum=0)]
AccountedSector = Literal["industry", "transport", "buildings", "land", "waste"]


class AccountedFuel(Section):
    """A fuel and what a unit of it emits when burnt."""

    label: Text = Field(description=marked("name"))
    group: Literal["coal", "oil", "gas", "biomass", "waste", "hydrogen"] = Field(description=marked("kind of fuel"))
    emission_factors: dict[Literal["CO2", "CH4", "N2O"], Factor] = Field(
        default_factory=dict, description="emissions when burnt, by gas"
    )


class AccountedBranch(Section):
    """A row of a study: its energy, or activity times intensity, and the shares of fuels in it."""

    label: Text | None = Field(None, description="name; the key if absent")
    activity_unit: str = Field("1", description=marked("what the activity is counted in"))
    activity: Annotated[Quantity, UnitMeasure("{activity_unit}", minimum=0)] | None = Field(
        None, description="activity level over time"
    )
    intensity: Annotated[Quantity, UnitMeasure("PJ/({activity_unit})", minimum=0)] | None = Field(
        None, description="final energy per unit of activity over time"
    )
    energy: Annotated[Quantity, Measure("PJ", minimum=0)] | None = Field(
        None, description="final energy over time, in place of activity and intensity"
    )
    shares: dict[str, Share] = Field(
        description=marked("share of each fuel, of electricity and of district_heat, over time")
    )
    process: dict[
        Literal["CO2_process", "CH4", "N2O"], Annotated[Quantity, UnitMeasure("Mt/({activity_unit})", minimum=0)]
    ] = Field(
        default_factory=dict, description="emissions of the process per unit of activity: CO2_process, CH4 or N2O"
    )

    @model_validator(mode="before")
    @classmethod
    def _units(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, Mapping) and info.context is not None:
            written = value.get("activity_unit", "1")
            info.context["activity_unit"] = written if isinstance(written, str) else "1"
        return value


class AccountedSource(Section):
    """A kind of plant: its share of what is fed in, and what it burns."""

    label: Text | None = Field(None, description="name; the key if absent")
    group: str = Field(description=marked("legend entry it belongs to: coal, gas, wind, solar, hydro, coal boiler …"))
    share: Share = Field(description="share of what is fed into the network, over time")
    fuel: str | None = Field(None, description="fuel it burns; none for wind and sun")
    efficiency: Annotated[Quantity, Measure("1", minimum=0.01)] = Field(
        Quantity.constant(1, "1"), description="output per fuel, over time"
    )


class AccountedImport(Section):
    """What comes from outside the boundary."""

    share: Share = Field(description="share of what is fed into the network, over time")
    emission_factor: Factor = Field(description="emissions counted per unit imported, over time")


class AccountedSupply(Section):
    """How electricity or district heat is made."""

    losses: Share = Field(Quantity.constant(0, "1"), description="share of what is fed in that is lost")
    sources: dict[str, AccountedSource] = Field(default_factory=dict, description="kinds of plant by name")
    imported: AccountedImport | None = Field(None, description="what comes from outside the boundary")

    def shares(self) -> dict[str, Quantity]:
        """Return the share of every source and of imports."""
        found = {f"sources.{name}.share": source.share for name, source in self.sources.items()}
        return found if self.imported is None else {**found, "imported.share": self.imported.share}


class Accounting(Section):
    """Activity × intensity × share × factor, without optimising."""

    fuels: dict[str, AccountedFuel] = Field(description=marked("fuels by name"))
    sectors: dict[AccountedSector, dict[str, AccountedBranch]] = Field(
        description=marked(
            "rows of the study: branches by name, under the sectors industry, transport, buildings, land, waste"
        )
    )
    supply: dict[Literal["electricity", "district_heat"], AccountedSupply] = Field(
        default_factory=dict, description="how electricity and district_heat are made"
    )
    coal_equivalent: Annotated[Quantity, Measure("tce/MWh", minimum=0.1, maximum=0.5)] = Field(
        Quantity.constant(0.29, "tce/MWh"), description="coal-equivalent rate of power in energy totals"
    )

    def branches(self) -> Iterator[tuple[str, str, AccountedBranch]]:
        """Yield sector, name and branch of every row."""
        for sector, branches in self.sectors.items():
            yield from ((sector, name, branch) for name, branch in branches.items())
