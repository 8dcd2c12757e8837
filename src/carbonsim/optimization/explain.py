"""Infeasible → which claims clash, by how much, in a planner's words.

Two searches answer: the smallest relaxation of the policies under which a plan exists (its size), and a small set of
rows and bounds that cannot hold together (the clash). Where the second is too large to read or takes too long, the
smallest relaxation of everything else says what stands against the policies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from carbonsim.optimization.claims import Claim, Claims
from carbonsim.optimization.sentences import beside, clash_of, no_relaxation, without_plan
from carbonsim.optimization.solution import Statement
from carbonsim.optimization.solve import Solver
from carbonsim.system.tables import Label

if TYPE_CHECKING:
    from carbonsim.optimization.plan import Optimization

NEGLIGIBLE = 1e-6  # of a claim's size
READABLE = 6  # parties of a clash
Given = list[tuple[Claim, float]]


def explain(optimization: Optimization, *, twin: bool) -> tuple[Statement, ...]:
    """Return what clashes, with the smallest relaxation under which a plan exists.

    Policies give way first, each relative to its own size; then duties, growth limits and, last, demand. For the twin,
    say that the scenario has no solution even without its peaking plan.
    """
    solver, claims = optimization.solver, Claims(optimization)
    policies = {row: claim for row, claim in claims.rows.items() if claim.policy}
    others = {row: claim for row, claim in claims.rows.items() if not claim.policy}
    gives = _relax(solver, policies, {}, {}) if policies else None
    if gives is None:
        gives = _relax(solver, claims.rows, claims.low, claims.high)
        against: Given | None = []
    else:
        against = _relax(solver, others, claims.low, claims.high)
    parties = _clash(solver, claims)
    told = [without_plan()] if twin and optimization.peaking else []
    if gives is None:
        return (*told, no_relaxation(parties))
    return (*told, clash_of(gives, parties) if parties else beside(gives, _heaviest(against or [])))


def _clash(solver: Solver, claims: Claims) -> list[Claim]:
    """Return the claims of a small set of rows and bounds that cannot hold together; empty if none is readable."""
    rows, low, high = solver.clash()
    found = [claims.rows.get(row) for row in rows]
    found += [claims.low.get(column) for column in low] + [claims.high.get(column) for column in high]
    parties = _worth_naming([claim for claim in found if claim is not None])
    return parties if len({(claim.words, claim.path) for claim in parties}) <= READABLE else []


def _worth_naming(claims: list[Claim]) -> list[Claim]:
    """Leave out what goes without saying, demand and the past, where something else stands against the targets."""
    named = [claim for claim in claims if not claim.granted]
    return named if any(not claim.policy for claim in named) else claims


def _heaviest(against: Given) -> list[list[Claim]]:
    """Return claims of one sentence together, those that would have to give way most first."""
    weight: dict[tuple[Label, str], float] = defaultdict(float)
    groups: dict[tuple[Label, str], list[Claim]] = defaultdict(list)
    for claim, amount in against:
        key = (claim.words, claim.path)
        weight[key] += amount * claim.per_unit / claim.size
        groups[key].append(claim)
    return [groups[key] for key in sorted(groups, key=lambda key: -weight[key])]


def _relax(solver: Solver, rows: dict[int, Claim], low: dict[int, Claim], high: dict[int, Claim]) -> Given | None:
    """Return which claims give way and by how much, in their own units; None where that does not help."""
    program = solver.program
    row_count, column_count = len(program.row_low), len(program.costs)
    sides = [(rows, row_count), (low, column_count), (high, column_count)]
    relaxed = solver.relax(*(_penalties(claims, count) for claims, count in sides))
    if relaxed is None:
        return None
    found: Given = []
    for (claims, _), amounts in zip(sides, relaxed, strict=True):
        found += _given(claims, amounts)
    return found or None


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
