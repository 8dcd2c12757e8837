"""How likely a peak is by a year, and how outcomes are spread over futures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from carbonsim.analysis.peaking import PEAKED
from carbonsim.optimization.solver.status import SolveStatus

PERCENTILES = (5, 25, 50, 75, 95)
PLANS = {"": "plan", "twin_": "twin", "committed_": "committed"}  # by the beginning of their columns


def solved_futures(table: pd.DataFrame, plan: str = "") -> pd.DataFrame:
    """Return the futures that have a plan."""
    return table[table[f"{plan}status"] == SolveStatus.OPTIMAL]


def chances_of_a_peak(table: pd.DataFrame, years: Iterable[int]) -> pd.DataFrame:
    """Return the share of futures that have peaked by each year: of the plan, of the twin and with builds held.

    A future without a plan, and one whose emissions rise or stay until the end, has not. Columns: year, plan, twin and,
    where that was asked, committed.
    """
    shares = {
        name: [_share_by(table, plan, year) for year in years]
        for plan, name in PLANS.items()
        if f"{plan}status" in table
    }
    return pd.DataFrame({"year": list(years), **shares})


def _share_by(table: pd.DataFrame, plan: str, year: int) -> float:
    peaked = solved_futures(table, plan)
    peaked = peaked[peaked[f"{plan}peak_status"].isin([str(one) for one in PEAKED])]
    return float((peaked[f"{plan}peak_year"] <= year).sum()) / max(len(table), 1)


def spread_of_outcomes(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return percentiles of columns over the futures in which they have a value: outcome, futures, p5 … p95.

    A percentile is the value of a future: the lowest that so many lie at or below.
    """
    rows = []
    for name in columns:
        values = table[name].dropna().to_numpy(float) if name in table else np.zeros(0)
        found = np.percentile(values, PERCENTILES, method="inverted_cdf") if len(values) else [np.nan] * 5
        rows.append((name, len(values), *map(float, found)))
    return pd.DataFrame(rows, columns=["outcome", "futures", *(f"p{share}" for share in PERCENTILES)])


def paths_of(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the fan of a path by year, such as `emissions`: year, futures, p5 … p95."""
    columns = [name for name in table if name.startswith(f"{kind}.")]
    fan = spread_of_outcomes(table, columns)
    return fan.assign(outcome=[int(name.rpartition(".")[2]) for name in fan["outcome"]]).rename(
        columns={"outcome": "year"}
    )


def conflicting_keys(table: pd.DataFrame) -> pd.DataFrame:
    """Return the keys of limits that clash where there is no plan, and in how many futures: path, futures."""
    found = Counter(path for told in table["conflicts"].dropna() for path in str(told).split(", ") if path)
    return pd.DataFrame(found.most_common(), columns=["path", "futures"])
