"""When emissions are highest, in words: years that cannot be told apart are named together, in both languages."""

from __future__ import annotations

import pytest

from carbonsim.analysis.summary.summary import PeakRange, PeakSummary
from carbonsim.messages.message import Value, rendered
from carbonsim.report.compare_page import verdict_rows
from carbonsim.report.content import Content
from carbonsim.report.figures import FIGURES
from carbonsim.report.figures.comparing.comparison import milestones, paths
from carbonsim.report.figures.comparing.contrast import cost_of_abatement, peak_plane
from carbonsim.report.peak_years import ensemble_words, joined, window_line
from carbonsim.report.verdict import second_line, sentence, tiles
from tests.report import small_content
from tests.report.small_content import PLAN_LEVELS, TWIN_LEVELS, with_summary

WINDOW = {"years": [2027, 2028], "window": 0.01, "level": 0.05}


def windowed(name: str = "Peak in 2028", levels: tuple[float, ...] = PLAN_LEVELS, **changes: object) -> Content:
    content = small_content.full(name, levels)
    return with_summary(content, peak={**content.summary.peak.plain(), "window": WINDOW, **changes})


def english(told: Value | None) -> str:
    return "" if told is None else rendered(told, "en")


def test_years_are_joined_where_they_follow_each_other() -> None:
    assert english(joined([2025, 2026, 2028])) == "2025–2026, 2028"
    assert english(joined([2026])) == "2026"
    assert english(joined([2030, 2035], (2025, 2030, 2035, 2040))) == "2030–2035"
    assert english(joined([2030, 2040], (2025, 2030, 2035, 2040))) == "2030, 2040"
    assert rendered(joined([2025, 2026, 2028]), "zh") == "2025—2026, 2028"


def test_the_sentence_names_the_window_the_highest_year_the_level_and_the_plateau_by_its_band() -> None:
    said = sentence(windowed())
    assert rendered(said, "en").startswith(
        "Small City’s emissions peak in 2027–2028, which differ by less than 1% and cannot be told apart; the highest"
        " single year is 2028, at 48.8 Mt CO₂ (±5%, alike in all years), on the 3% plateau 2025–2030; "
    )
    assert rendered(said, "zh").startswith(
        "测算表明，Small City碳排放于2027—2028年达峰，这些年份相差不足1%、无法区分先后；单年最高为2028年，"
        "峰值4,880万吨二氧化碳（±5%，各年相同），2025—2030年为3%峰值平台期"
    )


def test_a_window_of_one_year_is_told_as_that_year_with_its_level() -> None:
    said = english(sentence(windowed(window={**WINDOW, "years": [2028]})))
    assert said.startswith("Small City’s emissions peak in 2028 at 48.8 Mt CO₂ (±5%, alike in all years), on the 3% ")


def test_what_is_no_peak_is_not_called_one() -> None:
    said = english(sentence(windowed(status="unproven", plateau=None)))
    assert said.startswith("Small City’s emissions are highest in 2027–2028, which differ")


def test_tiles_name_the_window_and_the_uncertainty_of_the_level() -> None:
    found = {tile.key: (english(tile.value), english(tile.note)) for tile in tiles(windowed())}
    assert found["peak-year"] == ("2027–2028", "cannot be told apart; highest in 2028; peaked (projected)")
    assert found["peak-level"][0] == "48.8 Mt CO₂"
    assert found["peak-level"][1].startswith("±5%, alike in all years. Scope: ")
    chinese = {tile.key: rendered(tile.value, "zh") for tile in tiles(windowed())}
    assert chinese["peak-year"] == "2027—2028年"


def test_the_path_names_the_same_window() -> None:
    chart = FIGURES["path"](windowed(), "en")
    assert chart is not None
    view = chart.views["total.co2"]
    assert view.finding.startswith("The plan peaks in 2027–2028, which differ by less than 1%")
    assert "Peak 2027–2028: 48.8 Mt CO₂" in str(view.layout["annotations"])


def test_all_gases_have_their_window() -> None:
    assert english(second_line(windowed())).startswith(
        "All greenhouse gases: highest in 2027–2028, the highest single year 2028, at 58.6 Mt CO₂e: "
    )


@pytest.mark.parametrize(
    ("window", "reason"),
    [
        (WINDOW, "2006 IPCC Guidelines"),
        ({**WINDOW, "window": 0.02}, "as the scenario says, which gives no reason"),
        ({**WINDOW, "window": 0.02, "reason": "the bureau’s own review", "reason_zh": "统计部门评估"}, "own review"),
    ],
)
def test_the_window_has_its_reason(window: dict[str, object], reason: str) -> None:
    told = window_line(windowed(window=window).summary.peak)
    assert reason in english(told)
    assert "±5%" in english(told)
    if "reason" in window:
        assert "统计部门评估" in rendered(told or "", "zh")


def test_an_older_run_tells_its_year() -> None:
    peak = small_content.full().summary.peak
    assert peak.window is None
    assert window_line(peak) is None
    assert "peak in 2028 at 48.8 Mt CO₂, on" in english(sentence(small_content.full()))


def test_an_ensemble_beside_the_run_tells_where_its_peaks_lie() -> None:
    beside = windowed(ensemble={"first": 2026, "last": 2031, "runs": 500})
    assert beside.summary.peak.ensemble == PeakRange(first=2026, last=2031, runs=500)
    assert english(ensemble_words(beside.summary.peak)) in english(sentence(beside))
    assert "2026—2031年" in rendered(sentence(beside), "zh")
    assert "ensemble" not in PeakSummary.model_validate(small_content.full().summary.peak.plain()).plain()


def test_windows_that_share_a_year_are_no_difference_in_a_comparison() -> None:
    other = windowed("Earlier", year=2027, window={**WINDOW, "years": [2026, 2027]})
    rows = {english(row.name): row for row in verdict_rows([windowed(), other], 0)}
    assert [english(value) for value in rows["Peak year"].values] == [
        "2027–2028 (highest: 2028)",
        "2026–2027 (highest: 2027)",
    ]
    assert english(rows["Peak year"].gaps[1]) == "no difference"
    assert rendered(rows["Peak year"].gaps[1], "zh") == "无差异"
    apart = windowed("Later", year=2031, window={**WINDOW, "years": [2030, 2031]})
    assert english(verdict_rows([windowed(), apart], 0)[0].gaps[1]) == "+3 years"


def scaled(times: float) -> tuple[float, ...]:
    return tuple(times * level for level in PLAN_LEVELS)


def test_a_gap_below_a_thousandth_of_emissions_is_no_difference() -> None:
    near, far = windowed("Near", scaled(1.0009), level_Mt=48.84), windowed("Far", scaled(1.002), level_Mt=48.9)
    rows = {english(row.name): row for row in verdict_rows([windowed(), near, far], 0)}
    assert [english(gap) for gap in rows["CO₂ in 2030"].gaps] == ["", "no difference", "+0.0938 Mt CO₂"]
    assert [english(gap) for gap in rows["Peak level"].gaps[:2]] == ["", "no difference"]
    assert english(rows["Peak level"].gaps[2]) == "+0.100 Mt CO₂"


def test_a_gap_below_a_ten_thousandth_of_gdp_is_no_difference() -> None:
    """GDP of 41 years, 660 to 2,100 billion, adds up to about 57,000: 0.01 % of it is 5.7 billion."""
    base = windowed()
    assert base.series("GDP")[2020] == 660
    cost = {"value": 2_100_000.0, "unit": small_content.COST_UNIT}
    near, far = (with_summary(base, total_cost={**cost, "value": 2_100_000.0 + more}) for more in (1000.0, 9000.0))
    for content in (base, near, far):
        content.scenario.time.discount_rate = 0.0
    rows = {english(row.name): row for row in verdict_rows([base, near, far], 0)}
    assert [english(gap) for gap in rows["Plan cost"].gaps] == ["", "no difference", "+9.00 billion CNY"]


def test_the_tile_of_the_extra_cost_says_when_there_is_none_to_tell() -> None:
    near = with_summary(windowed(), twin_total_cost={"value": 2_099_000.0, "unit": small_content.COST_UNIT})
    near.scenario.time.discount_rate = 0.0
    tile = next(tile for tile in tiles(near) if tile.key == "cost")
    assert english(tile.value) == "no difference"
    assert english(tile.note) == "less than 0.01% of GDP against the twin, present value of 2020"


def test_figures_of_a_comparison_find_no_difference_where_there_is_none() -> None:
    same = [windowed(), windowed("Near", scaled(1.0005), level_Mt=48.82)]
    chart = paths(same)
    assert chart is not None
    assert chart.views["0.absolute"].finding == (
        "All peak in 2027–2028 at 48.8 Mt CO₂; there is no difference between them"
    )
    assert chart.views["0.difference"].finding == "No difference of 0.1% from “Peak in 2028” in any year"
    assert peak_plane(same) is None
    bars, cost = milestones(same), cost_of_abatement(same)
    assert bars is not None
    assert bars.finding == "In 2030 there is no difference between the scenarios"
    assert cost is not None
    assert cost.views["0"].finding == "No scenario avoids emissions against the base"


def test_peaks_of_the_same_years_are_told_by_the_lowest() -> None:
    lower = windowed("Lower", scaled(0.9), level_Mt=43.9)
    for chart in (paths([windowed(), lower]), peak_plane([windowed(), lower])):
        assert chart is not None
        view = chart.views["0.absolute"] if chart.views else chart
        assert view.finding == "All peak in 2027–2028; that of “Lower” is lowest, 43.9 Mt CO₂"


def test_points_that_lie_on_one_another_share_their_label() -> None:
    near, lower = windowed("Near", scaled(1.0005), level_Mt=48.82), windowed("Lower", scaled(0.9), level_Mt=43.9)
    chart = peak_plane([windowed(), near, lower])
    assert chart is not None
    assert [trace["text"] for trace in chart.traces] == [["Peak in 2028<br>Near"], [""], ["Lower"]]


def test_a_target_that_moves_less_than_can_be_told_is_said_to() -> None:
    assert max(TWIN_LEVELS) > max(PLAN_LEVELS)
    content = windowed()
    assert content.plan is not None
    near = Content(**{**vars_of(content), "twin": small_content.full("Twin", scaled(1.0005)).plan})
    assert "; the target makes no difference of 0.1% in any year" in english(sentence(near))


def vars_of(content: Content) -> dict[str, object]:
    names = ("scenario", "summary", "plan", "twin", "reference", "calibration", "wedges", "data", "duals")
    return {name: getattr(content, name) for name in names}
