"""Delayed output as coefficients: what each year's activity gives in that year and in later ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbonsim.system.delay import delayed_share
from carbonsim.system.tables import YEAR, Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


def derive_delays(data: Coefficients) -> None:
    """Fill the table of delayed output and, for every balance, the activities that feed it from earlier years."""
    years = data.system.years
    for delay in data.system.delays:
        for vintage in years:
            for year in years:
                share = delayed_share(delay.kernel, years.span(vintage), years.span(year))
                if share and (delay.region, delay.technology, vintage) in data.columns:
                    key: Key = (delay.region, delay.technology, delay.mode, delay.commodity, vintage, year)
                    data.tables["delayed_output"][key] = share
                    column: Key = (delay.region, delay.technology, delay.mode, vintage, YEAR)
                    data.delayed_flows[delay.region, delay.commodity, year].append((key, column))
