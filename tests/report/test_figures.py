from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace
from typing import cast

import numpy as np
import plotly.graph_objects as go
import pytest

from carbonsim.messages.message import rendered
from carbonsim.report.colours import COLOURS
from carbonsim.report.content import Content
from carbonsim.report.figures import FIGURES, SCREENS, Figures, heat, sectors
from carbonsim.report.figures.chart import rounded
from carbonsim.report.figures.emissions.path import path
from carbonsim.report.figures.energy.dispatch import counted_days
from carbonsim.report.words import LANGUAGES, MT_CO2, Language, amount, number
from carbonsim.scenario.scenario import DayPart, Scenario, WrittenSlice
from tests.report import small_content
from tests.report.small_content import PLAN_LEVELS

HEATED = ("dispatch", "heat_seasons", "cold_day")
OF_CITIES = [name for name in FIGURES if name not in ("production", "system_capacity")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OF_CITIES)
def test_every_figure_says_what_it_found_counts_and_comes_from(name: str, language: Language) -> None:
    chart = FIGURES[name](small_content.full(), language)
    assert chart is not None
    assert chart.name == name
    assert all((chart.topic, chart.finding, chart.scope, chart.unit, chart.source))
    assert ("口径" in chart.scope) == (language == "zh")


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_without_data_is_none(name: str) -> None:
    chart = FIGURES[name](small_content.tiny(), "en")
    assert (chart is None) == (name != "path")


def test_every_figure_has_one_screen() -> None:
    assert sorted(name for names in SCREENS.values() for name in names) == sorted(FIGURES)


def test_path_draws_the_past_solid_and_the_projection_dashed() -> None:
    chart = path(small_content.full())
    assert chart is not None
    lines = {trace["name"]: trace for trace in chart.traces}
    past, future = lines["Plan: 2020–2025 estimates"], lines["Plan: projection"]
    assert past["x"] == [2020, 2021, 2022, 2023, 2024, 2025]
    assert "dash" not in past["line"]
    assert future["line"]["dash"] != "solid"
    assert future["x"][0] == 2025


def test_pointing_at_the_path_tells_the_sectors_of_that_year() -> None:
    chart = path(small_content.full())
    assert chart is not None
    projection = next(trace for trace in chart.traces if trace["name"] == "Plan: projection")
    told = projection["text"][projection["x"].index(2028)]
    assert "Power and heat: 26.8 Mt CO₂" in told  # 55 % of 48.8


def test_path_marks_the_peak_with_year_and_level() -> None:
    chart = path(small_content.full())
    assert chart is not None
    mark = next(trace for trace in chart.traces if trace.get("meta") == "mark")
    assert (mark["x"], mark["y"]) == ([2028], [48.8])
    assert "48.8 Mt CO₂" in chart.finding
    assert "2032" in chart.finding


def test_a_series_that_is_only_shown_says_that_it_has_no_say() -> None:
    chart = path(small_content.full())
    assert chart is not None
    assert any("has no say" in trace["name"] for trace in chart.traces)


def test_a_reference_that_is_the_twin_is_drawn_once() -> None:
    chart = path(small_content.full())
    assert chart is not None
    names = [trace["name"] for trace in chart.traces]
    assert "Twin (no peaking target)" in names
    assert not any("Reference" in name for name in names)


def test_sectors_stack_up_to_the_total() -> None:
    chart = sectors(small_content.full())
    assert chart is not None
    layers = np.array([trace["y"] for trace in chart.traces if "stackgroup" in trace])
    assert layers.sum(axis=0) == pytest.approx(PLAN_LEVELS, rel=1e-4)


def test_exports_lie_below_zero() -> None:
    chart = FIGURES["generation"](small_content.full(), "en")
    assert chart is not None
    below = [trace for trace in chart.traces if trace.get("stackgroup") == "down"]
    assert [trace["name"] for trace in below] == ["Net export"]
    assert max(below[0]["y"]) <= 0


def test_chinese_figures_count_in_ten_thousand_tonnes() -> None:
    english, chinese = sectors(small_content.full(), "en"), sectors(small_content.full(), "zh")
    assert english is not None
    assert chinese is not None
    assert np.array(chinese.traces[-1]["y"]) == pytest.approx(100 * np.array(english.traces[-1]["y"]))


def test_finding_counts_shares_of_the_first_and_the_focus_year() -> None:
    chart = heat(small_content.full())
    assert chart is not None
    assert "95% of district heat in 2020" in chart.finding  # (62 + 52) of 120.5 PJ


def test_notebook_figures_are_plotly_objects() -> None:
    figure = Figures(small_content.full()).path()
    assert isinstance(figure, go.Figure)
    assert "peaks in 2028" in figure.layout.title.text
    go.Figure(figure.to_dict())  # every property is one Plotly knows


@pytest.mark.parametrize("name", OF_CITIES)
def test_plotly_knows_every_property(name: str) -> None:
    go.Figure(getattr(Figures(small_content.full()), name)().to_dict())


def test_a_figure_nobody_drew_names_those_there_are() -> None:
    with pytest.raises(AttributeError, match="path, tracker"):
        _ = Figures(small_content.full()).pie
    with pytest.raises(LookupError, match="heat"):
        Figures(small_content.tiny()).heat()


@pytest.mark.parametrize(
    ("value", "told"), [(45.1873, "45.2"), (12345.6, "12,346"), (0.02346, "0.0235"), (-3.4, "−3.40"), (0, "0")]
)
def test_numbers_are_told_with_three_digits(value: float, told: str) -> None:
    assert number(value) == told


def test_amounts_carry_their_unit() -> None:
    assert amount(45.1873, MT_CO2, "en") == "45.2 Mt CO₂"
    assert amount(45.1873, MT_CO2, "zh") == "4,519万吨二氧化碳"


def test_rounding_keeps_five_digits() -> None:
    assert rounded(123456.7) == 123460
    assert rounded(0.000123456) == 0.00012346
    assert rounded(0.0) == 0.0


# Machado et al. 2009, full severity, on linear RGB.
BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}
SECTORS = ("Power and Heat", "Industry", "Transport", "Buildings", "Imported Electricity")


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    light = matrix @ np.clip(linear, 0, 1) / np.array([0.9505, 1.0, 1.089])
    cube = np.where(light > 0.008856, np.cbrt(light), 7.787 * light + 16 / 116)
    return np.array([116 * cube[1] - 16, 500 * (cube[0] - cube[1]), 200 * (cube[1] - cube[2])])


@pytest.mark.parametrize("kind", BLINDNESS)
def test_sectors_are_told_apart_by_colour_blind_readers(kind: str) -> None:
    seen = {name: _lab(np.array(BLINDNESS[kind]) @ _linear(COLOURS[name])) for name in SECTORS}
    for one, other in combinations(SECTORS, 2):
        assert np.linalg.norm(seen[one] - seen[other]) > 12, (one, other)


def on_typical_days(content: Content) -> Content:
    """Return a report whose seasons are days of a year by hour, and whose parts of the day are hours."""
    days = {"deep_winter": "01-13", "spring": "04-02", "summer": "07-20", "autumn": "11-05"}
    parts = {"night": "00-08", "morning": "08-12", "noon": "12-18", "evening": "18-24"}
    assert content.plan is not None
    table = content.plan.dispatch
    table = table.assign(season=table["season"].map(days), day_part=table["day_part"].map(parts))
    slices = {
        f"{day}_{part}": WrittenSlice.model_validate({"share": share / 4 / 365, "season": day, "day_part": part})
        for day, share in zip(days.values(), (31, 104, 92, 138), strict=True)
        for part in parts.values()
    }
    named = {key: DayPart.model_validate({"hours": int(key[3:]) - int(key[:2])}) for key in parts.values()}
    time = SimpleNamespace(**{**vars(content.scenario.time), "time_slices": slices, "day_parts": named})
    scenario = cast("Scenario", SimpleNamespace(**{**vars(content.scenario), "time": time}))
    return replace(content, plan=replace(content.plan, dispatch=table), scenario=scenario)


def test_days_are_counted_and_one_is_no_fraction() -> None:
    told = {days: [rendered(counted_days(days), one) for one in ("en", "zh")] for days in (1.0, 87.0, 30.42)}
    assert told == {1.0: ["1 day", "1 天"], 87.0: ["87 days", "87 天"], 30.42: ["30.4 days", "30.4 天"]}


def test_typical_days_are_said_by_their_date_and_hours() -> None:
    content = on_typical_days(small_content.full())
    told = {name: {language: FIGURES[name](content, language) for language in LANGUAGES} for name in HEATED}
    texts = {name: {one: chart.finding + chart.scope for one, chart in charts.items()} for name, charts in told.items()}
    assert "On 13 January of 2028 most power is supplied in the hours from" in texts["dispatch"]["en"]
    assert "1月13日" in texts["dispatch"]["zh"]
    assert "On 13 January of 2028 the mean load is" in texts["heat_seasons"]["en"]
    assert "13 January, hours from" in texts["cold_day"]["en"]
    assert not re.search(r"\d\d-\d\d", str(texts))
    titles = [note["text"] for note in told["dispatch"]["en"].layout["annotations"]]
    assert any(
        "Electricity, 5 November (138 days like it)" in title for title in titles
    )  # the heated day of most days beside the coldest
