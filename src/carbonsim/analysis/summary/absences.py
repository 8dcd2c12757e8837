"""What a scenario has no data for: nothing is asked that a city cannot know, but what lacks is told."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from carbonsim.analysis.summary.part import SummaryPart, ToldMessage
from carbonsim.messages.label import Label
from carbonsim.messages.message import Message, Value, from_json, message
from carbonsim.scenario.scenario import Scenario
from carbonsim.scenario.sectors.buildings import Buildings
from carbonsim.scenario.sectors.economy import Economy
from carbonsim.scenario.sectors.energy import Energy

TITLE = message("What this scenario has no data for")
SCOPE = message("Not in this city's data; the figures of this page are without it, and nothing was filled in.")
SECTIONS = {
    "industry": message("Industry: no branch uses energy or makes anything"),
    "transport": message("Transport: nothing is driven"),
    "buildings": message("Buildings: no home and no service uses energy"),
    "land": message("Farms and forests: what they emit and take up is not counted"),
    "waste": message("Refuse and wastewater: what they emit is not counted"),
    "air": message("Factors of air pollutants: none is told"),
    "history": message("Past emissions: the verdict rests on the projection alone"),
    "calibration": message("Figures of the statistics: nothing tells how near the base year comes to them"),
}


class AbsenceRecord(SummaryPart):
    """What is not in the data of a city, and what follows from that."""

    path: str = Field(description="key under which it would be written; of what the planner told, its own")
    text: str = Field(description="what lacks, in English")
    text_zh: str = Field(description="what lacks, in Chinese")
    message: ToldMessage | None = Field(None, description="id and values of the sentence; null where the planner's own")

    @property
    def wording(self) -> Value:
        """What lacks, to be rendered in a language."""
        return Label(self.text, self.text_zh) if self.message is None else from_json(self.message)


def absences(scenario: Scenario) -> list[AbsenceRecord]:
    """Return what a scenario of sectors has no data for: what the planner says of it, then what is not written."""
    own = [AbsenceRecord(path=f"no_data.{key}", text=one.en, text_zh=one.zh) for key, one in scenario.no_data.items()]
    if scenario.economy is None or scenario.energy is None:
        return own
    found = [*_of_the_economy(scenario.economy), *_of_energy(scenario.energy), *_of_sectors(scenario)]
    return [*own, *(_record(path, told) for path, told in found)]


def _record(path: str, told: Message) -> AbsenceRecord:
    return AbsenceRecord(path=path, text=str(told), text_zh=told.rendered("zh"), message=told.as_json())


def _of_the_economy(economy: Economy) -> Iterator[tuple[str, Message]]:
    structure = economy.structure
    if economy.gdp is None:
        yield "economy.gdp", message("GDP: nothing is told per GDP")
    elif structure is None:
        yield "economy.structure", message("Value added of the three sectors: nothing follows it")
    elif structure.primary is None:
        yield "economy.structure.primary", message("A primary sector: its share of GDP is in the tertiary one's")
    if economy.urbanisation is None:
        yield "economy.urbanisation", message("People in towns and villages: they are not told apart")
    if economy.household_size is None:
        yield "economy.household_size", message("Households: nothing is told of what one pays")
    if economy.income is None:
        yield "economy.income", message("Disposable income: energy bills are not told as a share of it")
    if not economy.tariffs:
        yield "economy.tariffs", message("What households pay for energy: no bill is told, or one of fuels alone")
    if not economy.jobs:
        yield "economy.jobs", message("Jobs: none are told")


def _of_energy(energy: Energy) -> Iterator[tuple[str, Message]]:
    fuels = (fuel for fuel in energy.fuels.values() if fuel.price is None and fuel.supplied)
    unpriced = tuple(Label(fuel.label.en, fuel.label.zh) for fuel in fuels)
    if unpriced:
        words = message("Prices of {fuels}: they cost nothing here, so costs are too low by them", fuels=unpriced)
        yield "energy.fuels", words
    if energy.trade is not None and energy.trade.import_price is None:
        words = message("The price of power bought outside: it costs nothing here, so costs are too low by it")
        yield "energy.trade.import_price", words
    if energy.heat_network is None:
        yield "energy.heat_network", message("District heat: no heat comes through pipes")
    if "electricity_network" not in energy.model_fields_set:
        yield "energy.electricity_network", message("Losses of the power grid: none are counted")
    if not energy.plants:
        yield "energy.plants", message("Power and heat plants: all power is bought outside")


def _of_sectors(scenario: Scenario) -> Iterator[tuple[str, Message]]:
    if scenario.transport is not None and not scenario.transport.fleets:
        yield "transport.fleets", message("Vehicles: no stock and no sales are told, traffic is told by its energy")
    if scenario.buildings is not None:
        yield from _of_buildings(scenario.buildings)
    yield from ((name, told) for name, told in SECTIONS.items() if not getattr(scenario, name))


def _of_buildings(buildings: Buildings) -> Iterator[tuple[str, Message]]:
    lacking = {name: one.label for name, one in buildings.classes.items() if one.floor_area is None}
    if lacking:
        names = tuple(Label(label.en, label.zh) for label in lacking.values())
        told = message("Floor area of {classes}: what they use follows their people", classes=names)
        yield f"buildings.classes.{next(iter(lacking))}.floor_area", told
