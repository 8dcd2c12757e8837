"""Infeasible → which limits conflict, by how much, in a planner's words.

The smallest relaxation of the policies under which a plan exists tells the size. What each limit is worth to it proves
that so much has to give way, and names who takes part: from that proof the conflicts are taken one after the other,
each as the smallest set that cannot hold together even where nearly so much has given way, so that what is told beside
a conflict is what that conflict asks for. The search is bounded by counts of iterations and of conflicts, the same on
any machine; the clock is the last resort, and what is known by then is told.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from carbonsim.messages.message import Message
from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.infeasibility.messages import (
    NAMED,
    apart_from_each_other,
    at_least,
    conflict_statement,
    no_relaxation,
    unbounded_plan,
    without_plan,
)
from carbonsim.optimization.infeasibility.named_limits import NamedLimit, NamedLimits
from carbonsim.optimization.infeasibility.physical_limits import PhysicalLimits
from carbonsim.optimization.infeasibility.relaxation import Elastic, OutOfEffortError, Relaxation, relax
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import Statement
from carbonsim.optimization.solver.certificate import Certificate, Conflict
from carbonsim.optimization.solver.solve import Solver, crossing_columns

NEGLIGIBLE = 1e-6  # of a limit's size
NEARLY = 0.99  # of what gives way: what cannot hold even then is what asks for so much
READABLE = 6  # limits of a conflict
CONFLICTS = 24  # that are looked for
ITERATIONS, ITERATIONS_OF_A_ROW = 100_000, 10  # that one search may take
SECONDS = 900.0  # that an explanation may take: the last resort
Given = list[tuple[NamedLimit, float]]
Weighed = list[tuple[NamedLimit, float]]
Sides = tuple[
    dict[int, NamedLimit], dict[int, NamedLimit], dict[int, NamedLimit]
]  # behind rows, lower and upper bounds of columns


def explain(model: CompiledModel, solver: Solver, *, twin: bool, seconds: float | None = None) -> tuple[Statement, ...]:
    """Return what conflicts, with the smallest relaxation under which a plan exists.

    Policies give way first, each relative to its own size; then duties, growth limits and, last, demand. For the twin,
    say that the scenario has no solution even without its peaking plan. It ends after a count of iterations, and after
    `seconds` at the latest.
    """
    statements = [without_plan()] if twin and model.peaking else []
    return (*statements, *_Explanation(model, solver, SECONDS if seconds is None else seconds).statements())


def explain_unbounded(model: CompiledModel, solver: Solver) -> Statement:
    """Return which technologies earn money without end, the heaviest first, and whether a carbon price pays them."""
    ray, earners, paid = solver.unbounded_ray(), dict[tuple[str, str], float](), False
    if ray is not None:
        gains = np.minimum(solver.program.costs * ray, 0.0)
        least = NEGLIGIBLE * float(gains.min())
        prices = model.system.parameters["carbon_price"]
        for family in ("activity", "new_capacity", "capacity"):
            for key, place in model.arrays.columns[family].items():
                if gains[place] < least:
                    owner = (str(key[0]), str(key[1]))
                    earners[owner] = earners.get(owner, 0.0) + float(gains[place])
                    paid |= family == "activity" and prices.get(key[:4], 0.0) < 0.0
    technologies = {(one.region, one.name): one for one in model.system.technologies}
    chosen = sorted(earners, key=lambda owner: earners[owner])[:NAMED]
    return unbounded_plan([technologies[owner] for owner in chosen], paid=paid)


@dataclass(frozen=True)
class _Conflict:
    """Limits that cannot hold together, those that give way in it, and what each weighs."""

    gives: frozenset[int]
    members: Weighed

    @property
    def keys(self) -> frozenset[tuple[Message, str]]:
        return frozenset(limit.key for limit, _ in self.members)

    def is_one_with(self, other: _Conflict) -> bool:
        """Say whether both are told as one: the same limits in other years, or one part of the other's limits."""
        names = {id(limit) for limit, _ in self.members} & other.gives
        return bool(names) or self.keys <= other.keys or other.keys <= self.keys

    def joined(self, other: _Conflict) -> _Conflict:
        return _Conflict(self.gives | other.gives, [*self.members, *other.members])


class _Explanation:
    def __init__(self, model: CompiledModel, solver: Solver, seconds: float) -> None:
        self._until = time.perf_counter() + seconds
        self.solver, self.limits = solver, NamedLimits(model, solver.program)
        self.sides = self.limits.rows, self.limits.low, self.limits.high
        self.physical = PhysicalLimits(model, self.solver.program)
        self.iterations = ITERATIONS + ITERATIONS_OF_A_ROW * len(self.solver.program.row_low)

    def statements(self) -> tuple[Statement, ...]:
        """Return what conflicts with the smallest relaxation, conflicts that stand apart one by one."""
        try:
            found = self._relaxation(self.solver.program, self.sides)
        except OutOfEffortError as end:
            return (self._partial(end.status),)
        if found is None:
            return (no_relaxation(_members(self._proven()[0])),)
        gives, relaxation = found
        conflicts = self._conflicts(gives, relaxation)
        if not conflicts:
            return (conflict_statement(_with_shares(gives, relaxation), self._against(gives)),)
        if len(conflicts) > NAMED:
            conflicts = [reduce(_Conflict.joined, conflicts)]
        statements = [self._sentence(one, gives, relaxation) for one in conflicts]
        return (apart_from_each_other(len(statements)), *statements) if len(statements) > 1 else tuple(statements)

    def _sentence(self, conflict: _Conflict, gives: Given, relaxation: Relaxation) -> Statement:
        own = [give for give in gives if id(give[0]) in conflict.gives]
        return conflict_statement(_with_shares(own, relaxation), _members(conflict))

    @property
    def left(self) -> float:
        return max(min(self._until - time.perf_counter(), self.solver.seconds_left), 0.0)

    def _relaxation(self, program: Program, sides: Sides) -> tuple[Given, Relaxation] | None:
        """Return what has to give way: policies if that helps, else whatever may."""
        policies = {row: limit for row, limit in sides[0].items() if limit.policy}
        found = self._relax(program, (policies, {}, {})) if policies else None
        return found or self._relax(program, sides)

    def _relax(self, program: Program, sides: Sides) -> tuple[Given, Relaxation] | None:
        """Return which limits give way and by how much, in their own units, and how; None where nothing helps."""
        elastic = Elastic(*({place: limit.weight / limit.size for place, limit in side.items()} for side in sides))
        relaxed = relax(program, elastic, self.solver.options, self.iterations, self.left)
        if relaxed is None:
            return None
        amounts = (relaxed.rows, relaxed.low, relaxed.high)
        gives = [give for side, given in zip(sides, amounts, strict=True) for give in _given(side, given)]
        return (gives, relaxed) if gives else None

    def _conflicts(self, gives: Given, relaxation: Relaxation) -> list[_Conflict]:
        """Return the conflicts that ask for what gives way, one after the other; none where one is unclear.

        Each is looked for where what was found before has given way and all else nearly: what cannot hold even then is
        what asks for so much. What says the same of other years, and what names one another, is one.
        """
        pending, found = {id(limit): limit for limit, _ in gives}, list[_Conflict]()
        for _ in range(CONFLICTS):
            if not pending:
                break
            shares = (
                (limit, amount * (NEARLY if id(limit) in pending else 1.0 + NEGLIGIBLE)) for limit, amount in gives
            )
            one = self._conflict(self._relaxed(shares), relaxation.duals, pending.keys())
            if one is None:
                return []
            pending = {key: limit for key, limit in pending.items() if key not in one.gives}
            for other in [known for known in found if known.is_one_with(one)]:
                found.remove(other)
                one = other.joined(one)
            found.append(one)
        return [] if pending else found

    def _conflict(self, nearly: Program, duals: Floats, pending: Iterable[int]) -> _Conflict | None:
        """Return a smallest set that cannot hold in a programme in which nearly all has given way."""
        for column in crossing_columns(nearly):
            conflict = _Conflict(frozenset(), self._weighed(Conflict([], [column], [column])))
            if gives := _among(pending, conflict.members):
                return replace(conflict, gives=gives)
        proof = self.solver.proof(nearly, duals)
        for rows in [] if proof is None else proof.parts(nearly):
            part = np.zeros_like(duals)
            part[rows] = duals[rows]
            alone = self.solver.proof(nearly, part)
            if alone is not None and (gives := _among(pending, self._heavy(alone))):
                return self._smallest(alone, nearly, gives)
        return None

    def _smallest(self, proof: Certificate, program: Program, gives: frozenset[int]) -> _Conflict:
        """Return the smallest conflict in a proof as far as it can be read, or all of the proof."""
        conflict = self.solver.conflict(proof, program)
        members = [] if conflict is None else _worth_naming(self._weighed(conflict))
        for named in (members, [one for one in members if not one[0].physical]):
            own = _among(gives, named)
            if named and bool(own) == bool(gives) and len({limit.key for limit, _ in named}) <= READABLE:
                return _Conflict(own, named)
        return _Conflict(gives, _worth_naming(self._heavy(proof)))

    def _relaxed(self, gives: Iterable[tuple[NamedLimit, float]]) -> Program:
        """Return the programme in which limits have given way."""
        program = self.solver.program
        amounts = {id(limit): amount * limit.per_unit for limit, amount in gives}
        moved = {name: getattr(program, name).copy() for name in ("row_low", "row_high", "column_low", "column_high")}
        bounds = (("row_low", -1.0, 0), ("row_high", 1.0, 0), ("column_low", -1.0, 1), ("column_high", 1.0, 2))
        for name, sign, side in bounds:
            for place, limit in self.sides[side].items():
                moved[name][place] += sign * amounts.get(id(limit), 0.0)
        return replace(program, **moved)

    def _weighed(self, conflict: Conflict) -> Weighed:
        """Return the limits of a conflict, none heavier than another."""
        at = (self._at(side, place) for side, places in enumerate(conflict) for place in places)
        return [(limit, 0.0) for limits in (*at, self.physical.beside(conflict)) for limit in limits]

    def _heavy(self, proof: Certificate) -> Weighed:
        """Return the limits of a proof with what each weighs in it."""
        return [
            (limit, weight)
            for side, weights in enumerate(proof.weights())
            for place, weight in weights.items()
            for limit in self._at(side, place)
        ]

    def _at(self, side: int, place: int) -> Iterator[NamedLimit]:
        """Yield what stands behind a row (0), a lower (1) or an upper bound (2) of a column."""
        if place in self.sides[side]:
            yield self.sides[side][place]
        yield from self.physical.at(side, place)

    def _proven(self) -> tuple[_Conflict | None, list[int]]:
        """Return what cannot hold as it stands, with the rows that prove it; none where so many iterations do not."""
        crossed = self.solver.crossed
        if crossed and (members := self._weighed(Conflict([], crossed, crossed))):
            return _Conflict(frozenset(), members), []
        proof = self.solver.certificate(self.iterations, self.left)
        if proof is None:
            return None, []
        return self._smallest(proof, self.solver.program, frozenset()), proof.rows

    def _partial(self, status: str) -> Statement:
        """Return what is known where the search for a relaxation came to no end: a conflict, and what it asks for."""
        proven, rows = self._proven()
        if proven is None:
            return no_relaxation([], status, self.iterations)
        own = {id(limit) for limit, _ in proven.members}
        limits, low, high = ({at: limit for at, limit in side.items() if id(limit) in own} for side in self.sides)
        try:
            found = self._relaxation(_only(self.solver.program, rows), (limits, low, high))
        except OutOfEffortError:
            found = None
        if found is None:
            return no_relaxation(_members(proven), status, self.iterations)
        return at_least(_with_shares(*found), _members(proven), status, self.iterations)

    def _against(self, gives: Given) -> list[list[NamedLimit]]:
        """Return what else could give way in place of the limits that do, the heaviest first."""
        others = {row: limit for row, limit in self.limits.rows.items() if not limit.policy}
        try:
            found = self._relax(self.solver.program, (others, self.limits.low, self.limits.high))
        except OutOfEffortError:
            found = None
        yielding = {limit.key for limit, _ in gives}
        against = [] if found is None else found[0]
        weighed = ((limit, amount * limit.per_unit / limit.size) for limit, amount in against)
        return [group for group in _ranked(weighed) if group[0].key not in yielding]


def _worth_naming(members: Weighed) -> Weighed:
    """Leave out what goes without saying, demand and the past, where something else stands against a target."""
    named = [member for member in members if not member[0].granted]
    return named if len({limit.policy for limit, _ in named}) == len((True, False)) else members


def _members(conflict: _Conflict | None) -> list[list[NamedLimit]]:
    """Return the limits of a conflict, limits of one sentence together."""
    return [] if conflict is None else _ranked(conflict.members)


def _ranked(weighed: Iterable[tuple[NamedLimit, float]]) -> list[list[NamedLimit]]:
    """Return limits of one sentence together: first what was declared, and of that the heaviest."""
    weight: dict[tuple[Message, str], float] = defaultdict(float)
    groups: dict[tuple[Message, str], list[NamedLimit]] = defaultdict(list)
    for limit, amount in weighed:
        weight[limit.key] += amount
        groups[limit.key].append(limit)
    return [groups[key] for key in sorted(groups, key=lambda key: (not groups[key][0].declared, -weight[key]))]


def _among(pending: Iterable[int], members: Weighed) -> frozenset[int]:
    """Return which of the limits that give way take part."""
    known = set(pending)
    return frozenset(id(limit) for limit, _ in members if id(limit) in known)


def _with_shares(gives: Given, relaxation: Relaxation) -> Given:
    """Return what gives way with the shares that are reached, as a reader is told them."""
    shared: Given = []
    for limit, given in gives:
        share = limit.share
        reached = None if share is None else share.reached(given * limit.per_unit, relaxation.columns)
        shared.append((replace(limit, reached=reached), given))
    return shared


def _only(program: Program, rows: list[int]) -> Program:
    """Return the programme of some rows alone, the others free."""
    free = np.ones(len(program.row_low), dtype=bool)
    free[rows] = False
    low, high = np.where(free, -np.inf, program.row_low), np.where(free, np.inf, program.row_high)
    return replace(program, row_low=low, row_high=high)


def _given(limits: dict[int, NamedLimit], amounts: Iterable[float]) -> Given:
    given = np.asarray(amounts)
    return [
        (limit, float(given[place]) / limit.per_unit)
        for place, limit in limits.items()
        if given[place] > NEGLIGIBLE * limit.size
    ]
