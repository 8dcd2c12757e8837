"""One first stage for several futures: their twins planned together, then their plans, each guarded by its twin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from carbonsim.optimization.compiling.arrays import Floats, Program
from carbonsim.optimization.model.compiled_model import CompiledModel
from carbonsim.optimization.planning.ties import broken_ties
from carbonsim.optimization.planning.twin_and_plan import PLAN_OPTIONS, Optimization
from carbonsim.optimization.robust.extensive_form import ExtensiveForm, FutureProgram, Risk
from carbonsim.optimization.robust.first_stage import Decided, FirstStage, first_stage
from carbonsim.optimization.solution.solution import Solution
from carbonsim.optimization.solver.solve import Answer, Solver
from carbonsim.optimization.solver.status import EndStatus, SolveStatus

PATIENCE = 30.0  # times a solve of one future from nothing, and of each future: no other way is as short


class PlanInFuture(NamedTuple):
    """A plan in one future: its least cost as it is perceived, in million CNY, discounted, its first stage, tables."""

    cost: float
    first: Decided
    tables: Solution


class RobustFuture(NamedTuple):
    """A future with three plans: its own, the robust one, and one with a first stage that is given, where it has one.

    All keep the same rows, the guard among them: its own costs no more than the robust one, and over all futures a
    first stage that is given costs no less than the robust one.
    """

    number: int
    weight: float
    own: PlanInFuture
    robust: PlanInFuture
    held: PlanInFuture | None


@dataclass(frozen=True)
class RobustPlan:
    """What is found for several futures; `futures` is empty where there is no robust plan, for the reason of `status`.

    `without` are the futures that have no plan of their own, by number, which are left out. `rows`, `columns` and
    `nonzeros` are those of the programme of all others, `iterations` what it took.
    """

    status: EndStatus
    futures: tuple[RobustFuture, ...] = ()
    without: tuple[int, ...] = ()
    rows: int = 0
    columns: int = 0
    nonzeros: int = 0
    iterations: int = 0


class _Laid(NamedTuple):
    """A programme as it was laid out last for a future alone, what is cheapest in it, and what is reported."""

    program: Program
    cheapest: Floats
    reported: Floats


@dataclass
class _Future:
    number: int
    weight: float
    optimization: Optimization
    twin: _Laid

    def plan(self, program: Program, first: FirstStage, cheapest: Floats, reported: Floats) -> PlanInFuture:
        """Return a plan from columns of its programme: what it costs at least, and what is reported of it."""
        cost = float((program.costs * cheapest).sum()) + self.optimization.beside(program, cheapest)
        return PlanInFuture(cost, first.decided(reported), self.optimization.yearly_tables(reported))


def _laid(optimization: Optimization) -> _Laid:
    assert optimization.decided is not None and optimization.columns is not None
    program, answer = optimization.decided
    return _Laid(program, answer.columns, optimization.columns)


class _Solved(NamedTuple):
    """A programme of all futures: what is cheapest, and what is reported of it."""

    form: ExtensiveForm
    cheapest: Answer
    reported: Answer


def plan_together(
    futures: Mapping[int, tuple[float, Optimization]], until: int, given: Decided, risk: Risk | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> RobustPlan:  # fmt: skip
    """Find the first stage up to a model year that costs least over futures, and what a given one costs in each.

    Futures are weights and optimisations that see all years, by number; those that have no plan of their own are left
    out, and the weights of the others divided by their sum. Every plan of a future has the same guard: until the peak
    it emits no more than that future would without a peaking plan, built for that future alone, for all of them (the
    robust twin: the robust plan without peaking plans) or as given, whichever emits most.
    """
    known = list(_with_plans(futures, progress))
    without = tuple(number for number in futures if number not in {one.number for one in known})
    if not known:
        return RobustPlan(SolveStatus.INFEASIBLE, without=without)
    whole = sum(one.weight for one in known)
    for one in known:
        one.weight /= whole
    together = _Together(known, until, risk or Risk(), progress)
    return replace(together.solve(given), without=without)


def _with_plans(
    futures: Mapping[int, tuple[float, Optimization]], progress: Callable[[str], None]
) -> Iterator[_Future]:  # fmt: skip
    """Solve each future on its own, and yield those that have a plan."""
    for number, (weight, optimization) in futures.items():
        progress("solve")
        twin = optimization.solve_twin()
        if twin.status == SolveStatus.OPTIMAL:
            future = _Future(number, weight, optimization, _laid(optimization))
            if optimization.solve_plan(twin).status == SolveStatus.OPTIMAL:
                yield future


class _Together:
    def __init__(
        self, futures: Sequence[_Future], until: int, risk: Risk, progress: Callable[[str], None]
    ) -> None:  # fmt: skip
        self._futures, self._until, self._risk, self._progress = futures, until, risk, progress
        self._rule = futures[0].optimization.tie_break

    def solve(self, given: Decided) -> RobustPlan:
        """Plan twins together, then plans that they guard; hold the given first stage in each."""
        if any(one.optimization.model.peaking for one in self._futures):
            twins = self._solve_all([one.twin for one in self._futures], twin=True)
            if twins.reported.status != SolveStatus.OPTIMAL:
                return _told(twins)
            for number, one in enumerate(self._futures):
                guards = self._guards(one, twins.form.part(number, twins.reported.columns), given)
                plan = one.optimization.solve_plan(*guards)
                if plan.status != SolveStatus.OPTIMAL:
                    return RobustPlan(plan.status)
        laid = [_laid(one.optimization) for one in self._futures]
        plans = self._solve_all(laid, twin=False)
        if plans.reported.status != SolveStatus.OPTIMAL:
            return _told(plans)
        return _told(plans, tuple(self._futures_of(laid, plans, given)))

    def _guards(self, one: _Future, together: Floats, given: Decided) -> list[Solution]:
        """Return the twins that guard the plans of a future: its own, the robust one, and one that builds as given."""
        found, twin = [one.twin.reported, together], one.twin.program
        if len(self._futures) > 1:  # else it is planned as if it were known
            held = first_stage(one.optimization.model, twin, self._until).held(twin, given)
            one.optimization.twin_solver.update(held)
            answer = one.optimization.twin_solver.solve()
            found += [answer.columns] if answer.status == SolveStatus.OPTIMAL else []
        return [one.optimization.yearly_tables(columns) for columns in found]

    def _solve_all(self, laid: Sequence[_Laid], *, twin: bool) -> _Solved:
        """Solve programmes of all futures as one, from where each of them ended, and once more to break ties."""
        self._progress("solve")
        models = [one.optimization for one in self._futures]
        solvers = [one.twin_solver if twin else one.solver for one in models]
        form = ExtensiveForm([
            FutureProgram(
                alone.program, one.weight, first_stage(one.optimization.model, alone.program, self._until),
                one.optimization.beside(alone.program, alone.cheapest),
            )
            for one, alone in zip(self._futures, laid, strict=True)
        ], self._risk)  # fmt: skip
        solver = Solver(
            form.program, solvers[0].options, warm_options=PLAN_OPTIONS, patience=PATIENCE * len(models)
        )  # fmt: skip
        solver.begin_like(*((one, *form.places(number)) for number, one in enumerate(solvers)))
        answer = solver.solve()
        if answer.status != SolveStatus.OPTIMAL or not self._rule.on:
            return _Solved(form, answer, answer)
        emitted, preferred = (
            form.weighted([ask(one.model) for one in models])
            for ask in (CompiledModel.emission_prices, CompiledModel.preferences)
        )
        reported = broken_ties(solver, form.program, answer, emitted, preferred, self._rule.share)
        return _Solved(form, answer, reported)

    def _futures_of(
        self, laid: Sequence[_Laid], plans: _Solved, given: Decided
    ) -> Iterator[RobustFuture]:  # fmt: skip
        for number, (one, alone) in enumerate(zip(self._futures, laid, strict=True)):
            first = first_stage(one.optimization.model, alone.program, self._until)
            both = (plans.form.part(number, answer.columns) for answer in (plans.cheapest, plans.reported))
            yield RobustFuture(
                one.number, one.weight,
                one.plan(alone.program, first, alone.cheapest, alone.reported),
                one.plan(alone.program, first, *both),
                self._held(one, alone.program, first, given),
            )  # fmt: skip

    def _held(self, one: _Future, program: Program, first: FirstStage, given: Decided) -> PlanInFuture | None:
        """Return the plan of a future with a first stage that is given; None where there is none."""
        self._progress("solve")
        solver, model, held = one.optimization.solver, one.optimization.model, first.held(program, given)
        solver.update(held)
        answer = solver.solve()
        if answer.status != SolveStatus.OPTIMAL:
            return None
        weights = model.emission_prices(), model.preferences()
        reported = broken_ties(solver, held, answer, *weights, self._rule.share) if self._rule.on else answer
        return one.plan(program, first, answer.columns, reported.columns)


def _told(solved: _Solved, futures: tuple[RobustFuture, ...] = ()) -> RobustPlan:
    program = solved.form.program
    return RobustPlan(
        solved.reported.status, futures, rows=len(program.row_low), columns=len(program.costs),
        nonzeros=len(program.indices), iterations=solved.cheapest.iterations,
    )  # fmt: skip
