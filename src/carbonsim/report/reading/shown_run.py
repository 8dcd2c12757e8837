"""What a run tells of itself, solved just now or read again: summary, results, table, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from carbonsim.analysis.summary.summary import Summary
from carbonsim.messages.catalogue import ENGLISH
from carbonsim.messages.message import rendered
from carbonsim.report.content import Content
from carbonsim.results.results import Results

if TYPE_CHECKING:
    from pyam import IamDataFrame
    from xarray import Dataset

    from carbonsim.report.figures import Figures


class ShownRun:
    """What a run tells, all of it from its `content`: summary, results and, where there is a plan, its table."""

    @property
    def content(self) -> Content:
        """All that a report shows."""
        raise NotImplementedError

    @property
    def summary(self) -> Summary:
        """What `summary.json` says: `summary.peak.year`, or as plain values `summary["peak"]["year"]`."""
        return self.content.summary

    @property
    def results(self) -> Results | None:
        """The results of the plan; None where no plan exists."""
        return self.content.plan

    @property
    def table(self) -> pd.DataFrame:
        """The IAMC table of the plan: model, scenario, region, variable, unit, year, value."""
        return self._planned.table

    @property
    def figures(self) -> Figures:
        """The report's figures, each a function that returns a Plotly figure."""
        from carbonsim.report.figures import Figures

        return Figures(self.content)

    @property
    def _planned(self) -> Results:
        """The results of the plan; raises ValueError where no plan exists."""
        if self.content.plan is None:
            raise ValueError(f"no results: the run is {self.content.status}")
        return self.content.plan

    def _repr_html_(self) -> str:
        """Show the verdict and the path in a notebook."""
        from carbonsim.report.display import show_run

        return show_run(self.content)

    def to_pyam(self, *, strict: bool = False) -> IamDataFrame:
        """Hand the table over to pyam, or with `strict` what is in the common definitions; needs the extra `pyam`."""
        return self._planned.to_pyam(strict=strict)

    def to_xarray(self) -> Dataset:
        """Return the table as an xarray data set; needs the extra `xarray`."""
        return self._planned.to_xarray()


def verdict_in_short(content: Content) -> str:
    """Return the name of a scenario and its verdict on a line."""
    from carbonsim.report.verdict import sentence

    return f"{content.text('name', 'en')!r}: {rendered(sentence(content), ENGLISH)}"
