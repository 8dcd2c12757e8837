"""Lives in data sets whose years lie apart: they serve one year, as the public model has it, and are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.system.osemosys.checks.test_slices import plain_data, system_of


@pytest.mark.parametrize(("life", "told"), [(5, True), (3, True), (6, False)])
def test_a_life_that_ends_before_the_next_year_is_told_at_its_row(life: int, told: bool, tmp_path: Path) -> None:
    data = plain_data()
    data.sets["Y"] = [2020, 2021, 2026]
    data.rows.clear()
    data.put("YearSplit", 0.5)
    data.put("OutputActivityRatio", 1.0, T="old")
    data.put("CapitalCost", 10.0, T="old")
    data.put("OperationalLife", float(life), T="old")
    data.defaults["OperationalLife"] = 1.0  # of what costs no capital: it is not told
    lives = [str(one) for one in system_of(data, tmp_path).warnings if "a life" in str(one)]
    expected = (
        f"OperationalLife.csv:2: OperationalLife: found a life of {life} yr of old, not above the 5 yr after 2021"
    )
    assert [line.split("csv/")[-1].partition(";")[0] for line in lives] == ([expected] if told else [])


def test_years_without_a_gap_need_no_warning(tmp_path: Path) -> None:
    data = plain_data()
    data.put("CapitalCost", 10.0, T="old")
    data.put("OperationalLife", 1.0, T="old")
    assert not [one for one in system_of(data, tmp_path).warnings if "a life" in str(one)]
