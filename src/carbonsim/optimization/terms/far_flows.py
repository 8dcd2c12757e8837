"""Flows into a balance from far away: what earlier activity gives late, and what regions trade.

Trade is free in sign, without loss and without limit.
"""

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


@dataclass
class TradedFlows:
    """What regions trade: cells with their columns, by balance."""

    flows: dict[Key, list[tuple[Key, Key]]] = field(default_factory=lambda: defaultdict(list))


@derivation(fills=TradedFlows)
def derive_trade(data: Coefficients) -> None:
    """Lay out one column a pair of regions, commodity, year and slice; each balance sees it by its own route.

    A route of exactly 1 ties the two directions: what one region gives, the other gets. Other weights leave each
    direction a column of its own, as the OSeMOSYS equations do.
    """
    routes = data.system.parameters["trade_route"]
    done: set[Key] = set()
    for key, weight in routes.items():
        region, partner, commodity, year = key
        back: Key = (partner, region, commodity, year)
        if region == partner or key in done or not weight:
            continue
        returned = routes.get(back, 0.0)
        tied = weight == 1.0 or returned == 1.0
        done |= {key, back} if tied else {key}
        data.tables["trade_weight"][*key, region] = -weight
        if tied and returned:
            data.tables["trade_weight"][*key, partner] = returned
        _columns(data, key, both=bool(tied and returned))


def _columns(data: Coefficients, key: Key, *, both: bool) -> None:
    region, partner, commodity, year = key
    for part in data.system.time_slices:
        column: Key = (*key, part.name)
        data.families["trade"].append(column)
        for place in (region, partner) if both else (region,):
            row: Key = (place, commodity, year, part.name)
            data.of(TradedFlows).flows[row].append(((*key, place), column))
            data.of(TradedFlows).flows[row[:3]].append(((*key, place), column))
