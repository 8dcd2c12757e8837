"""Linear limits: shares, ceilings, floors and every other policy that is one row of a linear form."""

from __future__ import annotations

from carbonsim.optimization.structure.reading import LinearTerm, Part, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import LinearLimit
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.limits import LimitTerms, derive_limits

_COLUMNS = ("activity", "yearly_activity", "new_capacity", "capacity")  # that a policy may name


def _form(m: Reading, name: Part, year: int) -> LinearTerm:
    terms = m.data.of(LimitTerms).terms[name, year]
    return m.total([m.limit_term[cell] * getattr(m, family)[column] for cell, family, column in terms])


@equation(
    index="limit year",
    unit="unit of the limit",
    role=LinearLimit(),
    derived_by=derive_limits,
    tables={
        "limit_term": Symbol(r"c_{jy}", "unit of the limit per column", "coefficient of a column"),
        "limit_bound": Symbol(r"B_y", "unit of the limit", "bound of a limit"),
    },
    by_name=_COLUMNS,
)
def limit_above(m: Reading, name: Part, year: int) -> Row:
    r"""A linear form over activity, capacity and new capacity stays at or below a bound.

    So are the user-defined constraints of OSeMOSYS kits (MUIO: UDC, tag 0).

    .. math:: \sum_j c_{jy}\, z_{jy} \le B_y
    """
    return _form(m, name, year) <= m.limit_bound[name, year]


@equation(index="limit year", unit="unit of the limit", role=LinearLimit(), derived_by=derive_limits, by_name=_COLUMNS)
def limit_below(m: Reading, name: Part, year: int) -> Row:
    r"""A linear form over activity, capacity and new capacity stays at or above a bound.

    .. math:: \sum_j c_{jy}\, z_{jy} \ge B_y
    """
    return _form(m, name, year) >= m.limit_bound[name, year]


@equation(index="limit year", unit="unit of the limit", role=LinearLimit(), derived_by=derive_limits, by_name=_COLUMNS)
def limit_exact(m: Reading, name: Part, year: int) -> Row:
    r"""A linear form over activity, capacity and new capacity equals a value.

    So are the user-defined constraints of OSeMOSYS kits that are equations (MUIO: UDC, tag 1).

    .. math:: \sum_j c_{jy}\, z_{jy} = B_y
    """
    return _form(m, name, year) == m.limit_bound[name, year]
