"""What a page on the hours of a planned year shows: the check, and who runs when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from carbonsim.analysis.hours.check import CommodityCheck, HourlyCheck
from carbonsim.analysis.hours.traces import Traces
from carbonsim.messages.label import Label

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ShownHours:
    """A planned year by hour: what is told of it, and for power and heat who gives and takes in GW.

    `marginal` is in t/MWh, by commodity; `labels` and `groups` are of technologies by name.
    """

    title: Label
    stem: str
    check: HourlyCheck
    traces: Mapping[str, Traces]  # by commodity
    marginal: Mapping[str, Array]
    prices: Mapping[str, Array]  # CNY per MWh
    series: str  # name of the file that tells the hours
    plan_seconds: float = 0.0

    def of(self, group: str) -> tuple[CommodityCheck, Traces] | None:
        """Return what is told of power or of heat; None where there is none."""
        for one in self.check.commodities:
            if ("heat" in one.commodity) == (group == "heat"):
                return one, self.traces[one.commodity]
        return None

    def by_group(self, traces: Traces) -> dict[str, Array]:
        """Return what groups of technologies give and take in GW."""
        found: dict[str, Array] = defaultdict(lambda: np.zeros(len(traces.hours)))
        for owner, power in traces.given.items():
            found[traces.technologies[owner].group] += power
        return dict(found)


def hours_table(shown: ShownHours) -> pd.DataFrame:
    """Return every hour as a row: loads and technologies in GW, prices and what a unit more would emit."""
    columns: dict[str, Array] = {"hour": np.arange(1.0, 8761.0)}
    for commodity, traces in shown.traces.items():
        columns[f"{commodity} load GW"] = traces.load
        for (_, name), power in traces.given.items():
            columns[f"{commodity} {name} GW"] = power
        columns[f"{commodity} price CNY/MWh"] = shown.prices[commodity]
        columns[f"{commodity} marginal t/MWh"] = shown.marginal[commodity]
    return pd.DataFrame(columns).round(5)
