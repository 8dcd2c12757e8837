"""Choice with spread: the shares in which people and firms buy, found in a few passes of one linear programme.

People differ, so that of two options of like cost both are bought, and a dearer one by some. Of each set of options the
programme pays, per unit of service committed, `spread` × ln(share) and a constant for what no price tells, so that its
optimum buys in the shares of a logit at its own prices (McFadden 1974; entropy as in Anas 1983, Transportation Research
Part B 17, 13-23). The shares' logarithm stands in pieces, finer around the shares of the pass before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

import numpy as np

from carbonsim.optimization.choice.constants import Option, Tastes, observe, tastes_of
from carbonsim.optimization.choice.least_use import UseLayout, least_use, with_least_use
from carbonsim.optimization.choice.logit import TINY, fine_widths, pieces_of, shares_at
from carbonsim.optimization.choice.purchases import ChoiceLayout, Purchases, SeenYears
from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import Chosen, Observed, Solution
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.tables import ENTRY, PIECES, Key

FIRST_WIDTH, NARROWER = 0.08, 0.3  # of a fine piece at a share of one half, and by how much a pass narrows it
MOST_PASSES = 6
OBSERVED = 1  # passes of the first programme that see anew what options cost; the others keep what was seen
SHARE_TOLERANCE, SERVICE_TOLERANCE, WEIGHT_WITHIN = 0.02, 0.01, 0.95
FARTHEST, SLIGHT = 0.01, 1e-3  # what share of all that weighs more than slightly, beside the largest, may be away
NEAR = 0.005  # of a share, away: no piece of such a set is laid anew, and what stands as it was need not be found again
LEAST_SERVICE = 1e-3  # of what is asked in a year: what one in which nothing is bought is laid out for

Solve = Callable[[Program], Answer]


class Answering(Protocol):
    """What moves beside choices from pass to pass: demands that answer prices."""

    def lay(self, program: Program) -> Program:
        """Return a programme laid out around what is known."""
        ...

    def learn(self, program: Program, answer: Answer) -> bool:
        """Learn from an answer, and say whether it is near enough."""
        ...

    def least_demanded(self) -> Mapping[Key, float]:
        """Return which part of what is asked for is demanded at least."""
        ...


class ChoicePasses:
    """Solves programmes of one model until what is bought are the shares of the logit at its own prices.

    It keeps the shares and units of the last answer, and the pieces that were laid for it, with which the next passes
    begin: what costs as it did is solved as it stands. It counts its `passes`.
    """

    def __init__(
        self,
        model: CompiledModel,
        observed: Mapping[Option, Observed],
        layout: ChoiceLayout | None = None,
        held: Mapping[Option, Observed] | None = None,
    ) -> None:
        """Take a model, what was seen of its options, and its layout where that is known.

        `held` is what a reference saw: the rest is seen at the prices of the first solution in which choice counts.
        """
        self.model, self.data, self.observed = model, model.data, dict(observed)
        self._layout, self._uses = layout or ChoiceLayout(model), UseLayout(model)
        self.tastes: Tastes = tastes_of(model.system.choices, observed)
        count = len(model.data.rows.get("service_commitment", []))
        self.share, self.units = np.full(count, np.nan), np.full(count, np.nan)
        self.passes = 0
        self._ended: dict[tuple[int, int], tuple[Floats, Floats, Floats]] = {}  # as laid last: share, service, width
        self._held = held
        self._laid: dict[tuple[str, Key], float] = {}  # cells of the last pass over all years
        self._known: dict[tuple[int, int], Purchases] = {}

    def begin(self, purchases: Purchases, program: Program, answer: Answer) -> None:
        """Take the prices and the total purchases of a solution in which nobody minds what is chosen."""
        costs = purchases.net_costs(program, answer) + self.tastes.constants(purchases)
        share = shares_at(purchases, costs, self.tastes.spreads(purchases), purchases.may_be_made(program))
        whole = purchases.added(purchases.service(answer.columns[purchases.column]))
        self.share[purchases.places] = share
        self.units[purchases.places] = share * whole[purchases.group] / purchases.committed

    def purchases(self, seen: SeenYears) -> Purchases:
        """Return the purchases of the years that a programme sees."""
        key = seen.first, seen.last
        if key not in self._known:
            self._known[key] = Purchases(self._layout, seen)
        return self._known[key]

    def settle(
        self,
        program: Program,
        seen: SeenYears,
        solve: Solve,
        most: int = MOST_PASSES,
        answering: Answering | None = None,
    ) -> tuple[Program, Answer]:
        """Return the programme of the last pass and its answer; the answer of the first that has no plan."""
        purchases = self.purchases(seen)
        program = _with_commitments(purchases, program)
        most = most if self._held is None else MOST_PASSES
        least = least_use(self._uses, purchases, program)
        program = with_least_use(self._uses, purchases, program, least)
        spread, constant = self.tastes.spreads(purchases), self.tastes.constants(purchases)
        share, service, width = self._last(purchases)
        for number in range(most):
            if answering is not None:
                least = least_use(self._uses, purchases, program, answering.least_demanded())
                program = answering.lay(with_least_use(self._uses, purchases, program, least))
            laid = _lay_pieces(purchases, program, share, service, width, spread, constant)
            answer = solve(laid)
            self.passes = number + 1
            if answer.status != SolveStatus.OPTIMAL:
                break
            if self._held is not None and number < OBSERVED:
                self._observe(purchases, laid, answer)
                spread, constant = self.tastes.spreads(purchases), self.tastes.constants(purchases)
            ended = share, service, width
            near, bought, whole, away = self._learn(purchases, laid, answer, spread, constant, service)
            near = (answering is None or answering.learn(laid, answer)) and near
            share, service, width = _next_pieces(purchases, ended, bought, whole, away)
            if near:
                break
        if answer.status == SolveStatus.OPTIMAL:
            self._ended[seen.first, seen.last] = ended
        self._held = None
        if seen.columns is None:
            both = zip(least.places.tolist(), least.uses.tolist(), strict=True)
            self._laid = {("least_use", self._uses.keys[place]): use for place, use in both} | _cells(purchases, laid)
        return laid, answer

    def _observe(self, purchases: Purchases, program: Program, answer: Answer) -> None:
        """See what options cost at the prices of an answer, so that at these the shares seen come out again."""
        self.observed = {**observe(purchases, program, answer), **(self._held or {})}
        self.tastes = tastes_of(self.model.system.choices, self.observed)

    def cells(self) -> dict[tuple[str, Key], float]:
        """Return the cells of the model as the last pass over all years left them."""
        return self._laid

    def renewed(self, model: CompiledModel) -> ChoicePasses:
        """Return passes for other numbers of the same model: the same tastes, and the last shares to begin from."""
        passes = ChoicePasses(model, self.observed)
        passes.share, passes.units, passes._ended = self.share.copy(), self.units.copy(), dict(self._ended)
        return passes

    @property
    def chosen(self) -> dict[Key, Chosen]:
        """The share and the units of each purchase of the last answer."""
        keys = self.data.rows.get("service_commitment", [])
        both = zip(keys, self.share.tolist(), self.units.tolist(), strict=True)
        return {key: Chosen(share, units) for key, share, units in both if not np.isnan(share)}

    def _last(self, purchases: Purchases) -> tuple[Floats, Floats, Floats]:
        """Return share, service and width of the pieces that were laid last for the same years, or to begin with.

        Those lie around what is known last; of a year that was not seen yet around what is of the year before.
        """
        ended = self._ended.get((purchases.seen.first, purchases.seen.last))
        if ended is not None:
            return ended
        share, units = self.share[purchases.places], self.units[purchases.places]
        for place, key in enumerate(purchases.keys):
            if np.isnan(share[place]):
                same = place > 0 and purchases.keys[place - 1][:2] == key[:2]
                share[place], units[place] = (share[place - 1], units[place - 1]) if same else (ENTRY, 0.0)
        service = _laid_service(purchases, purchases.added(purchases.service(units)))
        return share, service, np.full(len(share), FIRST_WIDTH)

    def _learn(
        self, purchases: Purchases, program: Program, answer: Answer, spread: Floats, constant: Floats, laid: Floats
    ) -> tuple[bool, Floats, Floats, Floats]:
        """Keep shares and units of an answer; return whether they are near enough, shares, service, and how far off."""
        units = answer.columns[purchases.column]
        service = purchases.service(units)
        whole = purchases.added(service)
        weight = whole[purchases.group]
        logit = shares_at(
            purchases, purchases.net_costs(program, answer) + constant, spread, purchases.may_be_made(program)
        )
        bought = np.divide(service, weight, out=logit.copy(), where=weight > TINY)
        self.share[purchases.places], self.units[purchases.places] = bought, units
        moved = np.divide(np.abs(whole - laid), whole, out=np.zeros_like(whole), where=whole > TINY)
        away = np.abs(bought - logit)
        return self._near(purchases, away, moved, whole), bought, whole, away

    def _near(self, purchases: Purchases, away: Floats, moved: Floats, whole: Floats) -> bool:
        """Say whether the purchases that a programme decides are near enough, each by what its service usually costs.

        What is only seen is decided later.
        """
        here = purchases.decided
        group, worth = purchases.group[here], self.tastes.means(purchases)[here]
        weight, away = whole[group] * worth, away[here]
        counts = weight > SLIGHT * weight.max(initial=0.0)
        return (
            _within(away, SHARE_TOLERANCE, weight)
            and bool((away[counts] <= FARTHEST).all())
            and _within(moved[group], SERVICE_TOLERANCE, weight)
        )

    def taste(self, columns: Floats) -> float:
        """Return what choices cost beside money, exactly, for a solution of all years: pieces are not asked.

        In million CNY of the base year, discounted; zero where each set is bought in the shares that were seen.
        """
        years = self.model.system.years
        purchases = self.purchases(SeenYears(years.base_year, years.model[-1], years.model[-1]))
        service = purchases.service(columns[purchases.column])
        whole = purchases.added(service)[purchases.group]
        share = np.divide(service, whole, out=np.zeros_like(service), where=whole > TINY)
        felt = self.tastes.constants(purchases) + self.tastes.spreads(purchases) * np.log(np.maximum(share, TINY))
        return float((service * np.where(share > 0.0, felt, 0.0)).sum())


def passes_after(model: CompiledModel, reference: Solution) -> ChoicePasses | None:
    """Return passes that begin from the shares of a reference; None where it does not know every set."""
    sets = [one for one in model.system.choices if one.frozen is None]
    seen = reference.observed_choices
    if not all(any((one.region, option) in seen for option in one.options) for one in sets):
        return None
    passes = ChoicePasses(model, seen)
    for place, key in enumerate(model.data.rows.get("service_commitment", [])):
        if key in reference.chosen:
            passes.share[place], passes.units[place] = reference.chosen[key]
    return passes


def begin_passes(
    model: CompiledModel, purchases: Purchases, program: Program, answer: Answer, observed: Mapping[Option, Observed]
) -> ChoicePasses:
    """Return passes that begin from prices and purchases of a solution in which nobody minds what is chosen.

    `observed` is what a reference saw; what it did not see is taken from the solution itself.
    """
    passes = ChoicePasses(model, {**observe(purchases, program, answer), **observed}, purchases.layout, observed)
    passes.begin(purchases, program, answer)
    return passes


def without_choice(purchases: Purchases, program: Program) -> Program:
    """Return a programme in which nobody minds what is chosen."""
    costs, high = program.costs.copy(), program.column_high.copy()
    costs[purchases.pieces], high[purchases.pieces] = 0.0, 0.0
    high[purchases.pieces[:, -1]] = np.inf
    return replace(_with_commitments(purchases, program), costs=costs, column_high=high)


def in_one_piece(purchases: Purchases, program: Program) -> Program:
    """Return a programme in which one piece takes what others do, but for what was decided: the last has no end."""
    high, pieces = program.column_high.copy(), purchases.pieces[:, :-1]
    high[pieces] = np.maximum(program.column_low[pieces], 0.0)
    return replace(program, column_high=high)


def _cells(purchases: Purchases, program: Program) -> dict[tuple[str, Key], float]:
    """Return cost and width of every piece of a programme."""
    keys: list[Key] = [(*key, piece) for key in purchases.keys for piece in range(PIECES)]
    places = purchases.pieces.ravel()
    costs, widths = program.costs[places].tolist(), program.column_high[places].tolist()
    found = {("taste", key): cost for key, cost in zip(keys, costs, strict=True)}
    return found | {("piece_width", key): width for key, width in zip(keys, widths, strict=True)}


def _with_commitments(purchases: Purchases, program: Program) -> Program:
    """Return a programme whose purchases commit what they give in the years seen: the first column of each such row."""
    values, first = program.values.copy(), program.starts[purchases.row]
    assert (program.indices[first] == purchases.column).all()
    values[first] = purchases.committed
    return replace(program, values=values)


def _lay_pieces(
    purchases: Purchases, program: Program, share: Floats, service: Floats, width: Floats, spread: Floats,
    constant: Floats,
) -> Program:  # fmt: skip
    """Return a programme whose pieces lie around some shares, and cost what x ln x and the constants say."""
    edges, slopes = pieces_of(share, width)
    widths = np.diff(edges, axis=1) * service[purchases.group][:, None]
    widths[:, -1] = np.inf  # more may be bought than was
    widths[~purchases.may_be_made(program)] = 0.0  # what may not run is not bought, however it is liked
    costs, high = program.costs.copy(), program.column_high.copy()
    costs[purchases.pieces] = spread[:, None] * slopes + constant[:, None]
    high[purchases.pieces] = widths
    return replace(program, costs=costs, column_high=high)


def _next_pieces(
    purchases: Purchases, laid: tuple[Floats, Floats, Floats], bought: Floats, whole: Floats, away: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return share, service and width of the pieces of the next pass.

    With all years in sight those of a set that is near stay where they lie; a window is solved again in no time.
    """
    share, service, width = laid
    farthest = np.zeros(len(purchases.groups))
    np.maximum.at(farthest, purchases.group, away)
    stays = (purchases.seen.columns is None) & (farthest <= NEAR)
    stays &= np.abs(whole - service) <= SERVICE_TOLERANCE * whole
    reach = np.maximum(np.abs(bought - share), away) / fine_widths(bought, 2.0)  # what two fine pieces span
    narrower = np.minimum(np.maximum(reach, width * NARROWER), FIRST_WIDTH)
    members = stays[purchases.group]
    return (
        np.where(members, share, bought),
        np.where(stays, service, _laid_service(purchases, whole)),
        np.where(members, width, narrower),
    )


def _within(errors: Floats, most: float, weights: Floats) -> bool:
    """Say whether all but a small part of errors, by weight, are at most so large."""
    total = weights.sum()
    return bool(total <= 0.0 or weights[errors > most].sum() <= (1.0 - WEIGHT_WITHIN) * total)


def _laid_service(purchases: Purchases, whole: Floats) -> Floats:
    """Return the service that pieces are laid out for: at least a little of what is asked in the year."""
    least: Floats = LEAST_SERVICE * np.maximum(purchases.demanded, TINY)
    return np.maximum(whole, least)
