"""What the public model checks before it solves is told as a warning, at the limit that is too small."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.system.osemosys.checks.test_slices import plain_data, system_of

STATEMENTS: dict[str, tuple[list[tuple[str, float, dict[str, Any]]], str]] = {
    "investment": (
        [("TotalAnnualMaxCapacityInvestment", 2, {"Y": 2021}), ("TotalAnnualMinCapacityInvestment", 3, {})],
        "TotalAnnualMaxCapacityInvestment.csv:2: TotalAnnualMaxCapacityInvestment: found at most 2 new of old in 2021; "
        "expected no less than TotalAnnualMinCapacityInvestment, 3; the public model stops here",
    ),
    "activity": (
        [("TotalTechnologyAnnualActivityUpperLimit", 1, {}),
         ("TotalTechnologyAnnualActivityLowerLimit", 2, {"Y": 2020})],
        "found activity of at most 1 of old in 2020; expected no less than TotalTechnologyAnnualActivityLowerLimit, 2",
    ),
    "stock": (
        [("TotalAnnualMaxCapacity", 1, {}), ("ResidualCapacity", 2, {"Y": 2021})],
        "found at most 1 standing of old in 2021; expected no less than ResidualCapacity, 2",
    ),
    "stock and new": (
        [("TotalAnnualMaxCapacity", 4, {}), ("ResidualCapacity", 2, {"Y": 2021}),
         ("TotalAnnualMinCapacityInvestment", 3, {"Y": 2021})],
        "found at most 4 standing of old in 2021; expected no less than ResidualCapacity, 2, and "
        "TotalAnnualMinCapacityInvestment, 3, together",
    ),
    "reach": (
        [("TotalAnnualMaxCapacity", 4, {}), ("CapacityFactor", 0.5, {"L": "day"}), ("AvailabilityFactor", 0.5, {}),
         ("TotalTechnologyAnnualActivityLowerLimit", 2, {"Y": 2020})],
        "found activity of at least 2 of old in 2020; expected no more than TotalAnnualMaxCapacity can give, 1.5",
    ),
    "period": (
        [("TotalTechnologyModelPeriodActivityLowerLimit", 3, {}), ("TotalTechnologyAnnualActivityLowerLimit", 2, {})],
        "found activity of at least 3 over the period of old; expected no less than its years, 4",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_that_does_not_hold_is_told(name: str, tmp_path: Path) -> None:
    limits, expected = STATEMENTS[name]
    data = plain_data()
    for parameter, value, places in limits:
        data.put(parameter, value, T="old", **places)
    (warning,) = system_of(data, tmp_path).warnings
    assert expected in str(warning)


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_that_holds_is_not_told(name: str, tmp_path: Path) -> None:
    """What is just wide enough: the first limit at what it is held against."""
    limits, _ = STATEMENTS[name]
    enough = {"investment": 3, "activity": 2, "stock": 2, "stock and new": 5, "reach": 2 / 0.375, "period": 4}
    data = plain_data()
    for parameter, value, places in [(limits[0][0], enough[name], limits[0][2]), *limits[1:]]:
        data.put(parameter, value, T="old", **places)
    assert system_of(data, tmp_path).warnings == ()


def test_limits_of_minus_one_and_activity_limits_of_nothing_stand_against_nothing(tmp_path: Path) -> None:
    data = plain_data()
    data.put("TotalAnnualMinCapacityInvestment", 1, T="old")
    data.put("TotalTechnologyAnnualActivityLowerLimit", 1, T="old")
    data.put("TotalTechnologyAnnualActivityUpperLimit", 0, T="old")
    data.put("ResidualCapacity", 3, T="old")
    assert system_of(data, tmp_path).warnings == ()


def test_many_that_are_wrong_in_one_way_are_counted(tmp_path: Path) -> None:
    data = plain_data()
    data.sets["Y"] = list(range(2020, 2035))
    data.rows = {name: {k: v for k, v in rows.items() if 2021 not in k} for name, rows in data.rows.items()}
    for name, value in (("YearSplit", 0.5), ("OutputActivityRatio", 1), ("TotalAnnualMaxCapacity", 1),
                        ("ResidualCapacity", 2)):  # fmt: skip
        data.put(name, value)
    warnings = system_of(data, tmp_path).warnings
    assert len(warnings) == 11
    assert "TotalAnnualMaxCapacity.csv: TotalAnnualMaxCapacity: found 20 other limits of the same kind" in str(
        warnings[-1]
    )
