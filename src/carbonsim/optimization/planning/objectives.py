"""Beside the cheapest plan: the plan of lowest peak, or of earliest peak, within a cost ceiling.

Where all years are in sight, the lowest peak is found first and held, then the cheapest plan that reaches it; the
earliest by trying the years in order, each warm from the one before, for a year that can be the peak may have one after
it that cannot. Where years are decided one after another no programme knows what all of them cost: levels are tried
until the lowest within the ceiling is known to a thousandth. The past is tried first as the earliest, since a plan may
keep all its years below what was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from carbonsim.optimization.compiling.arrays import Program
from carbonsim.optimization.equations import with_role
from carbonsim.optimization.infeasibility.messages import no_year, too_dear
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.optimization.structure.roles import PeakingLine
from carbonsim.system.tables import Peaking

HOLDS: Mapping[str, Callable[[int, int], bool]] = {"after": int.__gt__, "at": int.__eq__, "until": int.__le__}
LEVEL_TOLERANCE = 1e-7  # of the lowest peak, within which the cheapest plan is sought
FIRST_STEP, LEVEL_STEP = 0.01, 1e-3  # of the twin's highest year: the first level tried below it, and how close it ends


class Attempt(NamedTuple):
    """A programme that is tried, and the year that is the peak in it, where one is."""

    program: Program
    year: int | None = None


TryOut = Callable[[Attempt], tuple[SolveStatus, float]]  # solve warm, and return how it went and what is minimised
Settle = Callable[[Program, int | None], Solution]  # solve for cost, break ties: the plan, or why none


class Level(NamedTuple):
    """A level of all years of the plan, and what the plan that keeps it costs beyond the ceiling; infinite for none."""

    level: float
    extra: float


@dataclass(frozen=True)
class Pursuit:
    """The search for a peak: the model, its twin, the ways to solve, and whether all years are in sight at once.

    `beside` is what the pieces in which choices stand leave out of the cost of a programme of all years.
    """

    model: CompiledModel
    twin: Solution
    beside: float
    try_out: TryOut
    settle: Settle
    whole: bool = True

    @property
    def peak(self) -> Peaking:
        """The peaking plan of the whole scope."""
        return self.model.peaking[0]

    def pursue(self) -> Solution:
        """Return the plan of lowest or earliest peak whose cost stays within the ceiling, or why there is none."""
        bound = cost_bound(self.peak, self.twin)
        within = bound - (self.beside if self.whole else 0.0)
        if self.peak.objective == "earliest_peak":
            solution = self._earliest(within, bound)
        else:
            solution = self._lowest(within) if self.whole else self._lowest_in_windows(within)
        told = {"objective": self.peak.objective, "cost_bound": bound, **solution.planning_objective}
        return replace(solution, planning_objective=told)

    def at(self, year: int, level: float | None = None) -> Solution:
        """Return the cheapest plan that peaks in a candidate year, whatever it costs, or why there is none.

        With a level, in Mt, no year of the plan emits more.
        """
        attempt = self._peaking_in(self.model.program(), year)
        if level is None:
            return self.settle(*attempt)
        high = attempt.program.row_high.copy()
        places = [row for key, row in self.model.arrays.rows["peak_max_level"].items() if key[0] == 0]
        high[places] = np.minimum(high[places], level)
        return self.settle(replace(attempt.program, row_high=high), year)

    def _lowest(self, bound: float) -> Solution:
        self.model.change({("peak_cost_bound", (0,)): bound})
        program = self.model.program()
        costs = np.zeros(len(program.costs))
        costs[self._level_column] = 1.0
        status, level = self.try_out(Attempt(replace(program, costs=costs)))
        if status != SolveStatus.OPTIMAL:
            return self.settle(program, None)
        held = level * (1.0 + LEVEL_TOLERANCE)
        rows = self.model.arrays.rows["peak_max_level"]
        high = program.row_high.copy()
        places = [row for key, row in rows.items() if key[0] == 0]
        high[places] = np.minimum(high[places], held)
        return replace(self.settle(replace(program, row_high=high), None), planning_objective={"level_Mt": level})

    def _lowest_in_windows(self, bound: float) -> Solution:
        program = self.model.program()
        start = self.model.system.years.plan_from
        top = max(level for year, level in self.twin.judged_emissions.items() if year >= start)

        def extra(level: float) -> float:
            status, cost = self.try_out(self._at_level(program, level))
            return cost - bound if status == SolveStatus.OPTIMAL else np.inf

        step, lowest, below = FIRST_STEP, Level(top, (self.twin.objective or 0.0) - bound), Level(0.0, np.inf)
        while step < 1.0:
            tried = Level(top * (1.0 - step), extra(top * (1.0 - step)))
            lowest, below, step = (tried, below, 2.0 * step) if tried.extra <= 0.0 else (lowest, tried, 1.0)
        while lowest.level - below.level > LEVEL_STEP * abs(top):
            level = _between(lowest, below, LEVEL_STEP * abs(top))
            tried = Level(level, extra(level))
            lowest, below = (tried, below) if tried.extra <= 0.0 else (lowest, tried)
        plan = self.settle(*self._at_level(program, lowest.level))
        if plan.status != SolveStatus.OPTIMAL:
            return plan
        if lowest.level == top and (plan.objective or 0.0) > bound + LEVEL_STEP * abs(bound):
            why = too_dear(plan.objective or 0.0, bound, self.peak.path)
            return Solution(SolveStatus.INFEASIBLE, explanation=(why,), planning_objective={"level_Mt": None})
        level = max(level for year, level in plan.judged_emissions.items() if year >= start)
        return replace(plan, planning_objective={"level_Mt": level})

    @property
    def _level_column(self) -> int:
        return int(self.model.arrays.columns["peak_level"][0,])

    def _at_level(self, program: Program, level: float, year: int | None = None) -> Attempt:
        """Return the programme in which no year of the plan emits more than a level."""
        low, high = program.column_low.copy(), program.column_high.copy()
        low[self._level_column] = high[self._level_column] = max(level, 0.0)
        return Attempt(replace(program, column_low=low, column_high=high), year)

    def _earliest(self, within: float, bound: float) -> Solution:
        program = self.model.program()
        tried: list[int] = []
        candidates = [int(key[1]) for key in self.model.arrays.rows["peak_candidate"]]
        for attempt in (*self._in_the_past(program), *(self._peaking_in(program, year) for year in candidates)):
            status, cost = self.try_out(attempt)
            tried += [attempt.year] if attempt.year in candidates else []
            if status == SolveStatus.OPTIMAL and cost <= within:
                return replace(self.settle(*attempt), planning_objective={"year": attempt.year})
            if status not in (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE):
                return self.settle(*attempt)
        why = no_year(tried, bound, self.peak.path)
        return Solution(SolveStatus.INFEASIBLE, explanation=(why,), planning_objective={"year": None})

    def _in_the_past(self, program: Program) -> tuple[Attempt, ...]:
        """Return the programme in which a year before the plan is the peak; none where there is no such year."""
        years, peak = self.model.system.years, self.peak
        past = {year: level for year, level in self.twin.judged_emissions.items() if year < years.plan_from}
        if not past or max(past.values()) <= 0.0:
            return ()
        year, last = max(past, key=lambda one: (past[one], -one)), max(past)
        falls = peak.monotone or peak.decline_after is not None
        kept = (1.0 - (peak.decline_after or 0.0)) ** (years.plan_from - last)
        level = min(past[year], kept * past[last]) if falls else past[year]
        return (self._at_level(self._held_after(program, year), level, year),)

    def _peaking_in(self, program: Program, year: int) -> Attempt:
        """Return the programme in which one year is the peak: what it emits is the level of all later years."""
        held = self._held_after(program, year)
        low = held.row_low.copy()
        low[self.model.arrays.rows["peak_candidate"][0, year]] = 0.0
        return Attempt(replace(held, row_low=low), year)

    def _held_after(self, program: Program, year: int) -> Program:
        """Return a programme in which rows that hold where another year is the peak are free."""
        rows, high = self.model.arrays.rows, program.row_high.copy()
        for equation, line in with_role(PeakingLine):
            for key, row in rows.get(equation.name, {}).items() if line.holds != "always" else ():
                if key[0] == 0 and not HOLDS[line.holds](int(key[1]), year):
                    high[row] = np.inf
        return replace(program, row_high=high)


def _between(above: Level, below: Level, least: float) -> float:
    """Return the level to try next, between one within the ceiling and one beyond.

    It is where the cost should meet the ceiling if it rises with the square of the cut, and at least half of what may
    stay open from either, so that the two close in from both sides.
    """
    middle = (above.level + below.level) / 2.0
    if not np.isfinite(below.extra) or above.extra > 0.0:
        return middle
    room = above.extra / (above.extra - below.extra)
    guess = above.level - np.sqrt(room) * (above.level - below.level)
    side = min(0.75 * least, (above.level - below.level) / 2.0)
    return float(np.clip(guess, below.level + side, above.level - side))


def cost_bound(peak: Peaking, twin: Solution) -> float:
    """Return the most a plan may cost, in million CNY, discounted."""
    if peak.cost_amount is not None:
        return peak.cost_amount
    assert peak.cost_share is not None and twin.objective is not None
    return twin.objective + peak.cost_share * abs(twin.objective)
