"""Coefficients of the equations: index lists and tables of plain numbers, each one look-up away."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from carbonsim.optimization.structure.symbols import COLUMNS
from carbonsim.system import finance
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key, Peaking

T = TypeVar("T")


@dataclass
class Coefficients:
    """Index lists (one per set of columns or rows) and coefficient tables, keyed alike."""

    system: EnergySystem
    families: dict[str, list[Key]] = field(
        default_factory=lambda: {name: [] for name in COLUMNS}
    )  # keys of each family of columns
    # look-ups
    columns: dict[Key, list[Key]] = field(default_factory=dict)  # region technology year → activity columns
    by_mode: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))  # region technology mode year
    vintages: dict[Key, list[int]] = field(default_factory=dict)
    slice_rows: dict[Key, list[Key]] = field(default_factory=dict)  # region technology year → the same by slice
    slice_columns: dict[Key, list[list[Key]]] = field(default_factory=dict)  # … → each mode's columns, one a slice
    lookups: dict[type, object] = field(default_factory=dict)  # those of one derivation and its equations, by class
    # tables
    tables: dict[str, dict[Key, float]] = field(default_factory=lambda: defaultdict(dict))
    # rows
    rows: dict[str, list[Key]] = field(default_factory=lambda: defaultdict(list))
    together: dict[str, list[Key]] = field(
        default_factory=lambda: defaultdict(list)
    )  # … → indices of rows built at once

    def of(self, kind: type[T]) -> T:
        """Return the look-ups of a class, which a derivation fills and its equations read."""
        found = self.lookups[kind]
        assert isinstance(found, kind)
        return found

    @property
    def peaking(self) -> tuple[Peaking, ...]:
        """The peaking plans."""
        return self.system.peaking

    @cached_property
    def built(self) -> set[Key]:
        """New-capacity columns, once all are known."""
        return set(self.families["new_capacity"])

    @cached_property
    def running(self) -> set[Key]:
        """Activity columns, once all are known."""
        return set(self.families["activity"])

    @cached_property
    def summed(self) -> set[Key]:
        """Yearly-activity columns, once all are known."""
        return set(self.families["yearly_activity"])

    def mode_columns(self, key: Key) -> list[Key]:
        """Return the activity columns of a region, technology, mode and year."""
        return self.by_mode.get(key, [])

    def alive_shares(self, lifetime: float, year: int) -> dict[int, float]:
        """Return the share of every vintage that is alive in a year, where there is one."""
        if lifetime not in self._alive:
            alive: dict[int, dict[int, float]] = defaultdict(dict)
            spans = tuple(self.spans.values())
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
