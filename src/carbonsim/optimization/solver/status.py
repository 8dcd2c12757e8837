"""What a solve ends with: one word for each end, the same in code, in summary.json and on the page."""

from __future__ import annotations

from enum import StrEnum


class SolveStatus(StrEnum):
    """What was answered when a plan was asked for."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    TIME_LIMIT = "time_limit"
    UNBOUNDED = "unbounded"
    ERROR = "error"


class UnfinishedStatus(StrEnum):
    """What a way of solving ends with that gave no answer, where another may be tried."""

    LATE = "late"  # longer than a way of solving may take
    ITERATION_LIMIT = "iteration_limit"


EndStatus = SolveStatus | UnfinishedStatus
