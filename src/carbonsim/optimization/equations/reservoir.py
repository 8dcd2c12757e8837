"""Reservoirs: stores whose level runs through the parts of days, types of day, seasons and years."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.optimization.structure.reading import Family, LinearTerm, Part, Parts, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import ReservoirLimit
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.reservoir import ReservoirLevels, derive_reservoirs

_LEVELS = (
    "reservoir_level", "reservoir_day_start", "reservoir_day_finish", "reservoir_part", "reservoir_day_end",
)  # fmt: skip
_FLOW = ReservoirLimit(message("{name} giving no more than it was filled with"))


def _column(m: Reading, column: Parts) -> LinearTerm:
    family: Family = getattr(m, str(column[0]))
    return family[column[1:]]


@equation(
    index="region reservoir year",
    unit="reservoir unit",
    derived_by=derive_reservoirs,
    tables={
        "reservoir_alive": Symbol(r"a_{rsvy}", "share", "share of a vintage that is alive in a year"),
        "reservoir_residual": Symbol(r"R_{rsy}", "reservoir unit", "what remains of the stock before the first year"),
    },
)
def reservoir_capacity(m: Reading, region: Part, reservoir: Part, year: int) -> Row:
    r"""Capacity of a reservoir is what remains of its stock plus every vintage still alive.

    .. math:: C_{rsy} - \sum_{v \le y} a_{rsvy}\, n_{rsv} = R_{rsy}
    """
    vintages = [
        -m.reservoir_alive[region, reservoir, vintage, year] * m.reservoir_new_capacity[region, reservoir, vintage]
        for vintage in m.data.vintages["reservoir", region, reservoir, year]
    ]
    key = (region, reservoir, year)
    return m.total([m.reservoir_capacity[key], *vintages]) == m.reservoir_residual[key]


@equation(
    index="region reservoir",
    unit="reservoir unit",
    role=ReservoirLimit(
        message("{name} starting from {value}"),
        "reservoir_level_start",
        "level_start",
    ),
    derived_by=derive_reservoirs,
    tables={
        "reservoir_level_start": Symbol(r"L^{start}_{rs}", "reservoir unit", "level before the first year"),
    },
)
def reservoir_start(m: Reading, region: Part, reservoir: Part) -> Row:
    r"""The level before the first year is given.

    .. math:: L_{rs y_0 1} = L^{start}_{rs}
    """
    first = m.data.of(ReservoirLevels).first[region, reservoir]
    return m.total([m.reservoir_level[first]]) == m.reservoir_level_start[region, reservoir]


@equation(
    index="region reservoir year season",
    unit="reservoir unit",
    role=_FLOW,
    derived_by=derive_reservoirs,
    tables={
        "reservoir_yearly": Symbol(
            r"(f_{rtms} - g_{rtms}) \Lambda_l / \lambda_l",
            "reservoir unit per activity unit",
            "net filling over a season",
        ),
    },
    by_name=_LEVELS,
)
def reservoir_season(m: Reading, region: Part, reservoir: Part, year: int, season: Part) -> Row:
    r"""The level after a season is the one before it plus what all its days fill less what they draw.

    .. math:: L_{rsy,q+1} - L_{rsyq} - \sum_{t,m,l \in q} (f_{rtms} - g_{rtms})\, x_{rtmyl}\, \Lambda_l / \lambda_l = 0
    """
    row = (region, reservoir, year, season)
    after, before = m.data.of(ReservoirLevels).steps[row]
    flows = [-m.reservoir_yearly[cell] * m.activity[column] for cell, column in m.data.of(ReservoirLevels).flows[row]]
    return m.total([_column(m, after), -_column(m, before), *flows]) == 0.0


@equation(
    index="region reservoir year season day_type day_part",
    unit="reservoir unit",
    role=_FLOW,
    derived_by=derive_reservoirs,
    tables={
        "reservoir_daily": Symbol(
            r"\delta_h (f_{rtms} - g_{rtms}) / \lambda_l",
            "reservoir unit per activity unit",
            "net filling of one day-part",
        ),
    },
    by_name=_LEVELS,
)
def reservoir_within_day(
    m: Reading, region: Part, reservoir: Part, year: int, season: Part, day_type: Part, part: Part
) -> Row:
    r"""Within the first day of a type the level moves part by part, from its level at the start of that day.

    .. math:: W_{h} - W_{h-1} - \delta_h \sum_{t,m,l \in h} (f_{rtms} - g_{rtms})\, x_{rtmyl} / \lambda_l = 0
    """
    row = (region, reservoir, year, season, day_type, part)
    after, before = m.data.of(ReservoirLevels).steps[row]
    flows = [-m.reservoir_daily[cell] * m.activity[column] for cell, column in m.data.of(ReservoirLevels).flows[row]]
    return m.total([_column(m, after), -_column(m, before), *flows]) == 0.0


@equation(
    index="region reservoir year season day_type",
    unit="reservoir unit",
    role=_FLOW,
    derived_by=derive_reservoirs,
    tables={
        "reservoir_days_before": Symbol(r"N_{d-1}", "d", "days of the type before"),
    },
    by_name=_LEVELS,
)
def reservoir_day_start(m: Reading, region: Part, reservoir: Part, year: int, season: Part, day_type: Part) -> Row:
    r"""The first day of a type starts where all days of the type before it end.

    .. math:: S_{d} - S_{d-1} - N_{d-1} (W_{d-1,H} - S_{d-1}) = 0
    """
    key = (region, reservoir, year, season, day_type)
    start, end = m.data.of(ReservoirLevels).chains["start", *key]
    count = m.reservoir_days_before[key]
    terms = [m.reservoir_day_start[key], -_column(m, start)]
    return m.total([*terms, -count * _column(m, end), count * _column(m, start)]) == 0.0


@equation(
    index="region reservoir year season day_type",
    unit="reservoir unit",
    role=_FLOW,
    derived_by=derive_reservoirs,
    tables={
        "reservoir_days_after": Symbol(r"N_{d+1}", "d", "days of the type after"),
    },
    by_name=_LEVELS,
)
def reservoir_day_finish(m: Reading, region: Part, reservoir: Part, year: int, season: Part, day_type: Part) -> Row:
    r"""The last day of a type ends where the days of the type after it begin.

    .. math:: F_{d} - F_{d+1} + N_{d+1} (W_{d+1,H} - S_{d+1}) = 0
    """
    key = (region, reservoir, year, season, day_type)
    finish, end, start = m.data.of(ReservoirLevels).chains["finish", *key]
    count = m.reservoir_days_after[key]
    terms = [m.reservoir_day_finish[key], -_column(m, finish)]
    return m.total([*terms, count * _column(m, end), -count * _column(m, start)]) == 0.0


_READING = "region reservoir year season day_type day_part reading"


@equation(
    index=_READING,
    unit="reservoir unit",
    role=ReservoirLimit(message("{name} holding no more than its size")),
    derived_by=derive_reservoirs,
    by_name=_LEVELS,
)
def reservoir_ceiling(m: Reading, *row: Part) -> Row:
    r"""Every reading of the level, in the first and the last day of a type, stays within the capacity.

    .. math:: X_{rsyqdhk} - C_{rsy} \le 0
    """
    terms = [m.number(number) * _column(m, column) for number, column in m.data.of(ReservoirLevels).readings[row]]
    return m.total([*terms, -m.reservoir_capacity[row[:3]]]) <= 0.0


@equation(
    index=_READING,
    unit="reservoir unit",
    role=ReservoirLimit(
        message("{name} never below {value} of its size"),
        "reservoir_level_min",
        "level_min",
        unit="share",
    ),
    derived_by=derive_reservoirs,
    tables={
        "reservoir_floor_share": Symbol(r"\underline{\sigma}_{rsy}", "share", "least level as a share of capacity"),
    },
    by_name=_LEVELS,
)
def reservoir_floor(m: Reading, *row: Part) -> Row:
    r"""Every reading of the level is at least the least share of the capacity.

    .. math:: X_{rsyqdhk} - \underline{\sigma}_{rsy} C_{rsy} \ge 0
    """
    terms = [m.number(number) * _column(m, column) for number, column in m.data.of(ReservoirLevels).readings[row]]
    return m.total([*terms, -m.reservoir_floor_share[row] * m.reservoir_capacity[row[:3]]]) >= 0.0


@equation(
    index="region reservoir year season day_type day_part",
    unit="reservoir unit a year",
    role=ReservoirLimit(
        message("{name} filling by at most {value}"),
        "reservoir_inflow_max",
        "inflow_max",
        unit="rate",
    ),
    derived_by=derive_reservoirs,
    tables={
        "reservoir_inflow_term": Symbol(
            r"f_{rtms} / \lambda_l", "reservoir unit a year per activity unit", "rate of filling"
        ),
        "reservoir_inflow_max": Symbol(r"\overline{f}_{rs}", "reservoir unit a year", "highest rate of filling"),
    },
)
def reservoir_inflow_max(m: Reading, *part: Part) -> Row:
    r"""A reservoir fills no faster than its highest rate.

    .. math:: \sum_{t,m,l \in h} f_{rtms}\, x_{rtmyl} / \lambda_l \le \overline{f}_{rs}
    """
    rates = [
        m.reservoir_inflow_term[cell] * m.activity[column]
        for cell, column in m.data.of(ReservoirLevels).rates["inflow", *part]
    ]
    return m.total(rates) <= m.reservoir_inflow_max[part]


@equation(
    index="region reservoir year season day_type day_part",
    unit="reservoir unit a year",
    role=ReservoirLimit(
        message("{name} giving at most {value}"),
        "reservoir_outflow_max",
        "outflow_max",
        unit="rate",
    ),
    derived_by=derive_reservoirs,
    tables={
        "reservoir_outflow_term": Symbol(
            r"g_{rtms} / \lambda_l", "reservoir unit a year per activity unit", "rate of drawing"
        ),
        "reservoir_outflow_max": Symbol(r"\overline{g}_{rs}", "reservoir unit a year", "highest rate of drawing"),
    },
)
def reservoir_outflow_max(m: Reading, *part: Part) -> Row:
    r"""A reservoir is drawn no faster than its highest rate.

    .. math:: \sum_{t,m,l \in h} g_{rtms}\, x_{rtmyl} / \lambda_l \le \overline{g}_{rs}
    """
    rates = [
        m.reservoir_outflow_term[cell] * m.activity[column]
        for cell, column in m.data.of(ReservoirLevels).rates["outflow", *part]
    ]
    return m.total(rates) <= m.reservoir_outflow_max[part]
