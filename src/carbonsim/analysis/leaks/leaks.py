"""Leaks: what one measure saves where it acts, and what comes back in power, heat and elsewhere in the same year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from carbonsim.analysis.leaks.places import BurningPlace, Emitted, Path
from carbonsim.analysis.milestones import milestones_of
from carbonsim.messages.message import Message, Name, message
from carbonsim.system.tables import Years

Kind = Literal["campaign", "project", "policy"]
LEAST = 0.05  # Mt in the year told: below it neither a leak nor a cost per tonne is told
LEAST_OF_A_PLAN = 0.1  # Mt: below it plan and twin, whose choices settle apart, move to and fro, and nobody is warned
HIGH = 0.3  # a leak above it is warned of
NOTHING = 1e-6  # Mt, what a solver leaves
LEAST_MOVE = 1e-3  # of the power supplied: below it no marginal figure is told
PLACES: Mapping[str, Message] = {
    "power": message("power plants"),
    "imports": message("power bought outside"),
    "heat": message("heat plants"),
    "process": message("industrial processes"),
    "industry": message("fuels of industry"),
    "transport": message("transport"),
    "buildings": message("fuels of buildings"),
    "land": message("farming and land"),
    "waste": message("waste"),
}
UNPRICED = message("{place} without a carbon price")
BURNERS = ("power", "heat", "process", "industry", "buildings")  # where the same is burnt with a price and without one


@dataclass(frozen=True)
class Compared:
    """Emissions without a measure and with it, all else alike."""

    kind: Kind
    name: str
    label: Name  # of a planner's, or of ours
    without: Emitted
    under: Emitted
    least_warned: float = LEAST  # Mt that it saves at least where a leak is warned of

    def change(self, place: BurningPlace, year: int) -> float:
        """Return by how much more a place emits with the measure, in Mt."""
        found = self.under.at(place, year) - self.without.at(place, year)
        return found if abs(found) > NOTHING else 0.0

    def places(self) -> list[BurningPlace]:
        """Return all places that emit with or without it, those of the table first, in its order."""
        order = list(PLACES)
        found = {*self.without.places, *self.under.places}
        return sorted(found, key=lambda one: (order.index(one.name), not one.priced))

    def saved(self, year: int) -> float:
        """Return what places that emit less save in a year, in Mt."""
        return sum(max(-self.change(place, year), 0.0) for place in self.places())

    def returned(self, year: int) -> float:
        """Return what places that emit more give back in a year, in Mt."""
        return sum(max(self.change(place, year), 0.0) for place in self.places())

    def leak(self, year: int) -> float | None:
        """Return what comes back over what is saved; None where hardly anything is, or of a project that adds."""
        saved, returned = self.saved(year), self.returned(year)
        adds = self.kind == "project" and returned > saved
        return returned / saved if saved >= LEAST and not adds else None

    def further_intensity(self, year: int) -> float | None:
        """Return what a MWh more or less emits, in t/MWh; None where the measure hardly moves power."""
        more = self.under.supply[year] - self.without.supply[year]
        if abs(more) < LEAST_MOVE * max(abs(self.without.supply[year]), NOTHING):
            return None
        return (self.under.power[year] - self.without.power[year]) / more

    def mean_intensity(self, year: int) -> float | None:
        """Return what a MWh emits on average without the measure, in t/MWh; None without power."""
        supply = self.without.supply[year]
        return self.without.power[year] / supply if supply > NOTHING else None


def abatement_year(years: Years) -> int:
    """Return the year for which abatement is told: the end of the first five-year plan."""
    known = milestones_of(tuple(years), years.plan_from)
    return years.model[-1] if known is None else known.first


def leak_records(compared: Iterable[Compared], years: Years) -> list[dict[str, object]]:
    """Return a record for each measure, under the keys of the summary's `LeakRecord`; Mt, TWh and t/MWh by year."""
    return [_record(one, tuple(years), abatement_year(years)) for one in compared]


def _record(one: Compared, years: Sequence[int], told: int) -> dict[str, object]:
    more = {year: one.under.supply[year] - one.without.supply[year] for year in years}
    return {
        "kind": one.kind, "name": one.name, "year": told,
        "label": one.label.rendered("en"), "label_zh": one.label.rendered("zh"),
        "label_message": one.label.as_json() if isinstance(one.label, Message) else None,
        "saved_Mt": {year: one.saved(year) for year in years},
        "returned_Mt": {year: one.returned(year) for year in years},
        "leak": _known({year: one.leak(year) for year in years}),
        "places": [
            {"place": place.name, "priced": place.priced, "change_Mt": path}
            for place in one.places()
            if any((path := {year: one.change(place, year) for year in years}).values())
        ],
        "more_power_TWh": more,
        "marginal_t_MWh": _known({year: one.further_intensity(year) for year in years}),
        "average_t_MWh": _known({year: one.mean_intensity(year) for year in years}),
    }  # fmt: skip


def _known(path: Mapping[int, float | None]) -> Path:
    return {year: value for year, value in path.items() if value is not None}


def warn_of_leaks(compared: Iterable[Compared], years: Years) -> list[Message]:
    """Return a warning of every measure of whose savings more than 30 % comes back in the year told, with where."""
    year = abatement_year(years)
    return [
        _warning(one, year, leak)
        for one in compared
        if (leak := one.leak(year)) is not None and leak > HIGH and one.saved(year) >= one.least_warned
    ]


def _warning(one: Compared, year: int, leak: float) -> Message:
    gains = sorted(((one.change(place, year), place) for place in one.places()), reverse=True)
    priced = any(place.priced for place in one.places())
    where = tuple(name_burning_place(place, priced=priced) for gain, place in gains if gain > 0.0)
    return message(
        "{name}: {leak} % of what it saves in {year} comes back, in {places}",
        name=one.label, leak=f"{100.0 * leak:.0f}", year=year, places=where,
    )  # fmt: skip


def name_burning_place(place: BurningPlace, *, priced: bool) -> Message:
    """Name a place; where somebody pays a carbon price, one that burns without it says so."""
    words = PLACES[place.name]
    return UNPRICED.filled(place=words) if priced and not place.priced and place.name in BURNERS else words
