"""Arrays → solver → numbers, in the units of the model and by the way that tells soonest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

import numpy as np
from numpy.typing import NDArray

from carbonsim.optimization.compiling.arrays import Floats, Integers, Program
from carbonsim.optimization.solver.blocks import near_bases
from carbonsim.optimization.solver.certificate import Certificate, Conflict, proof, residual
from carbonsim.optimization.solver.highs import BOXED, LOWER, PRIMAL, UPPER, Highs, ModelStatus, Options
from carbonsim.optimization.solver.kernel import Kernel
from carbonsim.optimization.solver.scaling import TYPICAL_COST, apply_scale, find_scale, ranges, refined
from carbonsim.optimization.solver.status import EndStatus, SolveStatus, UnfinishedStatus

SMALLEST = 1e-12  # of a coefficient: the solver leaves smaller ones out
OPTIONS: Options = {
    "solver": "simplex",
    "simplex_scale_strategy": 2,
    "simplex_dual_edge_weight_strategy": -1,  # the solver chooses: steepest edge unless that costs much, as of hours
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-7,
    "small_matrix_value": SMALLEST,
    "threads": 1,
}
INTEGER_OPTIONS: Options = {
    "solver": "choose",  # a named solver would leave the integers out
    "mip_rel_gap": 1e-8,
    "mip_feasibility_tolerance": 1e-7,
}
UNPERTURBED: Options = {"dual_simplex_cost_perturbation_multiplier": 0.0}
PATIENCE = 3.0  # what a way may take: times a solve from nothing, and a second
LEAST_SECONDS = 2.0  # of a solve from nothing, by others that are alike: a moment tells little
FIRST_SECONDS, SECONDS_OF_A_NUMBER = 60.0, 1e-3  # where none is known yet: and for each number of the matrix
LONGER = 8.0  # times its time that each way has once more where all were late, before one takes as long as it takes
LATE = UnfinishedStatus.LATE
NO_LIMIT = 2**31 - 1  # of iterations
LEAST_COST = TYPICAL_COST / 100.0  # of a plan in the solver's units: of less, what is in doubt is told of that
SMALL = 1e-5  # of a coefficient or a side, itself or beside the largest: less may be lost in sums
MOST_RESIDUAL = 1e-6  # of the costs: an optimum in more of it is trouble with numbers
COARSE: Options = {"primal_feasibility_tolerance": 1e-7, "mip_feasibility_tolerance": 1e-6}  # to find whole numbers
MOST_SINGLE_CHANGES = 1000  # of coefficients; more are handed over as a whole matrix, with the basis set again
STATUSES = {
    ModelStatus.kOptimal: SolveStatus.OPTIMAL,
    ModelStatus.kInfeasible: SolveStatus.INFEASIBLE,
    ModelStatus.kUnbounded: SolveStatus.UNBOUNDED,
    ModelStatus.kTimeLimit: SolveStatus.TIME_LIMIT,
    ModelStatus.kIterationLimit: SolveStatus.TIME_LIMIT,
    ModelStatus.kSolutionLimit: SolveStatus.TIME_LIMIT,
}
CONFLICT_SEARCH = (
    6  # iis_strategy: from the rows of the programme, until no row can be spared; the default finds nothing
)
CONFLICT_SECONDS = 60.0  # the last resort: so few rows take a moment
CONFLICT_SIZE = 400  # rows and bounds that are searched for the smallest conflict: a larger one nobody could read
PROVEN = (SolveStatus.OPTIMAL, SolveStatus.INFEASIBLE, SolveStatus.UNBOUNDED)
OUT_OF_ITERATIONS = UnfinishedStatus.ITERATION_LIMIT
INTERIOR_ITERATIONS = 1000  # more lead nowhere
ITERATIONS_OF_A_NODE = 100  # of a search for whole numbers


@dataclass(frozen=True)
class Answer:
    """What the solver says: status, its own word for it, objective, columns, rows, and what both are worth."""

    status: EndStatus
    word: str
    objective: float
    columns: Floats
    rows: Floats
    duals: Floats
    reduced_costs: Floats
    iterations: int = 0


class Start(NamedTuple):
    """How columns and then rows stand where a solve begins, and whether that is a plan of it, and only not the best."""

    statuses: NDArray[np.int8]
    is_a_plan: bool


Arguments = ParamSpec("Arguments")
Answered = TypeVar("Answered")


def whole_or_anew(
    work: Callable[Concatenate[Solver, Arguments], Answered],
) -> Callable[Concatenate[Solver, Arguments], Answered]:
    """Let work that was broken off, as by Ctrl-C, leave a solver that starts anew, not one of half-changed numbers."""

    @wraps(work)
    def guarded(solver: Solver, /, *arguments: Arguments.args, **named: Arguments.kwargs) -> Answered:
        if solver.broken:
            solver.begin_anew()
        try:
            return work(solver, *arguments, **named)
        except BaseException:
            solver.broken = True
            raise

    return guarded


class Solver:
    """One live solver that keeps its last basis: change numbers in place, solve again warm.

    It counts in units of its own (`scale`); everything that goes in or comes out is in the model's units.
    """

    def __init__(
        self, program: Program, options: Options | None = None, *, interior_first: bool = False,
        warm_options: Options | None = None, patience: float = PATIENCE,
    ) -> None:  # fmt: skip
        """Hand the programme over; the interior point method begins where its first answer is soonest found so.

        `warm_options` hold as well where it goes on from an optimum of its own. With `patience` a way may take so many
        times a solve from nothing before another is tried.
        """
        self._patience = patience
        self._interior_first, self._warm_options = interior_first, warm_options or {}
        self._own = dict(options or {})
        self._cold_seconds = 0.0  # that the last solve from nothing took
        self._longer = 1.0  # times its time that a way has now
        self._counted = False  # whether it ends after so many iterations, whatever the clock says
        self._until = np.inf  # on the clock of `perf_counter`, when to give up
        self.program = program
        self.scale = find_scale(program)
        self._loaded = apply_scale(program, self.scale)
        self.begin_anew()

    def begin_anew(self) -> None:
        """Load the programme as it stands into a fresh solver."""
        self._highs = Highs({**OPTIONS, **self._own})
        self._highs.load(self._loaded)
        self._warm = False  # whether the last basis is that of an optimum
        self._sides_stay = False  # of a programme that differs in costs alone
        self._begun = False  # or near one, of other programmes
        self._near_options: Options = {}
        self.broken = False

    @property
    def options(self) -> Options:
        """The options that it was given beside the usual ones."""
        return dict(self._own)

    @property
    def seconds_left(self) -> float:
        """The seconds after which it gives up."""
        return self._until - time.perf_counter()

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        return f"HiGHS {self._highs.version()}"

    @property
    def ranges(self) -> dict[str, list[float]]:
        """Smallest and largest magnitude of what the solver sees."""
        return ranges(self._loaded)

    @whole_or_anew
    def update(self, program: Program) -> None:
        """Change what differs from the programme that is loaded; the pattern must be the same."""
        before, self.scale = self.scale, refined(self.scale, program)
        old, new = self._loaded, apply_scale(program, self.scale)
        self.program, self._loaded = program, new
        entries = _changed(old.values, new.values)
        if len(entries) > MOST_SINGLE_CHANGES or self.scale is not before:
            self._replace(new)
            return
        row_of = np.searchsorted(new.starts, entries, side="right") - 1
        for entry, row in zip(entries.tolist(), row_of.tolist(), strict=True):
            self._highs.changeCoeff(row, int(new.indices[entry]), float(new.values[entry]))
        columns = _changed(old.costs, new.costs)
        self._highs.changeColsCost(len(columns), columns, new.costs[columns])
        columns = _changed(old.column_low, new.column_low, old.column_high, new.column_high)
        self._highs.changeColsBounds(len(columns), columns, new.column_low[columns], new.column_high[columns])
        rows = _changed(old.row_low, new.row_low, old.row_high, new.row_high)
        self._highs.changeRowsBounds(len(rows), rows, new.row_low[rows], new.row_high[rows])

    def _replace(self, loaded: Program) -> None:
        basis = self._highs.getBasis()
        self._highs.load(loaded)
        self._highs.begin_at(basis)

    @property
    def statuses(self) -> NDArray[np.int8]:
        """How columns and then rows stand in the last basis."""
        return self._highs.statuses()

    @whole_or_anew
    def begin_so(self, start: Start) -> None:
        """Solve next from how columns and rows stand elsewhere; where that is a plan, go on by prices."""
        self._warm = self._highs.begin_so(start.statuses)
        self._sides_stay = self._warm and start.is_a_plan

    def kernel(self, program: Program, bases: NDArray[np.int8], directions: Floats) -> Kernel:
        """Return what is left of a programme of the same pattern without what stands alike in bases.

        Its costs are a weighted sum of directions, in units of the model.
        """
        loaded = apply_scale(program, self.scale)
        return Kernel(loaded, bases, directions * self.scale.columns * self.scale.objective, OPTIONS)

    @whole_or_anew
    def begin_from(self, other: Solver) -> None:
        """Solve next from the basis of another solver of the same pattern, if it has one and is another."""
        if other is not self and not other.broken and self._highs.begin_at(other._highs.getBasis()):
            self._warm, self._cold_seconds, self._sides_stay = other._warm, other._cold_seconds, False

    @whole_or_anew
    def begin_like(self, *others: tuple[Solver, NDArray[np.int64], NDArray[np.int64]]) -> None:
        """Solve next from the bases of other programmes: columns and rows stand as those at places of them, if any.

        Of several that have a place for a column or a row the last is asked.
        """
        if len(self.program.integers) or any(other.broken for other, _, _ in others):
            return
        self._begun = self._highs.begin_like([(other._highs, columns, rows) for other, columns, rows in others])
        known = max((other._cold_seconds for other, _, _ in others), default=0.0)
        self._cold_seconds = max(known, LEAST_SECONDS) if known else 0.0  # theirs tell how long to wait for this one

    @whole_or_anew
    def begin_by_blocks(self, columns: Integers, rows: Integers) -> None:
        """Solve next from where blocks of the programme are at their best, those that few rows tie together.

        Each column and row tells its block, -1 where it is in none. Where no such start is found it begins as ever.
        """
        found = near_bases(self._loaded, columns, rows, {**OPTIONS, **self._own})
        parts = [(one.basis, one.columns, one.rows) for one in found or []]
        self._begun = found is not None and self._highs.begin_with(parts)
        self._near_options = {"simplex_strategy": PRIMAL}  # no row is left, but prices

    @whole_or_anew
    def solve(self) -> Answer:
        """Solve from the last basis, or cold the first time.

        With whole numbers: find them first, fix them, and solve again as a linear programme for the duals.
        """
        integers = self.program.integers.astype(np.int32)
        if not len(integers):
            return self._solve_linear()
        self._whole(integers, whole=True)
        self._warm = False
        answer, exact = self._solve_linear(whole=True), True
        if answer.status in {SolveStatus.INFEASIBLE, SolveStatus.ERROR}:  # as far as exacting tolerances go
            with self._set(COARSE):
                answer, exact = self._solve_linear(whole=True), False
        self._whole(integers, whole=False)
        if answer.status != SolveStatus.OPTIMAL:
            return answer
        found = np.round(answer.columns[integers])
        low, high = self._loaded.column_low[integers], self._loaded.column_high[integers]
        self._highs.changeColsBounds(len(integers), integers, found, found)
        try:
            fixed = self._solve_linear()
        finally:
            self._highs.changeColsBounds(len(integers), integers, low, high)
        return answer if exact and fixed.status != SolveStatus.OPTIMAL else fixed

    def solve_counted(self, iterations: int, seconds: float = np.inf) -> Answer:
        """Solve with so many iterations of a method at most, so that the answer is the same on any machine.

        Seconds are the last resort. The status is `iteration_limit` where neither the simplex method nor the interior
        point method came to an end.
        """
        limits: Options = {
            "simplex_iteration_limit": iterations,
            "ipm_iteration_limit": INTERIOR_ITERATIONS,
            "mip_max_nodes": iterations // ITERATIONS_OF_A_NODE,
        }
        self._counted = True
        try:
            with self._set(limits), self._within(seconds):
                return self.solve()
        finally:
            self._counted = False

    def _whole(self, integers: NDArray[np.int32], *, whole: bool) -> None:
        self._highs.make_whole(integers, whole=whole)
        options = {**OPTIONS, **self._own, **(INTEGER_OPTIONS if whole else {})}
        for name, value in options.items():
            self._highs.setOptionValue(name, value)

    def _solve_linear(self, *, whole: bool = False) -> Answer:
        if whole:
            self._run()
        status = self._status(whole=True) if whole else self._answered()
        self._warm, self._begun, self._sides_stay = status == SolveStatus.OPTIMAL, False, False
        solution, info, scale = self._highs.getSolution(), self._highs.getInfo(), self.scale
        return Answer(
            status,
            self._highs.modelStatusToString(self._highs.getModelStatus()),
            float(info.objective_function_value) / scale.objective,
            _times(solution.col_value, scale.columns),
            _times(solution.row_value, 1.0 / scale.rows),
            _times(solution.row_dual, scale.rows / scale.objective),
            _times(solution.col_dual, 1.0 / (scale.columns * scale.objective)),
            int(info.simplex_iteration_count),
        )

    def _answered(self) -> EndStatus:
        """Run until there is an answer that stands, and return its status: one way after the other, each for its time.

        A search that finds no plan may crawl: its numbers grow without end, and with them the time of an iteration.
        Another way then tells in no time. Where none does, as on a machine that does much else, those that do not
        crawl have more time before the usual one takes as long as it takes.
        """
        status: EndStatus = LATE
        for way in self._ways():
            if status == LATE:
                status = self._try(way, first=True)
        for way in () if self._counted else (self._look_for_none, self._run_interior, self._run_cold):
            if status == LATE:
                self._longer = LONGER
                status = self._try(way, first=True)
        self._longer = 1.0
        for way in (self._run_plainly, self._run_primal):
            if status == SolveStatus.ERROR:
                if self._highs.getModelStatus() != ModelStatus.kUnboundedOrInfeasible:
                    self._highs.clearSolver()  # trouble with numbers: once more, from nothing
                status = self._try(way)
        if status == LATE and self._counted:
            return OUT_OF_ITERATIONS
        if status == LATE:
            self._run()
            status = self._status()
        return status

    def _ways(self) -> tuple[Callable[[], None], ...]:
        between = (self._look_for_none, self._run_interior)
        if self._warm:
            return (self._run_warm, *between, self._run_cold)
        if self._begun:
            return (self._run_near, *between, self._run_cold)
        if self._interior_first:
            return (self._run_interior, self._look_for_none, self._run_cold)
        return (self._run_cold, *between)

    def _run(self) -> None:
        self._highs.run(self._until - time.perf_counter())

    def _try(self, way: Callable[[], None], *, first: bool = False) -> EndStatus:
        """Run one way for its time; return the status, or that it is late, with nothing kept of it."""
        start = time.perf_counter()
        at_first = FIRST_SECONDS + SECONDS_OF_A_NUMBER * len(self._loaded.values)
        mine = self._longer * (self._patience * self._cold_seconds + 1.0 if self._cold_seconds else at_first)
        with self._within(np.inf if self._counted else mine):
            way()
        status = self._status(first=first)
        counted_out = self._highs.getModelStatus() == ModelStatus.kIterationLimit
        late = counted_out if self._counted else not counted_out and start + mine < self._until
        if (status == SolveStatus.TIME_LIMIT and late) or (
            way == self._look_for_none and status != SolveStatus.INFEASIBLE
        ):
            self._highs.clearSolver()
            return LATE
        if way == self._run_cold or (way == self._run_interior and first and self._interior_first):
            self._cold_seconds = time.perf_counter() - start
        return status

    @property
    def _far_apart(self) -> bool:
        """Whether numbers lie so far apart that presolve, which takes small sums for nothing, may be misled."""
        known = [self.ranges[name] for name in ("matrix", "rhs")]
        return any(sizes and sizes[0] < min(SMALL, SMALL * sizes[1]) for sizes in known)

    def _status(self, *, whole: bool = False, first: bool = False) -> SolveStatus:
        """Return what the solver says, if that holds with all coefficients, also those it left out as too small."""
        if self._highs.late:
            return SolveStatus.TIME_LIMIT
        if self._highs.failed:
            return SolveStatus.ERROR
        status = STATUSES.get(self._highs.getModelStatus(), SolveStatus.ERROR)
        if status not in PROVEN or whole:
            return status
        lost = bool(((np.abs(self._loaded.values) <= SMALLEST) & (self._loaded.values != 0.0)).any())
        if status != SolveStatus.OPTIMAL:
            return SolveStatus.ERROR if lost or (first and self._far_apart) else status
        solution = self._highs.getSolution()
        columns, duals = (np.asarray(values, dtype=float) for values in (solution.col_value, solution.row_dual))
        told = len(columns) == len(self._loaded.costs) and len(duals) == len(self._loaded.row_low)
        least = 0.0 if lost else LEAST_COST
        return status if told and residual(self._loaded, columns, duals, least) <= MOST_RESIDUAL else SolveStatus.ERROR

    def _run_cold(self) -> None:
        self._run()

    def _run_near(self) -> None:
        """Run from a basis near the optimum with costs as they are: near the end, perturbed ones double the way."""
        self._run_with({**UNPERTURBED, **self._near_options})

    def _run_warm(self) -> None:
        """Run from the basis of an optimum of like numbers; by prices where it is one of a plan, only not the best."""
        by_prices: Options = {"simplex_strategy": PRIMAL} if self._sides_stay else {}
        self._run_with({**UNPERTURBED, **self._warm_options, **by_prices})

    def _run_plainly(self) -> None:
        """Run without presolve, which hides what proves an answer."""
        self._run_with({"presolve": "off"})

    def _run_primal(self) -> None:
        """Run with the primal simplex method, which knows that no plan exists without a proof in prices."""
        self._run_with({"simplex_strategy": PRIMAL})

    def _run_interior(self) -> None:
        """Run with the interior point method, then to a basis."""
        self._run_with({"solver": "ipm"})

    def _look_for_none(self) -> None:
        """Run with the interior point method alone, which soon tells that no plan exists, also where one nearly does.

        On the way to a basis HiGHS 1.16 forgets that, and crawls: without crossover the same method says it in seconds.
        """
        self._run_with({"solver": "ipm", "run_crossover": "off"})

    def _run_with(self, options: Options) -> None:
        with self._set(options):
            self._run()

    @contextmanager
    def _set(self, options: Options) -> Iterator[None]:
        """Set options of the solver for a while."""
        usual = {name: self._highs.getOptionValue(name)[1] for name in options}
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        try:
            yield
        finally:
            for name, value in usual.items():
                self._highs.setOptionValue(name, value)

    @whole_or_anew
    def unbounded_ray(self) -> Floats | None:
        """Return a direction of the columns in which costs fall without end; None where there is none."""
        self._run_plainly()
        unbounded = not self._highs.late and self._highs.getModelStatus() == ModelStatus.kUnbounded
        _, known, ray = self._highs.getPrimalRay() if unbounded else (None, False, None)
        return np.asarray(ray, dtype=float) * self.scale.columns if known else None

    @whole_or_anew
    def per_unit_of_rows(self, weights: Floats) -> Floats:
        """Return by how much a weighted sum of the columns grows for a unit more on the side of each row.

        It is told at the optimum that was found last, for as long as the same columns stay in its basis.
        """
        basic = np.asarray(self._highs.getBasicVariables()[1], dtype=np.int64)
        ours = np.where(basic >= 0, (weights * self.scale.columns)[np.maximum(basic, 0)], 0.0)
        solved = np.asarray(self._highs.getBasisTransposeSolve(ours)[1], dtype=float)
        return solved * self.scale.rows

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """Let the solver run for so many more seconds, or for as long as before where that is less."""
        until = self._until
        self._until = min(until, time.perf_counter() + max(seconds, 0.0))
        try:
            yield
        finally:
            self._until = until

    def limit_time(self, seconds: float) -> None:
        """Let the solver run for so many more seconds, all that it does together."""
        self._until = time.perf_counter() + max(seconds, 0.0)

    @property
    def crossed(self) -> list[int]:
        """The columns whose lower bound lies above the upper: no plan exists, whatever the rows say."""
        return crossing_columns(self.program)

    @whole_or_anew
    def certificate(self, iterations: int = NO_LIMIT, seconds: float = np.inf) -> Certificate | None:
        """Return what proves that no plan exists; None where the programme without whole numbers has one.

        By Farkas: a sum of rows that no value of the columns within their bounds can meet. It costs next to nothing
        where the simplex method found that no plan exists; where presolve did, it is searched for in so many
        iterations.
        """
        with self._set({"simplex_iteration_limit": iterations}), self._within(seconds):
            self._run_plainly()
        infeasible = not self._highs.late and self._highs.getModelStatus() == ModelStatus.kInfeasible
        _, known, ray = self._highs.getDualRay() if infeasible else (None, False, None)
        return proof(self._loaded, np.asarray(ray, dtype=float)) if known else None

    def proof(self, program: Program, duals: Floats) -> Certificate | None:
        """Return what prices of rows prove of a programme of the same pattern; None where they prove nothing."""
        return proof(apply_scale(program, self.scale), duals / self.scale.rows)

    def conflict(
        self, certificate: Certificate, program: Program | None = None, seconds: float = CONFLICT_SECONDS
    ) -> Conflict | None:  # fmt: skip
        """Return a smallest set of rows and bounds of a certificate that cannot hold together; None if it is large.

        The certificate is of the programme that is loaded, or of another of the same pattern. The solver keeps no time
        limit in this search, so what it searches is kept small.
        """
        if certificate.size > CONFLICT_SIZE:
            return None
        loaded = self._loaded if program is None else apply_scale(program, self.scale)
        within, columns = certificate.programme(loaded)
        bare = np.flatnonzero((np.diff(within.starts) == 0) & ((within.row_low > 0.0) | (within.row_high < 0.0)))
        if len(bare):  # without columns, each cannot hold by itself; the solver breaks down over them
            return Conflict([certificate.rows[row] for row in bare.tolist()], [], [])
        highs = Highs({"iis_strategy": CONFLICT_SEARCH, "iis_time_limit": seconds})
        highs.load(within)
        found = highs.conflict()
        if found is None:
            return certificate.whole()
        sides = [(columns[int(c)], int(side)) for c, side in zip(found.col_index_, found.col_bound_, strict=True)]
        return Conflict(
            [certificate.rows[int(row)] for row in found.row_index_],
            [column for column, side in sides if side in (LOWER, BOXED)],
            [column for column, side in sides if side in (UPPER, BOXED)],
        )


def crossing_columns(program: Program) -> list[int]:
    """Return the columns whose lower bound lies above the upper."""
    return [int(column) for column in np.flatnonzero(program.column_low > program.column_high)]


def _times(values: list[float], scale: Floats) -> Floats:
    """Return what the solver says of columns or rows in units of the model; nothing where it says nothing."""
    return np.array(values, dtype=float) * scale[: len(values)]


def _changed(*pairs: Floats) -> NDArray[np.int32]:
    different = np.zeros(len(pairs[0]), dtype=bool)
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        different |= old != new
    return np.flatnonzero(different).astype(np.int32)
