"""The peaking plan: constraints that make one year the year of highest emissions.

Emissions bounded from above count imports that are never below zero. As a ceiling, on the right-hand
side, stands the net import where the twin's is positive, else nothing: no ceiling can be raised on paper.
"""

from __future__ import annotations

from carbonsim.messages.message import in_context, message
from carbonsim.optimization.structure.reading import LinearTerm, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import PeakingLine
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.emissions import ALL
from carbonsim.optimization.terms.peaking import derive_peaking, emission_group


def _counted(m: Reading, number: int, year: int) -> list[LinearTerm]:
    group = emission_group(m.data.peaking[number])
    terms = [m.inside_emissions[group, year]]
    if group == ALL:
        counted = m.net_import if m.data.system.scope.credit_exports else m.imported
        terms += [m.import_factor[c, year] * counted[c, year] for c in m.data.system.scope.imports]
    return terms


def _ceiling(m: Reading, number: int, year: int | None) -> list[LinearTerm]:
    group = emission_group(m.data.peaking[number])
    terms = [-m.inside_emissions[group, year]]
    if group == ALL:
        imports = m.data.system.scope.imports
        counted = m.imported if m.data.system.scope.gross else m.net_import
        terms += [-m.ceiling_import_factor[c, year] * counted[c, year] for c in imports]
    return terms


@equation(
    index="plan year",
    unit="Mt",
    role=PeakingLine("by", message("Peak by"), message("peak by {by}"), dated=False, ceiling="by"),
    derived_by=derive_peaking,
    tables={
        "import_factor": Symbol(r"f_{cy}", "Mt per PJ", "emissions counted per unit imported"),
        "ceiling_import_factor": Symbol(r"f_{cy}", "Mt per PJ", "the same in a ceiling, 0 where the twin exports"),
    },
)
def peak_by(m: Reading, number: int, year: int) -> Row:
    r"""No later year emits more than the peak year.

    .. math:: E_y - E_Y \le 0 \quad \forall y > Y
    """
    peak_year = m.data.peaking[number].by
    return m.total(_counted(m, number, year) + _ceiling(m, number, peak_year)) <= 0.0


@equation(
    index="plan year",
    unit="Mt",
    role=PeakingLine(
        "monotone",
        message("Monotone after the peak"),
        message("no rise after {by}"),
        dated=False,
        ceiling="previous",
        holds="after",
    ),
    derived_by=derive_peaking,
)
def peak_monotone(m: Reading, number: int, year: int) -> Row:
    r"""After the peak year, no year emits more than the one before.

    .. math:: E_y - E_{y'} \le 0 \quad \forall y > Y
    """
    previous = m.data.system.years.previous(year)
    return m.total(_counted(m, number, year) + _ceiling(m, number, previous)) <= 0.0


@equation(
    index="plan year",
    unit="Mt",
    role=PeakingLine(
        "decline_after",
        message("Decline after the peak"),
        message("a decline of at least {fall} % a year after {by}"),
        dated=False,
        ceiling="previous",
        kept="decline_share",
        holds="after",
    ),
    derived_by=derive_peaking,
    tables={
        "decline_import_factor": Symbol(
            r"(1 - d)^{y - y'} f_{cy'}", "Mt per PJ", "the same of the year before, declined"
        ),
        "decline_share": Symbol(r"(1 - d)^{y - y'}", "share", "what the decline leaves of the year before"),
    },
)
def peak_decline(m: Reading, number: int, year: int) -> Row:
    r"""After the peak year, emissions fall by at least a share a year.

    .. math:: E_y - (1 - d)^{y - y'} E_{y'} \le 0 \quad \forall y > Y
    """
    group = emission_group(m.data.peaking[number])
    previous = m.data.system.years.previous(year)
    terms = [-m.decline_share[number, year] * m.inside_emissions[group, previous]]
    if group == ALL:
        counted = m.imported if m.data.system.scope.gross else m.net_import
        imports = m.data.system.scope.imports
        terms += [-m.decline_import_factor[number, c, year] * counted[c, previous] for c in imports]
    return m.total(_counted(m, number, year) + terms) <= 0.0


@equation(
    index="plan year",
    unit="Mt",
    role=PeakingLine(
        "max_level",
        message("Cap on every year"),
        message("emissions of at most {value} a year"),
    ),
    derived_by=derive_peaking,
    tables={
        "peak_level_bound": Symbol(r"\overline{E}", "Mt", "highest level allowed"),
    },
)
def peak_max_level(m: Reading, number: int, year: int) -> Row:
    r"""No year of the plan emits more than the highest level allowed.

    .. math:: E_y \le \overline{E}
    """
    return m.total(_counted(m, number, year)) <= m.peak_level_bound[number, year]


@equation(
    index="plan year",
    unit="Mt",
    role=PeakingLine(
        "emission_cap",
        message("Emission cap"),
        message("a cap of {value}"),
        by_year=True,
    ),
    derived_by=derive_peaking,
    tables={
        "peak_cap_bound": Symbol(r"\overline{E}_y", "Mt", "cap of a year"),
    },
)
def peak_emission_cap(m: Reading, number: int, year: int) -> Row:
    r"""Emissions of a year stay at or below its cap.

    .. math:: E_y \le \overline{E}_y
    """
    return m.total(_counted(m, number, year)) <= m.peak_cap_bound[number, year]


@equation(
    index="plan",
    unit="Mt",
    role=PeakingLine(
        "budget",
        message("Carbon budget"),
        message("a budget of {value} for {first}–{last}"),
        bounds="budget",
        numbers=("budget",),
    ),
    derived_by=derive_peaking,
    tables={
        "budget_import_factor": Symbol(r"n_y f_{cy}", "Mt per PJ", "the same, times the years that count"),
        "peak_budget_bound": Symbol(r"B", "Mt", "budget of its years together"),
        "budget_years": Symbol(r"n_y", "yr", "calendar years of a model year that the budget counts"),
    },
)
def peak_budget(m: Reading, number: int) -> Row:
    r"""Emissions of the budget's years add up to no more than the budget.

    .. math:: \sum_y n_y E_y \le B
    """
    group = emission_group(m.data.peaking[number])
    terms = []
    for year in m.data.system.years:
        if (number, year) not in m.budget_years:
            continue
        terms.append(m.budget_years[number, year] * m.inside_emissions[group, year])
        if group == ALL:
            counted = m.net_import if m.data.system.scope.credit_exports else m.imported
            imports = m.data.system.scope.imports
            terms += [m.budget_import_factor[number, c, year] * counted[c, year] for c in imports]
    return m.total(terms) <= m.peak_budget_bound[number,]


@equation(
    index="plan year",
    unit="Mt",
    role=PeakingLine("objective", in_context("policy", "Peak level"), message("a peak in this year"), holds="after"),
    derived_by=derive_peaking,
)
def peak_highest(m: Reading, number: int, year: int) -> Row:
    r"""No year emits more than the peak level, a column: that of the lowest peak, or of a candidate for the earliest.

    .. math:: E_y - \hat{P} \le 0
    """
    return m.total([*_counted(m, number, year), -m.peak_level[number,]]) <= 0.0


@equation(
    index="plan year",
    unit="Mt",
    role=PeakingLine(
        "objective",
        message("Candidate peak year"),
        message("a peak in this year"),
        bounds="nothing",
        ceiling="own",
        holds="at",
    ),
    derived_by=derive_peaking,
)
def peak_candidate(m: Reading, number: int, year: int) -> Row:
    r"""The peak level is no more than what a candidate for the earliest peak year emits.

    .. math:: \hat{P} - E_Y \le 0
    """
    return m.total([m.peak_level[number,], *_ceiling(m, number, year)]) <= 0.0


@equation(
    index="plan",
    unit="million CNY",
    role=PeakingLine(
        "cost_ceiling",
        message("Cost ceiling"),
        message("a cost of at most {value}"),
        bounds="nothing",
        numbers=("cost_share", "cost_amount"),
    ),
    derived_by=derive_peaking,
    tables={
        "peak_cost_bound": Symbol(r"\overline{C}", "million CNY", "most that the plan may cost, discounted"),
    },
)
def peak_cost(m: Reading, number: int) -> Row:
    r"""The plan costs no more than its ceiling, discounted.

    .. math:: \sum_{k} C^{k} \le \overline{C}
    """
    return m.total(term for terms in m.costs.values() for term in terms) <= m.peak_cost_bound[number,]


@equation(
    index="plan year",
    unit="Mt",
    role=PeakingLine(
        "guard",
        message("Guard against peak-gaming"),
        message("no more emissions than the twin up to {by}"),
        dated=False,
        holds="until",
        numbers=("guard_growth",),
    ),
    derived_by=derive_peaking,
    tables={
        "guard_bound": Symbol(r"E^{twin}_y (1 + 10^{-6})", "Mt", "what the twin emits"),
    },
)
def peak_guard(m: Reading, number: int, year: int) -> Row:
    r"""Until the peak year, the plan emits no more than its twin, which has no peaking constraint.

    .. math:: E_y \le E^{twin}_y (1 + 10^{-6}) \quad \forall y \le Y
    """
    return m.total(_counted(m, number, year)) <= m.guard_bound[number, year]
