"""HiGHS behind one door: the only file that knows the solver's name.

The status of every call is looked at, Ctrl-C is heard while it computes, seconds mean the same for linear and whole
programmes, and what another tool left in the same thread does not matter. `tests/optimization/solver/test_highs.py`
tells which behaviour of which version asks for each.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np
from numpy.typing import NDArray

from carbonsim.errors import SolverError
from carbonsim.interrupts import held_back
from carbonsim.messages.message import message
from carbonsim.optimization.compiling.arrays import Program

if TYPE_CHECKING:
    from highspy._core import HighsIis

Options = dict[str, str | int | float | bool]
Status = highspy.HighsStatus
ModelStatus = highspy.HighsModelStatus
Basis = highspy.HighsBasis
PRIMAL = int(highspy.simplex_constants.SimplexStrategy.kSimplexStrategyPrimal)
LOWER, UPPER, BOXED = (
    int(getattr(highspy.IisBoundStatus, f"kIisBoundStatus{side}")) for side in ("Lower", "Upper", "Boxed")
)
STATUSES_OF_A_BASIS = tuple(map(highspy.HighsBasisStatus, range(5)))  # by number
NUMBERS = {status: number for number, status in enumerate(STATUSES_OF_A_BASIS)}
AT_LOWER, BASIC, AT_UPPER = (int(getattr(highspy.HighsBasisStatus, f"k{name}")) for name in ("Lower", "Basic", "Upper"))
QUESTIONS = [
    getattr(highspy.cb.HighsCallbackType, f"kCallback{way}Interrupt") for way in ("Simplex", "Ipm", "Mip")
]  # at which it may be asked to stop


class _Quiet(highspy.Highs):
    """HiGHS without the greeting that its class prints before it can be silenced."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()


class Highs:
    """A live solver: the methods of `highspy.Highs` by their names; each raises SolverError where it is refused."""

    def __init__(self, options: Mapping[str, str | int | float | bool]) -> None:
        """Start a silent solver with some options."""
        self._core = _Quiet()
        self._whole = False
        self.failed = False  # whether the last run broke down, whatever the status of the model says
        self.late = False  # whether there was no time for it at all
        for name, value in {"output_flag": False, **options}.items():
            self.setOptionValue(name, value)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Return a method of the solver that raises SolverError where the solver says that it failed."""
        method = getattr(self._core, name)

        def checked(*arguments: object) -> object:
            answer = method(*arguments)
            status = answer[0] if isinstance(answer, tuple) and answer else answer
            if isinstance(status, Status) and status == Status.kError:
                told = ", ".join(str(one) for one in arguments if isinstance(one, str | int | float))
                raise SolverError(
                    message("HiGHS {version} refuses {call}", version=self._core.version(), call=f"{name}({told})")
                )
            return answer

        return checked

    def load(self, program: Program) -> None:
        """Take a programme as arrays, in place of what was there: its columns, then its rows."""
        none, starts, indices = np.empty(0, np.int32), program.starts.astype(np.int32), program.indices.astype(np.int32)
        self.clearModel()
        self._whole = False
        columns, rows = len(program.costs), len(program.row_low)
        self.addCols(columns, program.costs, program.column_low, program.column_high, 0, none, none, none)
        self.addRows(rows, program.row_low, program.row_high, len(indices), starts[:-1], indices, program.values)

    def make_whole(self, columns: NDArray[np.int32], *, whole: bool) -> None:
        """Let columns be whole numbers, or any."""
        kind = int(highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous)
        self.changeColsIntegrality(len(columns), columns, np.full(len(columns), kind, dtype=np.uint8))
        self._whole = whole

    def begin_at(self, basis: highspy.HighsBasis) -> bool:
        """Start the next run from a basis; say whether it can."""
        return bool(basis.valid) and self._core.setBasis(basis) != Status.kError

    def statuses(self) -> NDArray[np.int8]:
        """Return how each column and then each row stands in the last basis, as numbers."""
        basis = self.getBasis()
        return np.array([NUMBERS[status] for status in (*basis.col_status, *basis.row_status)], dtype=np.int8)

    def begin_so(self, statuses: NDArray[np.int8]) -> bool:
        """Start the next run with columns and then rows standing so; say whether it can."""
        basis, told = Basis(), [STATUSES_OF_A_BASIS[number] for number in statuses.tolist()]
        basis.col_status, basis.row_status = told[: self.getNumCol()], told[self.getNumCol() :]
        basis.valid = True
        return self.begin_at(basis)

    def begin_like(self, others: Sequence[tuple[Highs, NDArray[np.int64], NDArray[np.int64]]]) -> bool:
        """Start the next run from the bases of other programmes; say whether it can.

        Each column and row stands as that one of the last other does in which it has a place; where it has none, or
        -1, a row is basic.
        """
        basis, ours = highspy.HighsBasis(), highspy.HighsBasisStatus
        columns, rows = [ours.kLower] * self.getNumCol(), [ours.kBasic] * self.getNumRow()
        for other, at_columns, at_rows in others:
            known = other.getBasis()
            if not known.valid:
                return False
            _put(columns, list(known.col_status), at_columns)
            _put(rows, list(known.row_status), at_rows)
        basis.col_status, basis.row_status, basis.valid = columns, rows, True
        return self.begin_at(basis)

    def begin_with(self, parts: Sequence[tuple[Basis, NDArray[np.int64], NDArray[np.int64]]]) -> bool:
        """Start the next run from bases of parts of the programme; say whether it can.

        Each part tells where its columns and its rows stand; a row in none is basic, a column in none at its least.
        """
        basis, ours = Basis(), highspy.HighsBasisStatus
        columns, rows = [ours.kLower] * self.getNumCol(), [ours.kBasic] * self.getNumRow()
        for known, at_columns, at_rows in parts:
            for statuses, told, places in (columns, known.col_status, at_columns), (rows, known.row_status, at_rows):
                for place, status in zip(places.tolist(), told, strict=True):
                    statuses[place] = status
        basis.col_status, basis.row_status, basis.valid = columns, rows, True
        return self.begin_at(basis)

    def run(self, seconds: float = np.inf) -> None:
        """Solve for so many seconds at most; KeyboardInterrupt is raised when the solver has stopped in order."""
        self._compute(self._core.run, seconds)

    def conflict(self) -> HighsIis | None:
        """Return an irreducible set of rows and bounds that cannot hold together; None where the search fails."""
        found: list[HighsIis] = []

        def search() -> Status:
            status, iis = self._core.getIis()
            found.append(iis)
            return status

        # Python stands still in this call of the solver, but for its questions.
        self._compute(search, np.inf, always=True)
        return None if self.failed else found[-1]

    def _compute(self, work: Callable[[], Status], seconds: float, *, always: bool = False) -> None:
        self.failed, self.late = False, seconds <= 0.0
        if self.late:  # some versions would answer all the same, what presolve answers
            return
        before = 0.0 if self._whole else self._core.getRunTime()
        self.setOptionValue("time_limit", before + seconds)
        with held_back() as came, self._asking(came, always=always), _own_scheduler(self._core):
            self.failed = work() == Status.kError

    @contextmanager
    def _asking(self, came: Callable[[], bool] | None, *, always: bool) -> Iterator[None]:
        """Have the solver ask from time to time whether to stop; in the main thread alone, the others hear nothing."""
        if came is None and not (always and threading.current_thread() is threading.main_thread()):
            yield
            return

        def ask(_: object, __: str, ___: object, answer: highspy.cb.HighsCallbackInput, ____: object) -> None:
            if came is not None and came():
                answer.user_interrupt = True

        self.setCallback(ask, None)
        for question in QUESTIONS:
            self.startCallback(question)
        try:
            yield
        finally:
            for question in QUESTIONS:
                self.stopCallback(question)
            self._core.setCallback(None, None)


def _put(
    statuses: list[highspy.HighsBasisStatus], known: list[highspy.HighsBasisStatus], places: NDArray[np.int64]
) -> None:
    """Take each status that has a place among those known."""
    for number in np.flatnonzero(places >= 0).tolist():
        statuses[number] = known[places[number]]


@contextmanager
def _own_scheduler(core: highspy.Highs) -> Iterator[None]:
    """Compute with as many threads as are asked for, whatever was asked for before in this thread, and leave none."""
    core.resetGlobalScheduler(True)
    try:
        yield
    finally:
        core.resetGlobalScheduler(True)
