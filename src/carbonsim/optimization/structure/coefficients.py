"""Coefficients of the equations: index lists and tables of plain numbers, each one look-up away."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from carbonsim.system import finance
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key, Peaking

Terms = list[tuple[float, Key]]  # number, (family, *column)


@dataclass
class Coefficients:
    """Index lists (one per set of columns or rows) and coefficient tables, keyed alike."""

    system: EnergySystem
    # columns
    activity: list[Key] = field(default_factory=list)  # region technology mode year slice
    new_capacity: list[Key] = field(default_factory=list)  # region technology year
    capacity: list[Key] = field(default_factory=list)
    yearly_activity: list[Key] = field(default_factory=list)  # region technology year, of sliced technologies
    storage_level: list[Key] = field(default_factory=list)  # region technology year slice
    season_level: list[Key] = field(default_factory=list)  # region technology year season, of seasonal storages
    shaped_use: list[Key] = field(default_factory=list)  # region commodity shape year
    inside_emissions: list[Key] = field(default_factory=list)  # group year
    net_import: list[Key] = field(default_factory=list)  # commodity year
    peak_level: list[Key] = field(default_factory=list)  # plan
    units: list[Key] = field(default_factory=list)  # region technology year, in whole numbers
    trade: list[Key] = field(default_factory=list)  # region partner commodity year slice
    emissions: list[Key] = field(default_factory=list)  # region emission year
    reservoir_capacity: list[Key] = field(default_factory=list)  # region reservoir year
    reservoir_new_capacity: list[Key] = field(default_factory=list)
    reservoir_level: list[Key] = field(default_factory=list)  # region reservoir year season, at its start
    reservoir_day_start: list[Key] = field(default_factory=list)  # region reservoir year season day_type
    reservoir_day_finish: list[Key] = field(default_factory=list)
    reservoir_part: list[Key] = field(default_factory=list)  # region reservoir year season day_type day_part
    reservoir_day_end: list[Key] = field(default_factory=list)
    # look-ups
    columns: dict[Key, list[Key]] = field(default_factory=dict)  # region technology year → activity columns
    flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    limit_terms: dict[Key, list[tuple[Key, str, Key]]] = field(default_factory=dict)  # cell, family of columns, column
    delayed_flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    capacity_uses: dict[Key, list[tuple[str, Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    shaped_flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    shapes_of: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    emitters: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    vintages: dict[Key, list[int]] = field(default_factory=dict)
    firm: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))  # cells of firm capacity
    users: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    level_before: dict[Key, Key] = field(default_factory=dict)  # storage level → the one of the day-part before
    season_before: dict[Key, Key] = field(default_factory=dict)  # first level of a season → the season's start
    seasons: dict[Key, tuple[Key, Key]] = field(default_factory=dict)  # season's start → next start, its last level
    by_mode: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))  # region technology mode year
    slice_rows: dict[Key, list[Key]] = field(default_factory=dict)  # region technology year → the same by slice
    slice_columns: dict[Key, list[list[Key]]] = field(default_factory=dict)  # … → each mode's columns, one a slice
    traded: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    backers: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    reserved: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    renewables: dict[Key, list[Key]] = field(default_factory=dict)
    emitted: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    costed: dict[Key, list[Key]] = field(default_factory=dict)
    reservoir_first: dict[Key, Key] = field(default_factory=dict)
    reservoir_steps: dict[Key, tuple[Key, Key]] = field(default_factory=dict)
    reservoir_flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=dict)
    reservoir_chains: dict[Key, tuple[Key, ...]] = field(default_factory=dict)
    reservoir_readings: dict[Key, Terms] = field(default_factory=dict)
    reservoir_rates: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))
    # tables
    tables: dict[str, dict[Key, float]] = field(default_factory=lambda: defaultdict(dict))
    # rows
    rows: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))
    together: dict[str, list[Key]] = field(
        default_factory=lambda: defaultdict(list)
    )  # … → indices of rows built at once

    @property
    def peaking(self) -> tuple[Peaking, ...]:
        """The peaking plans."""
        return self.system.peaking

    @cached_property
    def built(self) -> set[Key]:
        """New-capacity columns, once all are known."""
        return set(self.new_capacity)

    @cached_property
    def running(self) -> set[Key]:
        """Activity columns, once all are known."""
        return set(self.activity)

    @cached_property
    def summed(self) -> set[Key]:
        """Yearly-activity columns, once all are known."""
        return set(self.yearly_activity)

    def mode_columns(self, key: Key) -> list[Key]:
        """Return the activity columns of a region, technology, mode and year."""
        return self.by_mode.get(key, [])

    def alive_shares(self, lifetime: float, year: int) -> dict[int, float]:
        """Return the share of every vintage that is alive in a year, where there is one."""
        if lifetime not in self._alive:
            alive: dict[int, dict[int, float]] = defaultdict(dict)
            spans = list(self.spans.values())
            for place, built in enumerate(spans):
                shares = finance.alive_shares(lifetime, spans[place:])
                for served, share in zip(spans[place:], shares, strict=True):
                    if share > 0.0:
                        alive[served[-1]][built[-1]] = share
            self._alive[lifetime] = alive
        return self._alive[lifetime][year]

    @cached_property
    def _alive(self) -> dict[float, dict[int, dict[int, float]]]:
        return {}

    def slice_share(self, time_slice: str, year: str | int) -> float:
        """Return the length of a time slice in a year, as a share of the year."""
        return self.shares[year][time_slice]

    @cached_property
    def shares(self) -> dict[str | int, dict[str | int, float]]:
        """The length of every time slice in every year."""
        own, parts = self.system.parameters["slice_share"], self.system.time_slices
        return {
            year: {part.name: own.get((part.name, year), part.share) for part in parts} for year in self.system.years
        }

    @cached_property
    def spans(self) -> dict[int, range]:
        """The calendar years that every model year stands for."""
        return {year: self.system.years.span(year) for year in self.system.years}

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The names of the time slices."""
        return tuple(part.name for part in self.system.time_slices)
