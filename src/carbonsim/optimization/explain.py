"""Infeasible → which claims clash, by how much, in a planner's words.

A proof that no plan exists names the rows and bounds that take part; a small one is searched for the smallest set that
cannot hold together (the clash), of a large one the heaviest are named. The smallest relaxation of the policies under
which a plan exists tells the size. All of it keeps a time limit, and says so where it ran out.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from carbonsim.optimization.certificate import Certificate, Clash
from carbonsim.optimization.claims import Claim, Claims
from carbonsim.optimization.compile import Program
from carbonsim.optimization.facts import facts
from carbonsim.optimization.sentences import (
    NAMED,
    apart_from_each_other,
    clash_of,
    endless,
    no_relaxation,
    without_plan,
)
from carbonsim.optimization.solution import Statement
from carbonsim.optimization.solve import Relaxation, Solver
from carbonsim.system.tables import Label

if TYPE_CHECKING:
    from carbonsim.optimization.plan import Optimization

NEGLIGIBLE = 1e-6  # of a claim's size
READABLE = 6  # parties of a clash
SECONDS = 30.0  # that an explanation may take
PROOF_SECONDS = 5.0  # of them for the proof at most, and never more than a third
Given = list[tuple[Claim, float]]
ClaimKey = tuple[Label, str]


def explain(optimization: Optimization, *, twin: bool, seconds: float | None = None) -> tuple[Statement, ...]:
    """Return what clashes, with the smallest relaxation under which a plan exists.

    Policies give way first, each relative to its own size; then duties, growth limits and, last, demand. For the twin,
    say that the scenario has no solution even without its peaking plan. It takes `seconds`, or half a minute, at most.
    """
    told = [without_plan()] if twin and optimization.peaking else []
    return (*told, *_Explanation(optimization, SECONDS if seconds is None else seconds).statements())


def explain_endless(optimization: Optimization) -> Statement:
    """Return which technologies earn money without end, the heaviest first, and whether a carbon price pays them."""
    ray, earners, paid = optimization.solver.endless(), dict[tuple[str, str], float](), False
    if ray is not None:
        gains = np.minimum(optimization.solver.program.costs * ray, 0.0)
        least = NEGLIGIBLE * float(gains.min())
        prices = optimization.system.parameters["carbon_price"]
        for family in ("activity", "new_capacity", "capacity"):
            for key, place in optimization.arrays.columns[family].items():
                if gains[place] < least:
                    owner = (str(key[0]), str(key[1]))
                    earners[owner] = earners.get(owner, 0.0) + float(gains[place])
                    paid |= family == "activity" and prices.get(key[:4], 0.0) < 0.0
    technologies = {(one.region, one.name): one for one in optimization.system.technologies}
    chosen = sorted(earners, key=lambda owner: earners[owner])[:NAMED]
    return endless([technologies[owner] for owner in chosen], paid=paid)


class _Explanation:
    def __init__(self, optimization: Optimization, seconds: float) -> None:
        self.seconds, self._until = seconds, time.perf_counter() + seconds
        self.solver, self.claims = optimization.solver, Claims(optimization)
        self.known = dict(facts(optimization)) | self.claims.rows  # what takes part; only claims may give way
        self.reached: dict[int, float | None] = {}
        self.certificate = self._proof()

    def statements(self) -> tuple[Statement, ...]:
        """Return what clashes with the smallest relaxation, clashes that stand apart one by one."""
        parties, proven = self._clash(self.certificate), self.certificate is not None
        try:
            gives, late = self._relaxation(), None
        except TimeoutError:
            gives, late = None, self.seconds
        parties = parties if proven else self._clash(self.certificate)
        if gives is None:
            return (no_relaxation(parties or self._heaviest(self.certificate), late),)
        apart = self._apart(gives)
        if len(apart) > 1:
            told = ((self._with_shares(given), against) for given, against in apart)
            return (apart_from_each_other(len(apart)), *(clash_of(given, against) for given, against in told))
        return (clash_of(self._with_shares(gives), parties or self._against(gives)),)

    @property
    def left(self) -> float:
        return max(self._until - time.perf_counter(), 0.0)

    def _proof(self) -> Certificate | None:
        return self.solver.certificate(min(self.left / 3.0, PROOF_SECONDS))

    def _relaxation(self) -> Given | None:
        """Return what has to give way: policies if that helps, else whatever may."""
        rows = self.claims.rows
        policies = {row: claim for row, claim in rows.items() if claim.policy}
        found = _relax(self.solver, policies, {}, {}, self.left) if policies else None
        found = found or _relax(self.solver, rows, self.claims.low, self.claims.high, self.left)
        if found is None:
            return None
        gives, relaxation = found
        self.certificate = self.certificate or relaxation.certificate
        for claim, given in gives:
            if claim.share is not None:
                self.reached[id(claim)] = claim.share.reached(given * claim.per_unit, relaxation.columns)
        return gives

    def _with_shares(self, gives: Given) -> Given:
        """Return what gives way with the shares that are reached, as a reader is told them."""
        return [(replace(claim, reached=self.reached.get(id(claim))), given) for claim, given in gives]

    def _apart(self, gives: Given) -> list[tuple[Given, list[list[Claim]]]]:
        """Return each clash that stands by itself: what gives way there, and what stands against it.

        With all relaxed but one party, the proof that no plan exists tells what that one clashes with; parties that
        appear in one another's proofs belong together. One clash for all where there are too many, or one is unclear.
        """
        keys = list(dict.fromkeys(claim.key for claim, _ in gives))
        if not 1 < len(keys) <= NAMED:
            return []
        program, found = self.solver.program, list[tuple[ClaimKey, list[list[Claim]]]]()
        for key in keys:
            self.solver.update(self._relaxed(program, [give for give in gives if give[0].key != key]))
            proof = self._proof()
            named = self._clash(proof) or self._heaviest(proof)
            if not any(claims[0].key == key for claims in named):
                found = []
                break
            found.append((key, named))
        self.solver.update(program)
        return [
            ([give for give in gives if give[0].key in members], named) for members, named in _clusters(keys, found)
        ]

    def _relaxed(self, program: Program, gives: Given) -> Program:
        """Return the programme in which claims have given way."""
        amounts = {id(claim): (1.0 + NEGLIGIBLE) * amount * claim.per_unit for claim, amount in gives}
        sides = ((self.claims.rows, "row_low", "row_high"), (self.claims.low, "column_low", ""),
                 (self.claims.high, "", "column_high"))  # fmt: skip
        moved = {name: getattr(program, name).copy() for name in ("row_low", "row_high", "column_low", "column_high")}
        for claims, low, high in sides:
            for place, claim in claims.items():
                if id(claim) in amounts:
                    for name, sign in ((low, -1.0), (high, 1.0)):
                        if name:
                            moved[name][place] += sign * amounts[id(claim)]
        return replace(program, **moved)

    def _clash(self, certificate: Certificate | None) -> list[list[Claim]]:
        """Return the claims of a small set of rows and bounds that cannot hold together; empty if none is readable."""
        crossed = self.solver.crossed
        found = Clash([], crossed, crossed) if crossed else None
        found = self.solver.clash(certificate) if certificate else found
        if found is None:
            return []
        sides = zip((self.known, self.claims.low, self.claims.high), found, strict=True)
        parties = _worth_naming([claims[place] for claims, places in sides for place in places if place in claims])
        for named in (parties, [claim for claim in parties if not claim.fact]):
            groups = _ranked((claim, 0.0) for claim in named)
            if len(groups) <= READABLE:
                return groups
        return []

    def _against(self, gives: Given) -> list[list[Claim]]:
        """Return what stands against the claims that give way, the heaviest first."""
        yielding = {claim.key for claim, _ in gives}
        if self.certificate is not None:
            return [group for group in self._heaviest(self.certificate) if group[0].key not in yielding]
        others = {row: claim for row, claim in self.claims.rows.items() if not claim.policy}
        try:
            found = _relax(self.solver, others, self.claims.low, self.claims.high, self.left)
        except TimeoutError:
            found = None
        against = [] if found is None else found[0]
        return _ranked((claim, amount * claim.per_unit / claim.size) for claim, amount in against)

    def _heaviest(self, certificate: Certificate | None) -> list[list[Claim]]:
        if certificate is None:
            return []
        sides = zip((self.known, self.claims.low, self.claims.high), certificate.weights(), strict=True)
        weighed = [
            (claims[place], weight) for claims, weights in sides for place, weight in weights.items() if place in claims
        ]
        named = {id(claim) for claim in _worth_naming([claim for claim, _ in weighed])}
        return _ranked((claim, weight) for claim, weight in weighed if id(claim) in named)


def _clusters(
    keys: list[ClaimKey], found: list[tuple[ClaimKey, list[list[Claim]]]]
) -> list[tuple[set[ClaimKey], list[list[Claim]]]]:
    """Join proofs that name one another's party: each cluster with its parties and all that its proofs name."""
    clusters: list[tuple[set[ClaimKey], list[list[Claim]]]] = []
    for key, named in found:
        members = {key, *(claims[0].key for claims in named if claims[0].key in keys)}
        joined = [one for one in clusters if one[0] & members]
        clusters = [one for one in clusters if not one[0] & members]
        for others, more in joined:
            members, named = members | others, [*more, *named]
        clusters.append((members, named))
    return clusters


def _worth_naming(claims: list[Claim]) -> list[Claim]:
    """Leave out what goes without saying, demand and the past, where something else stands against a target."""
    named = [claim for claim in claims if not claim.granted]
    return named if len({claim.policy for claim in named}) == len((True, False)) else claims


def _ranked(weighed: Iterable[tuple[Claim, float]]) -> list[list[Claim]]:
    """Return claims of one sentence together: first what was declared, and of that the heaviest."""
    weight: dict[tuple[Label, str], float] = defaultdict(float)
    groups: dict[tuple[Label, str], list[Claim]] = defaultdict(list)
    for claim, amount in weighed:
        weight[claim.key] += amount
        groups[claim.key].append(claim)
    return [groups[key] for key in sorted(groups, key=lambda key: (not groups[key][0].declared, -weight[key]))]


def _relax(
    solver: Solver, rows: dict[int, Claim], low: dict[int, Claim], high: dict[int, Claim], seconds: float
) -> tuple[Given, Relaxation] | None:
    """Return which claims give way and by how much, in their own units, and how; None where nothing helps."""
    if seconds <= 0.0:
        raise TimeoutError
    program = solver.program
    row_count, column_count = len(program.row_low), len(program.costs)
    sides = [(rows, row_count), (low, column_count), (high, column_count)]
    penalties = [_penalties(claims, count) for claims, count in sides]
    relaxed = solver.relax(penalties[0], penalties[1], penalties[2], seconds)
    if relaxed is None:
        return None
    found: Given = []
    for (claims, _), amount in zip(sides, relaxed[:3], strict=True):
        found += _given(claims, amount)
    return (found, relaxed) if found else None


def _penalties(claims: dict[int, Claim], count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    penalties = np.full(count, -1.0)
    for place, claim in claims.items():
        penalties[place] = claim.weight / claim.size
    return penalties


def _given(claims: dict[int, Claim], amounts: Iterable[float]) -> Given:
    given = np.asarray(amounts)
    return [
        (claim, float(given[place]) / claim.per_unit)
        for place, claim in claims.items()
        if given[place] > NEGLIGIBLE * claim.size
    ]
