"""Reservoirs: how activity moves a level through the parts of a day, the types of day, seasons and years.

The level is read at every part of the first and of the last day of each type of day in each season, as the
OSeMOSYS storage equations do (Welsch et al. 2012), and each reading stays within the reservoir.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.system import finance
from carbonsim.system.tables import Bracket, Key, Reservoir

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


Terms = list[tuple[float, Key]]  # number, (family, *column)


@dataclass
class ReservoirLevels:
    """How the levels of reservoirs follow one another, and what moves and reads them."""

    first: dict[Key, Key] = field(default_factory=dict)
    steps: dict[Key, tuple[Key, Key]] = field(default_factory=dict)
    flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=dict)
    chains: dict[Key, tuple[Key, ...]] = field(default_factory=dict)
    readings: dict[Key, Terms] = field(default_factory=dict)
    rates: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))


@derivation(derive_columns, fills=ReservoirLevels)
def derive_reservoirs(data: Coefficients) -> None:
    """Lay out columns and rows of every reservoir."""
    days: dict[tuple[int, int], list[Bracket]] = defaultdict(list)
    for bracket in sorted(data.system.brackets, key=lambda b: (b.season, b.day_type, b.day_part)):
        days[bracket.season, bracket.day_type].append(bracket)
    for reservoir in data.system.reservoirs:
        _capacity(data, reservoir)
        _Level(data, reservoir, days).derive()
    years = data.system.years
    for key, cost, rate in _capital_costs(data):
        paid = finance.investment_weight(rate, years.span(int(key[2])), years.base_year)
        data.tables["reservoir_investment"][key] = cost * paid
    data.tables["reservoir_salvage"] = reservoir_salvage_after(data, years.model[-1])


def _capacity(data: Coefficients, reservoir: Reservoir) -> None:
    parameters, years = data.system.parameters, data.system.years
    place: Key = (reservoir.region, reservoir.name)
    lifetime = parameters["reservoir_lifetime"].get(place, 0.0)
    most = parameters["reservoir_new_max"]
    built = [year for year in years if lifetime > 0 and most.get((*place, year), 1.0) > 0]
    data.families["reservoir_new_capacity"] += [(*place, year) for year in built]
    for year in years:
        key: Key = (*place, year)
        if key in most:
            data.tables["reservoir_new_max"][key] = most[key]
        alive = {v: share for v, share in data.alive_shares(lifetime, year).items() if v in built}
        data.vintages["reservoir", *key] = [*alive]
        data.tables["reservoir_alive"].update({(*place, v, year): share for v, share in alive.items()})
        data.families["reservoir_capacity"].append(key)
        data.tables["reservoir_residual"][key] = parameters["reservoir_residual"].get(key, 0.0)
        data.rows["reservoir_capacity"].append(key)


def reservoir_salvage_after(data: Coefficients, last: int, since: int = 0) -> dict[Key, float]:
    """Return what is left, after a year, of a unit of a reservoir built since another, where anything is.

    In million CNY, discounted.
    """
    parameters, years = data.system.parameters, data.system.years
    table: dict[Key, float] = {}
    for key, cost, rate in _capital_costs(data):
        straight = bool(parameters["straight_line"].get(key[:1], 0.0))
        lifetime, span = parameters["reservoir_lifetime"][key[:2]], years.span(int(key[2]))
        if not since <= int(key[2]) <= last:
            continue
        left = finance.salvage_weight(rate, lifetime, span, years.base_year, last, straight_line=straight)
        if left:
            table[key] = cost * left
    return table


def _capital_costs(data: Coefficients) -> Iterator[tuple[Key, float, float]]:
    """Yield what a unit of a new reservoir costs that is not free, and its discount rate."""
    parameters = data.system.parameters
    for key in data.families["reservoir_new_capacity"]:
        if cost := parameters["reservoir_capital_cost"].get(key, 0.0):
            of_region = parameters["discount_rate"].get(key[:1], data.system.years.discount_rate)
            yield key, cost, parameters["reservoir_discount_rate"].get(key[:2], of_region)


class _Level:
    """Lays out the level of one reservoir: columns at the start of seasons and days and within each day."""

    def __init__(self, data: Coefficients, reservoir: Reservoir, days: dict[tuple[int, int], list[Bracket]]) -> None:
        self.data, self.days = data, days
        self.place: Key = (reservoir.region, reservoir.name)
        self.seasons = sorted({season for season, _ in days})
        self.types = sorted({kind for _, kind in days})
        parameters = data.system.parameters
        self.links: dict[Key, float] = defaultdict(float)
        for name, sign in (("reservoir_inflow", 1.0), ("reservoir_outflow", -1.0)):
            for (region, technology, mode, store), ratio in parameters[name].items():
                if (region, store) == self.place:
                    self.links[technology, mode] += sign * ratio

    def derive(self) -> None:
        for year in self.data.system.years:
            for (season, kind), brackets in self.days.items():
                self._day(year, season, kind, brackets)
            for season in self.seasons:
                self._season(year, season)
        last: Key = (*self.place, self.data.system.years.model[-1], len(self.seasons))
        self.data.families["reservoir_level"].append(last)
        first: Key = (*self.place, self.data.system.years.model[0], 0)
        start = self.data.system.parameters["reservoir_level_start"].get(self.place, 0.0)
        self.data.tables["reservoir_level_start"][self.place] = start
        self.data.rows["reservoir_start"].append(self.place)
        self.data.of(ReservoirLevels).first[self.place] = first

    def _season_level(self, year: int, season: int) -> Key:
        """Return the column of the level at the start of a season; the one after the last is next year's first."""
        years = self.data.system.years.model
        if season == len(self.seasons) and year != years[-1]:
            return ("reservoir_level", *self.place, years[years.index(year) + 1], 0)
        return ("reservoir_level", *self.place, year, season)

    def _start(self, year: int, season: int, kind: int) -> Key:
        if kind == 0:
            return self._season_level(year, season)
        return ("reservoir_day_start", *self.place, year, season, kind)

    def _finish(self, year: int, season: int, kind: int) -> Key:
        if kind == len(self.types) - 1:
            return self._season_level(year, season + 1)
        return ("reservoir_day_finish", *self.place, year, season, kind)

    def _within(self, year: int, season: int, kind: int, part: int) -> Key:
        """Return the column of the level after a part of the first day; before the first part it is the start."""
        if part < 0:
            return self._start(year, season, kind)
        last = part == len(self.days[season, kind]) - 1
        return ("reservoir_day_end" if last else "reservoir_part", *self.place, year, season, kind, part)

    def _day(self, year: int, season: int, kind: int, brackets: list[Bracket]) -> None:
        data = self.data
        for bracket in brackets:
            part: Key = (*self.place, year, season, kind, bracket.day_part)
            column = self._within(year, season, kind, bracket.day_part)
            data.families[str(column[0])].append(column[1:])
            data.of(ReservoirLevels).steps[part] = (column, self._within(year, season, kind, bracket.day_part - 1))
            data.of(ReservoirLevels).flows[part] = self._flows(part, bracket, year)
            data.rows["reservoir_within_day"].append(part)
            self._rates(part, bracket, year)
        self._types(year, season, kind)
        for bracket in brackets:
            self._readings(year, season, kind, bracket.day_part)

    def _flows(self, part: Key, bracket: Bracket, year: int) -> list[tuple[Key, Key]]:
        """Return how each activity column moves the level within a day."""
        length = self.data.system.parameters["day_part_share"].get((bracket.day_part, year), 0.0)
        return self._moves("reservoir_daily", part, bracket, year, length)

    def _moves(self, table: str, row: Key, bracket: Bracket, year: int, length: float) -> list[tuple[Key, Key]]:
        found = []
        for name in bracket.time_slices:
            share = self.data.slice_share(name, year)
            for (technology, mode), ratio in self.links.items():
                column: Key = (self.place[0], technology, mode, year, name)
                if column in self.data.running and ratio:
                    cell: Key = (*row, technology, mode, name)
                    self.data.tables[table][cell] = ratio * length / share
                    found.append((cell, column))
        return found

    def _rates(self, part: Key, bracket: Bracket, year: int) -> None:
        """Bound the rate of filling and of drawing in a part of the day."""
        parameters = self.data.system.parameters
        for flow in ("inflow", "outflow"):
            bound = parameters[f"reservoir_{flow}_max"].get(self.place)
            if bound is None:
                continue
            for (region, technology, mode, store), ratio in parameters[f"reservoir_{flow}"].items():
                for name in bracket.time_slices if (region, store) == self.place else ():
                    column: Key = (region, technology, mode, year, name)
                    if column in self.data.running:
                        cell: Key = (*part, technology, mode, name)
                        self.data.tables[f"reservoir_{flow}_term"][cell] = ratio / self.data.slice_share(name, year)
                        self.data.of(ReservoirLevels).rates[flow, *part].append((cell, column))
            if self.data.of(ReservoirLevels).rates[flow, *part]:
                self.data.tables[f"reservoir_{flow}_max"][part] = bound
                self.data.rows[f"reservoir_{flow}_max"].append(part)

    def _types(self, year: int, season: int, kind: int) -> None:
        """Chain the first and the last day of each type to those of the next type."""
        data, days = self.data, self.data.system.parameters["days_of_type"]
        key: Key = (*self.place, year, season, kind)
        if kind > 0:
            count = days.get((season, kind - 1, year), 0.0)
            data.families["reservoir_day_start"].append(key)
            data.tables["reservoir_days_before"][key] = count
            last = len(self.days[season, kind - 1]) - 1
            before = self._start(year, season, kind - 1)
            data.of(ReservoirLevels).chains["start", *key] = (before, self._within(year, season, kind - 1, last))
            data.rows["reservoir_day_start"].append(key)
        if kind < len(self.types) - 1:
            count = days.get((season, kind + 1, year), 0.0)
            data.families["reservoir_day_finish"].append(key)
            data.tables["reservoir_days_after"][key] = count
            last = len(self.days[season, kind + 1]) - 1
            data.of(ReservoirLevels).chains["finish", *key] = (
                self._finish(year, season, kind + 1),
                self._within(year, season, kind + 1, last),
                self._start(year, season, kind + 1),
            )
            data.rows["reservoir_day_finish"].append(key)

    def _season(self, year: int, season: int) -> None:
        data = self.data
        row: Key = (*self.place, year, season)
        data.families["reservoir_level"].append(row)
        flows: list[tuple[Key, Key]] = []
        for kind in self.types:
            for bracket in self.days[season, kind]:
                length = sum(data.slice_share(name, year) for name in bracket.time_slices)
                place: Key = (*row, kind, bracket.day_part)
                flows += self._moves("reservoir_yearly", place, bracket, year, length)
        data.of(ReservoirLevels).flows[row] = flows
        data.of(ReservoirLevels).steps[row] = (self._season_level(year, season + 1), self._season_level(year, season))
        data.rows["reservoir_season"].append(row)

    def _readings(self, year: int, season: int, kind: int, part: int) -> None:
        """Read the level of the first and the last day of a type, forwards and from the neighbouring type."""
        last = len(self.days[season, kind]) - 1
        start, finish = self._start(year, season, kind), self._finish(year, season, kind)
        end, here = self._within(year, season, kind, last), self._within(year, season, kind, part)
        before = self._within(year, season, kind, part - 1)
        readings: list[Terms] = [[(1.0, before)], [(1.0, finish), (-1.0, end), (1.0, here)]]
        if kind > 0:
            other = kind - 1
            ended = self._within(year, season, other, len(self.days[season, other]) - 1)
            passed = self._within(year, season, other, part)
            readings.append([(1.0, start), (-1.0, ended), (1.0, passed)])
            readings.append([(1.0, self._finish(year, season, other)), (1.0, before), (-1.0, start)])
        for number, terms in enumerate(readings, 1):
            self._within_capacity((*self.place, year, season, kind, part, number), _summed(terms))

    def _within_capacity(self, row: Key, terms: Terms) -> None:
        data = self.data
        least = data.system.parameters["reservoir_level_min"].get(row[:3], 0.0)
        data.of(ReservoirLevels).readings[row] = terms
        data.rows["reservoir_ceiling"].append(row)
        alone = len(terms) == 1 and terms[0][1][0] != "reservoir_day_end"
        if least or not alone:
            data.tables["reservoir_floor_share"][row] = least
            data.rows["reservoir_floor"].append(row)


def _summed(terms: Terms) -> Terms:
    """Add up terms on the same column and drop what cancels."""
    summed: dict[Key, float] = defaultdict(float)
    for number, column in terms:
        summed[column] += number
    return [(number, column) for column, number in summed.items() if number]
