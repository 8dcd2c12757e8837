"""The purchases among which people and firms choose, as a programme sees them: columns, rows, and what each commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix

from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.structure.roles import Availability, ChoiceRow, DemandBalance, Role, StandingStock
from carbonsim.optimization.terms.choice import service_weights
from carbonsim.system.tables import PIECES, YEAR, ChoiceSet, Key


@dataclass(frozen=True)
class SeenYears:
    """The model years that a programme sees, and columns and rows of that of all years in it: None for all."""

    first: int
    last: int
    columns: Integers | None = None
    rows: Integers | None = None


class Purchases:
    """The purchases from the plan on that a programme can make, side by side; a group is a set in a year."""

    def __init__(self, model: CompiledModel, seen: SeenYears) -> None:
        """Number the purchases and gather their sets and columns."""
        self.model, self.data, self.seen = model, model.data, seen
        self._column_at = _places(model.arrays.column_count, seen.columns)
        self._row_at = _places(model.arrays.row_count, seen.rows)
        every = model.data.rows["service_commitment"]
        self.places: Integers = np.array(
            [place for place, key in enumerate(every) if seen.first <= int(key[2]) <= seen.last], dtype=np.int64
        )
        self.keys: list[Key] = [every[place] for place in self.places.tolist()]
        sets = {(choice.region, option): choice for choice in model.system.choices for option in choice.options}
        self.sets: list[ChoiceSet] = [sets[str(key[0]), str(key[1])] for key in self.keys]
        groups: dict[Key, int] = {}
        named = [(one.region, one.service, key[2]) for one, key in zip(self.sets, self.keys, strict=True)]
        self.group: Integers = np.array([groups.setdefault(name, len(groups)) for name in named], dtype=np.int64)
        self.groups: list[Key] = list(groups)
        built = model.arrays.columns["new_capacity"]
        self.column: Integers = self._column_at[[built[key] for key in self.keys]]
        _, first = model.arrays.columns.keys_of("choice_piece")
        self.pieces: Integers = self._column_at[first + self.places[:, None] * PIECES + np.arange(PIECES)]

    @cached_property
    def committed(self) -> Floats:
        """The service that a unit of each purchase commits in the years that are seen, discounted."""
        return np.array([sum(self._served(key).values()) for key in self.keys])

    def _served(self, key: Key) -> dict[int, float]:
        return service_weights(self.data, self._set_of[key[0], key[1]], key, self.seen.last)

    @cached_property
    def _set_of(self) -> dict[tuple[str | int, str | int], ChoiceSet]:
        return {(key[0], key[1]): one for key, one in zip(self.keys, self.sets, strict=True)}

    @cached_property
    def commitment_entries(self) -> tuple[Integers, Integers]:
        """The row of each purchase in which its service is the sum of its pieces, and the column of its capacity."""
        rows = self.model.arrays.rows["service_commitment"]
        return self._row_at[[rows[key] for key in self.keys]], self.column

    def rows_at(self, rows: Sequence[int]) -> Integers:
        """Return where rows of the programme of all years stand in this one, those that do."""
        found = self._row_at[np.asarray(rows, dtype=np.int64)]
        return found[found >= 0]

    def column_of(self, family: str, key: Key) -> int:
        """Return where a column stands in this programme; below zero where it does not."""
        return int(self._column_at[self.model.arrays.columns[family][key]])

    def row_of(self, family: str, key: Key) -> int:
        """Return where a row stands in this programme; below zero where it does not."""
        place = self.model.arrays.rows[family].get(key) if family in self.model.arrays.rows else None
        return -1 if place is None else int(self._row_at[place])

    def standing_row(self, key: Key) -> int:
        """Return where the row stands that says of what a capacity consists; below zero where there is none."""
        return max(self.row_of(equation.name, key) for equation, _ in with_role(StandingStock))

    def added(self, values: Floats) -> Floats:
        """Return the sum of values of purchases by group."""
        return np.bincount(self.group, values, minlength=len(self.groups)).astype(float)

    def service(self, units: Floats) -> Floats:
        """Return the service that so many units of each purchase commit."""
        return np.maximum(self.committed * units, 0.0)

    def costs(self, program: Program, answer: Answer) -> Floats:
        """Return what each purchase costs who buys, levelised per unit of service, at the prices of a solution.

        That is what its columns cost less what all rows but those of the service itself, and of what stands and has to
        run, give for it.
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
        prices = program.costs - rows.T @ duals
        prices[self.pieces.ravel()] = 0.0
        found: Floats = self._uses @ prices[: self._uses.shape[1]] / self.committed  # columns of one's own come last
        return found

    @cached_property
    def _capacity_rows(self) -> Integers:
        options = {key[:2] for key in self.keys}
        return self._rows_of((ChoiceRow, StandingStock, Availability), lambda key: key[:2] in options)

    @cached_property
    def _service_rows(self) -> Integers:
        services = {(one.region, one.service) for one in self.data.system.choices}
        return self._rows_of((DemandBalance,), lambda key: key[:2] in services)

    def _rows_of(self, roles: tuple[type[Role], ...], belongs: Callable[[Key], bool]) -> Integers:
        rows = self.model.arrays.rows
        names = [equation.name for role in roles for equation, _ in with_role(role) if equation.name in rows]
        return self.rows_at([row for name in names for key, row in rows[name].items() if belongs(key)])

    @cached_property
    def _uses(self) -> csr_matrix:
        """How much of each column a unit of each purchase takes over its life: itself, what stands, what runs."""
        alive = self.data.tables["alive"]
        entries: list[tuple[int, int, float]] = []
        for place, key in enumerate(self.keys):
            region, option, _ = key
            entries.append((place, int(self.column[place]), 1.0))
            for year in self._served(key):
                share = alive[*key, year]
                mode = self.data.columns[region, option, year][0][2]
                work = self.data.tables["yearly_potential"][region, option, year]
                entries.append((place, self.column_of("capacity", (region, option, year)), share))
                entries.append((place, self.column_of("activity", (region, option, mode, year, YEAR)), share * work))
        places, columns, amounts = (np.array(part) for part in zip(*entries, strict=True))
        count = len(self._column_at) if self.seen.columns is None else len(self.seen.columns)
        return csr_matrix((amounts, (places, columns)), shape=(len(self.keys), count))


def _places(count: int, seen: Integers | None) -> Integers:
    """Return where each of so many stands among those that are seen, below zero where it does not."""
    if seen is None:
        return np.arange(count, dtype=np.int64)
    found = np.full(count, -1, dtype=np.int64)
    found[seen] = np.arange(len(seen))
    return found
