from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from carbonsim.analysis.targets import TargetStatus
from carbonsim.messages.message import rendered
from carbonsim.report.compare_page import differences, render_comparison, target_rows, verdict_rows
from carbonsim.report.content import Content
from carbonsim.report.figures.comparing.comparison import paths
from carbonsim.report.figures.emissions.steps import steps
from tests.report import small_content


def _with_inputs(resolved: dict[str, object]) -> Content:
    return Content(SimpleNamespace(name="a", resolved=resolved), {"status": "optimal"})  # type: ignore[arg-type]


def test_only_changed_keys_are_listed_and_a_quantity_is_one_leaf() -> None:
    one = _with_inputs({"peaking": {"by": 2028}, "energy": {"price": {2020: 1, 2030: 2}, "same": 3}})
    other = _with_inputs({"energy": {"price": {2020: 1, 2030: 4}, "same": 3}})
    found = {row.key: row.values for row in differences([one, other])}
    assert found == {"peaking.by": ("2028", "–"), "energy.price": ("2020: 1, 2030: 2", "2020: 1, 2030: 4")}


def test_a_value_with_a_source_is_shown_by_its_value() -> None:
    one = _with_inputs({"share": {"value": "25 %", "source": "a"}})
    other = _with_inputs({"share": {"value": "30 %", "source": "b"}})
    assert differences([one, other])[0].values == ("25 %", "30 %")


def test_gaps_are_told_against_the_reference() -> None:
    rows = {rendered(row.name, "en"): row for row in verdict_rows(
        [small_content.full("Baseline", small_content.TWIN_LEVELS), small_content.full()], 0
    )}  # fmt: skip
    assert rendered(rows["CO₂ in 2030"].values[0], "en") == "50.30 Mt CO₂"
    assert rendered(rows["CO₂ in 2030"].gaps[1], "en") == "−3.40 Mt CO₂"
    assert rendered(rows["CO₂ in 2030"].gaps[0], "en") == ""


def test_scopes_that_differ_are_told_first() -> None:
    narrow, wide = small_content.full(), small_content.full("Net zero")
    wide.scenario.scope = SimpleNamespace(name="territorial", gases="all", process=False, land=True)  # type: ignore[misc, assignment]
    first = verdict_rows([narrow, wide], 0)[0]
    assert rendered(first.name, "en") == "Accounting scope"
    assert [rendered(value, "en") for value in first.values] == [
        "CO₂, inside the city boundary plus net imported power",
        "all greenhouse gases, inside the city boundary; with land",
    ]
    assert rendered(first.values[1], "zh").startswith("全部温室气体")
    assert rendered(verdict_rows([narrow, small_content.full("Same")], 0)[0].name, "en") == "Peak year"


def test_an_infeasible_scenario_stays_in_the_comparison() -> None:
    page = render_comparison([small_content.full(), small_content.infeasible()])
    assert "raising the cap by 4.2 Mt" in page


def test_paths_of_one_peak_are_told_by_where_they_part() -> None:
    later = (*small_content.PLAN_LEVELS[:15], 40.0, *small_content.PLAN_LEVELS[16:])
    chart = paths([small_content.full(), small_content.full("Later", later)])
    assert chart is not None
    assert chart.finding == "All peak in 2028 at 48.8 Mt CO₂; in 2035 they lie 2.30 Mt CO₂ apart"
    assert len(chart.layout["annotations"]) == 1


def test_equal_numbers_have_no_gap() -> None:
    rows = verdict_rows([small_content.full(), small_content.full("Same")], 0)
    assert {rendered(row.gaps[1], "en") for row in rows} == {"no difference"}


def test_what_two_solutions_are_apart_is_no_difference() -> None:
    hardly = tuple(level * (1 + 1e-8) for level in small_content.PLAN_LEVELS)
    chart = steps([small_content.full(), small_content.full("Same", hardly)])
    assert chart is not None
    assert chart.finding == "In 2035 there is no difference in what both emit"
    assert len(chart.rows) == 1


def test_gaps_of_shares_are_points() -> None:
    content = small_content.full()
    share = next(row for row in content.summary.targets if row.gap is not None)
    told = share.model_copy(update={"unit": "%", "status": TargetStatus.FAIL, "gap": -12.66})
    content = replace(content, summary=content.summary.model_copy(update={"targets": (told,)}))
    (line,) = target_rows([content])
    assert rendered(line.cells[0][1], "en") == "fail −12.7 points"
    assert "个百分点" in rendered(line.cells[0][1], "zh")
