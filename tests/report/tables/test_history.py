"""The error table: what counts, how large an error is, and what is said of it once a series."""

from __future__ import annotations

import dataclasses

import pandas as pd

from carbonsim.analysis.summary.records import ContinuityRecord, PlanIntensityRecord
from carbonsim.messages.message import rendered
from carbonsim.report.tables.history import (
    error_line,
    error_rows,
    intensities_line,
    seam_scope,
    trend_columns,
    trend_rows,
)
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
    assert (first.span, later.span) == (2, 0)
    assert [rendered(note, "zh") for note in first.notes] == ["工厂关停"]
    assert later.notes == ()
    assert rendered(first.unit, "en") == "index, 2020 = 100"


TREND = ContinuityRecord(
    name="power_use", variable="Electricity Consumption", first=2020, last=2025, planned=2028, past_growth=0.0395,
    planned_growth=0.0386, past_gdp=0.0353, planned_gdp=0.043, past_trend=0.00412, planned_trend=-0.00421,
    gap=-0.00826, within=0.01, standing="explained by a policy", policy="Boilers close", policy_zh="锅炉关停",
    since=2026, source="Bureau",
)  # fmt: skip


def test_trends_are_told_in_per_cent_beside_gdp() -> None:
    summary = small_content.full().summary.model_copy(update={"continuity": (TREND,)})
    (row,) = trend_rows(summary)
    assert (row.past, row.past_trend, row.planned, row.planned_trend, row.gap) == (
        "+3.95%", "+0.41%", "+3.86%", "-0.42%", "-0.83",
    )  # fmt: skip
    assert rendered(row.note, "en") == "Boilers close (since 2026: Bureau)"
    assert rendered(trend_columns(summary)[1], "en") == "beyond GDP (+3.53%)"
    assert "further apart than 1.0 points" in rendered(seam_scope(summary), "en")


def test_co2_per_gdp_of_both_five_year_plans_stands_side_by_side() -> None:
    plans = (
        PlanIntensityRecord(first=2020, last=2025, change=-0.1402),
        PlanIntensityRecord(first=2025, last=2030, change=-0.1988),
    )
    summary = small_content.full().summary
    line = intensities_line(summary.model_copy(update={"plan_intensities": plans}))
    assert rendered(line, "en") == "CO₂ per GDP: -14.02% in 2020–2025 and -19.88% in 2025–2030."
    assert intensities_line(summary.model_copy(update={"plan_intensities": plans[:1]})) is None
