"""Arrays → HiGHS → numbers; the only file that knows the solver's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from highspy._core import _Highs
from numpy.typing import NDArray

from carbonsim.optimization.compile import Floats, Program

OPTIONS: dict[str, str | int | float | bool] = {
    "solver": "simplex",
    "simplex_scale_strategy": 2,
    "simplex_dual_edge_weight_strategy": 1,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
    "threads": 1,
}
INTEGER_OPTIONS: dict[str, str | int | float | bool] = {
    "solver": "choose",  # a named solver would leave the integers out
    "mip_rel_gap": 1e-8,
    "mip_feasibility_tolerance": 1e-9,
}
STATUSES = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnbounded: "unbounded",
    highspy.HighsModelStatus.kTimeLimit: "time_limit",
    highspy.HighsModelStatus.kIterationLimit: "time_limit",
}


@dataclass(frozen=True)
class Answer:
    """What the solver says: status, objective, values of columns and rows, duals of rows."""

    status: str
    objective: float
    columns: Floats
    rows: Floats
    duals: Floats


class Solver:
    """One live solver that keeps its last basis: change numbers in place, solve again warm."""

    def __init__(self, program: Program, options: dict[str, str | int | float | bool] | None = None) -> None:
        """Hand the programme over."""
        self._highs: Any = _Highs()  # the plain core: the wrapper greets on standard output before it can be silenced
        self._highs.setOptionValue("output_flag", False)
        self._own = dict(options or {})
        for name, value in {**OPTIONS, **self._own}.items():
            self._highs.setOptionValue(name, value)
        self.program = program
        self._highs.passModel(_linear_programme(program))

    @property
    def version(self) -> str:
        """Name and version of the solver."""
        return f"HiGHS {self._highs.version()}"

    def update(self, program: Program) -> None:
        """Change what differs from the programme that is loaded; the pattern must be the same."""
        old = self.program
        columns = _changed(old.costs, program.costs)
        self._highs.changeColsCost(len(columns), columns, program.costs[columns])
        columns = _changed(old.column_low, program.column_low, old.column_high, program.column_high)
        self._highs.changeColsBounds(len(columns), columns, program.column_low[columns], program.column_high[columns])
        rows = _changed(old.row_low, program.row_low, old.row_high, program.row_high)
        self._highs.changeRowsBounds(len(rows), rows, program.row_low[rows], program.row_high[rows])
        entries = _changed(old.values, program.values)
        row_of = np.searchsorted(program.starts, entries, side="right") - 1
        for entry, row in zip(entries.tolist(), row_of.tolist(), strict=True):
            self._highs.changeCoeff(row, int(program.indices[entry]), float(program.values[entry]))
        self.program = program

    def solve(self) -> Answer:
        """Solve from the last basis, or cold the first time.

        With whole numbers: find them first, fix them, and solve again as a linear programme for the duals.
        """
        integers = self.program.integers.astype(np.int32)
        if not len(integers):
            return self._solve_linear()
        self._whole(integers, whole=True)
        answer = self._solve_linear()
        self._whole(integers, whole=False)
        if answer.status != "optimal":
            return answer
        found = np.round(answer.columns[integers])
        self._highs.changeColsBounds(len(integers), integers, found, found)
        fixed = self._solve_linear()
        low, high = self.program.column_low[integers], self.program.column_high[integers]
        self._highs.changeColsBounds(len(integers), integers, low, high)
        return fixed if fixed.status == "optimal" else answer

    def _whole(self, integers: NDArray[np.int32], *, whole: bool) -> None:
        kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
        self._highs.changeColsIntegrality(len(integers), integers, np.full(len(integers), int(kind), dtype=np.uint8))
        options = {**OPTIONS, **self._own, **(INTEGER_OPTIONS if whole else {})}
        for name, value in options.items():
            self._highs.setOptionValue(name, value)

    def _solve_linear(self) -> Answer:
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            self._highs.setOptionValue("presolve", "off")
            self._highs.run()
            self._highs.setOptionValue("presolve", "choose")
            status = self._highs.getModelStatus()
        solution, info = self._highs.getSolution(), self._highs.getInfo()
        return Answer(
            STATUSES.get(status, "error"),
            float(info.objective_function_value),
            np.asarray(solution.col_value, dtype=float),
            np.asarray(solution.row_value, dtype=float),
            np.asarray(solution.row_dual, dtype=float),
        )

    def relax(self, penalties: Floats) -> Floats:
        """Return by how much each row must give way, at least total penalty; a negative penalty forbids."""
        self._highs.feasibilityRelaxation(-1.0, -1.0, -1.0, None, None, penalties)
        rows = np.asarray(self._highs.getSolution().row_value, dtype=float)
        if not len(rows):
            return np.full(len(penalties), np.nan)
        over = np.maximum(rows - self.program.row_high, 0.0)
        under = np.maximum(self.program.row_low - rows, 0.0)
        violation: Floats = over + under
        return violation

    def clash(self, seconds: float = 10.0) -> list[int]:
        """Return the rows of a small set that cannot hold together; empty where none was found in time."""
        self._highs.setOptionValue("iis_strategy", 2)
        self._highs.setOptionValue("iis_time_limit", seconds)
        _, found = self._highs.getIis()
        return [int(row) for row in found.row_index_]


def _changed(*pairs: Floats) -> NDArray[np.int32]:
    different = np.zeros(len(pairs[0]), dtype=bool)
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        different |= old != new
    return np.flatnonzero(different).astype(np.int32)


def _linear_programme(program: Program) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.costs), len(program.row_low)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = program.costs, program.column_low, program.column_high
    lp.row_lower_, lp.row_upper_ = program.row_low, program.row_high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = program.starts.astype(np.int32)
    lp.a_matrix_.index_ = program.indices.astype(np.int32)
    lp.a_matrix_.value_ = program.values
    return lp
