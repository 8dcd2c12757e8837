"""Capacity: vintages that live, what they can do in a slice and in a year, and how fast they may grow."""

from __future__ import annotations

from typing import Any

from carbonsim.optimization.registry import equation, total


@equation(index="region technology year", unit="capacity unit")
def capacity_definition(m: Any, region: Any, technology: Any, year: Any) -> Any:
    r"""Capacity is what remains of the stock before the base year plus every vintage still alive.

    .. math:: K_{rty} - \sum_{v \le y} a_{rtvy}\, n_{rtv} = R_{rty}
    """
    vintages = [
        -m.data.tables["alive"][region, technology, vintage, year] * m.new_capacity[region, technology, vintage]
        for vintage in m.data.vintages[region, technology, year]
    ]
    own = 1.0 * m.capacity[region, technology, year]
    return total([own, *vintages]) == m.residual_capacity[region, technology, year]


@equation(index="region technology year time_slice", unit="activity unit")
def slice_capacity(m: Any, region: Any, technology: Any, year: Any, time_slice: Any) -> Any:
    r"""Activity in a time slice, all modes together, stays within available capacity.

    .. math:: \sum_m x_{rtmyl} \le \kappa_{rt}\, \alpha_{rtyl}\, \lambda_l\, K_{rty}
    """
    columns = m.data.columns[region, technology, year]
    activity = [1.0 * m.activity[column] for column in columns if column[4] == time_slice]
    potential = -m.slice_potential[region, technology, year, time_slice] * m.capacity[region, technology, year]
    return total([*activity, potential]) <= 0.0


@equation(index="region technology year", unit="activity unit")
def yearly_capacity(m: Any, region: Any, technology: Any, year: Any) -> Any:
    r"""Activity over the year, all modes and slices together, stays within available capacity.

    .. math:: \sum_{m,l} x_{rtmyl} \le \kappa_{rt}\, \alpha_{rty}\, K_{rty}
    """
    activity = [1.0 * m.activity[column] for column in m.data.columns[region, technology, year]]
    potential = -m.yearly_potential[region, technology, year] * m.capacity[region, technology, year]
    return total([*activity, potential]) <= 0.0


@equation(index="region technology year", unit="activity unit")
def yearly_activity(m: Any, region: Any, technology: Any, year: Any) -> Any:
    r"""Activity over the year, all modes and slices together, is one column; its bounds pin the past to what was seen.

    .. math:: A_{rty} = \sum_{m,l} x_{rtmyl}, \quad \underline{A}_{rty} \le A_{rty} \le \overline{A}_{rty}
    """
    key = (region, technology, year)
    activity = [1.0 * m.activity[column] for column in m.data.columns[key]]
    return total([*activity, -1.0 * m.yearly_activity[key]]) == 0.0


@equation(index="region technology year", unit="capacity unit a year")
def growth_limit(m: Any, region: Any, technology: Any, year: Any) -> Any:
    r"""New capacity a year grows by no more than a share a year, from a seed.

    .. math:: \frac{n_{rty}}{|y|} - (1 + g_{rt})^{y - y'} \frac{n_{rty'}}{|y'|} \le s_{rt}
    """
    key = (region, technology, year)
    terms = [m.growth_own[key] * m.new_capacity[key]]
    if key in m.growth_previous:
        previous = m.data.system.years.previous(year)
        terms.append(-m.growth_previous[key] * m.new_capacity[region, technology, previous])
    return total(terms) <= m.growth_seed[key]
