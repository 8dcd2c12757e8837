"""The error table: what counts, how large an error is, and what is said of it once a series."""

from __future__ import annotations

import dataclasses

import pandas as pd

from carbonsim.messages.message import rendered
from carbonsim.report.tables.history import error_line, error_rows
from tests.report import small_content


def test_errors_are_told_in_percent_and_judged_where_they_count() -> None:
    rows = error_rows(small_content.full().calibration)
    assert [row.error for row in rows] == ["+0.006%", "+12%", "–"]
    assert [row.size for row in rows] == ["small", "large", ""]
    assert [rendered(row.standing, "zh") for row in rows] == ["误差在3%以内", "已说明", "未比较"]


def test_the_line_counts_official_figures_and_the_literature_only() -> None:
    line = error_line(small_content.full())
    assert rendered(line, "en").startswith("2 figures are official or of the literature: 1 are met within 3%")
    assert "1 more are derived or assumed" in rendered(line, "en")
    assert error_line(dataclasses.replace(small_content.full(), calibration=pd.DataFrame())) is None


def test_source_and_explanation_stand_once_a_series() -> None:
    one = {
        "name": "power", "label": "Power", "label_zh": "用电量", "year": 2024, "official": 118.0, "model": 110.0,
        "unit": "2020 = 100", "error": -0.0678, "source": "Bureau", "quality": "literature", "compare": "growth",
        "counts": True, "standing": "explained", "explanation": "Plants closed", "explanation_zh": "工厂关停",
    }  # fmt: skip
    first, later = error_rows(pd.DataFrame([one, one | {"year": 2025}]))
    assert (first.source, later.source) == ("Bureau", "")
    assert [rendered(note, "zh") for note in first.notes] == ["工厂关停"]
    assert later.notes == ()
    assert rendered(first.unit, "en") == "index, 2020 = 100"
