"""Everything that can go wrong, as one family.

CarbonsimError
├── ScenarioError        the scenario is wrong                     exit 2   (holds every finding)
├── InfeasibleError      no plan satisfies the constraints         exit 3
├── SolverError          the solver gave up, or no bound exists    exit 4
│   └── OutOfTimeError   the time limit was up first
└── IdentityError        a sum that must hold does not: our bug    exit 70
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EXIT_DONE = 0
EXIT_SCENARIO = 2
EXIT_INFEASIBLE = 3
EXIT_SOLVER = 4
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong in a scenario, and what to do about it."""

    file: str
    line: int
    path: str
    found: str
    expected: str
    advice: str = ""

    def __str__(self) -> str:
        """One line: where, which key, what was found, what was expected, what to do."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.path}:" if self.path else ""
        advice = f"; {self.advice}" if self.advice else ""
        return f"{where}:{key} found {self.found}; expected {self.expected}{advice}"


class CarbonsimError(Exception):
    """The root of the family; `exit_code` is what the command line returns."""

    exit_code = EXIT_BUG


class ScenarioError(CarbonsimError):
    """The scenario is wrong; `findings` holds every reason, in file order."""

    exit_code = EXIT_SCENARIO

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings, sorted by file and line."""
        self.findings: Sequence[Finding] = tuple(sorted(set(findings)))
        super().__init__("\n".join(str(finding) for finding in self.findings))


class InfeasibleError(CarbonsimError):
    """No plan satisfies the constraints."""

    exit_code = EXIT_INFEASIBLE


class SolverError(CarbonsimError):
    """The solver stopped without an answer, or the model has no bound."""

    exit_code = EXIT_SOLVER


class OutOfTimeError(SolverError):
    """The time limit of the run was up before there was an answer."""


class IdentityError(CarbonsimError):
    """A sum that must hold does not; this is our bug, never the planner's."""

    exit_code = EXIT_BUG
