from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
import pytest

from carbonsim.analysis.peaking import rule_words
from carbonsim.messages.message import message, rendered
from carbonsim.optimization.equations import EQUATIONS
from carbonsim.optimization.shadow_prices.bounds import priced_row
from carbonsim.optimization.shadow_prices.price_units import discounted_unit, price_unit
from carbonsim.optimization.solution.solution import DUAL_COLUMNS
from carbonsim.optimization.structure.families import COLUMN_BOUNDS
from carbonsim.report.page import island, render_report
from carbonsim.report.tables import method, policies
from carbonsim.report.verdict import badge, rule_label_of, sentence, tiles
from carbonsim.results.results import Results
from tests.report import small_content


def test_report_is_one_small_file_that_loads_nothing() -> None:
    page = render_report(small_content.full())
    assert len(page.encode()) < 3_000_000
    outside = re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert not re.search(r"""(src|href)=["']?https?:""", outside)


def test_verdict_names_year_level_and_what_the_target_changes() -> None:
    said = sentence(small_content.full())
    assert rendered(said, "en") == (
        "Small City’s emissions peak in 2028 at 48.8 Mt CO₂, on the 3% plateau 2025–2030; "
        "without the peaking target it would be 2032, at 50.6 Mt CO₂."
    )
    assert "2028年达峰，峰值4,880万吨二氧化碳" in rendered(said, "zh")
    assert badge(small_content.full())[0] == "good"


def _judged(**changes: object) -> small_content.Content:
    content = small_content.full()
    return small_content.with_summary(content, peak={**content.summary["peak"], **changes})


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("rising", "Small City’s emissions are highest in 2028, at 48.8 Mt CO₂, too near the end of the horizon"),
        ("unproven", "Small City’s emissions are highest in 2028, at 48.8 Mt CO₂, in too few years to judge a peak"),
    ],
)
def test_the_highest_year_is_called_a_peak_only_where_the_rule_does(status: str, said: str) -> None:
    content = _judged(status=status)
    assert rendered(sentence(content), "en").startswith(said)
    assert "达峰，峰值" not in rendered(sentence(content), "zh")
    assert badge(content)[0] == "bad"


def test_two_years_are_no_plateau_worth_telling() -> None:
    content = _judged(plateau={"first": 2028, "last": 2029, "mean_Mt": 48.4})
    assert "plateau" not in rendered(sentence(content), "en")


def test_a_plateau_on_a_cap_is_one_by_constraint() -> None:
    content = _judged(status="plateau", plateau={"first": 2028, "last": 2060, "by_constraint": True})
    kind, told = badge(content)
    assert (kind, str(told), rendered(told, "zh")) == (
        "warn", "plateau by constraint", "约束型平台期（受总量上限约束）",
    )  # fmt: skip


def test_the_usual_rule_is_told_in_chinese_too() -> None:
    content = _judged(rule="as printed", rule_values=dict(rule_words().values))
    assert rendered(rule_label_of(content), "zh").startswith("取排放量首次达到最大值")
    assert rendered(rule_label_of(content), "en") == str(rule_words())


def test_verdict_without_a_plan_says_so() -> None:
    assert (
        rendered(sentence(small_content.infeasible()), "en")
        == "No plan satisfies “Peak in 2028”: its targets cannot all be met."
    )
    assert badge(small_content.infeasible())[0] == "bad"


def test_tiles_adapt_to_what_is_known() -> None:
    keys = [tile.key for tile in tiles(small_content.full())]
    assert keys == ["peak-year", "peak-level", "co2-per-gdp", "non-fossil", "energy-per-gdp", "cost"]
    assert [tile.key for tile in tiles(small_content.infeasible())] == ["base-energy", "base-emissions"]
    assert tiles(small_content.tiny()) == []


def test_cost_tile_is_the_difference_from_the_twin() -> None:
    cost = next(tile for tile in tiles(small_content.full()) if tile.key == "cost")
    assert rendered(cost.value, "en") == "+20.0 billion CNY"
    assert rendered(cost.value, "zh") == "+200亿元"


def test_island_cannot_end_its_script() -> None:
    packed = island({"text": "</script><!-- & -->"})
    assert "<" not in packed
    assert ">" not in packed


def test_inputs_hold_each_text_once() -> None:
    packed = method.inputs(small_content.full().data)
    assert len(packed["texts"]) == len(set(packed["texts"]))
    first = [packed["texts"][place] for place in packed["rows"][0]]
    assert first == ["energy.technologies.unit-0.capital_cost", "3000", "CNY/kW", "official", "A <b>yearbook</b>", "",
                     "energy.yaml:1"]  # fmt: skip


def test_inputs_are_counted_by_quality_the_unstated_last() -> None:
    data = small_content.full().data.copy()
    data.loc[0, "quality"] = None
    assert list(method.qualities(data).items()) == [
        ("official", 14), ("literature", 15), ("derived", 15), ("assumption", 15), ("", 1)
    ]  # fmt: skip


def test_a_sum_that_does_not_hold_is_shown_as_broken() -> None:
    content = small_content.full()
    assert all(check.holds for check in method.checks(content))
    assert content.plan is not None
    table = content.plan.table.copy()
    table.loc[table["variable"] == "Peaking Emissions|Industry", "value"] *= 1.1
    broken = small_content.Content(content.scenario, content.summary, Results(table, content.plan.dispatch))
    assert not all(check.holds for check in method.checks(broken))


def test_policies_that_bind_come_first_with_their_price() -> None:
    rows = policies.policy_rows(small_content.full())
    assert [(row["constraint"], row["binding"]) for row in rows] == [("peaking.by", True), ("peaking.max_level", False)]


@pytest.mark.parametrize("name", ["sentence", "formula"])
def test_every_equation_is_told(name: str) -> None:
    told = method.equation_rows()
    assert len(told) > 10
    assert all(getattr(one, name) for one in told)


def test_targets_of_a_data_set_are_named_in_every_language() -> None:
    content = small_content.full()
    place, per = "system.osemosys, AnnualEmissionLimit.csv:3", price_unit("unit of emission", of_data=True)
    limit = message("{kind} {names}", kind=EQUATIONS["emission_limit_period"].role.name, names="UTOPIA CO2")
    most = message("{kind} {names}", kind=COLUMN_BOUNDS["capacity_max"].name, names="UTOPIA E31")
    capacity = price_unit("unit of capacity", of_data=True)
    rows = [
        (*priced_row(None, limit, place, 2030, 2.0, 0.0, 5.0, discounted_unit(per)), "policy"),
        (*priced_row(None, most, place, 2030, 3.0, 0.0, 5.0, capacity), "bound"),
        (*priced_row(None, most, place, 2030, 0.0, 1.0, 5.0, capacity), "bound"),
    ]
    first, second = policies.policy_rows(replace(content, duals=pd.DataFrame(rows, columns=list(DUAL_COLUMNS))))
    chinese = [rendered(row[name], "zh") for row in (first, second) for name in ("title", "unit")]  # type: ignore[arg-type]
    assert chinese[:2] == ["全期排放上限：UTOPIA CO2", "数据货币单位/排放单位（折现）"]
    assert chinese[2:] == ["装机上限：UTOPIA E31", "数据货币单位/装机单位"]
    assert (first["constraint"], str(first["unit"])) == (
        "emission limit of the period UTOPIA CO2", "cost unit per unit of emission, discounted",
    )  # fmt: skip


def test_a_constraint_that_a_planner_named_keeps_its_name() -> None:
    """Coal is a term of ours as a fuel, but not where it is a planner's name."""
    unit = price_unit("Mt", of_data=False)
    row = (*priced_row("coal", None, "constraints.coal", 2030, 2.0, 0.0, 5.0, unit), "policy")
    duals = pd.DataFrame([row], columns=list(DUAL_COLUMNS))
    (told,) = policies.policy_rows(replace(small_content.full(), duals=duals))
    assert rendered(told["title"], "zh") == "coal"  # type: ignore[arg-type]
    assert rendered(told["unit"], "zh") == "百万元/百万吨"  # type: ignore[arg-type]


def test_a_campaign_that_asks_less_of_people_is_marked_and_explained() -> None:
    """Lost comfort has no price, so its cost per tonne may be below zero."""
    content = small_content.full()
    mark, words = "<sup>*</sup>", "What people give up"
    assert mark not in render_report(content) and words not in render_report(content)
    (campaign,) = content.summary["campaigns"]
    page = render_report(small_content.with_summary(content, campaigns=[{**campaign, "lowers_demand": True}]))
    assert mark in page and words in page and "未计价" in page
    warmth = {"service": "heat", "service_message": message("{what}", what="heat").as_json(), "elasticity": -0.2}
    told = {**warmth, "unit": "PJ", "surplus": -1.0, "given_up": 1.0, "years": []}
    priced = small_content.with_summary(content, campaigns=[{**campaign, "lowers_demand": True}], demands=[told])
    assert "Warmth of rooms is priced in the surplus" in render_report(priced)
