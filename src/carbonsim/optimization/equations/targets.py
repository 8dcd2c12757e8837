"""Targets of a region: reserve, renewable output, emissions of a year and of the period, activity of the period."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.optimization.structure.reading import LinearTerm, Part, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import HiddenBound, RegionTarget
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.targets import TargetTerms, derive_targets


@equation(
    index="region year time_slice",
    unit="activity unit a year",
    role=RegionTarget(
        "reserve_ratio",
        message("reserve margin of {name}"),
        name=message("reserve margin"),
        per="unit of firm output a year",
    ),
    derived_by=derive_targets,
    tables={
        "reserve_firm": Symbol(r"\phi_{rty} \kappa_{rt}", "activity unit per capacity unit", "firm capacity"),
        "reserve_need": Symbol(
            r"\mu_{ry} \tau_{rcy} o_{rtmcy} / \lambda_{yl}", "1/yr", "reserve asked for per unit of activity"
        ),
    },
)
def reserve_ratio(m: Reading, region: Part, year: int, time_slice: Part) -> Row:
    r"""Firm capacity is at least a multiple of the rate of output of the commodities that are secured.

    .. math:: \sum_t \phi_{rty} \kappa_{rt} K_{rty} - \mu_{ry} \sum_{t,m,c} \tau_{rcy} o_{rtmcy} x_{rtmyl} / \lambda_{yl} \ge 0
    """  # noqa: E501
    firm = [m.reserve_firm[key] * m.capacity[key] for key in m.data.of(TargetTerms).backers[region, year]]
    rates = [
        -m.reserve_need[column] * m.activity[column]
        for column in m.data.of(TargetTerms).reserved[region, year, time_slice]
    ]
    return m.total([*firm, *rates]) >= 0.0


@equation(
    index="region year",
    unit="commodity unit",
    role=RegionTarget(
        "renewable_share_min",
        message("renewable target of {name}"),
        name=message("renewable target"),
        per="percentage point",
        whole="renewable_output",
    ),
    derived_by=derive_targets,
    tables={
        "renewable_term": Symbol(
            r"(\rho_{rty} - \sigma_{ry} \tau_{rcy}) o_{rtmcy}",
            "commodity unit per activity unit",
            "renewable output less its share",
        ),
    },
)
def renewable_share_min(m: Reading, region: Part, year: int) -> Row:
    r"""Output of renewable technologies is at least a share of the output of the named commodities.

    .. math:: \sum_{t,m,c,l} (\rho_{rty} - \sigma_{ry} \tau_{rcy})\, o_{rtmcy}\, x_{rtmyl} \ge 0
    """
    terms = [
        m.renewable_term[cell] * m.activity[column]
        for cell in m.data.of(TargetTerms).renewables[region, year]
        for column in m.data.mode_columns(cell)
    ]
    return m.total(terms) >= 0.0


@equation(
    index="region emission year",
    unit="emission unit",
    derived_by=derive_targets,
    tables={
        "emission_term": Symbol(
            r"\varepsilon_{rtmey}", "emission unit per activity unit", "emissions per unit of activity"
        ),
    },
)
def emissions(m: Reading, region: Part, emission: Part, year: int) -> Row:
    r"""Emissions of a region in a year, where a limit needs them, are what its technologies emit.

    .. math:: E_{rey} = \sum_{t,m,l} \varepsilon_{rtmey}\, x_{rtmyl}
    """
    key = (region, emission, year)
    terms = [
        m.emission_term[cell] * m.activity[column]
        for cell, mode in m.data.of(TargetTerms).emitted.get(key, ())
        for column in m.data.mode_columns(mode)
    ]
    return m.total([*terms, -m.emissions[key]]) == 0.0


@equation(
    index="region emission year",
    unit="emission unit",
    role=RegionTarget(
        "emission_limit",
        message("{name} of at most {value}"),
        name=message("emission limit"),
        per="unit of emission",
        caps=True,
    ),
    derived_by=derive_targets,
    tables={
        "emission_room": Symbol(
            r"\overline{E}_{rey} - E^{exo}_{rey}", "emission unit", "limit less exogenous emissions"
        ),
    },
)
def emission_limit(m: Reading, region: Part, emission: Part, year: int) -> Row:
    r"""Emissions of a year stay within the limit less what is emitted outside the model.

    .. math:: E_{rey} \le \overline{E}_{rey} - E^{exo}_{rey}
    """
    key = (region, emission, year)
    return m.total([m.emissions[key]]) <= m.emission_room[key]


@equation(
    index="region emission",
    unit="emission unit",
    role=RegionTarget(
        "emission_limit_period",
        message("{name} of at most {value} over the period"),
        name=message("emission limit of the period"),
        per="unit of emission",
        caps=True,
    ),
    derived_by=derive_targets,
    tables={
        "emission_limit_period_room": Symbol(
            r"\overline{E}_{re} - E^{exo}_{re}", "emission unit", "limit of the period less exogenous emissions"
        ),
    },
)
def emission_limit_period(m: Reading, region: Part, emission: Part) -> Row:
    r"""Emissions of all model years together stay within the limit of the period.

    .. math:: \sum_y |y| E_{rey} \le \overline{E}_{re} - E^{exo}_{re}
    """
    return m.total(_over_the_period(m, region, emission)) <= m.emission_limit_period_room[region, emission]


@equation(
    index="region emission",
    unit="emission unit",
    role=HiddenBound(message("hidden bound on emissions of the period"), "unit of emission"),
    derived_by=derive_targets,
    tables={
        "emission_min_period_room": Symbol(
            r"\underline{E}_{re} - E^{exo}_{re}", "emission unit", "least of the period less exogenous emissions"
        ),
    },
)
def emission_min_period(m: Reading, region: Part, emission: Part) -> Row:
    r"""Emissions of all model years together, with those from outside the model, are not below a floor.

    .. math:: \sum_y |y| E_{rey} \ge \underline{E}_{re} - E^{exo}_{re}
    """
    return m.total(_over_the_period(m, region, emission)) >= m.emission_min_period_room[region, emission]


def _over_the_period(m: Reading, region: Part, emission: Part) -> list[LinearTerm]:
    years = m.data.system.years
    return [m.number(len(years.span(year))) * m.emissions[region, emission, year] for year in years]


def _whole_activity(m: Reading, region: Part, technology: Part) -> list[LinearTerm]:
    years, terms = m.data.system.years, []
    for year in years:
        key, count = (region, technology, year), m.number(len(years.span(year)))
        summed = m.yearly_activity.get(key)
        if summed is not None:
            terms.append(count * summed)
        else:
            terms += [count * m.activity[column] for column in m.data.columns.get(key, ())]
    return terms


@equation(
    index="region technology",
    unit="activity unit",
    role=RegionTarget(
        "activity_max_period",
        message("{name} running at most {value} over the period"),
        name=message("most activity of the period"),
        per="unit of activity",
    ),
    derived_by=derive_targets,
    tables={
        "activity_max_period": Symbol(r"\overline{A}_{rt}", "activity unit", "most activity of all years together"),
    },
)
def activity_max_period(m: Reading, region: Part, technology: Part) -> Row:
    r"""Activity over all model years together stays within a limit.

    .. math:: \sum_y |y| \sum_{m,l} x_{rtmyl} \le \overline{A}_{rt}
    """
    return m.total(_whole_activity(m, region, technology)) <= m.activity_max_period[region, technology]


@equation(
    index="region technology",
    unit="activity unit",
    role=RegionTarget(
        "activity_min_period",
        message("{name} running at least {value} over the period"),
        name=message("least activity of the period"),
        per="unit of activity",
        forces=True,
    ),
    derived_by=derive_targets,
    tables={
        "activity_min_period": Symbol(r"\underline{A}_{rt}", "activity unit", "least activity of all years together"),
    },
)
def activity_min_period(m: Reading, region: Part, technology: Part) -> Row:
    r"""Activity over all model years together reaches a floor.

    .. math:: \sum_y |y| \sum_{m,l} x_{rtmyl} \ge \underline{A}_{rt}
    """
    return m.total(_whole_activity(m, region, technology)) >= m.activity_min_period[region, technology]


@equation(
    index="region technology year",
    unit="million CNY",
    role=HiddenBound(
        message("hidden bound on variable cost"),
        "cost unit",
        message("{name} never earning by running (a hidden bound)"),
    ),
    derived_by=derive_targets,
    tables={
        "variable_cost": Symbol(
            r"v_{rtmy}", "million CNY per activity unit", "cost per unit of activity, undiscounted"
        ),
        "variable_cost_floor": Symbol(r"\underline{V}_{rty}", "million CNY", "least variable cost of a year"),
    },
)
def variable_cost_min(m: Reading, region: Part, technology: Part, year: int) -> Row:
    r"""What a technology earns by running in one mode cannot exceed what it pays in its others.

    .. math:: \sum_{m,l} v_{rtmy}\, x_{rtmyl} \ge \underline{V}_{rty}
    """
    key = (region, technology, year)
    terms = [
        m.variable_cost[cell] * m.activity[column]
        for cell in m.data.of(TargetTerms).costed[key]
        for column in m.data.mode_columns(cell)
    ]
    return m.total(terms) >= m.variable_cost_floor[key]
