"""The purchases among which people and firms choose, as a programme sees them: columns, rows, and what each commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.structure.roles import Availability, ChoiceRow, DemandBalance, Role, StandingStock
from carbonsim.optimization.terms.choice import service_weights
from carbonsim.system.finance import flow_weight
from carbonsim.system.tables import PIECES, YEAR, ChoiceSet, Key

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class SeenYears:
    """The model years that a programme sees and keeps, and columns and rows of that of all years: None for all."""

    first: int
    last: int
    kept: int  # the last that is decided by it; later ones are seen alone
    columns: Integers | None = None
    rows: Integers | None = None


class ChoiceLayout:
    """All purchases of a model, with the service that a unit of each gives by year, and where it takes it from."""

    def __init__(self, model: CompiledModel) -> None:
        """Number purchases, sets and years, once for all programmes of a model."""
        data, columns = model.data, model.arrays.columns
        self.model, self.data = model, data
        self.keys: list[Key] = data.rows.get("service_commitment", [])
        sets = {(choice.region, option): choice for choice in model.system.choices for option in choice.options}
        self.sets: list[ChoiceSet] = [sets[str(key[0]), str(key[1])] for key in self.keys]
        self.vintages: Integers = np.array([key[2] for key in self.keys], dtype=np.int64)
        built, rows = columns["new_capacity"], model.arrays.rows.get("service_commitment", {})
        self.columns: Integers = np.array([built[key] for key in self.keys], dtype=np.int64)
        self.rows: Integers = np.array([rows[key] for key in self.keys], dtype=np.int64)
        _, first = columns.keys_of("choice_piece")
        self.pieces: Integers = first + np.arange(len(self.keys) * PIECES).reshape(-1, PIECES)
        self._serve(columns)

    def _serve(self, columns: Mapping[str, dict[Key, int]]) -> None:
        """Note by purchase and year the service, and the columns that stand and run for it."""
        data, last = self.data, self.model.system.years.model[-1]
        entries: list[tuple[int, int, float, int, float, int, float]] = []
        for place, (key, choice) in enumerate(zip(self.keys, self.sets, strict=True)):
            region, option, _ = key
            for year, service in service_weights(data, choice, key, last).items():
                capacity: Key = (region, option, year)
                share, mode = data.tables["alive"][*key, year], data.columns[capacity][0][2]
                work = share * data.tables["yearly_potential"][capacity]
                running = columns["activity"][region, option, mode, year, YEAR]
                entries.append((place, year, service, columns["capacity"][capacity], share, running, work))
        parts = np.array(entries).reshape(-1, 7).T
        self.service, self.alive, self.work = parts[2], parts[4], parts[6]
        places = (parts[part].astype(np.int64) for part in (0, 1, 3, 5))
        self.purchase, self.year, self.standing, self.running = places
        at_once = self.year == self.vintages[self.purchase]
        self.runs_at_once: Integers = np.full(len(self.keys), -1, dtype=np.int64)  # the column of its first year
        self.runs_at_once[self.purchase[at_once]] = self.running[at_once]

    def rows_of(self, roles: tuple[type[Role], ...], belongs: Callable[[Key], bool]) -> list[int]:
        """Return rows of the programme of all years, by the roles of their equations."""
        rows = self.model.arrays.rows
        names = [equation.name for role in roles for equation, _ in with_role(role) if equation.name in rows]
        return [row for name in names for key, row in rows[name].items() if belongs(key)]

    @cached_property
    def capacity_rows(self) -> list[int]:
        """Rows of pieces and use, of what stands of options, and of what they can do."""
        options = {key[:2] for key in self.keys}
        return self.rows_of((ChoiceRow, StandingStock, Availability), lambda key: key[:2] in options)

    @cached_property
    def service_rows(self) -> list[int]:
        """Rows in which the services are asked for."""
        services = {(one.region, one.service) for one in self.data.system.choices}
        return self.rows_of((DemandBalance,), lambda key: key[:2] in services)


class Purchases:
    """The purchases from the plan on that a programme can make, side by side; a group is a set in a year."""

    def __init__(self, layout: ChoiceLayout, seen: SeenYears) -> None:
        """Take what a programme sees of all purchases of a model."""
        model = layout.model
        self.layout, self.data, self.seen = layout, model.data, seen
        self._column_at = _places(model.arrays.column_count, seen.columns)
        self._row_at = _places(model.arrays.row_count, seen.rows)
        self._column_count = model.arrays.column_count if seen.columns is None else len(seen.columns)
        every = layout.vintages
        self.places: Integers = np.flatnonzero((every >= seen.first) & (every <= seen.last))
        self.keys: list[Key] = [layout.keys[place] for place in self.places.tolist()]
        self.sets: list[ChoiceSet] = [layout.sets[place] for place in self.places.tolist()]
        groups: dict[Key, int] = {}
        named = [(one.region, one.service, key[2]) for one, key in zip(self.sets, self.keys, strict=True)]
        self.group: Integers = np.array([groups.setdefault(name, len(groups)) for name in named], dtype=np.int64)
        self.groups: list[Key] = list(groups)
        self.column: Integers = self._column_at[layout.columns[self.places]]
        self.row: Integers = self._row_at[layout.rows[self.places]]
        self.pieces: Integers = self._column_at[layout.pieces[self.places]]
        self._serving = np.flatnonzero((every[layout.purchase] >= seen.first) & (layout.year <= seen.last))

    @cached_property
    def committed(self) -> Floats:
        """The service that a unit of each purchase commits in the years that are seen, discounted."""
        layout, serving = self.layout, self._serving
        whole = np.bincount(layout.purchase[serving], layout.service[serving], minlength=len(layout.keys))
        return np.asarray(whole[self.places], dtype=float)

    @cached_property
    def demanded(self) -> Floats:
        """The service that is asked for in the year of each group, discounted."""
        years, demand = self.data.system.years, self.data.system.parameters["demand"]
        weight = {
            year: flow_weight(years.discount_rate, years.span(year), years.base_year)
            for year in {int(key[2]) for key in self.groups}
        }
        return np.array([demand.get(key, 0.0) * weight[int(key[2])] for key in self.groups])

    def may_be_made(self, program: Program) -> Mask:
        """Say of each purchase whether it is allowed, and may run in its own year."""
        running = self.layout.runs_at_once[self.places]
        runs = program.column_high[self.columns_at(np.maximum(running, 0))] > 0.0
        found: Mask = (program.column_high[self.column] > 0.0) & (runs | (running < 0))
        return found

    def rows_at(self, rows: Sequence[int]) -> Integers:
        """Return where rows of the programme of all years stand in this one, those that do."""
        found = self._row_at[np.asarray(rows, dtype=np.int64)]
        return found[found >= 0]

    @cached_property
    def decided(self) -> Mask:
        """Which purchases are decided by the programme; those of later years are seen alone."""
        found: Mask = self.layout.vintages[self.places] <= self.seen.kept
        return found

    def columns_at(self, columns: Integers) -> Integers:
        """Return where columns of the programme of all years stand in this one; below zero where they do not."""
        return self._column_at[columns]

    def added(self, values: Floats) -> Floats:
        """Return the sum of values of purchases by group."""
        return np.bincount(self.group, values, minlength=len(self.groups)).astype(float)

    def service(self, units: Floats) -> Floats:
        """Return the service that so many units of each purchase commit."""
        return np.maximum(self.committed * units, 0.0)

    def costs(self, program: Program, answer: Answer) -> Floats:
        """Return what each purchase costs who buys, levelised per unit of service, at the prices of a solution.

        That is what its columns cost less what all rows but those of the service itself, and of what stands and has to
        run, give for it, and more by what a unit more of a column at its bound would be worth: what is scarce is dear.
        """
        return self._per_service(program, answer, np.concatenate([self._capacity_rows, self._service_rows]))

    def net_costs(self, program: Program, answer: Answer) -> Floats:
        """Return the same less what the service is worth in the years in which each purchase gives it.

        Where lives differ, who chooses among them compares what they cost beside what they give, and when.
        """
        return self._per_service(program, answer, self._capacity_rows)

    def _per_service(self, program: Program, answer: Answer, without: Integers) -> Floats:
        shape = len(program.row_low), len(program.costs)
        rows = csr_matrix((program.values, program.indices, program.starts), shape=shape)
        duals = answer.duals.copy()
        duals[without] = 0.0
        rents = answer.reduced_costs.copy()
        rents[self.column] = np.minimum(rents[self.column], 0.0)  # what is not bought costs what it would cost
        prices = program.costs - rows.T @ duals - rents
        prices[self.pieces.ravel()] = 0.0
        found: Floats = self._uses @ prices[: self._uses.shape[1]] / self.committed  # columns of one's own come last
        return found

    @cached_property
    def _capacity_rows(self) -> Integers:
        return self.rows_at(self.layout.capacity_rows)

    @cached_property
    def _service_rows(self) -> Integers:
        return self.rows_at(self.layout.service_rows)

    @cached_property
    def _uses(self) -> csr_matrix:
        """How much of each column a unit of each purchase takes over its life: itself, what stands, what runs."""
        layout, serving = self.layout, self._serving
        own = np.zeros(len(layout.keys), dtype=np.int64)
        own[self.places] = np.arange(len(self.places))
        used = own[layout.purchase[serving]]
        places = np.concatenate([np.arange(len(self.keys)), used, used])
        taken = [self._column_at[part[serving]] for part in (layout.standing, layout.running)]
        columns = np.concatenate([self.column, *taken])
        amounts = np.concatenate([np.ones(len(self.keys)), layout.alive[serving], layout.work[serving]])
        return csr_matrix((amounts, (places, columns)), shape=(len(self.keys), self._column_count))


def _places(count: int, seen: Integers | None) -> Integers:
    """Return where each of so many stands among those that are seen, below zero where it does not."""
    if seen is None:
        return np.arange(count, dtype=np.int64)
    found = np.full(count, -1, dtype=np.int64)
    found[seen] = np.arange(len(seen))
    return found
