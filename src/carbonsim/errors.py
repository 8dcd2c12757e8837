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

from carbonsim.messages.catalogue import ENGLISH
from carbonsim.messages.message import Message, Value, Wording, located, message, rendered

EXIT_DONE = 0
EXIT_SCENARIO = 2
EXIT_INFEASIBLE = 3
EXIT_SOLVER = 4
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong in a scenario, and what to do about it: sentences of ours, or what a planner wrote."""

    file: str
    line: int
    path: str
    found: Wording
    expected: Wording
    advice: Wording = ""

    def rendered(self, language: str) -> str:
        """Render one line: where, which key, what was found, what was expected, what to do."""
        return self.message.rendered(language)

    def __str__(self) -> str:
        """Render the line in English."""
        return self.rendered(ENGLISH)

    def __lt__(self, other: Finding) -> bool:
        """Order findings by where they are, then by what they say in English."""
        return self._order < other._order

    @property
    def message(self) -> Message:
        """The line as a message: where, which key, what was found, what was expected, what to do."""
        return located(self.file, self.line, self.path, self.what)

    @property
    def what(self) -> Message:
        """What was found, what was expected and what to do, as a message."""
        found, expected, advice = self.found, self.expected, self.advice
        if expected and advice:
            return message(
                "found {found}; expected {expected}; {advice}", found=found, expected=expected, advice=advice
            )
        if expected:
            return message("found {found}; expected {expected}", found=found, expected=expected)
        return (
            message("found {found}; {advice}", found=found, advice=advice)
            if advice
            else message("found {found}", found=found)
        )

    @property
    def _order(self) -> tuple[str, int, str, str]:
        return self.file, self.line, self.path, str(self)


Warned = Finding | Message  # what a planner should know though the result stands, at a place of the input or not


class CarbonsimError(Exception):
    """The root of the family: what went wrong in a sentence; `exit_code` is what the command line returns."""

    exit_code = EXIT_BUG

    def __init__(self, problem: Wording = "") -> None:
        """Keep the sentence."""
        self.problem: Value = problem
        super().__init__(str(problem))

    def rendered(self, language: str) -> str:
        """Render what went wrong, a line for each thing."""
        return rendered(self.problem, language)


class ScenarioError(CarbonsimError):
    """The scenario is wrong; `findings` holds every reason, in file order."""

    exit_code = EXIT_SCENARIO

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep the findings, sorted by file and line."""
        self.findings: Sequence[Finding] = tuple(sorted(set(findings)))
        super().__init__(self.rendered(ENGLISH))
        self.problem = tuple(finding.message for finding in self.findings)

    def rendered(self, language: str) -> str:
        """Render every finding on its line."""
        return "\n".join(finding.rendered(language) for finding in self.findings)


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
