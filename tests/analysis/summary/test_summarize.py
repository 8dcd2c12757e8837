"""The summary tells which keys of the peaking plan cost something."""

from __future__ import annotations

import pandas as pd

from carbonsim.analysis.summary.summarize import binding, binding_by_path
from carbonsim.optimization.solution.solution import Solution

COLUMNS = ["constraint", "path", "year", "dual", "slack", "bound", "unit"]


def solution(*rows: tuple[str, str, float]) -> Solution:
    table = [(constraint, path, 2031, dual, 0.0, 0.0, "CNY/t") for constraint, path, dual in rows]
    return Solution("optimal", duals=pd.DataFrame(table, columns=COLUMNS))


def test_a_key_binds_where_one_of_its_rows_has_a_price() -> None:
    plan = solution(
        ("peak_by", "peaking.by", 0.0),
        ("peak_decline", "peaking.decline_after", 0.0),
        ("peak_decline", "peaking.decline_after", 155.0),
    )
    assert binding_by_path(plan) == {"peaking.by": False, "peaking.decline_after": True}
    assert binding(plan) is True


def test_the_guard_alone_is_no_target() -> None:
    plan = solution(("peak_by", "peaking.by", 0.0), ("peak_guard", "peaking.guard", 12.0))
    assert binding(plan) is False


def test_without_a_peaking_plan_nothing_can_bind() -> None:
    assert binding(Solution("optimal")) is None
    assert binding(solution(("target", "targets.coal", 3.0))) is None
