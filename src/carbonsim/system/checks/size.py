"""How large the programme of a system will be, counted from its tables before any of it is built.

Families of rows and columns are counted, not written: what decides memory is time slices × technologies × years. Small
families (targets, the lines of a peaking plan) are left out, so that a count may fall short by a few rows a year.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from carbonsim.system import finance
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import CHANGE_PIECES, PIECES, Key, Reservoir, Storage, Technology


class Size(NamedTuple):
    """Rows, columns and non-zeros of a linear programme."""

    rows: int
    columns: int
    nonzeros: int


def estimate_size(system: EnergySystem) -> Size:
    """Return the size of the programme that a system will become."""
    return _Count(system).count()


@dataclass
class _Count:
    system: EnergySystem
    rows: int = 0
    columns: int = 0
    nonzeros: int = 0
    running: dict[Key, int] = field(default_factory=dict)  # region technology year → columns of one mode
    entering: Counter[Key] = field(default_factory=Counter)  # region commodity year → terms a row
    used: set[Key] = field(default_factory=set)  # region commodity year that something takes

    def add(self, rows: int, columns: int, nonzeros: float) -> None:
        """Add so many of each."""
        self.rows += rows
        self.columns += columns
        self.nonzeros += round(nonzeros)

    def count(self) -> Size:
        """Count family by family, in the order in which they are built."""
        for technology in self.system.technologies:
            self._technology(technology)
        self._flows()
        self._balances()
        for storage in self.system.storages:
            self._storage(storage)
        for reservoir in self.system.reservoirs:
            self._reservoir(reservoir)
        self._trade()
        self._emissions()
        self._limits()
        self._adequacy()
        self._choices()
        self._changes()
        return Size(self.rows, self.columns, self.nonzeros)

    @cached_property
    def parts(self) -> int:
        """How many time slices there are."""
        return len(self.system.time_slices)

    # technologies

    @cached_property
    def _closed(self) -> Counter[Key]:
        return Counter((key[0], key[1], key[3]) for key in self.system.parameters["mode_closed"])

    @cached_property
    def _dark(self) -> Counter[Key]:
        if self.system.sectors:
            return Counter()
        table = self.system.parameters["availability"]
        return Counter(key[:3] for key, share in table.items() if share == 0.0)

    @cached_property
    def _sums(self) -> set[Key]:
        """What needs a column of its activity over the year for a limit: region, technology, year."""
        system, found = self.system, set()
        for limit in system.limits:
            for term in limit.terms:
                if term.kind == "activity" and term.mode is None and term.time_slice is None:
                    found.add((term.region or system.region, term.technology, term.year))
        periods = (*system.parameters["activity_max_period"], *system.parameters["activity_min_period"])
        return found | {(*key, year) for key in periods for year in system.years}

    def _living(self, lifetime: float, year: int, built: frozenset[int]) -> int:
        """Return how many vintages are alive in a year."""
        if lifetime not in self._vintages:
            spans = tuple(self.system.years.span(year) for year in self.system.years)
            alive: dict[int, set[int]] = defaultdict(set)
            for place, vintage in enumerate(self.system.years):
                shares = finance.alive_shares(lifetime, spans[place:])
                for served, share in zip(self.system.years.model[place:], shares, strict=True):
                    alive[served].update([vintage] if share > 0 else [])
            self._vintages[lifetime] = alive
        return len(self._vintages[lifetime][year] & built)

    @cached_property
    def _vintages(self) -> dict[float, dict[int, set[int]]]:
        return {}

    def _technology(self, technology: Technology) -> None:
        parameters, years = self.system.parameters, self.system.years
        key = (technology.region, technology.name)
        lifetime, early = parameters["lifetime"].get(key), parameters["early_retirement"].get(key)
        most, least = parameters["new_capacity_max"], parameters["new_capacity_min"]
        built = frozenset(y for y in years if most.get((*key, y), 1.0) > 0 or least.get((*key, y), 0.0) > 0)
        limited = sum(key in parameters[name] for name in ("growth_limit", "degrowth_limit"))
        for year in years:
            held = False
            if lifetime is not None:
                living = self._living(lifetime, year, built)
                stands = any(
                    parameters[name].get((*key, year), 0.0) > 0 for name in ("residual_capacity", "capacity_min")
                )
                held = bool(living) or stands
                self.add(limited * (year in built), year in built, 2 * limited * (year in built))
                self.add(held + bool(held and early), held, (1 + living) * held + 3 * bool(held and early))
            self._activity(technology, year, held)

    def _activity(self, technology: Technology, year: int, held: bool) -> None:
        key: Key = (technology.region, technology.name, year)
        modes = len(technology.modes) - self._closed[key]
        parts = (self.parts if technology.slices else 1) - self._dark[key]
        columns = modes * parts
        self.running[key] = parts
        self.add(0, columns, 0)
        if held and technology.slices and modes:
            self.add(parts, 0, columns + parts)
        whole = not technology.slices or key in self.system.parameters["availability_year"]
        if held and whole and modes:
            self.add(1, 0, columns + 1)
        past = year < self.system.years.plan_from
        bounded = past or any(key in self.system.parameters[name] for name in ("activity_min", "activity_max"))
        if columns != 1 and (bounded or (key in self._sums and columns)):
            self.add(1, 1, columns + 1)

    def _choices(self) -> None:
        """Count purchases among which people choose, each in pieces or in frozen shares, and what has to run."""
        planned = [year for year in self.system.years if year >= self.system.years.plan_from]
        most = self.system.parameters["new_capacity_max"]
        for choice in self.system.choices:
            for year in planned:
                several = sum(most.get((choice.region, option, year), 1.0) > 0 for option in choice.options)
                self.add(len(choice.options), 0, 2 * len(choice.options))
                if choice.frozen is None:
                    self.add(several, PIECES * several, (PIECES + 1) * several)
                else:
                    self.add(max(several - 1, 0), 0, max(several - 1, 0) * several)

    def _changes(self) -> None:
        """Count the pieces in which the demand for services answers prices from the plan on."""
        elastic, plan_from = self.system.parameters["price_elasticity"], self.system.years.plan_from
        for key, amount in self.system.parameters["demand"].items() if elastic else ():
            answers = key[:2] in elastic and amount > 0.0 and int(key[2]) >= plan_from
            self.add(0, 2 * CHANGE_PIECES * answers, 2 * CHANGE_PIECES * answers)

    # balances

    @cached_property
    def _sliced(self) -> dict[str, bool]:
        return {commodity.name: commodity.balance == "slice" for commodity in self.system.commodities}

    def _flows(self) -> None:
        system, outputs = self.system, self.system.parameters["output_ratio"]
        technologies = {(t.region, t.name): t for t in system.technologies}
        shapes: dict[Key, tuple[Key, ...]] = self._shapes()
        gathered: set[tuple[Key, tuple[Key, ...]]] = set()
        for name in ("output_ratio", "input_ratio"):
            for key in system.parameters[name]:
                region, own, mode, commodity, year = key
                technology = technologies.get((str(region), str(own)))
                if technology is None or (name == "input_ratio" and key in outputs):
                    continue
                if (region, own, mode, year) in system.parameters["mode_closed"]:
                    continue
                home = technology.place_of(str(mode), output=name == "output_ratio")
                row: Key = (home, commodity, year)
                terms = self.running.get((region, own, year), 0)
                if name == "input_ratio":
                    self.used.add(row)
                if not technology.slices and self._sliced.get(str(commodity)):
                    gathered.add((row, shapes.get((region, own, commodity), ())))
                    self.add(0, 0, 1)
                else:
                    self.entering[row] += terms
        for row, _ in gathered:
            self.add(1, 1, 1)
            self.entering[row] += self.parts
            self.used.add(row)

    def _shapes(self) -> dict[Key, tuple[Key, ...]]:
        """Return the load shape of each technology and commodity, equal where they share a column."""
        parts: dict[Key, list[Key]] = defaultdict(list)
        for (region, technology, commodity, part), share in self.system.parameters["shape"].items():
            parts[region, technology, commodity].append((part, share))  # type: ignore[arg-type]
        return {key: tuple(found) for key, found in parts.items()}

    def _balances(self) -> None:
        system, free = self.system, self.system.parameters["free_supply"]
        asked = {key[:3] for name in ("demand", "demand_slice") for key in system.parameters[name]}
        asked |= {(key[0], key[2], key[3]) for key in system.parameters["trade_route"]}
        asked |= {(key[1], key[2], key[3]) for key in system.parameters["trade_route"]}
        for name in ("new_capacity_use", "capacity_use"):
            uses = [(key[0], key[2], key[3]) for key in system.parameters[name]]
            asked.update(uses)
            self.entering.update(uses)
        surplus = {commodity.name: commodity.surplus for commodity in system.commodities}
        for row in {*self.entering, *asked}:
            if row in free or (surplus.get(str(row[1])) and row not in self.used and row not in asked):
                continue
            self.add(self.parts if self._sliced.get(str(row[1])) else 1, 0, self.entering[row])
        for row in system.parameters["demand_whole"]:
            self.add(row not in free, 0, self.entering[row])
        for delay in system.delays:
            self.add(0, 0, len(system.years) * min(len(delay.kernel), len(system.years)) / 2)

    def _trade(self) -> None:
        routes = self.system.parameters["trade_route"]
        for (region, partner, commodity, year), weight in routes.items():
            back = routes.get((partner, region, commodity, year), 0.0)
            once = 0.5 if back and 1.0 in (weight, back) else 1.0
            self.add(0, round(once * self.parts), self.parts)

    # storages

    def _storage(self, storage: Storage) -> None:
        seasons = len({part.season for part in self.system.time_slices}) if storage.seasonal else 0
        for year in self.system.years:
            if (storage.region, storage.technology, year) in self.running:
                self.add(2 * self.parts, self.parts, 6 * self.parts)
                if storage.seasonal:
                    self.add(seasons + 2 * self.parts, seasons, 3 * seasons + 7 * self.parts)

    def _reservoir(self, reservoir: Reservoir) -> None:
        system, brackets = self.system, self.system.brackets
        days = {(bracket.season, bracket.day_type) for bracket in brackets}
        seasons = len({season for season, _ in days})
        later = max(len(days) - seasons, 0)  # types of day after the first of their season
        readings = sum(2 if bracket.day_type == 0 else 4 for bracket in brackets)
        own = (reservoir.region, reservoir.name)
        links = {name: self._links(name, own) for name in ("reservoir_inflow", "reservoir_outflow")}
        both, bounded = sum(links.values()), sum(own in system.parameters[f"{name}_max"] for name in links)
        slices, years = sum(len(bracket.time_slices) for bracket in brackets), len(system.years)
        life = system.parameters["reservoir_lifetime"].get(own, 0.0)
        self.add(years, 2 * years, years * (1 + min(life, years / 2)))
        self.add(1, 1, 1)
        self.add(years * len(brackets), years * len(brackets), years * (2 * len(brackets) + both * slices))
        self.add(years * seasons, years * seasons, years * (2 * seasons + both * slices))
        self.add(years * 2 * later, years * 2 * later, years * 7 * later)
        self.add(2 * years * readings, 0, 5 * years * readings)
        self.add(years * bounded * len(brackets), 0, years * both * slices)

    def _links(self, name: str, own: tuple[str, str]) -> int:
        return sum((key[0], key[3]) == own for key in self.system.parameters[name])

    # emissions, limits, reserves

    def _emissions(self) -> None:
        system, years = self.system, len(self.system.years)
        self.add(years, years, years)
        limited = {*system.parameters["emission_limit"]}
        for name in ("emission_limit_period", "emission_min_period"):
            limited |= {(*key, year) for key in system.parameters[name] for year in system.years}
            self.add(len(system.parameters[name]), 0, years * len(system.parameters[name]))
        self.add(len(limited) + len(system.parameters["emission_limit"]), len(limited), 2 * len(limited))
        for region, own, mode, emission, year in system.parameters["emission_factor"]:
            if (region, own, mode, year) not in system.parameters["mode_closed"]:
                counted = (system.scope.weights.get(str(emission), 0.0) != 0.0) + ((region, emission, year) in limited)
                self.add(0, 0, counted * self.running.get((region, own, year), 0))
        self.add(2 * years * len(system.scope.imports), 2 * years * len(system.scope.imports), 0)

    def _limits(self) -> None:
        for limit in self.system.limits:
            self.add(1, 0, len(limit.terms))
        for name in ("activity_max_period", "activity_min_period"):
            self.add(len(self.system.parameters[name]), 0, len(self.system.parameters[name]) * len(self.system.years))
        for name in ("activity_max", "activity_min", "increase", "decrease"):
            table = self.system.parameters[name if name.startswith("act") else f"mode_activity_{name}"]
            if name.startswith("act"):
                continue
            for region, own, _, year in table:
                self.add(1, 0, 2 * self.running.get((region, own, year), 1))
        for name in ("mode_activity_max", "mode_activity_min"):
            for region, own, _, year in self.system.parameters[name]:
                self.add(1, 0, self.running.get((region, own, year), 1))
        self.add(len(self.system.parameters["unit_size"]), len(self.system.parameters["unit_size"]), 0)
        self.nonzeros += 2 * len(self.system.parameters["unit_size"])

    def _adequacy(self) -> None:
        """Count reserves: a row a slice, with the capacity that backs it and the activity that asks for it."""
        parameters = self.system.parameters
        firm = Counter((key[0], key[2]) for key in parameters["capacity_credit"])
        for region, commodity, year in parameters["peak_margin"]:
            self.add(self.parts, 0, self.parts * firm[region, year] + self.entering[region, commodity, year])
        backed = Counter((key[0], key[2]) for key in parameters["reserve_credit"])
        asked: Counter[Key] = Counter()
        for region, own, _, commodity, year in parameters["output_ratio"]:
            if (region, commodity, year) in parameters["reserve_output"]:
                asked[region, year] += self.running.get((region, own, year), 0)
        for region, year in parameters["reserve_ratio"]:
            self.add(self.parts, 0, self.parts * backed[region, year] + asked[region, year])
        for region, year in parameters["renewable_share_min"]:
            made = (key for key in parameters["output_ratio"] if (key[0], key[4]) == (region, year))
            self.add(1, 0, sum(self.running.get((key[0], key[1], year), 0) for key in made))
