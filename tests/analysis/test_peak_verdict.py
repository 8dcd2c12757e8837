"""Verdict, chart and table read one total: who moves it moves all three."""

from __future__ import annotations

import ast
from functools import cached_property
from pathlib import Path

import pytest

import carbonsim
from carbonsim import pipeline
from carbonsim.optimization.solution.solution import Solution
from carbonsim.report.figures import FIGURES
from carbonsim.results.variables import PEAKING

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"
SOURCE = Path(carbonsim.__file__).parent


def raised(solution: Solution) -> dict[int, float]:
    """Return a total that is half as much again as the parts add up to."""
    rows = solution.scope.itertuples()
    return {int(row.year): 1.5 * float(row.total) for row in rows}


def test_verdict_chart_and_table_move_together(monkeypatch: pytest.MonkeyPatch) -> None:
    total = cached_property(raised)
    total.__set_name__(Solution, "judged_emissions")
    monkeypatch.setattr(Solution, "judged_emissions", total)
    monkeypatch.setattr(pipeline, "check_identities", lambda *_: None)  # which sees that the parts are less
    done = carbonsim.run(TUTORIAL, write_results=False)
    assert done.results is not None
    table = done.results.series(PEAKING)
    parts = sum(series[2028] for series in done.results.children(PEAKING).values())
    assert table[2028] == pytest.approx(1.5 * parts, rel=1e-6)
    assert done.summary.peak.year is not None
    assert done.summary.peak.level_Mt == table[done.summary.peak.year] == max(table.values())
    assert done.summary.emissions_Mt == table
    chart = FIGURES["path"](done.content, "en")
    assert chart is not None
    drawn = {
        x: y
        for trace in chart.traces
        if trace["name"].startswith("Plan")
        for x, y in zip(trace["x"], trace["y"], strict=True)
    }
    assert drawn == pytest.approx(table, rel=1e-4)
    budget = done.summary.carbon_budget[0]
    assert budget.quotas[2].total_Mt == table[2028]


def test_the_total_of_a_solution_is_read_in_one_place() -> None:
    """In `Solution.judged_emissions`, and nowhere else."""
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and node.slice.value == "total"
        if "scope" in ast.unparse(node.value)
    }
    assert found == {"optimization/solution/solution.py"}


def test_the_highest_year_is_found_in_one_place() -> None:
    rooms = [file for room in ("results", "analysis", "report", "export") for file in (SOURCE / room).rglob("*.py")]
    assert [file.name for file in rooms if "TOLERANCE * abs(" in file.read_text(encoding="utf-8")] == ["peaking.py"]
