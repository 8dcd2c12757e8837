"""Figures of an ensemble say what its tables hold, and stand on the page of the ensemble and of a run beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from carbonsim.messages.label import Label
from carbonsim.messages.message import message
from carbonsim.report.page import render_report
from carbonsim.report.studies import ensemble_figures
from carbonsim.report.studies.shown import ShownStudy, StudyTable
from tests.report.small_content import tiny

CHANCES = pd.DataFrame({"year": [2028, 2030, 2032], "plan": [0.5, 0.92, 1.0], "twin": [0.0, 0.1, 0.4]})
SPREAD = pd.DataFrame({
    "outcome": ["price", "twin_peak_level"], "futures": [80, 80], "p5": [100.0, 1.0], "p25": [200.0, 2.0],
    "p50": [500.0, 3.0], "p75": [800.0, 4.0], "p95": [900.0, 5.0],
})  # fmt: skip
FAN = pd.DataFrame({
    "year": [2025, 2028, 2032], "futures": [80] * 3, "p5": [4.0, 3.0, 1.0], "p25": [4.0, 3.5, 1.5],
    "p50": [4.0, 3.8, 2.0], "p75": [4.0, 4.0, 2.5], "p95": [4.0, 4.2, 3.0],
})  # fmt: skip
DRIVERS = pd.DataFrame({
    "input": ["coal", "wind", "coal", "wind"], "low": [900.0, 400.0, 4.0, 2.5], "high": [100.0, 600.0, 2.0, 3.5],
    "rank_correlation": [-0.9, 0.2, -0.8, 0.3], "first_order": [0.8, 0.1, 0.7, -0.01],
    "outcome": ["price", "price", "twin_peak_level", "twin_peak_level"],
    "label": ["Price of coal", "Cost of wind"] * 2, "label_zh": ["煤价", "风电造价"] * 2,
})  # fmt: skip


def study(**data: pd.DataFrame) -> ShownStudy:
    tables = {"peak-by-year": CHANCES, "outcomes": SPREAD, "emissions": FAN, "twin-emissions": FAN, "drivers": DRIVERS}
    listed = StudyTable(message("Boxes in which the plan fails"), (message("Input"), "0"), (("coal", "1"),))
    return ShownStudy(
        Label("Town", "小城"), "town-ensemble", message("Futures"), message("Plan"),
        message("{told}.", told="All told"),
        (), (listed,), {**tables, **data}, figures=ensemble_figures.FIGURES,
    )  # fmt: skip


def test_the_chances_are_drawn_as_they_are() -> None:
    chart = ensemble_figures.peak_chances(study())
    assert chart is not None and chart.finding == "In nine of ten futures emissions peak by 2030"
    assert [trace["y"] for trace in chart.traces] == [[50.0, 92.0, 100.0], [0.0, 10.0, 40.0]]
    rare = ensemble_figures.peak_chances(study(**{"peak-by-year": CHANCES.assign(plan=0.25)}))
    assert rare is not None and rare.finding == "By 2032 emissions peak in 25% of futures"


def test_the_fan_has_its_bands_and_medians() -> None:
    chart = ensemble_figures.emission_fan(study())
    assert chart is not None
    low, high, *_, median = chart.traces
    assert (low["y"], high["y"], median["y"]) == ([4.0, 3.0, 1.0], [4.0, 4.2, 3.0], [4.0, 3.8, 2.0])
    assert high["fill"] == "tonexty" and "1.00 Mt CO₂ to 3.00 Mt CO₂" in chart.finding
    chinese = ensemble_figures.emission_fan(study(), "zh")
    assert chinese is not None and chinese.traces[0]["y"] == [400.0, 300.0, 100.0]
    assert ensemble_figures.emission_fan(study(emissions=FAN.assign(futures=0))) is None


def test_a_bar_of_the_tornado_ends_at_the_means_of_its_fifths() -> None:
    """Each half begins in the middle between both ends, so that none hides the other; money in billions."""
    chart = ensemble_figures.tornado(study())
    assert chart is not None and [*chart.views] == ["price", "twin_peak_level"]
    for trace, ends in zip(chart.traces, ([0.4, 0.9], [0.6, 0.1]), strict=True):  # the greatest stands on top, so last
        assert [base + x for base, x in zip(trace["base"], trace["x"], strict=True)] == pytest.approx(ends)
    assert chart.rows[1] == ("Price of coal", 0.9, 0.1)
    assert "“Price of coal”" in chart.finding and chart.layout["shapes"][0]["x0"] == 0.5


def test_an_index_below_nothing_is_drawn_as_nothing_and_one_without_a_value_leaves_no_figure() -> None:
    chart = ensemble_figures.sobol_shares(study())
    assert chart is not None and chart.views["twin_peak_level"].traces[0]["x"] == [0.0, 70.0]
    assert ensemble_figures.sobol_shares(study(drivers=DRIVERS.assign(first_order=float("nan")))) is None
    one = ensemble_figures.sobol_shares(study(drivers=DRIVERS.head(2)))
    assert one is not None and not one.views


def test_they_are_drawn_on_the_page_of_the_ensemble_and_fit_any_screen(visit: Any, tmp_path: Path) -> None:
    file = tmp_path / "ensemble.html"
    file.write_text(study().page(), encoding="utf-8")
    page = visit(file, fresh=True, address="#verdict?lang=en")
    found = page.eval_on_selector_all("[data-chart] .main-svg:first-child", "all => all.length")
    charts = page.eval_on_selector_all("[data-chart]", "all => all.map(one => one.dataset.chart)")
    assert charts[-4:] == [*ensemble_figures.FIGURES] and found >= 4
    for width in (390, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


def test_a_run_without_an_ensemble_beside_it_has_no_such_screen() -> None:
    assert 'id="futures"' in render_report(tiny(), futures=study())
    assert 'id="futures"' not in render_report(tiny())
