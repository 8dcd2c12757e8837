"""Adequacy: firm capacity that covers the highest demand and a margin beyond it."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.optimization.structure.reading import Part, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import RegionTarget
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.adequacy import Reserves, derive_peak_demands


@equation(
    index="region commodity year time_slice",
    unit="unit of the commodity a year",
    role=RegionTarget(
        "peak_margin",
        message("reserve margin of {name}"),
        name=message("reserve margin"),
        per="unit of firm output a year",
    ),
    derived_by=derive_peak_demands,
    tables={
        "firm_yield": Symbol(
            r"\phi_{rty} \kappa_{rt} o_{rtcy}", "commodity unit a year per capacity unit", "firm output of capacity"
        ),
        "peak_use": Symbol(
            r"(1 + \mu_{rcy}) i_{rtmcy} / \lambda_l",
            "commodity unit a year per activity unit",
            "use and its margin as a rate",
        ),
        "peak_demand": Symbol(
            r"(1 + \mu_{rcy}) D_{rcyl} / \lambda_l", "commodity unit a year", "demand and its margin as a rate"
        ),
    },
)
def peak_reserve(m: Reading, region: Part, commodity: Part, year: int, time_slice: Part) -> Row:
    r"""Firm capacity covers the demand of every time slice, the tightest included, and a margin beyond it.

    Demand is what is asked for and what technologies use that deliver something; charging a storage is no demand.

    .. math:: \sum_t \phi_{rty}\, \kappa_{rt}\, o_{rtcy} K_{rty} \ge
        (1 + \mu_{rcy}) \frac{D_{rcyl} + \sum_{t,m} i_{rtmcy}\, x_{rtmyl}}{\lambda_l}
    """
    row = (region, commodity, year, time_slice)
    firm = [m.firm_yield[cell] * m.capacity[cell[:3]] for cell in m.data.of(Reserves).firm[region, commodity, year]]
    used = [-m.peak_use[cell] * m.activity[column] for cell, column in m.data.of(Reserves).users[row]]
    return m.total([*firm, *used]) >= m.peak_demand[row]
