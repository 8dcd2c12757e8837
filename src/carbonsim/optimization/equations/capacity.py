"""Capacity: vintages that live, what they can do in a slice and in a year, and how fast they may grow."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.optimization.structure.reading import LinearTerm, Part, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import Availability, GrowthLimit, StandingStock
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.capacity import bound_activity, derive_capacities, derive_growth


def _stock(m: Reading, region: Part, technology: Part, year: int) -> list[LinearTerm]:
    vintages = [
        -(m.alive[region, technology, vintage, year] * m.new_capacity[region, technology, vintage])
        for vintage in m.data.vintages[region, technology, year]
    ]
    return [m.capacity[region, technology, year], *vintages]


@equation(
    index="region technology year",
    unit="capacity unit",
    role=StandingStock(),
    derived_by=derive_capacities,
    tables={
        "alive": Symbol(r"a_{rtvy}", "share", "share of a vintage that is alive in a year"),
        "residual_capacity": Symbol(r"R_{rty}", "capacity unit", "what remains of the stock before the first year"),
    },
)
def capacity_definition(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""Capacity is what remains of the stock before the base year plus every vintage still alive.

    .. math:: K_{rty} - \sum_{v \le y} a_{rtvy}\, n_{rtv} = R_{rty}
    """
    return m.total(_stock(m, region, technology, year)) == m.residual_capacity[region, technology, year]


@equation(index="region technology year", unit="capacity unit", role=StandingStock(), derived_by=derive_capacities)
def capacity_stock(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""Capacity that may retire early is at most what remains of the stock and of every vintage still alive.

    Its fixed cost stops with it; what was invested is sunk.

    .. math:: K_{rty} - \sum_{v \le y} a_{rtvy}\, n_{rtv} \le R_{rty}
    """
    return m.total(_stock(m, region, technology, year)) <= m.residual_capacity[region, technology, year]


@equation(
    index="region technology year",
    unit="capacity unit",
    derived_by=derive_capacities,
    tables={
        "added_stock": Symbol(r"\max(R_{rty} - R_{rty'}, 0)", "capacity unit", "growth of the stock as given"),
    },
)
def retirement(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""What retired early never comes back: capacity grows by what is built only, the oldest going first.

    .. math:: K_{rty} - K_{rty'} - a_{rtyy}\, n_{rty} \le \max(R_{rty} - R_{rty'}, 0)
    """
    key = (region, technology, year)
    previous = m.data.system.years.previous(year)
    terms = [m.capacity[key], -m.capacity[region, technology, previous]]
    if year in m.data.vintages[key]:
        terms.append(-m.alive[region, technology, year, year] * m.new_capacity[key])
    return m.total(terms) <= m.added_stock[key]


@equation(
    index="region technology year time_slice",
    unit="activity unit",
    together="time_slice",
    role=Availability("availability"),
    derived_by=derive_capacities,
    tables={
        "slice_potential": Symbol(
            r"\kappa_{rt} \alpha_{rtyl} \lambda_l", "activity unit per capacity unit", "most activity in a time slice"
        ),
        "slice_activity_low": Symbol(
            r"\underline{x}_{rtmyl}", "activity unit", "least activity in a time slice, where it is given"
        ),
        "slice_activity_high": Symbol(
            r"\overline{x}_{rtmyl}", "activity unit", "most activity in a time slice, where capacity is given"
        ),
    },
)
def slice_capacity(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""Activity in a time slice, all modes together, stays within available capacity.

    Where capacity is given, of what has one mode, its column has a bound instead.

    .. math::
        \sum_m x_{rtmyl} \le \kappa_{rt}\, \alpha_{rtyl}\, \lambda_l\, K_{rty}, \quad
            \underline{x}_{rtmyl} \le x_{rtmyl} \le \overline{x}_{rtmyl}
    """
    key = (region, technology, year)
    activity = [m.each(m.activity, columns) for columns in m.data.slice_columns[key]]
    potential = m.each(m.slice_potential, m.data.slice_rows[key]) * m.capacity[key]
    return m.total([*activity, -potential]) <= 0.0


@equation(
    index="region technology year",
    unit="capacity unit",
    derived_by=derive_capacities,
    tables={
        "unit_size": Symbol(r"s_{rty}", "capacity unit", "size of a whole unit"),
    },
)
def unit_size(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""New capacity comes in whole units.

    .. math:: n_{rty} = s_{rty}\, u_{rty}, \quad u_{rty} \in \mathbb{N}
    """
    key = (region, technology, year)
    return m.total([m.new_capacity[key], -m.unit_size[key] * m.units[key]]) == 0.0


@equation(
    index="region technology year",
    unit="activity unit",
    role=Availability("availability_year"),
    derived_by=derive_capacities,
    tables={
        "yearly_potential": Symbol(
            r"\kappa_{rt} \alpha_{rty}", "activity unit per capacity unit", "most activity over the year"
        ),
    },
)
def yearly_capacity(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""Activity over the year, all modes and slices together, stays within available capacity.

    .. math:: \sum_{m,l} x_{rtmyl} \le \kappa_{rt}\, \alpha_{rty}\, K_{rty}
    """
    activity = [m.activity[column] for column in m.data.columns[region, technology, year]]
    potential = -m.yearly_potential[region, technology, year] * m.capacity[region, technology, year]
    return m.total([*activity, potential]) <= 0.0


@equation(
    index="region technology year",
    unit="activity unit",
    derived_by=bound_activity,
    tables={
        "activity_low": Symbol(r"\underline{A}_{rty}", "activity unit", "least activity of a year"),
        "activity_high": Symbol(r"\overline{A}_{rty}", "activity unit", "most activity of a year"),
    },
)
def yearly_activity(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""Activity over the year, all modes and slices together, is one column; its bounds pin the past to what was seen.

    .. math:: A_{rty} = \sum_{m,l} x_{rtmyl}, \quad \underline{A}_{rty} \le A_{rty} \le \overline{A}_{rty}
    """
    key = (region, technology, year)
    activity = [m.activity[column] for column in m.data.columns[key]]
    return m.total([*activity, -m.yearly_activity[key]]) == 0.0


@equation(
    index="region technology year",
    unit="capacity unit a year",
    role=GrowthLimit(
        message("new {name} growing by no more than {rate} % and {value}"),
        seed="growth_seed",
    ),
    derived_by=derive_growth,
    tables={
        "growth_own": Symbol(r"1/|y|", "1/yr", "one over the years a model year stands for"),
        "growth_previous": Symbol(r"(1 + g_{rt})^{y - y'} / |y'|", "1/yr", "growth since the year before"),
        "growth_seed": Symbol(
            r"s_{rt} + g_{rt} R_{rty'} / T_{rt}", "capacity unit a year", "new capacity from which growth starts"
        ),
    },
)
def growth_limit(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""New capacity a year grows by no more than a share a year, from a seed and, at first, from what stands.

    The last term stands in the first year that builds alone, where nothing is known of what was built before: that
    share of what is renewed in a year, the stock before over its lifetime.

    .. math:: \frac{n_{rty}}{|y|} - (1 + g_{rt})^{y - y'} \frac{n_{rty'}}{|y'|} \le s_{rt} + g_{rt} R_{rty'} / T_{rt}
    """
    key = (region, technology, year)
    terms = [m.growth_own[key] * m.new_capacity[key]]
    if key in m.growth_previous:
        previous = m.data.system.years.previous(year)
        terms.append(-m.growth_previous[key] * m.new_capacity[region, technology, previous])
    return m.total(terms) <= m.growth_seed[key]


@equation(
    index="region technology year",
    unit="capacity unit a year",
    role=GrowthLimit(
        message("new {name} falling by no more than {rate} % and {value}"),
        seed="degrowth_seed",
    ),
    derived_by=derive_growth,
    tables={
        "degrowth_own": Symbol(r"1/|y|", "1/yr", "one over the years a model year stands for"),
        "degrowth_previous": Symbol(r"(1 - d_{rt})^{y - y'} / |y'|", "1/yr", "what must be left of the year before"),
        "degrowth_seed": Symbol(r"s^-_{rt}", "capacity unit a year", "new capacity that may always fall away"),
    },
)
def degrowth_limit(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""New capacity a year falls by no more than a share a year; a seed may always fall away.

    .. math:: \frac{n_{rty}}{|y|} - (1 - d_{rt})^{y - y'} \frac{n_{rty'}}{|y'|} \ge -s^-_{rt}
    """
    key = (region, technology, year)
    terms = [m.degrowth_own[key] * m.new_capacity[key]]
    if key in m.degrowth_previous:
        previous = m.data.system.years.previous(year)
        terms.append(-m.degrowth_previous[key] * m.new_capacity[region, technology, previous])
    return m.total(terms) >= m.degrowth_seed[key]
