"""Demand that answers prices: of a service that became dearer than in the reference less is asked for.

What is demanded moves along a demand of constant elasticity through the amount that was asked for, at the price that
the reference pays for it under the same behaviour and foresight. The programme gains by pieces of the area below that
demand, finer around the price of the pass before; what is told of it is worked out from the amount itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.choice.purchases import SeenYears
from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.demand.curve import FARTHEST, change_pieces, worth
from carbonsim.optimization.demand.prices import placed, usual_prices
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import Answered, ServicePrice
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.tables import CHANGE_PIECES, Key

FIRST_WIDTH, NARROWER = 0.08, 0.3  # of a fine piece in logarithms of a price, and by how much a pass narrows it
MOST_PASSES = 5
PRICE_TOLERANCE, OF_ITS_MOVE, WEIGHT_WITHIN = 5e-4, 0.02, 0.95  # of a price from that of the amount, in logarithms
TINY = 1e-12
NO_PRICE = 1e-9  # million CNY a unit: a demand without a price answers none
LOOSE = 0.35  # by which a price may rise of which nothing is known yet, in logarithms

Solve = Callable[[Program], Answer]


class Answers:
    """How the demands of one model answer prices that are not those of a reference; it keeps the prices found last."""

    def __init__(self, model: CompiledModel, known: Mapping[Key, ServicePrice], before: Answers | None = None) -> None:
        """Take a model, what services cost in the reference, and what was answered before, if anything."""
        self.model, self.data, self.known = model, model.data, known
        keys, first = model.arrays.columns.keys_of("demand_change")
        self.keys: list[Key] = [key[:3] for key in keys[:: 2 * CHANGE_PIECES]]
        self.pieces: Integers = first + np.arange(len(keys), dtype=np.int64).reshape(-1, 2 * CHANGE_PIECES)
        rows, elastic = model.arrays.rows["yearly_balance"], model.system.parameters["price_elasticity"]
        self.rows: Integers = np.array([rows[key] for key in self.keys], dtype=np.int64)
        self.years: Integers = np.array([int(key[2]) for key in self.keys], dtype=np.int64)
        self.elasticity = np.array([elastic[key[:2]] for key in self.keys])
        self.asked = np.array([model.system.parameters["demand"][key] for key in self.keys])
        self._usual = usual_prices(known, model.system)
        self.price, self.warmth = self._prices_of_years()
        self.moved: Floats = np.full(len(self.keys), np.nan)
        if before is not None and before.keys == self.keys:
            self.moved = before.moved.copy()
        self.passes = 0

    def _prices_of_years(self) -> tuple[Floats, Floats]:
        """Return the price of every demand in the window that kept its year, and how warm it was in the reference."""
        first: dict[Key, int] = {}  # the window that keeps a year is the first that does not end before
        for key in self._usual:
            if int(key[3]) >= int(key[2]):
                first[key[:3]] = min(first.get(key[:3], int(key[3])), int(key[3]))
        kept = [first.get(key, 0) for key in self.keys]
        found = [self._usual.get((*key, year), ServicePrice(0.0)) for key, year in zip(self.keys, kept, strict=True)]
        warmth = self.model.system.parameters["room_warmth"]
        colder = [one.warmth / warmth.get(key, 1.0) for key, one in zip(self.keys, found, strict=True)]
        return np.array([one.price for one in found]), np.array(colder)

    def usual(self, places: Integers, kept: int) -> Floats:
        """Return what demands cost in the reference as a window sees it that is kept up to a year."""
        prices = self.price[places]
        for number, place in enumerate(places.tolist()):
            if (one := self._usual.get((*self.keys[place], kept))) is not None:
                prices[number] = one.price
        return prices

    def opened(self, program: Program) -> Program:
        """Return a programme in which demands may change without end, for its windows to close."""
        high = program.column_high.copy()
        high[self.pieces] = np.inf
        return replace(program, column_high=high)

    def within(self, seen: SeenYears, kept: int) -> AnswersWithin:
        """Return how the demands of a programme answer that sees some years and is kept up to one of them."""
        return AnswersWithin(self, seen, kept)

    def cells(self, program: Program) -> dict[tuple[str, Key], float]:
        """Return worth and width of every piece of a programme of all years."""
        keys, first = self.model.arrays.columns.keys_of("demand_change")
        pieces = slice(first, first + len(keys))
        tables = {"change_worth": program.costs[pieces], "change_width": program.column_high[pieces]}
        return {
            (table, key): value for table, own in tables.items() for key, value in zip(keys, own.tolist(), strict=True)
        }

    def demanded(self, columns: Floats) -> Floats:
        """Return how much is demanded in a solution of all years."""
        return self.asked - changes(columns[self.pieces])

    def surplus(self, columns: Floats) -> float:
        """Return what demands are worth beyond what is asked for, less comfort given up, exactly.

        In million CNY of the base year, discounted.
        """
        gained, lost = self._worths(columns)
        return float((gained - lost).sum())

    def _worths(self, columns: Floats) -> tuple[Floats, Floats]:
        """Return what demands are worth beyond what is asked for, and what comfort is that is given up."""
        price = np.where(self.price > NO_PRICE, self.price, 0.0)
        share = np.maximum(self.demanded(columns) / self.asked, TINY)
        gained = price * self.asked * worth(share, self.elasticity)
        lost = -price * self.asked * self.warmth * worth(1.0 / self.warmth, self.elasticity)
        return np.asarray(gained), np.asarray(lost)

    def answered(self, columns: Floats) -> dict[Key, Answered]:
        """Return what is demanded in a solution of all years, at which price, and what that is worth."""
        weights = np.array([self.data.tables["flow_weight"][year,] for year in self.years.tolist()])
        (gained, lost), demanded = self._worths(columns), self.demanded(columns)
        paid = self.price * np.maximum(demanded / self.asked, TINY) ** (1.0 / self.elasticity)
        parts = (
            self.asked, demanded, self.price / weights, paid / weights, (gained - lost) / weights, lost / weights,
            weights,
        )  # fmt: skip
        return {
            key: Answered(*(float(part[place]) for part in parts))
            for place, key in enumerate(self.keys)
            if self.price[place] > NO_PRICE
        }


class AnswersWithin:
    """Answers of the years that one programme sees, pass after pass."""

    def __init__(self, answers: Answers, seen: SeenYears, kept: int) -> None:
        """Begin from the prices found last; of a year that was not seen yet, from those of the year before."""
        self._answers, self._seen = answers, seen
        self.places: Integers = np.flatnonzero((answers.years >= seen.first) & (answers.years <= seen.last))
        self._pieces = placed(answers.pieces[self.places], seen.columns)
        self._rows = placed(answers.rows[self.places], seen.rows)
        self._price = answers.usual(self.places, kept)
        self._priced: NDArray[np.bool_] = self._price > NO_PRICE
        self._elasticity, self._asked = answers.elasticity[self.places], answers.asked[self.places]
        self._moved, self._loose = self._begin()
        self._width = np.full(len(self.places), FIRST_WIDTH)

    def _begin(self) -> tuple[Floats, bool]:
        moved, keys = self._answers.moved[self.places], self._answers.keys
        unknown = np.isnan(moved)
        for number, place in enumerate(self.places.tolist()):
            if np.isnan(moved[number]):
                same = number > 0 and keys[place - 1][:2] == keys[place][:2]
                moved[number] = moved[number - 1] if same else 0.0
        return moved, bool(unknown.all())

    def lay(self, program: Program) -> Program:
        """Return a programme whose demands answer in pieces around the prices that are known."""
        widths, worths = change_pieces(self._moved, self._width, self._elasticity)
        costs, high = program.costs.copy(), program.column_high.copy()
        costs[self._pieces] = np.where(self._priced[:, None], self._price[:, None] * worths, 0.0)
        high[self._pieces] = np.where(self._priced[:, None], self._asked[:, None] * widths, 0.0)
        return replace(program, costs=costs, column_high=high)

    def learn(self, program: Program, answer: Answer) -> bool:
        """Take the prices of an answer; return whether what is demanded is what is demanded at them, near enough."""
        pieces, high = answer.columns[self._pieces], program.column_high[self._pieces]
        usual = np.where(self._priced, self._price, 1.0)
        paid = answer.duals[self._rows]
        by_price = np.log(np.clip(paid / usual, np.exp(-FARTHEST), np.exp(FARTHEST)))
        by_amount = np.log(np.maximum(1.0 - changes(pieces) / self._asked, TINY)) / self._elasticity
        within = ((pieces > 1e-7 * self._asked[:, None]) & (pieces < high - 1e-7 * self._asked[:, None])).any(axis=1)
        found = np.where(self._priced, np.where(within, by_amount, by_price), 0.0)
        error = np.where(self._priced, np.abs(by_price - by_amount), 0.0)
        strayed = np.abs(found - self._moved)
        self._width = np.minimum(np.maximum(strayed / 2.0, self._width * NARROWER), FIRST_WIDTH)
        self._moved, self._loose = found, False
        self._answers.moved[self.places] = found
        weight = np.where(self._priced, self._price * self._asked, 0.0)
        far = error > PRICE_TOLERANCE + OF_ITS_MOVE * np.abs(found)
        return bool(weight[far].sum() <= (1.0 - WEIGHT_WITHIN) * weight.sum())

    def least_demanded(self) -> dict[Key, float]:
        """Return which part of what is asked for is demanded at least, in the eyes of the pass that comes."""
        room = LOOSE if self._loose else 2.0 * self._width
        moved = np.where(self._priced, self._moved + room, 0.0)
        shares = np.exp(self._elasticity * moved).tolist()
        return {self._answers.keys[place]: share for place, share in zip(self.places.tolist(), shares, strict=True)}

    def settle(self, program: Program, solve: Solve, most: int = MOST_PASSES) -> tuple[Program, Answer]:
        """Return the programme of the last pass and its answer, where nobody chooses among options beside."""
        for number in range(most):
            laid = self.lay(program)
            answer = solve(laid)
            self._answers.passes = number + 1
            if answer.status != SolveStatus.OPTIMAL or self.learn(laid, answer):
                break
        return laid, answer


def changes(pieces: Floats) -> Floats:
    """Return by how much less is demanded, less by how much more, of pieces n × 2 CHANGE_PIECES."""
    whole: Floats = pieces[:, :CHANGE_PIECES].sum(axis=1) - pieces[:, CHANGE_PIECES:].sum(axis=1)
    return whole


def closed_pieces(model: CompiledModel) -> dict[tuple[str, Key], float]:
    """Return the cells of a model in which no demand answers."""
    keys, _ = model.arrays.columns.keys_of("demand_change")
    return {(table, key): 0.0 for table in ("change_worth", "change_width") for key in keys}
