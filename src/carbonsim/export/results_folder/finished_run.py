"""A run that was written into a folder, read again without solving."""

from __future__ import annotations

from pathlib import Path

from carbonsim.export.results_folder.left_behind import settle
from carbonsim.report.content import Content
from carbonsim.report.reading.results_folder import read_results_folder
from carbonsim.report.reading.shown_run import ShownRun, verdict_in_short
from carbonsim.scenario.scenario import Scenario


class FinishedRun(ShownRun):
    """A run as its results folder tells it: scenario, summary, results, table and figures, but no solved model.

    How plants run in each time slice is not in the folder, so figures of typical days are not drawn from it.
    """

    def __init__(self, folder: Path, content: Content) -> None:
        """Hold the folder and what was read of it."""
        self.folder = folder
        self._content = content

    @property
    def content(self) -> Content:
        """All that a report shows."""
        return self._content

    def __repr__(self) -> str:
        return f"<FinishedRun {self.folder}, {verdict_in_short(self.content)}>"

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was merged when it ran."""
        return self.content.scenario

    @property
    def status(self) -> str:
        """What the solver answered: optimal or infeasible."""
        return self.content.status

    @property
    def objective(self) -> float | None:
        """The least cost in million CNY of the base year, discounted; None where no plan exists."""
        return self.content.summary.objective


def read(folder: Path | str) -> FinishedRun:
    """Read a results folder that a run left, without solving again.

    Raises ScenarioError with every finding where a file of it is missing, damaged or of another run.
    """
    place = Path(folder)
    settle(place.absolute())
    return FinishedRun(place, read_results_folder(place))
