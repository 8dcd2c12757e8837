"""Storage within representative days: the level at the end of a day is the level at its start."""

from __future__ import annotations

from typing import Any

from carbonsim.optimization.registry import equation, total


@equation(index="region technology year time_slice", unit="PJ a day")
def storage_balance(m: Any, region: Any, technology: Any, year: Any, time_slice: Any) -> Any:
    r"""The level after a day-part is what was kept from the one before plus what was charged less discharged.

    The first day-part of a season follows its last: a representative day repeats itself.

    .. math:: L_{yl} = (1 - \delta)^{h_l} L_{y,l-1} + \frac{\eta^+ x^{charge}_{yl} - x^{discharge}_{yl} / \eta^-}{d_l}
    """
    key = (region, technology, year, time_slice)
    change = [
        1.0 * m.storage_level[key],
        -m.kept_level[key] * m.storage_level[m.data.level_before[key]],
        -m.charged_level[key] * m.activity[region, technology, "charge", year, time_slice],
        m.discharged_level[key] * m.activity[region, technology, "discharge", year, time_slice],
    ]
    return total(change) == 0.0


@equation(index="region technology year time_slice", unit="PJ")
def storage_ceiling(m: Any, region: Any, technology: Any, year: Any, time_slice: Any) -> Any:
    r"""The level fits the storage: power capacity times hours of full discharge.

    .. math:: L_{yl} \le H\, K_{rty}
    """
    key = (region, technology, year, time_slice)
    size = -m.storage_size[key] * m.capacity[region, technology, year]
    return total([1.0 * m.storage_level[key], size]) <= 0.0
