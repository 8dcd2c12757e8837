"""Short foresight: years are decided one after another, each with a few more years in sight.

A window holds the model years that are seen at once. Its first year is kept, with what was built and run before it as
it stands, and the next window begins a year later; a year that sees no further is kept with it, for what is best from
there on is best from here. What is invested is valued to the end of what is seen. The window
that sees the last year keeps all of its years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from carbonsim.optimization.compiling.arrays import Floats
from carbonsim.optimization.planning.cutting import Cut, Horizon, Line, Window
from carbonsim.optimization.solver.solve import Answer
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.tables import Years

Settled = tuple[Answer, Answer]  # of a window: the cheapest plan, and the one among its equals that is kept
Settle = Callable[[Cut], Settled]
Heard = Callable[[Window, Floats], Sequence[Line]]  # by a window, after what was decided


@dataclass(frozen=True)
class Rolled:
    """The plan that windows make one after another, or the first that has none.

    `answer` is of all years, or that of the window without a plan, which is then in `failed`, with `decided`, what all
    columns were by then. `again` are the windows that had to begin a year earlier, `unheard` those that could not mind
    what is announced for later years.
    """

    answer: Answer
    again: tuple[Window, ...] = ()
    unheard: tuple[Window, ...] = ()
    failed: Cut | None = None
    decided: Floats | None = None


def windows_of(years: Years, foresight: int | None) -> tuple[Window, ...]:
    """Return the windows in which years are decided: a year, those in its foresight, and the model year after them.

    The years before the plan belong to the first. Without a foresight there is one window, of all years.
    """
    plan = [year for year in years if year >= years.plan_from]
    windows: list[Window] = []
    for year in plan:
        beyond = plan[-1] if foresight is None else year + foresight
        last = next((later for later in plan if later > beyond), plan[-1])
        kept = last if last == plan[-1] else year
        if windows and windows[-1].last == last:
            windows[-1] = replace(windows[-1], kept=kept)
        else:
            windows.append(Window(years.base_year if year == plan[0] else year, last, kept))
        if last == plan[-1]:
            break
    return tuple(windows)


def roll(
    horizon: Horizon, windows: Sequence[Window], settle: Settle, heard: Heard | None = None, *, learn: bool = True
) -> Rolled:
    """Decide window after window; `heard` tells what of later years each has to mind.

    With `learn` what was before the plan is solved for before anything is heard; without, it is as it is pinned. A
    window without a plan is tried again with the year before it open too, then without minding later years.
    """
    whole, again, unheard = _Whole(horizon), list[Window](), list[Window]()
    if heard is not None and learn:
        whole.learn_the_past(windows[0], settle)
    for place, window in enumerate(windows):
        for attempt in _attempts(windows, place, heard, whole.columns):
            cut = horizon.with_lines(horizon.cut(attempt.window, whole.columns), attempt.lines)
            settled = settle(cut)
            if attempt.window == window and not attempt.lines:
                alone = cut, settled[0]
            if settled[0].status != SolveStatus.INFEASIBLE:
                break
        if settled[0].status == SolveStatus.INFEASIBLE:
            failed, answer = alone
            return Rolled(answer, tuple(again), tuple(unheard), failed, whole.columns)
        if settled[0].status != SolveStatus.OPTIMAL:
            return Rolled(settled[0], tuple(again), tuple(unheard), cut, whole.columns)
        whole.keep(cut, *settled)
        again += [window] if attempt.window != window else []
        unheard += [window] if attempt.in_vain else []
    return Rolled(whole.answer(), tuple(again), tuple(unheard))


class _Attempt(NamedTuple):
    """One way of deciding a window: perhaps a year earlier, and perhaps without minding what is announced."""

    window: Window
    lines: Sequence[Line] = ()
    in_vain: bool = False


def _attempts(windows: Sequence[Window], place: int, heard: Heard | None, decided: Floats) -> Iterator[_Attempt]:
    window = windows[place]
    ways = [window, *([replace(window, first=windows[place - 1].kept)] if place else [])]
    lines = [() if heard is None else heard(way, decided) for way in ways]
    yield from (_Attempt(way, own) for way, own in zip(ways, lines, strict=True))
    yield from (_Attempt(way, (), True) for way, own in zip(ways, lines, strict=True) if own)


class _Whole:
    """What is decided so far, for all columns and rows of the horizon."""

    def __init__(self, horizon: Horizon) -> None:
        self._horizon, program = horizon, horizon.program
        past = horizon.column_years < horizon.plan_from
        self.columns = np.where(past, np.maximum(program.column_low, 0.0), 0.0)  # what is pinned, until it is decided
        self._duals, self._reduced = np.zeros(len(program.row_low)), np.zeros(len(program.costs))
        self._word, self._iterations = "", 0

    def learn_the_past(self, window: Window, settle: Settle) -> None:
        """Take what was before the plan from the first window alone: what is announced is told against it."""
        cut = self._horizon.cut(window, self.columns)
        settled = settle(cut)
        if settled[0].status == SolveStatus.OPTIMAL:
            self.keep(cut, *settled)

    def keep(self, cut: Cut, cheapest: Answer, reported: Answer) -> None:
        """Keep the years of a window that are decided by it, and the prices of their rows."""
        kept = self._horizon.column_years[cut.columns] <= cut.window.kept
        places = cut.columns[kept]
        low, high = cut.program.column_low[kept], cut.program.column_high[kept]
        self.columns[places] = np.clip(reported.columns[kept], low, high)
        self._reduced[places] = cheapest.reduced_costs[kept]
        rows = self._horizon.row_last[cut.rows] <= cut.window.kept
        self._duals[cut.rows[rows]] = cheapest.duals[: len(cut.rows)][rows]
        self._word, self._iterations = cheapest.word, self._iterations + cheapest.iterations

    def answer(self) -> Answer:
        """Return the plan of all years, its cost told to the end of the horizon."""
        x, program = self.columns, self._horizon.program
        return Answer(
            SolveStatus.OPTIMAL, self._word, float(program.costs @ x), x, self._horizon.matrix @ x, self._duals,
            self._reduced, self._iterations,
        )  # fmt: skip
