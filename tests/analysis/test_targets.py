"""Years of one target that fare alike are told in one row; what the base year breaks is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import carbonsim
from carbonsim.analysis.summary.joined_years import join_years
from carbonsim.analysis.summary.records import TargetRecord
from tests.system import town


def year(number: int, gap: float | None, status: str = "pass", **changes: Any) -> TargetRecord:
    told = {
        "label": "a share", "label_zh": "占比", "indicator": "non_fossil_share", "unit": "%", "level": None,
        "name": "share", "year": number, "sense": ">=", "target": 25.0, "gap": gap, "status": status, "binding": None,
        **changes,
    }  # fmt: skip
    return TargetRecord.model_validate(told)


def test_the_year_with_the_least_room_stands_for_all() -> None:
    rows = join_years([year(2026, 3.0), year(2027, 1.5), year(2028, 2.0)])
    assert [(years, row.year) for years, row in rows] == [("2026–2028", 2027)]


def test_another_verdict_or_figure_is_another_row() -> None:
    rows = join_years([year(2026, 3.0), year(2027, -1.0, "fail"), year(2028, 2.0, target=27.0)])
    assert [years for years, _ in rows] == ["2026", "2027", "2028"]


def test_years_in_which_an_enforced_target_binds_keep_their_own_price() -> None:
    rows = join_years([year(2026, 0.0, binding=True), year(2027, 0.0, binding=True), year(2028, 1.0, binding=False)])
    assert [years for years, _ in rows] == ["2026", "2027", "2028"]


def test_years_without_a_figure_are_joined_too() -> None:
    rows = join_years([year(2026, None, "no base", target=None), year(2027, None, "no base", target=None)])
    assert [years for years, _ in rows] == ["2026–2027"]


@pytest.mark.parametrize(("first", "warned"), [("", True), (", year: 2025", False)])
def test_a_target_of_the_first_year_that_the_base_year_breaks_is_warned_of(
    tmp_path: Path, first: str, warned: bool
) -> None:
    """The town has no wind in 2020: a gigawatt in every year of the plan leaves it no time, one in 2025 does."""
    town.read(tmp_path, {})
    file = tmp_path / "wind.yaml"
    target = f"{{indicator: wind_capacity, at_least: 1 GW{first}}}"
    file.write_text(f"extends: town.yaml\ntargets: {{mine: {target}}}\n", encoding="utf-8")
    summary = carbonsim.run(file, write_results=False).summary
    (row, *_) = summary["targets"]
    assert row["start"] == 0 and row["broken_at_start"]
    told = [one["text"] for one in summary["warnings"] if "base year already breaks this target" in one["text"]]
    assert bool(told) == warned
    assert not warned or "0 GW in 2020" in told[0]


def test_what_an_enforced_target_leaves_of_rounding_is_no_gap(tmp_path: Path) -> None:
    """At most 50 MW of wind in 2025, where the town would build more: that is reached to the last digit."""
    town.read(tmp_path, {})
    file = tmp_path / "wind.yaml"
    target = "{indicator: wind_capacity, at_most: 0.05 GW, year: 2025, strength: enforce}"
    file.write_text(f"extends: town.yaml\ntargets: {{mine: {target}}}\n", encoding="utf-8")
    (row,) = carbonsim.run(file, write_results=False).summary["targets"]
    assert row["status"] == "pass"
    assert row["binding"] and row["gap"] == 0.0 and row["result"] == row["target"]
