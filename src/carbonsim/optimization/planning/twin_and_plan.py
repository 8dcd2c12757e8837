"""Twin and plan: one compiled model, solved for cost, then again to break ties by emissions.

The twin is the scenario without its peaking plan. It tells the guard how much may be emitted before the
peak, and what an import is worth as a ceiling; the plan is then solved warm from it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd

from carbonsim.errors import OutOfTimeError
from carbonsim.memory import Memory
from carbonsim.messages.message import message
from carbonsim.optimization.choice.constants import Option
from carbonsim.optimization.choice.frozen import frozen_cells, frozen_shares
from carbonsim.optimization.choice.passes import ChoicePasses, begin_passes, in_one_piece, passes_after, without_choice
from carbonsim.optimization.choice.purchases import ChoiceLayout, Purchases, SeenYears
from carbonsim.optimization.compiling.arrays import Floats, Program, compile_model
from carbonsim.optimization.compiling.derive import derive
from carbonsim.optimization.demand.answers import Answers, closed_pieces
from carbonsim.optimization.demand.prices import ServiceRows
from carbonsim.optimization.infeasibility.explain import explain, explain_unbounded
from carbonsim.optimization.infeasibility.messages import STATUSES, past_moved, unexplained, without_window
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.model.solution_tables import SolutionTables
from carbonsim.optimization.planning.announced import Announced
from carbonsim.optimization.planning.cutting import Cut, Horizon, Window
from carbonsim.optimization.planning.guard import baseline_cells, guard_cells
from carbonsim.optimization.planning.objectives import Attempt, Pursuit
from carbonsim.optimization.planning.ties import broken_ties
from carbonsim.optimization.planning.windows import Rolled, Settled, roll, windows_of
from carbonsim.optimization.planning.year_before import YearBefore, new_years
from carbonsim.optimization.shadow_prices.all_prices import with_prices
from carbonsim.optimization.solution.indicators import open_targets, settle_targets
from carbonsim.optimization.solution.objective_parts import ObjectiveParts
from carbonsim.optimization.solution.solution import (
    OWN_COLUMNS,
    DecidedInWindows,
    FrozenShares,
    Observed,
    ServicePrice,
    Solution,
    Statement,
)
from carbonsim.optimization.solver.highs import Options
from carbonsim.optimization.solver.solve import Answer, Solver, Start
from carbonsim.optimization.solver.status import SolveStatus
from carbonsim.system.energy_system import EnergySystem
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.compiling.pyomo_model import PyomoModel as Built
    from carbonsim.optimization.model.own_constraints import OwnConstraints

T = TypeVar("T")
TIE_BREAK_SHARE = 1e-6  # of the cost, spread over all emissions
DATA_SET_OPTIONS: dict[str, str | int | float | bool] = {"simplex_scale_strategy": 4}  # their units are what they are
PLAN_OPTIONS: Options = {"simplex_dual_edge_weight_strategy": 1}  # weights that need no start: a plan is near its twin
NEAR_OPTIONS: Options = {"simplex_scale_strategy": 0}  # in windows and passes: what is scaled already stays near
FAR = 100  # iterations that a twin takes from the one before: what is nearer leaves the plan nearest to its own last
PASSES_OF_A_WINDOW = 5
PIECES = ("choice_piece", "demand_change")  # columns whose costs stand for what is worked out exactly beside
WARM_UP_PRICE = 1.0  # CNY/t


@dataclass(frozen=True)
class TieBreak:
    """The rule that picks one plan among those of equal cost: a vanishing price on emissions, then preferences."""

    share: float = TIE_BREAK_SHARE
    on: bool = True


class Optimization:
    """A built and compiled model with a live solver; `solve_twin`, then `solve_plan`."""

    def __init__(
        self,
        system: EnergySystem,
        *,
        past: Solution | None = None,
        observed: Mapping[Option, Observed] | None = None,
        tie_break: TieBreak | None = None,
        options: Options | None = None,
        progress: Callable[[str], None] | None = None,
        time_limit: float | None = None,
        memory: Memory | None = None,
    ) -> None:
        """Derive, build and compile; nothing is solved yet. `time_limit` is in seconds from now, for all that is done.

        `past` is whose years before the plan all that is solved here holds: a reference's, or where none is given the
        twin's own. `observed` is what was seen of the options among which people choose, where that is not the past's.
        Raises OutOfTimeError where the time is up before anything can be solved.
        """
        self._until = np.inf if time_limit is None else time.perf_counter() + time_limit
        self.tie_break = tie_break or TieBreak(on=system.sectors or bool(system.peaking))
        self.timings: dict[str, float] = {}
        self._progress = progress or (lambda _: None)
        self.memory = memory or Memory()
        data = self._timed("build", lambda: derive(system, self.memory))
        self.model = CompiledModel(data, self._timed("compile", lambda: compile_model(data)))
        self.past, self.observed = past, observed
        self._own_past: Solution | None = None  # found with the choices, where none is given
        self._tables = SolutionTables(self.model.arrays)
        self._solver: Solver | None = None  # the one that was used last
        self._twin_solver: Solver | None = None  # keeps the basis of twins
        self._plan_solver: Solver | None = None  # begins from it where the twin has moved far since the last plan
        self._twin_moved = 0  # in iterations
        self._window_solvers: dict[tuple[Window, int | None, tuple[int, ...]], Solver] = {}  # where foresight is short
        self._unminded: Solver | None = None  # in which nobody minds what is chosen
        self._windows_ended: dict[Window, tuple[Cut, Solver, Floats]] = {}  # and what their columns were last
        self._window_before: tuple[Cut, Solver, Floats] | None = None
        self._window_failed: dict[Window, Program] = {}  # as it was laid out, without lines beside
        self._options = options if system.sectors else {**DATA_SET_OPTIONS, **(options or {})}
        self._with_peaking = False
        self.frozen: tuple[FrozenShares, ...] = ()  # once the past is known
        self.choices: ChoicePasses | None = None  # once prices are known at which people choose
        self.answers: Answers | None = None  # of demands to prices, once those of a reference are known
        self._service_rows = ServiceRows(self.model)
        self._service_prices: dict[Key, ServicePrice] = {}  # in the windows of the last solve
        self.columns: Floats | None = None  # of the plan that was reported last
        self.explaining = self.pricing = True  # whether it is told what conflicts without a plan, and what limits cost
        self.twin_start: Start | None = None  # where the next twin begins, if not where the last one ended
        self.decided: tuple[Program, Answer] | None = None  # the programme of that plan, and its cheapest answer

    def with_own(self, own: OwnConstraints) -> Optimization:
        """Return the same model with constraints of one's own in twin and plan; its solvers begin from nothing."""
        beside = copy(self)
        beside.model, beside.timings = self.model.with_own(own), {}
        beside._solver = beside._twin_solver = beside._plan_solver = None
        beside._window_solvers, beside._windows_ended, beside._window_failed, beside._unminded = {}, {}, {}, None
        return beside

    def to_pyomo(self) -> Built:
        """Return the Pyomo model with the numbers of the last solve, for constraints of one's own and any solver.

        Its sets of variables are named as in the equations: `model.activity[region, technology, mode, year, slice]`.
        """
        return self.model.to_pyomo(with_peaking=self._with_peaking)

    @property
    def left(self) -> float | None:
        """The seconds that are left of the time limit; None where there is none."""
        return None if np.isinf(self._until) else max(self._until - time.perf_counter(), 0.0)

    def _timed(self, stage: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        if start >= self._until and stage in ("build", "compile"):
            raise OutOfTimeError(message("the time limit was up before anything was solved"))
        self._progress(stage)
        result = work()
        self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - start
        return result

    def solve_twin(self, moved: Callable[[], Sequence[str]] | None = None) -> Solution:
        """Solve the scenario without its peaking plan; enforced targets hold, and the past of a reference.

        Targets told against a base year are settled first, by the twin in which they are free: no plan moves its base.
        `moved` tells the YAML paths of what is written otherwise than in the reference for the years before the plan:
        where no plan exists with that past, and one does with the past free, they are the answer.
        """
        renewed = self.choices is None or self.choices.data is not self.model.data
        self.model.pin_past(self.past or (None if renewed else self._own_past))
        self.model.change({} if self.past is None else baseline_cells(self.model, self.past))
        self._let_demands_answer(self.past)
        if self.model.system.choices and (none := self._begin_choices(moved)) is not None:
            return none
        if open_targets(self.model.system) and not self.model.settled:
            free = self._solve(self.model.free_program(), twin=True, moved=moved)
            if free.status != SolveStatus.OPTIMAL:
                return free
            if not self.model.has_a_past:
                self.model.pin_past(free)
            self.model.settle(*settle_targets(self.model.data, free))
        return self._solve(self.model.free_program(), twin=True, moved=moved)

    def _let_demands_answer(self, reference: Solution | None) -> None:
        """Let demands answer prices that are not those of a reference; where there is none they are as asked for."""
        if not self.model.data.families["demand_change"]:
            return
        if reference is None or not reference.service_prices:
            self.answers = None
            self.model.change(closed_pieces(self.model))
            return
        known = self.answers
        if known is None or known.data is not self.model.data or known.known is not reference.service_prices:
            self.answers = Answers(self.model, reference.service_prices, known)

    def _begin_choices(self, moved: Callable[[], Sequence[str]] | None) -> Solution | None:
        """Find past and prices by a plan in which nobody minds what is chosen; return why there is none, if so.

        Where foresight is short the first window tells: it is what those who buy now see.
        """
        if self.choices is not None and self.choices.data is self.model.data:
            return None
        if self.past is not None:
            self._freeze()
            self.choices = self.choices.renewed(self.model) if self.choices else passes_after(self.model, self.past)
            if self.choices is not None:
                return None
        horizon, (window, *later) = Horizon(self.model.free_program(), self.model), self._windows()
        cut = horizon.at_first(window)
        purchases = Purchases(ChoiceLayout(self.model), cut.seen if later else self.all_years)
        program = without_choice(purchases, cut.program if later else horizon.program)
        self._solver = self._unminded = self._loaded_without_choice(program)
        self._solver.limit_time(self._until - time.perf_counter())
        answer = self._timed("solve", self._solver.solve)
        if answer.status != SolveStatus.OPTIMAL:
            self._with_peaking = False
            self._solver = self._bare(horizon.at_first_in_place(cut)) if later else self._solver
            return self._without_plan(answer, twin=True, moved=() if moved is None else moved())
        if not self.model.has_a_past:
            self._own_past = self._past_of(purchases.seen, answer.columns)
            self.model.pin_past(self._own_past)
        self._freeze()
        known = self.observed or ({} if self.past is None else self.past.observed_choices)
        self.choices = begin_passes(self.model, purchases, program, answer, known)
        return None

    def _freeze(self) -> None:
        """Let the sets in which nobody chooses buy in the shares of the past that is held."""
        assert self.model.past is not None
        self.frozen = frozen_shares(self.model, self.model.past)
        self.model.change(frozen_cells(self.model, self.frozen))

    def _loaded_without_choice(self, program: Program) -> Solver:
        """Return a solver of its own with such a programme loaded: the basis leads nowhere once choice counts."""
        known = self._unminded
        if known is None or not np.array_equal(known.program.indices, program.indices):
            return Solver(program, self._options, warm_options=PLAN_OPTIONS)
        known.update(program)
        return known

    def _bare(self, whole: Program) -> Solver:
        """Return a solver of a programme in which nothing costs anything and shares are bought in one piece."""
        layout = ChoiceLayout(self.model) if self.model.system.choices else None
        bare = whole if layout is None else in_one_piece(Purchases(layout, self.all_years), whole)
        solver = Solver(replace(bare, costs=np.zeros(len(bare.costs))), self._options)
        solver.limit_time(self._until - time.perf_counter())
        return solver

    @property
    def all_years(self) -> SeenYears:
        """The years of a programme that sees them all."""
        return SeenYears((years := self.model.system.years).base_year, years.model[-1], years.model[-1])

    def _past_of(self, seen: SeenYears, columns: Floats) -> Solution:
        """Return what was bought and run as a plan, for its years before the plan to be held."""
        whole = np.zeros(self.model.arrays.column_count)
        whole[slice(None) if seen.columns is None else seen.columns] = columns
        return Solution(
            SolveStatus.OPTIMAL,
            activity=self._tables.family("activity", whole),
            new_capacity=self._tables.family("new_capacity", whole),
        )

    def yearly_tables(self, columns: Floats) -> Solution:
        """Return what is run, built and counted in any solution of its programme of all years."""
        return replace(self._past_of(self.all_years, columns), scope=self._tables.scope(self.model.data, columns))

    def solve_plan(self, twin: Solution, *others: Solution) -> Solution:
        """Solve with the peaking plan, guarded by the twin; the twin itself where there is none, or no twin.

        Its past is that of the twin. Beside other twins the guard is as loose as any of them makes it.
        """
        if not self.model.peaking or twin.status != SolveStatus.OPTIMAL:
            return twin
        if self.model.peaking[0].objective != "cheapest":
            return self.pursuit(twin).pursue()
        self._guard(twin, *others)
        return self._solve(self.model.program())

    def _guard(self, twin: Solution, *others: Solution) -> None:
        self.model.pin_past(self.past or twin)
        self._let_demands_answer(self.past or twin)
        self.model.change(guard_cells(self.model, twin, *others))

    def pursuit(self, twin: Solution) -> Pursuit:
        """Return the search for a peak beside a twin that was solved last, guarded by it."""
        self._guard(twin)
        assert self.columns is not None
        beside, whole = self.beside(self.model.program(), self.columns), len(self._windows()) == 1
        return Pursuit(self.model, twin, beside, self._try_out, self._solve, whole)

    def _try_out(self, attempt: Attempt) -> tuple[SolveStatus, float]:
        """Solve a programme warm and return how it went, and what is minimised: perceived cost, where in windows."""
        if len(windows := self._windows()) > 1:
            rolled = self._rolled(self._horizon(attempt.program, attempt.year), windows)
            answer, solved = rolled.answer, rolled.failed is None
            beside = self.beside(attempt.program, answer.columns) if solved else np.inf
            return SolveStatus(answer.status), answer.objective + beside
        answer = self._timed("solve", self._loaded(attempt.program, twin=False).solve)
        return SolveStatus(answer.status), answer.objective

    def _loaded(self, program: Program, *, twin: bool) -> Solver:
        """Return the live solver for twins or plans with a programme loaded; one of both where numbers are whole."""
        self._solver = self._twin_solver if twin or len(program.integers) else self._plan_solver
        if self._solver is not None:
            self._solver.update(program)
        elif self._twin_solver is None:
            self._solver = self._twin_solver = self._first_solver(program)
        else:
            near = {} if self.choices is None else NEAR_OPTIONS
            self._solver = self._plan_solver = Solver(program, {**PLAN_OPTIONS, **near, **(self._options or {})})
            self._twin_moved = FAR
        if self._solver is self._twin_solver and self.twin_start is not None:
            self._solver.begin_so(self.twin_start)
            self.twin_start, self._twin_moved = None, FAR
        if self._solver is self._plan_solver and self._twin_moved >= FAR and self._twin_solver is not None:
            self._solver.begin_from(self._twin_solver)
            self._twin_moved = 0
        self._solver.limit_time(self._until - time.perf_counter())
        return self._solver

    def _first_solver(self, program: Program) -> Solver:
        """Return a solver for twins: the pieces of choice make the way of the simplex method long but for the last."""
        if self.choices is None:
            return Solver(program, self._options)
        options = {**NEAR_OPTIONS, **(self._options or {})}
        return Solver(program, options, interior_first=True, warm_options=PLAN_OPTIONS)

    def _solve(
        self, program: Program, peak_year: int | None = None, *, twin: bool = False,
        moved: Callable[[], Sequence[str]] | None = None,
    ) -> Solution:  # fmt: skip
        self._with_peaking, self._service_prices = not twin, {}
        if len(windows := self._windows()) > 1:
            horizon = self._horizon(program, peak_year)
            return self._solve_by_windows(horizon, windows, twin=twin, moved=moved)
        program, answer = self._answered(program, twin=twin)
        self._twin_moved += answer.iterations if twin else 0
        if answer.status != SolveStatus.OPTIMAL:
            return self._without_plan(answer, twin=twin, moved=() if moved is None else moved())
        self._note_prices(answer, self.all_years, self.model.system.years.model[-1])
        weights = self.model.emission_prices(), self.model.preferences()
        reported = self._timed("solve", lambda: self._break_ties(program, answer, *weights))
        return self._extract(program, answer, reported)

    def _windows(self) -> tuple[Window, ...]:
        """Return the windows in which years are decided; one where all are in sight, or have to be."""
        system = self.model.system
        return windows_of(system.years, None if self.model.own else system.foresight)

    def _horizon(self, program: Program, peak_year: int | None = None) -> Horizon:
        """Return a programme ready to be cut; what is of all years is decided in the year that is the peak."""
        opened = program if self.answers is None else self.answers.opened(program)
        return Horizon(opened, self.model, peak_year)

    def _rolled(self, horizon: Horizon, windows: Sequence[Window]) -> Rolled:
        """Decide the years of a programme window after window."""
        self._window_before = None
        emitted, preferred = self.model.emission_prices(), self.model.preferences()

        def settle(cut: Cut) -> Settled:
            return self._settle(cut, emitted[cut.columns], preferred[cut.columns])

        announced = Announced.in_programme(horizon, self.model)
        heard = announced.heard if announced else None
        learn = announced.asks_of_the_past
        return self._timed("solve", lambda: roll(horizon, windows, settle, heard, learn=learn))

    def _solve_by_windows(
        self, horizon: Horizon, windows: Sequence[Window], *, twin: bool, moved: Callable[[], Sequence[str]] | None
    ) -> Solution:
        rolled = self._rolled(horizon, windows)
        if rolled.failed is not None:
            return self._without_window(horizon, rolled, twin=twin, moved=() if moved is None else moved())
        solution = self._extract(horizon.program, rolled.answer, rolled.answer)
        again, unheard = (tuple(one.kept for one in found) for found in (rolled.again, rolled.unheard))
        years = self.model.system.foresight or 0
        facts = {**solution.solver, "foresight_years": years}
        return replace(solution, foresight=DecidedInWindows(years, len(windows), again, unheard), solver=facts)

    def _settle(self, cut: Cut, emitted: Floats, preferred: Floats) -> Settled:
        """Solve one window, and once more to break ties."""

        def solve(program: Program) -> Answer:
            self._solver = self._window_solver(cut, program)
            answer = self._solver.solve()
            if answer.status == SolveStatus.OPTIMAL:
                self._window_before = self._windows_ended[cut.window] = cut, self._solver, answer.columns
            elif not cut.lines:
                self._window_failed[cut.window] = program
            return answer

        program, answer = self._in_passes(cut.program, cut.seen, cut.window.kept, solve, PASSES_OF_A_WINDOW)
        if answer.status != SolveStatus.OPTIMAL:
            return answer, answer
        self._note_prices(answer, cut.seen, cut.window.kept)
        return answer, self._break_ties(program, answer, emitted, preferred)

    def _window_solver(self, cut: Cut, program: Program) -> Solver:
        """Return the live solver of a window with a programme loaded; a new one begins as the window before ended."""
        pattern = cut.window, cut.peak_year, tuple(program.indices[cut.own_entries :].tolist())
        solver = self._window_solvers.get(pattern)
        if solver is None:
            options = {**NEAR_OPTIONS, **(self._options or {})}
            solver = self._window_solvers[pattern] = Solver(program, options, warm_options=PLAN_OPTIONS)
            self._begin_window(cut, solver)
        else:
            solver.update(program)
        solver.limit_time(self._until - time.perf_counter())
        return solver

    def _begin_window(self, cut: Cut, solver: Solver) -> None:
        """Let a window begin as it ended with other rows beside, or as the one before it did.

        Years that it is the first to see then begin as they would alone.
        """
        ended = self._windows_ended.get(cut.window) or self._window_before
        if ended is None:
            return
        before, known, columns = ended
        alike = [(known, *self._year_before.like(cut, before))]
        if cut.window.last > before.window.last:
            new = new_years(cut, solver.program, self.model.arrays.column_years, before, columns)
            alone = Solver(new.program, self._options)
            alone.limit_time(self._until - time.perf_counter())
            if alone.solve().status == SolveStatus.OPTIMAL:
                alike.append((alone, new.columns, new.rows))
        solver.begin_like(*alike)

    @cached_property
    def _year_before(self) -> YearBefore:
        return YearBefore(self.model)

    def _without_window(self, horizon: Horizon, rolled: Rolled, *, twin: bool, moved: Sequence[str]) -> Solution:
        """Return why a window has no plan: as a programme of all years, in which what it does not see is free."""
        assert rolled.failed is not None and rolled.decided is not None
        program = self._window_failed.get(rolled.failed.window, self.solver.program)  # as it was laid out
        self._solver = self._bare(horizon.in_place(replace(rolled.failed, program=program), rolled.decided))
        solution = self._without_plan(rolled.answer, twin=twin, moved=moved)
        if rolled.answer.status != SolveStatus.INFEASIBLE:
            return solution
        window = rolled.failed.window
        told = without_window(window.first, window.last, self.model.system.years.plan_from)
        return replace(solution, explanation=(told, *solution.explanation))

    def _answered(self, program: Program, *, twin: bool) -> tuple[Program, Answer]:
        """Solve a programme, in passes where people choose; return the programme of the last."""

        def solve(laid: Program) -> Answer:
            return self._timed("solve", self._loaded(laid, twin=twin).solve)

        settled = self._in_passes(program, self.all_years, self.model.system.years.model[-1], solve)
        self.model.change({} if self.choices is None else self.choices.cells())
        self.model.change({} if self.answers is None else self.answers.cells(settled[0]))
        return settled

    def _in_passes(
        self, program: Program, seen: SeenYears, kept: int, solve: Callable[[Program], Answer], most: int | None = None
    ) -> tuple[Program, Answer]:
        """Solve a programme, in passes where people choose or demands answer; return the programme of the last."""
        answering = None if self.answers is None else self.answers.within(seen, kept)
        passes = {} if most is None else {"most": most}
        if self.choices is not None:
            return self.choices.settle(program, seen, solve, **passes, answering=answering)
        return (program, solve(program)) if answering is None else answering.settle(program, solve, **passes)

    def _note_prices(self, answer: Answer, seen: SeenYears, kept: int) -> None:
        """Keep what services cost in a programme, for other plans to answer to."""
        self._service_prices.update(self._service_rows.prices(answer.duals, seen, kept))

    def warm_up(self) -> None:
        """Let the solver of twins move once and back: the weights of its basis are known before the first change."""
        if self._twin_solver is None:
            return  # windows have solvers of their own
        solver, program = self._twin_solver, self._twin_solver.program
        if not len(program.integers):
            for price in (WARM_UP_PRICE, 0.0):
                solver.update(replace(program, costs=program.costs + price * self.model.emission_prices()))
                solver.solve()

    def ready_for_many(self) -> None:
        """Give the solver of twins weights that need no start: many twins then begin each from a basis of its own."""
        known = self.twin_solver
        self._twin_solver = Solver(known.program, {**PLAN_OPTIONS, **(self._options or {})})
        self._twin_solver.begin_from(known)

    def _break_ties(self, program: Program, answer: Answer, emitted: Floats, preferred: Floats) -> Answer:
        """Solve again, warm, with a vanishing price on emissions; it stands in no cost that is reported."""
        if not self.tie_break.on or self._solver is None:
            return answer
        return broken_ties(self._solver, program, answer, emitted, preferred, self.tie_break.share)

    def _size(self, program: Program) -> dict[str, int]:
        return {"rows": len(program.row_low), "columns": len(program.costs), "nonzeros": len(program.indices)}

    def _solver_facts(self) -> dict[str, str | float]:
        assert self._solver is not None
        facts: dict[str, str | float] = {
            "name": self._solver.version,
            "tie_break_share": self.tie_break.share if self.tie_break.on else 0.0,
        }
        if len(self._solver.program.integers):
            facts["integers"] = "fixed at their optimum, then solved again as a linear programme for the shadow prices"
        return facts

    def _without_plan(self, answer: Answer, *, twin: bool, moved: Sequence[str]) -> Solution:
        try:
            told = self._told(answer, twin=twin, moved=moved) if self.explaining else ()
        except OutOfTimeError:  # that there is no plan is known all the same
            told = (unexplained(),)
        return Solution(
            SolveStatus(answer.status),
            explanation=told,
            lp=self._size(self.solver.program),
            ranges=self.solver.ranges,
            timings=dict(self.timings),
            solver=self._solver_facts(),
        )

    def _told(self, answer: Answer, *, twin: bool, moved: Sequence[str]) -> tuple[Statement, ...]:
        if answer.status == SolveStatus.UNBOUNDED:
            return (self._timed("explain", lambda: explain_unbounded(self.model, self.solver)),)
        if answer.status != SolveStatus.INFEASIBLE:
            return (Statement(STATUSES[answer.status]),)
        return self._timed("explain", lambda: self._why_there_is_none(twin=twin, moved=moved))

    def _why_there_is_none(self, *, twin: bool, moved: Sequence[str]) -> tuple[Statement, ...]:
        if moved and self._has_a_plan_with_another_past():
            return (past_moved(moved, self.model.system.years.plan_from),)
        return explain(self.model, self.solver, twin=twin)

    def _has_a_plan_with_another_past(self) -> bool:
        """Say whether the twin has a solution where the past is not that of the reference."""
        free = Solver(self.model.free_program(with_past=False), self._options)
        free.limit_time(self._until - time.perf_counter())
        return self.model.has_a_past and free.solve().status == SolveStatus.OPTIMAL

    @property
    def solver(self) -> Solver:
        """The live solver, once something was solved."""
        assert self._solver is not None
        return self._solver

    @property
    def twin_solver(self) -> Solver:
        """The live solver of twins, once one was solved."""
        assert self._twin_solver is not None
        return self._twin_solver

    def _extract(self, program: Program, answer: Answer, reported: Answer) -> Solution:
        x = reported.columns
        self.columns, self.decided, parts = x, (program, answer), self.parts_of(x)
        own, first, pieces = self.model.own, self.model.arrays.row_count, self._pieces_cost(program, x)
        solution = Solution(
            SolveStatus.OPTIMAL,
            objective=answer.objective + self.beside(program, answer.columns),
            total_cost=float((program.costs * x).sum()) - pieces - parts.financing,
            parts=parts,
            activity=self._tables.family("activity", x),
            capacity=self._tables.family("capacity", x),
            new_capacity=self._tables.family("new_capacity", x),
            storage_level=self._tables.family("storage_level", x),
            emissions=self._tables.emissions(self.model.system, x),
            scope=self._tables.scope(self.model.data, x),
            costs=self._tables.costs(x),
            own=pd.DataFrame(columns=list(OWN_COLUMNS)) if own is None else own.table(first, reported, answer),
            figures=self.model.figures,
            lp=self._size(program),
            observed_choices={} if self.choices is None else self.choices.observed,
            chosen={} if self.choices is None else self.choices.chosen,
            frozen=self.frozen,
            service_prices=self._service_prices,
            answered={} if self.answers is None else self.answers.answered(x),
            ranges=self.solver.ranges,
            timings=dict(self.timings),
            solver=self._solver_facts(),
        )
        return with_prices(solution, self.model, program, answer) if self.pricing else solution

    def parts_of(self, columns: Floats) -> ObjectiveParts:
        """Return the parts of the objective of any plan of the programme, what is only perceived told exactly."""
        return replace(self._tables.parts(columns), taste=self._taste(columns), surplus=self._surplus(columns))

    def _pieces_cost(self, program: Program, columns: Floats) -> float:
        """Return what the pieces of a programme cost in a solution."""
        families = map(self.model.arrays.columns.keys_of, PIECES)
        pieces = [slice(first, first + len(keys)) for keys, first in families]
        return sum(float((program.costs[part] * columns[part]).sum()) for part in pieces)

    def beside(self, program: Program, columns: Floats) -> float:
        """Return what the pieces leave out of exactly what they stand for: taste less surplus."""
        return self._taste(columns) - self._surplus(columns) - self._pieces_cost(program, columns)

    def _surplus(self, columns: Floats) -> float:
        return 0.0 if self.answers is None else self.answers.surplus(columns)

    def _taste(self, columns: Floats) -> float:
        return 0.0 if self.choices is None else self.choices.taste(columns)
