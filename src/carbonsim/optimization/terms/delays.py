"""Delayed output as coefficients: what each year's activity gives in that year and in later ones."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.optimization.terms.activity import derive_columns
from carbonsim.system.delay import delayed_share
from carbonsim.system.tables import YEAR, Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


@dataclass
class DelayedFlows:
    """What earlier activity gives late: cells with their columns, by balance."""

    flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))


@derivation(derive_columns, fills=DelayedFlows)
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
                    data.of(DelayedFlows).flows[delay.region, delay.commodity, year].append((key, column))
