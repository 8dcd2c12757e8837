"""Limits on one mode of a technology, as the OSeMOSYS kits of CLEWs, MUIO and CCG have them for land and its crops."""

from __future__ import annotations

from carbonsim.messages.message import message
from carbonsim.optimization.structure.reading import Family, LinearTerm, Part, Parts, Reading, Row
from carbonsim.optimization.structure.registry import equation
from carbonsim.optimization.structure.roles import ModeLimit
from carbonsim.optimization.structure.symbols import Symbol
from carbonsim.optimization.terms.modes import derive_mode_limits


def _activity(m: Reading, key: Parts) -> list[LinearTerm]:
    return [m.activity[column] for column in m.data.mode_columns(key)]


def _change(m: Reading, kept: Family, region: Part, technology: Part, mode: Part, year: int) -> LinearTerm:
    """Return activity in a mode less what the year before allows, or asks to keep."""
    before_that = m.data.system.years.previous(year)
    assert before_that is not None  # the first year has no such row
    earlier = (region, technology, mode, before_that)
    before = [-kept[earlier] * m.activity[column] for column in m.data.mode_columns(earlier)]
    return m.total([*_activity(m, (region, technology, mode, year)), *before])


@equation(
    index="region technology mode year",
    unit="activity unit",
    role=ModeLimit(
        message("{name} in mode {mode} running at most {value}"),
        name=message("most activity by mode"),
        kind="activity_max",
    ),
    derived_by=derive_mode_limits,
    tables={
        "mode_activity_max": Symbol(r"\overline{A}_{rtmy}", "activity unit", "most activity in a mode"),
    },
)
def mode_activity_max(m: Reading, region: Part, technology: Part, mode: Part, year: int) -> Row:
    r"""Activity in a mode over the year stays within a limit.

    MUIO 5.4, LU1: TechnologyActivityByModeUpperLimit; a limit of 0 is none.

    .. math:: \sum_l x_{rtmyl} \le \overline{A}_{rtmy}
    """
    key = (region, technology, mode, year)
    return m.total(_activity(m, key)) <= m.mode_activity_max[key]


@equation(
    index="region technology mode year",
    unit="activity unit",
    role=ModeLimit(
        message("{name} in mode {mode} running at least {value}"),
        name=message("least activity by mode"),
        kind="activity_min",
    ),
    derived_by=derive_mode_limits,
    tables={
        "mode_activity_min": Symbol(r"\underline{A}_{rtmy}", "activity unit", "least activity in a mode"),
    },
)
def mode_activity_min(m: Reading, region: Part, technology: Part, mode: Part, year: int) -> Row:
    r"""Activity in a mode over the year reaches a floor.

    MUIO 5.4, LU2: TechnologyActivityByModeLowerLimit.

    .. math:: \sum_l x_{rtmyl} \ge \underline{A}_{rtmy}
    """
    key = (region, technology, mode, year)
    return m.total(_activity(m, key)) >= m.mode_activity_min[key]


@equation(
    index="region technology mode year",
    unit="activity unit",
    role=ModeLimit(
        message("{name} in mode {mode} rising by no more than {share} % on the year before"),
        name=message("most growth of activity by mode"),
        kind="change",
        change=True,
    ),
    derived_by=derive_mode_limits,
    tables={
        "mode_kept_most": Symbol(
            r"(1 + g_{rtmy'})", "share", "most activity in a mode per activity of the year before"
        ),
    },
)
def mode_activity_increase(m: Reading, region: Part, technology: Part, mode: Part, year: int) -> Row:
    r"""Activity in a mode exceeds that of the year before by no more than a share of it.

    MUIO 5.4, LU3: TechnologyActivityIncreaseByModeLimit of the earlier year.

    .. math:: \sum_l x_{rtmyl} - (1 + g_{rtmy'}) \sum_l x_{rtmy'l} \le 0
    """
    return _change(m, m.mode_kept_most, region, technology, mode, year) <= 0.0


@equation(
    index="region technology mode year",
    unit="activity unit",
    role=ModeLimit(
        message("{name} in mode {mode} falling by no more than {share} % on the year before"),
        name=message("most fall of activity by mode"),
        kind="change",
        change=True,
    ),
    derived_by=derive_mode_limits,
    tables={
        "mode_kept_least": Symbol(
            r"(1 - d_{rtmy'})", "share", "least activity in a mode per activity of the year before"
        ),
    },
)
def mode_activity_decrease(m: Reading, region: Part, technology: Part, mode: Part, year: int) -> Row:
    r"""Activity in a mode falls below that of the year before by no more than a share of it.

    MUIO 5.4, LU4: TechnologyActivityDecreaseByModeLimit of the earlier year.

    .. math:: \sum_l x_{rtmyl} - (1 - d_{rtmy'}) \sum_l x_{rtmy'l} \ge 0
    """
    return _change(m, m.mode_kept_least, region, technology, mode, year) >= 0.0
