"""Commodity balances: what is produced is what is used, in every year or every time slice."""

from __future__ import annotations

from carbonsim.optimization.structure.reading import LinearTerm, Part, Parts, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import DemandBalance
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.balance import BalanceFlows, derive_balances, derive_demands, derive_flows
from carbonsim.optimization.terms.far_flows import DelayedFlows, TradedFlows
from carbonsim.system.tables import CHANGE_PIECES


def _ratio(m: Reading, cell: Parts) -> LinearTerm:
    """Return net output of a technology at home, or what it delivers into another region (the sixth index)."""
    return m.net_output[cell] if len(cell) == 5 else m.delivered[cell]


def _net_flow(m: Reading, row: Parts) -> list[LinearTerm]:
    return [_ratio(m, cell) * m.activity[column] for cell, column in m.data.of(BalanceFlows).flows.get(row, ())]


def _net_yearly_flow(m: Reading, row: Parts) -> list[LinearTerm]:
    delayed = m.data.of(DelayedFlows).flows.get(row, ())
    late = [m.delayed_output[cell] * m.activity[column] for cell, column in delayed]
    return _net_flow(m, row) + late + _capacity_use(m, row)


def _change(m: Reading, row: Parts) -> list[LinearTerm]:
    """Return by how much less is demanded than was asked for, less by how much more: nothing where no price tells."""
    if (*row, 0) not in m.demand_change:
        return []
    less = [m.demand_change[*row, piece] for piece in range(CHANGE_PIECES)]
    return less + [-m.demand_change[*row, piece] for piece in range(CHANGE_PIECES, 2 * CHANGE_PIECES)]


def _capacity_use(m: Reading, row: Parts) -> list[LinearTerm]:
    uses = m.data.of(BalanceFlows).capacity_uses.get(row, ())
    new = [-m.new_capacity_use[cell] * m.new_capacity[at] for table, cell, at in uses if table == "new_capacity_use"]
    return new + [-m.capacity_use[cell] * m.capacity[at] for table, cell, at in uses if table == "capacity_use"]


def _net_slice_flow(m: Reading, region: Part, commodity: Part, year: int, time_slice: Part) -> list[LinearTerm]:
    row = (region, commodity, year, time_slice)
    shaped = m.data.of(BalanceFlows).shapes_of.get(row[:3], ())
    shares = [m.shape_share[region, commodity, key[2], time_slice] * m.shaped_use[key] for key in shaped]
    return _net_flow(m, row) + shares + _trade(m, row)


def _trade(m: Reading, row: Parts) -> list[LinearTerm]:
    return [m.trade_weight[cell] * m.trade[column] for cell, column in m.data.of(TradedFlows).flows.get(row, ())]


@equation(
    index="region commodity year",
    unit="unit of the commodity",
    role=DemandBalance("demand"),
    derived_by=derive_demands,
    tables={
        "net_output": Symbol(r"o_{rtmcy} - i_{rtmcy}", "commodity unit per activity unit", "output less input"),
        "delivered": Symbol(
            r"o_{rtmcy}", "commodity unit per activity unit", "output into another region, less what is taken there"
        ),
        "delayed_output": Symbol(r"\omega_{rtmcvy}", "commodity unit per activity unit", "output of earlier activity"),
        "demand": Symbol(r"D_{rcy}", "commodity unit", "demand of a year"),
        "new_capacity_use": Symbol(r"\beta_{rtcy}", "commodity unit per capacity unit", "what new capacity uses"),
        "capacity_use": Symbol(
            r"\gamma_{rtcy}", "commodity unit per capacity unit a year", "what capacity uses each year"
        ),
        "change_width": Symbol(r"\Delta_{rcyk}", "commodity unit", "width of a piece of what is demanded"),
    },
)
def yearly_balance(m: Reading, region: Part, commodity: Part, year: int) -> Row:
    r"""Net output of a commodity over the year, with what earlier activity gives late, equals its demand.

    What is demanded otherwise at another price than the reference had stands in pieces, which are closed without one.

    .. math::
        \sum_{t,m,l} (o_{rtmcy} - i_{rtmcy})\, x_{rtmyl} + \sum_{t,m,v} \omega_{rtmcvy}\, x_{rtmv}
            + \sum_{k \le n} y_{rcyk} - \sum_{k > n} y_{rcyk} = D_{rcy}, \quad 0 \le y_{rcyk} \le \Delta_{rcyk}
    """
    row = (region, commodity, year)
    return m.total([*_net_yearly_flow(m, row), *_change(m, row)]) == m.demand[region, commodity, year]


@equation(
    index="region commodity year",
    unit="unit of the commodity",
    role=DemandBalance("demand"),
    derived_by=derive_demands,
)
def yearly_balance_surplus(m: Reading, region: Part, commodity: Part, year: int) -> Row:
    r"""Net output of a commodity that may be in surplus, with what comes late, is at least its demand.

    What new and standing capacity use is taken off (MUIO 5.4, EBb4: InputToNewCapacity, InputToTotalCapacity).

    .. math::
        \sum_{t,m,l} (o_{rtmcy} - i_{rtmcy})\, x_{rtmyl} + \sum_{t,m,v} \omega_{rtmcvy}\, x_{rtmv}
            - \sum_t (\beta_{rtcy}\, n_{rty} + \gamma_{rtcy}\, K_{rty}) \ge D_{rcy}
    """
    return m.total(_net_yearly_flow(m, (region, commodity, year))) >= m.demand[region, commodity, year]


@equation(
    index="region commodity year time_slice",
    unit="unit of the commodity",
    role=DemandBalance("demand_slice"),
    derived_by=derive_demands,
    tables={
        "shape_share": Symbol(r"\sigma_{rcsl}", "share", "share of a year's flow that falls in a time slice"),
        "demand_slice": Symbol(r"D_{rcyl}", "commodity unit", "demand in a time slice"),
        "trade_weight": Symbol(r"w_{rpcy}", "share", "weight of a flow in a region's balance"),
    },
)
def slice_balance(m: Reading, region: Part, commodity: Part, year: int, time_slice: Part) -> Row:
    r"""Net output of a commodity in a time slice, with the use that follows a load shape, equals its demand.

    .. math:: \sum_{t,m} (o_{rtmcy} - i_{rtmcy})\, x_{rtmyl} + \sum_s \sigma_{rcsl}\, u_{rcsy} = D_{rcyl}
    """
    flows = _net_slice_flow(m, region, commodity, year, time_slice)
    return m.total(flows) == m.demand_slice[region, commodity, year, time_slice]


@equation(
    index="region commodity year time_slice",
    unit="unit of the commodity",
    role=DemandBalance("demand_slice"),
    derived_by=derive_demands,
)
def slice_balance_surplus(m: Reading, region: Part, commodity: Part, year: int, time_slice: Part) -> Row:
    r"""Net output in a time slice of a commodity that may be in surplus is at least its demand.

    BalanceFlows to and from other regions count, by the weight of their route.

    .. math::
        \sum_{t,m} (o_{rtmcy} - i_{rtmcy})\, x_{rtmyl} + \sum_s \sigma_{rcsl}\, u_{rcsy}
            - \sum_p w_{rpcy} z_{rpcyl} \ge D_{rcyl}
    """
    flows = _net_slice_flow(m, region, commodity, year, time_slice)
    return m.total(flows) >= m.demand_slice[region, commodity, year, time_slice]


@equation(
    index="region commodity year",
    unit="unit of the commodity",
    role=DemandBalance("demand_whole"),
    derived_by=derive_balances,
    tables={
        "demand_whole": Symbol(r"D^{whole}_{rcy}", "commodity unit", "demand over the year, whenever it is met"),
    },
)
def whole_balance(m: Reading, region: Part, commodity: Part, year: int) -> Row:
    r"""Net output over the year of a commodity balanced by slice is at least what is wanted at any time of the year.

    What new and standing capacity use is taken off (MUIO 5.4, EBb4: InputToNewCapacity, InputToTotalCapacity).

    .. math::
        \sum_{t,m,l} (o_{rtmcy} - i_{rtmcy})\, x_{rtmyl} - \sum_{p,l} w_{rpcy} z_{rpcyl}
            - \sum_t (\beta_{rtcy}\, n_{rty} + \gamma_{rtcy}\, K_{rty}) \ge D^{whole}_{rcy}
    """
    flows = [term for part in m.data.system.time_slices for term in _net_flow(m, (region, commodity, year, part.name))]
    row = (region, commodity, year)
    return m.total([*flows, *_trade(m, row), *_capacity_use(m, row)]) >= m.demand_whole[region, commodity, year]


@equation(index="region commodity shape year", unit="unit of the commodity", derived_by=derive_flows)
def shaped_use(m: Reading, region: Part, commodity: Part, shape: Part, year: int) -> Row:
    r"""The net output of all yearly technologies that share a load shape is gathered in one column.

    .. math:: u_{rcsy} = \sum_{t \in s,\, m} (o_{rtmcy} - i_{rtmcy})\, x_{rtmy}
    """
    key = (region, commodity, shape, year)
    flows = [_ratio(m, cell) * m.activity[column] for cell, column in m.data.of(BalanceFlows).shaped_flows[key]]
    return m.total([*flows, -m.shaped_use[key]]) == 0.0
