"""Campaigns: what each does to emissions, first in and last out, and what it costs.

Under a binding peak emissions are pinned: one campaign more only lets the optimiser do less elsewhere. So effects are
measured without the peaking plan and without enforced emission targets; what then is left to the plan is one wedge,
"chosen by the optimiser". With the constraints on, a campaign shows as the cost it saves.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from carbonsim.analysis.leaks.places import Emitted
from carbonsim.messages.message import Message
from carbonsim.optimization.solution.objective_parts import ObjectiveParts

EXACT_UP_TO = 5
BLOCKS = 3
Path = Mapping[int, float]
Subset = frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """Emissions by year in Mt and discounted cost in million CNY of one set of campaigns, without constraints.

    `parts` are those of its objective, of which resources and transfers make the cost; `emitted` is where it emits.
    """

    emissions: Path
    cost: float
    parts: ObjectiveParts | None = None
    emitted: Emitted | None = None
    air: Mapping[str, Path] = field(default_factory=dict)  # pollutants in kt


@dataclass(frozen=True)
class Effect:
    """What one campaign does: abatement by year in Mt and cost in million CNY, first in and last out."""

    name: str
    first_in: Path
    last_out: Path
    cost_first_in: float
    cost_last_out: float
    cost_saving: float | None = None  # with the constraints on; None where there are none, or no plan without it
    needed: bool = False  # whether no plan exists without it
    shapley: Path | None = None
    shapley_error: Path | None = None
    parts_first_in: ObjectiveParts | None = None  # what it adds to each part of the objective
    parts_last_out: ObjectiveParts | None = None
    emitted: Emitted | None = None  # where it is alone, first in
    air_avoided: Mapping[str, Path] = field(default_factory=dict)  # pollutants in kt, first in

    @property
    def wedge(self) -> Path:
        """Its share of the gap: the Shapley mean where it is known, else the mean of first in and last out."""
        if self.shapley is not None:
            return self.shapley
        return {year: (value + self.last_out[year]) / 2.0 for year, value in self.first_in.items()}


@dataclass(frozen=True)
class Wedges:
    """The gap from no campaign to the plan, by year: campaigns, what they overlap, what the optimiser chose."""

    effects: tuple[Effect, ...]
    without: Outcome
    together: Outcome
    plan: Path
    overlap: Path = field(default_factory=dict)
    optimiser: Path = field(default_factory=dict)
    sparing: tuple[str, ...] = ()  # campaigns that lower a demand: what people give up has no price
    problem: Message | None = None  # why nothing could be measured
    out_of_time: bool = False  # whether that is because of a time limit


def measure(
    names: Sequence[str],
    solve: Callable[[Subset], Outcome],
    plan: Path,
    *,
    cost_without: Callable[[str], float | None] | None = None,
    plan_cost: float | None = None,
    shapley: bool = False,
    seed: int = 0,
) -> Wedges:
    """Measure every campaign; `solve` answers for a set of campaigns without constraints.

    `cost_without` is the cost of the constrained plan without one campaign, None where there is no such plan.
    """
    answer = _remembered(solve)
    every = frozenset(names)
    without = answer(frozenset())
    shares = shapley_shares(names, answer, seed=seed) if shapley else {}
    first = {name: answer(frozenset({name})) for name in names}  # neighbours follow each other: each is solved warm
    together = answer(every)
    effects = []
    for name in names:
        alone, rest = first[name], answer(every - {name})
        saving, needed = None, False
        if cost_without is not None and plan_cost is not None:
            cost = cost_without(name)
            saving, needed = (None, True) if cost is None else (cost - plan_cost, False)
        mean, error = shares.get(name, (None, None))
        effects.append(
            Effect(
                name, _less(without.emissions, alone.emissions), _less(rest.emissions, together.emissions),
                alone.cost - without.cost, together.cost - rest.cost, saving, needed, mean, error,
                _parts_added(without, alone), _parts_added(rest, together), alone.emitted,
                {name: _less(path, alone.air[name]) for name, path in without.air.items()},
            )
        )  # fmt: skip
    gap = _less(without.emissions, together.emissions)
    overlap = {year: value - sum(effect.wedge[year] for effect in effects) for year, value in gap.items()}
    return Wedges(tuple(effects), without, together, plan, overlap, _less(together.emissions, plan))


def _parts_added(before: Outcome, after: Outcome) -> ObjectiveParts | None:
    return None if before.parts is None or after.parts is None else after.parts - before.parts


def _remembered(solve: Callable[[Subset], Outcome]) -> Callable[[Subset], Outcome]:
    known: dict[Subset, Outcome] = {}

    def answer(chosen: Subset) -> Outcome:
        if chosen not in known:
            known[chosen] = solve(chosen)
        return known[chosen]

    return answer


def _less(one: Path, two: Path) -> dict[int, float]:
    return {year: value - two[year] for year, value in one.items()}


def shapley_shares(
    names: Sequence[str], answer: Callable[[Subset], Outcome], *, seed: int = 0, blocks: int = BLOCKS
) -> dict[str, tuple[dict[int, float], dict[int, float] | None]]:
    """Return each campaign's mean contribution over the orders in which campaigns can come, and its standard error.

    Exact to five campaigns. Beyond, orders are drawn at random (Castro et al. 2009) in blocks of one order and its
    rotations, so that every campaign comes first, second, … equally often; the error is that over blocks.
    """
    exact = len(names) <= EXACT_UP_TO
    drawn = [list(itertools.permutations(names))] if exact else _drawn(names, blocks, seed)
    found: dict[str, list[dict[int, float]]] = {name: [] for name in names}
    for orders in drawn:
        for name, paths in _contributions(orders, answer).items():
            found[name].append(_mean(paths))
    return {name: (_mean(paths), None if exact else _error(paths)) for name, paths in found.items()}


def _contributions(
    orders: Sequence[tuple[str, ...]], answer: Callable[[Subset], Outcome]
) -> dict[str, list[dict[int, float]]]:
    found: dict[str, list[dict[int, float]]] = {name: [] for name in orders[0]}
    for order in orders:
        for place, name in enumerate(order):
            before, after = answer(frozenset(order[:place])), answer(frozenset(order[: place + 1]))
            found[name].append(_less(before.emissions, after.emissions))
    return found


def _drawn(names: Sequence[str], blocks: int, seed: int) -> list[list[tuple[str, ...]]]:
    source = random.Random(seed)
    drawn = []
    for _ in range(blocks):
        order = list(names)
        source.shuffle(order)
        drawn.append([(*order[first:], *order[:first]) for first in range(len(order))])
    return drawn


def _mean(paths: Sequence[Path]) -> dict[int, float]:
    return {year: sum(path[year] for path in paths) / len(paths) for year in paths[0]}


def _error(paths: Sequence[Path]) -> dict[int, float]:
    """Return the standard error of the mean; unknown for one path alone."""
    mean, count = _mean(paths), len(paths)
    if count < 2:
        return dict.fromkeys(mean, math.nan)
    return {
        year: math.sqrt(sum((path[year] - mean[year]) ** 2 for path in paths) / (count - 1) / count) for year in mean
    }
