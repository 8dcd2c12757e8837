"""Trade between regions that is free in sign, without loss and without limit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carbonsim.optimization.structure.registry import derivation
from carbonsim.system.tables import Key

if TYPE_CHECKING:
    from carbonsim.optimization.structure.coefficients import Coefficients


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
