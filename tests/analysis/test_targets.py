"""Years of one target that fare alike are told in one row."""

from __future__ import annotations

from typing import Any

from carbonsim.analysis.targets import join_years


def year(number: int, gap: float | None, status: str = "pass", **changes: Any) -> dict[str, Any]:
    return {
        "name": "share", "year": number, "sense": ">=", "target": 25.0, "gap": gap, "status": status, "binding": None,
        **changes,
    }  # fmt: skip


def test_the_year_with_the_least_room_stands_for_all() -> None:
    rows = join_years([year(2026, 3.0), year(2027, 1.5), year(2028, 2.0)])
    assert [(years, row["year"]) for years, row in rows] == [("2026–2028", 2027)]


def test_another_verdict_or_figure_is_another_row() -> None:
    rows = join_years([year(2026, 3.0), year(2027, -1.0, "fail"), year(2028, 2.0, target=27.0)])
    assert [years for years, _ in rows] == ["2026", "2027", "2028"]


def test_years_in_which_an_enforced_target_binds_keep_their_own_price() -> None:
    rows = join_years([year(2026, 0.0, binding=True), year(2027, 0.0, binding=True), year(2028, 1.0, binding=False)])
    assert [years for years, _ in rows] == ["2026", "2027", "2028"]


def test_years_without_a_figure_are_joined_too() -> None:
    nothing = float("nan")
    rows = join_years([year(2026, nothing, "no base", target=nothing), year(2027, None, "no base", target=nothing)])
    assert [years for years, _ in rows] == ["2026–2027"]
